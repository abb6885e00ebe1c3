/** The console: everything staff need to see that all is well, and to find what is not (STF-1, STF-3). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { openSummary } from '../console/summary.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';
import { consoleAgainRoutes } from './console-again.ts';
import { consoleBackupRoutes } from './console-backups.ts';
import { consoleCaseRoutes } from './console-cases.ts';
import { consoleDeliveryRoutes } from './console-deliveries.ts';
import { consoleLedgerRoutes } from './console-ledger.ts';
import { consolePeopleRoutes } from './console-people.ts';
import { consolePolicyRoutes } from './console-policy.ts';
import { consoleRecordRoutes } from './console-record.ts';
import { consoleTraceRoutes } from './console-traces.ts';

export function consoleRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const summary = openSummary(s);
  r.get(
    '/v1/console',
    {
      schema: {
        tags: ['console'],
        summary: 'Whether money, time, delivery and history are right, and who waits',
        response: { 200: V.ConsoleSummary },
      },
    },
    async (req) => summary(await s.requireCaller(req)),
  );
  consolePeopleRoutes(app, s);
  consoleCaseRoutes(app, s);
  consoleLedgerRoutes(app, s);
  consolePolicyRoutes(app, s);
  consoleDeliveryRoutes(app, s);
  consoleAgainRoutes(app, s);
  consoleRecordRoutes(app, s);
  consoleTraceRoutes(app, s);
  consoleBackupRoutes(app, s);
}
