/** A search for missing money as its owner and finance see it (RFR-4 to RFR-6). */
import { type Contract, type Instance, instancesOf } from '@fairhold/domain';
import { traceFacts } from '@fairhold/domain/processes/trace';
import type { z } from 'zod';
import { iso, type Speech } from './viewer.ts';
import type { Trace } from './way-schemas.ts';

export type TraceView = z.infer<typeof Trace>;

export function traceView(i: Instance, s: Speech): TraceView {
  const f = traceFacts(i);
  return {
    id: i.id,
    state: i.state,
    stateWords: s.words.STATES[`trace.${i.state}`] ?? i.state,
    reportedAt: iso(f.reportedAt),
    asked: f.asked,
    ...(i.windows[0] && { answerBy: iso(i.windows[0].dueAt) }),
    ...(f.book && { book: { state: f.book.state, words: s.words.CHOICES[f.book.state] ?? f.book.state, at: iso(f.book.at) } }),
    ...(f.answer && {
      answer: {
        ...(f.answer.reference && { reference: f.answer.reference }),
        ...(f.answer.message && { message: f.answer.message }),
        at: iso(f.answer.at),
      },
    }),
  };
}

/** The latest search for a refund or payout, if there was one. */
export const traceOf = (c: Contract, of: string): Instance | undefined =>
  instancesOf(c, 'trace')
    .filter((t) => traceFacts(t).of === of)
    .at(-1);
