/** Answering a refund request: three roads of the same weight, each with what it does to the money (REF-1). */
import type { Action, Case, Contract, HistoryEntry, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card, ProblemBox } from '../../parts/basics.tsx';
import { cash, w } from '../../words.ts';
import { Beside } from './beside.tsx';

const ROADS = ['approveRefund', 'offerSettlement', 'dispute'];

/** All that is needed to answer a refund request. */
export function Answer(p: { c: Contract; k: Case; roads: boolean; history: readonly HistoryEntry[] }) {
  return (
    <>
      {p.roads && <Roads c={p.c} k={p.k} />}
      <Beside c={p.c} k={p.k} history={p.history} />
    </>
  );
}

function Roads(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const of = (act: string) => c.actions.find((a) => a.act === act && a.on === k.id);
  const [approve, offer, dispute] = ROADS.map(of);
  // What approving does is asked of the server: no page reckons with fees of its own.
  const preview = useQuery({
    queryKey: ['roads', c.id, c.seq],
    queryFn: () => ask<Preview>(`/v1/contracts/${c.id}/acts`, { act: 'approveRefund', on: k.id, input: {}, preview: true }),
  });
  if (!approve || !dispute) return null;
  const money = preview.data?.money;
  const [you, them] = [c.freelancer.name, c.client.name];
  return (
    <Card title={wc.roads.title}>
      <p className="num">{wc.roads.now(cash(c.heldMoney, c.currency))}</p>
      {preview.error && <ProblemBox error={preview.error} />}
      <ul className="roads">
        <Road c={c} a={approve}>
          {money
            ? wc.roads.approve(cash(money.client, c.currency), them, money.freelancer > 0 ? cash(money.freelancer, c.currency) : '', you)
            : preview.error
              ? approve.hint
              : w.states.loading}
        </Road>
        {offer && (
          <Road c={c} a={offer}>
            {wc.roads.offer(cash(k.gap, c.currency), them)}
          </Road>
        )}
        <li className="stack tight">
          <p className="num">{wc.roads.dispute(cash(k.gap, c.currency), them)}</p>
          <button type="button" className="btn" data-act="dispute" data-on={k.id} onClick={() => openForm('dispute')}>
            {dispute.title}
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
