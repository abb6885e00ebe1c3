import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{domain,copy,server,web,client,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/test/global.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
