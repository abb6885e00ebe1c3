import { describe, expect, test } from 'vitest';
import { exhibitsOf } from '../exhibits.ts';
import { completed } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { disputed, endedWith, hearing, notice, type Play, PROPOSAL, proposed, queued } from '../testing/play.ts';
import { DAY } from '../time.ts';

const ABOUT = 'Whether the pages loaded on a phone when we tried them together.';
const invites = (p: Play, who: string, id = 'cleo') => p.does(who, 'inviteWitness', 'case1', { witness: { id }, about: ABOUT });
const SAID = { statement: 'I opened all five pages on my phone on 3 November. They loaded.', ownKnowledge: true };
const allowed = (witnessesPerSide: number) => ({ policy: { limits: { ...standard.limits, witnessesPerSide } } });

describe('inviting a witness', () => {
  test('DSP-10: either side invites, both hear of it at once, and no money and no deadline moves', () => {
    for (const [who, side] of [
      ['ben', 'client'],
      ['ana', 'freelancer'],
    ] as const) {
      const p = queued();
      const windows = p.c.instances['case1']?.windows;
      const step = invites(p, who);
      expect([step.postings, p.c.instances['case1']?.windows]).toEqual([[], windows]);
      expect(step.tells.map((t) => t.to)).toEqual(['client', 'freelancer']);
      expect(p.facts('witness1')).toEqual({ case: 'case1', by: side, person: 'cleo', about: ABOUT, invitedAt: p.now, until: p.now + 5 * DAY });
    }
  });

  test('DSP-10: from the dispute until the file goes to arbitration, and for parties only', () => {
    expect(endedWith(0).may('ana')).not.toContain('inviteWitness');
    for (const p of [disputed(), queued(), proposed(), notice()]) for (const who of ['ben', 'ana']) expect(p.may(who)).toContain('inviteWitness');
    const p = hearing();
    for (const who of ['ben', 'ana'])
      expect(p.no(who, 'inviteWitness', 'case1', { witness: { id: 'cleo' }, about: ABOUT }).refused).toBe('wrong_state');
    for (const who of ['moe', 'mia', 'sue', 'cleo']) expect(queued().no(who, 'inviteWitness', 'case1').refused).toBe('not_your_part');
  });

  test('DSP-10: each side as many as the policy says; one that came to nothing leaves its place free, but not without end', () => {
    const p = queued();
    invites(p, 'ana', 'w1');
    expect(p.no('ana', 'inviteWitness', 'case1', { witness: { id: 'w1' }, about: ABOUT }).refused).toBe('witness_invited');
    invites(p, 'ana', 'w2');
    expect(p.no('ana', 'inviteWitness', 'case1', { witness: { id: 'w3' }, about: ABOUT })).toMatchObject({
      refused: 'witnesses_used',
      data: { most: 2 },
    });
    expect(p.may('ben')).toContain('inviteWitness');
    for (let n = 3; n <= 6; n += 1) {
      p.does('ana', 'withdrawInvitation', `witness${n - 1}`);
      invites(p, 'ana', `w${n}`);
    }
    p.does('ana', 'withdrawInvitation', 'witness6');
    expect(p.no('ana', 'inviteWitness', 'case1', { witness: { id: 'w7' }, about: ABOUT })).toMatchObject({
      refused: 'witnesses_tried',
      data: { most: 6 },
    });
  });

  test('DSP-10: 0 switches it off, as in every policy from before', () => {
    expect(queued(undefined, allowed(0)).may('ana')).not.toContain('inviteWitness');
    const { witnessesPerSide: _, ...limits } = standard.limits;
    const { witnessStatement: __, ...windows } = standard.windows;
    const old = completed({ ...standard, limits, windows } as unknown as typeof standard);
    // Nor does such a policy come to remind anybody.
    expect([old.limits.witnessesPerSide, old.windows.witnessStatement]).toEqual([0, { ...standard.windows.witnessStatement, reminders: [] }]);
  });

  test('DSP-10: the one who invited may withdraw while there is no answer, never a statement', () => {
    const p = queued();
    invites(p, 'ana');
    expect(p.no('ben', 'withdrawInvitation', 'witness1').refused).toBe('not_yours_to_withdraw');
    p.does('ana', 'withdrawInvitation', 'witness1');
    expect(p.no('cleo', 'giveStatement', 'witness1', SAID).refused).toBe('already_over');
    invites(p, 'ana', 'dora');
    p.does('dora', 'giveStatement', 'witness2', SAID);
    expect(p.no('ana', 'withdrawInvitation', 'witness2').refused).toBe('already_over');
  });

  test('DSP-10: it takes a name and a mail address, and what is asked', () => {
    const p = queued();
    const fault = (witness: unknown, about = ABOUT) => p.no('ana', 'inviteWitness', 'case1', { witness, about }).data;
    expect(fault({ name: 'C', email: 'cleo@example.com' })).toMatchObject({ field: 'witness', problem: 'not_a_name' });
    for (const email of [
      'cleo',
      'cleo@',
      'a b@example.com',
      'cleo@example',
      'cleo@example.com, dora@example.com',
      '<cleo@example.com>',
      `${'x'.repeat(250)}@a.de`,
    ])
      expect(fault({ name: 'Cleo Marsh', email }), email).toMatchObject({ field: 'witness', problem: 'not_a_mail_address' });
    expect(fault(undefined)).toMatchObject({ field: 'witness', problem: 'missing' });
    expect(fault({ id: 'cleo' }, 'Why?')).toMatchObject({ field: 'about', problem: 'too_short' });
  });
});

describe('what a witness says', () => {
  test('DSP-11: it is an exhibit of the side that invited, under the name of who said it; both sides hear of it, and the mediator who has the case', () => {
    const p = queued();
    invites(p, 'ana', 'dora');
    expect(p.does('dora', 'giveStatement', 'witness1', SAID).tells.map((t) => t.to)).toEqual(['client', 'freelancer']);
    p.does('mia', 'take', 'case1');
    invites(p, 'ben');
    const before = exhibitsOf(p.c, p.c.instances['case1']!);
    p.wait(DAY);
    const step = p.does('cleo', 'giveStatement', 'witness2', SAID);
    expect(step.actor).toEqual({ role: 'witness', person: 'cleo' });
    expect(step.tells.map((t) => t.to)).toEqual(['client', 'freelancer', 'mediator']);
    expect(exhibitsOf(p.c, p.c.instances['case1']!)).toEqual([
      ...before,
      { id: 'witness2', kind: 'witness', by: 'client', at: p.now, title: '', person: 'cleo', text: SAID.statement },
    ]);
    expect(p.facts('witness2')['statement']).toEqual({ text: SAID.statement, sha256: p.world.digest(SAID.statement), at: p.now });
  });

  test('DSP-11: only who was invited says it, once, of their own knowledge', () => {
    const p = queued();
    invites(p, 'ana');
    for (const who of ['ana', 'ben', 'mia', 'sue']) expect(p.no(who, 'giveStatement', 'witness1', SAID).refused).toBe('not_your_part');
    expect(p.no('dora', 'giveStatement', 'witness1', SAID).refused).toBe('not_found');
    expect(p.no('cleo', 'giveStatement', 'witness1', { ...SAID, ownKnowledge: false }).data).toMatchObject({
      field: 'ownKnowledge',
      problem: 'must_be_yes',
    });
    expect(p.no('cleo', 'giveStatement', 'witness1', { ...SAID, statement: 'They loaded.' }).data).toMatchObject({ problem: 'too_short' });
    p.does('cleo', 'giveStatement', 'witness1', SAID);
    expect(p.no('cleo', 'giveStatement', 'witness1', SAID).refused).toBe('already_over');
    expect(p.no('cleo', 'declineStatement', 'witness1').refused).toBe('already_over');
    expect(p.may('cleo')).toEqual([]);
  });

  test('DSP-11: declining and silence change nothing else', () => {
    const p = queued();
    const due = p.due('case1', 1);
    invites(p, 'ana');
    invites(p, 'ben', 'dora');
    p.does('cleo', 'declineStatement', 'witness1', { reason: 'I was not there.' });
    expect(p.facts('witness1')['declined']).toEqual({ reason: 'I was not there.', at: p.now });
    p.wait(5 * DAY);
    expect([p.state('witness1'), p.state('witness2'), p.state('case1'), p.due('case1', 1)]).toEqual(['declined', 'over', 'queued', due]);
    expect(p.steps.at(-1)).toMatchObject({ act: 'witnessStatement', lapse: true, rule: 'DSP-11', postings: [] });
    expect(p.no('dora', 'giveStatement', 'witness2', SAID).refused).toBe('deadline_passed');
  });

  test('DSP-11: a case that ends, or goes to arbitration, ends what is still asked', () => {
    const ended = queued();
    invites(ended, 'ana');
    ended.does('ben', 'concede', 'case1');
    expect(ended.state('witness1')).toBe('over');
    const p = notice();
    invites(p, 'ben');
    p.does('ana', 'payFee', 'case1');
    expect(p.state('witness1')).toBe('invited');
    p.does('ben', 'payFee', 'case1');
    expect([p.state('case1'), p.state('witness1')]).toEqual(['hearing', 'over']);
    expect(p.no('cleo', 'giveStatement', 'witness1', SAID).refused).toBe('already_over');
  });

  test('DSP-11, MED-3: a proposal considers it like every other exhibit', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    const considered = exhibitsOf(p.c, p.c.instances['case1']!).map((e) => e.id);
    invites(p, 'ana');
    p.does('cleo', 'giveStatement', 'witness1', SAID);
    const offer = { freelancer: 10_000, ...PROPOSAL };
    expect(p.no('mia', 'propose', 'case1', { ...offer, considered }).data).toMatchObject({ problem: 'not_considered' });
    p.does('mia', 'propose', 'case1', { ...offer, considered: [...considered, 'witness1'] });
    expect(p.state('case1')).toBe('proposed');
  });
});
