import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{domain,copy,server,web,client,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/test/global.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for is waited for, also on a machine with much to do; a test has its own end.
    expect: { poll: { timeout: 20_000 } },
  },
});
