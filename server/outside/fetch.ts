/**
 * Requests to addresses that strangers name. What counts is the address that is really connected: a name is looked up once, what is
 * not public is dropped from the answer, and the socket is asked where it ended before a byte is written, so a name that changes its
 * mind gains nothing. No redirects, no proxies, an end to the time and to what is read (API-6).
 */
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request } from 'node:http';
import { isIP, type LookupFunction, type Socket, connect as tcp } from 'node:net';
import { rootCertificates, connect as tls } from 'node:tls';
import { isLoopback, isPublic } from './targets.ts';

/** Why there was no answer. */
export type Fault = 'target_unfit' | 'target_private' | 'target_unknown' | 'target_unreachable' | 'target_slow';
export type Posted = { readonly status: number; readonly body: string } | { readonly fault: Fault };

export interface Reach {
  /** In a sandbox that says so: this machine itself too. */
  readonly local: boolean;
  /** Only https, as in a live installation. */
  readonly secureOnly: boolean;
  /** Every address of a name. */
  readonly resolve?: (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
  /** Whole exchange, milliseconds. */
  readonly timeMs?: number;
  /** Authorities that are believed beside the usual ones, PEM. */
  readonly ca?: string;
}

const TIME_MS = 10_000;
const MOST_BYTES = 65_536;
const MARK = Symbol('fault');
const stop = (fault: Fault): Error => Object.assign(new Error(fault), { [MARK]: fault });

/** The host of an address as the network takes it: without the brackets of IPv6 and the dot at the end of a name. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
const mayReach = (address: string, reach: Pick<Reach, 'local'>): boolean => isPublic(address) || (reach.local && isLoopback(address));

/** Why an address cannot be a target, as far as its text says; undefined: it can. */
export function unfit(address: string, reach: Reach): Fault | undefined {
  if (!URL.canParse(address)) return 'target_unfit';
  const url = new URL(address);
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || reach.secureOnly)) return 'target_unfit';
  if (url.username || url.password || url.port === '0' || hostOf(url) === '') return 'target_unfit';
  return isIP(hostOf(url)) && !mayReach(hostOf(url), reach) ? 'target_private' : undefined;
}

/** Posts a body; answers the status, whatever it is, and up to 64 kB of text, or why there is none. Never throws. */
export async function post(address: string, headers: Readonly<Record<string, string>>, body: string, reach: Reach): Promise<Posted> {
  const wrong = unfit(address, reach);
  if (wrong) return { fault: wrong };
  const away = new AbortController();
  const timer = setTimeout(() => away.abort(stop('target_slow')), reach.timeMs ?? TIME_MS);
  try {
    return await Promise.race([exchange(new URL(address), headers, body, reach, away.signal), aborted(away.signal)]);
  } catch (error) {
    if (away.signal.aborted) return { fault: 'target_slow' };
    return { fault: (error as { [MARK]?: Fault })[MARK] ?? 'target_unreachable' };
  } finally {
    clearTimeout(timer);
    // Whatever is still open or on its way is closed.
    away.abort();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }));
}

async function exchange(url: URL, headers: Readonly<Record<string, string>>, body: string, reach: Reach, signal: AbortSignal): Promise<Posted> {
  const addresses = await addressesOf(hostOf(url), reach);
  signal.throwIfAborted();
  const socket = await dial(url, addresses, reach, signal);
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    const req = request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: { host: url.host, 'user-agent': 'Fairhold', ...headers, 'content-length': Buffer.byteLength(body) },
      createConnection: () => socket,
      signal,
    });
    req.on('response', done).on('error', fail).end(body);
  });
  const text = await readSome(answer);
  socket.destroy();
  return { status: answer.statusCode ?? 0, body: text };
}

async function readSome(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

/** The addresses of a host that may be reached. */
async function addressesOf(host: string, reach: Reach): Promise<{ address: string; family: number }[]> {
  const family = isIP(host);
  const resolve = reach.resolve ?? ((name: string) => lookup(name, { all: true }));
  const all = family
    ? [{ address: host, family }]
    : await resolve(host).catch(() => {
        throw stop('target_unknown');
      });
  if (all.length === 0) throw stop('target_unknown');
  const fit = all.filter((a) => mayReach(a.address, reach));
  if (fit.length === 0) throw stop('target_private');
  return [...fit];
}

/** A connection to one of the addresses, encrypted for https; nothing was written on it before its other end was looked at. */
function dial(url: URL, addresses: { address: string; family: number }[], reach: Reach, signal: AbortSignal): Promise<Socket> {
  const host = hostOf(url);
  const secure = url.protocol === 'https:';
  const fixed: LookupFunction = (_name, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? '', first?.family);
  };
  return new Promise((done, fail) => {
    const socket = tcp({ host, port: Number(url.port) || (secure ? 443 : 80), lookup: fixed });
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.on('error', fail).on('close', () => fail(stop('target_unreachable')));
    socket.on('connect', () => {
      if (!mayReach(socket.remoteAddress ?? '', reach)) {
        fail(stop('target_private'));
        socket.destroy();
        return;
      }
      if (!secure) return done(socket);
      const sealed = tls({ socket, host, ...(isIP(host) === 0 && { servername: host }), ...(reach.ca && { ca: [...rootCertificates, reach.ca] }) });
      sealed.on('error', fail).on('secureConnect', () => done(sealed));
    });
  });
}
