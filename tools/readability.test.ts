import { expect, test } from 'vitest';
import { readability } from '../web/screens/staff/readability.ts';

test('MED-3: the grade of an English text is that of Flesch and Kincaid, counted by hand', () => {
  // 24 words in 4 sentences, 24 syllables: 0.39 x 6 + 11.8 x 1 - 15.59 = -1.45, which is the first year at least.
  const easy = readability('The cat sat on the mat. The dog ran to the gate. The boy saw a red bus. The man had a new hat.', 'en');
  expect(easy).toEqual({ words: 24, longest: 6, long: 0, grade: 1 });
  // 21 words, 43 syllables by these rules, one sentence: 0.39 x 21 + 11.8 x 2.05 - 15.59 = 16.8.
  const hard = readability(
    'Considerable responsibility for the unsatisfactory realisation of contractual deliverables is attributable to insufficient communication of requirements, notwithstanding the documentation provided initially.',
    'en',
  );
  expect(hard.grade).toBeGreaterThan(16);
});

test('MED-3: German is measured by Amstad: short words and sentences are for the first years, offices are not', () => {
  // 20 words in 4 sentences, 22 syllables: 180 - 5 - 58.5 x 1.1 = 110.7.
  expect(readability('Der Hund lief zum Tor. Die Katze saß im Gras. Das Kind sah den Bus. Der Mann kam am Tag.', 'de')).toMatchObject({ grade: 5 });
  const office = readability(
    'Die Verantwortlichkeit für die unzureichende Verwirklichung der vertraglich vereinbarten Leistungsbestandteile ist überwiegend auf mangelhafte Kommunikation zurückzuführen, ungeachtet der bereitgestellten Dokumentationsunterlagen sowie sonstiger Informationen.',
    'de',
  );
  expect(office.grade).toBe(16);
});

test('MED-3: a sentence of more than 25 words is named whatever its grade, and a few words say nothing of how somebody writes', () => {
  const long = readability(`${'so it is '.repeat(9)}.`, 'en');
  expect([long.words, long.longest, long.long]).toEqual([27, 27, 1]);
  expect(readability('Half of it was done.', 'en').grade).toBeUndefined();
  expect(readability('', 'de')).toEqual({ words: 0, longest: 0, long: 0 });
});
