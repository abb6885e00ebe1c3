/** The test clock: moves forward through everything that falls due, in order, each dated at its own instant (TIM-8). */
import type { Step } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import { type Db, takeTurn } from './store/db.ts';
import type { Workers } from './workers.ts';

/** One traveller at a time, over all processes. */
const LOCK = 0x7a11;

let queue: Promise<unknown> = Promise.resolve();

/** Moves to an instant (ms). Returns the steps that happened on the way, in order. `target` undefined: to the next thing that is due. */
export function travel(deps: { db: Db; clock: Clock; workers: Workers }, target: number | undefined): Promise<Step[]> {
  // Those of this process wait here, not each with a connection of its own.
  const mine = queue.then(() => go(deps, target));
  queue = mine.catch(() => undefined);
  return mine;
}

async function go(deps: { db: Db; clock: Clock; workers: Workers }, target: number | undefined): Promise<Step[]> {
  const { db, clock, workers } = deps;
  const lock = await db.pool.connect();
  const happened: Step[] = [];
  const stop = workers.listen((steps) => void happened.push(...steps));
  try {
    await takeTurn(lock, LOCK);
    await workers.drain();
    happened.length = 0;
    const until = target ?? (await workers.nextDeadline()) ?? clock.now();
    for (let rounds = 0; rounds < 100_000; rounds += 1) {
      const next = await workers.nextDue();
      if (next === undefined || next > until) break;
      await clock.moveTo(next);
      await workers.drain();
    }
    await clock.moveTo(until);
    await workers.drain();
    return happened.sort((a, b) => a.at - b.at);
  } finally {
    stop();
    await lock.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    lock.release();
  }
}
