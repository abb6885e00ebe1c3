/** `GET /v1/events`: server-sent events, so that a page follows what others do. */
import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Events, News } from '../events.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';

export interface EventRouteDeps {
  readonly events: Events;
  /** Who a request is from, looked up afresh and without making the session last longer; undefined: nobody any more. */
  identify(req: FastifyRequest): Promise<Caller | undefined>;
  /** Between two comments on a quiet line, and between two looks at whether the session still holds; ms. */
  readonly beatMs?: number;
  readonly lookMs?: number;
}

/** One person's open pages; a browser needs one or a few. */
const MOST_STREAMS = 20;
/** What a reader who does not read may have waiting; then the line is cut, and a browser comes back by itself. */
const MOST_WAITING = 64 * 1024;
const RETRY_MS = 2000;

/** Adds the route; its streams end when the server closes. */
export function eventRoutes(app: FastifyInstance, s: Server, deps: EventRouteDeps): void {
  const open = new Map<string, number>();
  const ends = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of ends) end();
  });

  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/events',
    {
      schema: {
        tags: ['events'],
        summary: 'Hear at once what changes, as server-sent events',
        description: [
          'A stream that stays open. `hello`: from here on you hear of everything; read again what you show. It comes first, and again after every gap, so there is nothing to ask for with Last-Event-ID.',
          '`contract` with `{ id, seq }`: a contract you have a part in changed, by a step up to `seq`. `notice` with `{ count }`: there are new notices for you.',
          'A comment comes every 15 seconds. The stream ends within a minute when the session or key behind it does.',
        ].join('\n\n'),
        response: { 200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      const mine = open.get(caller.person) ?? 0;
      if (mine >= MOST_STREAMS) throw no('too_many_streams', { count: mine });
      open.set(caller.person, mine + 1);
      const out = new PassThrough({ highWaterMark: MOST_WAITING });
      const write = (text: string) => {
        if (!out.writableEnded && !out.destroyed && !out.write(text)) out.destroy();
      };
      write(`retry: ${RETRY_MS}\n\n`);
      const listener = { caller, tell: (news: News) => write(frame(news)) };
      const stop = deps.events.listen(listener);
      const end = () => void out.end();
      ends.add(end);
      const beat = setInterval(() => write(': still here\n\n'), deps.beatMs ?? 15_000);
      const look = setInterval(() => {
        deps.identify(req).then(
          (now) => {
            if (now?.person === caller.person && now.scopes.includes('read')) listener.caller = now;
            else end();
          },
          // The database is away: nothing is heard of meanwhile either.
          () => undefined,
        );
      }, deps.lookMs ?? 30_000);
      out.once('close', () => {
        clearInterval(beat);
        clearInterval(look);
        stop();
        ends.delete(end);
        const left = (open.get(caller.person) ?? 1) - 1;
        if (left > 0) open.set(caller.person, left);
        else open.delete(caller.person);
      });
      return (
        reply
          .header('content-type', 'text/event-stream; charset=utf-8')
          .header('cache-control', 'no-store, no-transform')
          // Proxies must not gather it.
          .header('x-accel-buffering', 'no')
          .send(out as never)
      );
    },
  );
}

const frame = (news: News): string => `event: ${news.event}\ndata: ${JSON.stringify('data' in news ? news.data : {})}\n\n`;
