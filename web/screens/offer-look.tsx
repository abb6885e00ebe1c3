/** What to look at before accepting: flags with the sentence they stand in, the job post beside the offer, what is protected (CON-5). */
import type { Contract } from '@fairhold/client';
import { useState } from 'react';
import { wo } from '../offer-words.ts';
import { ActForm } from '../parts/act-form.tsx';
import { Card, Sheet } from '../parts/basics.tsx';
import { recorded } from '../parts/receipts.tsx';

type Flag = Contract['terms']['flags'][number];

export function Flags(p: { c: Contract }) {
  const { flags, checked } = p.c.terms;
  if (checked.length === 0) return null;
  return (
    <Card title={wo.offer.look} tag={<span className="tag">{wo.offer.found(flags.length)}</span>} id="look">
      {flags.length === 0 && <p>{wo.offer.noneFound}</p>}
      <ul className="list plain">
        {flags.map((f, n) => (
          <li key={`${f.code} ${f.sentence} ${f.quote ?? ''} ${f.where ?? ''}`} className="stack tight">
            <p>
              {f.severity === 'high' && <span className="tag hot">{wo.offer.severe}</span>} <strong>{f.sentence}</strong>
            </p>
            {f.quote && (
              <div className="quote">
                {f.quote}
                {f.where && <span className="small soft block">{wo.offer.where(f.where)}</span>}
              </div>
            )}
            <p className="soft">{f.why}</p>
            <Ask c={p.c} flag={f} n={n} />
          </li>
        ))}
      </ul>
      <details>
        <summary>{wo.offer.checked}</summary>
        <p className="small soft">{wo.offer.checkedIntro}</p>
        <ul className="steps small">
          {checked.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </Card>
  );
}

/** A flag becomes a message: its draft is the person's to change before anything is sent. */
function Ask(p: { c: Contract; flag: Flag; n: number }) {
  const [open, setOpen] = useState(false);
  const say = p.c.actions.find((a) => a.act === 'say');
  const { ask } = p.flag;
  if (!say || !ask) return null;
  return (
    <div>
      <button type="button" className="btn" aria-label={`${wo.offer.askFor}: ${p.flag.sentence}`} onClick={() => setOpen(true)}>
        {wo.offer.askFor}
      </button>
      <Sheet open={open} title={wo.offer.askTitle} onClose={() => setOpen(false)}>
        <p className="soft">{wo.offer.askIntro}</p>
        <ActForm
          contract={p.c}
          action={say}
          begin={{ values: { text: ask }, apart: `${p.flag.code}-${p.c.terms.versions.length}-${p.n}` }}
          onDone={(after, preview) => {
            setOpen(false);
            recorded(say, after, preview);
          }}
        />
      </Sheet>
    </div>
  );
}

export function BesidePost(p: { c: Contract }) {
  const beside = p.c.terms.besidePost;
  if (!beside) return null;
  const sides = [
    { key: 'post', title: wo.offer.posted, lines: beside.post },
    { key: 'offer', title: wo.offer.offered, lines: beside.offer },
  ];
  return (
    <Card title={wo.offer.jobPost}>
      <p className="small soft">{wo.offer.jobPostIntro}</p>
      <div className="two">
        {sides.map((side) => (
          <section key={side.key}>
            <h3>{side.title}</h3>
            <ul className="list plain">
              {side.lines.map((line, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text, in its order
                <li key={n}>{line.same ? line.text : <Only text={line.text} />}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

const Only = (p: { text: string }) => (
  <mark>
    {p.text}
    <span className="sr"> ({wo.offer.only})</span>
  </mark>
);

export function Protection(p: { c: Contract }) {
  const { does, doesNot } = p.c.terms.protection;
  if (does.length + doesNot.length === 0) return null;
  return (
    <Card title={wo.offer.protected}>
      <ul className="steps">
        {does.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3>{wo.offer.protectedNot}</h3>
      <ul className="steps">
        {doesNot.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
}
