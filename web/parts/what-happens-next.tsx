/** Numbered steps ahead, each with its actor and latest date. */
import type { Preview } from '@fairhold/client';
import { day, w } from '../words.ts';

export function WhatHappensNext(p: { next: Preview['next']; title?: string | false }) {
  if (p.next.length === 0) return null;
  return (
    <div className="stack tight">
      {p.title !== false && <h3>{p.title ?? w.next.title}</h3>}
      <ol className="next">
        {[...p.next]
          .sort((a, b) => (a.at ?? '9').localeCompare(b.at ?? '9'))
          .map((n) => (
            <li key={n.sentence}>
              <div>
                {n.at && (
                  <time className="small soft" dateTime={n.at}>
                    {day(n.at)}
                  </time>
                )}
                <p>{n.sentence}</p>
              </div>
            </li>
          ))}
      </ol>
    </div>
  );
}
