/** What I was told: what needs me first, with its deadline; then the news. The same facts as in the mail. */
import type { Notice } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { get, send, useContracts, useMe, useNotices } from '../api.ts';
import { lw } from '../list-words.ts';
import { Empty, Loaded, Page } from '../parts/basics.tsx';
import { left, when } from '../words.ts';

export function Screen() {
  const notices = useNotices();
  const clock = useQuery({ queryKey: ['clock'], queryFn: () => get<{ now: string }>('/v1/clock'), refetchInterval: 30_000, retry: false });
  const client = useQueryClient();
  const navigate = useNavigate();
  async function read(ids: string[]) {
    await send('POST', '/v1/notices/read', { ids });
    await client.invalidateQueries({ queryKey: ['notices'] });
    await client.invalidateQueries({ queryKey: ['me'] });
  }
  const unread = notices.data?.items.filter((n) => !n.read).map((n) => n.id) ?? [];
  const me = useMe();
  const staff = (me.data?.staff.length ?? 0) > 0;
  const open = useContracts('group=needs_me&limit=100');
  const openIt = (n: Notice) => {
    if (!n.read) void read([n.id]);
    void navigate({ to: n.href });
  };
  const list = (items: readonly Notice[]) => (
    <ul className="list">
      {items.map((n) => (
        <li key={n.id}>
          <a
            href={n.href}
            className={`item ${n.deadline?.yours ? 'needs' : ''}`}
            onClick={(e) => {
              if (e.ctrlKey || e.metaKey) return;
              e.preventDefault();
              openIt(n);
            }}
          >
            <span className="row between baseline">
              <strong>{n.title}</strong>
              <span className="small soft">
                {!n.read && <span className="tag hot">{lw.notices.unreadWord}</span>} {when(n.at)}
              </span>
            </span>
            <span>{n.sentence}</span>
            {n.deadline && (
              <span className={n.deadline.yours ? 'silence' : 'small soft'}>
                {n.deadline.yours && clock.data && <strong>{left(n.deadline.at, Date.parse(clock.data.now))}. </strong>}
                {n.deadline.silence.sentence}
              </span>
            )}
            <span className="small soft">
              {n.legal ? `${lw.notices.legal} ` : ''}
              {n.mail.state === 'failed'
                ? lw.notices.mailFailed(n.mail.reason ?? '')
                : ((lw.notices.mail as Readonly<Record<string, string>>)[n.mail.state] ?? lw.notices.mail.none)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <Page
      title={lw.notices.title}
      actions={
        unread.length > 0 && (
          <button type="button" className="btn" onClick={() => void read(unread)}>
            {lw.notices.markAll}
          </button>
        )
      }
    >
      <Loaded of={notices}>
        {(data) => {
          // A contract asks once: its newest notice with a deadline stands for it, while it still needs me.
          const asking = new Set(open.data?.pages.flatMap((x) => x.items.map((c) => c.id)));
          const seen = new Set<string>();
          const needs = data.items.filter((n) => {
            if (!n.deadline?.yours || seen.has(n.contract) || !(staff || asking.has(n.contract))) return false;
            seen.add(n.contract);
            return true;
          });
          const rest = data.items.filter((n) => !needs.includes(n));
          return (
            <>
              <p className="row" data-glance="notices.needs">
                <strong>{needs.length > 0 ? lw.notices.needsYou(needs.length) : lw.notices.needsNone}</strong>{' '}
                <a href="#news" data-glance="notices.news">
                  {lw.notices.newsCount(rest.filter((n) => !n.read).length)}
                </a>
              </p>
              {needs.length > 0 && list([...needs].sort((a, b) => (a.deadline?.at ?? '').localeCompare(b.deadline?.at ?? '')))}
              <h2 id="news">{lw.notices.news}</h2>
              {rest.length > 0 ? (
                list(rest)
              ) : (
                <Empty title={data.items.length === 0 ? lw.notices.none : lw.notices.newsNone}>
                  <p>{lw.notices.noneText}</p>
                </Empty>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
