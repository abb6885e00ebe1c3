/** A database that takes no writes, really: PostgreSQL set to default_transaction_read_only. */
import { wordsFor } from '@fairhold/copy';
import { HOUSE, standard } from '@fairhold/domain';
import { GUIDED } from '@fairhold/domain/guide';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { takeWrites } from '../store/testing.ts';
import type { Answer, Json, Person } from '../testing/http.ts';
import { type Town, town } from '../testing/running.ts';

let t: Town;
let ben: Person, ana: Person;
beforeAll(async () => {
  t = await town({ contact: 'help@example.org' });
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
}, 60_000);
afterAll(() => t?.stop());

/** Connections that were cut are noticed by whoever asks next. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    if (await holds().catch(() => false)) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error('it did not become so');
}
const me = (): Promise<Answer> => t.call(ben, 'GET', '/v1/me');

describe('a database that takes no writes', () => {
  test('API-5, API-4, TIM-5: reading goes on, a write says that nothing was recorded, what was recorded before is found by its key; then all goes on', async () => {
    const id = await t.contract(ben, ana);
    const said = { act: 'say', on: 'chat', input: { text: 'Before it began.' } };
    const before = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, said, { key: 'before' });
    expect(before.status).toBe(200);
    const seq = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.seq;
    await takeWrites(t.db.url, false);
    await until(async () => (await me()).json.readOnly === 'database');

    for (const path of ['/v1/me', '/v1/contracts', `/v1/contracts/${id}`, `/v1/contracts/${id}/history`, '/v1/notices', '/v1/guide'])
      expect([path, (await t.call(ben, 'GET', path)).status]).toEqual([path, 200]);
    expect((await t.call(undefined, 'GET', '/readyz')).json).toMatchObject({ ready: true, readOnly: true });
    // Looking ahead changes nothing.
    const seen = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, { act: 'end', on: 'contract', input: { reason: 'other' }, preview: true });
    expect(seen.status).toBe(200);

    const after = { ...said, input: { text: 'While it lasts.' } };
    const writes: (() => Promise<Answer>)[] = [
      () => t.call(ben, 'POST', `/v1/contracts/${id}/acts`, after, { key: 'while' }),
      () => t.call(ben, 'PUT', '/v1/drafts/a', { value: { text: 'x' }, version: 0 }),
      () => t.call(ben, 'PATCH', '/v1/me', { name: 'Benjamin' }),
      () => t.call(ben, 'POST', '/v1/agencies', { name: 'House' }, { key: 'agency' }),
    ];
    for (const write of writes) {
      const a = await write();
      expect([a.status, a.json.code, a.json.detail.includes('nothing was recorded'), a.headers.get('retry-after')]).toEqual([
        503,
        'read_only',
        true,
        '30',
      ]);
    }
    // Whoever lost the answer of what was recorded gets it, byte for byte; of the other, nothing is there.
    const again = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, said, { key: 'before' });
    expect([again.status, again.text]).toEqual([200, before.text]);
    expect((await t.call(ben, 'GET', `/v1/contracts/${id}/acts/while`)).status).toBe(404);

    await takeWrites(t.db.url, true);
    await until(async () => (await me()).status === 200 && (await me()).json.readOnly === undefined);
    const done = await writes[0]?.();
    expect(done?.status).toBe(200);
    expect(done?.json.recorded.seq).toBe(seq + 1);
  }, 120_000);
});

describe('the guide', () => {
  test('TIM-9, POL-1: it is made from the tables and the policy: every state with a clock, its period, and what happens; in each language', async () => {
    for (const locale of ['en', 'de']) {
      const { status, json: g } = await t.call(undefined, 'GET', `/v1/guide?locale=${locale}`);
      expect([status, g.contact, g.sections.map((s: Json) => s.process)]).toEqual([200, 'help@example.org', [...GUIDED]]);
      const words = wordsFor(locale);
      for (const s of g.sections as Json[])
        for (const x of s.states as Json[]) {
          const windows = HOUSE.processes[s.process]?.states[x.state]?.windows ?? [];
          expect([s.process, x.state, x.clocks.map((c: Json) => c.window)]).toEqual([s.process, x.state, windows.map((w) => w.name)]);
          for (const c of x.clocks as Json[]) {
            expect(c.period).toBe(words.SAY.period(standard.windows[c.window as 'review'].period));
            for (const text of [c.title, c.waitsFor, c.happens ?? '-', x.title]) expect(text).not.toMatch(/[{}]|^$|^[a-z]+[A-Z]/);
          }
        }
      const request = g.sections.find((s: Json) => s.process === 'case').states.find((x: Json) => x.state === 'requested').clocks[0];
      expect(request.rules).toContain('REF-3');
      expect(request.happens).toContain('Ana');
      expect(g.numbers.find((n: Json) => n.key === 'amounts.arbitrationFee').value).toContain('291');
    }
  });

  test('the contact is a mail address, or a sentence says what it should be', () => {
    const of = (contact: string) => readConfig({ FAIRHOLD_DATA: '/tmp/fairhold-contact', FAIRHOLD_SECRET: 'x', FAIRHOLD_CONTACT: contact }).contact;
    expect(of('help@example.org')).toBe('help@example.org');
    expect(() => of('our office')).toThrow('FAIRHOLD_CONTACT');
  });
});
