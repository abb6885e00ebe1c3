/** The books for staff: trial balance, accounts, and what moved on each (MNY-2, MNY-9). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountName, balanceOf, ledgerAccounts, ledgerEntries, trialBalance } from '../console/ledger.ts';
import { cursorOf, pageQuery, readCursor } from '../console/page.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';

const currency = z.string().regex(/^[A-Z]{3}$/);
const KINDS = ['world', 'escrow', 'arbitration', 'pending', 'available', 'credit', 'refunds', 'payouts', 'fees'] as const;
const account = z
  .string()
  .max(140)
  .regex(/^(world$|(escrow|arbitration|pending|available|credit|refunds|payouts|fees):.)/, 'is no account of the ledger');

export function consoleLedgerRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  r.get(
    '/v1/console/ledger',
    {
      schema: {
        tags: ['console'],
        summary: 'The trial balance: all accounts by kind and currency, summing to 0',
        response: { 200: V.ConsoleLedger },
      },
    },
    async () => {
      return trialBalance(s);
    },
  );

  r.get(
    '/v1/console/ledger/accounts',
    {
      schema: {
        tags: ['console'],
        summary: 'Accounts of a kind that are not zero',
        querystring: pageQuery.extend({ kind: z.enum(KINDS), currency }),
        response: { 200: V.LedgerAccounts },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const after = readCursor(req.query.cursor, ['string'])?.[0] ?? '';
      const rows = await ledgerAccounts(s, req.query.kind, req.query.currency, after, req.query.limit);
      const items = [];
      for (const row of rows) items.push({ ...row, ...(await accountName(s, row.account, caller.speaks)) });
      return { items, next: rows.length === req.query.limit ? cursorOf([rows.at(-1)?.account ?? '']) : null };
    },
  );

  r.get(
    '/v1/console/ledger/entries',
    {
      schema: {
        tags: ['console'],
        summary: 'What moved on an account, the latest first: the act or silence, the rule, who, and the balance after it',
        querystring: pageQuery.extend({ account, currency }),
        response: { 200: V.LedgerEntries },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { account: of, currency: in_, cursor, limit } = req.query;
      const place = readCursor(cursor, ['string', 'number', 'number']);
      const { items, next } = await ledgerEntries(s, caller, of, in_, place && { xid: place[0], n: place[1], balance: place[2] }, limit);
      return {
        account: of,
        name: (await accountName(s, of, caller.speaks)).name,
        currency: in_,
        balance: await balanceOf(s, of, in_),
        items,
        next: next ? cursorOf([next.xid, next.n, next.balance]) : null,
      };
    },
  );
}
