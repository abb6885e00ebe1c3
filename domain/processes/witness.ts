/** A side of a case invites somebody who saw what happened to say so, without an account (DSP-10..12). It moves no money and no deadline. */
import { type Facts, type Instance, instancesOf, type Party, type Refusal, refuse } from '../contract.ts';
import { type Draft, enter, isClosed, open, setFacts } from '../draft.ts';
import { type Fields, longtext, optional } from '../fields.ts';
import type { Look, Process } from '../process.ts';
import type { Instant } from '../time.ts';

export interface WitnessFacts {
  readonly case: string;
  /** Whose witness it is. */
  readonly by: Party;
  /** Stands for name and mail address, which are kept outside the record. */
  readonly person: string;
  readonly about: string;
  readonly invitedAt: Instant;
  readonly until: Instant;
  readonly statement?: { readonly text: string; readonly sha256: string; readonly at: Instant };
  readonly declined?: { readonly reason?: string; readonly at: Instant };
}
export const witnessFacts = (i: Instance): WitnessFacts => i.facts as unknown as WitnessFacts;

/** States of a case in which a witness may be invited and heard: from the dispute until the file is handed to arbitration (ARB-10). */
export const WITNESSES_HEARD = ['disputed', 'queued', 'mediating', 'reviewing', 'overdue', 'proposed', 'unresolved'] as const;
const isHeard = (i: Instance | undefined): boolean => (WITNESSES_HEARD as readonly string[]).includes(i?.state ?? '');

/** Invitations that went out for each place: one that came to nothing leaves its place free, but nobody writes to strangers without end. */
const TRIES = 3;

/** Of one side, or of both, in a case; oldest first. */
export const witnessesIn = (c: Draft['c'], theCase: string, by?: Party): Instance[] =>
  instancesOf(c, 'witness').filter((i) => witnessFacts(i).case === theCase && (by === undefined || witnessFacts(i).by === by));
const takesPlace = (i: Instance): boolean => i.state === 'invited' || i.state === 'stated';

/** DSP-10. Refusals: witnesses_off, witnesses_used. */
export function mayInviteWitness(x: Look): Refusal | undefined {
  const most = x.policy.limits.witnessesPerSide;
  if (most === 0) return refuse('witnesses_off', {}, 'DSP-10');
  const mine = witnessesIn(x.c, x.i.id, x.party);
  if (mine.filter(takesPlace).length >= most) return refuse('witnesses_used', { most }, 'DSP-10');
  return mine.length >= TRIES * most ? refuse('witnesses_tried', { most: TRIES * most }, 'DSP-10') : undefined;
}
export const inviteFields = (): Fields => ({ witness: { kind: 'witness' }, about: longtext(10, 2000) });

export function inviteWitness(d: Draft, x: Look): Refusal | undefined {
  const { id: person } = x.input['witness'] as { id: string };
  if (witnessesIn(d.c, x.i.id).some((i) => takesPlace(i) && witnessFacts(i).person === person)) return refuse('witness_invited', {}, 'DSP-10');
  const i = open(d, 'witness', { case: x.i.id, by: x.party, person, about: x.input['about'], invitedAt: d.at });
  setFacts(d, i.id, { until: i.windows[0]?.dueAt });
  return undefined;
}

/** The case is over, or its file is handed over: nobody is heard any more (DSP-11). */
export function closeInvitations(d: Draft): void {
  for (const i of instancesOf(d.c, 'witness')) if (!isClosed(d, i) && !isHeard(d.c.instances[witnessFacts(i).case])) enter(d, i.id, 'over');
}

const own = (x: Look): Refusal | undefined => (witnessFacts(x.i).by === x.party ? undefined : refuse('not_yours_to_withdraw', {}, 'DSP-10'));
const invited = (x: Look): Refusal | undefined => (witnessFacts(x.i).person === x.actor?.person ? undefined : refuse('not_found', {}, 'DSP-11'));

function state(d: Draft, x: Look): void {
  const text = x.input['statement'] as string;
  const statement: Facts = { text, sha256: d.world.digest(text), at: d.at };
  setFacts(d, x.i.id, { statement });
}

/** A mediator hears of it who has the case, not all of them. */
const isTaken = (x: Look): boolean => x.c.instances[witnessFacts(x.i).case]?.facts['mediator'] !== undefined;
const giveStatement = {
  rule: 'DSP-11',
  from: ['invited'],
  act: 'giveStatement',
  by: ['witness'],
  to: 'stated',
  when: invited,
  takes: (): Fields => ({ statement: longtext(20), ownKnowledge: { kind: 'yesno', must: true } }),
  final: true,
  does: state,
} as const;

export const witness = {
  name: 'witness',
  group: 'case',
  version: 1,
  initial: 'invited',
  states: {
    invited: { turn: 'nobody', windows: [{ name: 'witnessStatement', actor: 'nobody' }] },
    stated: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    over: { turn: 'nobody', closed: true },
  },
  rules: [
    { ...giveStatement, if: isTaken, tells: ['client', 'freelancer', 'mediator'] },
    giveStatement,
    {
      rule: 'DSP-11',
      from: ['invited'],
      act: 'declineStatement',
      by: ['witness'],
      to: 'declined',
      when: invited,
      takes: () => ({ reason: optional(longtext(0, 2000)) }),
      does: (d, x) => setFacts(d, x.i.id, { declined: { at: d.at, ...(x.input['reason'] !== undefined && { reason: x.input['reason'] }) } }),
    },
    {
      rule: 'DSP-10',
      from: ['invited'],
      act: 'withdrawInvitation',
      by: ['client', 'freelancer'],
      to: 'withdrawn',
      when: own,
    },
    { rule: 'DSP-11', from: ['invited'], after: 'witnessStatement', to: 'over' },
  ],
} as const satisfies Process<'invited' | 'stated' | 'declined' | 'withdrawn' | 'over'>;
