import { describe, expect, test } from 'vitest';
import type { Instance } from '../contract.ts';
import { exhibitsOf } from '../exhibits.ts';
import { CARD, CLAIM, DENIAL, disputed, endedWith, hearing, notice, PROPOSAL, proposed, queued, WORK, working } from '../testing/play.ts';
import { DAY, iso } from '../time.ts';

describe('disputes', () => {
  test('DSP-4: the client is told at once and has five days; silence or approval releases the claim', () => {
    const p = disputed(12_000);
    expect(p.last().act === 'accepted' ? p.steps.at(-2)?.tells : p.last().tells).toContainEqual({ to: 'client', kind: 'case.dispute', legal: true });
    expect(p.due('case1')).toBe(p.now + 5 * DAY);
    p.wait(5 * DAY);
    expect([p.state('case1'), p.c.released, p.facts('case1')['outcome']]).toMatchObject(['closed', 12_000, { how: 'disputeSilence' }]);
    const said = disputed(12_000);
    said.does('ben', 'approveClaim', 'case1');
    expect([said.c.released, said.c.refunded, said.c.held]).toEqual([12_000, 8_000, 0]);
  });

  test('DSP-5: declining needs a statement and a mark for each criterion; a conceded part is released at once', () => {
    const p = disputed();
    expect(p.no('ben', 'contest', 'case1', { statement: DENIAL.statement }).data).toMatchObject({ field: 'criteria' });
    expect(p.no('ben', 'contest', 'case1', { criteria: 'not' }).data).toMatchObject({ field: 'statement' });
    expect(p.no('ben', 'contest', 'case1', { ...DENIAL, concede: 20_000 }).data).toMatchObject({ field: 'concede', max: 19_999 });
    p.does('ben', 'contest', 'case1', { ...DENIAL, concede: 5_000 });
    expect([p.state('case1'), p.facts('case1')['gap'], p.c.released, p.c.held]).toEqual(['queued', 15_000, 5_000, 15_000]);
  });

  test('DSP-6: a statement cannot be changed; one addendum may be added within its window, the original stays', () => {
    const p = disputed();
    const original = p.facts('case1')['statements'];
    p.does('ana', 'addendum', 'case1', { statement: 'I forgot the invoice.' });
    expect(p.facts('case1')['statements']).toEqual(original);
    expect(p.no('ana', 'addendum', 'case1', { statement: 'And this.' }).refused).toBe('already_given');
    expect(p.no('ben', 'addendum', 'case1', { statement: 'Me too.' }).refused).toBe('no_statement');
    expect(p.no('ana', 'dispute', 'case1', { claim: 1, ...CLAIM }).refused).toBe('wrong_state');
    p.wait(DAY);
    p.does('ben', 'contest', 'case1', DENIAL);
    p.wait(4 * DAY);
    expect(p.no('ben', 'addendum', 'case1', { statement: 'Too late.' })).toMatchObject({ refused: 'deadline_passed', rule: 'DSP-6' });
  });

  test('DSP-7: the freelancer may withdraw at any time, the client concede at any time', () => {
    for (const make of [queued, proposed, notice, hearing] as (() => ReturnType<typeof queued>)[]) {
      const back = make();
      back.does('ana', 'withdrawClaim', 'case1');
      expect([back.c.held, back.c.refunded]).toEqual([0, 20_000]);
      const give = make();
      give.does('ben', 'concede', 'case1');
      expect([give.c.held, give.c.released, give.c.arbitration]).toEqual([0, 20_000, 0]);
    }
  });

  test('DSP-8: the platform lays out terms, submissions, releases and messages by itself, in order of time, each with an id', () => {
    const p = working([20_000], { terms: {} });
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(DAY);
    p.does('ben', 'end', 'contract', { pay: 'amount', amount: 2_000, reason: 'quality' });
    p.wait(DAY);
    p.does('ana', 'dispute', 'case1', { claim: 18_000, ...CLAIM });
    const list = exhibitsOf(p.c, p.c.instances['case1'] as Instance);
    expect(list.map((e) => [e.id, e.kind, e.by])).toEqual([
      ['terms1', 'terms', 'client'],
      ['m1.s1', 'submission', 'freelancer'],
      ['messages', 'messages', 'platform'],
      ['pay1', 'release', 'platform'],
      ['statements.freelancer', 'statement', 'freelancer'],
    ]);
  });
});

describe('settlement offers', () => {
  test('SET-1: an offer is accepted: the money moves as offered and the case is closed', () => {
    const p = disputed();
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 12_000, note: 'Let us be done.' });
    expect(p.no('ben', 'acceptOffer', 'settlement1').refused).toBe('own_proposal');
    expect(p.no('ben', 'offerSettlement', 'case1', { freelancer: 1 }).refused).toBe('offer_open');
    p.does('ana', 'acceptOffer', 'settlement1');
    expect([p.c.released, p.c.refunded, p.state('case1')]).toEqual([12_000, 8_000, 'closed']);
  });

  test('SET-1: an offer may be countered, declined and withdrawn; its expiry is 1 to 7 days and never past the case’s next deadline', () => {
    const p = disputed();
    const due = p.due('case1');
    for (const days of [0, 8, 1.5]) expect(p.no('ben', 'offerSettlement', 'case1', { freelancer: 1, days }).data).toMatchObject({ field: 'days' });
    expect(p.no('ben', 'offerSettlement', 'case1', { freelancer: 20_001 }).data).toMatchObject({ field: 'freelancer' });
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 12_000, days: 7 });
    expect(p.due('settlement1')).toBe(due);
    p.does('ana', 'counterOffer', 'settlement1', { freelancer: 15_000, days: 1 });
    expect([p.state('settlement1'), p.state('settlement2'), p.due('settlement2')]).toEqual(['countered', 'open', p.now + DAY]);
    p.wait(DAY);
    expect(p.state('settlement2')).toBe('expired');
    expect(p.no('ben', 'acceptOffer', 'settlement2').refused).toBe('deadline_passed');
    p.does('ana', 'offerSettlement', 'case1', { freelancer: 15_000 });
    p.does('ana', 'withdrawOffer', 'settlement3');
    p.does('ana', 'offerSettlement', 'case1', { freelancer: 14_000 });
    p.does('ben', 'declineOffer', 'settlement4');
    expect([p.state('settlement3'), p.state('settlement4'), p.state('case1')]).toEqual(['withdrawn', 'declined', 'disputed']);
  });

  test('SET-1: an offer that a concession made larger than the gap must be made again', () => {
    const p = disputed();
    p.does('ana', 'offerSettlement', 'case1', { freelancer: 18_000 });
    p.does('ben', 'contest', 'case1', { ...DENIAL, concede: 5_000 });
    expect(p.no('ben', 'acceptOffer', 'settlement1')).toMatchObject({ refused: 'offer_above_gap', data: { gap: 15_000 } });
  });

  test('SET-2: an offer does not stop the clock of the window it is made in', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    p.wait(6 * DAY);
    p.does('ana', 'offerSettlement', 'case1', { freelancer: 15_000 });
    expect(p.due('case1')).toBe(due);
    p.wait(DAY);
    expect([p.state('case1'), p.state('settlement1'), p.c.refunded]).toEqual(['closed', expect.stringMatching(/expired|over/), 20_000]);
  });

  test('SET-4: offers are without prejudice unless both parties disclose them', () => {
    const p = queued();
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 12_000 });
    expect(exhibitsOf(p.c, p.c.instances['case1'] as Instance).some((e) => e.id.startsWith('settlement'))).toBe(false);
    p.does('ana', 'discloseOffers', 'case1');
    expect(p.facts('case1')['withPrejudice']).toEqual({ freelancer: true });
    expect(p.no('ana', 'discloseOffers', 'case1').refused).toBe('already_given');
    p.does('ben', 'discloseOffers', 'case1');
    expect(p.facts('case1')['withPrejudice']).toEqual({ freelancer: true, client: true });
  });
});

describe('mediation', () => {
  test('MED-1: a conflicted or recused mediator is refused with the reason; the target is two business days', () => {
    const p = queued();
    expect(p.no('mia', 'take', 'case1', {}, { conflict: 'works for a party' })).toMatchObject({
      refused: 'conflict',
      data: { why: 'works for a party' },
    });
    expect(iso(p.due('case1'))).toBe('2026-11-04T23:59:59.999Z');
    p.does('mia', 'take', 'case1');
    expect(p.no('max', 'propose', 'case1', { freelancer: 1, ...PROPOSAL }).refused).toBe('not_assigned');
    p.does('mia', 'recuse', 'case1', { reason: 'I know Ben.' });
    expect([p.state('case1'), p.no('mia', 'take', 'case1').refused]).toEqual(['queued', 'recused']);
    p.does('max', 'take', 'case1');
    expect(p.facts('case1')['mediator']).toBe('max');
  });

  test('MED-2: one question to each side, one day to answer, and the target waits', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    const target = p.due('case1');
    p.does('mia', 'ask', 'case1', { to: 'client', question: 'Which phone did you try?' });
    expect(p.no('mia', 'ask', 'case1', { to: 'client', question: 'And which browser?' }).refused).toBe('one_question_each');
    expect(p.no('ana', 'answerQuestion', 'question1', { answer: 'Me!' }).refused).toBe('not_asked');
    p.wait(DAY / 2);
    p.does('ben', 'answerQuestion', 'question1', { answer: 'An old one.' });
    expect([p.state('question1'), p.due('case1') - target]).toEqual(['answered', DAY / 2]);
    p.does('mia', 'ask', 'case1', { to: 'freelancer', question: 'Did you test on phones?' });
    p.wait(DAY);
    expect([p.state('question2'), p.due('case1') - target]).toEqual(['lapsed', 1.5 * DAY]);
  });

  test('MED-3: no proposal before every exhibit is considered and every contested criterion has a reason', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    expect(p.no('mia', 'propose', 'case1', { freelancer: 1, reasons: PROPOSAL.reasons, criteria: 'met', considered: [] }).data).toMatchObject({
      field: 'considered',
    });
    expect(p.no('mia', 'propose', 'case1', { freelancer: 1, reasons: PROPOSAL.reasons, criteria: [{ id: 'm1.1', mark: 'met' }] }).data).toMatchObject(
      { problem: 'reason_missing' },
    );
    expect(p.no('mia', 'propose', 'case1', { freelancer: 20_001, ...PROPOSAL }).data).toMatchObject({ field: 'freelancer' });
    p.does('mia', 'propose', 'case1', { freelancer: 1, ...PROPOSAL });
    expect(p.state('case1')).toBe('proposed');
  });

  test('MED-3: above 5,000.00 a second person must approve the proposal, and it cannot be the mediator', () => {
    const p = queued([500_001]);
    p.does('mia', 'take', 'case1');
    p.does('mia', 'propose', 'case1', { freelancer: 1, ...PROPOSAL });
    expect([p.state('case1'), p.no('mia', 'approveProposal', 'case1', { reason: 'I agree' }).refused]).toEqual(['reviewing', 'needs_second_person']);
    p.does('max', 'returnProposal', 'case1', { reason: 'Give reasons for the amount.' });
    p.does('mia', 'propose', 'case1', { freelancer: 2, ...PROPOSAL });
    p.does('oli', 'approveProposal', 'case1', { reason: 'Well reasoned' });
    expect([p.state('case1'), p.facts('case1')['proposal']]).toMatchObject(['proposed', { freelancer: 2, secondReader: 'oli' }]);
    const exactly = queued([500_000]);
    exactly.does('mia', 'take', 'case1');
    exactly.does('mia', 'propose', 'case1', { freelancer: 1, ...PROPOSAL });
    expect(exactly.state('case1')).toBe('proposed');
  });

  test('MED-4: each party has two days; a first answer changes no state and tells nobody', () => {
    const p = proposed();
    expect(p.due('case1')).toBe(p.now + 2 * DAY);
    const step = p.does('ana', 'answerProposal', 'case1', { answer: 'reject' });
    expect([step.tells, p.state('case1')]).toEqual([[], 'proposed']);
    expect(p.no('ana', 'answerProposal', 'case1', { answer: 'accept' }).refused).toBe('already_given');
    expect(p.c.held).toBe(20_000);
  });

  test('MED-5: both accept: the money moves as proposed; a reject or silence: Notice of Non-Resolution', () => {
    const yes = proposed(7_000);
    yes.does('ana', 'answerProposal', 'case1', { answer: 'accept' });
    yes.does('ben', 'answerProposal', 'case1', { answer: 'accept' });
    expect([yes.c.released, yes.c.refunded, yes.state('case1')]).toEqual([7_000, 13_000, 'closed']);
    expect(notice().state('case1')).toBe('unresolved');
    const silent = proposed();
    silent.does('ana', 'answerProposal', 'case1', { answer: 'accept' });
    silent.wait(2 * DAY);
    expect([silent.state('case1'), silent.last().tells.every((t) => t.legal)]).toEqual(['unresolved', true]);
  });

  test('MED-6: without a proposal after five business days both are told and either may go on; in the end the Notice comes by itself', () => {
    const p = queued();
    p.to(Date.UTC(2026, 10, 9, 23, 59, 59, 999));
    expect([p.state('case1'), p.last().tells.map((t) => t.to)]).toEqual(['overdue', ['client', 'freelancer', 'staff']]);
    const on = queued();
    on.wait(8 * DAY);
    on.does('ben', 'goOn', 'case1');
    expect(on.state('case1')).toBe('unresolved');
    p.wait(20 * DAY);
    expect(p.steps.some((s) => s.act === 'mediationEnd')).toBe(true);
    // A mediator may still propose while it is overdue.
    const late = queued();
    late.wait(8 * DAY);
    late.does('mia', 'take', 'case1');
    late.does('mia', 'propose', 'case1', { freelancer: 5_000, ...PROPOSAL });
    expect(late.state('case1')).toBe('proposed');
  });
});

describe('arbitration', () => {
  test('ARB-1: seven days in which each may pay 291.00 or concede; who paid, and when, is on record for both', () => {
    const p = notice();
    expect(p.due('case1')).toBe(p.now + 7 * DAY);
    const pay = p.preview('ana', 'payFee', 'case1').consequence;
    expect([pay.charge, pay.heldAfter]).toEqual([{ amount: 29_100, fee: 0, initiation: 0, total: 29_100, card: 'Visa 4242' }, 20_000]);
    p.does('ana', 'payFee', 'case1');
    expect(p.facts('case1')['fees']).toEqual({ freelancer: { state: 'paid', by: 'freelancer', at: p.now } });
    expect(p.no('ana', 'payFee', 'case1').refused).toBe('fee_already_paid');
    expect(p.may('ben')).toEqual(expect.arrayContaining(['payFee', 'concede', 'offerSettlement']));
  });

  test('ARB-2: a declined card pays no share: the party may pay again while the window is open', () => {
    const p = notice();
    p.answers(false);
    p.does('ana', 'payFee', 'case1');
    expect(p.facts('case1')['fees']).toMatchObject({ freelancer: { state: 'inFlight' } });
    p.does('bank', 'declined', 'charge2');
    expect([p.facts('case1')['fees'], p.may('ana')]).toEqual([{}, expect.arrayContaining(['payFee'])]);
  });

  test('ARB-3: both paid: it goes to an arbitrator with no conflict', () => {
    const p = notice();
    p.does('ana', 'payFee', 'case1');
    p.does('ben', 'payFee', 'case1');
    expect(p.state('case1')).toBe('hearing');
    expect(p.no('art', 'hear', 'case1', {}, { conflict: 'is a party' }).refused).toBe('conflict');
    p.does('art', 'hear', 'case1');
    expect(p.no('ada', 'hear', 'case1').refused).toBe('already_assigned');
    expect(p.no('ada', 'award', 'case1', { freelancer: 1, reasons: 'Because I think so, all of it.' }).refused).toBe('not_assigned');
  });

  test.each([
    ['ben', 0, 20_000],
    ['ana', 20_000, 0],
  ])('ARB-4: only %s paid when the window closes: the gap goes to the payer, and the fee comes back', (who, released, refunded) => {
    const p = notice();
    p.does(who, 'payFee', 'case1');
    p.wait(7 * DAY);
    expect([p.c.released, p.c.refunded, p.c.held, p.c.arbitration]).toEqual([released, refunded, 0, 0]);
    expect(p.all('refund').some((r) => r.facts['arbitration'] === 29_100)).toBe(true);
  });

  test('ARB-4: a fee that is still with the bank when the window closes is waited for, and counts when it was asked for in time', () => {
    const p = notice();
    p.answers(false);
    p.wait(7 * DAY - 1);
    p.does('ana', 'payFee', 'case1');
    p.wait(1);
    expect([p.state('case1'), p.c.held]).toEqual(['clearing', 20_000]);
    p.does('bank', 'settled', 'charge2');
    expect([p.state('case1'), p.c.released]).toEqual(['closed', 20_000]);
    const no = notice();
    no.answers(false);
    no.does('ana', 'payFee', 'case1');
    no.wait(4 * DAY);
    no.does('bank', 'unknown', 'charge2');
    no.wait(4 * DAY);
    expect([no.state('case1'), no.c.refunded]).toEqual(['closed', 20_000]);
  });

  test('ARB-5: nobody paid: the gap goes to the client', () => {
    const p = notice();
    p.wait(7 * DAY);
    expect([p.c.refunded, p.facts('case1')['outcome']]).toMatchObject([20_000, { how: 'feeNobody' }]);
  });

  test('ARB-6: one party pays both shares, at once or after its own, and the hearing begins', () => {
    const both = notice();
    both.does('ana', 'payBothFees', 'case1');
    expect([both.state('case1'), both.c.arbitration]).toEqual(['hearing', 58_200]);
    const later = notice();
    expect(later.no('ana', 'payOtherFee', 'case1').refused).toBe('pay_your_own_first');
    later.does('ana', 'payFee', 'case1');
    later.does('ana', 'payOtherFee', 'case1', { card: CARD });
    expect([later.state('case1'), later.facts('case1')['fees']]).toMatchObject([
      'hearing',
      { client: { by: 'freelancer' }, freelancer: { by: 'freelancer' } },
    ]);
  });

  test('ARB-7: one further statement from each side within three days, then an award of the gap with reasons', () => {
    const p = hearing();
    expect(p.no('ana', 'stateFurther', 'case1', { statement: 'More' }).refused).toBe('not_invited');
    p.does('art', 'invite', 'case1');
    p.does('ana', 'stateFurther', 'case1', { statement: 'I add the test report.' });
    expect(p.no('ana', 'stateFurther', 'case1', { statement: 'And more' }).refused).toBe('already_given');
    p.wait(3 * DAY);
    expect(p.no('ben', 'stateFurther', 'case1', { statement: 'Late' }).refused).toBe('deadline_passed');
    expect(p.no('art', 'award', 'case1', { freelancer: 20_001, reasons: 'More than there is to give.' }).data).toMatchObject({ field: 'freelancer' });
    p.does('art', 'award', 'case1', { freelancer: 14_000, reasons: 'Seven tenths of it are delivered.' });
    expect([p.c.released, p.c.refunded, p.state('case1'), p.facts('case1')['award']]).toMatchObject([
      14_000,
      6_000,
      'closed',
      { freelancer: 14_000 },
    ]);
  });

  test('ARB-7, NOT-2: the invitation is a window like any other: shown, reminded of, over when both have stated', () => {
    const p = hearing();
    p.does('art', 'invite', 'case1');
    const w = p.c.instances['case1']?.windows.find((one) => one.name === 'furtherStatement');
    expect([w?.dueAt, w?.actor]).toEqual([p.now + 3 * DAY, 'both']);
    p.does('ana', 'stateFurther', 'case1', { statement: 'I add the test report.' });
    p.wait(2 * DAY);
    expect(p.steps.some((s) => s.act === 'remind.furtherStatement')).toBe(true);
    p.does('ben', 'stateFurther', 'case1', { statement: 'And I the photos.' });
    expect(p.c.instances['case1']?.windows.map((one) => one.name)).toEqual(['award']);
    const silent = hearing();
    silent.does('art', 'invite', 'case1');
    silent.wait(3 * DAY);
    expect([silent.state('case1'), silent.c.instances['case1']?.windows.map((one) => one.name)]).toEqual(['hearing', ['award']]);
  });

  test('ARB-3: who mediated a case does not arbitrate it', () => {
    const p = notice();
    p.does('ana', 'payBothFees', 'case1');
    expect(p.no('mia', 'hear', 'case1', {}, { roles: ['mediator', 'arbitrator'] })).toMatchObject({ refused: 'conflict' });
  });

  test('MED-1: a mediator steps back also when it is late, and another may take the case', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    p.wait(8 * DAY);
    p.does('mia', 'recuse', 'case1', { reason: 'I know Ben.' });
    p.does('max', 'take', 'case1');
    expect([p.state('case1'), p.facts('case1')['mediator']]).toEqual(['overdue', 'max']);
  });

  test('DSP-7: also while the bank is waited for, a party may give in', () => {
    const p = notice();
    p.answers(false);
    p.wait(7 * DAY - 1);
    p.does('ana', 'payFee', 'case1');
    p.wait(1);
    p.does('ben', 'concede', 'case1');
    p.does('bank', 'settled', 'charge2');
    expect([p.c.held, p.c.released, p.c.arbitration]).toEqual([0, 20_000, 0]);
  });

  test('ARB-7: no award in 30 days: both see it, another arbitrator may take it; in the end policy decides and the fees go back', () => {
    const p = hearing();
    p.wait(30 * DAY);
    expect([p.state('case1'), p.no('art', 'award', 'case1', { freelancer: 1, reasons: 'Too late now, I am afraid.' }).refused]).toEqual([
      'awardOverdue',
      'not_assigned',
    ]);
    expect(p.no('art', 'hear', 'case1').refused).toBe('recused');
    const other = hearing();
    other.wait(31 * DAY);
    other.does('ada', 'hear', 'case1');
    expect(other.no('moe', 'hear', 'case1', {}, { roles: ['arbitrator'] }).refused).toBe('already_assigned');
    other.does('ada', 'award', 'case1', { freelancer: 20_000, reasons: 'All of it was delivered in time.' });
    expect(other.c.released).toBe(20_000);
    p.wait(30 * DAY);
    expect([p.c.released, p.c.refunded, p.c.arbitration]).toEqual([10_000, 10_000, 0]);
  });

  test('ARB-7: staff may appoint another arbitrator, with a reason', () => {
    const p = hearing();
    expect(p.no('oli', 'replaceArbitrator', 'case1', {}).data).toMatchObject({ field: 'reason' });
    p.does('oli', 'replaceArbitrator', 'case1', { reason: 'Does not answer.' });
    p.does('ada', 'hear', 'case1');
    expect(p.facts('case1')['arbitrator']).toBe('ada');
  });

  test('ARB-8: once the hearing has begun the fees are not returned, to the winner neither', () => {
    const p = hearing();
    p.does('art', 'award', 'case1', { freelancer: 20_000, reasons: 'All of it was delivered in time.' });
    expect([p.balance('fees:arbitration'), p.balance('arbitration:c1'), p.all('refund').length]).toEqual([58_200, 0, 0]);
  });
});

describe('notices and record', () => {
  test('NOT-1: the notices that cannot be switched off are marked as legal', () => {
    const p = hearing();
    p.does('art', 'award', 'case1', { freelancer: 20_000, reasons: 'All of it was delivered in time.' });
    const legal = new Set(p.steps.flatMap((s) => s.tells.filter((t) => t.legal).map((t) => t.kind)));
    for (const kind of ['contract.end', 'case.dispute', 'case.contest', 'case.propose', 'case.answerProposal', 'case.payFee', 'case.award'])
      expect(legal).toContain(kind);
  });

  test('NOT-3: each change of state tells both parties, once', () => {
    const p = hearing();
    for (const s of p.steps) {
      const to = s.tells.map((t) => t.to);
      expect(new Set(to).size).toBe(to.length);
      if (s.from !== s.to && s.process === 'case' && !['take'].includes(s.act)) expect(to).toEqual(expect.arrayContaining(['client', 'freelancer']));
    }
  });

  test('AUD-1: every step says who, what, when and under which rule and policy', () => {
    const p = hearing();
    for (const [n, s] of p.steps.entries()) {
      expect([s.contract.seq, s.contract.policy]).toEqual([n + 1, 'standard@1']);
      expect(s.rule).toMatch(/^[A-Z]{3}-\d+$/);
      expect(s.actor.role).toBeTruthy();
    }
  });

  test('STF-2: staff have no act that moves money outside a rule: proposals and awards only, within the gap', () => {
    const p = queued();
    for (const who of ['sue', 'oli']) expect(p.may(who).filter((a) => !['say', 'extend', 'editMessage', 'deleteMessage'].includes(a))).toEqual([]);
    p.does('mia', 'take', 'case1');
    expect(p.may('mia').filter((a) => !['say', 'editMessage', 'deleteMessage'].includes(a))).toEqual(['recuse', 'ask', 'propose']);
  });
});
