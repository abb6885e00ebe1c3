/** Finishing a draft: what changed, what moved, who hears of it. */
import { type Contract, type Facts, other, type Party, type Patch, type Role, type Step, type Tell } from './contract.ts';
import { type Draft, sendReturns } from './draft.ts';

export interface StepHead {
  readonly act: string;
  readonly on: string;
  readonly process: string;
  readonly from: string;
  readonly lapse: boolean;
  readonly rule: string;
  readonly input: Facts;
  readonly actor: { readonly role: Role; readonly person?: string };
  readonly tells: readonly (Tell['to'] | 'other')[];
  readonly legal: boolean;
  /** Does not count as something done on the contract (MIL-9), said by an act that no table names. */
  readonly idle?: true;
  /** The contract came into being with this step: the patch carries all of it. */
  readonly founded?: true;
}

/** Makes the step of a draft; `before` is the contract as it was. Seq and lastAt move on; lastAt never goes back. */
export function stepOf(d: Draft, before: Contract, head: StepHead): Step {
  for (const run of d.house.afterwards) run(d, !head.lapse && countsAsActivity(d, head));
  sendReturns(d);
  d.c.seq = before.seq + 1;
  d.c.lastAt = Math.max(before.lastAt, d.at);
  // A draft ends here: what it was made on is the contract now, without one more copy.
  const contract: Contract = d.c;
  return {
    contract,
    at: d.at,
    act: head.act,
    on: head.on,
    process: head.process,
    from: head.from,
    to: contract.instances[head.on]?.state ?? '',
    lapse: head.lapse,
    actor: head.actor,
    input: head.input,
    rule: head.rule,
    patch: patchOf(before, contract, d.changed, head.founded === true),
    postings: d.postings,
    outside: d.outside,
    tells: tellsOf(head),
    ...(d.spawned && { spawned: d.spawned }),
  };
}

/** MIL-9: what a party does about the contract restarts the count; chat and the bank do not. */
function countsAsActivity(d: Draft, head: StepHead): boolean {
  if (head.idle) return false;
  if (!['client', 'freelancer', 'member'].includes(head.actor.role)) return false;
  const rule = d.house.processes[head.process]?.rules.find((r) => 'act' in r && r.act === head.act);
  return !(rule && 'idle' in rule && rule.idle);
}

function patchOf(before: Contract, after: Contract, changed: ReadonlySet<string>, founded: boolean): Patch {
  const fields: Record<string, unknown> = {};
  const instances: Record<string, unknown> = {};
  for (const key in after) {
    const now = after[key as keyof Contract];
    if (key !== 'instances' && (founded || before[key as keyof Contract] !== now)) fields[key] = now ?? null;
  }
  for (const key in before) if (!(key in after)) fields[key] = null;
  for (const id of changed) instances[id] = after.instances[id];
  return { fields, instances } as Patch;
}

/** Folds a patch into a contract; from nothing, the first patch carries all (AUD-2). */
export function applyPatch(c: Contract | undefined, patch: Patch): Contract {
  const merged: Record<string, unknown> = { ...c, ...patch.fields, instances: { ...c?.instances, ...patch.instances } };
  for (const key of Object.keys(merged)) if (merged[key] === null) delete merged[key];
  return merged as unknown as Contract;
}

const PARTIES = ['client', 'freelancer'] as const;

function tellsOf(head: StepHead): Tell[] {
  const { tells, legal } = head;
  const kind = `${head.process}.${head.lapse ? 'lapse.' : ''}${head.act}`;
  const party: Party | undefined =
    head.actor.role === 'client' ? 'client' : head.actor.role === 'freelancer' || head.actor.role === 'member' ? 'freelancer' : undefined;
  const out: Tell[] = [];
  for (const t of tells) for (const to of t !== 'other' ? [t] : party ? [other(party)] : PARTIES) out.push({ to, kind, legal });
  return out;
}

/** The first step of a contract that another one founded (CON-6). */
export function foundingStep(c: Contract, at: number, by: { role: Role; person?: string }): Step {
  const { instances, ...fields } = c;
  const contract = { ...c, seq: 1 };
  return {
    contract,
    at,
    act: 'found',
    on: 'contract',
    process: 'contract',
    from: '',
    to: 'active',
    lapse: false,
    actor: by,
    input: { reinstates: c.reinstates },
    rule: 'CON-6',
    patch: { fields: { ...fields, seq: 1 }, instances },
    postings: [],
    outside: [],
    tells: [
      { to: 'client', kind: 'contract.found', legal: false },
      { to: 'freelancer', kind: 'contract.found', legal: false },
    ],
  };
}
