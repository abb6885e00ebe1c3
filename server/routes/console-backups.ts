/** Backups of the installation, and how trying to restore them went (STF-3). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { type BackupRow, listBackups } from '../console/backups.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';

export function consoleBackupRoutes(app: FastifyInstance, s: Server): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/console/backups',
    {
      schema: {
        tags: ['console'],
        summary: 'Backups that `npm run backup` wrote, the latest first, each with its latest tried restore',
        response: { 200: V.ConsoleBackups },
      },
    },
    async () => ({ items: (await listBackups(s.db, s.config.marketplace, 50)).map(backupView) }),
  );
}

const backupView = ({ restored, ...b }: BackupRow) => ({
  ...b,
  begunAt: b.begunAt.toISOString(),
  finishedAt: b.finishedAt.toISOString(),
  restored: restored && { ...restored, begunAt: restored.begunAt.toISOString(), finishedAt: restored.finishedAt.toISOString() },
});
