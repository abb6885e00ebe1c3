/** Both books at the end: the bank's against the record, reference by reference, and what reconciliation says of them. */
import type { Contract } from '@fairhold/domain';
import type { Reconciled } from '@fairhold/server/outside/reconcile';
import type { Db } from '@fairhold/server/store/db';
import type { BadBank, Booked } from './bad-bank.ts';

interface Effect {
  reference: string;
  kind: string;
  state: string;
  amount: number;
  contract: string;
  instance: string;
}
export interface Tally {
  /** Refunds and payouts. */
  readonly moved: number;
  readonly double: number;
  readonly lost: number;
  readonly silent: number;
  /** Of which the bank never spoke. */
  readonly mute: number;
}
/** What an end at the bank is in a contract. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  settled: ['arrived'],
  declined: ['credited', 'returned'],
  returned: ['credited', 'returned'],
};

/** Adds what does not fit to `broken`. Of charges only that none was made twice: what became of them is in the contract's own money. */
export async function againstBank(db: Db, bank: BadBank, books: Reconciled, broken: string[]): Promise<Tally> {
  const { rows: effects } = await db.pool.query<Effect>('select reference, kind, state, amount, contract, instance from effects order by reference');
  const instances = new Map<string, string>();
  const { rows: contracts } = await db.pool.query<{ id: string; doc: Contract }>('select id, c.doc from contracts c');
  for (const row of contracts) for (const i of Object.values(row.doc.instances)) instances.set(`${row.id} ${i.id}`, i.state);
  const tally = { moved: 0, double: 0, lost: 0, silent: 0, mute: 0 };
  const fault = (kind: 'double' | 'lost' | 'silent', what: string): void => {
    tally[kind] += 1;
    broken.push(what);
  };

  for (const e of effects) {
    const booked: readonly Booked[] = bank.book.get(e.reference) ?? [];
    const state = instances.get(`${e.contract} ${e.instance}`) ?? 'nothing';
    if (booked.length > 1) fault('double', `${e.reference} was carried out ${booked.length} times`);
    if (e.kind === 'charge') continue;
    // A search asks what became of another payment: whatever the bank books under its name would be money moved twice.
    if (e.kind === 'trace') {
      if (booked.length > 0) fault('double', `${e.reference} only asks, and the bank booked it`);
      continue;
    }
    tally.moved += 1;
    const truth = booked[0];
    if (bank.isMute(e.reference)) {
      if (e.state !== 'unknown') fault('silent', `${e.reference} was never answered, and is said to be ${e.state}`);
      continue;
    }
    if (!truth) fault('lost', `${e.reference} never reached the bank (${e.state}, ${state})`);
    else if (truth.amount !== e.amount) fault('lost', `${e.reference}: ${truth.amount} instead of ${e.amount}`);
    else if (e.state !== truth.state) fault('lost', `${e.reference} is ${truth.state} at the bank and ${e.state} with us`);
    else if (!ENDS[truth.state]?.includes(state)) fault('lost', `${e.reference} is ${truth.state} at the bank and ${state} in its contract`);
  }

  const sums = [...bank.book.values()].flat().reduce((sum, m) => sum + (m.state === 'settled' ? (m.kind === 'charge' ? m.amount : -m.amount) : 0), 0);
  const { rows: world } = await db.pool.query<{ sum: number }>(
    `select coalesce(sum(leg.amount), 0)::bigint as sum from journal j, unnest(j.accounts, j.amounts) as leg(account, amount) where leg.account = 'world'`,
  );
  if (-(world[0]?.sum ?? 0) !== sums) broken.push(`MNY-9: the bank holds ${sums} for us, our journal says ${-(world[0]?.sum ?? 0)}`);

  for (const d of books.differences) broken.push(`MNY-9: a false difference: ${d.difference} of ${d.reference}`);
  const mute = effects.filter((e) => bank.isMute(e.reference) && !['declined', 'settled'].includes(e.state)).map((e) => e.reference);
  tally.mute = mute.length;
  for (const reference of mute)
    if (!books.unanswered.some((u) => u.reference === reference)) fault('silent', `${reference} is unknown, and nobody is told`);
  for (const u of books.unanswered) if (!mute.includes(u.reference)) broken.push(`${u.reference} is shown as unanswered, and is ${u.state}`);
  return tally;
}
