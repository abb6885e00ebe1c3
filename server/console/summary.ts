/** Whether all is well: money, time, delivery, history, and who waits for whom (STF-3). */
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { mayLook } from '../auth/views.ts';
import { reconcile } from '../outside/reconcile.ts';
import type { Server } from '../server.ts';
import type * as V from '../view/console-schemas.ts';
import { backupState } from './backups.ts';
import { sweepState } from './cases.ts';
import { type CheckRow, listChecks } from './checks.ts';
import { lagOf } from './deliveries.ts';
import { partsFor } from './desk.ts';
import { trialBalance } from './ledger.ts';

type Summary = z.infer<typeof V.ConsoleSummary>;

/** The sums over the whole journal are kept this long, and say from when they are. */
const FRESH_MS = 15_000;
interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

export function openSummary(s: Server): (caller: Caller) => Promise<Summary> {
  let money: Kept<Summary['money']> | undefined;

  async function moneyNow(): Promise<Summary['money']> {
    if (money && money.until > Date.now()) return money.value;
    const at = s.clock.now();
    const balance = await trialBalance(s);
    const { differences, unanswered } = await reconcile(s.books, s.config.marketplace, s.provider, at);
    const sumsToZero = balance.currencies.every((c) => c.sum === 0);
    const solvent = balance.currencies.every((c) => c.solvent);
    const value = {
      ok: sumsToZero && solvent && balance.contractsOff.length === 0 && differences.length === 0 && unanswered.length === 0,
      at: balance.at,
      sumsToZero,
      solvent,
      contractsOff: balance.contractsOff.length,
      differences: differences.length,
      unanswered: unanswered.length,
    };
    money = { value, until: Date.now() + FRESH_MS };
    return value;
  }

  return async (caller) => {
    const now = s.clock.now();
    const market = s.config.marketplace;
    const [sweep, checks, backups, facts] = await Promise.all([
      sweepState(s),
      listChecks(s, 1),
      backupState(s.db, market),
      s.db.pool.query<{ failed: number; proposed: number; mine: number; ahead: number }>(
        `select (select count(*)::int from mails where marketplace = $1 and state = 'failed') as failed,
                (select count(*)::int from policy_drafts where marketplace = $1 and state = 'proposed') as proposed,
                (select count(*)::int from policy_drafts where marketplace = $1 and state = 'proposed' and proposed_by <> $2 and made_by <> $2) as mine,
                (select ahead_ms from clock where marketplace = $1) as ahead`,
        [market, caller.person],
      ),
    ]);
    const { rows: queue } = await s.db.pool.query<{ kind: string; open: number; overdue: number }>(
      `select kind, count(*)::int as open, count(*) filter (where target_at <= $2)::int as overdue from worklist where marketplace = $1 group by 1 order by 1`,
      [market, new Date(now)],
    );
    const row = facts.rows[0];
    const lag = await lagOf(s, sweep);
    const at = new Date(now).toISOString();
    const last = checks[0];
    const overdueTargets = queue.reduce((n, q) => n + q.overdue, 0);
    return {
      now: at,
      mode: s.config.mode,
      may: partsFor(caller.staff).filter((part) => part !== 'viewAs' || mayLook(caller)),
      money: await moneyNow(),
      time: {
        ok: sweep.behind === 0 && overdueTargets === 0,
        at,
        behind: sweep.behind,
        oldest: sweep.oldest?.toISOString() ?? null,
        next: sweep.next?.toISOString() ?? null,
        aheadMs: row?.ahead ?? 0,
        overdueTargets,
      },
      delivery: { ok: (row?.failed ?? 0) === 0 && !late(lag.oldest, now), at, failedMails: row?.failed ?? 0, lag },
      history: { ok: last !== undefined && last.broken.length === 0, at, last: last ? await checkView(s, last) : null },
      backups,
      waiting: { policies: row?.proposed ?? 0, mine: partsFor(caller.staff).includes('draftPolicy') ? (row?.mine ?? 0) : 0, queue },
    };
  };
}

const LATE_MS = 60_000;
const late = (oldest: Readonly<Record<string, string | null>>, now: number): boolean =>
  Object.values(oldest).some((at) => at !== null && now - Date.parse(at) > LATE_MS);

export async function checkView(s: Server, r: CheckRow): Promise<z.infer<typeof V.RecordCheck>> {
  const names = await s.accounts.names([r.startedBy]);
  return {
    id: r.id,
    startedBy: names.get(r.startedBy)?.name ?? '',
    startedAt: r.startedAt.toISOString(),
    finishedAt: r.finishedAt?.toISOString() ?? null,
    contracts: r.contracts,
    steps: r.steps,
    broken: [...r.broken],
    done: r.finishedAt !== null,
  };
}
