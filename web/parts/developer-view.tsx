/** For who builds on the API: what a thing is called, how the API gives it, and the steps that made it so. */
import type { Contract } from '@fairhold/client';
import { useState } from 'react';
import { useContract, useHistory } from '../api.ts';
import { w, when } from '../words.ts';
import { Loaded } from './basics.tsx';
import { Copy } from './copy.tsx';

interface Of {
  readonly contract: string;
  /** Ids of the parts of the contract that are meant; none: all of it. */
  readonly on?: readonly string[];
  /** The part of the contract that is meant. */
  readonly pick?: (c: Contract) => unknown;
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
  const raw = useContract(p.contract);
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
      {row(w.developer.address, `GET /v1/contracts/${p.contract}`)}
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
