/** Shapes of what a witness is asked and answers, by the link in a mail (DSP-11). */
import { z } from 'zod';
import { Action } from './schemas.ts';

const instant = z.string().describe('UTC, ISO 8601');

export const WitnessInvitation = z
  .object({
    name: z.string(),
    title: z.string().describe('Of the contract'),
    by: z.string().describe('Who invited'),
    other: z.string(),
    about: z.string(),
    until: instant,
    says: z.object({ reads: z.string(), record: z.string(), silence: z.string(), ends: z.string(), keeps: z.array(z.string()) }),
    actions: z.array(Action),
    now: instant,
  })
  .meta({ id: 'WitnessInvitation' });
export const WitnessPreview = z
  .object({ digest: z.string(), act: z.string(), sentence: z.string(), sha256: z.string().optional(), effects: z.array(z.string()) })
  .meta({ id: 'WitnessPreview' });
export const WitnessReceipt = z
  .object({
    act: z.string(),
    at: instant,
    name: z.string(),
    title: z.string(),
    sentence: z.string(),
    statement: z.object({ text: z.string(), sha256: z.string(), exhibit: z.int().describe('Its number in the case') }).optional(),
  })
  .meta({ id: 'WitnessReceipt' });
