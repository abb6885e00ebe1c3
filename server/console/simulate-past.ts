/** How the cases that ended in the last month would have ended under a draft: replayed one by one, counted, summed, with examples (POL-7). */
import { fill, wordsFor } from '@fairhold/copy';
import { type Contract, DAY, instancesOf, type Policy } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/casefacts';
import { type Replayed, replayCase } from '@fairhold/domain/policy/replay';
import type { z } from 'zod';
import { worldOf } from '../commit.ts';
import type { Server } from '../server.ts';
import { readContract, readJournal } from '../store/reads.ts';
import type * as V from '../view/console-schemas.ts';

type PastView = z.infer<typeof V.PolicyPast>;

const LOOKED_BACK = 30 * DAY;
/** The newest steps that are searched for cases, and the most cases that are replayed. */
const MOST_STEPS = 50_000;
const MOST_CASES = 300;
const SAMPLE = 12;

interface Past {
  readonly c: Contract;
  readonly on: string;
  readonly r: Replayed;
}

export async function simulatePast(s: Server, after: Policy, locale: string): Promise<PastView> {
  const now = s.clock.now();
  const from = now - LOOKED_BACK;
  const { ids, all } = await touched(s, from);
  const found: Past[] = [];
  let more = false;
  for (const id of ids) {
    const c = await readContract(s.db, s.config.marketplace, id);
    const over = c ? instancesOf(c, 'case').filter((i) => (caseFacts(i).outcome?.at ?? 0) >= from) : [];
    if (!c || over.length === 0) continue;
    if (found.length + over.length > MOST_CASES) {
      more = true;
      break;
    }
    const steps = (await readJournal(s.db, s.config.marketplace, id)).map(({ happenedAt, actor, ...row }) => ({
      ...row,
      ...actor,
      at: happenedAt.getTime(),
    }));
    for (const i of over) {
      const r = replayCase(steps, i.id, s.policies.get(c.policy), after, (at) => worldOf(new Map(), at, c.currency));
      if (r) found.push({ c, on: i.id, r });
    }
  }
  const words = wordsFor(locale);
  const names = await s.accounts.names(found.flatMap(({ c }) => [c.client, c.freelancer]));
  const how = (c: Contract, key: string): string =>
    fill(words.ENDINGS[key] ?? key, { client: names.get(c.client)?.name ?? '', freelancer: names.get(c.freelancer)?.name ?? '' });
  const ended = (c: Contract, e: Replayed['before']) => ({ how: how(c, e.how), freelancer: e.freelancer, client: e.client, at: instant(e.at) });
  return {
    from: instant(from),
    to: instant(now),
    looked: { cases: found.length, all: all && !more },
    same: count(found, (r) => r.kind === 'same'),
    later: count(found, (r) => r.kind === 'same' && r.after !== undefined && r.after.at !== r.before.at),
    different: count(found, (r) => r.kind === 'different'),
    unknown: count(found, (r) => r.kind === 'unknown'),
    late: count(found, (r) => r.late.length > 0),
    otherFee: count(found, (r) => r.otherFee),
    sums: sumsOf(found),
    sample: found
      .filter(({ r }) => r.kind !== 'same' || r.late.length > 0)
      .sort((a, b) => moved(b.r) - moved(a.r))
      .slice(0, SAMPLE)
      .map(({ c, on, r }) => ({
        contract: c.id,
        case: on,
        title: c.terms.title,
        currency: c.currency,
        kind: r.kind,
        before: ended(c, r.before),
        ...(r.after && { after: ended(c, r.after) }),
        late: r.late.map((act) => ['case', 'settlement', 'blind'].map((process) => words.ACTS[`${process}.${act}`]?.title).find(Boolean) ?? act),
        otherFee: r.otherFee,
      })),
  };
}

/** Contracts with a step of a case since then, the latest first; `all`: the search reached back that far. */
async function touched(s: Server, from: number): Promise<{ ids: string[]; all: boolean }> {
  const { rows } = await s.db.pool.query<{ ids: string[] | null; steps: number; oldest: Date | null }>(
    `with newest as (select contract, process, happened_at, xid, n from journal where marketplace = $1 order by xid desc, n desc limit $3),
          cases as (select contract, max(happened_at) as at from newest where happened_at >= $2 and process in ('case', 'settlement', 'blind', 'charge') group by contract)
     select (select array_agg(contract order by at desc, contract) from cases) as ids,
            (select count(*)::int from newest) as steps, (select min(happened_at) from newest) as oldest`,
    [s.config.marketplace, new Date(from), MOST_STEPS],
  );
  const [row] = rows;
  return { ids: row?.ids ?? [], all: (row?.steps ?? 0) < MOST_STEPS || (row?.oldest?.getTime() ?? 0) < from };
}

const instant = (at: number): string => new Date(at).toISOString();
const count = (all: readonly Past[], of: (r: Replayed) => boolean): number => all.filter(({ r }) => of(r)).length;
const moved = (r: Replayed): number => (r.after ? Math.abs(r.after.freelancer - r.before.freelancer) : 0);

/** What is known only: of the same cases before and after. */
function sumsOf(all: readonly Past[]): PastView['sums'] {
  const known = all.flatMap(({ c, r }) => (r.after ? [{ currency: c.currency, before: r.before, after: r.after }] : []));
  return [...Map.groupBy(known, (x) => x.currency)].map(([currency, own]) => {
    const sum = (of: (x: (typeof own)[number]) => number) => own.reduce((n, x) => n + of(x), 0);
    return {
      currency,
      cases: own.length,
      clientBefore: sum((x) => x.before.client),
      clientAfter: sum((x) => x.after.client),
      freelancerBefore: sum((x) => x.before.freelancer),
      freelancerAfter: sum((x) => x.after.freelancer),
    };
  });
}
