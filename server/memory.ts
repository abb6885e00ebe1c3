/**
 * Memory at rest. After busy minutes the heap holds mostly what nobody needs any more: the engine collects it when it needs room, and a
 * server at rest never does. So once it is quiet it is collected, and goes back to the machine (docs/decisions/0056).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemoryUse {
  /** Bytes of the heap in use, rubbish included. */
  heap(): number;
  /** Processor time of this process so far, microseconds. */
  busy(): number;
  collect(): void;
}

const BEAT_MS = 5_000;
/** Busy for less than a twentieth of a beat: nobody waits behind a collection. */
const QUIET_US = (BEAT_MS * 1000) / 20;
/** Less is not worth a collection. */
const WORTH = 64 * 2 ** 20;

/** Looked at every five seconds: collects once it is quiet and the heap has grown since it was last collected. */
export function watchMemory(use: MemoryUse = ofThisProcess()): { beat(): void; stop(): void } {
  let least = Number.POSITIVE_INFINITY;
  let before = use.busy();
  function beat(): void {
    const now = use.busy();
    const quiet = now - before < QUIET_US;
    before = now;
    // The engine may have collected by itself in between: then it grows from there.
    least = Math.min(least, use.heap());
    if (!quiet || use.heap() - least < WORTH) return;
    use.collect();
    least = use.heap();
    before = use.busy();
  }
  const timer = setInterval(beat, BEAT_MS).unref();
  return { beat, stop: () => clearInterval(timer) };
}

/** What the engine says of the process this runs in; it can be collected without a flag at its start. */
export function ofThisProcess(): MemoryUse {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: { type: 'major'; flavor: 'last-resort' }) => void;
  return {
    heap: () => process.memoryUsage().heapUsed,
    busy: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    collect: () => collect({ type: 'major', flavor: 'last-resort' }),
  };
}
