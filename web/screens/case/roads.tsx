/** Answering a refund request, or the claim of a dispute: three roads of the same weight, each with what it does to the money (REF-1, DSP-4). */
import type { Action, Case, Contract, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card, ProblemBox } from '../../parts/basics.tsx';
import { cash, w } from '../../words.ts';
import { Beside } from './beside.tsx';

/** The same three for both sides: give what is asked for, offer something else, or say no in a form of its own. */
interface Three {
  readonly yes: string;
  readonly no: string;
  readonly says: (money: Preview['money'], c: Contract) => string;
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
  // What approving does is asked of the server: no page reckons with fees of its own.
  const preview = useQuery({
    queryKey: ['roads', c.id, c.seq],
    queryFn: () => ask<Preview>(`/v1/contracts/${c.id}/acts`, { act: to.yes, on: k.id, input: {}, preview: true }),
  });
  if (!yes || !no) return null;
  const money = preview.data?.money;
  return (
    <Card title={wc.roads.title} id="answer">
      <p className="num">{wc.roads.now(cash(c.heldMoney, c.currency))}</p>
      {preview.error && <ProblemBox error={preview.error} />}
      <ul className="roads">
        <Road c={c} a={yes}>
          {money ? to.says(money, c) : preview.error ? yes.hint : w.states.loading}
        </Road>
        {offer && (
          <Road c={c} a={offer}>
            {wc.roads.offer(cash(k.gap, c.currency), asker)}
          </Road>
        )}
        <li className="stack tight">
          <p className="num">{to.declines(cash(k.gap, c.currency), c)}</p>
          <button type="button" className="btn" data-act={to.no} data-on={k.id} onClick={() => openForm(to.no)}>
            {no.title}
          </button>
        </li>
      </ul>
    </Card>
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

function Road(p: { c: Contract; a: Action; children: string }) {
  return (
    <li className="stack tight">
      <p className="num">{p.children}</p>
      <ActButton contract={p.c} action={{ ...p.a, weight: 'normal' }} />
    </li>
  );
}
