import { describe, expect, test } from 'vitest';
import { isRefusal, type TermsVersion } from '../contract.ts';
import { sendOffer } from '../house.ts';
import { termsDifferences } from '../terms.ts';
import { CARD, endedWith, MONDAY, play, termsWith, WORK, working } from '../testing/play.ts';
import { DAY } from '../time.ts';

const versions = (p: ReturnType<typeof play>) => p.facts('offer')['versions'] as TermsVersion[];

describe('offers', () => {
  test('CON-1: a contract has a client who pays and a freelancer who works, and they are not the same', () => {
    const p = working();
    expect(p.c).toMatchObject({ kind: 'fixed', client: 'ben', freelancer: 'ana' });
    const same = sendOffer(
      { id: 'c9', marketplace: 'main', currency: 'USD', client: 'ben', freelancer: 'ben', person: 'ben', card: CARD, terms: termsWith([20_000]) },
      MONDAY,
      p.policy,
      p.world,
    );
    expect(same).toMatchObject({ refused: 'same_party' });
  });

  test('CON-1: a member of the agency submits work but does not accept, end or dispute', () => {
    const p = working();
    p.does('moe', 'submit', 'm1', WORK);
    expect(p.last().actor).toEqual({ role: 'member', person: 'moe' });
    expect(p.no('moe', 'end', 'contract', { reason: 'other' }).refused).toBe('not_your_part');
    p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' });
    expect(p.no('moe', 'dispute', 'case1', {}).refused).toBe('not_your_part');
    expect(p.no('moe', 'approveRefund', 'case1').refused).toBe('not_your_part');
  });

  test('CON-2: sending charges the deposit of the first milestone with the client fee and the initiation fee', () => {
    const p = play([20_000, 30_000], { bank: false });
    expect(p.last().outside).toMatchObject([{ kind: 'charge', amount: 21_495, reference: 'c1.charge1' }]);
    expect([p.state('offer'), p.c.held]).toEqual(['charging', 0]);
    p.does('bank', 'settled', 'charge1');
    expect([p.state('offer'), p.c.held]).toEqual(['open', 20_000]);
  });

  test('CON-2: a declined card leaves the offer unpaid: another card can pay it, or it can be withdrawn', () => {
    const p = play(undefined, { bank: false });
    p.does('bank', 'declined', 'charge1', { reason: 'No funds' });
    expect([p.state('offer'), p.may('ben')]).toEqual(['unpaid', expect.arrayContaining(['payDeposit', 'withdraw'])]);
    p.answers(true);
    p.does('ben', 'payDeposit', 'offer');
    expect([p.state('offer'), p.c.held]).toEqual(['open', 20_000]);
  });

  test('CON-3: trying another card buys no days: the offer expires seven days after it was sent, and what comes in later goes back', () => {
    const p = play(undefined, { bank: false });
    const end = p.now + 7 * DAY;
    p.wait(3 * DAY);
    p.does('bank', 'declined', 'charge1');
    expect(p.due('offer')).toBe(end);
    p.wait(3 * DAY);
    p.does('ben', 'payDeposit', 'offer');
    expect([p.state('offer'), p.due('offer')]).toEqual(['charging', end]);
    p.wait(2 * DAY);
    expect(p.state('offer')).toBe('expired');
    p.does('bank', 'settled', 'charge2');
    expect([p.c.held, p.balance('refunds:ben'), p.balance('fees:initiation')]).toEqual([0, 21_495, 0]);
  });

  test('CON-4: a declined difference leaves the client the time that was left', () => {
    const p = play();
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([25_000]) });
    const end = p.due('offer');
    p.answers(false);
    p.wait(DAY);
    p.does('ben', 'approve', 'offer');
    p.does('bank', 'declined', 'charge2');
    expect([p.state('offer'), p.due('offer')]).toEqual(['countered', end]);
  });

  test.each([
    ['declined', 'ana', 'decline'],
    ['withdrawn', 'ben', 'withdraw'],
  ])('CON-3: a %s offer gives deposit and all fees back', (state, who, name) => {
    const p = play();
    p.does(who, name, 'offer');
    expect([p.state('offer'), p.c.held, p.balance('refunds:ben'), p.balance('fees:client')]).toEqual([state, 0, 21_495, 0]);
  });

  test('CON-3: an offer lives seven days; silence expires it and everything goes back', () => {
    const p = play();
    p.wait(7 * DAY - 1);
    expect(p.state('offer')).toBe('open');
    p.wait(1);
    expect([p.state('offer'), p.c.held, p.balance('refunds:ben')]).toEqual(['expired', 0, 21_495]);
    expect(p.no('ana', 'accept', 'offer').refused).toBe('deadline_passed');
  });

  test('CON-4: acceptance names the version that was read; a stale one is refused and says which is the newest', () => {
    const p = play();
    const old = p.seen;
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([20_000, 5_000]), note: 'A second part.' });
    p.does('ben', 'counter', 'offer', { terms: termsWith([20_000, 4_000]) });
    expect(versions(p).map((v) => v.by)).toEqual(['client', 'freelancer', 'client']);
    expect(p.no('ana', 'accept', 'offer', { seen: old })).toMatchObject({ refused: 'stale_version', data: { version: 3, digest: p.seen } });
    p.does('ana', 'accept', 'offer');
    expect([p.state('contract'), p.all('milestone').length]).toEqual(['active', 2]);
  });

  test('CON-4: the client approves a version that asks for a higher deposit: the difference is charged first', () => {
    const p = play();
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([25_000]) });
    p.does('ben', 'approve', 'offer');
    expect([p.state('offer'), p.c.held, p.facts('charge2')]).toMatchObject(['accepted', 25_000, { amount: 5_000, fee: 250, initiation: 0 }]);
  });

  test('CON-4: rejecting a proposed version brings back the one before', () => {
    const p = play();
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([25_000]) });
    p.does('ben', 'reject', 'offer');
    expect([p.state('offer'), p.c.terms.milestones[0]?.amount]).toEqual(['open', 20_000]);
  });

  test('CON-4: the differences of two versions are named field by field', () => {
    const p = play();
    p.does('ana', 'proposeChanges', 'offer', { terms: { ...termsWith([25_000]), scope: 'Six pages' } });
    const [a, b] = versions(p);
    expect(termsDifferences(a!.terms, b!.terms)).toEqual([
      { field: 'scope', from: 'Five pages', to: 'Six pages' },
      { field: 'milestones.1.amount', from: 20_000, to: 25_000 },
    ]);
  });
});

describe('the contract', () => {
  test('CON-6: an ended contract never becomes active again; both agree to reinstate and a linked new one begins', () => {
    const p = endedWith(20_000);
    expect(p.no('ben', 'end', 'contract', { reason: 'other' }).refused).toBe('wrong_state');
    p.does('ana', 'offerReinstatement', 'contract', { note: 'Again?' });
    expect(p.no('ana', 'acceptReinstatement', 'reinstatement1').refused).toBe('own_proposal');
    const step = p.does('ben', 'acceptReinstatement', 'reinstatement1');
    expect(step.spawned).toMatchObject({ id: 'c2', reinstates: 'c1', held: 0, terms: p.c.terms });
    expect(step.spawned?.instances['contract']?.state).toBe('active');
    expect([p.state('contract'), p.c.reinstatedBy]).toEqual(['ended', 'c2']);
  });

  test('CON-6: a reinstatement nobody answers lapses and changes nothing', () => {
    const p = endedWith(20_000);
    p.does('ben', 'offerReinstatement', 'contract');
    p.wait(7 * DAY);
    expect([p.state('reinstatement1'), p.state('contract')]).toEqual(['lapsed', 'ended']);
  });

  test('CON-8: terms of funded work change only by a proposal that the other side approves', () => {
    const p = working();
    expect(p.no('ben', 'editMilestone', 'm1', { title: 'More', amount: 1_000 }).refused).toBe('wrong_state');
    p.does('ben', 'proposeChange', 'contract', { milestone: 'm1', title: 'Six pages' });
    expect(p.facts('m1')['title']).toBe('Part 1');
    expect(p.no('ben', 'approveChange', 'change1').refused).toBe('own_proposal');
    p.does('ana', 'approveChange', 'change1');
    expect(p.facts('m1')['title']).toBe('Six pages');
  });

  test('CHG-1: the client edits, adds, deletes and reorders milestones that are not funded', () => {
    const p = working([20_000, 5_000]);
    p.does('ben', 'addMilestone', 'contract', { title: 'Third', amount: 700 });
    p.does('ben', 'editMilestone', 'm2', { title: 'Second', amount: 6_000 });
    p.does('ben', 'orderMilestones', 'contract', { order: ['m1', 'm3', 'm2'] });
    p.does('ben', 'deleteMilestone', 'm3');
    expect(['m1', 'm2', 'm3'].map((id) => [p.state(id), p.facts(id)['order'], p.facts(id)['amount']])).toEqual([
      ['funded', 1, 20_000],
      ['planned', 3, 6_000],
      ['cancelled', 2, 700],
    ]);
    expect(p.no('ana', 'editMilestone', 'm2', { title: 'Mine', amount: 9_000 }).refused).toBe('not_your_part');
    expect(p.no('ben', 'orderMilestones', 'contract', { order: ['m1', 'm1', 'm2'] }).refused).toBe('bad_input');
    // One alone has no order: the act is not there.
    expect(working([20_000]).no('ben', 'orderMilestones', 'contract', { order: ['m1'] }).refused).toBe('one_milestone');
  });

  test('CHG-1: what an edit leaves out stays as it is; what it says is empty is emptied, if it may be', () => {
    const p = working([20_000, 5_000]);
    const all = { title: 'Second', description: 'Both pages.', amount: 5_000, dueDate: '2031-05-05', criteria: ['On phones'], revisionLimit: 2 };
    p.does('ben', 'editMilestone', 'm2', all);
    p.does('ben', 'editMilestone', 'm2', { title: 'Two', amount: 5_000 });
    expect(p.facts('m2')).toMatchObject({ ...all, title: 'Two', criteria: [{ id: 'm2.1', text: 'On phones' }] });
    p.does('ben', 'editMilestone', 'm2', { title: 'Two', amount: 5_000, dueDate: null, revisionLimit: null, description: '', criteria: null });
    expect(p.facts('m2')).toMatchObject({ title: 'Two', description: '', criteria: [] });
    expect(Object.keys(p.facts('m2')).filter((key) => ['dueDate', 'revisionLimit'].includes(key))).toEqual([]);
    expect(p.no('ben', 'editMilestone', 'm2', { title: null, amount: 5_000 }).data).toMatchObject({ field: 'title', problem: 'missing' });
  });

  test('CHG-2: a higher amount is charged before it counts; seven days of silence cancel a proposal; so does a submission', () => {
    const p = working();
    p.does('ana', 'proposeChange', 'contract', { milestone: 'm1', amount: 26_000 });
    p.does('ben', 'approveChange', 'change1');
    expect([p.state('change1'), p.c.held, p.facts('m1')['amount'], p.facts('charge2')['amount']]).toEqual(['approved', 26_000, 26_000, 6_000]);
    p.does('ben', 'proposeChange', 'contract', { milestone: 'm1', dueDate: '2026-12-01' });
    p.wait(7 * DAY);
    expect([p.state('change2'), p.facts('m1')['dueDate']]).toEqual(['cancelled', undefined]);
    p.does('ben', 'proposeChange', 'contract', { milestone: 'm1', title: 'Late idea' });
    p.does('ana', 'submit', 'm1', WORK);
    expect(p.state('change3')).toBe('cancelled');
  });

  test('CHG-2: a release cancels what was proposed about the milestone, and a difference still at the bank comes back', () => {
    const p = working();
    p.does('ana', 'proposeChange', 'contract', { milestone: 'm1', amount: 26_000 });
    p.answers(false);
    p.does('ben', 'approveChange', 'change1');
    p.does('ben', 'approve', 'm1');
    expect([p.state('change1'), p.state('m1')]).toEqual(['cancelled', 'released']);
    p.does('bank', 'settled', 'charge2');
    expect([p.c.held, p.c.refunded, p.c.released]).toEqual([0, 6_000, 20_000]);
  });

  test('CHG-2: the freelancer approves a raise that the client proposed: the client pays the difference, or it lapses', () => {
    const p = working();
    p.does('ben', 'proposeChange', 'contract', { milestone: 'm1', amount: 26_000 });
    p.does('ana', 'approveChange', 'change1');
    expect([p.state('change1'), p.c.held]).toEqual(['unpaid', 20_000]);
    p.does('ben', 'payDifference', 'change1');
    expect([p.state('change1'), p.c.held]).toEqual(['approved', 26_000]);
  });

  test('CHG-2: a lower amount leaves the difference free for the next milestone', () => {
    const p = working([20_000, 10_000]);
    p.does('ben', 'proposeChange', 'contract', { milestone: 'm1', amount: 15_000 });
    p.does('ana', 'approveChange', 'change1');
    p.does('ben', 'approve', 'm1');
    expect([p.c.released, p.c.held]).toEqual([15_000, 5_000]);
    expect(p.preview('ben', 'fund', 'm2').consequence.charge?.amount).toBe(5_000);
  });

  test('CON-2: terms that make no sense are refused with the field that is wrong', () => {
    const p = play();
    const send = (terms: unknown) => {
      const r = sendOffer(
        { id: 'c9', marketplace: 'main', currency: 'USD', client: 'ben', freelancer: 'ana', person: 'ben', card: CARD, terms },
        MONDAY,
        p.policy,
        p.world,
      );
      return isRefusal(r) ? r.data['field'] : 'taken';
    };
    expect(send(termsWith([499]))).toBe('milestones.1.amount');
    expect(send(termsWith([500.5]))).toBe('milestones.1.amount');
    expect(send(termsWith([]))).toBe('milestones');
    expect(send({ ...termsWith([500]), title: '  ' })).toBe('title');
    expect(send({ ...termsWith([500]), colour: 'red' })).toBe('colour');
    expect(send(termsWith([{ amount: 500, dueDate: '2026-02-30' }]))).toBe('milestones.1.dueDate');
    expect(send(null)).toBe('terms');
    expect(send(termsWith([500]))).toBe('taken');
  });
});
