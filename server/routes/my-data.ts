/** One's own data: taking all of it along, and having oneself erased (AUD-3, ACC-4). */
import { Readable } from 'node:stream';
import { dateTime, fill, money, wordsFor } from '@fairhold/copy';
import { iso } from '@fairhold/domain/time';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Auth } from '../auth/auth.ts';
import type { Caller } from '../auth/caller.ts';
import { type Blocker, blockersOf } from '../data/blockers.ts';
import { ERASURE_WAIT_MS, type Erasures } from '../data/erasure.ts';
import { exportOf } from '../data/export.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';

const Erasure = z
  .object({
    state: z.enum(['none', 'waiting']),
    at: z.string().describe('When you are erased; while it was not asked for, when you would be if you asked now. Instant in UTC.'),
    blockers: z
      .array(z.object({ kind: z.enum(['money', 'contract', 'agency', 'office']), sentence: z.string(), href: z.string() }))
      .describe('What must come to an end first'),
    goes: z.array(z.object({ what: z.string(), at: z.string().describe('Instant in UTC') })),
    stays: z.array(z.object({ what: z.string(), why: z.string() })),
  })
  .meta({ id: 'Erasure' });

export function myDataRoutes(app: FastifyInstance, s: Server, deps: { readonly erasures: Erasures; readonly auth: Auth }): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { erasures, auth } = deps;

  async function view(caller: Caller, blockers: readonly Blocker[]): Promise<z.infer<typeof Erasure>> {
    const due = await erasures.dueAt(caller.person);
    const at = iso(due ?? s.clock.now() + ERASURE_WAIT_MS);
    const { ERASURE } = wordsFor(caller.speaks);
    return {
      state: due === undefined ? 'none' : 'waiting',
      at,
      blockers: blockers.map((b) => ({ kind: b.kind, ...blockerSaid(b, caller.speaks) })),
      goes: Object.values(ERASURE.goes).map((what) => ({ what, at })),
      stays: Object.values(ERASURE.stays).map((one) => ({ ...one })),
    };
  }

  r.get(
    '/v1/me/export',
    {
      schema: {
        tags: ['people'],
        summary: 'Everything kept about you, as one file',
        description:
          'Profile, agencies, keys, bank accounts and cards as far as they are shown, drafts, webhooks, a list of your files, notices, statement, and each contract of yours with its history. Streamed.',
        response: { 200: { description: 'The file', content: { 'application/json': { schema: z.object({ format: z.string() }).loose() } } } },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      return reply
        .header('content-disposition', `attachment; filename="fairhold-${iso(s.clock.now()).slice(0, 10)}.json"`)
        .header('cache-control', 'private, no-store')
        .type('application/json; charset=utf-8')
        .serializer((x: unknown) => x as string)
        .send(Readable.from(exportOf(s, caller), { objectMode: false }) as never);
    },
  );

  r.get(
    '/v1/me/erasure',
    { schema: { tags: ['people'], summary: 'What would be erased, when, what stays, and what is in the way', response: { 200: Erasure } } },
    async (req) => {
      const caller = await s.requireCaller(req);
      return view(caller, await blockersOf(s, caller.person));
    },
  );

  r.post(
    '/v1/me/erasure',
    {
      schema: {
        tags: ['people'],
        summary: 'Have yourself erased in two weeks',
        description: 'Refused with `erasure_blocked` while money of yours is here or a contract is open. Asked again, the first date stays.',
        response: { 200: Erasure },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const blockers = await blockersOf(s, caller.person);
      if (blockers.length > 0) throw no('erasure_blocked', { what: blockers.map((b) => blockerSaid(b, caller.speaks).sentence).join(' ') });
      const known = await erasures.dueAt(caller.person);
      const due = await erasures.ask(caller.person);
      if (known === undefined) await auth.mails.news(caller.person, 'erasureAsked', { values: { at: dateTime(due, caller.zone, caller.locale) } });
      return view(caller, []);
    },
  );

  r.delete('/v1/me/erasure', { schema: { tags: ['people'], summary: 'Stop your erasure', response: { 200: Erasure } } }, async (req) => {
    const caller = await s.requireCaller(req);
    if (!(await erasures.stop(caller.person))) throw no('erasure_not_asked');
    return view(caller, await blockersOf(s, caller.person));
  });
}

function blockerSaid(b: Blocker, locale: string): { sentence: string; href: string } {
  const { ERASURE, ACCOUNTS } = wordsFor(locale);
  const say = (values: Readonly<Record<string, string>>) => fill(ERASURE.blockers[b.kind], values);
  if (b.kind === 'money') return { sentence: say({ amount: money(b.amount, b.currency, locale), book: ACCOUNTS[b.book] ?? b.book }), href: '/money' };
  if (b.kind === 'contract') return { sentence: say({ title: b.title }), href: `/contracts/${b.contract}` };
  return { sentence: say(b.kind === 'agency' ? { agency: b.name } : {}), href: '/settings' };
}
