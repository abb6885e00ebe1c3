/** The statement as a document to keep and to hand on (MNY-10). Its figures are those of the answer it is made from. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { date, dateTime, fill, money, type Words } from '@fairhold/copy';
import PDFDocument from 'pdfkit';
import type { StatementView } from './statement.ts';

/** One family with Latin, Greek, Cyrillic and Devanagari letters; what it lacks is drawn as an empty box. */
const FONTS = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
const REGULAR = join(FONTS, '400Regular/NotoSans_400Regular.ttf');
const BOLD = join(FONTS, '600SemiBold/NotoSans_600SemiBold.ttf');

const [LEFT, RIGHT, TOP, BOTTOM] = [48, 547, 56, 770];
const INK = '#1d2733';
const SOFT = '#55606d';
const RULE = '#c9d1da';

type Doc = InstanceType<typeof PDFDocument>;
interface Look {
  readonly size?: number;
  readonly bold?: boolean;
  readonly soft?: boolean;
  /** Ends at x instead of beginning there. */
  readonly right?: boolean;
  readonly width?: number;
}

/** `compress` false leaves the pages readable for tests; `filter`: by what lines were left out, in words. */
export async function statementPdf(
  s: StatementView,
  words: Words,
  locale: string,
  o: { readonly compress?: boolean; readonly filter?: string } = {},
): Promise<Buffer> {
  const { compress = true, filter = '' } = o;
  const W = words.STATEMENT;
  const title = W['statement'] ?? '';
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    compress,
    lang: locale,
    displayTitle: true,
    info: { Title: `${title}, ${s.name}, ${s.from} – ${s.to}`, Creator: 'Fairhold', CreationDate: new Date(s.madeAt), ModDate: new Date(s.madeAt) },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((ok) => doc.on('end', () => ok()));
  const pen = penOf(doc);
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}) => fill(W[key] ?? '', values);
  const calendar = (d: string) => date(Date.parse(d), 'UTC', locale);

  pen.write(title, LEFT, { size: 18, bold: true });
  pen.down(28);
  pen.write(s.name, LEFT, { size: 12, bold: true });
  pen.down(18);
  for (const line of [
    say('period', { from: calendar(s.from), to: calendar(s.to) }),
    say('zone', { zone: s.zone }),
    say('madeAt', { at: dateTime(Date.parse(s.madeAt), s.zone, locale) }),
    ...(filter ? [say('filtered', { filter })] : []),
  ]) {
    pen.write(line, LEFT, { soft: true });
    pen.down(13);
  }
  if (s.currencies.length === 0) {
    pen.down(16);
    pen.write(say('nothing'), LEFT);
  }
  for (const c of s.currencies)
    section(
      pen,
      c,
      say,
      (n) => money(n, c.currency, locale),
      (at) => dateTime(Date.parse(at), s.zone, locale),
      filter,
      s.onItsWay ?? [],
    );

  const { count } = doc.bufferedPageRange();
  for (let n = 0; n < count; n += 1) {
    doc.switchToPage(n);
    pen.at(BOTTOM + 26);
    pen.write(`${title} · ${s.name}`, LEFT, { size: 8, soft: true, width: 380 });
    pen.write(say('page', { n: n + 1, of: count }), RIGHT, { size: 8, soft: true, right: true });
  }
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

type Pen = ReturnType<typeof penOf>;
/** Writes single lines at a height that goes down, and on to a new page. */
function penOf(doc: Doc) {
  let y = TOP;
  doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const fit = (text: string, width: number): string => {
    if (doc.widthOfString(text) <= width) return text;
    let short = [...text];
    while (short.length > 1 && doc.widthOfString(`${short.join('')}…`) > width) short = short.slice(0, -1);
    return `${short.join('').trimEnd()}…`;
  };
  return {
    at(height: number) {
      y = height;
    },
    /** Goes down; `keep`: so much must still fit on the page. True: a new page has begun. */
    down(by: number, keep = 0): boolean {
      y += by;
      if (y + keep <= BOTTOM) return false;
      doc.addPage();
      y = TOP;
      return true;
    },
    write(text: string, x: number, o: Look = {}) {
      doc
        .font(o.bold ? 'bold' : 'regular')
        .fontSize(o.size ?? 9)
        .fillColor(o.soft ? SOFT : INK);
      const shown = fit(text.normalize('NFC'), o.width ?? RIGHT - LEFT);
      doc.text(shown, o.right ? x - doc.widthOfString(shown) : x, y, { lineBreak: false });
    },
    line() {
      doc
        .moveTo(LEFT, y - 4)
        .lineTo(RIGHT, y - 4)
        .lineWidth(0.5)
        .strokeColor(RULE)
        .stroke();
    },
  };
}

function section(
  pen: Pen,
  c: StatementView['currencies'][number],
  say: (key: string, values?: Readonly<Record<string, unknown>>) => string,
  cash: (n: number) => string,
  when: (at: string) => string,
  filter: string,
  onItsWay: NonNullable<StatementView['onItsWay']>,
): void {
  const columns = [300, 382, 464, RIGHT] as const;
  pen.down(28, 120);
  pen.write(c.currency, LEFT, { size: 13, bold: true });
  pen.down(22);
  for (const [n, key] of (['opening', 'in', 'out', 'closing'] as const).entries())
    pen.write(say(key), columns[n] as number, { soft: true, right: true, size: 8, width: 78 });
  pen.down(17);
  for (const b of c.books) {
    pen.line();
    pen.write(b.label, LEFT, { width: 170 });
    for (const [n, amount] of [b.opening, b.in, -b.out, b.closing].entries()) pen.write(cash(amount), columns[n] as number, { right: true });
    const way = onItsWay.find((w) => w.book === b.book && w.currency === c.currency);
    if (way) {
      pen.down(11);
      pen.write(way.sentence, LEFT, { soft: true, size: 7.5 });
    }
    pen.down(16, 20);
  }
  pen.line();
  pen.write(say('total'), LEFT, { bold: true });
  pen.write(cash(c.opening), columns[0], { right: true, bold: true });
  pen.write(cash(c.closing), columns[3], { right: true, bold: true });
  pen.down(30, 60);

  const head = () => {
    pen.write(say('when'), LEFT, { soft: true, size: 8 });
    pen.write(say('what'), 204, { soft: true, size: 8 });
    pen.write(say('amount'), 464, { soft: true, size: 8, right: true });
    pen.write(say('balance'), RIGHT, { soft: true, size: 8, right: true });
    pen.down(17);
  };
  const edge = (key: string, amount: number) => {
    pen.line();
    pen.write(say(key), LEFT, { bold: true });
    pen.write(cash(amount), RIGHT, { bold: true, right: true });
    pen.down(18, 30);
  };
  head();
  edge('opening', c.opening);
  for (const l of c.lines) {
    pen.line();
    pen.write(when(l.at), LEFT, { width: 152 });
    pen.write(l.title ? `${l.label} · ${l.title}` : l.label, 204, { width: 188 });
    pen.write(cash(l.amount), 464, { right: true });
    pen.write(cash(l.balance), RIGHT, { right: true });
    pen.down(11);
    pen.write(say(l.amount < 0 ? 'wentTo' : 'cameFrom', { book: l.bookLabel, counter: l.counter, rule: l.rule }), 204, {
      soft: true,
      size: 7.5,
      width: 260,
    });
    if (pen.down(16, 30)) head();
  }
  if (filter) {
    pen.line();
    pen.write(say('leftOut', { count: c.leftOut.count, filter }), LEFT, { width: 300 });
    pen.write(cash(c.leftOut.in - c.leftOut.out), 464, { right: true });
    pen.down(18, 30);
  }
  edge('closing', c.closing);
  if (c.fees.length === 0) return;
  pen.down(6, 40);
  pen.write(say('fees'), LEFT, { bold: true });
  pen.down(18);
  for (const f of c.fees) {
    pen.line();
    pen.write(when(f.at), LEFT, { width: 152 });
    pen.write(f.title ? `${f.label} · ${f.title}` : f.label, 204, { width: 188 });
    pen.write(cash(f.amount), 464, { right: true });
    pen.down(16, 20);
  }
}
