/**
 * Signed links to the content of uploads (CFE-3). Who may read a file is decided when the link is asked for; the link itself is the
 * permission, for a short while, so that content can live under an origin to which no cookie is ever sent.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How long a link may be followed. */
export const LINK_MS = 120_000;

export interface LinkTo {
  readonly id: string;
  /** The last part of the address; browsers without Content-Disposition name a download by it. */
  readonly name: string;
  /** Whether the content may be shown in place, if its type is safe. */
  readonly inline: boolean;
}
export interface FileLinks {
  /** The host, with its port, under which content is served, and nothing else; undefined: under the installation's own. */
  readonly host: string | undefined;
  /** The origin of the pages that show content in place, where that is another one. */
  readonly pages: string | undefined;
  /** An address for the content. `now`: epoch milliseconds of the true clock; a test clock that is moved makes no link older. */
  link(to: LinkTo, now: number): string;
  /** Whether an address was made here, and whether its time is over. */
  check(to: LinkTo, until: string, signature: string, now: number): 'good' | 'over' | 'false';
}

/** `origin`: an origin for content alone; without it links stay under the path /files of the installation's own. `pages`: that one. */
export function openFileLinks(secret: string, origin: string | undefined, pages?: string): FileLinks {
  const key = createHash('sha256').update(`files ${secret}`).digest();
  const mac = (to: LinkTo, until: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([to.id, to.name, to.inline, until]))
      .digest();
  return {
    host: origin === undefined ? undefined : new URL(origin).host,
    pages: origin === undefined ? undefined : pages,
    link(to, now) {
      const until = String(Math.floor((now + LINK_MS) / 1000));
      const query = new URLSearchParams({ ...(to.inline && { inline: '1' }), until, signature: mac(to, until).toString('base64url') });
      return `${origin ?? ''}/files/${encodeURIComponent(to.id)}/${encodeURIComponent(to.name)}?${query}`;
    },
    check(to, until, signature, now) {
      const given = Buffer.from(signature, 'base64url');
      const wanted = mac(to, until);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'false';
      return Number(until) * 1000 < now ? 'over' : 'good';
    },
  };
}
