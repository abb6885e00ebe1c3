import { describe, expect, test } from 'vitest';
import { isRefusal, type Step } from '../contract.ts';
import { takesBack } from '../engine.ts';
import { HOUSE } from '../house.ts';
import { isAct } from '../process.ts';
import { disputed, endedWith, type Play, working } from '../testing/play.ts';

/** Each act with a way back, once as somebody does it. */
const ONCE: Readonly<Record<string, () => readonly [Play, () => Step]>> = {
  'contract.offerEnding': () => on(working(), 'ben', 'offerEnding', 'contract', { freelancer: 12_000 }),
  'contract.addMilestone': () => on(working(), 'ben', 'addMilestone', 'contract', { title: 'Shop', amount: 5_000 }),
  'contract.proposeMilestone': () => on(working(), 'ana', 'proposeMilestone', 'contract', { title: 'Shop', amount: 5_000 }),
  'contract.proposeChange': () => on(working(), 'ana', 'proposeChange', 'contract', { milestone: 'm1', amount: 25_000 }),
  'conversation.say': () => on(working(), 'ana', 'say', 'chat', { text: 'This was for somebody else.' }),
  'case.offerSettlement': () => on(disputed(), 'ben', 'offerSettlement', 'case1', { freelancer: 9_000 }),
  'case.proposeBlind': () => on(disputed(), 'ana', 'proposeBlind', 'case1'),
  'case.inviteWitness': () => on(disputed(), 'ana', 'inviteWitness', 'case1', { witness: { id: 'cleo' }, about: 'What was said on the phone.' }),
  'any.askTime': () => on(endedWith(0), 'ana', 'askTime', 'case1', { days: 2, reason: 'My notes are elsewhere.' }),
};
const on = (p: Play, who: string, act: string, what: string, input: Record<string, unknown> = {}) =>
  [p, () => p.does(who, act, what, input)] as const;

/** What a contract is apart from the count of its steps, what is over, and when it was last touched. */
function standing({ c }: Play) {
  const { seq, lastAt, instances, ...rest } = c;
  const open = Object.values(instances).filter((i) => !HOUSE.processes[i.process]?.states[i.state]?.closed && i.process !== 'dormancy');
  return { ...rest, open };
}

describe('taking back', () => {
  const named = Object.values(HOUSE.processes).flatMap((t) =>
    t.rules.flatMap((r) => (isAct(r) && r.back ? [[`${t.name}.${r.act}`, typeof r.back === 'string' ? r.back : r.back.act] as const] : [])),
  );

  test('every act with a way back is tried here, can itself be undone, and its way back is an act of some table', () => {
    expect(named.map(([name]) => name).sort()).toEqual(
      Object.keys(ONCE)
        .filter((name) => !name.startsWith('any.'))
        .sort(),
    );
    const acts = Object.values(HOUSE.processes).flatMap((t) => t.rules.flatMap((r) => (isAct(r) ? [{ ...r, of: t.name }] : [])));
    for (const [name, back] of named) {
      expect(acts.filter((a) => `${a.of}.${a.act}` === name && a.final)).toEqual([]);
      expect(acts.filter((a) => a.act === back && !a.final && !a.apart)).not.toEqual([]);
    }
  });

  test.each(Object.keys(ONCE))('%s: the step names what takes it back, whoever did it may do that, and all is as before', (name) => {
    const [p, does] = (ONCE[name] as (typeof ONCE)[string])();
    const before = standing(p);
    const step = does();
    const who = step.actor.person as string;
    const back = takesBack(step);
    expect(p.may(who)).toContain(back?.act);
    if (back?.act === 'deleteMessage') {
      // The server looks the message up by the number of its step, and hands over the fact.
      expect(back.input).toEqual({ message: step.contract.seq });
      p.does(who, back.act, back.on, { message: { seq: step.contract.seq, by: who, at: step.at } });
    } else p.does(who, back?.act as string, back?.on as string, back?.input as Record<string, unknown>);
    expect(standing(p)).toEqual(before);
  });

  test('what cannot be undone, an answer to the other side, and time that passes have no way back', () => {
    const p = working();
    expect(takesBack(p.does('ana', 'submit', 'm1', { message: 'Here is all of it, ready to look at.', criteria: 'met' }))).toBeUndefined();
    expect(takesBack(p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' }))).toBeUndefined();
    const q = disputed();
    q.does('ben', 'offerSettlement', 'case1', { freelancer: 9_000 });
    const counter = q.does('ana', 'counterOffer', 'settlement1', { freelancer: 15_000 });
    expect(isRefusal(counter)).toBe(false);
    // The offer that it answered does not come back with it.
    expect(takesBack(counter)).toBeUndefined();
    q.wait(30 * 24 * 3_600_000);
    const lapse = q.steps.find((s) => s.lapse);
    expect(lapse && takesBack(lapse)).toBeUndefined();
  });
});
