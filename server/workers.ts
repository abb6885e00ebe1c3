/** What runs beside the requests: the clock's sweep, the outbox to the bank, notices, webhooks' deliveries and mails. Any number of processes may run it. */
import type { Step } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import type { Door } from './commit.ts';
import type { Effects } from './effects.ts';
import type { Sweeper } from './sweep.ts';

export interface Workers {
  /** Everything that is due now, until nothing is. No grace: whoever calls it has let the acts that wait go first. */
  drain(): Promise<void>;
  /** The next instant at which anything at all is due, ms. */
  nextDue(): Promise<number | undefined>;
  /** The next instant at which something falls due on a contract, ms. */
  nextDeadline(): Promise<number | undefined>;
  listen(listener: (steps: readonly Step[]) => void): () => void;
  /** Milliseconds since a beat last came to its end, by this machine's clock; undefined: none has. */
  sinceBeat(): number | undefined;
  start(): void;
  stop(): Promise<void>;
}

interface WorkerDeps {
  readonly clock: Clock;
  readonly door: Door;
  readonly sweeper: Sweeper;
  readonly effects: Effects;
  readonly bank?: { tick(now?: number): Promise<readonly unknown[]>; nextDue(): Promise<number | undefined> };
  readonly notices: { run(wait?: boolean): Promise<number>; behind(): Promise<boolean> };
  /** Case files that were handed over to an arbitrator. */
  readonly handing?: { run(): Promise<number> };
  /** Writes what is to be delivered; it is delivered by a worker of its own. */
  readonly webhooks: { run(): Promise<number> };
  readonly mails: { run(): Promise<number> };
  /** News that was gathered, written as mails when it is time. */
  readonly digests?: { run(): Promise<number>; nextDue(): Promise<number | undefined> };
  /** People who asked to be erased, when it is time. */
  readonly erasures?: { run(): Promise<number>; nextDue(): Promise<number | undefined> };
  /** Done at every beat: what another process may have changed. */
  refresh?(): Promise<unknown>;
  /** While it says so nothing is begun: it cannot be written. */
  paused?(): Promise<boolean>;
  /** What is done now and then. */
  upkeep?(): Promise<unknown>;
}

const PAUSE_MS = 500;
const SOON_MS = 50;

export function openWorkers(deps: WorkerDeps): Workers {
  const { clock, door, sweeper, effects, bank, notices, webhooks, mails } = deps;
  const listeners = new Set<(steps: readonly Step[]) => void>();
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let rounds = 0;
  let beaten: number | undefined;
  door.onCommit((steps) => {
    for (const l of listeners) l(steps);
    if (!stopped && steps.some((s) => s.outside.length > 0 || s.tells.length > 0)) soon();
  });

  async function round(wait = false): Promise<number> {
    let did = await effects.run();
    did += (await bank?.tick())?.length ?? 0;
    did += await notices.run(wait);
    did += (await deps.handing?.run()) ?? 0;
    did += await webhooks.run();
    did += (await deps.erasures?.run()) ?? 0;
    did += (await deps.digests?.run()) ?? 0;
    return did + (await mails.run());
  }

  async function beat(): Promise<void> {
    if (rounds % 10 === 0) await clock.refresh();
    // Every half hour or so: a month begins while a server runs. What fails of it must not keep the clock and the bank waiting.
    if (rounds % 3600 === 0)
      await deps.upkeep?.().catch((error: unknown) => console.error('upkeep:', error instanceof Error ? error.message : error));
    rounds += 1;
    if (await deps.paused?.()) return;
    await deps.refresh?.();
    await sweeper.sweep(true);
    await round();
  }

  /** One beat at a time; a kick during a beat makes one more. A failing beat (the database is away) is tried again at the next. */
  function kick(): void {
    if (busy) {
      again = true;
      return;
    }
    busy = beat()
      .then(() => {
        beaten = Date.now();
      })
      .catch((error: unknown) => console.error('worker:', error instanceof Error ? error.message : error))
      .finally(() => {
        busy = undefined;
        if (again && !stopped) {
          again = false;
          kick();
        }
      });
  }

  let waits: NodeJS.Timeout | undefined;
  /** After a commit: what comes within a moment is done in one beat, so that the workers do not compete with the acts. */
  function soon(): void {
    if (waits) return;
    waits = setTimeout(() => {
      waits = undefined;
      if (!stopped) kick();
    }, SOON_MS).unref();
  }

  return {
    async drain() {
      for (let n = 0; n < 1000; n += 1) {
        await door.idle();
        const steps = await sweeper.sweep(false);
        if ((await round(true)) + steps.length > 0) continue;
        // Another process may have taken the last one just now: it is waited for, so that nothing is still under way.
        if ((await effects.inFlight()) === 0 && !(await notices.behind())) return;
        await new Promise((r) => setTimeout(r, Math.min(20 + n, 200)));
      }
    },
    async nextDue() {
      const all = await Promise.all([sweeper.nextDue(), effects.nextDue(), bank?.nextDue(), deps.erasures?.nextDue(), deps.digests?.nextDue()]);
      const known = all.filter((at) => at !== undefined);
      return known.length > 0 ? Math.min(...known) : undefined;
    },
    nextDeadline: () => sweeper.nextDue(),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sinceBeat: () => (beaten === undefined ? undefined : Date.now() - beaten),
    start() {
      timer = setInterval(kick, PAUSE_MS);
      kick();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      while (busy) await busy;
    },
  };
}
