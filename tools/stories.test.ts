import { applyPatch, type Contract } from '@fairhold/domain';
import { readJournal } from '@fairhold/server/store/reads';
import { town } from '@fairhold/server/testing/running';
import { verify } from '@fairhold/server/verify';
import { afterAll, describe, expect, test } from 'vitest';
import { playStory } from './stories/player.ts';
import { readStories } from './stories/read.ts';

const t = await town();
const second = await t.another();
afterAll(() => t.stop());

describe('stories, through the API, on two servers in turn', () => {
  let n = 0;
  // Every request goes to the other server than the one before: nothing may live in a process that another cannot know.
  const base = () => (n++ % 2 === 0 ? t.base : second.url);

  test.each(readStories().map((s) => [`${s.rules.join(', ')}: ${s.name}`, s] as const))('%s, to the cent', async (_name, story) => {
    const { steps } = await playStory(base, story);
    expect(steps).toBe(story.steps.length);
  });

  test('AUD-1, AUD-2, MNY-9: afterwards every chain, every contract and every balance is as its journal says', async () => {
    const proof = await verify(t.db, 'main');
    expect(proof.broken).toEqual([]);
    expect(proof.contracts).toBeGreaterThanOrEqual(14);
  });

  test('AUD-2: a contract read between two snapshots is what all its steps give', async () => {
    const { rows: ids } = await t.db.pool.query<{ id: string }>('select id from contracts');
    for (const { id } of ids) {
      const steps = await readJournal(t.db, 'main', id);
      const folded: Contract[] = [];
      for (const step of steps) folded.push(applyPatch(folded.at(-1), step.patch));
      // As if the last snapshot had been written with the first step, or half way.
      for (const then of [folded[0], folded[folded.length >> 1]]) {
        await t.db.pool.query('update contracts set snapshot = $2 where id = $1', [id, JSON.stringify(then)]);
        const { rows } = await t.db.pool.query<{ doc: Contract }>('select c.doc from contracts c where id = $1', [id]);
        expect(rows[0]?.doc).toEqual(folded.at(-1));
      }
    }
    expect(ids.length).toBeGreaterThanOrEqual(14);
  });
});
