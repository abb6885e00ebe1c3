import { TARGET_HOLIDAYS } from '@fairhold/domain/policy/calendar';
import { iso } from '@fairhold/domain/time';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../store/db.ts';
import { testDb } from '../store/testing.ts';
import type { ProviderRecord } from './payments.ts';
import { openSandboxBank, type SandboxBank } from './sandbox-bank.ts';
import { SANDBOX_CARDS } from './sandbox-cards.ts';
import { sign } from './signature.ts';

const SECRET = 'a secret for tests';
const NOON = Date.parse('2027-03-03T12:00:00.000Z'); // a Wednesday
const holidays = new Set(TARGET_HOLIDAYS);
const charge = (reference: string, card = 'card_ok', amount = 10_000, currency = 'EUR', at = NOON) => ({
  reference,
  card,
  amount,
  currency,
  at,
});
const refund = (reference: string, of: string, amount: number, at = NOON) => ({
  reference,
  charge: of,
  amount,
  currency: 'EUR',
  at,
});

const db: Db = await testDb();
let bank: SandboxBank;
let heard: { headers: Record<string, string>; body: string; record: ProviderRecord | undefined }[];
let taken = true;

function openBank(on: Db = db): SandboxBank {
  const opened: SandboxBank = openSandboxBank(on, {
    clock: { now: () => NOON },
    secret: SECRET,
    holidays,
    notify: async (headers, body) => {
      if (!taken) throw new Error('receiver is down');
      heard.push({ headers, body, record: opened.verifyNotification(headers, body) });
    },
  });
  return opened;
}

beforeEach(async () => {
  await db.pool.query('truncate sandbox_bank.movements, sandbox_bank.agenda, sandbox_bank.lost_calls');
  heard = [];
  taken = true;
  bank = openBank();
});

describe('charges', () => {
  test('card_ok settles at once and says so once', async () => {
    const answer = await bank.charge(charge('c1'));
    expect(answer).toMatchObject({ state: 'settled', providerId: expect.stringMatching(/^sb_/) });
    expect(await bank.lookUp('c1')).toEqual({
      reference: 'c1',
      kind: 'charge',
      amount: 10_000,
      currency: 'EUR',
      state: 'settled',
      at: NOON,
      settlesAt: NOON,
    });
    await bank.tick(NOON);
    expect(heard.map((h) => h.record?.state)).toEqual(['settled']);
    expect(await bank.nextDue()).toBeUndefined();
  });

  test('MNY-5: the same reference never charges twice; with other contents it is refused', async () => {
    const first = await bank.charge(charge('c1'));
    expect(await bank.charge(charge('c1', 'card_ok', 10_000, 'EUR', NOON + 5000))).toEqual(first);
    for (const other of [charge('c1', 'card_ok', 10_001), charge('c1', 'card_slow'), charge('c1', 'card_ok', 10_000, 'USD')]) {
      expect(await bank.charge(other)).toEqual({ state: 'declined', reason: 'reference reused' });
    }
    expect(await bank.payout({ reference: 'c1', account: 'card_ok', amount: 10_000, currency: 'EUR', at: NOON })).toMatchObject({
      reason: 'reference reused',
    });
    expect(await bank.list(0, NOON + 1)).toHaveLength(1);
  });

  test('MNY-5: many calls with one reference at the same time charge once', async () => {
    const other = openDb(db.url);
    const banks = [bank, openBank(other)];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (banks[n % 2] ?? bank).charge(charge('c1'))));
    await other.close();
    expect(new Set(answers.map((a) => a.providerId)).size).toBe(1);
    expect(await bank.list(0, NOON + 1)).toHaveLength(1);
    await bank.tick(NOON);
    expect(heard).toHaveLength(1);
  });

  test('declining cards take nothing and decline again', async () => {
    for (const [card, reason] of [
      ['card_declined', 'card declined'],
      ['card_insufficient', 'insufficient funds'],
    ] as const) {
      const answer = await bank.charge(charge(card, card));
      expect(answer).toMatchObject({ state: 'declined', reason });
      expect(await bank.charge(charge(card, card))).toEqual(answer);
      expect(await bank.lookUp(card)).toMatchObject({ state: 'declined' });
    }
    expect(await bank.charge(charge('c2', 'card_of_nobody'))).toEqual({ state: 'declined', reason: 'unknown card' });
    expect(await bank.lookUp('c2')).toBeUndefined();
  });

  test('card_slow is accepted and settles after ten seconds, not before', async () => {
    expect(await bank.charge(charge('c1', 'card_slow'))).toMatchObject({ state: 'accepted', arrivesBy: NOON + 10_000 });
    expect(await bank.nextDue()).toBe(NOON + 10_000);
    expect(await bank.tick(NOON + 9_999)).toEqual([]);
    expect((await bank.tick(NOON + 60_000)).map((d) => [d.at, d.did])).toEqual([
      [NOON + 10_000, 'settled'],
      [NOON + 10_000, 'notified'],
    ]);
    expect(heard[0]?.record).toMatchObject({ state: 'settled', at: NOON + 10_000 });
    expect(await bank.charge(charge('c1', 'card_slow'))).toMatchObject({ state: 'settled' });
  });

  test('MNY-5: a call lost before the effect is unknown, the book is empty, and the second call goes through', async () => {
    expect(await bank.charge(charge('c1', 'card_timeout_before'))).toMatchObject({ state: 'unknown' });
    expect(await bank.lookUp('c1')).toBeUndefined();
    expect(await bank.charge(charge('c1', 'card_timeout_before'))).toMatchObject({ state: 'settled' });
  });

  test('MNY-5: a call lost after the effect is unknown, and the book tells', async () => {
    expect(await bank.charge(charge('c1', 'card_timeout_after'))).toMatchObject({ state: 'unknown' });
    expect(await bank.lookUp('c1')).toMatchObject({ state: 'settled', amount: 10_000 });
    expect(await bank.charge(charge('c1', 'card_timeout_after'))).toMatchObject({ state: 'settled' });
    expect(await bank.list(0, NOON + 1)).toHaveLength(1);
  });

  test('one card notifies twice with one id, another never', async () => {
    await bank.charge(charge('c1', 'card_notifies_twice'));
    await bank.charge(charge('c2', 'card_never_notifies'));
    await bank.tick(NOON + 60_000);
    expect(heard.map((h) => h.record?.reference)).toEqual(['c1', 'c1']);
    expect(new Set(heard.map((h) => h.headers['webhook-id'])).size).toBe(1);
    expect(await bank.lookUp('c2')).toMatchObject({ state: 'settled', at: NOON + 10_000 });
  });

  test('bad amounts, currencies and references are declined and never booked', async () => {
    const bad = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_000_000_001, 1e20, '100' as unknown as number];
    for (const amount of bad)
      expect(await bank.charge(charge('c1', 'card_ok', amount)), String(amount)).toEqual({
        state: 'declined',
        reason: 'amount not allowed',
      });
    for (const currency of ['', 'eur', 'EURO', "E'R"])
      expect(await bank.charge(charge('c1', 'card_ok', 1, currency))).toMatchObject({ state: 'declined' });
    for (const reference of ['', ' ', 'a\0b', 'x'.repeat(201), 'ü'])
      expect(await bank.charge(charge(reference))).toMatchObject({ state: 'declined' });
    expect(await bank.lookUp('a\0b')).toBeUndefined();
    expect(await bank.list(0, NOON * 2)).toEqual([]);
    expect(await bank.charge(charge('c1', 'card_ok', 1_000_000_000_000))).toMatchObject({ state: 'settled' });
  });
});

describe('refunds and payouts', () => {
  test('MNY-7, TIM-3: a refund arrives at the end of the third business day, over a weekend and Easter', async () => {
    const thursday = Date.parse('2027-03-25T09:00:00.000Z'); // then Good Friday, the weekend, Easter Monday
    await bank.charge(charge('c1', 'card_ok', 10_000, 'EUR', thursday));
    const arrival = Date.parse('2027-04-01T23:59:59.999Z');
    expect(await bank.refund(refund('r1', 'c1', 4000, thursday))).toMatchObject({
      state: 'accepted',
      arrivesBy: arrival,
    });
    await bank.tick(arrival - 1);
    expect(await bank.lookUp('r1')).toMatchObject({ state: 'accepted', settlesAt: arrival });
    await bank.tick(arrival);
    expect(await bank.lookUp('r1')).toMatchObject({ state: 'settled', at: arrival });
    expect(heard.at(-1)?.record).toMatchObject({ reference: 'r1', state: 'settled', at: arrival });
  });

  test('MNY-7: all refunds together never exceed the charge, also when asked at the same time', async () => {
    await bank.charge(charge('c1', 'card_ok', 10_000));
    const answers = await Promise.all(Array.from({ length: 15 }, (_, n) => bank.refund(refund(`r${n}`, 'c1', 1000))));
    expect(answers.filter((a) => a.state === 'accepted')).toHaveLength(10);
    expect(answers.filter((a) => a.reason === 'more than the charge took')).toHaveLength(5);
    expect(await bank.refund(refund('one', 'c1', 1))).toMatchObject({ state: 'declined' });
  });

  test('MNY-7: refunds of one charge are counted one after the other', async () => {
    await bank.charge(charge('c1', 'card_ok', 10_000));
    const holder = await db.pool.connect();
    await holder.query('begin');
    await holder.query(`select 1 from sandbox_bank.movements where reference = 'c1' for update`);
    const both = Promise.all([bank.refund(refund('r1', 'c1', 6000)), bank.refund(refund('r2', 'c1', 6000))]);
    const first = await Promise.race([both, new Promise((over) => setTimeout(over, 150, 'waiting'))]);
    await holder.query('commit');
    holder.release();
    expect(first).toBe('waiting');
    expect((await both).map((a) => a.state).sort()).toEqual(['accepted', 'declined']);
  });

  test('a refund is idempotent, and needs a settled charge of its currency', async () => {
    await bank.charge(charge('c1'));
    await bank.charge(charge('c2', 'card_slow'));
    const first = await bank.refund(refund('r1', 'c1', 10_000));
    expect(await bank.refund(refund('r1', 'c1', 10_000))).toEqual(first);
    expect(await bank.refund(refund('r1', 'c1', 9_000))).toEqual({ state: 'declined', reason: 'reference reused' });
    expect(await bank.refund(refund('r2', 'c2', 1))).toMatchObject({
      state: 'declined',
      reason: 'the charge is not settled',
    });
    expect(await bank.refund(refund('r3', 'nothing', 1))).toMatchObject({
      state: 'declined',
      reason: 'unknown charge',
    });
    expect(await bank.refund(refund('r3', 'r1', 1))).toMatchObject({ state: 'declined', reason: 'unknown charge' });
    expect(await bank.refund({ ...refund('r4', 'c1', 1), currency: 'USD' })).toMatchObject({ state: 'declined' });
    expect(await bank.refund(refund('r4', 'c1', 0.1))).toMatchObject({ state: 'declined' });
  });

  test('MNY-7: a refund that comes back says so after three business days, and frees the charge again', async () => {
    await bank.charge(charge('c1', 'card_refund_returns'));
    expect(await bank.refund(refund('r1', 'c1', 10_000))).toMatchObject({ state: 'accepted' });
    const monday = Date.parse('2027-03-08T23:59:59.999Z');
    await bank.tick(monday);
    expect(await bank.lookUp('r1')).toMatchObject({
      state: 'returned',
      at: monday,
      reason: 'the card can no longer take money',
    });
    expect(heard.at(-1)?.record).toMatchObject({ reference: 'r1', state: 'returned' });
    expect(await bank.refund(refund('r2', 'c1', 10_000))).toMatchObject({ state: 'accepted' });
  });

  test('MNY-7: a card may refuse refunds', async () => {
    await bank.charge(charge('c1', 'card_refund_fails'));
    expect(await bank.refund(refund('r1', 'c1', 100))).toMatchObject({
      state: 'declined',
      reason: 'the card takes no refunds',
    });
    expect(await bank.lookUp('r1')).toMatchObject({ state: 'declined' });
  });

  test('a payout arrives at the end of the next business day', async () => {
    const friday = Date.parse('2027-03-05T18:00:00.000Z');
    const arrival = Date.parse('2027-03-08T23:59:59.999Z');
    const ask = { reference: 'p1', account: 'someone', amount: 500, currency: 'EUR', at: friday };
    expect(await bank.payout(ask)).toMatchObject({ state: 'accepted', arrivesBy: arrival });
    await bank.tick(arrival);
    expect(await bank.lookUp('p1')).toMatchObject({ state: 'settled', at: arrival });
  });
});

describe('agenda', () => {
  test('TIM-6: things happen in order of their instant, each dated at it, none twice', async () => {
    await bank.charge(charge('late', 'card_slow', 100, 'EUR', NOON + 1000));
    await bank.charge(charge('early', 'card_slow'));
    await bank.refund({ ...refund('x', 'early', 1) });
    await bank.payout({ reference: 'p', account: 'a', amount: 1, currency: 'EUR', at: NOON });
    const deeds = await bank.tick(NOON + 10 * 86_400_000);
    expect(deeds.map((d) => `${iso(d.at)} ${d.did} ${d.reference}`)).toEqual([
      '2027-03-03T12:00:10.000Z settled early',
      '2027-03-03T12:00:10.000Z notified early',
      '2027-03-03T12:00:11.000Z settled late',
      '2027-03-03T12:00:11.000Z notified late',
      '2027-03-04T23:59:59.999Z settled p',
      '2027-03-04T23:59:59.999Z notified p',
    ]);
    expect(await bank.tick(NOON + 10 * 86_400_000)).toEqual([]);
  });

  test('NOT-3: two processes that tick at once send each notification once', async () => {
    const other = openDb(db.url);
    const second = openBank(other);
    for (let n = 0; n < 20; n += 1) await bank.charge(charge(`c${n}`));
    await Promise.all([bank.tick(NOON), second.tick(NOON), bank.tick(NOON), second.tick(NOON)]);
    await other.close();
    expect(heard.map((h) => h.record?.reference)).toEqual(Array.from({ length: 20 }, (_, n) => `c${n}`));
  });

  test('a receiver that ticks the bank again does not stop it', async () => {
    let inner: unknown;
    const own: SandboxBank = openSandboxBank(db, {
      clock: { now: () => NOON },
      secret: SECRET,
      holidays,
      notify: async () => {
        inner = await own.tick(NOON);
      },
    });
    await own.charge(charge('c1'));
    expect(await own.tick(NOON)).toHaveLength(1);
    expect(inner).toEqual([]);
  });

  test('a notification that is not taken comes again with the same bytes, and at last is given up', async () => {
    taken = false;
    await bank.charge(charge('c1'));
    expect((await bank.tick(NOON)).map((d) => d.did)).toEqual(['notTaken']);
    expect(await bank.nextDue()).toBe(NOON + 60_000);
    taken = true;
    await bank.tick(NOON + 60_000);
    expect(heard[0]?.record).toMatchObject({ reference: 'c1', at: NOON });
    taken = false;
    await bank.charge(charge('c2'));
    for (let next = await bank.nextDue(); next !== undefined; next = await bank.nextDue()) await bank.tick(next);
    expect(heard).toHaveLength(1);
  });

  test('a bank without a receiver still carries out what is due', async () => {
    const mute = openSandboxBank(db, { clock: { now: () => NOON }, secret: SECRET, holidays });
    await mute.charge(charge('c1', 'card_slow'));
    expect((await mute.tick(NOON + 10_000)).map((d) => d.did)).toEqual(['settled']);
    expect(await mute.nextDue()).toBeUndefined();
  });

  test('due() lists what is open', async () => {
    await bank.charge(charge('c1', 'card_slow'));
    expect(await bank.due()).toEqual([]);
    expect(await bank.due(NOON + 10_000)).toEqual([{ at: NOON + 10_000, does: 'settle', reference: 'c1' }]);
  });
});

describe('notifications', () => {
  test('only the bank can sign one; a forged, altered or senseless one is nothing', async () => {
    await bank.charge(charge('c1'));
    await bank.tick(NOON);
    const { headers, body } = heard[0] as (typeof heard)[number];
    expect(bank.verifyNotification(headers, Buffer.from(body))).toMatchObject({
      reference: 'c1',
      state: 'settled',
      at: NOON,
    });
    const second = { ...headers, 'webhook-signature': `v1,AAAA v2,BBBB ${headers['webhook-signature']}` };
    expect(bank.verifyNotification(second, body)).toBeDefined();
    expect(bank.verifyNotification(headers, body.replace('10000', '10001'))).toBeUndefined();
    expect(bank.verifyNotification({ ...headers, 'webhook-timestamp': '1' }, body)).toBeUndefined();
    expect(bank.verifyNotification({ ...headers, 'webhook-id': 'msg_other' }, body)).toBeUndefined();
    expect(bank.verifyNotification({}, body)).toBeUndefined();
    expect(bank.verifyNotification(sign('another secret', 'm', NOON, body), body)).toBeUndefined();
    for (const junk of ['', '{', '[]', '{"data":{"reference":1}}'])
      expect(bank.verifyNotification(sign(SECRET, 'm', NOON, junk), junk)).toBeUndefined();
  });

  test('every card has its own token and label', () => {
    expect(new Set(SANDBOX_CARDS.map((c) => c.token)).size).toBe(SANDBOX_CARDS.length);
    expect(SANDBOX_CARDS.find((c) => c.token === 'card_ok')?.label).toBe('Visa •••• 4242');
  });
});
