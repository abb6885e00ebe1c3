/**
 * The list of somebody's contracts: by whose turn it is, with filters, a page at a time. What needs one comes by its deadline, over all
 * contracts; the rest by age, the newest first (API-7).
 */
import { wordsFor } from '@fairhold/copy';
import { advance, type Contract } from '@fairhold/domain';
import type { z } from 'zod';
import type { Caller } from './auth/caller.ts';
import { worldOf } from './commit.ts';
import { partIn, READS_ALL, requireSecondFactor } from './parts.ts';
import { viewerOf } from './routes/contracts.ts';
import type { Server } from './server.ts';
import { heldBy, type ListFilter, listContracts, listedWith } from './store/reads.ts';
import { unreadBy } from './store/told.ts';
import { summaryView } from './view/contract.ts';
import { menuOf } from './view/contract-menu.ts';
import type * as S from './view/schemas.ts';
import { KNOWN_PAYER, type ViewInput } from './view/viewer.ts';

type Row = z.infer<typeof S.ContractRow>;
export interface ListQuery {
  readonly group: 'needs_me' | 'waiting' | 'all';
  readonly state?: string | undefined;
  readonly kind?: string | undefined;
  readonly person?: string | undefined;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
interface Seen {
  readonly view: ViewInput;
  readonly summary: z.infer<typeof S.ContractSummary>;
}

const AT_ONCE = 200;
/** So many contracts are looked at for one page where somebody may read all of them; the next page goes on from there. */
const MOST = 4000;

export async function contractList(s: Server, caller: Caller, q: ListQuery): Promise<z.infer<typeof S.ContractList>> {
  const now = s.clock.now();
  const market = s.config.marketplace;
  const everything = caller.staff.some((r) => READS_ALL.includes(r));
  if (everything) requireSecondFactor(caller, { role: 'staff' });
  const mine = caller.seats.map((x) => x.account);
  const filter: Omit<ListFilter, 'before' | 'limit'> = {
    ...(!everything && { accounts: mine }),
    ...(q.kind && { kind: q.kind }),
    ...(q.person && { with: q.person }),
    ...(q.group !== 'all' && { open: true }),
  };
  const fits = ({ summary }: Seen) =>
    (q.group === 'all' || summary.group === q.group) &&
    (!q.state || summary.state === q.state) &&
    (!q.q || `${summary.title} ${summary.other.name}`.toLowerCase().includes(q.q.toLowerCase()));
  const { found, next, count } = await (q.group === 'needs_me' && !everything ? byDeadline : byAge)(contracts(s, caller, filter, now), fits, q);
  const news = await unreadBy(
    s.db,
    market,
    caller,
    found.map((x) => x.view.c.id),
  );
  // Over all contracts, not only those on this page.
  const seats = caller.seats.filter((x) => x.role !== 'member').map((x) => x.account);
  const [held, people] = await Promise.all([
    everything ? [] : heldBy(s.db, market, seats),
    everything || q.cursor ? { people: [], kinds: [] } : listedWith(s.db, market, mine),
  ]);
  return {
    now: new Date(now).toISOString(),
    items: found.map((x) => rowOf(x, news.get(x.view.c.id) ?? 0)),
    next,
    ...(count !== undefined && { count }),
    held,
    people: people.people,
    kinds: people.kinds.map((kind) => ({ kind, words: wordsFor(caller.speaks).KINDS[kind] ?? kind })),
  };
}

function rowOf({ view, summary }: Seen, news: number): Row {
  const { kind } = view.c;
  return { ...summary, kind, kindWords: wordsFor(view.viewer.locale).KINDS[kind] ?? kind, news, menu: menuOf(view) };
}

/** Every contract that the caller may see, the newest first, as it stands now; from `before` on. */
const contracts = (s: Server, caller: Caller, filter: Omit<ListFilter, 'before' | 'limit'>, now: number) =>
  async function* (before: string | undefined): AsyncGenerator<Seen> {
    for (let cursor = before; ; ) {
      const docs = await listContracts(s.db, s.config.marketplace, { ...filter, limit: AT_ONCE, ...(cursor && { before: cursor }) });
      const names = await s.accounts.names(docs.flatMap((c) => [c.client, c.freelancer]));
      for (const doc of docs) {
        const part = partIn(doc, caller);
        if (!part) continue;
        const policy = s.policies.get(doc.policy);
        const world = worldOf(new Map(), now, doc.currency);
        const c: Contract = advance(doc, now, policy, world).at(-1)?.contract ?? doc;
        const view: ViewInput = { c, viewer: viewerOf(caller, part), policy, now, world, names, payer: KNOWN_PAYER };
        yield { view, summary: summaryView(view) };
      }
      cursor = docs.at(-1)?.id;
      if (docs.length < AT_ONCE) return;
    }
  };
type Contracts = ReturnType<typeof contracts>;
interface Page {
  readonly found: readonly Seen[];
  readonly next: string | null;
  /** Of the whole group, where all of it was looked at. */
  readonly count?: number;
}

/** What fits, by age; ends with the page, or after a long look without finding enough: then the next page goes on from there. */
async function byAge(all: Contracts, fits: (x: Seen) => boolean, q: ListQuery): Promise<Page> {
  const found: Seen[] = [];
  let looked = 0;
  let last: string | undefined;
  for await (const one of all(q.cursor)) {
    // One more than the page has: there is a next one.
    if (last && (found.length === q.limit || looked === MOST)) return { found, next: last };
    if (fits(one)) found.push(one);
    looked += 1;
    last = one.view.c.id;
  }
  return { found, next: null };
}

/** What fits, by deadline, whatever has none after the rest: so all are looked at, and the cursor says up to where they were shown. */
async function byDeadline(all: Contracts, fits: (x: Seen) => boolean, q: ListQuery): Promise<Page> {
  const place = (x: Seen): string => `${x.summary.deadline?.at ?? '9'} ${x.summary.id}`;
  const found: Seen[] = [];
  for await (const one of all(undefined)) if (fits(one) && (!q.cursor || place(one) > q.cursor)) found.push(one);
  found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const page = found.slice(0, q.limit);
  const last = page.at(-1);
  return { found: page, next: last && found.length > page.length ? place(last) : null, ...(!q.cursor && { count: found.length }) };
}
