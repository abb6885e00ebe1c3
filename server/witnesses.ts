/**
 * Witnesses have no account (DSP-10..12): name and mail address are kept here, outside the record, and erased by themselves. What the record
 * names is made from them, so that another name would show. The link in the mail carries what only the witness has; its hash is kept.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { type Contract, instancesOf, type Party, witnessFacts } from '@fairhold/domain';
import type { Named } from './accounts.ts';
import { sha256 } from './ids.ts';
import type { Db } from './store/db.ts';

/** How an id of a witness begins: no account has one like it. */
export const WITNESS_ID = 'wit_';
const UNUSED_MS = 86_400_000;
/** How long after the end of a case its witnesses can still be reached, in days (DSP-12). */
export const REACHABLE_DAYS = 30;

interface Asked {
  readonly contract: string;
  readonly case: string;
  readonly by: Party;
}
export interface Witness {
  readonly id: string;
  readonly contract: string;
  readonly name: string;
  readonly address: string;
}
type Query = Pick<Db['pool'], 'query'>;

const idOf = (salt: string, name: string, address: string): string => `${WITNESS_ID}${sha256(`${salt}\n${name}\n${address}`).slice(0, 32)}`;

/**
 * The id of a witness whom a side names: the same for the same name, address, case and side, so that asking twice is asking once. With `keep`
 * name and address are written down; a row that no mail follows goes after a day. `now` in ms.
 */
export async function nameWitness(
  db: Db,
  o: { readonly marketplace: string; readonly secret: string; readonly now: number },
  who: { readonly name: string; readonly email: string },
  asked: Asked,
  keep: boolean,
): Promise<string> {
  const name = who.name.trim().replace(/\s+/g, ' ');
  const address = who.email.trim().toLowerCase();
  const salt = createHmac('sha256', o.secret).update(`witness\n${asked.contract}\n${asked.case}\n${asked.by}\n${name}\n${address}`).digest('hex');
  const id = idOf(salt, name, address);
  if (keep)
    await db.pool.query(
      `insert into witnesses (marketplace, id, contract, on_id, name, address, salt, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (marketplace, id) do nothing`,
      [o.marketplace, id, asked.contract, asked.case, name, address, salt, new Date(o.now)],
    );
  return id;
}

/** Witnesses by id, as answers name them; whoever was erased is not among them. Their address is for views that may show it. */
export async function namesOfWitnesses(db: Query, marketplace: string, ids: readonly string[]): Promise<Named[]> {
  const { rows } = await db.query<{ id: string; name: string; address: string | null }>(
    'select id, name, address from witnesses where marketplace = $1 and id = any($2) and name is not null',
    [marketplace, ids],
  );
  return rows.map(({ id, name, address }) => ({ id, name, kind: 'person', ...(address && { address }) }));
}

/** Whose link it is; undefined for one that nobody has, or has no more. */
export async function witnessByToken(db: Db, marketplace: string, token: string): Promise<Witness | undefined> {
  const { rows } = await db.pool.query<Witness>(
    'select id, contract, name, address from witnesses where marketplace = $1 and (token_hash = $2 or reminder_hash = $2) and name is not null and address is not null',
    [marketplace, sha256(token)],
  );
  return rows[0];
}

/** The last invitation of a witness in a contract. */
export const invitationOf = (c: Contract, person: string) => instancesOf(c, 'witness').findLast((i) => witnessFacts(i).person === person);

/** A link for a witness whose mail is being written. An invitation ends those before it; a reminder leaves the one that it recalls. */
export async function linkFor(
  db: Query,
  marketplace: string,
  id: string,
  now: number,
  mail: 'invited' | 'reminded',
): Promise<{ token: string; address: string } | undefined> {
  const token = randomBytes(24).toString('base64url');
  const { rows } = await db.query<{ address: string }>(
    `update witnesses set ${mail === 'invited' ? 'token_hash = $3, reminder_hash = null' : 'reminder_hash = $3'}, mailed_at = $4
     where marketplace = $1 and id = $2 and address is not null returning address`,
    [marketplace, id, sha256(token), new Date(now)],
  );
  return rows[0] && { token, address: rows[0].address };
}

/** Where a witness who was written to can still be reached. */
export async function addressOf(db: Query, marketplace: string, id: string): Promise<string | undefined> {
  const { rows } = await db.query<{ address: string }>(
    'select address from witnesses where marketplace = $1 and id = $2 and address is not null and mailed_at is not null',
    [marketplace, id],
  );
  return rows[0]?.address;
}

/** SQL: the invitation of a witness `w` in the contract `c`, in a state. */
const invitedAs = (state: string): string => `exists (select 1 from jsonb_each(c.doc->'instances') i
  where i.value->>'process' = 'witness' and i.value->'facts'->>'person' = w.id and (${state}))`;

/** DSP-12: whom nobody wrote to, and the addresses of those whose case has long been over; without a statement their names too. `now` in ms. */
export async function forgetWitnesses(db: Db, marketplace: string, now: number): Promise<number> {
  await db.pool.query(
    `delete from witnesses w using contracts c where w.marketplace = $1 and w.mailed_at is null and w.created_at < $2
       and c.marketplace = w.marketplace and c.id = w.contract and not ${invitedAs('true')}`,
    [marketplace, new Date(now - UNUSED_MS)],
  );
  const { rows } = await db.pool.query<{ address: string }>(
    `with over as (
       select w.id, w.address, ${invitedAs("i.value->>'state' = 'stated'")} as stated
       from witnesses w join contracts c on c.marketplace = w.marketplace and c.id = w.contract
       where w.marketplace = $1 and w.address is not null and c.doc->'instances'->w.on_id->>'state' = 'closed'
         and (c.doc->'instances'->w.on_id->'facts'->'outcome'->>'at')::float8 < $2)
     update witnesses w set address = null, salt = null, token_hash = null, reminder_hash = null, name = case when over.stated then w.name end
     from over where w.marketplace = $1 and w.id = over.id returning over.address`,
    [marketplace, now - REACHABLE_DAYS * 86_400_000],
  );
  const gone = rows.map((r) => r.address);
  if (gone.length > 0)
    await db.pool.query(
      `delete from mails m where m.marketplace = $1 and m.kind = 'witness' and m.to_address = any($2)
         and not exists (select 1 from witnesses w where w.marketplace = $1 and w.address = m.to_address)`,
      [marketplace, gone],
    );
  return gone.length;
}

/** AUD-1: a sentence for each witness who has another name or address than the one that was invited, or whom the record names and nothing else. */
export async function witnessFaults(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string; contract: string; name: string; address: string; salt: string }>(
    'select id, contract, name, address, salt from witnesses where marketplace = $1 and address is not null order by id',
    [marketplace],
  );
  // Contracts with a case are always written whole; `lax` takes any document, also one that was altered.
  const { rows: nameless } = await db.pool.query<{ id: string; contract: string }>(
    `select i.contract, i.id from (
       select c.id as contract, x->'facts'->>'person' as id, x->>'state' as state
       from contracts c, jsonb_path_query(c.snapshot, 'lax $.instances.* ? (@.process == "witness")') x where c.marketplace = $1) i
     left join witnesses w on w.marketplace = $1 and w.id = i.id and w.contract = i.contract
     where w.id is null or (w.name is null and i.state = 'stated') order by 1, 2`,
    [marketplace],
  );
  return [
    ...rows
      .filter((w) => idOf(w.salt ?? '', w.name ?? '', w.address) !== w.id)
      .map((w) => `contract ${w.contract}: the witness ${w.id} has another name or address than the one that was invited`),
    ...nameless.map((w) => `contract ${w.contract}: the name of its witness ${w.id} is gone`),
  ];
}
