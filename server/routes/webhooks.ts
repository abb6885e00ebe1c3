/** Webhooks: where an account wants its contracts' steps told, and what became of each telling (API-6). */
import { randomBytes } from 'node:crypto';
import { fill, wordsFor } from '@fairhold/copy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PAYERS } from '../access.ts';
import type { Tell } from '../auth/mails.ts';
import { type Reach, unfit } from '../outside/fetch.ts';
import { OFF_AFTER_MS, WEBHOOK_RETRIES } from '../outside/webhook-worker.ts';
import { no, notFound } from '../problem.ts';
import type { Sealer } from '../sealed.ts';
import type { Server } from '../server.ts';
import {
  addWebhook,
  type DeliveryRow,
  dropOldSecrets,
  dropWebhook,
  KEPT_MS,
  listDeliveries,
  listWebhooks,
  readWebhook,
  requeue,
  rotate,
  stillSigning,
  switchOn,
  type WebhookRow,
} from '../store/webhooks.ts';

const MOST = 10;
/** How long the secret before signs beside a new one. */
const ROTATION_MS = 24 * 3_600_000;

const Webhook = z
  .object({
    id: z.string(),
    account: z.string(),
    url: z.string(),
    createdAt: z.iso.datetime(),
    failingSince: z.iso.datetime().nullable().describe('Since when nothing was taken any more'),
    offAt: z.iso.datetime().nullable().describe('When it was switched off: nothing is sent until it is switched on'),
    oldSecretUntil: z.iso.datetime().nullable().describe('After a rotation: until when the secret before signs beside the new one'),
  })
  .meta({ id: 'Webhook' });
const NewSecret = Webhook.extend({ secret: z.string().describe('whsec_ and the key in base64') }).meta({ id: 'NewWebhook' });
const Delivery = z
  .object({
    id: z.string().describe('The header webhook-id, the same at every attempt'),
    sequence: z.int().describe('Grows with each step; give the last one back as cursor to go on'),
    contract: z.string(),
    seq: z.int().describe('The step of the contract'),
    state: z.enum(['queued', 'delivered', 'failed']),
    attempts: z.int(),
    payload: z.unknown().describe('What is sent'),
    createdAt: z.iso.datetime(),
    triedAt: z.iso.datetime().nullable(),
    nextAt: z.iso.datetime().nullable().describe('When it is tried next'),
    status: z.int().nullable().describe('What the receiver answered last'),
    problem: z.object({ code: z.string(), sentence: z.string() }).nullable().describe('Why it was not taken at the last attempt'),
  })
  .meta({ id: 'WebhookDelivery' });
const DAY_MS = 86_400_000;
const Windows = z
  .object({
    triedForDays: z.number().describe('How long what is not taken is tried again'),
    offAfterDays: z.number().describe('After so long without anything taken it is switched off'),
    keptForDays: z.number().describe('How long what waits for one that is off is kept'),
    oldSecretHours: z.number().describe('How long the secret before signs beside a new one'),
  })
  .describe('The times that hold for all of them');
const WINDOWS: z.infer<typeof Windows> = {
  triedForDays: WEBHOOK_RETRIES.reduce((sum, ms) => sum + ms, 0) / DAY_MS,
  offAfterDays: OFF_AFTER_MS / DAY_MS,
  keptForDays: KEPT_MS / DAY_MS,
  oldSecretHours: ROTATION_MS / 3_600_000,
};
const Id = z.object({ id: z.string().min(1).max(100) });
const Of = z.object({ account: z.string().max(100).optional().describe('Yours unless said otherwise') });

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const viewAt = (w: WebhookRow, now: number): z.infer<typeof Webhook> => ({
  ...{ id: w.id, account: w.account, url: w.url, createdAt: w.created_at.toISOString() },
  ...{ failingSince: w.failing_since?.toISOString() ?? null, offAt: w.off_at?.toISOString() ?? null },
  oldSecretUntil: stillSigning(w.old_secrets, now)[0]?.until ?? null,
});

function deliveryView(d: DeliveryRow, locale: string): z.infer<typeof Delivery> {
  const words = d.fault === null ? undefined : wordsFor(locale).WEBHOOK_FAULTS[d.fault];
  return {
    id: d.id,
    sequence: Number(d.n),
    contract: d.contract,
    seq: d.seq,
    state: d.state,
    attempts: d.attempts,
    payload: JSON.parse(d.body),
    createdAt: d.created_at.toISOString(),
    triedAt: d.tried_at?.toISOString() ?? null,
    nextAt: d.state === 'queued' ? d.next_at.toISOString() : null,
    status: d.status,
    problem: d.fault === null ? null : { code: d.fault, sentence: fill(words ?? d.fault, { status: d.status }) },
  };
}

interface Deps {
  readonly sealer: Sealer;
  readonly reach: Reach;
  readonly tell: Tell;
}

/** `GET`, `POST` for an account; `DELETE`, deliveries and redelivery for whoever may make one for it. */
export function webhookRoutes(app: FastifyInstance, s: Server, deps: Deps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;
  const view = (w: WebhookRow) => viewAt(w, s.clock.now());

  /** The caller, and the webhook that is theirs; problem 404 where there is none. */
  async function theirs(req: FastifyRequest, by: Parameters<typeof readWebhook>[2]) {
    const caller = await s.requireCaller(req);
    const webhook = await readWebhook(s.db, market, by);
    if (!webhook || !caller.seats.some((x) => x.account === webhook.account && PAYERS.includes(x.role))) throw notFound();
    return { caller, webhook };
  }

  r.get(
    '/v1/webhooks',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Webhooks of an account',
        querystring: Of,
        response: { 200: z.object({ items: z.array(Webhook), windows: Windows }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      return { items: (await listWebhooks(s.db, market, req.query.account ?? caller.person)).map(view), windows: WINDOWS };
    },
  );

  r.post(
    '/v1/webhooks',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Have the steps of an account’s contracts told to an address',
        description:
          'Each step that the account may know of is posted there, signed by Standard Webhooks with the secret, which is shown only now. Only public https addresses; a sandbox also takes http.',
        querystring: Of,
        body: z.object({ url: z.string().min(1).max(500) }),
        response: { 201: NewSecret },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      const why = unfit(req.body.url, deps.reach);
      if (why) throw no('webhook_address', { why });
      const secret = newSecret();
      const webhook = await addWebhook(s.db, market, {
        account: req.query.account ?? caller.person,
        url: new URL(req.body.url).href,
        secret: deps.sealer.seal(secret),
        by: caller.person,
        now: s.clock.now(),
        most: MOST,
      });
      if (!webhook) throw no('too_many_webhooks', { most: MOST });
      await deps.tell(webhook.account, 'webhookMade', { url: webhook.url, by: caller.name });
      return reply.code(201).send({ ...view(webhook), secret });
    },
  );

  r.delete(
    '/v1/webhooks/:id',
    { schema: { tags: ['webhooks'], summary: 'Delete a webhook, with what waits for it', params: Id, response: { 204: z.null() } } },
    async (req, reply) => {
      const { caller, webhook } = await theirs(req, { id: req.params.id });
      await dropWebhook(s.db, market, webhook.id);
      await deps.tell(webhook.account, 'webhookDropped', { url: webhook.url, by: caller.name });
      return reply.code(204).send(null);
    },
  );

  r.post(
    '/v1/webhooks/:id/rotate',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Give it another secret',
        description:
          'The new secret is shown only now. For 24 hours (`oldSecretUntil`) what is sent carries a signature by the secret before as well, so that a receiver can change over without losing anything.',
        params: Id,
        response: { 200: NewSecret },
      },
    },
    async (req) => {
      const { caller, webhook } = await theirs(req, { id: req.params.id });
      const secret = newSecret();
      const now = s.clock.now();
      const done = await rotate(s.db, market, webhook.id, { secret: deps.sealer.seal(secret), now, until: now + ROTATION_MS });
      if (!done) throw notFound();
      await deps.tell(webhook.account, 'secretRotated', { url: webhook.url, by: caller.name });
      return { ...view(done), secret };
    },
  );

  r.delete(
    '/v1/webhooks/:id/old-secret',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'End a rotation early: from here on only the new secret signs',
        params: Id,
        response: { 200: Webhook },
      },
    },
    async (req) => {
      const { caller, webhook } = await theirs(req, { id: req.params.id });
      const done = await dropOldSecrets(s.db, market, webhook.id);
      if (!done) throw notFound();
      if (view(webhook).oldSecretUntil) await deps.tell(webhook.account, 'rotationEnded', { url: webhook.url, by: caller.name });
      return view(done);
    },
  );

  r.post(
    '/v1/webhooks/:id/on',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Switch it on again after it was switched off; what waits is told in order',
        params: Id,
        response: { 200: Webhook },
      },
    },
    async (req) => {
      const { webhook } = await theirs(req, { id: req.params.id });
      const on = await switchOn(s.db, market, webhook.id, s.clock.now());
      if (!on) throw notFound();
      return view(on);
    },
  );

  r.get(
    '/v1/webhooks/:id/deliveries',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'What was told and what waits, in order',
        params: Id,
        querystring: z.object({
          cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          order: z.enum(['oldest', 'newest']).default('oldest').describe('Which comes first; a cursor goes on in the same order'),
        }),
        response: { 200: z.object({ items: z.array(Delivery), next: z.string().nullable() }) },
      },
    },
    async (req) => {
      const { caller, webhook } = await theirs(req, { id: req.params.id });
      const { cursor, limit, order } = req.query;
      const rows = await listDeliveries(s.db, market, webhook.id, { after: cursor, limit, newest: order === 'newest' });
      return { items: rows.map((d) => deliveryView(d, caller.speaks)), next: rows.length === limit ? String(rows.at(-1)?.n) : null };
    },
  );

  r.post(
    '/v1/webhooks/deliveries/:id/redeliver',
    {
      schema: {
        tags: ['webhooks'],
        summary: 'Tell it once more, under the same id',
        params: Id,
        response: { 200: Delivery },
      },
    },
    async (req) => {
      const { caller } = await theirs(req, { delivery: req.params.id });
      const row = await requeue(s.db, market, req.params.id, s.clock.now());
      if (!row) throw notFound();
      return deliveryView(row, caller.speaks);
    },
  );
}
