/** What a witness can ask who has no account, only the link from a mail (DSP-11): read the invitation, make a statement, decline. */
import { type Actor, advance, type Contract, type Instance, instance, isRefusal, preview, type Refusal } from '@fairhold/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { worldOf } from '../commit.ts';
import { sha256 } from '../ids.ts';
import { languageOf } from '../language.ts';
import { limit } from '../limits.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import * as S from '../view/invitation-schemas.ts';
import { problemOf } from '../view/problem.ts';
import { KNOWN_PAYER, type ViewInput } from '../view/viewer.ts';
import { invitationView, witnessPreview, witnessReceipt } from '../view/witness.ts';
import { invitationOf, type Witness, witnessByToken } from '../witnesses.ts';
import { sendKept } from './acting.ts';
import { keyOf, peopleIn } from './contracts.ts';

const Token = z.string().min(1).max(200).describe('What stands behind # in the link of the mail');
const QUARTER_MS = 15 * 60_000;
/** "No" that says nothing about who was invited; every other answers like a link that nobody has. */
const OPEN: readonly string[] = ['bad_input', 'preview_needed', 'stale_preview', 'key_reused', 'request_running', 'later', 'internal'];

export function witnessRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;
  const tries = s.config.signInTries || 100;
  const fromHere = limit(app, { max: tries * 10, windowMs: QUARTER_MS, says: 'rate_limited.witness' });
  const byLink = limit(app, { max: tries * 3, windowMs: QUARTER_MS, says: 'rate_limited.witness' });

  const actorOf = (w: Pick<Witness, 'id'>): Actor => ({ roles: ['witness'], person: w.id });

  /** Whose link it is. Every link that is no good answers alike: wrong, used, withdrawn, over. */
  async function knownBy(req: FastifyRequest, reply: FastifyReply, token: string): Promise<Witness> {
    await fromHere(req, reply, `witness ${req.ip}`);
    await byLink(req, reply, `witness ${sha256(token)}`);
    const w = await witnessByToken(s.db, market, token);
    if (!w) throw no('invitation_over');
    return w;
  }

  /** The contract as it stands, and what of it is the witness's. A witness has no part in it: nothing else of this view is sent. */
  async function viewFor(req: FastifyRequest, w: Witness, c: Contract, now: number): Promise<ViewInput> {
    return {
      c,
      now,
      policy: s.policies.get(c.policy),
      viewer: { ...actorOf(w), role: 'staff', account: w.id, zone: 'UTC', locale: languageOf(req) },
      names: await s.accounts.names([c.client, c.freelancer, ...peopleIn(c)]),
      world: worldOf(new Map(), now, c.currency),
      payer: KNOWN_PAYER,
    };
  }
  async function standing(w: Witness, now: number): Promise<{ c: Contract; i: Instance }> {
    const stored = await s.door.fresh(w.contract);
    const c = stored && (advance(stored, now, s.policies.get(stored.policy), worldOf(new Map(), now, stored.currency)).at(-1)?.contract ?? stored);
    const i = c && invitationOf(c, w.id);
    if (!c || !i) throw no('invitation_over');
    return { c, i };
  }
  const refused = (v: ViewInput, refusal: Refusal, act: string): Error =>
    OPEN.includes(refusal.refused) ? problemOf(refusal, { ...v, act }) : no('invitation_over');

  r.post(
    '/v1/witness/invitation',
    {
      config: { ownKey: true },
      schema: {
        tags: ['cases'],
        summary: 'What a witness is asked',
        description: 'By what the link in the mail carries. Reading changes nothing; a link that is no good answers 404, whatever is wrong with it.',
        body: z.object({ token: Token }),
        response: { 200: S.WitnessInvitation },
      },
    },
    async (req, reply) => {
      const w = await knownBy(req, reply, req.body.token);
      const now = s.clock.now();
      const { c, i } = await standing(w, now);
      if (i.state !== 'invited') throw no('invitation_over');
      reply.header('cache-control', 'no-store');
      return invitationView(await viewFor(req, w, c, now), i);
    },
  );

  r.post(
    '/v1/witness/acts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['cases'],
        summary: 'Make a statement as a witness, or decline',
        description: 'A statement cannot be changed, so it needs the digest of its preview. It can be sent once.',
        body: z.object({
          token: Token,
          act: z.enum(['giveStatement', 'declineStatement']),
          input: z.record(z.string(), z.unknown()).default({}),
          preview: z.boolean().optional().describe('Answer what would happen; nothing is changed'),
          digest: z.string().max(128).optional().describe('Digest of the preview that was read; needed for a statement'),
        }),
        response: { 200: z.union([S.WitnessPreview, S.WitnessReceipt]) },
      },
    },
    async (req, reply) => {
      const receivedAt = s.clock.now();
      const { token, act, input, digest } = req.body;
      const w = await knownBy(req, reply, token);
      const { c, i } = await standing(w, receivedAt);
      const base = await viewFor(req, w, c, receivedAt);
      const wanted = { act, on: i.id, input };
      if (req.body.preview) {
        const seen = preview(c, actorOf(w), wanted, receivedAt, base.policy, base.world);
        if (isRefusal(seen)) throw refused(base, seen, act);
        return witnessPreview(base, i, seen.step.contract, act, sha256(seen.essence));
      }
      const outcome = await s.door.knock({
        contract: c.id,
        receivedAt,
        who: () => actorOf(w),
        act: wanted,
        ...(digest && { digest }),
        key: { caller: w.id, key: keyOf(req), bodyHash: sha256(JSON.stringify(req.body)) },
        render: (after, now) => JSON.stringify(witnessReceipt({ ...base, c: after, now }, instance(after, i.id) as Instance, act)),
      });
      if (!outcome.done) throw refused(base, outcome.refusal, act);
      return sendKept(reply, outcome) as never;
    },
  );
}
