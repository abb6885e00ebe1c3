import { type Contract, type Step, sendOffer, standard } from '@fairhold/domain';
import type { PoolClient } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { openClock } from '../clock.ts';
import { openDoor } from '../commit.ts';
import { newId, sha256 } from '../ids.ts';
import type { Db } from '../store/db.ts';
import { ensurePartitions } from '../store/partitions.ts';
import { testDb } from '../store/testing.ts';
import { verify } from '../verify.ts';

const db = await testDb();
afterAll(() => db.close());
const clock = await openClock(db, 'main');
// As a server does when it starts: before any contract is founded, so that none is in the rest where a month's partition comes to be.
await ensurePartitions(db, clock.now());
const card = { id: 'card1', token: 'card_ok', label: 'Visa 4242' };

/** The same database through a line that can break: `lose` says when the answer to a statement is lost, after or before it was done. */
function through(lose: (sql: string) => 'after' | 'before' | undefined): Db {
  const broken = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
  const connect = async (): Promise<PoolClient> => {
    const client = await db.pool.connect();
    return new Proxy(client, {
      get(target, name) {
        const value = Reflect.get(target, name, target) as unknown;
        if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: unknown[]) => {
          const sql = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string } | undefined)?.text ?? '');
          const how = lose(sql);
          if (how === 'before') throw broken();
          const result = await (target.query as (...a: unknown[]) => Promise<unknown>)(...args);
          if (how === 'after') throw broken();
          return result;
        };
      },
    });
  };
  const query = async (...args: unknown[]) => {
    const client = await connect();
    try {
      return await (client.query as (...a: unknown[]) => Promise<unknown>)(...args);
    } finally {
      client.release();
    }
  };
  const pool = new Proxy(db.pool, {
    get: (target, name) => (name === 'connect' ? connect : name === 'query' ? query : (Reflect.get(target, name, target) as unknown)),
  });
  return { ...db, pool };
}
const doorOn = (over: Db) => openDoor({ db: over, marketplace: 'main', clock, policy: () => standard });

async function founded(over: Db = db): Promise<string> {
  const id = newId(clock.now());
  const outcome = await doorOn(over).knock({
    contract: id,
    receivedAt: clock.now(),
    found: (now, policy, world) =>
      sendOffer(
        {
          id,
          marketplace: 'main',
          currency: 'USD',
          client: 'ben',
          freelancer: 'ana',
          person: 'ben',
          card,
          terms: { title: 'x', scope: 'y', milestones: [{ title: 'z', amount: 20_000 }] },
        },
        now,
        policy,
        world,
      ),
  });
  expect(outcome.done).toBe(true);
  return id;
}
const say = (id: string, text: string, key: string) => ({
  contract: id,
  who: () => ({ roles: ['client' as const], person: 'ben' }),
  act: { act: 'say', on: 'chat', input: { text } },
  key: { caller: 'ben', key, bodyHash: sha256(text) },
  receivedAt: clock.now(),
  render: (c: Contract) => JSON.stringify({ seq: c.seq }),
});
const writes = (sql: string) => /write_steps/.test(sql);
const said = async (id: string) =>
  (
    await db.pool.query<{ text: string }>(`select input->>'text' as text from journal where contract = $1 and act = 'say' order by seq`, [id])
  ).rows.map((r) => r.text);

describe('the door', () => {
  test('API-4: a statement whose answer is lost is looked for under its key: it was done, and is said to be', async () => {
    const id = await founded();
    let left = 1;
    const door = doorOn(through((sql) => (writes(sql) && left-- > 0 ? 'after' : undefined)));
    const outcome = await door.knock(say(id, 'Hello', 'k'));
    expect(outcome).toMatchObject({ done: true, body: JSON.stringify({ seq: 2 }) });
    expect(await said(id)).toEqual(['Hello']);
  });

  test('API-4: a statement that never reached the database is done after all, once', async () => {
    const id = await founded();
    let left = 1;
    const door = doorOn(through((sql) => (writes(sql) && left-- > 0 ? 'before' : undefined)));
    expect(await door.knock(say(id, 'Hello', 'k'))).toMatchObject({ done: true, replayed: false });
    expect(await said(id)).toEqual(['Hello']);
  });

  test('API-4: a COMMIT under locks whose answer is lost is read back by its key', async () => {
    const id = await founded();
    let left = 1;
    const door = doorOn(through((sql) => (writes(sql) && left > 0 ? 'before' : /^commit/i.test(sql) && left-- > 0 ? 'after' : undefined)));
    const first = await door.knock(say(id, 'Hello', 'k')).catch((error: unknown) => error);
    expect(first).toBeInstanceOf(Error);
    left = 0;
    expect(await door.knock(say(id, 'Hello', 'k'))).toMatchObject({ done: true });
    left = 1;
    const lockedOnly = doorOn(through((sql) => (/^commit/i.test(sql) && left-- > 0 ? 'after' : undefined)));
    // The same key twice goes the careful way.
    expect(await lockedOnly.knock(say(id, 'Hello', 'k'))).toMatchObject({ done: true });
    expect(await said(id)).toEqual(['Hello']);
  });

  test('API-4: while nothing reaches the database nothing is taken for done; the same key then does it, once', async () => {
    const id = await founded();
    let down = true;
    const door = doorOn(through((sql) => (down && (writes(sql) || /^commit/i.test(sql)) ? 'before' : undefined)));
    await expect(door.knock(say(id, 'Hello', 'k'))).rejects.toThrow(/terminated/);
    expect(await said(id)).toEqual([]);
    down = false;
    expect(await door.knock(say(id, 'Hello', 'k'))).toMatchObject({ done: true });
    expect(await door.knock(say(id, 'Hello', 'k'))).toMatchObject({ done: true, replayed: true });
    expect(await said(id)).toEqual(['Hello']);
  });

  test('two doors on one contract, each with its own memory: nothing is lost, doubled or decided on a stale copy', async () => {
    const id = await founded();
    const doors = [doorOn(db), doorOn(db), doorOn(db)];
    const all = await Promise.all(Array.from({ length: 90 }, (_, n) => doors[n % 3]?.knock(say(id, `No ${n}`, `d${n}`))));
    expect(all.every((o) => o?.done)).toBe(true);
    expect((await said(id)).sort()).toEqual(Array.from({ length: 90 }, (_, n) => `No ${n}`).sort());
    // Each key once more, at another door than before: the kept answers, byte for byte.
    const again = await Promise.all(Array.from({ length: 90 }, (_, n) => doors[(n + 1) % 3]?.knock(say(id, `No ${n}`, `d${n}`))));
    expect(again.map((o) => o?.done && o.body)).toEqual(all.map((o) => o?.done && o.body));
    expect((await said(id)).length).toBe(90);
  });

  test('a refusal is never said on a stale copy: what another door did meanwhile counts', async () => {
    const id = await founded();
    const [one, two] = [doorOn(db), doorOn(db)];
    await one.knock(say(id, 'warm', 'w1'));
    await two.knock(say(id, 'warm', 'w2'));
    const bank = { who: () => ({ roles: ['bank' as const], person: 'bank' }), act: { act: 'settled', on: 'charge1', input: {} } };
    expect(await one.knock({ contract: id, ...bank, receivedAt: clock.now() })).toMatchObject({ done: true });
    const decline = {
      who: () => ({ roles: ['freelancer' as const], person: 'ana' }),
      act: { act: 'decline', on: 'offer', input: { reason: 'other' } },
    };
    const said = await two.knock({ contract: id, ...decline, receivedAt: clock.now() });
    // The offer is open since the charge settled, which this door has not seen.
    expect(said.done || said.refusal.refused).not.toBe('not_allowed');
    const again = await two.knock({ contract: id, ...bank, receivedAt: clock.now() });
    expect(again.done).toBe(false);
  });

  test('an act in which the core fails costs its neighbours nothing', async () => {
    const id = await founded();
    const door = doorOn(db);
    const bad = {
      ...say(id, 'bad', 'bad'),
      who: () => {
        throw new Error('planted');
      },
    };
    const all = await Promise.all([door.knock(say(id, 'one', 'a')), door.knock(bad), door.knock(say(id, 'two', 'b'))]);
    expect(all.map((o) => o.done)).toEqual([true, false, true]);
    expect(await said(id)).toEqual(['one', 'two']);
  });

  test('acts that wait together are committed together, in the order in which they came, each contract once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => founded()));
    const commits: string[] = [];
    const note = (sql: string) => {
      commits.push(sql);
      return undefined;
    };
    const door = doorOn(through((sql) => (writes(sql) ? note(sql) : undefined)));
    const seen: Step[] = [];
    door.onCommit((steps) => void seen.push(...steps));
    await Promise.all(Array.from({ length: 100 }, (_, n) => door.knock(say(ids[n % 5] as string, `No ${n}`, `n${n}`))));
    expect(commits.length).toBeLessThan(10);
    expect(seen.length).toBe(100);
    for (const [n, id] of ids.entries()) expect(await said(id)).toEqual(Array.from({ length: 20 }, (_, k) => `No ${k * 5 + n}`));
  });

  test('TIM-5: an act received before its deadline counts, though it is decided after it; the lapse waits for such acts', async () => {
    const id = await founded();
    const door = doorOn(db);
    await door.knock({
      contract: id,
      who: () => ({ roles: ['bank'], person: 'bank' }),
      act: { act: 'settled', on: 'charge1', input: {} },
      receivedAt: clock.now(),
    });
    const { rows } = await db.pool.query<{ at: Date }>(
      `select (c.doc->'instances'->'offer'->'windows'->0->>'dueAt')::bigint as due, now() as at from contracts c where id = $1`,
      [id],
    );
    const due = Number((rows[0] as unknown as { due: string }).due);
    await clock.moveTo(due + 500);
    const decline = {
      contract: id,
      who: () => ({ roles: ['freelancer' as const], person: 'ana' }),
      act: { act: 'proposeChanges', on: 'offer', input: { terms: { title: 'x', scope: 'y', milestones: [{ title: 'z', amount: 25_000 }] } } },
    };
    const inTime = await door.knock({ ...decline, receivedAt: due - 1 });
    expect(inTime.done).toBe(true);
    const late = await founded();
    await door.knock({
      contract: late,
      who: () => ({ roles: ['bank'], person: 'bank' }),
      act: { act: 'settled', on: 'charge1', input: {} },
      receivedAt: clock.now(),
    });
    const end = clock.now() + 7 * 86_400_000;
    await clock.moveTo(end + 5_000);
    const no = await door.knock({ ...decline, contract: late, receivedAt: end + 3_000 });
    expect(no.done === false && no.refusal.refused).toBe('deadline_passed');
  });

  test('the journal has a partition for this month and the next ones, and new contracts go there', async () => {
    await ensurePartitions(db, clock.now());
    expect(await ensurePartitions(db, clock.now())).toEqual([]);
    const now = clock.now();
    const id = await founded();
    const { rows } = await db.pool.query<{ place: string }>('select tableoid::regclass::text as place from journal where contract = $1', [id]);
    expect(rows[0]?.place).toBe(`journal_${new Date(now).toISOString().slice(0, 7).replace('-', '_')}`);
  });

  test('AUD-1, AUD-2: verify names what was altered: an input, an amount, a missing step, a balance, a contract', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => founded()));
    for (const id of ids) await doorOn(db).knock(say(id, 'As it was', `v${id}`));
    const broken = async () => (await verify(db, 'main')).broken.filter((b) => ids.some((id) => b.includes(id)) || b.startsWith('account'));
    expect(await broken()).toEqual([]);
    await db.pool.query(`update journal set input = jsonb_set(input, '{text}', '"Something else"') where contract = $1 and act = 'say'`, [ids[0]]);
    await db.pool.query(`update journal set person = 'somebody else' where contract = $1 and act = 'say'`, [ids[1]]);
    await db.pool.query(`delete from journal where contract = $1 and seq = 1`, [ids[2]]);
    await db.pool.query(`update contracts set snapshot = jsonb_set(snapshot, '{refunded}', '5') where id = $1`, [ids[3]]);
    await db.pool.query(`insert into balances (marketplace, account, currency, balance) values ('main', 'available:eve', 'USD', 100)`);
    const found = (await broken()).join('\n');
    expect(found).toContain(`contract ${ids[0]}: step 2 (say) is not as it was written`);
    expect(found).toContain(`contract ${ids[1]}: step 2 (say) is not as it was written`);
    expect(found).toContain(`contract ${ids[2]}: step 1 is missing`);
    expect(found).toContain(`contract ${ids[3]}: its steps do not give it`);
    expect(found).toContain('account available:eve: the balance is 100 USD, its journal says 0');
  });
});
