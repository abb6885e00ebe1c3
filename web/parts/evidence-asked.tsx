/** What helps in a dispute of this kind, as a list to tick off: by what is on the record anyhow, or by a file (DSP-1, DSP-5). */
import { useRef, useState } from 'react';
import { wc } from '../case-words.ts';
import type { Picked } from './evidence-picker.tsx';
import type { AskedItem } from './inputs.tsx';

/** `picked`: what was added so far, for one of these or for none. */
export function EvidenceAsked(p: {
  asked: readonly AskedItem[];
  picked: readonly Picked[];
  onAdd: (files: readonly File[], item: AskedItem) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState<AskedItem>();
  return (
    <section className="stack tight asked" aria-label={wc.files.asked}>
      <h3>{wc.files.asked}</h3>
      <p className="small soft">{wc.files.askedWhy}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(e) => {
          const files = Array.from(e.target.files ?? []);
          e.target.value = '';
          if (adding) p.onAdd(files, adding);
        }}
      />
      <ul className="list plain">
        {p.asked.map((item) => {
          const added = p.picked.filter((f) => f.asked === item.id).length;
          return (
            <li key={item.id} className="row between" data-asked={item.id}>
              <div className="grow">
                <strong>{item.title}</strong> <Ticked there={item.there} added={added} />
                <p className="small soft">
                  {item.about} {item.there > 0 && wc.roads.there(item.there)}
                </p>
              </div>
              <button
                type="button"
                className="btn quiet"
                aria-label={wc.files.addFor(item.title)}
                onClick={() => {
                  setAdding(item);
                  input.current?.click();
                }}
              >
                {wc.files.add}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Ticked(p: { there: number; added: number }) {
  const done = p.there + p.added > 0;
  const words = p.added > 0 ? wc.files.added(p.added) : p.there > 0 ? wc.files.onRecord : wc.files.open;
  return (
    <span className={`tag ${done ? 'ok' : ''}`}>
      {done && <span aria-hidden="true">✓ </span>}
      {words}
    </span>
  );
}
