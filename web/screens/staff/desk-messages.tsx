/** What the two wrote to each other, to be searched: the latest first, each with who and when. */
import type { Contract, FileFact } from '@fairhold/client';
import { useId, useState } from 'react';
import { useHistory } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { Older } from '../../parts/older.tsx';
import { w, when } from '../../words.ts';
import { ws } from './words.ts';

export function Messages(p: { c: Contract }) {
  const history = useHistory(p.c.id, 'only=messages');
  const [sought, setSought] = useState('');
  const id = useId();
  const words = sought.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return (
    <Card title={ws.desk.messages}>
      <Loaded of={history}>
        {(h) => {
          const all = h.items.filter((e) => !e.data?.['deleted']);
          const found = all.filter((e) => words.every((x) => `${e.actor.name ?? ''} ${e.data?.['text'] ?? ''}`.toLocaleLowerCase().includes(x)));
          if (all.length === 0) return <p className="soft">{ws.desk.noMessages}</p>;
          return (
            <>
              <div className="field">
                <label htmlFor={id}>{ws.desk.searchMessages}</label>
                <input id={id} type="search" value={sought} onChange={(e) => setSought(e.target.value)} />
                <span className="hint" role="status">
                  {ws.desk.foundMessages(found.length, all.length)}
                </span>
              </div>
              <ul className="list plain">
                {found.map((e) => (
                  <li key={e.seq} className="stack tight">
                    <p className="small soft">{w.record.by(e.actor.name ?? '', when(e.at))}</p>
                    <p className="quote">{String(e.data?.['text'] ?? '')}</p>
                    <FileList files={(e.data?.['files'] as FileFact[] | undefined) ?? []} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
      <Older of={history} />
    </Card>
  );
}
