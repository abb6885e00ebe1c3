/** Backups that were written, and whether restoring them was tried; the commands that do both. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { locale, when } from '../../words.ts';
import { ConsolePage, type Shapes } from './frame.tsx';
import { ws } from './words.ts';

type Backup = Shapes['ConsoleBackup'];

export function Screen() {
  const backups = useQuery({
    queryKey: ['backups'],
    queryFn: () => get<{ items: Backup[] }>('/v1/console/backups'),
    refetchInterval: 30_000,
  });
  return (
    <ConsolePage title={ws.backups.title} lead={<p className="soft">{ws.backups.lead}</p>}>
      <div className="cols">
        <Card title={ws.backups.list}>
          <Loaded of={backups}>
            {({ items }) =>
              items.length === 0 ? (
                <div className="stack tight">
                  <p>
                    <strong>{ws.backups.none}</strong>
                  </p>
                  <p className="soft">{ws.backups.noneHint}</p>
                </div>
              ) : (
                <ul className="list plain">
                  {items.map((b) => (
                    <One key={b.id} of={b} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
        <Card title={ws.backups.how}>
          <p>{ws.backups.write}</p>
          <pre className="command breaks">npm run backup -- /backups/2026-11-25</pre>
          <p>{ws.backups.try}</p>
          <pre className="command breaks">npm run restore -- /backups/2026-11-25</pre>
          <p className="small soft">{ws.backups.forGood}</p>
        </Card>
      </div>
    </ConsolePage>
  );
}

const megabytes = (bytes: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1e6));

function One({ of: b }: { of: Backup }) {
  const r = b.restored;
  const bad = (r?.broken.length ?? 0) > 0 || b.broken.length > 0;
  const seconds = r ? Math.max(1, Math.round((Date.parse(r.finishedAt) - Date.parse(r.begunAt)) / 1000)) : 0;
  return (
    <li className="stack tight">
      <div className="row between">
        <strong>{ws.backups.of(when(b.begunAt))}</strong>
        <span className={`tag ${bad ? 'bad' : r ? 'ok' : ''}`}>
          {b.broken.length > 0 ? ws.backups.damaged : bad ? ws.backups.broke : r ? ws.backups.held : ws.backups.untried}
        </span>
      </div>
      <p className="small">{ws.backups.size(b.rows, b.files, megabytes(b.bytes))}</p>
      <p className="small soft breaks">
        <code>{b.folder}</code>
      </p>
      {r && <p className="small">{ws.backups.tried(when(r.finishedAt), seconds, r.steps, r.contracts, r.files)}</p>}
      {[...b.broken, ...(r?.broken ?? [])].slice(0, 10).map((what) => (
        <p key={what} className="small quote breaks">
          {what}
        </p>
      ))}
    </li>
  );
}
