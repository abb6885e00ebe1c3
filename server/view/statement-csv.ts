/** The statement as a table for spreadsheets (MNY-10), row by row. */
import { dateTime, decimal, fill, type Words } from '@fairhold/copy';
import type { Fee, Line, Section, StatementView } from './statement.ts';

/** A cell in quotes. Text that a spreadsheet would take for a formula gets an apostrophe before it: titles are written by others. */
const text = (x: string): string => `"${(/^[=+\-@\t\r]/.test(x) ? `'${x}` : x).replaceAll('"', '""')}"`;
const END = '\r\n';

/**
 * UTF-8 with a mark that spreadsheets look for, lines ended as RFC 4180 says. Amounts are decimals with a point, whatever the language:
 * they are to be reckoned with. One row of opening and one of closing a currency; what a filter leaves out is one row of its own before
 * the closing, so that the amounts add up. What is on its way to its bank then says until when; it moves nothing, so it has no amount.
 */
export function csvOf(s: Pick<StatementView, 'from' | 'to' | 'zone' | 'onItsWay'>, words: Words, locale: string) {
  const W = words.STATEMENT;
  const edge = (at: string, what: string, amount: string, balance: string, currency: string, book = '') =>
    `${[text(at), '', text(what), '', book && text(book), '', '', '', amount, balance, text(currency), ''].join(',')}${END}`;
  const underway = (currency: string): string =>
    (s.onItsWay ?? [])
      .filter((x) => x.currency === currency)
      .map((x) => edge(s.to, x.sentence, '', decimal(x.amount, currency), currency, W[x.book] ?? x.book))
      .join('');
  const row = (l: Pick<Line, 'at' | 'label' | 'title' | 'contract'>, rest: readonly string[], currency: string) =>
    `${[
      text(l.at),
      text(dateTime(Date.parse(l.at), s.zone, locale)),
      text(l.label),
      text(l.title ?? ''),
      ...rest,
      text(currency),
      text(l.contract),
    ].join(',')}${END}`;
  return {
    head: (): string =>
      `\ufeff${['at', 'when', 'what', 'title', 'book', 'counter', 'by', 'rule', 'amount', 'balance', 'currency', 'contract'].map((key) => text(W[key] ?? key)).join(',')}${END}`,
    opening: (currency: string, amount: number): string => edge(s.from, W['opening'] ?? '', '', decimal(amount, currency), currency),
    line: (l: Line, currency: string): string =>
      row(
        l,
        [
          text(l.bookLabel),
          text(l.counter),
          text(words.ROLES[l.by] ?? W[l.by] ?? l.by),
          text(l.rule),
          decimal(l.amount, currency),
          decimal(l.balance, currency),
        ],
        currency,
      ),
    closing: (currency: string, foot: Pick<Section, 'closing' | 'leftOut'>, filter: string): string =>
      (filter
        ? edge(
            s.to,
            fill(W['leftOut'] ?? '', { count: foot.leftOut.count, filter }),
            decimal(foot.leftOut.in - foot.leftOut.out, currency),
            '',
            currency,
          )
        : '') +
      edge(s.to, W['closing'] ?? '', '', decimal(foot.closing, currency), currency) +
      underway(currency),
    fee: (f: Fee, currency: string): string => row(f, [text(W['fees'] ?? ''), '', '', '', decimal(f.amount, currency), ''], currency),
  };
}
