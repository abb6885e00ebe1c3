/** Answering a refund request, or the claim of a dispute: roads of the same weight, each with what it does to the money (REF-1, DSP-4). */
import type { Action, Case, Contract } from '@fairhold/client';
import type { ReactNode } from 'react';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { MoneySplit } from '../../parts/money-split.tsx';
import { cash } from '../../words.ts';
import { Beside } from './beside.tsx';

/** The same three for both sides: give what is asked for, offer something else, or say no in a form of its own. */
interface Three {
  readonly yes: string;
  readonly no: string;
  readonly says: (money: Pick<Case['roads'][number], 'client' | 'freelancer'>, c: Contract) => string;
  readonly declines: (gap: string, c: Contract) => string;
}
const some = (amount: number, currency: string): string => (amount > 0 ? cash(amount, currency) : '');
const ROADS: Readonly<Record<'refund' | 'claim', Three>> = {
  refund: {
    yes: 'approveRefund',
    no: 'dispute',
    says: (m, c) => wc.roads.approve(cash(m.client, c.currency), c.client.name, some(m.freelancer, c.currency), c.freelancer.name),
    declines: (gap, c) => wc.roads.dispute(gap, c.client.name),
  },
  claim: {
    yes: 'approveClaim',
    no: 'contest',
    says: (m, c) => wc.roads.pay(cash(m.freelancer, c.currency), c.freelancer.name, some(m.client, c.currency), c.client.name),
    declines: (gap) => wc.roads.contest(gap),
  },
};

/** All that is needed to answer the other side. */
export function Answer(p: { c: Contract; k: Case; roads?: 'refund' | 'claim' | undefined }) {
  return (
    <>
      {p.roads && <Roads c={p.c} k={p.k} to={ROADS[p.roads]} />}
      <Beside c={p.c} k={p.k} />
    </>
  );
}

function Roads(p: { c: Contract; k: Case; to: Three }) {
  const { c, k, to } = p;
  const of = (act: string) => c.actions.find((a) => a.act === act && a.on === k.id);
  const [yes, offer, no] = [to.yes, 'offerSettlement', to.no].map(of);
  const asker = c.you.role === 'client' ? c.freelancer.name : c.client.name;
  // What each road does is told by the server: no page reckons with fees of its own.
  const money = k.roads.find((r) => r.act === to.yes);
  if (!yes || !no) return null;
  const sums = (road: string) => <Sums c={c} of={k.roads.find((r) => r.road === road)} />;
  return (
    <Card title={wc.roads.title(offer ? 3 : 2)} id="answer">
      <div className="stack tight">
        <p>{wc.roads.now}</p>
        {sums('now')}
      </div>
      <ul className="roads">
        <Road c={c} a={yes} says={money ? to.says(money, c) : yes.hint}>
          {sums('yes')}
        </Road>
        {offer && (
          <Road c={c} a={offer} says={wc.roads.offer(cash(k.gap, c.currency), asker)}>
            {sums('offer')}
          </Road>
        )}
        <li className="stack tight">
          <p className="num">{to.declines(cash(k.gap, c.currency), c)}</p>
          {sums('no')}
          <button type="button" className="btn" data-act={to.no} data-on={k.id} onClick={() => openForm(to.no)}>
            {no.title}
          </button>
        </li>
      </ul>
    </Card>
  );
}

/** Where the money is now or on a road, in rows that are the same for all, and what comes next. */
function Sums(p: { c: Contract; of: Case['roads'][number] | undefined }) {
  const { c, of } = p;
  if (!of) return null;
  const rows = [
    { label: wc.settle.getsBack(c.client.name), amount: of.client },
    { label: wc.settle.gets(c.freelancer.name), amount: of.freelancer },
    ...(of.fees > 0 ? [{ label: wc.roads.fee, amount: of.fees }] : []),
    { label: of.road === 'now' ? wc.roads.heldNow : wc.roads.held, amount: of.held },
  ];
  return (
    <div className="stack tight" data-road={of.road}>
      <MoneySplit rows={rows} currency={c.currency} />
      {of.next && <p className="small soft">{of.next}</p>}
    </div>
  );
}

/** The long form stands further down on the page, with what belongs to it; it comes a little later than the page, and is waited for. */
function openForm(act: string, tries = 100): void {
  const form = document.getElementById(`form-${act}`);
  if (!(form instanceof HTMLDetailsElement)) {
    if (tries > 0) setTimeout(() => openForm(act, tries - 1), 50);
    return;
  }
  form.open = true;
  form.scrollIntoView({ block: 'start' });
  form.querySelector('summary')?.focus({ preventScroll: true });
}

function Road(p: { c: Contract; a: Action; says: string; children: ReactNode }) {
  return (
    <li className="stack tight">
      <p className="num">{p.says}</p>
      {p.children}
      <ActButton contract={p.c} action={{ ...p.a, weight: 'normal' }} />
    </li>
  );
}
