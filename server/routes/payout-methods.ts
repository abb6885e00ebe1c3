/** Where payouts of an account go: add a bank account, choose another, remove one; a change is held before it counts (MNY-11). */
import { type Contract, heldChangeOf, isRefusal, methodOfChange, payoutMethodOf } from '@fairhold/domain';
import { iso } from '@fairhold/domain/time';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PAYOUT_RETURNS } from '../outside/sandbox-teller.ts';
import { actorIn } from '../parts.ts';
import { KINDS, readBankAccount, usualKind } from '../payouts/bank-account.ts';
import type { MethodRow } from '../payouts/methods.ts';
import { openedWallet, walletOf } from '../payouts/wallets.ts';
import { no, notFound } from '../problem.ts';
import type { Server } from '../server.ts';
import { problemOf } from '../view/problem.ts';

const Method = z
  .object({
    id: z.string(),
    currency: z.string(),
    kind: z.enum(KINDS),
    label: z.string().describe('Country and the last four digits; the number itself is never shown again.'),
    state: z.enum(['inUse', 'held', 'spare']).describe('held: payouts go there from `inUseFrom` on'),
    inUseFrom: z.string().optional().describe('Of a held one: the instant in UTC at which it takes over'),
    addedAt: z.string(),
  })
  .meta({ id: 'PayoutMethod' });
const Methods = z
  .object({
    items: z.array(Method),
    changedAt: z.string().nullable().describe('When where payouts go was last changed, asked to change, or stopped from changing.'),
    currencies: z.array(z.string()).describe('Currencies in which payouts are possible.'),
    usual: z.record(z.string(), z.enum(KINDS)).describe('The kind of account that most people have for each of them.'),
    sandboxReturns: z.string().optional().describe('In a sandbox: an account ending like this sends every payout back.'),
  })
  .meta({ id: 'PayoutMethods' });
type View = z.infer<typeof Methods>;

const params = z.object({ id: z.string().max(100) });
const one = params.extend({ method: z.string().max(100) });
const short = z.string().trim().max(60).optional();
const Body = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  holder: z
    .string()
    .trim()
    .min(2)
    .max(140)
    .regex(/^\P{C}+$/u, 'no control characters')
    .describe('Whose account it is, as the bank knows them.'),
  iban: short.describe('For accounts that have one'),
  routing: short.describe('For an account in the USA: nine digits'),
  number: short.describe('For an account in the USA, beside `routing`'),
  use: z.boolean().default(true).describe('Payouts are to go there. The first one is chosen in any case.'),
});

export function payoutMethodRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  async function view(account: string): Promise<View> {
    const rows = await s.methods.of(account);
    const currencies = Object.keys(s.policies.get('').amounts);
    const wallets = new Map<string, Contract>();
    for (const code of currencies) {
      const c = await walletOf(s, account, code);
      if (c) wallets.set(code, c);
    }
    const changes = [...wallets.values()].flatMap((c) => (c.instances['wallet']?.facts['changedAt'] as number | undefined) ?? []);
    return {
      items: rows.map((row) => methodView(row, wallets.get(row.currency))),
      changedAt: changes.length > 0 ? iso(Math.max(...changes)) : null,
      currencies,
      usual: Object.fromEntries(currencies.map((code) => [code, usualKind(code)])),
      ...(s.config.mode === 'sandbox' && { sandboxReturns: PAYOUT_RETURNS }),
    };
  }

  function methodView(row: MethodRow, c: Contract | undefined): View['items'][number] {
    const held = c && heldChangeOf(c);
    const due = held?.windows[0]?.dueAt;
    const waits = held !== undefined && methodOfChange(held).id === row.id;
    // What is over by the clock counts, also when nobody has carried it out yet (TIM-5).
    const over = due !== undefined && due <= s.clock.now();
    const inUse = held && over ? methodOfChange(held).id : c ? payoutMethodOf(c)?.id : row.given ? row.id : undefined;
    const state = inUse === row.id ? 'inUse' : waits ? 'held' : 'spare';
    const { id, currency, kind, label, added_at } = row;
    return {
      id,
      currency,
      kind,
      label,
      state,
      addedAt: iso(added_at.getTime()),
      ...(state === 'held' && due !== undefined && { inUseFrom: iso(due) }),
    };
  }

  /** Does one act on the wallet. `fine`: refusals that say it is so already. */
  async function does(req: FastifyRequest, account: string, currency: string, act: string, on: string, input: unknown, fine: readonly string[] = []) {
    const caller = await s.requireCaller(req);
    const c = await openedWallet(s, account, currency);
    const outcome = await s.door.knock({
      contract: c.id,
      receivedAt: s.clock.now(),
      who: (at) => actorIn(at, caller),
      act: { act, on, input },
    });
    if (outcome.done || !isRefusal(outcome.refusal) || fine.includes(outcome.refusal.refused)) return;
    throw problemOf(outcome.refusal, { c, viewer: { locale: caller.speaks, zone: caller.zone } });
  }

  async function own(account: string, id: string): Promise<MethodRow> {
    const row = await s.methods.byId(id);
    if (row?.account !== account) throw notFound();
    return row;
  }
  const fact = (row: MethodRow) => ({ method: { id: row.id, label: row.label } });

  r.get(
    '/v1/accounts/:id/payout-methods',
    { schema: { tags: ['money'], summary: 'Where payouts of an account go', params, response: { 200: Methods } } },
    async (req) => view(req.params.id),
  );

  r.post(
    '/v1/accounts/:id/payout-methods',
    {
      // No key is kept of it, since the number would be part of what is kept; the same number twice is one account.
      config: { ownKey: true },
      schema: {
        tags: ['money'],
        summary: 'Add a bank account for payouts',
        description: 'A change of where payouts go is held for `windows.payoutChange`; until then payouts go to the account before, or wait.',
        params,
        body: Body,
        response: { 201: Methods },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      const { currency, use, ...typed } = req.body;
      if (!s.policies.get('').amounts[currency]) throw no('currency_not_paid_out', { currency });
      const bank = readBankAccount(typed);
      if (typeof bank === 'string') throw no(bank);
      const account = req.params.id;
      const first = (await s.methods.of(account, currency)).length === 0;
      const row = await s.methods.add({ account, currency, bank, by: caller.person, now: s.clock.now() });
      if (use || first) await does(req, account, currency, 'choosePayoutMethod', 'wallet', fact(row), ['payout_method_chosen']);
      return reply.code(201).send(await view(account));
    },
  );

  r.post(
    '/v1/accounts/:id/payout-methods/:method/use',
    { schema: { tags: ['money'], summary: 'Choose where payouts go', params: one, response: { 200: Methods } } },
    async (req) => {
      const row = await own(req.params.id, req.params.method);
      await does(req, row.account, row.currency, 'choosePayoutMethod', 'wallet', fact(row));
      return view(row.account);
    },
  );

  r.post(
    '/v1/accounts/:id/payout-methods/:method/keep',
    { schema: { tags: ['money'], summary: 'Stop the change to this account while it is held', params: one, response: { 200: Methods } } },
    async (req) => {
      const row = await own(req.params.id, req.params.method);
      const c = await walletOf(s, row.account, row.currency);
      const held = c && heldChangeOf(c);
      if (!held || methodOfChange(held).id !== row.id) throw no('payout_change_over');
      await does(req, row.account, row.currency, 'dropChange', held.id, {});
      return view(row.account);
    },
  );

  r.delete(
    '/v1/accounts/:id/payout-methods/:method',
    { schema: { tags: ['money'], summary: 'Remove a bank account', params: one, response: { 200: Methods } } },
    async (req) => {
      const row = await own(req.params.id, req.params.method);
      if ((await s.methods.unsent(row.id)) > 0) throw no('payout_being_sent', { method: row.label });
      await does(req, row.account, row.currency, 'removePayoutMethod', 'wallet', fact(row));
      await s.methods.remove(row.id, s.clock.now());
      return view(row.account);
    },
  );
}
