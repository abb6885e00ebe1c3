/** Money on its way out, and the search for what did not arrive. */
import { z } from 'zod';

const instant = z.string().describe('UTC instant, ISO 8601');

/** RFR-4: a search for money that did not arrive. */
export const Trace = z
  .object({
    id: z.string(),
    state: z.string().describe('open, overdue, found, credited, cameBack, unanswered'),
    stateWords: z.string(),
    reportedAt: instant,
    answerBy: instant.optional(),
    asked: z.int().describe('How often the bank’s book was asked'),
    book: z.object({ state: z.string(), words: z.string(), at: instant }).optional().describe('What it said last'),
    answer: z.object({ reference: z.string().optional(), message: z.string().optional(), at: instant }).optional(),
  })
  .meta({ id: 'Trace' });
/** Money on its way out: a refund or a payout, with where it is. */
export const Way = z
  .object({
    id: z.string(),
    amount: z.int().describe('Whole minor units'),
    state: z.string(),
    stateWords: z.string(),
    reference: z.string().describe('Of this payment at the bank'),
    requestedAt: instant,
    sentAt: instant.optional(),
    arrivesBy: instant.optional().describe('The latest date, while it is on its way'),
    ahead: z
      .array(z.object({ stage: z.enum(['withBank', 'there']), earliest: instant.optional(), latest: instant }))
      .describe('What has not happened yet, with its earliest and its latest date; a latest date that is over stands alone'),
    late: z.literal(true).optional().describe('Its latest date is over'),
    businessDays: z.int().optional().describe('How many business days it may take at the most'),
    overAt: instant.optional().describe('When it arrived or came back'),
    card: z.string(),
    to: z.string(),
    trace: Trace.optional(),
  })
  .meta({ id: 'Way' });
