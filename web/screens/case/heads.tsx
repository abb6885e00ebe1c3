/** The top of a refund request and of a dispute: what is asked, what each side wants, and what happened last. */
import type { Case, Contract, HistoryEntry } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { cash, w, when } from '../../words.ts';
import { Track } from './file.tsx';

/** All the money a case is about: what was paid when it began, and what was asked back then. Parts of it may have moved since. */
const totalOf = (k: Case): number => k.paid + k.requested;

/** How much of what, by whom, what would be kept, and why. */
export function RefundHead(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const kept = totalOf(k) - k.gap;
  return (
    <section className="stack tight">
      <p data-glance="refund.asked" className="num">
        <span className="sum">{cash(k.gap, c.currency)}</span> {kept > 0 && wc.heads.of(cash(totalOf(k), c.currency))}{' '}
        {w.case.askedBack(c.client.name)}
      </p>
      <p data-glance="refund.kept" className="num">
        {c.you.role === 'freelancer'
          ? kept === 0
            ? wc.heads.youKeepNothing
            : wc.heads.youKeep(cash(kept, c.currency))
          : kept === 0
            ? w.case.keepsNothing(c.freelancer.name)
            : wc.heads.keeps(c.freelancer.name, cash(kept, c.currency))}
      </p>
      <p data-glance="refund.reason">
        <span className="soft">{w.case.because}:</span> {k.reasonWords}. {k.text && <q>{short(k.text)}</q>}
      </p>
    </section>
  );
}

const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 88).trimEnd()} …` : text);

export function DisputeHead(p: { c: Contract; k: Case; history: readonly HistoryEntry[] }) {
  const { c, k } = p;
  const about = k.outcome ? k.outcome.client + k.outcome.freelancer : k.gap;
  const wants = (side: 'client' | 'freelancer') => k.positions.find((r) => r.kind === side)?.[side];
  const claims = wants('freelancer');
  const last = p.history.find((e) => ['case', 'settlement', 'blind', 'question'].includes(e.process));
  return (
    <section className="stack tight">
      <div data-glance="case.stage">
        <Track k={k} />
      </div>
      <div className="positions num">
        <div data-glance="case.amount">
          <span className="sum">{cash(about, c.currency)}</span>
          <span className="small soft">
            {w.case.inDisputeWord} {about < totalOf(k) && wc.heads.of(cash(totalOf(k), c.currency))}
          </span>
        </div>
        <div className="sides" data-glance="case.positions">
          <div className="client">
            <span className="small soft">{k.outcome ? w.case.getsBack(c.client.name) : w.case.wantsBack(c.client.name)}</span>
            <strong>{cash(k.outcome?.client ?? wants('client') ?? 0, c.currency)}</strong>
          </div>
          <div className="freelancer">
            <span className="small soft">{k.outcome ? w.case.gets(c.freelancer.name) : w.case.wants(c.freelancer.name)}</span>
            <strong>{k.outcome ? cash(k.outcome.freelancer, c.currency) : claims === undefined ? w.case.notYet : cash(claims, c.currency)}</strong>
          </div>
        </div>
      </div>
      <p className="small soft one-line" data-glance="case.last">
        {last ? w.case.last(last.sentence, when(last.at)) : w.case.last(k.reasonWords, when(c.now))}
      </p>
    </section>
  );
}
