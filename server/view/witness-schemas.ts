/** The shape of a witness in a case (DSP-10). */
import { z } from 'zod';

const instant = z.string().describe('UTC instant, ISO 8601');

export const Witness = z
  .object({
    id: z.string(),
    side: z.enum(['client', 'freelancer']).describe('Who invited'),
    name: z.string(),
    email: z.string().optional().describe('For the side that invited, and for staff'),
    about: z.string(),
    state: z.string(),
    stateWords: z.string(),
    invitedAt: instant,
    until: instant,
    silence: z.string().optional().describe('What comes of it if the witness says nothing, while there is no answer'),
    statement: z.object({ text: z.string(), sha256: z.string(), at: instant }).optional(),
    declined: z.object({ reason: z.string().optional(), at: instant }).optional(),
  })
  .meta({ id: 'Witness' });
