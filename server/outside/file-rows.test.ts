import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { testDb } from '../store/testing.ts';
import { dropUnnamed, enterShelved } from './file-rows.ts';
import { openFileStore, pathOf } from './files.ts';

const db = await testDb();
const folder = await mkdtemp(join(tmpdir(), 'fairhold-rows-'));
const store = await openFileStore(folder);
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

describe('content without a row', () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const there = (text: string) =>
    stat(pathOf(folder, digest(text))).then(
      () => true,
      () => false,
    );
  const row = (file: { name: string; size: number; type: string; sha256: string }) => ({
    ...file,
    id: crypto.randomUUID(),
    owner: 'ann',
    createdAt: 0,
  });
  const put = (text: string, key?: string) =>
    store.put(Readable.from([Buffer.from(text)]), 'a.txt', (file, shelve) => enterShelved(db, 'main', row(file), key, shelve));
  /** Goes through all shelves. */
  async function sweep(before = Date.now() + 1000): Promise<number> {
    let n = 0;
    for (let round = 0; round < 32; round += 1) n += await dropUnnamed(db, store, before);
    return n;
  }

  test('API-4: two processes with one key at once: one file, one row, and nothing of the other', async () => {
    for (let n = 0; n < 20; n += 1) {
      const texts = [`one ${n}`, `other ${n}`];
      const made = await Promise.all(texts.map((text) => put(text, `key ${n}`)));
      expect(made.filter(Boolean)).toHaveLength(1);
      for (const [k, text] of texts.entries()) expect([text, await there(text)]).toEqual([text, made[k] !== undefined]);
    }
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(await sweep()).toBe(0);
  });

  test('CFE-3: what a process that died left without a row goes after a day; named or fresh content stays', async () => {
    await put('named');
    const left = pathOf(folder, digest('left'));
    await mkdir(dirname(left), { recursive: true });
    await writeFile(left, 'left');
    expect(await sweep(Date.now() - 86_400_000)).toBe(0);
    await utimes(left, new Date(0), new Date(0));
    await utimes(pathOf(folder, digest('named')), new Date(0), new Date(0));
    await sweep(Date.now() - 86_400_000);
    expect([await there('left'), await there('named')]).toEqual([false, true]);
  });

  test('CFE-3: uploads under way while content is swept lose nothing, whatever stood there before', async () => {
    let over = false;
    const sweeping = (async () => {
      while (!over) await dropUnnamed(db, store, Date.now() + 1000);
    })();
    for (let n = 0; n < 60; n += 1) {
      const text = `same ${n % 6}`;
      const [a, b] = await Promise.all([put(text), put(text)]);
      expect([a?.sha256, b?.sha256, await there(text)]).toEqual([digest(text), digest(text), true]);
      await db.pool.query('delete from files where id = any($1)', [[a?.id, b?.id]]);
    }
    over = true;
    await sweeping;
    await sweep();
    for (let n = 0; n < 6; n += 1) expect(await there(`same ${n}`)).toBe(false);
  });
});
