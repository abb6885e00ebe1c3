/** Proofs of the record, run from the console a stretch at a time, with what they found kept (AUD-1, AUD-2). */
import type { Caller } from '../auth/caller.ts';
import { newId } from '../ids.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { verifySlice, verifyWhole } from '../verify.ts';
import { noteStaffAct } from './staff-acts.ts';

export interface CheckRow {
  readonly id: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly after: string;
  readonly contracts: number;
  readonly steps: number;
  readonly broken: string[];
}
const COLUMNS = `id, started_by as "startedBy", started_at as "startedAt", finished_at as "finishedAt", after_id as after, contracts, steps, broken`;
/** How long one request works, and how many contracts it takes at once. */
const WORK_MS = 1_500;
const AT_ONCE = 50;
/** Findings that are kept; the rest is counted by running `npm run verify`. */
const MOST_KEPT = 200;

export async function listChecks(s: Server, limit: number): Promise<CheckRow[]> {
  const { rows } = await s.db.pool.query<CheckRow>(`select ${COLUMNS} from record_checks where marketplace = $1 order by id desc limit $2`, [
    s.config.marketplace,
    limit,
  ]);
  return rows;
}

/** Begins a proof; it goes on with `goOn`. */
export async function beginCheck(s: Server, by: Caller): Promise<CheckRow> {
  const now = s.clock.now();
  const id = newId(now);
  await inTransaction(s.db, async (c) => {
    await c.query('insert into record_checks (marketplace, id, started_by, started_at) values ($1, $2, $3, $4)', [
      s.config.marketplace,
      id,
      by.person,
      new Date(now),
    ]);
    await noteStaffAct(c, s.config.marketplace, now, { person: by.person, act: 'checkRecord', subject: id, reason: '', data: {} });
  });
  return goOn(s, id);
}

/** Works on a proof for a moment; `finishedAt` says when nothing is left. Two at once do the same work, and neither does harm. */
export async function goOn(s: Server, id: string): Promise<CheckRow> {
  let row = await readCheck(s, id);
  const until = Date.now() + WORK_MS;
  while (!row.finishedAt && Date.now() < until) {
    const slice = await verifySlice(s.books, s.config.marketplace, row.after, AT_ONCE);
    const rest = slice.next === undefined ? await verifyWhole(s.books, s.config.marketplace) : [];
    const broken = [...row.broken, ...slice.broken, ...rest].slice(0, MOST_KEPT);
    await s.db.pool.query(
      `update record_checks set after_id = coalesce($3, after_id), contracts = contracts + $4, steps = steps + $5, broken = $6, finished_at = $7
       where marketplace = $1 and id = $2 and after_id = $8 and finished_at is null`,
      [
        s.config.marketplace,
        id,
        slice.next ?? null,
        slice.contracts,
        slice.steps,
        JSON.stringify(broken),
        slice.next === undefined ? new Date(s.clock.now()) : null,
        row.after,
      ],
    );
    row = await readCheck(s, id);
  }
  return row;
}

async function readCheck(s: Server, id: string): Promise<CheckRow> {
  const { rows } = await s.db.pool.query<CheckRow>(`select ${COLUMNS} from record_checks where marketplace = $1 and id = $2`, [
    s.config.marketplace,
    id,
  ]);
  if (!rows[0]) throw no('not_found.check');
  return rows[0];
}
