import { afterEach, expect, test } from 'vitest';
import { ofThisProcess, watchMemory } from '../memory.ts';

const MB = 2 ** 20;
let stop = () => {};
afterEach(() => stop());

/** A process whose heap and work a test sets. */
function machine(kept: number) {
  const m = { heap: kept, busy: 0, collected: 0 };
  const watch = watchMemory({
    heap: () => m.heap,
    busy: () => m.busy,
    collect() {
      m.collected += 1;
      m.heap = kept;
      m.busy += 400_000;
    },
  });
  stop = watch.stop;
  watch.beat();
  return { m, beat: watch.beat };
}

test('what busy minutes left behind is collected once it is quiet, and only once', () => {
  const { m, beat } = machine(80 * MB);
  m.heap = 300 * MB;
  m.busy += 3_000_000;
  beat();
  expect(m.collected, 'while it is busy nobody waits behind a collection').toBe(0);
  m.busy += 20_000;
  beat();
  expect(m.collected).toBe(1);
  beat();
  beat();
  expect(m.collected, 'a server at rest is left alone').toBe(1);
  m.heap = 200 * MB;
  beat();
  expect(m.collected).toBe(2);
});

test('a heap that has hardly grown is not worth it', () => {
  const { m, beat } = machine(80 * MB);
  m.heap = 120 * MB;
  beat();
  expect(m.collected).toBe(0);
});

test('what nobody refers to any more is gone from this process after a collection', () => {
  const use = ofThisProcess();
  let rubbish: number[][] | undefined = Array.from({ length: 3000 }, () => Array.from({ length: 5000 }, (_, n) => n + 0.5));
  const before = use.heap();
  expect(rubbish.length).toBe(3000);
  rubbish = undefined;
  use.collect();
  expect(before - use.heap()).toBeGreaterThan(64 * MB);
  expect(use.busy()).toBeGreaterThan(0);
});
