/** The text of a PDF that was made without compression, as far as pdfkit writes one: for tests that compare its figures. */

const glyphs = (hex: string): string[] => hex.match(/.{4}/g) ?? [];
const letters = (hex: string): string => String.fromCodePoint(...glyphs(hex.replaceAll(' ', '')).map((h) => Number.parseInt(h, 16)));

/** Each stretch of text as it was written, in order. */
export function pdfTexts(pdf: Buffer): string[] {
  const all = pdf.toString('latin1');
  const objects = new Map([...all.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map((m) => [m[1] as string, m[2] as string]));
  const fonts = new Map<string, Map<string, string>>();
  for (const body of objects.values())
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = objects.get(/\/ToUnicode (\d+) 0 R/.exec(objects.get(id as string) ?? '')?.[1] ?? '') ?? '';
      const map = new Map<string, string>();
      for (const [, first, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
        for (const [n, [, hex]] of [...(list as string).matchAll(/<([0-9a-f ]*)>/gi)].entries())
          map.set((Number.parseInt(first as string, 16) + n).toString(16).padStart(4, '0'), letters(hex as string));
      fonts.set(name as string, map);
    }
  const out: string[] = [];
  for (const [, font, shown] of all.matchAll(/\/(F\d+) [\d.]+ Tf[\s\S]*?\[([^\]]*)\] TJ/g))
    out.push(
      [...(shown as string).matchAll(/<([0-9a-f]+)>/gi)]
        .flatMap(([, hex]) => glyphs((hex as string).toLowerCase()))
        .map((g) => fonts.get(font as string)?.get(g) ?? '\ufffd')
        .join(''),
    );
  return out;
}
