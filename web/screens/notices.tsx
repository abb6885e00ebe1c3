/** What I was told, newest first. */
import { useQueryClient } from '@tanstack/react-query';
import { send, useNotices } from '../api.ts';
import { Empty, Loaded, Page } from '../parts/basics.tsx';
import { when } from '../words.ts';

export function Screen() {
  const notices = useNotices();
  const client = useQueryClient();
  async function read(ids: string[]) {
    await send('POST', '/v1/notices/read', { ids });
    await client.invalidateQueries({ queryKey: ['notices'] });
    await client.invalidateQueries({ queryKey: ['me'] });
  }
  const unread = notices.data?.items.filter((n) => !n.read).map((n) => n.id) ?? [];
  return (
    <Page
      title="Notices"
      actions={
        unread.length > 0 && (
          <button type="button" className="btn" onClick={() => void read(unread)}>
            Mark all as read
          </button>
        )
      }
    >
      <Loaded of={notices}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title="Nothing yet">
              <p>What happens in your contracts is told here and by mail.</p>
            </Empty>
          ) : (
            <ul className="list">
              {data.items.map((n) => (
                <li key={n.id}>
                  <a href={n.href} className={`item ${n.read ? '' : 'needs'}`} onClick={() => void read([n.id])}>
                    <div className="row between">
                      <strong>{n.title}</strong>
                      <span className="small soft">{when(n.at)}</span>
                    </div>
                    <p>{n.sentence}</p>
                    {n.deadline?.yours && <p className="silence">{n.deadline.silence.sentence}</p>}
                    <p className="small soft">
                      {n.legal ? 'Legal notice. ' : ''}
                      {n.mail.state === 'sent'
                        ? 'Also sent by mail.'
                        : n.mail.state === 'failed'
                          ? `The mail could not be delivered: ${n.mail.reason ?? ''}`
                          : n.mail.state === 'queued'
                            ? 'The mail is on its way.'
                            : 'No mail.'}
                    </p>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
