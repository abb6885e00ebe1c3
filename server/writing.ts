/**
 * Whether anything can be written now. A database that takes no writes (a standby, or one that was set to read only) and a disk without
 * room can both be read: pages say so as long as it is so (decision 0066).
 */
import type { Space } from './space.ts';
import type { Db } from './store/db.ts';

type Hindrance = 'database' | 'storage' | undefined;
export interface Writing {
  /** What keeps it from being written; undefined: it can be. Looks at most once a second. */
  hindrance(): Promise<Hindrance>;
  /** The same, as it was at the last look. */
  paused(): boolean;
  /** Called when a look finds another answer than the one before; workers look at every beat. */
  onChange(heard: () => void): void;
}
const FRESH_MS = 1_000;

export function openWriting(db: Pick<Db, 'pool'>, space: Pick<Space, 'full'>): Writing {
  let lookedAt = 0;
  let looking: Promise<boolean> | undefined;
  let readOnly = false;
  let before: Hindrance;
  let changed: () => void = () => undefined;
  async function look(): Promise<boolean> {
    // With the database away nobody knows; whoever asks it says so.
    readOnly = await db.pool.query<{ yes: boolean }>("select current_setting('transaction_read_only') = 'on' as yes").then(
      ({ rows }) => rows[0]?.yes ?? false,
      () => false,
    );
    return readOnly;
  }
  async function found(): Promise<Hindrance> {
    if (space.full()) return 'storage';
    if (!looking || Date.now() - lookedAt > FRESH_MS) {
      lookedAt = Date.now();
      looking = look();
    }
    return (await looking) ? 'database' : undefined;
  }
  return {
    async hindrance() {
      const now = await found();
      if (now !== before) {
        before = now;
        changed();
      }
      return now;
    },
    onChange(heard) {
      changed = heard;
    },
    paused: () => space.full() || readOnly,
  };
}
