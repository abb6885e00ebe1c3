import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutSecrets } from '../log.ts';
import { testDb } from '../store/testing.ts';
import { call, invite } from '../testing/http.ts';

test('ACC-2: what looks like a secret is taken out of a text, what does not stays', () => {
  const key = `fh_0123456789ab_${'k'.repeat(32)}`;
  const text = `Error: of ${key} at postgres://fairhold:hunter22@db:5432/x { password: 'open sesame', "token": "abcdef", code: '23505' } cookie: a=b`;
  const out = withoutSecrets(text, ['a secret of ours']);
  for (const secret of [key, 'k'.repeat(32), 'hunter22', 'open', 'abcdef', 'a=b']) expect(out).not.toContain(secret);
  for (const plain of ['Error: of fh_…', 'fairhold:…@db:5432/x', "code: '23505'"]) expect(out).toContain(plain);
  expect(withoutSecrets('signed with a secret of ours.', ['a secret of ours'])).toBe('signed with ….');
});

test('ACC-2: a server prints no secret, whatever fails inside it', async () => {
  const db = await testDb();
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-log-'));
  const secret = 'the secret that signs the sessions of this test';
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: { ...process.env, PORT: '0', FAIRHOLD_DATA: folder, FAIRHOLD_SEED: 'no', FAIRHOLD_SECRET: secret, DATABASE_URL: db.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (d: Buffer) => {
      said += d.toString();
    });
  const base = await new Promise<string>((ok, no) => {
    child.once('exit', () => no(new Error(said)));
    const look = setInterval(() => {
      const port = /is open at http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (!port) return;
      clearInterval(look);
      ok(`http://127.0.0.1:${port}`);
    }, 20);
  });
  const ben = await invite(base, 'ben', { name: 'Ben' }, 'log');
  const key = (await call(base, ben, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] }, { key: 'make' })).json.key as string;
  const password = 'correct horse battery staple';
  const token = 'tokenXYZ123456789tokenXYZ';
  // Everything that could be printed on failure: the tables behind it are gone, so that it does fail.
  await db.pool.query(
    'alter table api_keys rename to lost_keys; alter table accounts rename to lost_accounts; alter table auth."user" rename to lost; alter table auth."verification" rename to lost_too',
  );
  const answers = await Promise.all([
    call(base, ben, 'GET', '/v1/me'),
    call(base, undefined, 'GET', `/v1/me?token=${token}`, undefined, { headers: { authorization: `Bearer ${key}` } }),
    call(base, ben, 'POST', '/v1/api-keys', { name: 'k2', scopes: ['read'] }, { key: 'make2' }),
    call(base, undefined, 'POST', '/auth/sign-in/email', { email: 'ben.log@example.test', password }),
    call(base, undefined, 'POST', '/auth/sign-up/email', { email: 'new@example.test', name: 'New', password }),
    call(base, undefined, 'POST', '/auth/reset-password', { token, newPassword: password }),
    call(base, undefined, 'GET', `/auth/reset-password/${token}?callbackURL=/`),
    call(base, undefined, 'GET', `/auth/verify-email?token=${token}`),
  ]);
  expect(answers.filter((a) => a.status === 500).length).toBeGreaterThan(2);
  const ended = new Promise((r) => child.once('exit', r));
  child.kill('SIGTERM');
  await ended;
  // It did print: the failures are there, with their request ids.
  expect(said).toMatch(/request [0-9a-f-]{36} GET \/v1\/me failed/);
  const cookies = ben.cookie.split('; ').map((c) => c.slice(c.indexOf('=') + 1));
  const hash = (await db.pool.query<{ secret_hash: string }>('select secret_hash from lost_keys')).rows[0]?.secret_hash as string;
  const own = new URL(db.url).password;
  for (const one of [secret, key, key.slice(key.indexOf('_', 3) + 1), password, token, hash, own, ...cookies, ...cookies.map(decodeURIComponent)])
    expect([one, said.includes(one)]).toEqual([one, false]);
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
