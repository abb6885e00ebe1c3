/** Blind bids in a case (SET-3). */
import { z } from 'zod';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');

const BothSides = z.object({ client: z.boolean(), freelancer: z.boolean() });
export const BlindBids = z
  .object({
    most: z.int().describe('How often numbers may be compared in one case; 0: no blind bids'),
    left: z.int().describe('How often that can still be done'),
    rounds: z.array(
      z.object({
        id: z.string(),
        by: z.enum(['client', 'freelancer']).describe('Who proposed it'),
        state: z.string(),
        stateWords: z.string(),
        gap: minor.describe('In dispute when it was proposed'),
        entered: BothSides.describe('Whose number is in; never which'),
        yours: minor.optional().describe('The number of your own side; nobody else is shown it, and you are shown no other'),
        since: instant,
        until: instant.optional(),
      }),
    ),
  })
  .meta({ id: 'BlindBids' });
