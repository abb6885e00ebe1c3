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
});
