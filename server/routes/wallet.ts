/** What an account has of its own and how it gets it out: payouts (MNY-6). */
import { advance, type Contract } from '@fairhold/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import { sha256 } from '../ids.ts';
import { actorIn, type Part } from '../parts.ts';
import { openedWallet } from '../payouts/wallets.ts';
import type { Server } from '../server.ts';
import { readBalances } from '../store/steps.ts';
import { contractView } from '../view/contract.ts';
import * as S from '../view/schemas.ts';
import { KNOWN_PAYER } from '../view/viewer.ts';
import { previewOf, refusalOf, sendKept } from './acting.ts';
import { keyOf, notFound, viewerOf } from './contracts.ts';

const params = z.object({ id: z.string().max(100) });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .default('USD');
const Body = z.object({
  act: z.enum(['payOut', 'payOutCredit', 'reportMissing']),
  on: z.string().max(120).default('wallet').describe('The wallet, or one of its payouts'),
  currency,
  input: z.record(z.string(), z.unknown()),
  preview: z.boolean().optional(),
  digest: z.string().max(128).optional(),
});

export function walletRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  /** The wallet of an account in a currency; it comes into being when it is first asked for. */
  async function open(req: FastifyRequest, account: string, code: string): Promise<{ caller: Caller; c: Contract; part: Part }> {
    const caller = await s.requireCaller(req);
    if (!s.policies.get('').amounts[code]) throw notFound();
    const c = await openedWallet(s, account, code);
    return { caller, c, part: { roles: ['client'], role: 'client', account } };
  }

  async function viewInput(c: Contract, caller: Caller, part: Part) {
    const now = s.clock.now();
    const balances = await readBalances(s.db.pool as never, market, [`available:${c.client}`, `credit:${c.client}`]);
    const world = worldOf(balances, now, c.currency);
    const policy = s.policies.get(c.policy);
    const at = advance(c, now, policy, world).at(-1)?.contract ?? c;
    const names = await s.accounts.names([c.client]);
    return { c: at, now, policy, world, viewer: viewerOf(caller, part), names, payer: KNOWN_PAYER, soonest: s.provider.soonest };
  }

  r.get(
    '/v1/accounts/:id/wallet',
    {
      schema: {
        tags: ['money'],
        summary: 'Payouts of an account and what it may do',
        params,
        querystring: z.object({ currency }),
        response: { 200: S.Contract },
      },
    },
    async (req) => {
      const { caller, c, part } = await open(req, req.params.id, req.query.currency);
      return contractView(await viewInput(c, caller, part));
    },
  );

  r.post(
    '/v1/accounts/:id/acts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['money'],
        summary: 'Pay out what is available, or report a payout that did not arrive',
        params,
        body: Body,
        response: { 200: z.union([S.Contract, S.Preview]) },
      },
    },
    async (req, reply) => {
      const receivedAt = s.clock.now();
      const { caller, c, part } = await open(req, req.params.id, req.body.currency);
      const { act, on, input, digest } = req.body;
      const base = await viewInput(c, caller, part);
      const actor = actorIn(c, caller);
      if (!actor) throw notFound();
      if (req.body.preview) return previewOf(base, actor, { act, on, input });
      const outcome = await s.door.knock({
        contract: c.id,
        receivedAt,
        who: (at) => actorIn(at, caller),
        act: { act, on, input },
        ...(digest && { digest }),
        key: { caller: caller.person, key: keyOf(req), bodyHash: sha256(JSON.stringify(req.body)) },
        render: (after, at, recorded) => JSON.stringify(contractView({ ...base, c: after, now: at, recorded })),
      });
      if (!outcome.done) throw refusalOf(base, { act, on }, outcome);
      return sendKept(reply, outcome) as never;
    },
  );
}
