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
  /** The contract came into being with this step: the patch carries all of it. */
  readonly founded?: true;
}

/** Makes the step of a draft; `before` is the contract as it was. Seq and lastAt move on; lastAt never goes back. */
export function stepOf(d: Draft, before: Contract, head: StepHead): Step {
  for (const run of d.house.afterwards) run(d, !head.lapse && countsAsActivity(d, head));
  sendReturns(d);
  d.c.seq = before.seq + 1;
  d.c.lastAt = Math.max(before.lastAt, d.at);
  const contract: Contract = { ...d.c };
  const { founded, tells, legal, ...rest } = head;
  return {
    ...rest,
    contract,
    at: d.at,
    to: contract.instances[head.on]?.state ?? '',
    patch: patchOf(before, contract, d.changed, founded === true),
    postings: d.postings,
    outside: d.outside,
    tells: tellsOf(head, tells, legal),
    ...(d.spawned && { spawned: d.spawned }),
  };
}

/** MIL-9: what a party does about the contract restarts the count; chat and the bank do not. */
function countsAsActivity(d: Draft, head: StepHead): boolean {
  if (!['client', 'freelancer', 'member'].includes(head.actor.role)) return false;
  const rule = d.house.processes[head.process]?.rules.find((r) => 'act' in r && r.act === head.act);
  return !(rule && 'idle' in rule && rule.idle);
}

function patchOf(before: Contract, after: Contract, changed: ReadonlySet<string>, founded: boolean): Patch {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys({ ...before, ...after }) as (keyof Contract)[])
    if (key !== 'instances' && (founded || before[key] !== after[key])) fields[key] = after[key] ?? null;
  return { fields, instances: Object.fromEntries([...changed].map((id) => [id, after.instances[id]])) } as Patch;
}

/** Folds a patch into a contract; from nothing, the first patch carries all (AUD-2). */
export function applyPatch(c: Contract | undefined, patch: Patch): Contract {
  const merged: Record<string, unknown> = { ...c, ...patch.fields, instances: { ...c?.instances, ...patch.instances } };
  for (const key of Object.keys(merged)) if (merged[key] === null) delete merged[key];
  return merged as unknown as Contract;
}

function tellsOf(head: StepHead, tells: readonly (Tell['to'] | 'other')[], legal: boolean): Tell[] {
  const kind = `${head.process}.${head.lapse ? 'lapse.' : ''}${head.act}`;
  const party: Party | undefined =
    head.actor.role === 'client' ? 'client' : head.actor.role === 'freelancer' || head.actor.role === 'member' ? 'freelancer' : undefined;
  const to = tells.flatMap((t): Tell['to'][] => (t !== 'other' ? [t] : party ? [other(party)] : ['client', 'freelancer']));
  return to.map((t) => ({ to: t, kind, legal }));
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
