/** One database server for the whole test run: a template is migrated once, and each test file clones it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '@fairhold/server/store/embedded';
import { makeTemplate } from '@fairhold/server/store/testing';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env['DATABASE_URL'];
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-test-'));
  // Tests crash processes, never the machine: without fsync a run is twice as fast and proves the same.
  const embedded = own ? undefined : await startEmbedded(folder, { settings: ['fsync=off', 'max_connections=200'] });
  const url = own ?? (embedded?.url as string);
  const template = await makeTemplate(url);
  project.provide('adminUrl', url);
  project.provide('template', template.name);
  return async () => {
    await template.drop();
    await embedded?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
