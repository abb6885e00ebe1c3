/**
 * The case file as it was when a case went to arbitration (ARB-10). The row is written in the transaction of the step; here it is built from
 * the record up to that step, however late, so that whoever builds it gets the same bytes. It is one file for both sides and the arbitrator.
 */
import { wordsFor } from '@fairhold/copy';
import { applyPatch, type Contract, canonical, instance, type Policy } from '@fairhold/domain';
import type { Accounts } from '../accounts.ts';
import type { Clock } from '../clock.ts';
import { worldOf } from '../commit.ts';
import type { Config } from '../config.ts';
import { holdContent } from '../outside/file-rows.ts';
import type { FileStore } from '../outside/files.ts';
import { peopleIn } from '../routes/contracts.ts';
import { editsOf } from '../routes/record.ts';
import { type Db, inTransaction } from '../store/db.ts';
import { type JournalRow, readJournal } from '../store/reads.ts';
import { caseView } from '../view/case.ts';
import { contractView } from '../view/contract.ts';
import { deadlinesOf } from '../view/deadlines.ts';
import { KNOWN_PAYER, type Viewer } from '../view/viewer.ts';
import { caseFile } from './build.ts';
import { openSigner } from './key.ts';
import { type RecordedStep, recordOf } from './record.ts';

export interface HandedOver {
  readonly case: string;
  readonly seq: number;
  readonly at: Date;
  /** Both null until it is fixed. */
  readonly sha256: string | null;
  readonly size: number | null;
}
interface Deps {
  readonly db: Db;
  readonly config: Config;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly policy: (id: string) => Policy;
  readonly files: FileStore;
}
type Due = Pick<HandedOver, 'case' | 'seq'> & { readonly contract: string; readonly attempts: number };

/** How long one process may be at work on a file before another builds it too, which changes nothing: the first that is ready counts. */
const LEASE_MS = 600_000;
const WAITS_MS = [2_000, 60_000, 600_000, 3_600_000];

/** What was handed over of a contract, by case. */
export async function handedOver(db: Db, marketplace: string, contract: string): Promise<HandedOver[]> {
  const { rows } = await db.pool.query<HandedOver>(
    'select on_id as case, seq, at, sha256, size::float8 as size from handed_over where marketplace = $1 and contract = $2 order by seq',
    [marketplace, contract],
  );
  return rows;
}

/** Fixes what is to be fixed; any number of processes may. Returns how many it was at work on. */
export function openHandingOver(deps: Deps): { run(): Promise<number> } {
  const { db, clock, files, config } = deps;
  async function claim(): Promise<Due | undefined> {
    const now = clock.now();
    const { rows } = await db.pool.query<Due>(
      `update handed_over h set attempts = h.attempts + 1, next_at = $3
       from (select contract, on_id from handed_over where marketplace = $1 and sha256 is null and next_at <= $2 order by next_at limit 1
             for update skip locked) mine
       where h.marketplace = $1 and h.contract = mine.contract and h.on_id = mine.on_id returning h.contract, h.on_id as case, h.seq, h.attempts`,
      [config.marketplace, new Date(now), new Date(now + LEASE_MS)],
    );
    return rows[0];
  }
  async function fix(due: Due): Promise<void> {
    const where = [config.marketplace, due.contract, due.case];
    await files.keep(await fileAsOf(deps, due), ({ sha256, size }, shelve) =>
      inTransaction(db, async (c) => {
        await holdContent(c, sha256);
        const { rowCount } = await c.query(
          `update handed_over set sha256 = $4, size = $5, made_at = $6
           where marketplace = $1 and contract = $2 and on_id = $3 and sha256 is null`,
          [...where, sha256, size, new Date(clock.now())],
        );
        if (rowCount) await shelve();
      }),
    );
  }
  return {
    async run() {
      for (let n = 0; ; n += 1) {
        const due = await claim();
        if (!due) return n;
        try {
          await fix(due);
        } catch (error) {
          console.error(`case file of ${due.contract}:`, error instanceof Error ? error.message : error);
          const wait = WAITS_MS[Math.min(due.attempts, WAITS_MS.length) - 1] as number;
          await db.pool.query('update handed_over set next_at = $4 where marketplace = $1 and contract = $2 and on_id = $3 and sha256 is null', [
            ...[config.marketplace, due.contract, due.case, new Date(clock.now() + wait)],
          ]);
        }
      }
    },
  };
}

/** The file as of a step. */
async function fileAsOf(deps: Deps, due: Pick<Due, 'contract' | 'case' | 'seq'>) {
  const { db, config, accounts } = deps;
  const rows = await readJournal(db, config.marketplace, due.contract, { before: due.seq + 1 });
  let c: Contract | undefined;
  for (const row of rows) c = applyPatch(c, row.patch);
  const k = c && instance(c, due.case);
  const now = rows.at(-1)?.happenedAt.getTime();
  if (!c || !k || now === undefined) throw new Error(`its record has no ${due.case} at step ${due.seq}`);
  const parties = [c.client, c.freelancer];
  const locales = new Set((await accounts.byIds(parties)).map((a) => a.locale));
  const locale = locales.size === 1 ? ([...locales][0] as string) : 'en';
  const names = await accounts.names([...parties, ...peopleIn(c), ...rows.flatMap((row) => row.actor.person ?? [])]);
  const policy = deps.policy(c.policy);
  const as = (role: 'arbitrator' | 'client' | 'freelancer'): Viewer => ({
    ...{ person: '', account: '', zone: 'UTC', locale, role, roles: [role] },
  });
  const input = (viewer: Viewer) => ({ c, now, policy, viewer, names, world: worldOf(new Map(), now, c.currency), payer: KNOWN_PAYER });
  const arbitrator = input(as('arbitrator'));
  const words = wordsFor(locale);
  return caseFile({
    c: common(contractView(arbitrator), [contractView(input(as('client'))), contractView(input(as('freelancer')))]),
    k: caseView(arbitrator, k, deadlinesOf(arbitrator, new Set())),
    steps: recordForAll(rows, (role, list) =>
      recordOf(list, { viewer: as(role), names, c, policy, edits: editsOf(rows.filter((r) => ['editMessage', 'deleteMessage'].includes(r.act))) }),
    ),
    words,
    locale,
    zone: 'UTC',
    madeFor: words.CASE_FILE['everybody'] ?? '',
    madeAt: new Date(now).toISOString(),
    keyAddress: `${config.baseUrl}/v1/case-file-key`,
    installation: config.baseUrl,
    files: deps.files,
    signer: openSigner(config.secret),
  });
}

type View = ReturnType<typeof contractView>;
/** What the arbitrator sees of a contract, without what a side may not see: the other's card, reference or search for money. */
function common(arbitrators: View, sides: readonly View[]): View {
  const both = (has: (v: View) => boolean) => sides.every(has);
  const ways = (kind: 'refunds' | 'payouts') =>
    arbitrators[kind]
      .filter((x) => both((v) => v[kind].some((y) => y.id === x.id)))
      .map(({ trace: _trace, ...x }) => ({ ...x, reference: '', card: '' }));
  const { deadline: _first, ...rest } = arbitrators;
  return {
    ...rest,
    refunds: ways('refunds'),
    payouts: ways('payouts'),
    deadlines: arbitrators.deadlines.filter((d) => both((v) => v.deadlines.some((e) => e.on === d.on && e.window === d.window))),
  };
}

/** Each step as all three may read it; of any other only its place and its digest. */
function recordForAll(
  rows: readonly JournalRow[],
  of: (role: 'arbitrator' | 'client' | 'freelancer', rows: readonly JournalRow[]) => RecordedStep[],
): RecordedStep[] {
  const [theirs, hers] = [of('arbitrator', rows), of('freelancer', rows)];
  return of('client', rows).map((step, n) => {
    const others = [theirs[n], hers[n]];
    const { link, data, ...told } = step;
    if (!others.every((o) => o?.at !== undefined)) return { seq: step.seq, digest: step.digest };
    // One of them may read more of a step than the others: its own number in blind bids (SET-3).
    const same = data !== undefined && others.every((o) => o?.data !== undefined && canonical(o.data) === canonical(data));
    return { ...told, ...(same && { data }), ...(link !== undefined && others.every((o) => o?.link !== undefined) && { link }) };
  });
}
