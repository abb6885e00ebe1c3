/**
 * Money outside: what the door wrote down as wanted is asked of the payment provider here, and the answer goes back through the
 * door as an act of the bank. A lost answer is `unknown`: the provider is asked by our reference before anything is sent again (MNY-5).
 */
import { type Act, HOUSE, isRefusal } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import type { Door } from './commit.ts';
import type { PayoutRequest, Provider, ProviderAnswer, ProviderRecord } from './outside/payments.ts';
import type { Db } from './store/db.ts';

interface Effect {
  readonly reference: string;
  readonly contract: string;
  readonly instance: string;
  readonly kind: 'charge' | 'refund' | 'payout' | 'trace';
  readonly amount: number;
  readonly currency: string;
  readonly account: string;
  readonly source: string;
  readonly was: 'wanted' | 'sending' | 'unknown' | 'accepted';
  readonly attempts: number;
  readonly reason: string | null;
  /** Whether this process is the one at work on it. */
  readonly mine?: true;
}

export interface Effects {
  /** Carries out what is due; returns how many were looked at. */
  run(): Promise<number>;
  /** What a notification said of one of our references. */
  hear(record: ProviderRecord): Promise<void>;
  /** Looks into the bank's book for one of our references, now, and tells its contract; nothing is sent. */
  look(reference: string): Promise<void>;
  /** Takes over what a process that died was at work on; only where no other process can be. */
  takeOver(): Promise<void>;
  /** How many some process, this or another, is at work on. */
  inFlight(): Promise<number>;
  /** When the next one is due, ms; undefined when none is open. */
  nextDue(): Promise<number | undefined>;
}

/** How long a process may be at work on one before another takes it over: a while of machines, so the database's clock, not the test clock. */
const HOLD = `interval '30 seconds'`;
/** Between attempts; the last for ever. What stays without an answer is shown in reconciliation; charges end by themselves (bankAnswer). */
const WAITS_MS = [2_000, 10_000, 60_000, 300_000, 3_600_000, 21_600_000];

/** A look that found nothing counts for so long: a machine that slept between looking and sending looks again, the bank may have forgotten the key. */
const LOOK_COUNTS_MS = 60_000;

/** What the contract no longer waits for is looked for so many times more, which is over a day, before it counts as never done. */
const LOOKS = 10;
const GIVEN_UP = 'given up';
const BACK = 'its owner has it back: the bank did not know of it';

interface EffectDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
  readonly provider: Provider;
  readonly door: Door;
  /** Where a payout goes, by the id of its bank account; undefined when that was removed. */
  destination(method: string): Promise<PayoutRequest['to'] | undefined>;
  /** How long an answer is waited for, ms; a look and a sending must fit into the hold. What comes later is found by looking. */
  readonly patienceMs?: number;
}

/** The answer, or an error when there is none in time: a bank that never answers must not keep the deadlines waiting. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('no answer in time')), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

export function openEffects(deps: EffectDeps): Effects {
  const { db, marketplace, clock, door, patienceMs = 12_000 } = deps;
  const heard = <T>(answer: Promise<T>): Promise<T> => inTime(answer, patienceMs);
  const provider: Pick<Provider, 'charge' | 'refund' | 'payout' | 'lookUp'> = {
    charge: (r) => heard(deps.provider.charge(r)),
    refund: (r) => heard(deps.provider.refund(r)),
    payout: (r) => heard(deps.provider.payout(r)),
    lookUp: (reference) => heard(deps.provider.lookUp(reference)),
  };

  async function claim(): Promise<Effect[]> {
    const now = clock.now();
    const { rows } = await db.pool.query<Effect>(
      `with mine as (
         select marketplace, reference, state from effects
         where marketplace = $1 and next_at <= $2 and state in ('wanted', 'sending', 'unknown', 'accepted')
           and (held_until is null or held_until <= clock_timestamp())
         order by next_at limit 100 for update skip locked)
       update effects e set state = case when e.state = 'wanted' then 'sending' else e.state end, attempts = e.attempts + 1, updated_at = $2,
         held_until = clock_timestamp() + ${HOLD}
       from mine where e.marketplace = mine.marketplace and e.reference = mine.reference
       returning e.reference, e.contract, e.instance, e.kind, e.amount, e.currency, e.account, e.source, e.reason, mine.state as was, e.attempts, true as mine`,
      [marketplace, new Date(now)],
    );
    return rows;
  }

  const asRecord = (r: ProviderRecord): ProviderAnswer => ({
    state: r.state === 'returned' ? 'accepted' : r.state,
    ...(r.reason && { reason: r.reason }),
    ...(r.settlesAt && { arrivesBy: r.settlesAt }),
  });

  /** Sends, or first asks what became of what was sent. */
  async function ask(e: Effect): Promise<{ answer: ProviderAnswer; returned: boolean }> {
    const at = clock.now();
    if (e.was !== 'wanted') {
      const known = await provider.lookUp(e.reference);
      if (known) return { answer: asRecord(known), returned: known.state === 'returned' };
      // What the bank once took is never sent again, nor given back for want of an answer: it may be at the card already.
      if (e.was === 'accepted') return { answer: { state: 'accepted', reason: 'the bank does not find it at the moment' }, returned: false };
      // Nothing is sent any more. That a look finds nothing is not yet the end of it: what was sent last may be booked and not be found.
      if (!(await stillWanted(e)))
        return { answer: { state: e.reason === GIVEN_UP && e.attempts > LOOKS ? 'declined' : 'unknown', reason: GIVEN_UP }, returned: false };
    }
    if (e.was !== 'wanted' && clock.now() - at > LOOK_COUNTS_MS)
      return { answer: { state: 'unknown', reason: 'looked for too long ago' }, returned: false };
    // Not sent yet, as when the servers were down: a card is not charged for what was given up meanwhile.
    if (e.was === 'wanted' && e.kind === 'charge' && !(await stillWanted(e)))
      return { answer: { state: 'declined', reason: GIVEN_UP }, returned: false };
    const same = { reference: e.reference, amount: e.amount, currency: e.currency, at };
    if (e.kind === 'charge') return { answer: await provider.charge({ ...same, card: e.source }), returned: false };
    if (e.kind === 'refund') return { answer: await provider.refund({ ...same, charge: e.source }), returned: false };
    // Payouts of before there were payout methods go to the account itself.
    const to = e.source === e.account ? undefined : await deps.destination(e.source);
    if (e.source !== e.account && !to)
      return { answer: { state: 'declined', reason: 'the bank account was removed, or cannot be read any more' }, returned: false };
    return { answer: await provider.payout({ ...same, account: e.account, ...(to && { to }) }), returned: false };
  }

  /** Whether the contract still waits for it: what was given up is never sent again. */
  async function stillWanted(e: Effect): Promise<boolean> {
    const row = await standing(e);
    return Boolean(row?.process && row.state && !HOUSE.processes[row.process]?.states[row.state]?.closed);
  }
  async function standing(e: Pick<Effect, 'contract' | 'instance'>) {
    const { rows } = await db.pool.query<{ state: string | null; process: string | null }>(
      `select c.doc->'instances'->$3->>'state' as state, c.doc->'instances'->$3->>'process' as process from contracts c where marketplace = $1 and id = $2`,
      [marketplace, e.contract, e.instance],
    );
    return rows[0];
  }
  /** Whether its owner has the money back meanwhile, so that nothing more may be sent, and what the bank says now is a difference. */
  async function cameBack(e: Pick<Effect, 'contract' | 'instance' | 'kind'>): Promise<boolean> {
    return e.kind !== 'charge' && ['credited', 'returned'].includes((await standing(e))?.state ?? '');
  }

  /** RFR-4: what the bank's book says of a refund or payout is told to it, and to the search for it. Nothing is sent. */
  async function lookFor(e: Effect): Promise<void> {
    const wait = WAITS_MS[Math.min(e.attempts - 1, WAITS_MS.length - 1)] as number;
    const known = await provider.lookUp(e.source).catch((error: unknown) => ({ state: 'unknown' as const, reason: String(error) }));
    if (known?.state === 'unknown') return keep(e, 'unknown', clock.now() + wait, known.reason);
    const said = known?.state ?? 'missing';
    await say(e, 'bookSays', { state: said });
    const { rows } = await db.pool.query<Effect>(
      `select reference, contract, instance, kind, state as was, attempts, reason from effects where marketplace = $1 and reference = $2`,
      [marketplace, e.source],
    );
    const of = rows[0];
    if (of && known && known.state !== 'accepted' && (await tell(of, known.state, known.reason)))
      await keep(of, known.state, clock.now(), known.reason, true);
    return keep(e, 'settled', clock.now(), said);
  }

  /** Says it to the contract; whether it was news there. */
  async function tell(e: Pick<Effect, 'contract' | 'instance' | 'kind'>, said: string, reason?: string): Promise<boolean> {
    if (e.kind === 'charge' && said === 'accepted') return false;
    const takesReason = said === 'declined' || said === 'returned';
    return say(e, said, takesReason && reason ? { reason: reason.slice(0, 500) } : {});
  }
  async function say(e: Pick<Effect, 'contract' | 'instance'>, said: string, input: Record<string, unknown>): Promise<boolean> {
    const one: Act = { act: said, on: e.instance, input };
    // Whatever was said twice is refused the second time (already over), and changes nothing.
    const outcome = await door.knock({ contract: e.contract, who: () => ({ roles: ['bank'], person: 'bank' }), act: one, receivedAt: clock.now() });
    if (!outcome.done && isRefusal(outcome.refusal) && outcome.refusal.refused === 'internal')
      throw new Error(`the door failed on ${said} for ${e.contract}`);
    return outcome.done;
  }

  /** What was news to the contract is the state, also when the effect had been given up; anything else changes no end. Whose work it was, that ends it. */
  async function keep(
    e: Pick<Effect, 'reference' | 'attempts' | 'mine'>,
    state: string,
    nextAt: number,
    reason?: string,
    news = false,
  ): Promise<void> {
    await db.pool.query(
      `update effects set state = $3, next_at = $4, reason = coalesce($5, reason), updated_at = $6,
         held_until = case when attempts = $8 then null else held_until end
       where marketplace = $1 and reference = $2 and ($7 or state not in ('settled', 'declined', 'returned'))`,
      [marketplace, e.reference, state, new Date(nextAt), reason ?? null, new Date(clock.now()), news, e.mine ? e.attempts : null],
    );
  }

  async function giveUp(e: Pick<Effect, 'reference' | 'mine'>): Promise<void> {
    await db.pool.query(`update effects set attempts = 0 where marketplace = $1 and reference = $2`, [marketplace, e.reference]);
    await keep({ ...e, attempts: 0 }, 'unknown', clock.now() + (WAITS_MS[0] as number), GIVEN_UP);
  }

  async function askSoon(e: Pick<Effect, 'reference'>): Promise<void> {
    await db.pool.query(
      `update effects set next_at = least(next_at, $3) where marketplace = $1 and reference = $2 and state in ('unknown', 'accepted')`,
      [marketplace, e.reference, new Date(clock.now() + 1_000)],
    );
  }

  async function carryOut(e: Effect): Promise<void> {
    if (e.kind === 'trace') return lookFor(e);
    // It has been asked about before: only then can somebody have said that the bank does not know it.
    if (e.attempts > 1 && (await cameBack(e))) return keep(e, 'declined', clock.now(), BACK);
    const { answer, returned } = await ask(e).catch((error: unknown): { answer: ProviderAnswer; returned: boolean } => ({
      answer: { state: 'unknown', reason: String(error) },
      returned: false,
    }));
    const state = returned ? 'returned' : answer.state;
    const news = await tell(e, state, answer.reason);
    // The looks are counted from when it was given up.
    if (state === 'unknown' && answer.reason === GIVEN_UP && e.reason !== GIVEN_UP) return giveUp(e);
    const wait = WAITS_MS[Math.min(e.attempts - 1, WAITS_MS.length - 1)] as number;
    if (state === 'accepted') return keep(e, 'accepted', Math.max(clock.now() + 10_000, answer.arrivesBy ?? clock.now() + wait), answer.reason);
    return keep(e, state, clock.now() + (state === 'unknown' ? wait : 0), answer.reason, news);
  }

  const look = async (reference: string): Promise<void> => heed(reference, await provider.lookUp(reference).catch(() => undefined));
  /** What the bank's book says of a reference goes to its contract; without an answer it is asked again soon. */
  async function heed(reference: string, known: ProviderRecord | undefined): Promise<void> {
    const { rows } = await db.pool.query<Effect>(
      'select reference, contract, instance, kind, attempts from effects where marketplace = $1 and reference = $2',
      [marketplace, reference],
    );
    const e = rows[0];
    if (!e) return;
    if (!known) return askSoon(e);
    if (known.state !== 'returned' && known.state !== 'declined' && (await cameBack(e))) return keep(e, 'declined', clock.now(), BACK);
    const news = await tell(e, known.state, known.reason);
    const next = known.state === 'accepted' ? Math.max(known.settlesAt ?? 0, clock.now() + 60_000) : clock.now();
    await keep(e, known.state, next, known.reason, news && known.state !== 'accepted');
  }

  return {
    async run() {
      const claimed = await claim();
      await Promise.all(claimed.map((e) => carryOut(e).catch((error: unknown) => console.error(`effect ${e.reference}:`, error))));
      return claimed.length;
    },
    // A notification is a reason to look, not the truth: it may be old, early, or contradict what the bank's own book says.
    hear: (record) => look(record.reference),
    look,
    async takeOver() {
      await db.pool.query(
        `update effects set held_until = null, next_at = case when state = 'accepted' then next_at else least(next_at, $2) end
         where marketplace = $1 and (held_until is not null or (state in ('sending', 'unknown') and next_at > $2))`,
        [marketplace, new Date(clock.now())],
      );
    },
    async inFlight() {
      const { rows } = await db.pool.query<{ n: number }>(
        `select count(*)::int as n from effects
         where marketplace = $1 and state in ('wanted', 'sending', 'unknown', 'accepted') and held_until > clock_timestamp()`,
        [marketplace],
      );
      return rows[0]?.n ?? 0;
    },
    async nextDue() {
      const { rows } = await db.pool.query<{ at: Date | null }>(
        `select min(next_at) as at from effects where marketplace = $1 and state in ('wanted', 'sending', 'unknown', 'accepted')`,
        [marketplace],
      );
      return rows[0]?.at?.getTime();
    },
  };
}
