/** For who builds on the API: what a thing is called, how the API gives it, and the steps that made it so. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, useHistory } from '../api.ts';
import { w, when } from '../words.ts';
import { Loaded } from './basics.tsx';
import { Copy } from './copy.tsx';

interface Of {
  readonly contract: string;
  /** Address of the answer in the API. */
  readonly path: string;
  /** Ids of the parts of the contract that are meant; none: all of it. */
  readonly on?: readonly string[];
  /** The part of the answer that is meant. */
  readonly pick?: (answer: Record<string, unknown>) => unknown;
}
const MOST = 20;

export function DeveloperView(p: Of) {
  const [open, setOpen] = useState(false);
  return (
    <details className="developer" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{w.developer.title}</summary>
      {open && <Inside {...p} />}
    </details>
  );
}

function Inside(p: Of) {
  const raw = useQuery({ queryKey: ['raw', p.path], queryFn: () => get<Record<string, unknown>>(p.path) });
  const history = useHistory(p.contract);
  const row = (name: string, value: string) => (
    <p className="small">
      {name}: <code>{value}</code> <Copy text={value} what={name} />
    </p>
  );
  return (
    <div className="stack tight">
      {row(w.developer.contract, p.contract)}
      {p.on?.map((id) => (
        <div key={id}>{row(w.developer.part, id)}</div>
      ))}
      {row(w.developer.address, `GET ${p.path}`)}
      <h3>{w.developer.events}</h3>
      <Loaded of={history}>
        {(h) => (
          <ul className="list plain small">
            {h.items
              .filter((e) => !p.on || p.on.includes(e.on))
              .slice(0, MOST)
              .map((e) => (
                <li key={e.seq}>
                  <a href={`/contracts/${p.contract}?tab=history&step=${e.seq}`}>
                    {e.seq} {e.process}.{e.act}
                  </a>{' '}
                  <span className="soft">
                    {when(e.at)}, {e.rule}, {e.digest.slice(0, 12)}…
                  </span>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      <h3>{w.developer.json}</h3>
      <Loaded of={raw}>
        {(answer) => {
          const text = JSON.stringify(p.pick ? p.pick(answer) : answer, null, 2);
          return (
            <>
              <Copy text={text} what={w.developer.json} />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
              <section className="raw" tabIndex={0} aria-label={w.developer.json}>
                <pre className="shown">{text}</pre>
              </section>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
