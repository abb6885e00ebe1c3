/** A whole server on a private database, with people to use it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { type Running, startFairhold } from '../start.ts';
import type { Db } from '../store/db.ts';
import { testDb } from '../store/testing.ts';
import { type Answer, act, call, type Invited, invite, type Json, type Person } from './http.ts';

export interface Town {
  readonly db: Db;
  readonly running: Running;
  readonly base: string;
  person(key: string, p?: Partial<Invited>): Promise<Person>;
  call(
    who: Person | undefined,
    method: string,
    path: string,
    body?: unknown,
    o?: { key?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  act(by: Person, contract: string, name: string, o?: Parameters<typeof act>[4]): Promise<{ preview: Answer; done: Answer; body: Json }>;
  /** Like `act`, and throws unless it was done. */
  does(by: Person, contract: string, name: string, o?: Parameters<typeof act>[4]): Promise<Json>;
  /** Sends an offer; the bank has answered when it returns. Returns the contract's id. */
  offer(by: Person, to: Person, milestones?: readonly unknown[], more?: Record<string, unknown>): Promise<string>;
  /** An accepted contract, its first milestone funded. */
  contract(by: Person, to: Person, milestones?: readonly unknown[]): Promise<string>;
  /** Moves the test clock: an ISO duration, an instant, or undefined for the next deadline. */
  wait(how?: string): Promise<Json>;
  /** A second server process's worth of server on the same database. */
  another(): Promise<Running>;
  stop(): Promise<void>;
}

export const settings = (folder: string, more: Partial<Config> = {}): Config => ({
  ...readConfig({ FAIRHOLD_DATA: folder, FAIRHOLD_SEED: 'no', FAIRHOLD_SECRET: 'a secret of tests that is long enough' }),
  port: 0,
  ...more,
});

export async function town(more: Partial<Config> = {}): Promise<Town> {
  const db = await testDb();
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-town-'));
  const config = settings(folder, { databaseUrl: db.url, ...more });
  const running = await startFairhold(config);
  const others: Running[] = [];
  const base = running.url;
  const tag = Math.random().toString(36).slice(2, 8);
  let clerk: Promise<Person> | undefined;

  const t: Town = {
    db,
    running,
    base,
    person: (key, p = {}) => invite(base, key, { name: key, ...p }, tag),
    call: (who, method, path, body, o) => call(base, who, method, path, body, o),
    act: (by, contract, name, o) => act(base, by, contract, name, o),
    async does(by, contract, name, o) {
      const { done } = await act(base, by, contract, name, o);
      if (done.status !== 200) throw new Error(`${by.name} ${name}: ${done.status} ${done.text}`);
      await t.wait('PT0S');
      return done.json;
    },
    async offer(by, to, milestones = [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }], extra = {}) {
      const body = {
        freelancer: to.account,
        client: by.account,
        currency: 'USD',
        card: by.card,
        terms: { title: 'Website', scope: 'Five pages', milestones, ...extra },
      };
      const sent = await call(base, by, 'POST', '/v1/contracts', body, { key: crypto.randomUUID() });
      if (sent.status !== 201) throw new Error(`the offer: ${sent.text}`);
      await t.wait('PT0S');
      return sent.json.id as string;
    },
    async contract(by, to, milestones) {
      const id = await t.offer(by, to, milestones);
      await t.does(to, id, 'accept');
      return id;
    },
    async wait(how) {
      clerk ??= invite(base, 'clerk', { name: 'Clerk', staff: ['auditor'] }, tag);
      const body = how === undefined ? { next: true } : how.startsWith('P') ? { by: how } : { to: how };
      const moved = await call(base, await clerk, 'POST', '/v1/clock', body);
      if (moved.status !== 200) throw new Error(`the clock: ${moved.text}`);
      return moved.json;
    },
    async another() {
      const started = await startFairhold(config);
      let stopped: Promise<void> | undefined;
      const one = { ...started, stop: () => (stopped ??= started.stop()) };
      others.push(one);
      return one;
    },
    async stop() {
      for (const one of others) await one.stop();
      await running.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return t;
}
