/** A receipt as a file of its own: one page that needs nothing else, to be kept or printed. It comes when it is asked for. */
import type { Preview } from '@fairhold/client';
import { day, w } from '../words.ts';

export interface ReceiptFile {
  readonly title: string;
  readonly sentence: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly next: Preview['next'];
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string): string => text.replaceAll(/[&<>"]/g, (c) => SIGNS[c] as string);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
dt{font-weight:600;margin-top:.75rem}dd{margin:0;overflow-wrap:anywhere}li{margin:.25rem 0}@page{margin:2cm}@media print{body{margin:0;padding:0}}`;

export function receiptHtml(r: ReceiptFile): string {
  const rows = r.rows.map(([name, value]) => `<dt>${safe(name)}</dt><dd>${safe(value)}</dd>`).join('\n');
  const next = r.next.map((n) => `<li>${safe(n.at ? `${day(n.at)}: ${n.sentence}` : n.sentence)}</li>`).join('\n');
  return `<!doctype html>
<html lang="${safe(document.documentElement.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${safe(`${w.receipt.title}: ${r.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${safe(`${w.receipt.title}: ${r.title}`)}</h1>
<p><strong>${safe(r.sentence)}</strong></p>
<dl>
${rows}
</dl>
${next && `<h2>${safe(w.next.title)}</h2>\n<ol>\n${next}\n</ol>`}
</body>
</html>
`;
}

export function saveReceipt(r: ReceiptFile, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([receiptHtml(r)], { type: 'text/html' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
