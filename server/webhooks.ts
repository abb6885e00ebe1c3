/**
 * Tells programs what happened: follows the journal in order like the notices do, and writes in one transaction with its own mark
 * one delivery for each webhook of a party and each step the party may know of — once, however often a process restarts (API-6).
 */
import type { Contract } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import { newId } from './ids.ts';
import { type Db, FOLLOWING, inTransaction } from './store/db.ts';
import { readTail, type ToldStep } from './store/reads.ts';
import { mayKnow } from './view/history.ts';

interface WebhookDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
}
type Queries = Pick<Db['pool'], 'query'>;

const AT_ONCE = 200;

/** The reader. Without webhooks it reads nothing. */
export function openWebhooks(deps: WebhookDeps): { run(): Promise<number> } {
  return {
    async run() {
      let all = 0;
      for (;;) {
        const n = await batch(deps);
        all += n;
        if (n < AT_ONCE) return all;
      }
    },
  };
}

async function batch({ db, marketplace, clock }: WebhookDeps): Promise<number> {
  const { rows: any } = await db.pool.query('select from webhooks where marketplace = $1 limit 1', [marketplace]);
  if (any.length === 0) return 0;
  return inTransaction(
    db,
    async (c) => {
      const { rows: marks } = await c.query<{ xid: string; n: number }>(
        `select xid::text as xid, n from readers where marketplace = $1 and name = 'webhooks' for update skip locked`,
        [marketplace],
      );
      const mark = marks[0];
      if (!mark) return 0;
      const { rows, last } = await readTail(c, marketplace, mark, AT_ONCE);
      if (!last) return 0;
      const told = await hearersOf(c, marketplace, rows);
      await c.query(
        `insert into webhook_deliveries (marketplace, id, webhook, contract, seq, body, next_at, created_at)
       select $1, d.id, d.webhook, d.contract, d.seq, d.body, $3, $3
         from rows from (jsonb_to_recordset($2) as (id text, webhook text, contract text, seq integer, body text)) with ordinality
              as d(id, webhook, contract, seq, body, place)
        order by d.place
       on conflict on constraint webhook_deliveries_once do nothing`,
        [marketplace, JSON.stringify(told.map((t) => ({ id: newId(clock.now()), ...t }))), new Date(clock.now())],
      );
      await c.query(`update readers set xid = $2::xid8, n = $3 where marketplace = $1 and name = 'webhooks'`, [marketplace, last.xid, last.n]);
      return rows.length;
    },
    FOLLOWING,
  );
}

/** One entry for each webhook of a party and each step that the party may know of, in the order of the steps. */
async function hearersOf(c: Queries, marketplace: string, steps: readonly ToldStep[]) {
  const { rows } = await c.query<{ webhook: string; role: 'client' | 'freelancer'; doc: Contract }>(
    `-- A webhook that is being deleted waits for us, so that its deliveries go with it.
     select w.id as webhook, case when w.account = c.client then 'client' else 'freelancer' end as role, c.doc
       from contracts c join webhooks w on w.marketplace = c.marketplace and w.account in (c.client, c.freelancer)
      where c.marketplace = $1 and c.id = any($2) and c.kind <> 'wallet' order by w.id for key share of w`,
    [marketplace, [...new Set(steps.map((s) => s.contract))]],
  );
  return steps.flatMap((row) =>
    rows
      .filter(({ doc, role }) => doc.id === row.contract && mayKnow({ row, c: doc, viewer: viewerAs(role, doc) }))
      .map(({ webhook }) => ({ webhook, contract: row.contract, seq: row.seq, body: bodyOf(row) })),
  );
}

/** A party as such, whoever of its people looks. */
const viewerAs = (role: 'client' | 'freelancer', c: Contract) => ({
  role,
  roles: [role],
  person: c[role],
  account: c[role],
  zone: 'UTC',
  locale: 'en',
});

function bodyOf(row: ToldStep): string {
  return JSON.stringify({
    type: 'contract.changed',
    timestamp: row.happenedAt.toISOString(),
    data: { contract: row.contract, seq: row.seq, act: row.act, process: row.process, state: row.to },
  });
}
