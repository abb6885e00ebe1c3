/** Reads the stories; one that begins like another names it and how many of its steps it shares. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Story } from './player.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'stories');
type Written = Omit<Story, 'people'> & { people?: Story['people']; from?: { file: string; steps: number } };

function read(file: string): Story {
  const { from, ...own } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Written;
  if (!from) return { people: {}, ...own };
  const base = read(from.file);
  return { ...own, people: { ...base.people, ...own.people }, steps: [...base.steps.slice(0, from.steps), ...own.steps] };
}

/** All stories by file name. */
export const readStories = (): Story[] =>
  readdirSync(FOLDER)
    .filter((f) => f.endsWith('.json'))
    .sort()
    .map(read);
