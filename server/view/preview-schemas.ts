/** The shape of the money of a preview (MNY-4). */
import { z } from 'zod';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');

export const PreviewMoney = z.object({
  splits: z
    .array(
      z.object({
        of: z.enum(['charge', 'held']),
        rows: z.array(z.object({ label: z.string(), amount: minor, to: z.enum(['you', 'them', 'client', 'freelancer', 'held', 'platform']) })),
        total: z.object({ label: z.string(), amount: minor }),
      }),
    )
    .describe('Tables that add up: what a card is charged, by its parts; and where the held money is afterwards. No money stands in two rows of one'),
  client: minor.describe('Back to the client, fees included'),
  freelancer: minor.describe('To the freelancer after the service fee'),
  fees: minor,
  held: minor.describe('Held afterwards'),
  charge: z.object({ amount: minor, fee: minor, initiation: minor, total: minor, card: z.string() }).optional(),
  refunds: z.array(z.object({ amount: minor, card: z.string(), by: instant })),
});
