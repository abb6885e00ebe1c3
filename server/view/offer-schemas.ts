/** Settlement offers of a case, and what each side wants beside them (SET-1). */
import { z } from 'zod';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');

export const Offer = z
  .object({
    id: z.string(),
    by: z.enum(['client', 'freelancer']),
    freelancer: minor,
    client: minor,
    note: z.string().optional(),
    state: z.string(),
    stateWords: z.string(),
    madeAt: instant,
    until: instant.optional(),
    answers: z.string().optional(),
  })
  .meta({ id: 'SettlementOffer' });
export const Position = z.object({
  kind: z.enum(['offer', 'client', 'freelancer', 'proposal', 'silence']),
  freelancer: minor.describe('Before the service fee; the two make up the gap'),
  client: minor,
  by: z.enum(['client', 'freelancer']).optional().describe('Whose offer it is'),
  at: instant.optional().describe('When silence does it'),
});
export const Road = z
  .object({
    road: z.enum(['now', 'yes', 'offer', 'no']),
    act: z.string().optional().describe('The answer; none for what holds now'),
    client: minor.describe('Back to the client, fees included'),
    freelancer: minor.describe('To the freelancer after the service fee'),
    fees: minor.describe('The service fee'),
    held: minor.describe('Held afterwards; for a no the most that can stay in dispute'),
    next: z.string().optional().describe('What comes next'),
  })
  .meta({ id: 'Road' });
