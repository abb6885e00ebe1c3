/** File names as people sent them, made harmless; and the way they travel in a header. */

/** Marks that turn the direction of writing make `gpj.exe` read as `exe.jpg`; the invisible ones hide letters. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const MOST = 200;

/**
 * A name without path, control characters and direction marks, at most 200 characters with its ending kept; `file` when
 * nothing is left.
 */
export function neutralName(sent: string | undefined): string {
  const last = (sent ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const bare = last
    .replace(INVISIBLE, '')
    .replace(CONTROL, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const safe = RESERVED.test(bare) ? `_${bare}` : bare;
  const letters = [...safe];
  if (letters.length <= MOST) return safe || 'file';
  const ending = [...(/\.[^.\s]{1,16}$/u.exec(safe)?.[0] ?? '')];
  return [...letters.slice(0, MOST - ending.length), ...ending].join('');
}

/** The ending of a name in lower case, without its dot. */
export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * Content-Disposition with the name twice: in ASCII for old clients and by RFC 5987 for the others. No character of a name
 * can end the value or the header.
 */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
