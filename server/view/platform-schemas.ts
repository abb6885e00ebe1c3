/** Shapes of the platform's own pages: reconciliation, solvency, the test clock, a sandbox's mails. */
import { z } from 'zod';
import { Remedy } from './reconciliation-schemas.ts';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');

export const Reconciliation = z.object({
  differences: z
    .array(z.looseObject({ difference: z.string(), queue: z.string(), reference: z.string(), remedy: Remedy.optional() }))
    .describe('`queue` is where it waits: bankOnly, oursOnly or differs; what has no answer for too long is in `unanswered`'),
  unanswered: z
    .array(
      z.object({
        reference: z.string(),
        kind: z.enum(['charge', 'refund', 'payout']),
        amount: minor,
        currency: z.string(),
        state: z.string(),
        contract: z.string(),
        attempts: z.int(),
        reason: z.string().nullable(),
        since: instant,
        remedy: Remedy.optional(),
      }),
    )
    .describe('What the provider has not answered for in time; it is asked on and on'),
  compared: z.int(),
  equal: z.boolean(),
});
export const Solvency = z.object({
  totals: z.array(z.object({ currency: z.string(), kind: z.string(), balance: minor })),
  contractsOff: z.array(z.object({ id: z.string(), held: minor, booked: minor })),
  sumsToZero: z.boolean(),
});
export const ClockNow = z.object({ now: instant, next: instant.nullable() });
export const ClockMove = z.object({
  to: z.iso.datetime({ offset: true }).optional(),
  by: z.string().max(40).optional(),
  next: z.boolean().optional(),
});
export const ClockMoved = z.object({
  now: instant,
  happened: z.array(z.object({ at: instant, contract: z.string(), title: z.string(), sentence: z.string(), act: z.string(), on: z.string() })),
  others: z.int().describe('Steps of contracts you are not part of'),
});
export const Mail = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    state: z.string(),
    at: instant,
    reason: z.string().nullable(),
    contract: z.string().nullable(),
  })
  .meta({ id: 'Mail' });
