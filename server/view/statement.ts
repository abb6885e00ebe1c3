/** A statement of money for a period: by currency what there was, what moved and why, and what there is (MNY-10). */
import type { Words } from '@fairhold/copy';
import { z } from 'zod';
import { BOOKS, type Moved } from '../store/statement.ts';
import { causeOf } from './history.ts';
import { MoneyEntry } from './schemas.ts';

const minor = z.int().describe('Minor units of the currency');
const day = z.iso.date();
const Book = z.object({ book: z.string(), label: z.string(), opening: minor, in: minor, out: minor, closing: minor });
const Line = MoneyEntry.pick({ seq: true, at: true, contract: true, title: true, label: true, amount: true, by: true, rule: true }).extend({
  book: z.string().describe('Which of the books it moved on'),
  bookLabel: z.string(),
  counter: z.string().describe('Where it came from or went to, in words'),
  balance: minor.describe('Of all books of this currency together, after it'),
});
export const Statement = z
  .object({
    account: z.string(),
    name: z.string(),
    zone: z.string().describe('Days and times are of this zone'),
    from: day.describe('The first day'),
    to: day.describe('The last day'),
    madeAt: z.iso.datetime(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        opening: minor,
        closing: minor.describe('The opening balance and all lines together'),
        books: z.array(Book).describe('Each book adds up like the whole'),
        lines: z.array(Line).describe('The oldest first'),
        fees: z
          .array(MoneyEntry.pick({ seq: true, at: true, contract: true, title: true, label: true, amount: true }))
          .describe('Charged to the card on top; they never were part of a balance'),
        feesTotal: minor.describe('Those fees together'),
      }),
    ),
  })
  .meta({ id: 'Statement' });
export type StatementView = z.infer<typeof Statement>;
type Section = StatementView['currencies'][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const HELD = 'escrow';
export const ORDER = [HELD, ...BOOKS];

/** `moved` is of the period; every sum here is made from it, and of nothing else. */
export function statementView(a: {
  readonly account: string;
  readonly name: string;
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  readonly now: number;
  readonly moved: Moved;
  readonly words: Words;
}): StatementView {
  const { words } = a;
  const involved = new Map(a.moved.contracts.map((c) => [c.id, c]));
  const own = new Set<string>([...BOOKS.map((b) => `${b}:${a.account}`), ...a.moved.contracts.filter((c) => c.paying).map((c) => `${HELD}:${c.id}`)]);
  const kindOf = (account: string) => account.split(':')[0] as string;
  interface Gathered {
    readonly section: Mutable<Section>;
    readonly books: Map<string, Mutable<z.infer<typeof Book>>>;
  }
  const sections = new Map<string, Gathered>();
  const sectionOf = (currency: string) => {
    const known: Gathered = sections.get(currency) ?? {
      section: { currency, opening: 0, closing: 0, books: [], lines: [], fees: [], feesTotal: 0 },
      books: new Map(),
    };
    sections.set(currency, known);
    return known;
  };
  const bookOf = (currency: string, book: string) => {
    const { books } = sectionOf(currency);
    const known = books.get(book) ?? { book, label: words.STATEMENT[book] ?? book, opening: 0, in: 0, out: 0, closing: 0 };
    books.set(book, known);
    return known;
  };
  for (const b of a.moved.before) {
    const book = bookOf(b.currency, kindOf(b.account));
    book.opening += b.amount;
    book.closing += b.amount;
    const { section } = sectionOf(b.currency);
    section.opening += b.amount;
    section.closing += b.amount;
  }
  for (const row of a.moved.rows) {
    const c = involved.get(row.contract);
    if (!c) continue;
    const base = { seq: row.seq, at: row.happenedAt.toISOString(), contract: row.contract, ...(c.title && { title: c.title }) };
    for (const p of row.postings) {
      const label = words.WHYS[p.why] ?? p.why;
      // What a card paid that no balance ever had; of an arbitration fee its own party (ARB-1).
      const payer = a.moved.byFreelancers.has(`${row.contract} ${row.on}`) ? !c.paying : c.paying;
      if (payer && kindOf(p.from) === 'world' && ['fees', 'arbitration'].includes(kindOf(p.to))) {
        const { section } = sectionOf(c.currency);
        section.fees.push({ ...base, label, amount: p.amount });
        section.feesTotal += p.amount;
      }
      for (const [account, other, amount] of [
        [p.from, p.to, -p.amount],
        [p.to, p.from, p.amount],
      ] as const) {
        if (!own.has(account)) continue;
        const { section } = sectionOf(c.currency);
        const book = bookOf(c.currency, kindOf(account));
        book[amount < 0 ? 'out' : 'in'] += Math.abs(amount);
        book.closing += amount;
        section.closing += amount;
        const counter = own.has(other) ? (words.STATEMENT[kindOf(other)] ?? kindOf(other)) : (words.ACCOUNTS[kindOf(other)] ?? kindOf(other));
        section.lines.push({
          ...base,
          label,
          amount,
          by: causeOf(row),
          rule: row.rule,
          book: book.book,
          bookLabel: book.label,
          counter,
          balance: section.closing,
        });
      }
    }
  }
  const currencies = [...sections.values()]
    .map(({ section, books }) => ({ ...section, books: [...books.values()].sort((x, y) => ORDER.indexOf(x.book) - ORDER.indexOf(y.book)) }))
    .sort((x, y) => x.currency.localeCompare(y.currency));
  return { account: a.account, name: a.name, zone: a.zone, from: a.from, to: a.to, madeAt: new Date(a.now).toISOString(), currencies };
}
