/** Witnesses of a case as its readers may see them, and what a witness reads who has no account (DSP-10..12). */
import { type Contract, type Instance, other, witnessesIn, witnessFacts } from '@fairhold/domain';
import { exhibitsOf } from '@fairhold/domain/exhibits';
import type { z } from 'zod';
import { REACHABLE_DAYS } from '../witnesses.ts';
import { actionsOf } from './actions.ts';
import type * as S from './invitation-schemas.ts';
import { iso, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';
import type { Witness } from './witness-schemas.ts';

/** Everybody the sides of a case invited, oldest first. The mail address is for who gave it, and for staff (DSP-12). */
export function witnessesView(v: ViewInput, theCase: Instance, s: Speech): z.infer<typeof Witness>[] {
  return witnessesIn(v.c, theCase.id).map((i) => {
    const f = witnessFacts(i);
    const name = s.name(f.person);
    const address = v.names.get(f.person)?.address;
    const mayReach = v.viewer.role === 'staff' || (sideOf(v.viewer) === f.by && v.viewer.role !== 'member');
    return {
      id: i.id,
      side: f.by,
      name,
      ...(mayReach && address && { email: address }),
      about: f.about,
      state: i.state,
      stateWords: s.words.STATES[`witness.${i.state}`] ?? i.state,
      invitedAt: iso(f.invitedAt),
      until: iso(f.until),
      ...(i.state === 'invited' && { silence: s.fill(s.words.WITNESS.silent, { name, at: s.when(f.until) }) }),
      ...(f.statement && { statement: { ...f.statement, at: iso(f.statement.at) } }),
      ...(f.declined && { declined: { ...f.declined, at: iso(f.declined.at) } }),
    };
  });
}

const valuesOf = (s: Speech, i: Instance) => {
  const { by, person } = witnessFacts(i);
  return { name: s.name(person), by: s[by], other: s[other(by)], days: REACHABLE_DAYS };
};

/** What somebody is asked who was invited: no money, no address, nothing of the contract but its title and its two sides. */
export function invitationView(v: ViewInput, i: Instance): z.infer<typeof S.WitnessInvitation> {
  const s = speech(v);
  const f = witnessFacts(i);
  const { name, by, other: them } = valuesOf(s, i);
  const say = (text: string) => s.fill(text, valuesOf(s, i));
  const w = s.words.WITNESS;
  return {
    name,
    title: v.c.terms.title,
    by,
    other: them,
    about: f.about,
    until: iso(f.until),
    says: {
      reads: say(w.reads),
      record: say(w.record),
      silence: w.you,
      ends: w.ends,
      keeps: [w.keepsAddress, w.keepsUntil, w.keepsStatement].map(say),
    },
    actions: actionsOf(v).filter((a) => a.on === i.id),
    now: iso(v.now),
  };
}

/** What a witness is about to do; a statement cannot be changed afterwards. */
export function witnessPreview(v: ViewInput, i: Instance, after: Contract, act: string, digest: string): z.infer<typeof S.WitnessPreview> {
  const s = speech(v);
  const said = witnessFacts(after.instances[i.id] as Instance).statement;
  const w = s.words.WITNESS;
  return {
    digest,
    act,
    sentence: s.say.preview(s.words.ACTS[`witness.${act}`]?.you ?? act, []),
    ...(said && { sha256: said.sha256 }),
    effects: said ? [w.reads, w.record, w.final].map((text) => s.fill(text, valuesOf(s, i))) : [],
  };
}

/** What a witness did, to keep. */
export function witnessReceipt(v: ViewInput, i: Instance, act: string): z.infer<typeof S.WitnessReceipt> {
  const s = speech(v);
  const { statement, declined, case: on } = witnessFacts(i);
  const theCase = v.c.instances[on] as Instance;
  const { name } = valuesOf(s, i);
  return {
    act,
    at: iso(statement?.at ?? declined?.at ?? v.now),
    name,
    title: v.c.terms.title,
    sentence: s.say.did(name, s.words.ACTS[`witness.${act}`]?.they ?? act, ''),
    ...(statement && {
      statement: {
        text: statement.text,
        sha256: statement.sha256,
        exhibit: exhibitsOf(v.c, theCase).findIndex((e) => e.id === i.id) + 1,
      },
    }),
  };
}
