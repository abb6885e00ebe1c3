import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { zipOf } from './zip.ts';

test('CFE-1: whoever leaves in the middle of a download leaves nothing open behind', async () => {
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(65_536, 1));
    },
  });
  const out = zipOf([{ path: 'a.bin', content: async () => endless }], Date.UTC(2026, 0, 1));
  await once(out, 'readable');
  out.read(1000);
  // Nobody reads on: the writing waits.
  await pause(50);
  out.destroy();
  for (let n = 0; n < 100 && !endless.destroyed; n += 1) await pause(10);
  expect(endless.destroyed).toBe(true);
});
