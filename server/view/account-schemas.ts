/** What an account has, what is held of it, and what is on its way. */
import { z } from 'zod';
import { Action } from './schemas.ts';
import { Way } from './way-schemas.ts';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');

export const OpenWay = z
  .object({
    contract: z.string().describe('Where it comes from: a contract, or the wallet of the account'),
    title: z.string().optional().describe('Of the contract; a wallet has none'),
    kind: z.enum(['refund', 'payout']),
    currency: z.string(),
    way: Way,
    report: Action.optional().describe('To report it missing; before its time, why not yet'),
  })
  .meta({ id: 'OpenWay' });
export const AccountMoney = z
  .object({
    now: instant,
    balances: z.array(
      z.object({
        kind: z.string().describe('available, pending, credit, refunds, payouts'),
        currency: z.string(),
        amount: minor,
        by: instant.optional().describe('Of what is on its way: the last date by which it arrives. Of what is pending: when the last hold is over'),
        businessDays: z.int().optional().describe('How many business days that one may take at the most'),
      }),
    ),
    held: z.array(z.object({ currency: z.string(), amount: minor })).describe('In escrow, of what this account pays for'),
    ways: z
      .array(OpenWay)
      .describe('Every refund and payout that is under way, looked for, or can still be reported missing; the next to arrive first'),
  })
  .meta({ id: 'AccountMoney' });
