/**
 * `npm run deadlines`: the domain's calendar and every kind of period over 200 years, leap days, long years and holidays included,
 * against a calendar counted out by hand; and the windows that the core opens, with the last millisecond of each.
 */
import { isRefusal } from '@fairhold/domain';
import { act, advance } from '@fairhold/domain/engine';
import { TARGET_HOLIDAYS } from '@fairhold/domain/policy/calendar';
import type { Policy, WindowRule } from '@fairhold/domain/policy/schema';
import { standard } from '@fairhold/domain/policy/standard';
import { endedWith, notice, type Play, proposed } from '@fairhold/domain/testing/play';
import { dateOf, endOf, isBusinessDay, iso, type Period, startOf } from '@fairhold/domain/time';
import { chance } from '../sim/random.ts';
import { countDays, easterOf, type Oracle, oracleOf } from './calendar.ts';
import { readRun } from './common.ts';

const run = readRun('deadlines');
const r = chance(run.seed);
const { broken } = run;
const LAST = 2170;
// Two more years, so that what begins on the last day still ends on a counted one.
const days = countDays(LAST + 3);
const within = days.filter((d) => Number(d.date.slice(0, 4)) < LAST);
const dayMs = 86_400_000;
const differs = (what: string, is: unknown, wanted: unknown): void => {
  if (is !== wanted) broken.push(`${what}: ${String(is)}, not ${String(wanted)}`);
};

// ── every day: its name, its weekday, its first and last instant; and dates that do not exist ──
const english = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' });
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const nothing = oracleOf(days, new Set());
for (const d of within) {
  const at = d.number * dayMs;
  differs(`the date of day ${d.number}`, dateOf(at), d.date);
  differs(`the date of the last millisecond of ${d.date}`, dateOf(at + dayMs - 1), d.date);
  differs(`the start of ${d.date}`, startOf(d.date), at);
  differs(`business on ${d.date}`, isBusinessDay(at + r.below(dayMs), new Set()), nothing.isBusinessDay(d.number));
  const [y, m, day] = d.date.split('-');
  if (!run.quick || d.leapDay || r.often(0.05))
    differs(`the calendar of ICU on ${d.date}`, english.format(at), `${WEEKDAYS[d.weekday]}, ${day}/${m}/${y}`);
}
const exists = new Set(days.map((d) => d.date));
let invented = 0;
for (let year = 1970; year < LAST; year += 1)
  for (const end of ['02-29', '02-30', '04-31', '06-31', '11-31', '13-01', '00-10', '01-00', '12-32']) {
    if (exists.has(`${year}-${end}`)) continue;
    differs(`the start of ${year}-${end}, which is no date`, startOf(`${year}-${end}`), undefined);
    invented += 1;
  }

// ── the bank calendar that ships: six days a year, two of them around Easter ──
const wanted = new Set<string>();
for (let year = 2024; year <= 2050; year += 1) {
  const easter = easterOf(year, days).number;
  for (const date of [`${year}-01-01`, `${year}-05-01`, `${year}-12-25`, `${year}-12-26`, days[easter - 2]?.date, days[easter + 1]?.date])
    wanted.add(date as string);
}
for (const date of wanted) if (!TARGET_HOLIDAYS.includes(date)) broken.push(`the bank calendar lacks ${date}`);
for (const date of TARGET_HOLIDAYS) if (!wanted.has(date)) broken.push(`the bank calendar closes on ${date} for no reason`);

// ── periods, from instants that hurt ──
const invent = (share: number): Set<string> => new Set(within.filter(() => r.often(share)).map((d) => d.date));
const everyYear = (...ends: string[]): Set<string> => new Set(days.map((d) => d.date).filter((date) => ends.some((end) => date.endsWith(end))));
const calendars = [
  new Set<string>(),
  new Set(TARGET_HOLIDAYS),
  everyYear('-01-01', '-02-28', '-02-29', '-03-01', '-12-24', '-12-25', '-12-26', '-12-31'),
  invent(0.03),
  invent(0.4),
].map((holidays) => ({ holidays, oracle: oracleOf(days, holidays) }));
const edges = within.filter((d, n) => d.leapDay || d.week53 || within[n + 1]?.leapDay || /-(12-31|01-01|12-24)$/.test(d.date));
const TIMES = [0, 1, dayMs / 2, dayMs - 1];
const somewhere = () => ({ day: (r.often(0.5) ? r.pick(edges) : r.pick(within)).number, inDay: r.often(0.5) ? r.pick(TIMES) : r.below(dayMs) });
const anyPeriod = (): Period => {
  const n = r.pick([1, 2, 3, 5, 7, 10, 14, 30, r.below(60)]);
  return r.pick<Period>([{ days: n }, { hours: n }, { businessDays: n }, { businessDays: n }, { midnightAfterDays: n }, { days: 7 * n }]);
};
const PERIODS = run.quick ? 150_000 : 2_000_000;
let overLeapDays = 0;
let overWeek53 = 0;
for (let n = 0; n < PERIODS; n += 1) {
  const { day, inDay } = somewhere();
  const { holidays, oracle } = r.pick(calendars);
  const period = anyPeriod();
  const from = day * dayMs + inDay;
  const end = endOf(from, period, holidays);
  differs(`${JSON.stringify(period)} from ${iso(from)}`, end, Number(oracle.endOf(day, inDay, period)));
  const passed = days.slice(day, Math.min(Math.floor(end / dayMs) + 1, day + 40));
  if (passed.some((d) => d.leapDay)) overLeapDays += 1;
  if (passed.some((d) => d.week53)) overWeek53 += 1;
}
for (let n = 0; n < PERIODS / 10; n += 1) {
  const { day } = somewhere();
  const [h, m, s, ms] = [r.below(24), r.below(60), r.below(60), r.below(1000)];
  const text = `${days[day]?.date}T${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}.${String(ms).padStart(3, '0')}Z`;
  differs('an instant as text', iso(day * dayMs + ((h * 60 + m) * 60 + s) * 1000 + ms), text);
}

// ── windows as the core opens them, and their last millisecond ──
const anyWindow = (name: string): WindowRule => (name === 'bankAnswer' ? standard.windows.bankAnswer : { period: r.pick(WINDOWS)(), reminders: [] });
const WINDOWS: readonly (() => Period)[] = [
  () => ({ days: r.between(1, 30) }),
  () => ({ hours: r.between(1, 72) }),
  () => ({ businessDays: r.between(1, 12) }),
  () => ({ midnightAfterDays: r.between(1, 20) }),
];
const shuffled = (): Policy['windows'] => {
  const windows = Object.fromEntries(Object.keys(standard.windows).map((name) => [name, anyWindow(name)])) as Record<string, WindowRule>;
  // Neither may end before the one before it, or the later state is never seen.
  return {
    ...windows,
    mediationTarget: standard.windows.mediationTarget,
    mediationWatchdog: standard.windows.mediationWatchdog,
    mediationEnd: standard.windows.mediationEnd,
  } as Policy['windows'];
};
let windows = 0;
let lastMoments = 0;

function checkWindows(p: Play, oracle: Oracle): void {
  const seen = new Set<string>();
  for (const step of p.steps)
    for (const i of Object.values(step.contract.instances))
      for (const w of i.windows) {
        const id = `${i.id} ${w.name} ${w.dueAt}`;
        const rule = (p.policy.windows as Record<string, WindowRule>)[w.name];
        if (seen.has(id) || !rule) continue;
        seen.add(id);
        windows += 1;
        const due = oracle.endOf(Math.floor(step.at / dayMs), step.at % dayMs, rule.period);
        differs(`${w.name}, ${JSON.stringify(rule.period)} from ${iso(step.at)}`, w.dueAt, Number(due));
      }
}
/** The last millisecond counts, the deadline does not (TIM-5). */
function checkLastMoment(p: Play, who: 'ana' | 'ben', name: string, input: Record<string, unknown>): void {
  const due = p.due('case1');
  const actor = { roles: [who === 'ana' ? ('freelancer' as const) : ('client' as const)], person: who };
  const given = { act: name, on: 'case1', input };
  const tries = (now: number) => {
    const c = advance(p.c, now, p.policy, p.world).at(-1)?.contract ?? p.c;
    return act(c, actor, given, now, p.policy, p.world);
  };
  const before = tries(due - 1);
  const at = tries(due);
  if (isRefusal(before)) broken.push(`TIM-5: ${name} is refused (${before.refused}) a millisecond before ${iso(due)}`);
  if (!isRefusal(at) || at.refused !== 'deadline_passed') broken.push(`TIM-5: ${name} is not refused at ${iso(due)}`);
  lastMoments += 1;
}
const LIVES = run.quick ? 150 : 4_000;
for (let n = 0; n < LIVES; n += 1) {
  const { day, inDay } = somewhere();
  const at = Math.max(dayMs, day * dayMs + inDay);
  const { holidays, oracle } = r.pick(calendars);
  const policy = { holidays: [...holidays], ...(r.often(0.7) && { windows: shuffled() }) };
  checkWindows(notice(undefined, { at, policy }), oracle);
  checkLastMoment(endedWith(0, undefined, { at, policy }), 'ana', 'approveRefund', {});
  checkLastMoment(proposed(10_000, undefined, { at, policy }), r.pick(['ana', 'ben'] as const), 'answerProposal', { answer: 'accept' });
}

run.end({ days: within.length, holidays: wanted.size, noDates: invented, periods: PERIODS, overLeapDays, overWeek53, windows, lastMoments });
