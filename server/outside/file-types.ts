/** What a file is, found by looking into it; never by its name or by what the sender says (CFE-3). */
import { readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { endingOf } from './file-names.ts';

/** What was found: a type to keep, or something that runs, by its key in FOUND_IN_FILES of copy. */
export type Found = { readonly type: string } | { readonly refused: string };

/** What was seen of a file while it was written. */
export interface Seen {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** The first bytes, up to 64 KB. */
  readonly head: Buffer;
  /** Whether all of it is UTF-8 without control characters. */
  readonly text: boolean;
}

const RUNS: Readonly<Record<string, string>> = {
  'application/x-msdownload': 'windowsProgram',
  'application/x-elf': 'linuxProgram',
  'application/x-mach-binary': 'macProgram',
  'application/wasm': 'wasm',
  'application/java-archive': 'jar',
  'application/java-vm': 'javaClass',
  'application/vnd.android.package-archive': 'androidApp',
  'application/x-ms-shortcut': 'windowsShortcut',
  'application/x-shockwave-flash': 'flash',
  'application/x-apple-diskimage': 'diskImage',
  'application/x-xpinstall': 'extension',
  'application/x-google-chrome-extension': 'extension',
  'application/x-deb': 'linuxPackage',
  'application/x-rpm': 'linuxPackage',
};
/** Names that a double click would start, whatever is inside. */
const LAUNCHES = new Set(
  'app appimage apk bat cmd command cpl desktop dll exe hta jar jnlp jse lnk msc msi msp pif ps1 psm1 reg scf scr url vbe vbs wsf wsh'.split(' '),
);
const MAGIC: readonly (readonly [string, string])[] = [
  ['7f454c46', 'linuxProgram'],
  ['feedface', 'macProgram'],
  ['feedfacf', 'macProgram'],
  ['cefaedfe', 'macProgram'],
  ['cffaedfe', 'macProgram'],
  ['cafebabe', 'javaOrMac'],
  ['cafed00d', 'packedJava'],
  ['0061736d', 'wasm'],
  ['4c0000000114020000000000c000000000000046', 'windowsShortcut'],
];
const HTML = /<(!doctype\s+html|html|head|body|script|iframe|object|embed|meta|base|link|form)[\s/>]/i;

function runs(seen: Seen): string | undefined {
  const hex = seen.head.subarray(0, 32).toString('hex');
  const magic = MAGIC.find(([start]) => hex.startsWith(start));
  if (magic) return magic[1];
  const start = seen.head.subarray(0, 200).toString('latin1');
  if (start.startsWith('MZ') && !seen.text) return RUNS['application/x-msdownload'];
  if (/^(\u00ef\u00bb\u00bf)?#!\s*\//.test(start)) return 'script';
  return undefined;
}

async function json(seen: Seen, start: string): Promise<boolean> {
  if (!/^[[{]/.test(start) || seen.size > 4_000_000) return false;
  try {
    JSON.parse(await readFile(seen.path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Whether the first lines have the same number of separators, at least one. */
function columns(head: string): boolean {
  const lines = head.split(/\r?\n/).slice(0, 6).filter(Boolean);
  if (lines.length < 2) return false;
  return [',', ';', '\t'].some((by) => {
    const counts = lines.slice(0, 5).map((line) => line.replace(/"[^"]*"/g, '').split(by).length);
    return (counts[0] ?? 0) > 1 && counts.every((n) => n === counts[0]);
  });
}

/** Words are told apart by content first; the name decides only between kinds that are equally harmless. */
async function textType(seen: Seen): Promise<string> {
  const head = seen.head.toString('utf8');
  const start = head.replace(/^\ufeff/, '').trimStart();
  if (/<svg[\s>]/i.test(head)) return 'image/svg+xml';
  const ending = endingOf(seen.name);
  if (HTML.test(head) || ending === 'html' || ending === 'htm') return 'text/html';
  if (start.startsWith('<?xml')) return 'application/xml';
  if (await json(seen, start)) return 'application/json';
  if (ending === 'md' || ending === 'markdown') return 'text/markdown';
  if ((ending === 'csv' || ending === 'tsv') && columns(head)) return 'text/csv';
  return 'text/plain';
}

/** Types that file-type reads from text and that are right also when all of the file is text. */
const TEXT_LIKE = /^(application\/(pdf|rtf|postscript|eps|x-.*)|text\/(calendar|vcard|vtt|rtf))$/;

/** Finds the type of a file that lies on disk. Never throws for what is in it. */
export async function findType(seen: Seen): Promise<Found> {
  const program = runs(seen);
  if (program) return { refused: program };
  if (LAUNCHES.has(endingOf(seen.name))) return { refused: 'opensItself' };
  const mime = (await fileTypeFromFile(seen.path).catch(() => undefined))?.mime;
  // A letter that begins with "BM" is no picture, and one with "MZ" no program.
  const believed = mime && (!seen.text || (TEXT_LIKE.test(mime) && mime !== 'application/x-msdownload')) ? mime : undefined;
  const named = believed && RUNS[believed];
  if (named) return { refused: named };
  if (believed) return { type: believed };
  return { type: seen.text ? await textType(seen) : 'application/octet-stream' };
}

const AS_TEXT = new Set(['text/plain', 'text/markdown', 'text/csv', 'application/json']);
const AS_IT_IS = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf']);
/** A PDF is drawn by the browser's own viewer, in a frame: the one thing that pages of ours may embed (decision 0062). */
export const isFramed = (type: string): boolean => type === 'application/pdf';
/** Types in which a page could hide: they leave as bytes. */
const MARKUP = /html|xml|svg|script|multipart|message/;

/** The Content-Type under which a browser may show a file in place; undefined when it may not. */
export function inlineType(type: string): string | undefined {
  if (AS_TEXT.has(type)) return 'text/plain; charset=utf-8';
  return AS_IT_IS.has(type) ? type : undefined;
}

/** The Content-Type of a download. */
export function downloadType(type: string): string {
  const markup = MARKUP.test(type) && !type.startsWith('application/vnd.');
  return markup || !/^[\w.+-]+\/[\w.+-]+$/.test(type) ? 'application/octet-stream' : (inlineType(type) ?? type);
}
