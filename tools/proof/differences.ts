/** Differences planted into two books that were equal: each on a reference of its own, of every kind that reconciliation knows. */
import type { DifferenceKind } from '@fairhold/server/outside/reconcile';
import type { Db } from '@fairhold/server/store/db';
import type { Chance } from '../sim/random.ts';
import type { BadBank, Booked } from './bad-bank.ts';

export interface Planted {
  readonly reference: string;
  readonly difference: DifferenceKind;
}
type Plant = (reference: string, m: Booked) => Promise<DifferenceKind>;

/** Plants `many` differences, on both sides; returns what must be found. */
export async function plantDifferences(db: Db, bank: BadBank, r: Chance, many: number): Promise<Planted[]> {
  const sql = (text: string, values: readonly unknown[]) => db.pool.query(text, [...values]);
  const theirs = (reference: string, change: Partial<Booked>): void => {
    const m = bank.book.get(reference)?.[0] as Booked;
    bank.book.set(reference, [{ ...m, ...change }]);
  };
  const PLANTS: readonly Plant[] = [
    async (ref) => {
      await sql('delete from effects where reference = $1', [ref]);
      return 'missingWithUs';
    },
    async (ref, m) => {
      bank.book.set(`${ref}.strange`, [{ ...m, reference: `${ref}.strange` }]);
      return 'missingWithUs';
    },
    async (ref) => {
      bank.book.delete(ref);
      return 'missingAtProvider';
    },
    async (ref) => {
      await sql(
        `insert into effects select (jsonb_populate_record(null::effects, to_jsonb(e) || jsonb_build_object('reference', e.reference || '.strange'))).* from effects e where reference = $1`,
        [ref],
      );
      return 'missingAtProvider';
    },
    async (ref) => {
      await sql('update effects set amount = amount + $2 where reference = $1', [ref, r.between(1, 100)]);
      return 'amount';
    },
    async (ref, m) => {
      theirs(ref, { amount: m.amount + r.pick([1, 100, -1]) });
      return 'amount';
    },
    async (ref) => {
      theirs(ref, { currency: 'EUR' });
      return 'currency';
    },
    async (ref, m) => {
      theirs(ref, { kind: m.kind === 'refund' ? 'payout' : 'refund' });
      return 'kind';
    },
    async (ref, m) => {
      theirs(ref, { state: m.state === 'settled' ? 'returned' : 'settled' });
      return 'state';
    },
    async (ref) => {
      await sql(`update effects set state = 'accepted' where reference = $1`, [ref]);
      return 'state';
    },
    async (ref) => {
      await sql(`update effects set state = 'unknown' where reference = $1`, [ref]);
      return 'state';
    },
    async (ref, m) => {
      bank.book.set(ref, [m, { ...m }]);
      return 'double';
    },
  ];
  const { rows } = await db.pool.query<{ reference: string }>(
    `select reference from effects where state in ('settled', 'returned') order by reference`,
  );
  const free = rows.map((x) => x.reference).filter((ref) => bank.book.get(ref)?.length === 1);
  const out: Planted[] = [];
  for (let n = 0; n < many && free.length > 0; n += 1) {
    const [reference] = free.splice(r.below(free.length), 1) as [string];
    const kind = n % PLANTS.length;
    const difference = await (PLANTS[kind] as Plant)(reference, bank.book.get(reference)?.[0] as Booked);
    out.push({ reference: kind === 1 || kind === 3 ? `${reference}.strange` : reference, difference });
  }
  return out;
}
