/** Bugs planted into the engine, each to be caught by the check that is there for it. A check that catches none of its own is none. */
import { type Contract, type Instance, isRefusal, type Posting, type Step } from '@fairhold/domain';
import { ENGINE, type Engine } from './town.ts';

export interface Plant {
  readonly name: string;
  /** What the report must say. */
  readonly caught: RegExp;
  readonly engine: Engine;
}

/** Every step goes through `bend`, which may change it. */
function bent(bend: (s: Step, before: Contract) => Step): Engine {
  return {
    act: (c, actor, a, now, policy, world) => {
      const step = ENGINE.act(c, actor, a, now, policy, world);
      return isRefusal(step) ? step : bend(step, c);
    },
    advance(c, now, policy, world) {
      const out: Step[] = [];
      let at = c;
      for (const step of ENGINE.advance(c, now, policy, world)) {
        const one = bend({ ...step, contract: step.contract }, at);
        out.push(one);
        at = one.contract;
      }
      return out;
    },
  };
}
const postings = (s: Step, change: (p: readonly Posting[]) => readonly Posting[]): Step => ({ ...s, postings: change(s.postings) });
const releasing = (s: Step): boolean => s.postings.some((p) => p.to.startsWith('pending:') && p.from.startsWith('escrow:'));
const fields = (s: Step, change: Partial<Contract>): Step => ({
  ...s,
  contract: { ...s.contract, ...change },
  patch: { ...s.patch, fields: { ...s.patch.fields, ...change } as Step['patch']['fields'] },
});
function instance(s: Step, id: string, change: (i: Instance) => Instance): Step {
  const i = s.contract.instances[id];
  if (!i) return s;
  const next = change(i);
  return {
    ...s,
    contract: { ...s.contract, instances: { ...s.contract.instances, [id]: next } },
    patch: { ...s.patch, instances: { ...s.patch.instances, [id]: next } },
  };
}
const facts = (s: Step, process: string, change: (f: Record<string, unknown>) => Record<string, unknown>, before: Contract): Step => {
  const fresh = Object.values(s.contract.instances).find((i) => i.process === process && before.instances[i.id] !== i);
  return fresh ? instance(s, fresh.id, (i) => ({ ...i, facts: { ...i.facts, ...change(i.facts as Record<string, unknown>) } })) : s;
};

export const PLANTS: readonly Plant[] = [
  {
    name: 'a release loses a cent',
    caught: /MNY-9|second opinion/,
    engine: bent((s) => (releasing(s) ? postings(s, ([p, ...rest]) => [{ ...(p as Posting), amount: (p as Posting).amount - 1 }, ...rest]) : s)),
  },
  // A bonus goes through escrow within its step: booked twice, only the second opinion sees it.
  {
    name: 'a release is booked twice',
    caught: /MNY-3|MNY-9|second opinion: pending/,
    engine: bent((s) => (releasing(s) ? postings(s, (all) => [...all, ...all]) : s)),
  },
  {
    name: 'half a cent is booked',
    caught: /MNY-1/,
    engine: bent((s) => (releasing(s) ? postings(s, ([p, ...rest]) => [{ ...(p as Posting), amount: (p as Posting).amount + 0.5 }, ...rest]) : s)),
  },
  {
    name: 'a movement names the same end for all',
    // The escrow that it reaches is another contract's, which is not looked at in this step.
    caught: /MNY-9|MNY-3|second opinion: refunds/,
    engine: bent((s) => postings(s, (all) => all.map((p) => (p.to.startsWith('refunds:') ? { ...p, to: 'escrow:c1' } : p)))),
  },
  {
    name: 'the contract says more is held than is',
    caught: /MNY-9/,
    engine: bent((s) => (s.act === 'submit' ? fields(s, { held: s.contract.held + 1 }) : s)),
  },
  {
    name: 'the arbitration fee is forgotten',
    caught: /MNY-9/,
    engine: bent((s) => (s.contract.arbitration > 0 ? fields(s, { arbitration: 0 }) : s)),
  },
  {
    name: 'the service fee is rounded up',
    caught: /service fee/,
    engine: bent((s, before) => facts(s, 'payment', (f) => ({ fee: (f['fee'] as number) + 1 }), before)),
  },
  {
    name: 'the client fee is returned too much',
    caught: /client fee returned/,
    engine: bent((s, before) =>
      facts(s, 'charge', (f) => ((f['returned'] as number) > 0 ? { returnedFee: (f['returnedFee'] as number) + 1 } : {}), before),
    ),
  },
  {
    name: 'refunds go to no charge',
    caught: /went back to charges/,
    engine: bent((s, before) => facts(s, 'charge', () => ({ returned: 0, returnedFee: 0 }), before)),
  },
  {
    name: 'silence on a refund request pays the freelancer',
    caught: /second opinion: released/,
    engine: bent((s, before) =>
      s.act === 'refundAnswer' && s.lapse
        ? { ...fields(s, { released: s.contract.released + (before.held - s.contract.held), refunded: before.refunded }) }
        : s,
    ),
  },
  {
    name: 'a milestone promises money twice',
    caught: /promised twice/,
    engine: bent((s) =>
      s.act === 'submit' ? instance(s, s.on, (i) => ({ ...i, facts: { ...i.facts, held: (i.facts['held'] as number) + 500 } })) : s,
    ),
  },
  {
    name: 'a case keeps no deadline',
    caught: /nothing will ever end it|still held/,
    engine: bent((s) => (s.process === 'contract' && s.act === 'end' ? instance(s, 'case1', (i) => ({ ...i, windows: [] })) : s)),
  },
  {
    name: 'a settled contract holds money',
    caught: /settled contract holds|still held|MNY-9/,
    engine: bent((s) => (s.act === 'award' && !s.lapse ? fields(s, { held: s.contract.held + 1 }) : s)),
  },
  {
    name: 'a closed case keeps its deadline',
    caught: /is over and has a deadline/,
    engine: bent((s, before) =>
      s.process === 'case' && s.to === 'closed' ? instance(s, s.on, (i) => ({ ...i, windows: before.instances[s.on]?.windows ?? [] })) : s,
    ),
  },
  {
    name: 'a lapse comes early',
    caught: /TIM-6/,
    engine: { ...ENGINE, advance: (c, now, policy, world) => ENGINE.advance(c, now + 3_600_000, policy, world) },
  },
  { name: 'a lapse is dated when it was found', caught: /TIM-6/, engine: bent((s) => (s.lapse && s.act === 'review' ? { ...s, at: s.at + 1 } : s)) },
  { name: 'the deadline is not looked at', caught: /is over and still open|still held|pending for ever/, engine: { ...ENGINE, advance: () => [] } },
  { name: 'a step is counted twice', caught: /AUD-1/, engine: bent((s) => (s.act === 'approve' ? fields(s, { seq: s.contract.seq + 1 }) : s)) },
  {
    name: 'the record leaves something out',
    caught: /AUD-2/,
    engine: bent((s) => (s.act === 'submit' ? { ...s, patch: { ...s.patch, instances: {} } } : s)),
  },
  {
    name: 'a refused act leaves a trace',
    caught: /refused act changed|AUD-2/,
    engine: {
      ...ENGINE,
      act: (c, actor, a, now, policy, world) => {
        const step = ENGINE.act(c, actor, a, now, policy, world);
        if (isRefusal(step)) (c as { title?: string }).title = 'touched';
        return step;
      },
    },
  },
  {
    name: 'the preview shows other money than the act moves',
    caught: /END-2|second opinion|MNY-9/,
    engine: {
      ...ENGINE,
      act: (c, actor, a, now, policy, world) =>
        ENGINE.act(c, actor, a.act === 'end' ? { ...a, input: { ...(a.input as object), pay: 'nothing' } } : a, now, policy, world),
    },
  },
  {
    name: 'an older charge is refunded first',
    caught: /older charge|went back to a charge|client fee returned/,
    engine: bent((s, before) => swapped(s, before)),
  },
  {
    name: 'an error escapes',
    caught: /it threw/,
    engine: bent((s) => {
      if (s.act === 'fund') throw new Error('planted');
      return s;
    }),
  },
];

/** What the newest charge gave back is taken from the oldest instead. */
function swapped(s: Step, before: Contract): Step {
  const charges = Object.values(s.contract.instances).filter(
    (i) => i.process === 'charge' && i.state === 'settled' && !['bonus', 'arbitrationFee'].includes(i.facts['purpose'] as string),
  );
  const [oldest, newest] = [charges[0], charges.at(-1)];
  if (!oldest || !newest || oldest === newest || before.instances[newest.id] === newest) return s;
  const moved = (newest.facts['returned'] as number) - ((before.instances[newest.id]?.facts['returned'] as number | undefined) ?? 0);
  if (moved <= 0) return s;
  const less = instance(s, newest.id, (i) => ({ ...i, facts: { ...i.facts, returned: (i.facts['returned'] as number) - moved } }));
  return instance(less, oldest.id, (i) => ({ ...i, facts: { ...i.facts, returned: (i.facts['returned'] as number) + moved } }));
}
