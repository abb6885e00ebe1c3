/** Many towns, one after the other, from one seed. */
import { ledgerBroken } from '@fairhold/domain/testing/always';
import { foundContract, foundWallet, type Life, type Wanted } from './life.ts';
import { type Chance, chance } from './random.ts';
import { CLIENTS, ENGINE, type Engine, FREELANCERS, openTown, POLICIES, type Town } from './town.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Result {
  readonly acts: number;
  readonly lives: number;
  readonly perSecond: number;
  readonly broken: readonly { readonly seed: number; readonly what: string }[];
  /** How many contracts came to which end. */
  readonly ended: Readonly<Record<string, number>>;
}
type Mail = { readonly life: Life; readonly wanted: Wanted }[];
interface Lived {
  readonly acts: number;
  readonly broken: readonly string[];
  readonly ends: readonly string[];
}

/** One town from its first offer to the end of everything. `most`: turns of people, the bank and the clock before all fall silent. */
function live(t: Town, most: number): Lived {
  const { r } = t;
  const lives: Life[] = [];
  const wallets = new Map<string, Life>();
  const mail: Mail = [];
  const upTo = r.pick([1, 1, 2, 3, 5]);
  let founded = 0;
  found();

  /** A new contract between people who may have others already; their wallets come with them. */
  function found(): void {
    const client = r.pick(CLIENTS);
    const freelancer = r.pick(FREELANCERS.filter((f) => f.account !== client.account));
    founded += 1;
    const life = foundContract(t, `c${founded}`, client, freelancer);
    if (life) lives.push(life);
    for (const who of [client, freelancer])
      if (!wallets.has(who.account)) {
        const wallet = foundWallet(t, who);
        wallets.set(who.account, wallet);
        lives.push(wallet);
      }
  }
  for (let n = 0; n < most * upTo && t.wrong.length === 0; n += 1) {
    const open = lives.filter((l) => !l.rests());
    const life = open.length > 0 && r.often(0.92) ? r.pick(open) : r.pick(lives);
    turn(t, life, lives, mail, Math.max(1, open.length));
    if (founded < upTo && r.often(0.1)) found();
    if (r.often(0.01)) t.policy = r.pick(POLICIES);
    if (founded === upTo && lives.every((l) => l.rests()) && r.often(0.3)) break;
  }
  // What was still on its way arrives first; then everybody is silent.
  for (const { life, wanted } of mail) if (t.wrong.length === 0) life.tries(wanted);
  for (const life of lives) if (t.wrong.length === 0) life.ends();
  t.wrong.push(...ledgerBroken(t.balances));
  return { acts: t.acts, broken: t.wrong, ends: lives.map((l) => l.state()).filter((s) => s !== 'wallet') };
}

/** One thing happens: the bank answers, somebody acts, or time passes. */
function turn(t: Town, life: Life, lives: readonly Life[], mail: Mail, open: number): void {
  const { r } = t;
  if (life.asked() > 0 && r.often(0.35)) {
    life.bank(false);
    return;
  }
  // The more contracts are open, the more happens on a day.
  if (!r.often(0.25 / open)) someone(t, life, mail);
  else {
    const dice = r.next();
    if (dice < 0.55) t.now += r.between(1, 4 * DAY);
    else if (dice < 0.6) t.now += r.between(DAY, 200 * DAY);
    else t.now = Math.max(t.now, life.next() ?? t.now + DAY);
    if (r.often(0.5)) for (const l of lives) l.pass();
  }
  if (life.asked() > 0 && r.often(0.3)) life.bank(false);
}

/** Somebody sends something: now, twice, late, or after what was written later. */
function someone(t: Town, life: Life, mail: Mail): void {
  const { r } = t;
  if (mail.length > 0 && r.often(0.3)) {
    const [late] = mail.splice(r.below(mail.length), 1);
    if (late) late.life.tries(late.wanted);
  }
  const wanted = life.wants();
  if (!wanted) return;
  // What cannot be undone is held back more often: its preview is to be old by the time it arrives.
  if (r.often(wanted.seen ? 0.2 : 0.05)) {
    mail.push({ life, wanted });
    return;
  }
  const done = life.tries(wanted);
  // The same request again, as a double click or a second tab would send it.
  if (done && r.often(0.05)) life.tries(wanted);
  if (done && r.often(0.03)) life.late(wanted.actor, wanted.offered);
}

/** An error is a broken promise too: the core never throws at an input. */
export function lived(r: Chance, engine: Engine): Lived {
  const t = openTown(r, engine);
  try {
    return live(t, r.pick([10, 40, 80, 160]));
  } catch (error) {
    return { acts: t.acts + 1, broken: [...t.wrong, `it threw: ${error instanceof Error ? error.message : error}`], ends: ['threw'] };
  }
}

/** Lives towns until `acts` acts were tried. Each has a seed of its own, by which it can be replayed alone. */
export function simulate(o: { seed: number; acts: number; engine?: Engine; stopAtFirst?: boolean }): Result {
  const begun = process.hrtime.bigint();
  const broken: { seed: number; what: string }[] = [];
  const ended: Record<string, number> = {};
  let acts = 0;
  let lives = 0;
  for (let n = 0; acts < o.acts; n += 1) {
    const seed = (o.seed * 1_000_003 + n) >>> 0;
    const life = lived(chance(seed), o.engine ?? ENGINE);
    acts += life.acts;
    lives += life.ends.length;
    for (const end of life.ends) ended[end] = (ended[end] ?? 0) + 1;
    for (const what of life.broken) broken.push({ seed, what });
    if (broken.length > 0 && o.stopAtFirst) break;
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  return { acts, lives, perSecond: Math.round(acts / seconds), broken, ended };
}
