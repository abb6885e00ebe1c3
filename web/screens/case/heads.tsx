/** The top of a refund request and of a dispute: what is asked, what each side wants, and what happened last. */
import type { Case, Contract, HistoryEntry } from '@fairhold/client';
import { cash, w, when } from '../../words.ts';
import { Track } from './file.tsx';

interface HeadProps {
  readonly c: Contract;
  readonly k: Case;
  readonly history: readonly HistoryEntry[];
}

/** How much, by whom, what would be kept, and why. */
export function RefundHead(p: HeadProps) {
  const { c, k } = p;
  return (
    <section className="stack tight">
      <p data-glance="refund.asked" className="num">
        <span className="sum">{cash(k.requested, c.currency)}</span> {w.case.askedBack(c.client.name)}
      </p>
      <p data-glance="refund.kept" className="num">
        {k.paid > 0 ? w.case.keepsSoFar(c.freelancer.name, cash(k.paid, c.currency)) : w.case.keepsNothing(c.freelancer.name)}
      </p>
      <p data-glance="refund.reason">
        <span className="soft">{w.case.because}:</span> {k.reasonWords}. {k.text && <q>{short(k.text)}</q>}
      </p>
    </section>
  );
}

const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 88).trimEnd()} …` : text);

export function DisputeHead(p: HeadProps) {
  const { c, k } = p;
  const last = p.history.find((e) => ['case', 'settlement', 'blind', 'question'].includes(e.process));
  return (
    <section className="stack tight">
      <div data-glance="case.stage">
        <Track k={k} />
      </div>
      <div className="positions num">
        <div data-glance="case.amount">
          <span className="sum">{cash(k.outcome ? k.outcome.client + k.outcome.freelancer : k.gap, c.currency)}</span>
          <span className="small soft">{w.case.inDisputeWord}</span>
        </div>
        <div className="sides" data-glance="case.positions">
          <div className="client">
            <span className="small soft">{w.case.wantsBack(c.client.name)}</span>
            <strong>{cash(k.requested, c.currency)}</strong>
          </div>
          <div className="freelancer">
            <span className="small soft">{w.case.wants(c.freelancer.name)}</span>
            <strong>{k.claim === undefined ? w.case.notYet : cash(k.claim, c.currency)}</strong>
          </div>
        </div>
      </div>
      <p className="small soft one-line" data-glance="case.last">
        {last ? w.case.last(last.sentence, when(last.at)) : w.case.last(k.reasonWords, when(c.now))}
      </p>
    </section>
  );
}
