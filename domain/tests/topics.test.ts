import { describe, expect, test } from 'vitest';
import type { Instance } from '../contract.ts';
import { exhibitsOf } from '../exhibits.ts';
import { DENIAL, endedWith, type Play, PROPOSAL, queued, CLAIM as WHY } from '../testing/play.ts';
import { TOPICS } from '../topics.ts';

const FILE = { id: 'f1', name: 'chat.txt', size: 3, type: 'text/plain', sha256: 'x' };
const theCase = (p: Play) => p.c.instances['case1'] as Instance;
const CLAIM = { claim: 20_000, ...WHY };

/** Ana has said something on scope, Ben on quality; Mia has the case. */
function raised() {
  const p = endedWith(0);
  p.does('ana', 'dispute', 'case1', { ...CLAIM, topics: [{ topic: 'scope', text: 'Two pages came on top.' }] });
  p.does('ben', 'contest', 'case1', { ...DENIAL, topics: [{ topic: 'quality', text: 'It does not load on phones.' }] });
  p.does('mia', 'take', 'case1');
  return p;
}

describe('topics', () => {
  test('MED-9: a side may say something by topic; one text is enough; each topic once, none that is not on the list', () => {
    const p = endedWith(0);
    for (const [topics, problem] of [
      [[{ topic: 'money', text: 'x' }], 'not_a_topic'],
      [
        [
          { topic: 'scope', text: 'x' },
          { topic: 'scope', text: 'y' },
        ],
        'not_a_topic',
      ],
      [[{ topic: 'scope', text: '' }], 'missing'],
      [[{ topic: 'scope', text: 'x'.repeat(5001) }], 'too_long'],
      [[{ topic: 'scope', text: 'x', stand: 'agreed' }], 'unknown_field'],
      ['scope', 'not_a_list'],
      [[null], 'not_a_topic'],
    ] as const)
      expect(p.no('ana', 'dispute', 'case1', { ...CLAIM, topics }).data).toMatchObject({ field: 'topics', problem });
    p.does('ana', 'dispute', 'case1', { ...CLAIM, topics: [] });
    expect(p.facts('case1')['statements']).not.toHaveProperty('freelancer.topics');
    p.does('ana', 'addendum', 'case1', { statement: 'Later.', topics: [{ topic: 'delivery', text: 'It was in time.' }] });
    expect(p.facts('case1')['addenda']).toMatchObject({ freelancer: { topics: [{ topic: 'delivery', text: 'It was in time.' }] } });
  });

  test('MED-9: both sides have the same fields', () => {
    const p = endedWith(0);
    const fields = (who: string, act: string) => Object.entries(p.offered(who, act)?.takes ?? {});
    const theirs = fields('ana', 'dispute').filter(([name]) => ['statement', 'criteria', 'topics', 'files'].includes(name));
    p.does('ana', 'dispute', 'case1', CLAIM);
    expect(fields('ben', 'contest').filter(([name]) => name !== 'concede')).toEqual(theirs);
    expect(theirs.map(([name]) => name)).toEqual(['statement', 'criteria', 'topics', 'files']);
  });

  test('MED-9: an exhibit is about what its giver says, else what its kind says, else about the whole', () => {
    const p = endedWith(0);
    p.no('ana', 'dispute', 'case1', { ...CLAIM, files: [{ ...FILE, topic: 'money' }] });
    p.does('ana', 'dispute', 'case1', {
      ...CLAIM,
      files: [
        { ...FILE, topic: 'communication' },
        { ...FILE, id: 'f2' },
      ],
    });
    const topics = new Map(exhibitsOf(p.c, theCase(p)).map((e) => [e.id, e.topic]));
    expect(Object.fromEntries(topics)).toMatchObject({
      ...{ terms1: 'scope', messages: 'communication', 'm1.s1': 'delivery' },
      'statements.freelancer.f1': 'communication',
    });
    expect([topics.get('statements.freelancer'), topics.get('statements.freelancer.f2')]).toEqual([undefined, undefined]);
  });

  test('MED-9: a file of a message or a submission has no topic', () => {
    const p = queued();
    expect(p.no('ana', 'say', p.offered('ana', 'say')?.on ?? '', { text: 'See this.', files: [{ ...FILE, topic: 'scope' }] }).data).toMatchObject({
      field: 'files',
    });
  });

  test('MED-9: a proposal answers every topic on which a side has said something, and may name the exhibits that show it', () => {
    const p = raised();
    const considered = exhibitsOf(p.c, theCase(p)).map((e) => e.id);
    const given = (topics: unknown) => ({ freelancer: 1, reasons: PROPOSAL.reasons, considered, criteria: 'partly', topics });
    const scope = { topic: 'scope', stand: 'disputed', text: 'The terms name five pages.', shownBy: ['terms1'] };
    const quality = { topic: 'quality', text: 'On phones it does not load.' };
    for (const [topics, problem] of [
      [[], 'topic_missing'],
      [[scope], 'topic_missing'],
      [[scope, { ...quality, text: '  ' }], 'missing'],
      [[scope, { ...quality, shownBy: ['nothing'] }], 'unknown_exhibit'],
      [[scope, { ...quality, stand: 'maybe' }], 'not_a_choice'],
    ] as const)
      expect(p.no('mia', 'propose', 'case1', given(topics)).data).toMatchObject({ field: 'topics', problem });
    p.does('mia', 'propose', 'case1', given([scope, quality]));
    expect(p.facts('case1')['proposal']).toMatchObject({ topics: [scope, quality] });
  });

  test('MED-9: where no side said anything by topic, reasons by topic may be left out: cases of before go on', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    p.does('mia', 'propose', 'case1', { freelancer: 10_000, ...PROPOSAL });
    expect(p.facts('case1')['proposal']).not.toHaveProperty('topics');
  });

  test('MED-9, ARB-7: an award answers topics, too, also those of further statements', () => {
    const p = raised();
    p.does('mia', 'propose', 'case1', { freelancer: 10_000, ...PROPOSAL });
    for (const who of ['ben', 'ana']) p.does(who, 'answerProposal', 'case1', { answer: 'reject' });
    for (const who of ['ben', 'ana']) p.does(who, 'payFee', 'case1', {});
    p.does('art', 'hear', 'case1');
    p.does('art', 'invite', 'case1');
    p.does('ben', 'stateFurther', 'case1', { statement: 'Once more.', topics: [{ topic: 'changes', text: 'Nobody asked me.' }] });
    const takes = p.offered('art', 'award')?.takes['topics'];
    expect(takes).toMatchObject({ kind: 'topics', of: TOPICS, needed: ['scope', 'changes', 'quality'] });
    p.does('art', 'award', 'case1', { freelancer: 5_000, reasons: 'A quarter of it can be used.' });
    expect((p.facts('case1')['award'] as { topics: { topic: string }[] }).topics.map((t) => t.topic)).toEqual(['scope', 'changes', 'quality']);
  });
});
