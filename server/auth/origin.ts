/** Where a request of a browser comes from: what changes something is taken from our own pages only (ACC-2). */
import type { FastifyRequest } from 'fastify';
import { no } from '../problem.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Throws 403 `foreign_origin` for an unsafe request that another site made a browser send, signed in or not. Browsers name their page
 * in `Origin` and `Sec-Fetch-Site`, which pages cannot set; a program sends neither. API keys are exempt: no browser adds them by itself.
 * `home`: the one origin of a live installation; without it the origin must be the host that was asked.
 */
export function sameOrigin(req: FastifyRequest, home: string | undefined): void {
  if (SAFE.has(req.method) || req.headers.authorization?.startsWith('Bearer ')) return;
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  const ours = origin === undefined || (home ? origin === home : URL.canParse(origin) && new URL(origin).host === req.headers.host);
  if (ours && (site === undefined || site === 'same-origin')) return;
  throw no('foreign_origin');
}
