/**
 * The list of somebody's contracts: by whose turn it is, with filters, a page at a time. What needs one comes by its deadline, over all
 * contracts; the rest by age, the newest first (API-7). In which group a contract is, and at which deadline, is remembered for the
 * version that was looked at: of ten thousand only those that moved since are read again.
 */
import { wordsFor } from '@fairhold/copy';
import { advance, type Contract, nextDue } from '@fairhold/domain';
import type { z } from 'zod';
import type { Caller } from './auth/caller.ts';
import { worldOf } from './commit.ts';
import { partIn, READS_ALL, requireSecondFactor, seatIn } from './parts.ts';
import { viewerOf } from './routes/contracts.ts';
import type { Server } from './server.ts';
import { heldAs, type ListFilter, listContracts, listedWith, listVersions } from './store/reads.ts';
import { readRows } from './store/steps.ts';
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
/** Where a contract is in the lists of those who have the same part in it; true of this version, until its next clock. */
interface Place {
  readonly seq: number;
  readonly until: number;
  readonly group: Row['group'];
  /** Sorts by deadline; what has none after the rest. */
  readonly at: string;
}

const AT_ONCE = 200;
/** So many contracts are looked at for one page where somebody may read all of them; the next page goes on from there. */
const MOST = 4000;
/** So many places are remembered; those that were noted first are forgotten first. */
const PLACES = 50_000;

/** The list, with a memory of its own for as long as the server runs. */
export function openContractList(s: Server): (caller: Caller, q: ListQuery) => Promise<z.infer<typeof S.ContractList>> {
  const places = new Map<string, Place>();
  return (caller, q) => contractList(s, places, caller, q);
}

async function contractList(s: Server, places: Map<string, Place>, caller: Caller, q: ListQuery): Promise<z.infer<typeof S.ContractList>> {
  const now = s.clock.now();
  const market = s.config.marketplace;
  const everything = caller.staff.some((r) => READS_ALL.includes(r));
  if (everything) requireSecondFactor(caller, { role: 'staff' });
  const mine = caller.seats.map((x) => x.account);
  const filter: Filter = {
    ...(!everything && { accounts: mine }),
    ...(q.kind && { kind: q.kind }),
    ...(q.person && { with: q.person }),
    ...(q.group !== 'all' && { open: true }),
  };
  const fits = ({ summary }: Seen) =>
    (q.group === 'all' || summary.group === q.group) &&
    (!q.state || summary.state === q.state) &&
    (!q.q || `${summary.title} ${summary.other.name} ${summary.freelancer?.name ?? ''}`.toLowerCase().includes(q.q.toLowerCase()));
  const look = (docs: readonly Contract[]) => seen(s, caller, docs, now);
  const group = q.group !== 'all' && !everything;
  const { found, next, count } =
    (group && (await byPlace(s, places, caller, { ...q, filter, now, look, fits }))) || (await byAge(contracts(s, filter, look), fits, q));
  const news = await unreadBy(
    s.db,
    market,
    caller,
    found.map((x) => x.view.c.id),
  );
  // Over all contracts, not only those on this page.
  const seats = caller.seats.filter((x) => x.role !== 'member').map((x) => x.account);
  const [held, heldForYou, people] = await Promise.all([
    everything ? [] : heldAs('client', s.db, market, seats),
    everything ? [] : heldAs('freelancer', s.db, market, mine),
    everything || q.cursor ? { people: [], kinds: [] } : listedWith(s.db, market, mine),
  ]);
  return {
    now: new Date(now).toISOString(),
    items: found.map((x) => rowOf(x, news.get(x.view.c.id) ?? 0)),
    next,
    ...(count !== undefined && { count }),
    held,
    heldForYou,
    people: people.people,
    kinds: people.kinds.map((kind) => ({ kind, words: wordsFor(caller.speaks).KINDS[kind] ?? kind })),
  };
}

function rowOf({ view, summary }: Seen, news: number): Row {
  const { kind } = view.c;
  return { ...summary, kind, kindWords: wordsFor(view.viewer.locale).KINDS[kind] ?? kind, news, menu: menuOf(view) };
}

type Filter = Omit<ListFilter, 'before' | 'limit'>;
type Look = (docs: readonly Contract[]) => Promise<Seen[]>;

/** Contracts as they stand now, of those the ones that the caller may see. */
async function seen(s: Server, caller: Caller, docs: readonly Contract[], now: number): Promise<Seen[]> {
  const names = await s.accounts.names(docs.flatMap((c) => [c.client, c.freelancer]));
  return docs.flatMap((doc) => {
    const part = partIn(doc, caller);
    if (!part || part.undeclared) return [];
    const policy = s.policies.get(doc.policy);
    const world = worldOf(new Map(), now, doc.currency);
    const c: Contract = advance(doc, now, policy, world).at(-1)?.contract ?? doc;
    const view: ViewInput = { c, viewer: viewerOf(caller, part), policy, now, world, names, payer: KNOWN_PAYER };
    return [{ view, summary: summaryView(view) }];
  });
}

/** Every contract that the caller may see, the newest first, as it stands now; from `before` on. */
const contracts = (s: Server, filter: Filter, look: Look) =>
  async function* (before: string | undefined): AsyncGenerator<Seen> {
    for (let cursor = before; ; ) {
      const docs = await listContracts(s.db, s.config.marketplace, { ...filter, limit: AT_ONCE, ...(cursor && { before: cursor }) });
      yield* await look(docs);
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

/**
 * A page of a group by what is remembered of each contract: what needs somebody by its deadline, so the cursor says up to where it was
 * shown; the rest by age. Those that moved since are read again, and those on the page; more of them where a filter leaves some out.
 */
async function byPlace(
  s: Server,
  places: Map<string, Place>,
  caller: Caller,
  q: ListQuery & { filter: Filter; now: number; look: Look; fits: (x: Seen) => boolean },
): Promise<Page | undefined> {
  const byDeadline = q.group === 'needs_me';
  const read = async (ids: readonly string[]) => q.look((await readRows(s.db.pool, s.config.marketplace, ids)).map((r) => r.doc));
  const all = (await listVersions(s.db, s.config.marketplace, q.filter)).flatMap((v) => {
    const seat = seatIn(v, caller);
    return seat ? [{ ...v, key: `${v.id} ${seat.role}${caller.viewedBy ? ' watched' : ''}` }] : [];
  });
  const stale = all.filter(({ key, seq }) => {
    const known = places.get(key);
    return !known || known.seq !== seq || known.until <= q.now;
  });
  // What comes by age is found faster from the newest on than by looking at very many for the first time.
  if (!byDeadline && stale.length > AT_ONCE) return undefined;
  const keys = new Map(stale.map((v) => [v.id, v]));
  for (let n = 0; n < stale.length; n += AT_ONCE)
    for (const x of await read(stale.slice(n, n + AT_ONCE).map((v) => v.id))) {
      const v = keys.get(x.view.c.id);
      if (v) remember(places, v.key, { seq: v.seq, until: nextDue(x.view.c, x.view.policy)?.at ?? Number.POSITIVE_INFINITY, ...whereIs(x) });
    }
  const inGroup = all.flatMap(({ id, key }) => {
    const place = places.get(key);
    return place?.group === q.group ? [{ id, at: place.at }] : [];
  });
  if (byDeadline) inGroup.sort((a, b) => (a.at < b.at ? -1 : 1));
  const { cursor } = q;
  const rest = cursor ? inGroup.filter((x) => (byDeadline ? x.at > cursor : x.id < cursor)) : inGroup;
  const found: Seen[] = [];
  let shown = 0;
  while (shown < rest.length && found.length < q.limit) {
    const some = rest.slice(shown, shown + q.limit).map((x) => x.id);
    const rows = new Map((await read(some)).map((x) => [x.view.c.id, x]));
    for (const id of some) {
      if (found.length === q.limit) break;
      const x = rows.get(id);
      // What left the group in this very moment does not fit any more.
      if (x && q.fits(x)) found.push(x);
      shown += 1;
    }
  }
  const last = shown < rest.length ? rest[shown - 1] : undefined;
  const whole = !cursor && !q.state && !q.q;
  return { found, next: last ? (byDeadline ? last.at : last.id) : null, ...(byDeadline && whole && { count: inGroup.length }) };
}
const whereIs = ({ summary }: Seen) => ({ group: summary.group, at: `${summary.deadline?.at ?? '9'} ${summary.id}` });
function remember(places: Map<string, Place>, key: string, place: Place): void {
  places.delete(key);
  places.set(key, place);
  if (places.size > PLACES)
    for (const oldest of places.keys()) {
      places.delete(oldest);
      break;
    }
}
