/** The guide to what happens when, for whoever comes: also who has not signed in. */
import { wordsFor } from '@fairhold/copy';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { languageOf } from '../language.ts';
import type { Server } from '../server.ts';
import { Guide, guideView } from '../view/guide.ts';

export function guideRoutes(app: FastifyInstance, s: Server): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/guide',
    {
      schema: {
        tags: ['platform'],
        summary: 'What happens in each state, with the periods and amounts of this installation, and whom to ask',
        querystring: z.object({ locale: z.string().max(20).optional() }),
        response: { 200: Guide },
      },
    },
    async (req) => {
      const locale = languageOf(req);
      return guideView(s.policies.get(''), wordsFor(locale), locale, s.config.contact);
    },
  );
}
