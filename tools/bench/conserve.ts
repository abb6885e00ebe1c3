/** After all the haste: is every cent there, and does the record give what is stored? */
import { applyPatch, type Contract, canonical } from '@fairhold/domain';
import { chain } from '@fairhold/server/commit';
import { readJournal } from '@fairhold/server/store/reads';
import { MARKET, type World } from './world.ts';

const SAMPLE = 300;

/** Sentences about what does not hold; `templates` are what the contracts were copied from. */
export async function conserve(w: World, templates: readonly Contract[]): Promise<string[]> {
  const one = async (text: string, values: unknown[] = [MARKET]) => (await w.db.pool.query<{ n: number; id?: string }>(text, values)).rows;
  const out: string[] = [];
  const [legs] = await one('select coalesce(sum(a), 0)::bigint as n from journal j, unnest(j.amounts) a where j.marketplace = $1');
  if (legs?.n !== 0) out.push(`the legs of all steps sum to ${legs?.n}`);
  const held = templates[0]?.held as number;
  const moved = await one(
    `select c.id, c.held - coalesce(sum(leg.amount) filter (where leg.account = 'escrow:' || c.id), 0)::bigint as n
     from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract left join unnest(j.accounts, j.amounts) as leg(account, amount) on true
     where j.marketplace = $1 and c.id <> all($2) and j.xid > '3' group by c.id, c.held
     having c.held - coalesce(sum(leg.amount) filter (where leg.account = 'escrow:' || c.id), 0) <> case when min(j.seq) = 1 then 0 else $3 end limit 5`,
    [MARKET, templates.map((t) => t.id), held],
  );
  for (const m of moved) out.push(`contract ${m.id}: its steps do not explain what it holds`);
  const kept = await one(
    `with booked as (select leg.account, sum(leg.amount) as n from journal j, unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.marketplace = $1 and leg.account ~ '^(pending|available|credit|refunds|payouts):' group by 1)
     select coalesce(b.account, k.account) as id, 1 as n from booked b full join (select * from balances where marketplace = $1) k on k.account = b.account
     where coalesce(b.n, 0) <> coalesce(k.balance, 0) limit 5`,
  );
  for (const k of kept) out.push(`account ${k.id}: its balance is not what its journal says`);
  const { rows: sample } = await w.db.pool.query<{ id: string; freelancer: string; digest: string; doc: Contract }>(
    `select c.id, c.freelancer, c.digest, c.doc from contracts c where c.marketplace = $1 and c.id in
       (select contract from journal where marketplace = $1 and xid > '3' and contract <> all($2) order by xid desc limit $3)`,
    [MARKET, templates.map((t) => t.id), SAMPLE * 8],
  );
  for (const row of sample.slice(0, SAMPLE)) out.push(...(await rebuilt(w, templates, row)));
  return out;
}

async function rebuilt(
  w: World,
  templates: readonly Contract[],
  row: { id: string; freelancer: string; digest: string; doc: Contract },
): Promise<string[]> {
  const steps = (await readJournal(w.db, MARKET, row.id)).filter((s) => s.seq > (templates[0]?.seq ?? 0));
  const from = templates.find((t) => t.seq === (steps[0]?.seq ?? 0) - 1);
  if (!from) return [`contract ${row.id}: its first step is missing`];
  const { rows } = await w.db.pool.query<{ digest: string }>('select digest from contracts where marketplace = $1 and id = $2', [MARKET, from.id]);
  let digest = rows[0]?.digest ?? '';
  let c = JSON.parse(JSON.stringify(from).replaceAll(from.id, row.id).replaceAll(from.freelancer, row.freelancer)) as Contract;
  for (const s of steps) {
    digest = chain(digest, { ...s, at: s.happenedAt.getTime(), contract: { id: row.id, seq: s.seq } }, s.policy);
    c = applyPatch(c, s.patch);
  }
  // A sweep is measured on copies whose reminders are past.
  const plain = (x: Contract) => canonical(x).replaceAll('"reminded":9', '"reminded":0');
  if (digest !== row.digest) return [`contract ${row.id}: the chain does not end where the contract does`];
  return plain(c) === plain(row.doc) ? [] : [`contract ${row.id}: its steps do not give it`];
}
