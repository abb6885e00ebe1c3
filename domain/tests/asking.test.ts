import { expect, test } from 'vitest';
import { queued } from '../testing/play.ts';
import { DAY } from '../time.ts';

test('MED-2: the same question goes to both with one act; the target waits once for the two, and each was asked with it', () => {
  const p = queued();
  p.does('mia', 'take', 'case1');
  const target = p.due('case1');
  p.does('mia', 'ask', 'case1', { to: 'both', question: 'On which day was the draft handed over?' });
  expect([p.facts('question1'), p.facts('question2')]).toMatchObject([
    { to: 'client', question: 'On which day was the draft handed over?' },
    { to: 'freelancer', question: 'On which day was the draft handed over?' },
  ]);
  for (const to of ['client', 'freelancer', 'both'])
    expect(p.no('mia', 'ask', 'case1', { to, question: 'And at which hour?' }).refused).toBe('one_question_each');
  expect(p.no('ana', 'answerQuestion', 'question1', { answer: 'Me!' }).refused).toBe('not_asked');
  p.wait(DAY / 4);
  p.does('ana', 'answerQuestion', 'question2', { answer: 'On Monday.' });
  expect(p.due('case1')).toBe(target);
  p.wait(DAY / 4);
  p.does('ben', 'answerQuestion', 'question1', { answer: 'On Tuesday.' });
  expect([p.state('question1'), p.state('question2'), p.due('case1') - target]).toEqual(['answered', 'answered', DAY / 2]);
  // One was asked already: the other is asked alone.
  const q = queued();
  q.does('mia', 'take', 'case1');
  q.does('mia', 'ask', 'case1', { to: 'client', question: 'Which phone did you try?' });
  expect(q.no('mia', 'ask', 'case1', { to: 'both', question: 'And which browser?' }).data).toMatchObject({ to: 'client' });
  expect(q.all('question')).toHaveLength(1);
});
