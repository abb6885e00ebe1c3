/** `npm run story -- NAME`: plays a story and tells each step as a person would. Without a name: all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@fairhold/server/config';
import { startFairhold } from '@fairhold/server/start';
import { playStory } from './stories/player.ts';
import { readStories } from './stories/read.ts';

const wanted = process.argv.slice(2).map((w) => w.toLowerCase());
const stories = readStories();
const chosen = stories.filter((s) => wanted.length === 0 || wanted.some((w) => s.name.toLowerCase().includes(w)));
if (chosen.length === 0) {
  console.error(`There is no such story. There are: ${stories.map((s) => s.name).join(', ')}.`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'fairhold-story-'));
const running = await startFairhold({ ...readConfig({ ...process.env, FAIRHOLD_DATA: folder, FAIRHOLD_SEED: 'no' }), port: 0, seed: false });
let broken = 0;
for (const story of chosen) {
  console.log(`\n── ${story.name} (${story.rules.join(', ')}) ──\n${story.about}\n`);
  try {
    const { steps } = await playStory(() => running.url, story, { line: (text) => console.log(text) });
    console.log(`\n${steps} steps, all as told.`);
  } catch (error) {
    broken += 1;
    console.error(`\n${error instanceof Error ? error.message : error}`);
  }
}
await running.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(broken > 0 ? 1 : 0);
