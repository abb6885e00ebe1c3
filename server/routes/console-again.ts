/** Many deliveries tried again at once, for staff: looked at first, then done with a reason and a number that is typed (STF-2, STF-6). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allAgain, lookAgain, MOST_AT_ONCE, SORTS, type SortName } from '../console/again.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';
import { reason } from './console-people.ts';

const Filter = z.object({
  kind: z.string().max(60).optional().describe('Of mails and payments their kind; of webhooks what the last attempt came to'),
  q: z.string().trim().max(200).optional().describe('Part of an address, a name, a reference or a reason'),
});
const Body = z.object({
  ids: z.array(z.string().max(200)).min(1).max(MOST_AT_ONCE).describe('As they were looked at'),
  typed: z.string().max(20).describe('How many they are, typed'),
  reason,
});

export function consoleAgainRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  for (const name of Object.keys(SORTS) as SortName[]) {
    const path = `/v1/console/deliveries/${name}/again`;
    r.get(
      path,
      {
        schema: {
          tags: ['console'],
          summary: `Which ${name} would be tried again: how many, the sums, and the first of them`,
          querystring: Filter,
          response: { 200: V.AgainLook },
        },
      },
      async (req) => {
        const look = await lookAgain(s, name, req.query);
        return { ...look, sample: look.sample.map((x) => ({ ...x, at: x.at.toISOString() })) };
      },
    );
    r.post(
      path,
      {
        schema: {
          tags: ['console'],
          summary: `Try many ${name} again`,
          description: `At most ${MOST_AT_ONCE} at once, each by itself: the answer says of each what happened.`,
          body: Body,
          response: { 200: V.AgainDone },
        },
      },
      async (req) => {
        const unforeseen = (err: unknown, id: string) => req.log.error({ err, id }, 'could not be tried again');
        return { items: await allAgain(s, await s.requireCaller(req), name, req.body, unforeseen) };
      },
    );
  }
}
