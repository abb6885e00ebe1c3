/** Where money on its way out is: asked for, with the bank, arrived; who holds it, the latest date, and what to do when it is missing (MNY-7, RFR-4). */
import type { Contract } from '@fairhold/client';
import type { ReactNode } from 'react';
import { cash, day, w, when } from '../words.ts';
import { ActButton } from './act-button.tsx';
import { Copy } from './copy.tsx';

type Way = Contract['refunds'][number];

/** Of a stage that is ahead: between which days. */
function ahead(r: Way, stage: Way['ahead'][number]['stage']): string {
  const x = r.ahead.find((one) => one.stage === stage);
  if (!x) return '';
  const days = stage === 'there' ? r.businessDays : undefined;
  if (x.earliest && day(x.earliest) !== day(x.latest)) return w.refund.between(day(x.earliest), day(x.latest), days);
  return r.late ? w.refund.wasDue(day(x.latest)) : w.refund.byLatest(day(x.latest), days);
}

const STAGE: Readonly<Record<string, number>> = { wanted: 0, unknown: 0, sent: 1, arrived: 3, credited: 3, returned: 3 };
const CAME_BACK = ['credited', 'returned'];
export const isUnderway = (x: Pick<Way, 'state'>): boolean => (STAGE[x.state] ?? 1) < 3;

export function MoneyTimeline(p: { refund: Way; currency: string; report?: ReactNode }) {
  const { refund: r } = p;
  const at = STAGE[r.state] ?? (r.sentAt ? 1 : 0);
  const back = CAME_BACK.includes(r.state);
  // While it is looked for, nobody says that it is there.
  const sought = r.trace?.answerBy ? r.trace : undefined;
  const look = (n: number) => (n < at ? 'done' : n === at ? 'now' : '');
  const stages = [
    { title: w.refund.requested, text: when(r.requestedAt), more: at === 0 ? w.refund.sending : '' },
    {
      title: r.reference ? w.refund.sent : w.refund.sentTheirs,
      text: at === 0 ? ahead(r, 'withBank') : r.sentAt ? when(r.sentAt) : '',
      more: at === 1 ? w.refund.bankHasIt : '',
    },
    {
      title: back ? w.refund.cameBack : w.refund.arrived,
      text: at < 3 ? ahead(r, 'there') : r.overAt ? when(r.overAt) : '',
      more:
        r.state === 'arrived'
          ? !sought && w.refund.arrivedWords
          : r.state === 'credited'
            ? w.refund.credited
            : r.state === 'returned'
              ? w.refund.returned
              : r.card
                ? w.refund.atCard(r.card)
                : '',
    },
  ];
  return (
    <div className="stack tight">
      <div className="row between baseline">
        <strong className="num">{w.refund.to(cash(r.amount, p.currency), r.to)}</strong>
        <span className="tag">{sought ? sought.stateWords : r.stateWords}</span>
      </div>
      <ol className="stages small">
        {stages.map((s, n) => (
          <li key={s.title} className={look(n)} aria-current={n === at ? 'step' : undefined}>
            <strong>{s.title}</strong>
            {s.text && <span className="num">{s.text}</span>}
            {s.more && <span className="soft">{s.more}</span>}
          </li>
        ))}
      </ol>
      {r.reference && (
        <p className="small soft">
          {w.refund.reference(r.reference)} <Copy text={r.reference} what={w.refund.referenceWord} />
        </p>
      )}
      {r.trace && <Trace trace={r.trace} />}
      {p.report}
    </div>
  );
}

/** What came of the report: what the bank's book said, until when we answer, and the answer. */
function Trace(p: { trace: NonNullable<Way['trace']> }) {
  const { trace: t } = p;
  const over = t.answerBy === undefined;
  const end = { cameBack: w.refund.traceCameBack, credited: w.refund.traceCredited, unanswered: w.refund.traceUnanswered }[t.state];
  return (
    <section className={`trace stack tight ${over ? '' : 'silence'}`} aria-label={w.refund.trace}>
      <p>
        <strong>{t.stateWords}.</strong> {w.refund.reported(when(t.reportedAt))}
        {t.book && ` ${w.refund.bookSaid(t.book.words, when(t.book.at))}`}
      </p>
      {t.answerBy && <p>{w.refund.answerBy(when(t.answerBy))}</p>}
      {t.answer?.reference && (
        <p>
          {w.refund.bankReference(t.answer.reference)} <Copy text={t.answer.reference} what={w.refund.referenceWord} />
        </p>
      )}
      {t.answer?.message && <p className="quote">{t.answer.message}</p>}
      {end && <p>{end}</p>}
    </section>
  );
}

/** The button that reports it missing; before its time it says from when. */
export function Report(p: { contract: Contract; of: Way; path?: string; more?: Record<string, unknown> }) {
  const action = p.contract.actions.find((a) => a.act === 'reportMissing' && a.on === p.of.id);
  if (!action) return null;
  return (
    <div>
      <ActButton contract={p.contract} action={action} {...(p.path && { path: p.path })} {...(p.more && { more: p.more })} />
    </div>
  );
}

export function Refunds(p: { contract: Contract }) {
  if (p.contract.refunds.length === 0) return null;
  return (
    <ul className="list plain">
      {p.contract.refunds.map((r) => (
        <li key={r.id}>
          <MoneyTimeline refund={r} currency={p.contract.currency} report={<Report contract={p.contract} of={r} />} />
        </li>
      ))}
    </ul>
  );
}
