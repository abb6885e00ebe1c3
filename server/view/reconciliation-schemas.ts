/** The shapes of what reconciliation says of a difference: what would mend it, and what asking the bank came to (MNY-9). */
import { z } from 'zod';

const Booking = z
  .object({ from: z.string(), to: z.string(), amount: z.int().describe('Whole minor units'), currency: z.string(), label: z.string() })
  .meta({ id: 'Booking' });
export const Remedy = z
  .object({
    why: z
      .enum(['confirm', 'over', 'gone', 'notOurs', 'disagrees', 'twice'])
      .describe('confirm: the bank is asked, and what it confirms is booked. Anything else is not for us to book: somebody has to act outside'),
    contract: z.object({ id: z.string(), title: z.string() }).optional(),
    confirm: z
      .object({
        says: z.string().describe('What the bank would have to say'),
        rule: z.string(),
        books: z.array(Booking).describe('What would be booked then, to the cent; empty: no money moves'),
      })
      .optional(),
  })
  .meta({ id: 'Remedy' });
export const BankAsked = z
  .object({
    says: z.string().nullable().describe('What the bank’s book says; null: it has nothing under this reference'),
    books: z.array(Booking).describe('What was booked because of it'),
  })
  .meta({ id: 'BankAsked' });
