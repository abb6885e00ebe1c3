/** A statement of money for a period: by currency what there was, what moved and why, and what there is (MNY-10). */
import type { Words } from '@fairhold/copy';
import { z } from 'zod';
import { BOOKS, type Involved, type Known, type MoneyStep, type Opening } from '../store/statement.ts';
import { causeOf } from './history.ts';
import { MoneyEntry } from './schemas.ts';

const minor = z.int().describe('Minor units of the currency');
const day = z.iso.date();
const Book = z.object({ book: z.string(), label: z.string(), opening: minor, in: minor, out: minor, closing: minor });
const Line = MoneyEntry.pick({ seq: true, at: true, contract: true, title: true, label: true, amount: true, by: true, rule: true }).extend({
  why: z.string().describe('Kind of the line'),
  book: z.string().describe('Which of the books it moved on'),
  bookLabel: z.string(),
  counter: z.string().describe('Where it came from or went to, in words'),
  balance: minor.describe('Of all books of this currency together, after it, whatever is filtered'),
});
const Fee = MoneyEntry.pick({ seq: true, at: true, contract: true, title: true, label: true, amount: true });
export const StatementFilter = z.object({
  contract: z.string().max(100).optional().describe('Only of this contract'),
  why: z.string().max(60).optional().describe('Only lines of this kind'),
  q: z.string().max(200).optional().describe('Only lines with this in their words, their contract’s title or their counter-account'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});
export type Filter = z.infer<typeof StatementFilter>;
export const Statement = z
  .object({
    account: z.string(),
    name: z.string(),
    zone: z.string().describe('Days and times are of this zone'),
    from: day.describe('The first day'),
    to: day.describe('The last day'),
    madeAt: z.iso.datetime(),
    filter: StatementFilter.optional().describe('What lines were filtered by; balances are of the whole account all the same'),
    currencies: z.array(
      z.object({
        currency: z.string(),
        opening: minor,
        closing: minor.describe('The opening balance, all lines, and what the filter left out, together'),
        books: z.array(Book).describe('Each book adds up like the whole'),
        lines: z.array(Line).describe('The oldest first'),
        count: z.int().describe('How many lines there are; with a limit more than are shown here'),
        leftOut: z.object({ count: z.int(), in: minor, out: minor }).describe('Lines that the filter leaves out, together'),
        next: z.string().nullable().describe('Where the next page of lines begins; with a limit only'),
        fees: z.array(Fee).describe('Charged to the card on top; they never were part of a balance'),
        feesTotal: minor.describe('Those fees together'),
      }),
    ),
    choices: z
      .object({
        contracts: z.array(z.object({ id: z.string(), title: z.string() })),
        kinds: z.array(z.object({ why: z.string(), label: z.string() })),
        currencies: z.array(z.string()),
      })
      .optional()
      .describe('What this period can be filtered by, at most 200 contracts; with a limit only'),
    onItsWay: z
      .array(z.object({ book: z.string(), currency: z.string(), amount: minor, by: z.iso.datetime(), sentence: z.string() }))
      .optional()
      .describe('Of a statement until today: what is under way to its bank, and the last date by which all of it arrives'),
    pdfMost: z.int().describe('A document holds so many lines at most'),
  })
  .meta({ id: 'Statement' });
export type StatementView = z.infer<typeof Statement>;
export type Section = StatementView['currencies'][number];
export type Line = Section['lines'][number];
export type Fee = Section['fees'][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const HELD = 'escrow';
export const ORDER = [HELD, ...BOOKS];
const kindOf = (account: string) => account.split(':')[0] as string;

/** The running account of one currency: takes steps in their order, hands back the lines that fit, and knows at every moment what it comes to. */
export interface Ledger {
  readonly currency: string;
  readonly opening: number;
  take(step: MoneyStep, known: Known): { readonly lines: readonly Line[]; readonly fees: readonly Fee[] };
  foot(): Pick<Section, 'closing' | 'books' | 'count' | 'leftOut' | 'feesTotal'> & { readonly fees: number };
}

export function ledgerOf(a: {
  readonly account: string;
  readonly currency: string;
  readonly involved: readonly Involved[];
  readonly openings: readonly Opening[];
  readonly filter: Filter;
  readonly words: Words;
}): Ledger {
  const { words, filter } = a;
  const paying = new Map(a.involved.map((c) => [c.id, c.paying]));
  const books = new Map<string, Mutable<z.infer<typeof Book>>>();
  const bookOf = (book: string) => {
    const known = books.get(book) ?? { book, label: words.STATEMENT[book] ?? book, opening: 0, in: 0, out: 0, closing: 0 };
    books.set(book, known);
    return known;
  };
  let opening = 0;
  for (const o of a.openings) {
    if (o.currency !== a.currency) continue;
    const book = bookOf(kindOf(o.account));
    book.opening += o.amount;
    book.closing += o.amount;
    opening += o.amount;
  }
  let closing = opening;
  let count = 0;
  const leftOut = { count: 0, in: 0, out: 0 };
  const fees = { count: 0, total: 0 };
  const isOwn = (account: string) =>
    account.endsWith(`:${a.account}`)
      ? (BOOKS as readonly string[]).includes(kindOf(account))
      : kindOf(account) === HELD && paying.get(account.slice(7)) === true;
  const text = filter.q?.toLowerCase();
  const fits = (x: { contract: string; why: string; words: readonly string[] }) =>
    (!filter.contract || x.contract === filter.contract) &&
    (!filter.why || x.why === filter.why) &&
    (!text || x.words.some((one) => one.toLowerCase().includes(text)));

  return {
    currency: a.currency,
    opening,
    take(step, known) {
      const lines: Line[] = [];
      const charged: Fee[] = [];
      const title = known.titles.get(step.contract) ?? '';
      const base = { seq: step.seq, at: step.happenedAt.toISOString(), contract: step.contract, ...(title && { title }) };
      for (const p of step.postings) {
        const label = words.WHYS[p.why] ?? p.why;
        // What a card paid that no balance ever had; of an arbitration fee its own party (ARB-1).
        const isClient = paying.get(step.contract) === true;
        const payer = known.byFreelancers.has(`${step.contract} ${step.on}`) ? !isClient : isClient;
        if (payer && kindOf(p.from) === 'world' && ['fees', 'arbitration'].includes(kindOf(p.to))) {
          if (fits({ contract: step.contract, why: p.why, words: [label, title] })) {
            charged.push({ ...base, label, amount: p.amount });
            fees.count += 1;
            fees.total += p.amount;
          }
        }
        for (const [account, other, amount] of [
          [p.from, p.to, -p.amount],
          [p.to, p.from, p.amount],
        ] as const) {
          if (!isOwn(account)) continue;
          const book = bookOf(kindOf(account));
          book[amount < 0 ? 'out' : 'in'] += Math.abs(amount);
          book.closing += amount;
          closing += amount;
          const counter = isOwn(other) ? (words.STATEMENT[kindOf(other)] ?? kindOf(other)) : (words.ACCOUNTS[kindOf(other)] ?? kindOf(other));
          if (!fits({ contract: step.contract, why: p.why, words: [label, title, counter, book.label] })) {
            leftOut.count += 1;
            leftOut[amount < 0 ? 'out' : 'in'] += Math.abs(amount);
            continue;
          }
          count += 1;
          const what = { why: p.why, by: causeOf(step), rule: step.rule, book: book.book, bookLabel: book.label, counter };
          lines.push({ ...base, label, amount, ...what, balance: closing });
        }
      }
      return { lines, fees: charged };
    },
    foot: () => ({
      closing,
      books: [...books.values()].sort((x, y) => ORDER.indexOf(x.book) - ORDER.indexOf(y.book)),
      count,
      leftOut: { ...leftOut },
      fees: fees.count,
      feesTotal: fees.total,
    }),
  };
}

/** What lines are filtered by, in words; empty when they are not. */
export function filterWords(f: Filter, words: Words, title: string | undefined): string {
  const parts = [f.why && (words.WHYS[f.why] ?? f.why), f.contract && (title ?? f.contract), f.q && `“${f.q}”`, f.currency].filter(Boolean);
  return parts.join(', ');
}
export const isFiltered = (f: Filter): boolean => Boolean(f.contract || f.why || f.q);
