/** Statements of any length (MNY-10): read through a cursor and written as they are read; of a page only its own lines are kept. */
import { type Words, wordsFor } from '@fairhold/copy';
import { no } from './problem.ts';
import type { Server } from './server.ts';
import { involvedOf, type Known, learn, type MoneyStep, movesOf, openingsOf } from './store/statement.ts';
import { dayAfter, startOfDay } from './view/days.ts';
import {
  type Fee,
  type Filter,
  filterWords,
  isFiltered,
  type Ledger,
  type Line,
  ledgerOf,
  type Section,
  type StatementView,
} from './view/statement.ts';
import { csvOf } from './view/statement-csv.ts';
import { nameOf } from './view/viewer.ts';

/** A document is drawn as a whole; of more lines nobody reads it. */
export const PDF_MOST = 5000;
const CHOICES = 200;

export interface Ask {
  readonly account: string;
  readonly zone: string;
  readonly locale: string;
  readonly from: string;
  readonly to: string;
  readonly filter: Filter;
}
export type Head = Omit<StatementView, 'currencies' | 'choices'>;
type Deps = Pick<Server, 'db' | 'config' | 'clock' | 'accounts'>;
/** One currency: read from its beginning each time that it is asked. */
export interface Part {
  readonly currency: string;
  readonly opening: number;
  /** Lines and fees in their order; what they come to is in `ledger` when it ends. */
  read(): { readonly ledger: Ledger; readonly entries: AsyncGenerator<Entries> };
}
interface Entries {
  readonly step: MoneyStep;
  readonly lines: readonly Line[];
  readonly fees: readonly Fee[];
}
export interface Opened {
  readonly head: Head;
  readonly words: Words;
  readonly known: Known;
  readonly parts: readonly Part[];
}

/** What a statement begins with; nothing of its lines has been read. */
export async function openStatement(s: Deps, ask: Ask): Promise<Opened> {
  const { account, zone, from, to, filter } = ask;
  const market = s.config.marketplace;
  const words = wordsFor(ask.locale);
  const [start, end] = [startOfDay(from, zone), startOfDay(dayAfter(to), zone)];
  const involved = await involvedOf(s.db, market, account);
  const openings = await openingsOf(s.db, market, account, involved, start);
  const known: Known = { titles: new Map(), byFreelancers: new Set() };
  const name = nameOf(await s.accounts.names([account]), account, words.SAY.formerMember);
  const currencies = [...new Set(involved.map((c) => c.currency))].filter((c) => !filter.currency || c === filter.currency).sort();
  const parts = currencies.map((currency): Part => {
    const own = involved.filter((c) => c.currency === currency);
    const start_ = () => ledgerOf({ account, currency, involved: own, openings, filter, words });
    return {
      currency,
      opening: start_().opening,
      read() {
        const ledger = start_();
        const ids = own.map((c) => c.id);
        return { ledger, entries: entriesOf(s, ids, start, end, ledger, known) };
      },
    };
  });
  // A currency that had nothing and in which nothing moved is none of this statement.
  const some: Part[] = [];
  for (const part of parts) if (openings.some((o) => o.currency === part.currency) || (await anyOf(part))) some.push(part);
  const madeAt = new Date(s.clock.now()).toISOString();
  const shown = isFiltered(filter) || filter.currency ? { filter } : {};
  return { head: { account, name, zone, from, to, madeAt, ...shown, pdfMost: PDF_MOST }, words, known, parts: some };
}

async function anyOf(part: Part): Promise<boolean> {
  const { entries, ledger } = part.read();
  for await (const _ of entries) if (ledger.foot().books.length > 0 || ledger.foot().fees > 0) return true;
  return false;
}

async function* entriesOf(s: Deps, ids: readonly string[], from: number, to: number, ledger: Ledger, known: Known): AsyncGenerator<Entries> {
  for await (const steps of movesOf(s.db, s.config.marketplace, ids, from, to)) {
    await learn(s.db, s.config.marketplace, steps, known);
    for (const step of steps) yield { step, ...ledger.take(step, known) };
  }
}

/** The whole answer in pieces of JSON. */
export async function* statementJson(o: Opened): AsyncGenerator<string> {
  const head = JSON.stringify(o.head);
  yield `${head.slice(0, -1)},"currencies":[`;
  for (const [n, part] of o.parts.entries()) {
    yield `${n > 0 ? ',' : ''}{"currency":${JSON.stringify(part.currency)},"opening":${part.opening},"next":null,"lines":[`;
    const { ledger, entries } = part.read();
    let comma = '';
    for await (const { lines } of entries)
      for (const l of lines) {
        yield comma + JSON.stringify(l);
        comma = ',';
      }
    const { fees, ...foot } = ledger.foot();
    yield '],"fees":[';
    comma = '';
    // Read once more: those of a long period are not kept meanwhile.
    if (fees > 0)
      for await (const entry of part.read().entries)
        for (const f of entry.fees) {
          yield comma + JSON.stringify(f);
          comma = ',';
        }
    yield `],${JSON.stringify(foot).slice(1)}`;
  }
  yield ']}';
}

/** The same as a table. */
export async function* statementCsv(o: Opened, locale: string): AsyncGenerator<string> {
  const csv = csvOf(o.head, o.words, locale);
  yield csv.head();
  for (const { currency, opening, read } of o.parts) {
    yield csv.opening(currency, opening);
    const { ledger, entries } = read();
    for await (const { lines } of entries) for (const l of lines) yield csv.line(l, currency);
    const foot = ledger.foot();
    yield csv.closing(currency, foot, filterOf(o));
    if (foot.fees > 0) for await (const { fees } of read().entries) for (const f of fees) yield csv.fee(f, currency);
  }
}

/** By what lines are filtered, in words; empty when none is left out. A contract is named once one of its lines was read. */
export function filterOf(o: Opened): string {
  const f = o.head.filter;
  return f && isFiltered(f) ? filterWords(f, o.words, f.contract && (o.known.titles.get(f.contract) ?? undefined)) : '';
}

/** Small pieces put together: each costs a turn on its way out. */
export async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let all = '';
  for await (const piece of pieces) {
    all += piece;
    if (all.length < 65_536) continue;
    yield all;
    all = '';
  }
  if (all) yield all;
}

/** A page: of each currency `limit` lines from the one with the number `after` on. */
export async function statementPage(o: Opened, limit: number, after = 0): Promise<StatementView> {
  const contracts = new Map<string, string>();
  const kinds = new Map<string, string>();
  const currencies: Section[] = [];
  for (const part of o.parts) {
    const { ledger, entries } = part.read();
    const lines: Line[] = [];
    const fees: Fee[] = [];
    let seen = 0;
    for await (const entry of entries) {
      for (const l of entry.lines) {
        if (seen >= after && lines.length < limit) lines.push(l);
        seen += 1;
      }
      for (const f of entry.fees) if (fees.length < limit) fees.push(f);
      const title = o.known.titles.get(entry.step.contract);
      if (title && contracts.size < CHOICES) contracts.set(entry.step.contract, title);
      for (const p of entry.step.postings) kinds.set(p.why, o.words.WHYS[p.why] ?? p.why);
    }
    const { fees: _count, ...foot } = ledger.foot();
    const next = after + lines.length < seen ? String(after + lines.length) : null;
    currencies.push({ currency: part.currency, opening: part.opening, lines, fees, next, ...foot });
  }
  const by = (a: string, b: string) => a.localeCompare(b);
  return {
    ...o.head,
    currencies,
    choices: {
      contracts: [...contracts].map(([id, title]) => ({ id, title })).sort((a, b) => by(a.title, b.title)),
      kinds: [...kinds].map(([why, label]) => ({ why, label })).sort((a, b) => by(a.label, b.label)),
      currencies: o.parts.map((p) => p.currency),
    },
  };
}

/** All of it, for a document; refuses more than fits one. */
export async function statementWhole(o: Opened): Promise<StatementView> {
  const whole = await statementPage(o, PDF_MOST + 1);
  const { choices: _choices, ...rest } = whole;
  if (whole.currencies.reduce((sum, c) => sum + Math.max(c.count, c.fees.length), 0) > PDF_MOST)
    throw no('statement_too_long', { most: PDF_MOST, lines: whole.currencies.reduce((sum, c) => sum + c.count, 0) });
  return rest;
}
