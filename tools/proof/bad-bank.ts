/**
 * A payment provider at its worst, with a book of its own in memory: it times out before and after the effect, books late, forgets keys
 * after a day, finds nothing for a while, notifies never, twice, late and falsely, and of some things never speaks again. One rule it
 * keeps, as every provider must: what it has booked can be looked up later.
 */
import { createHash } from 'node:crypto';
import type { Provider, ProviderAnswer, ProviderRecord } from '@fairhold/server/outside/payments';
import { type Chance, chance } from '../sim/random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REMEMBERS = DAY;

export interface Booked extends ProviderRecord {
  readonly askedAt: number;
}
interface Fate {
  /** How many calls are lost before one is answered, and whether the first of them has its effect. */
  readonly lost: number;
  readonly effect: 'first' | 'answered' | 'late';
  /** How lost calls look: no answer in time, or a connection that broke. */
  readonly breaks: boolean;
  readonly end: 'settled' | 'declined' | 'returned';
  /** A call with the same key is a new one to it, at once; without this only after a day. What it has booked it still finds. */
  readonly forgets: boolean;
  /** How many look-ups find nothing although it is booked. */
  blind: number;
  /** Where a look-up may be in vain the key is known for ever: the clock of a proof may jump by days between the look and the call. */
  readonly keeps: boolean;
  readonly notices: 'none' | 'one' | 'two' | 'late' | 'false';
  readonly mute: boolean;
}
export interface BadBank extends Provider {
  /** Everything it has booked, by reference; more than one under a reference is a double. */
  readonly book: Map<string, Booked[]>;
  readonly did: Record<string, number>;
  /** Changes what is due at `now`; the notifications that go out then. */
  tick(now: number): ProviderRecord[];
  nextDue(): number | undefined;
  isMute(reference: string): boolean;
}

/** `mute`: how many references it never speaks of. `charges`: those of charges are treated as badly as the others, and some declined. */
export function openBadBank(seed: number, clock: { now(): number }, o: { mute: number; charges?: boolean }): BadBank {
  const book = new Map<string, Booked[]>();
  const fates = new Map<string, Fate>();
  const calls = new Map<string, number>();
  const firstAsked = new Map<string, number>();
  const agenda: { at: number; run: () => ProviderRecord | undefined }[] = [];
  const did: Record<string, number> = {};
  let silent = 0;
  const count = (what: string): void => {
    did[what] = (did[what] ?? 0) + 1;
  };
  /** Chance of its own for each reference, so that a run does not depend on who asks first. */
  const chanceOf = (reference: string): Chance =>
    chance(
      seed ^
        createHash('sha256')
          .update(reference.replace(/^[^.]*/, ''))
          .update(reference)
          .digest()
          .readUInt32LE(0),
    );

  function fateOf(reference: string, kind: ProviderRecord['kind']): Fate {
    const known = fates.get(reference);
    if (known) return known;
    const r = chanceOf(reference);
    const spared = kind === 'charge' && !o.charges;
    const troubled = kind !== 'charge' || r.often(spared ? 0.1 : 0.4);
    const mute = !spared && silent < o.mute && r.often(0.01);
    if (mute) silent += 1;
    const effect = r.pick(['first', 'answered', 'late'] as const);
    const forgets = troubled && effect !== 'late' && r.often(0.4);
    const blind = troubled && !forgets && r.often(0.2) ? r.between(1, 2) : 0;
    const fate: Fate = {
      effect,
      forgets,
      keeps: blind > 0 || effect === 'late',
      blind,
      lost: troubled ? r.pick([0, 0, 1, 1, 2, 3]) : 0,
      breaks: r.often(0.5),
      end:
        kind === 'charge'
          ? !spared && r.often(0.1)
            ? 'declined'
            : 'settled'
          : r.pick(['settled', 'settled', 'settled', 'settled', 'settled', 'settled', 'settled', 'settled', 'declined', 'returned']),
      notices: spared ? 'none' : r.pick(['none', 'one', 'two', 'late', 'false']),
      mute,
    };
    fates.set(reference, fate);
    return fate;
  }

  const last = (reference: string): Booked | undefined => book.get(reference)?.at(-1);
  const recordOf = ({ askedAt: _, ...record }: Booked): ProviderRecord => record;
  function change(reference: string, state: ProviderRecord['state'], at: number): void {
    const all = book.get(reference) as Booked[];
    all[all.length - 1] = { ...(all.at(-1) as Booked), state, at, ...(state === 'returned' && { reason: 'it came back' }) };
  }
  function announce(reference: string, from: number): void {
    const r = chanceOf(`${reference} notices`);
    const fate = fates.get(reference) as Fate;
    const truth = () => recordOf(last(reference) as Booked);
    const say = (at: number, what: () => ProviderRecord): void => void agenda.push({ at, run: what });
    const one = recordOf(last(reference) as Booked);
    if (fate.notices === 'one' || fate.notices === 'two') say(from, truth);
    if (fate.notices === 'two') say(from, truth);
    // What it says then is old: it was so when the notification was written.
    if (fate.notices === 'late') say(from + r.between(1, 60) * HOUR, () => one);
    if (fate.notices === 'false') {
      count('false notifications');
      for (const state of ['declined', 'returned', 'settled', 'accepted'] as const)
        if (r.often(0.6)) say(from + r.below(20 * MINUTE), () => ({ ...truth(), state }));
    }
  }

  function enter(wanted: Omit<Booked, 'state' | 'askedAt' | 'at'>, fate: Fate): void {
    const at = clock.now();
    const state = fate.end === 'declined' ? 'declined' : wanted.kind === 'charge' ? 'settled' : 'accepted';
    const settlesAt = at + (wanted.kind === 'payout' ? DAY : 3 * DAY) + chanceOf(wanted.reference).below(6 * HOUR);
    const { reference } = wanted;
    book.set(reference, [
      ...(book.get(reference) ?? []),
      {
        ...wanted,
        state,
        at,
        askedAt: at,
        ...(state === 'accepted' && { settlesAt }),
        ...(state === 'declined' && { reason: 'the card does not take it' }),
      },
    ]);
    announce(reference, at + MINUTE);
    if (state !== 'accepted') return;
    agenda.push({
      at: settlesAt,
      run() {
        change(reference, fate.end, settlesAt);
        announce(reference, settlesAt + MINUTE);
        return undefined;
      },
    });
  }
  const answerOf = (m: Booked): ProviderAnswer => ({
    state: m.state === 'returned' ? 'accepted' : m.state,
    ...(m.reason && { reason: m.reason }),
    ...(m.settlesAt && { arrivesBy: m.settlesAt }),
  });
  function noAnswer(fate: Fate): ProviderAnswer {
    count(fate.breaks ? 'broken connections' : 'timeouts');
    if (fate.breaks) throw new Error('socket hang up');
    return { state: 'unknown', reason: 'no answer in time' };
  }

  async function asked(wanted: Omit<Booked, 'state' | 'askedAt' | 'at'>): Promise<ProviderAnswer> {
    const { reference } = wanted;
    const fate = fateOf(reference, wanted.kind);
    const n = (calls.get(reference) ?? 0) + 1;
    calls.set(reference, n);
    const first = firstAsked.get(reference) ?? clock.now();
    firstAsked.set(reference, first);
    if (fate.mute) return noAnswer(fate);
    const known = last(reference);
    const forgotten = known && (fate.forgets || (!fate.keeps && clock.now() - first > REMEMBERS));
    if (known && !forgotten) return n <= fate.lost ? noAnswer(fate) : answerOf(known);
    if (n > fate.lost || forgotten) {
      enter(wanted, fate);
      return answerOf(last(reference) as Booked);
    }
    if (fate.effect === 'first') {
      enter(wanted, fate);
      if (fate.forgets) count('keys forgotten');
    }
    if (fate.effect === 'late' && n === 1) {
      count('booked late');
      agenda.push({
        at: clock.now() + chanceOf(reference).between(1, 90) * 1000,
        run: () => (last(reference) ? undefined : void enter(wanted, fate)) as undefined,
      });
    }
    return noAnswer(fate);
  }

  return {
    book,
    did,
    isMute: (reference) => fates.get(reference)?.mute === true,
    charge: ({ card: _, at: __, ...r }) => asked({ ...r, kind: 'charge' }),
    refund: ({ charge: _, at: __, ...r }) => asked({ ...r, kind: 'refund' }),
    payout: ({ account: _, at: __, to: ___, ...r }) => asked({ ...r, kind: 'payout' }),
    async lookUp(reference) {
      const fate = fates.get(reference);
      if (fate?.mute) throw new Error('no answer in time');
      const m = last(reference);
      if (fate && fate.blind > 0 && m) {
        fate.blind -= 1;
        count('looked up in vain');
        // It answers that there is no such thing only while it still knows the key; later it fails openly.
        if (clock.now() - m.askedAt < REMEMBERS / 2) return undefined;
        throw new Error('the search is down');
      }
      return m && recordOf(m);
    },
    list: async (from, to) =>
      [...book.values()]
        .flat()
        .filter((m) => m.askedAt >= from && m.askedAt < to)
        .map(recordOf),
    verifyNotification: () => undefined,
    tick(now) {
      const out: ProviderRecord[] = [];
      for (;;) {
        agenda.sort((a, b) => a.at - b.at);
        const next = agenda[0];
        if (!next || next.at > now) return out;
        agenda.shift();
        const record = next.run();
        if (record) {
          count('notifications');
          out.push(record);
        }
      }
    },
    nextDue: () => agenda.reduce<number | undefined>((least, a) => (least === undefined || a.at < least ? a.at : least), undefined),
  };
}
