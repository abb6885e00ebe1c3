/** Finds what is due and knocks at the door. What it costs depends on what is due, not on what is stored. */
import type { Step } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import { type Door, GRACE_MS } from './commit.ts';
import type { Db } from './store/db.ts';

export interface Sweeper {
  /** Carries out every lapse that is due; `grace` leaves two seconds for acts that arrived in time (TIM-5). Returns the steps. */
  sweep(grace: boolean): Promise<Step[]>;
  nextDue(): Promise<number | undefined>;
}

const AT_ONCE = 1000;

export function openSweeper(deps: { db: Db; marketplace: string; clock: Clock; door: Door }): Sweeper {
  const { db, marketplace, clock, door } = deps;
  return {
    async sweep(grace) {
      const steps: Step[] = [];
      for (;;) {
        const until = clock.now() - (grace ? GRACE_MS : 0);
        const { rows } = await db.pool.query<{ contract: string; due_at: Date }>(
          'select contract, due_at from due where marketplace = $1 and due_at <= $2 order by due_at, contract limit $3',
          [marketplace, new Date(until), AT_ONCE],
        );
        // Each is brought up to its own deadline first, so that those of several contracts happen in the order of their instants.
        const outcomes = await Promise.all(rows.map((r) => door.knock({ contract: r.contract, receivedAt: r.due_at.getTime() })));
        const before = steps.length;
        for (const o of outcomes) if (o.done) steps.push(...o.steps);
        // None left, or none that would move: one that fails must not keep the others waiting.
        if (steps.length === before) return steps;
      }
    },
    async nextDue() {
      const { rows } = await db.pool.query<{ at: Date | null }>('select min(due_at) as at from due where marketplace = $1', [marketplace]);
      return rows[0]?.at?.getTime();
    },
  };
}
