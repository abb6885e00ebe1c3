/** Where the payment provider's signed notifications come in. */
import type { FastifyInstance } from 'fastify';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';

/** A notification is believed only with the provider's signature over the raw body; a repeated one changes nothing. */
export function providerRoutes(app: FastifyInstance, s: Server): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 65_536 }, (_req, body, done) => done(null, body));
    scope.post('/v1/provider/notifications', { schema: { hide: true } }, async (req) => {
      const record = s.provider.verifyNotification(req.headers, typeof req.body === 'string' ? req.body : '');
      if (!record) throw no('not_signed');
      await s.effects.hear(record);
      return { heard: true };
    });
  });
}
