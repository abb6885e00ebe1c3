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
import { healthOf } from './health.ts';
import { trialBalance } from './ledger.ts';

type Summary = z.infer<typeof V.ConsoleSummary>;

type Sums = Omit<Summary['money'], 'clearing'>;

/** The sums over the whole journal are kept this long, and say from when they are. */
const FRESH_MS = 15_000;
interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

export function openSummary(s: Server): (caller: Caller) => Promise<Summary> {
  let money: Kept<Sums> | undefined;

  async function moneyNow(): Promise<Sums> {
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
      s.db.pool.query<{ failed: number; hooks: number; clearing: number; cleared: Date | null; proposed: number; mine: number; ahead: number }>(
        `with e as (select created_at from effects where marketplace = $1 and state in ('wanted', 'sending', 'unknown', 'accepted'))
         select (select count(*)::int from mails where marketplace = $1 and state = 'failed') as failed,
                (select count(*)::int from webhook_deliveries d join webhooks w on w.marketplace = d.marketplace and w.id = d.webhook and w.off_at is null
                 where d.marketplace = $1 and d.state = 'failed') as hooks,
                (select count(*)::int from e) as clearing, (select min(created_at) from e) as cleared,
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
      money: { ...(await moneyNow()), clearing: { count: row?.clearing ?? 0, oldest: row?.cleared?.toISOString() ?? null } },
      time: {
        ok: sweep.behind === 0 && overdueTargets === 0,
        at,
        behind: sweep.behind,
        oldest: sweep.oldest?.toISOString() ?? null,
        next: sweep.next?.toISOString() ?? null,
        aheadMs: row?.ahead ?? 0,
        overdueTargets,
      },
      delivery: deliveryOf(row?.failed ?? 0, row?.hooks ?? 0, lag, now),
      history: { ok: last !== undefined && last.broken.length === 0, at, last: last ? await checkView(s, last) : null },
      backups,
      health: await healthOf(s),
      waiting: { policies: row?.proposed ?? 0, mine: partsFor(caller.staff).includes('draftPolicy') ? (row?.mine ?? 0) : 0, queue },
    };
  };
}

const LATE_MS = 60_000;
const late = (oldest: Readonly<Record<string, string | null>>, now: number): boolean =>
  Object.values(oldest).some((at) => at !== null && now - Date.parse(at) > LATE_MS);
/** What is right of delivery, and why it is not. */
export function deliveryOf(failedMails: number, failedWebhooks: number, lag: Summary['delivery']['lag'], now: number): Summary['delivery'] {
  const behind = late(lag.oldest, now);
  const ok = failedMails === 0 && failedWebhooks === 0 && !behind;
  return { ok, at: new Date(now).toISOString(), failedMails, failedWebhooks, late: behind, lag };
}

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
