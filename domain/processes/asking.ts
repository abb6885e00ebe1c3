/** What a mediator asks the two: one question to each, or the same to both at once; while one is open the target waits (MED-2). */
import { caseFacts } from '../casefacts.ts';
import { type Instance, instancesOf, type Party, type Refusal, refuse } from '../contract.ts';
import { changeWindow, type Draft, get, open, setFacts } from '../draft.ts';
import { type Fields, longtext } from '../fields.ts';
import type { Look } from '../process.ts';

const TO = ['client', 'freelancer', 'both'] as const;
export const questionFields = (): Fields => ({ to: { kind: 'choice', options: TO }, question: longtext(5, 2000) });

const questionsIn = (d: Draft, theCase: string): Instance[] => instancesOf(d.c, 'question').filter((q) => q.facts['case'] === theCase);
const areOpen = (d: Draft, theCase: string): boolean => questionsIn(d, theCase).some((q) => q.state === 'asked');

export function ask(d: Draft, x: Look): Refusal | undefined {
  const chosen = x.input['to'] as (typeof TO)[number];
  const asked: readonly Party[] = chosen === 'both' ? ['client', 'freelancer'] : [chosen];
  const again = questionsIn(d, x.i.id).find((q) => asked.includes(q.facts['to'] as Party));
  if (again) return refuse('one_question_each', { to: again.facts['to'] }, 'MED-2');
  if (!areOpen(d, x.i.id)) setFacts(d, x.i.id, { askingSince: d.at });
  for (const to of asked) {
    const q = open(d, 'question', { case: x.i.id, to, question: x.input['question'] });
    changeWindow(d, q.id, 'question', (w) => ({ ...w, actor: to }));
  }
  return undefined;
}

/** The time in which a question was open is added to the target once, however many were. */
export function resume(d: Draft, x: Look): void {
  const c = get(d, x.i.facts['case'] as string);
  if (areOpen(d, c.id) || !c.windows.some((w) => w.name === 'mediationTarget')) return;
  const since = caseFacts(c).askingSince ?? x.i.since;
  changeWindow(d, c.id, 'mediationTarget', (w) => ({ ...w, dueAt: w.dueAt + (d.at - since) }));
}
