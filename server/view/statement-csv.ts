/** The statement as a table for spreadsheets (MNY-10). */
import { dateTime, decimal, type Words } from '@fairhold/copy';
import type { StatementView } from './statement.ts';

/** A cell in quotes. Text that a spreadsheet would take for a formula gets an apostrophe before it: titles are written by others. */
const text = (x: string): string => `"${(/^[=+\-@\t\r]/.test(x) ? `'${x}` : x).replaceAll('"', '""')}"`;

/**
 * UTF-8 with a mark that spreadsheets look for, lines ended as RFC 4180 says. Amounts are decimals with a point, whatever the language:
 * they are to be reckoned with. One row of opening and one of closing a currency.
 */
export function statementCsv(s: StatementView, words: Words, locale: string): string {
  const W = words.STATEMENT;
  const head = ['at', 'when', 'what', 'title', 'book', 'counter', 'by', 'rule', 'amount', 'balance', 'currency', 'contract'].map((key) =>
    text(W[key] ?? key),
  );
  const rows = s.currencies.flatMap((c) => {
    const edge = (at: string, what: string, amount: number) =>
      [text(at), '', text(what), '', '', '', '', '', '', decimal(amount, c.currency), text(c.currency), ''].join(',');
    const row = (l: { at: string; label: string; title?: string | undefined; contract: string }, rest: readonly string[]) =>
      [
        text(l.at),
        text(dateTime(Date.parse(l.at), s.zone, locale)),
        text(l.label),
        text(l.title ?? ''),
        ...rest,
        text(c.currency),
        text(l.contract),
      ].join(',');
    return [
      edge(s.from, W['opening'] ?? '', c.opening),
      ...c.lines.map((l) =>
        row(l, [
          text(l.bookLabel),
          text(l.counter),
          text(words.ROLES[l.by] ?? W[l.by] ?? l.by),
          text(l.rule),
          decimal(l.amount, c.currency),
          decimal(l.balance, c.currency),
        ]),
      ),
      edge(s.to, W['closing'] ?? '', c.closing),
      ...c.fees.map((l) => row(l, [text(W['fees'] ?? ''), '', '', '', decimal(l.amount, c.currency), ''])),
    ];
  });
  return `\ufeff${[head.join(','), ...rows].join('\r\n')}\r\n`;
}
