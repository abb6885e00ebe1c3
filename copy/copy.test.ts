import { describe, expect, test } from 'vitest';
import * as de from './de/index.ts';
import * as en from './en/index.ts';
import { bestOf, bothZones, date, dateTime, directionOf, type LOCALES, localeFrom, money, percent, termName, wordsFor } from './index.ts';
import { plural } from './plural.ts';
import { pseudo } from './pseudo.ts';
import type { Sentences } from './sentences.ts';
import type { Language } from './types.ts';

const LANGUAGES: Readonly<Record<(typeof LOCALES)[number], Language>> = { en, de };
const qps = pseudo(en);

/** Every text of the tables by its address: "ACTS.offer.accept.title". */
function textsOf(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === 'weight' || key === 'rule' ? [] : textsOf(one, at ? `${at}.${key}` : key)));
}
const tables = (language: Language) => textsOf({ ...language, SAY: {} });
const placesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();

const [CLIENT, FREELANCER, CARD, SUM, NET, DAY] = ['Ben Carter', 'Ana Lindqvist', 'Visa 4242', '$500.00', '$450.00', '3 Dec 2026'];
const both = { client: CLIENT, freelancer: FREELANCER };
const paid = { released: { gross: SUM, net: NET } };
test('what follows an act is a sentence: somebody has until then to do it, or something comes by then', () => {
  const { opened } = wordsFor('en').SAY;
  expect([
    opened({ name: CLIENT }, DAY, 'Answer the dispute'),
    opened('both', DAY, 'Name a number'),
    opened('mediator', DAY, 'A mediator proposes'),
  ]).toEqual([
    'Ben Carter has until 3 Dec 2026 to answer the dispute.',
    'Both have until 3 Dec 2026 to name a number.',
    'A mediator proposes by 3 Dec 2026.',
  ]);
});

/** Every sentence with its values, by its address. */
function spoken(s: Sentences): Record<string, string> {
  const out: Record<string, string> = {};
  const whose = ['you', 'both', 'nobody', 'mediator', 'arbitrator', 'staff', 'bank', { name: FREELANCER }] as const;
  for (const w of whose) {
    const who = typeof w === 'string' ? w : 'name';
    out[`silence ${who}`] = s.silence({ whose: w, ...both, toClient: SUM, follows: '', at: DAY });
    out[`opened ${who}`] = s.opened(w, DAY, 'Title');
  }
  Object.assign(out, {
    'silence paid': s.silence({ whose: 'you', ...both, ...paid, follows: '', at: DAY }),
    'silence split': s.silence({ whose: 'you', ...both, ...paid, toClient: SUM, arbitrationBack: SUM, follows: '', at: DAY }),
    'silence ends': s.silence({ whose: 'you', ...both, follows: '', at: DAY }),
    inner: s.inner('Title'),
    yourTurn: s.yourTurn('answer'),
    bothCanAct: s.bothCanAct('answer'),
    waitingFor: s.waitingFor(CLIENT, 'answer'),
    managersCan: s.managersCan('Studio Nord', ['Mara Weiss', 'Tom Berg']),
    theseCan: s.theseCan(['Ben Carter', 'Ana Lind']),
    managerDecides: s.managerDecides('Studio Nord', ['Mara Holt', 'Max Lund'], 'answer'),
    youAnswered: s.youAnswered(CLIENT),
    youPaid: s.youPaid(CLIENT),
    proposalMeant: s.proposalMeant('Nia Novak', DAY),
    proposalMeantByNobody: s.proposalMeant(undefined, DAY),
    bankHasIt: s.bankHasIt(DAY),
    bankIsLate: s.bankIsLate(DAY),
    'ifNotThere you': s.ifNotThere(undefined, false),
    'ifNotThere name': s.ifNotThere(CLIENT, false),
    'ifNotThere late': s.ifNotThere(CLIENT, true),
    next: s.next('x'),
    preview: s.preview('You', [s.isCharged(CARD, SUM)]),
    'preview nothing': s.preview('You', []),
    isCharged: s.isCharged(CARD, SUM),
    isPaid: s.isPaid(SUM, FREELANCER, NET),
    givesBack: s.givesBack(FREELANCER, SUM, NET),
    goesBack: s.goesBack(SUM, CLIENT),
    isGivenBack: s.isGivenBack(SUM, CLIENT),
    feesGoBack: s.feesGoBack(SUM),
    youAskBack: s.youAskBack(SUM),
    staysHeld: s.staysHeld(SUM),
    'buttons.endAndAsk': s.buttons.endAndAsk(SUM),
    'buttons.endAndPay': s.buttons.endAndPay(SUM),
    'buttons.endAndGiveBack': s.buttons.endAndGiveBack(SUM),
    'buttons.approveAndPay': s.buttons.approveAndPay(SUM),
    'buttons.withSum': s.buttons.withSum('Pay', SUM),
    'rows.charged': s.rows.charged(CARD),
    'rows.gets': s.rows.gets(FREELANCER),
    'rows.gives': s.rows.gives(FREELANCER),
    'rows.back': s.rows.back(CLIENT),
    'rows.feesBack': s.rows.feesBack(CLIENT),
    arrives: s.arrives(SUM, CARD, DAY),
    goesToBank: s.goesToBank(SUM, CARD),
    canPayOut: s.canPayOut(FREELANCER, SUM, DAY),
    'final.payment': s.final.payment(FREELANCER),
    'final.refund': s.final.refund(CLIENT),
    'final.charge': s.final.charge(CARD),
    'effects.added': s.effects.added('Dark theme', SUM),
    'effects.changed': s.effects.changed(['amount of milestone 1', 'title of milestone 1']),
    'effects.cancelled': s.effects.cancelled(1),
    'effects.cancelled 2': s.effects.cancelled(2),
    'effects.unpaidGivenUp': s.effects.unpaidGivenUp(SUM),
    'effects.heldGivenUp': s.effects.heldGivenUp(SUM),
    'effects.flagged': s.effects.flagged(CLIENT, FREELANCER),
    'effects.atRisk': s.effects.atRisk(SUM, '$11.00', '$12.00'),
    ...Object.fromEntries(
      (['client', 'freelancer'] as const).flatMap((side) => [
        ...[1, 2].flatMap((left) =>
          s.effects.blind({ side, other: FREELANCER, most: 2, left }).map((x, k) => [`effects.blind ${side} ${left} ${k}`, x]),
        ),
        ...[undefined, DAY].flatMap((until) =>
          s.effects
            .bid({ side, other: FREELANCER, number: SUM, end: SUM, clauses: [s.goesBack(SUM, CLIENT)], ...(until && { until }) })
            .map((x, k) => [`effects.bid ${side} ${until} ${k}`, x]),
        ),
      ]),
    ),
    'effects.ifAccepted': s.effects.ifAccepted(CLIENT, [s.goesBack(SUM, CLIENT)], false),
    'effects.ifAccepted end': s.effects.ifAccepted(CLIENT, [s.goesBack(SUM, CLIENT)], true),
    actsFor: s.actsFor(FREELANCER, 'Studio Nord'),
    mediator: s.mediator('Mia'),
    'mediator nobody': s.mediator(''),
    arbitrator: s.arbitrator('Art'),
    'arbitrator nobody': s.arbitrator(''),
    staff: s.staff('Sue'),
    'staff nobody': s.staff(''),
    did: s.did(CLIENT, 'x', ''),
    ...Object.fromEntries(
      [false, true].flatMap((shared) => s.effects.askTime(DAY, FREELANCER, shared).map((x, k) => [`effects.askTime ${shared} ${k}`, x])),
    ),
    askedTime: s.did(FREELANCER, 'x', s.askedTime(1, 'illness')),
    'askedTime 2': s.did(FREELANCER, 'x', s.askedTime(2, 'illness')),
    forReason: s.did(CLIENT, 'x', s.forReason('illness')),
    extended: s.extended(1, 'illness'),
    'extended 2': s.extended(2, 'illness'),
    because: s.because('Reason'),
    'asks.back': s.asks.back(SUM),
    'asks.claims': s.asks.claims(SUM),
    'asks.claim': s.asks.claim(SUM),
    'asks.sum': s.asks.sum(SUM),
    'asks.offers': s.asks.offers(SUM, FREELANCER),
    'moved.held': s.moved.held(SUM),
    'moved.paid': s.moved.paid(SUM, FREELANCER),
    'moved.back': s.moved.back(SUM, CLIENT),
    'moved.feeHeld': s.moved.feeHeld(SUM),
    exhibit: s.exhibit(1, 'File', CLIENT),
    milestone: s.milestone('2'),
    ofMilestone: s.ofMilestone('amount', '2'),
    'fees.service': s.fees.service(FREELANCER),
    'fees.client': s.fees.client(CLIENT),
    cheaper: s.cheaper({ ...both, gap: SUM, share: '25%' }).join(' '),
    'onItsWay days': s.onItsWay(DAY, 5, false),
    'onItsWay late': s.onItsWay(DAY, undefined, true),
    'period days': s.period({ days: 1 }),
    'period hours': s.period({ hours: 24 }),
    'period businessDays': s.period({ businessDays: 5 }),
    'period midnightAfterDays': s.period({ midnightAfterDays: 14 }),
    reminder: s.reminder('Title'),
    subject: s.subject('Something', DAY),
    'subject plain': s.subject('Something', undefined),
    'digest.subject': s.digest.subject(2, DAY),
    'digest.lead': s.digest.lead(2),
  });
  return { ...Object.fromEntries(textsOf(s)), ...out };
}
const functionsIn = (value: unknown, at = ''): string[] =>
  typeof value === 'function'
    ? [at]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => functionsIn(one, at ? `${at}.${key}` : key))
      : [];

describe.each(Object.entries(LANGUAGES))('%s', (locale, language) => {
  test('NOT-1: each text has the places that it has in English, and none more', () => {
    const english = new Map(tables(en));
    const wrong = tables(language)
      .filter(([at]) => !at.startsWith('REFUSALS.') || !at.endsWith('.status'))
      .flatMap(([at, text]) => (placesOf(text).join() === placesOf(english.get(at) ?? '').join() ? [] : [`${at}: ${text}`]));
    expect(wrong).toEqual([]);
    expect(tables(language).length).toBe(tables(en).length);
  });

  test('every sentence is spoken, with every value that it was given', () => {
    const all = spoken(language.SAY);
    expect(functionsIn(language.SAY).filter((f) => !Object.keys(all).some((key) => key === f || key.startsWith(`${f} `)))).toEqual([]);
    const english = spoken(en.SAY);
    for (const value of [CLIENT, FREELANCER, CARD, SUM, NET, DAY]) {
      const lost = Object.entries(all).filter(([key, text]) => (english[key] ?? '').includes(value) !== text.includes(value));
      expect(lost, value).toEqual([]);
    }
  });

  const BANNED: Readonly<Record<string, RegExp>> = {
    en: /\b(invalid|utili[sz]e|non-binding|opposing part(y|ies)|please be advised|hereby|aforementioned|e\.g\.|i\.e\.)\b/i,
    de: /(ungültig|Gegenpartei|gegnerisch|unverbindlich|hiermit|diesbezüglich|\bdu\b|\bdein|bzw\.|z\. ?B\.|etc\.|[*:_]innen\b|\/innen\b)/i,
  };
  test('plain words, and no sentence of more than 25', () => {
    const wrong = [...tables(language), ...Object.entries(spoken(language.SAY))].flatMap(([at, text]) => [
      ...text
        .split(/(?<=[.?!:;])\s/)
        .filter((sentence) => sentence.split(/\s+/).length > 25)
        .map((sentence) => `${at}: ${sentence}`),
      ...(BANNED[locale]?.test(text) ? [`${at}: ${text}`] : []),
      ...(/ {2}|\s$|^\s|\.\.|undefined/.test(text) && !/^(extended|because|asks)/.test(at) ? [`${at}: spaces in ${text}`] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  test('API-5: every "no" says what, why and what to do', () => {
    const words = wordsFor(locale);
    const poor = [...Object.entries(words.REFUSALS), ...Object.entries(words.PROBLEMS)].filter(
      ([, w]) => w.title.length < 3 || w.detail.length < 3 || !/[.!]$/.test(w.fix) || w.status < 400 || w.title.endsWith('.'),
    );
    expect(poor).toEqual([]);
    expect(Object.values(words.ACTS).filter((a) => !a.weight)).toEqual([]);
  });

  test('API-5: what people read of a "no" does not talk of requests; what programs do stands apart', () => {
    const words = wordsFor(locale);
    // Only programs come to these: no page sends keys of its own, asks for a scope, or signs.
    const PROGRAMS = /^(scope_missing|no_idempotency_key|key_reused|not_signed$)/;
    const TALK = /\b(GET|POST|PUT|PATCH|DELETE|[Ii]dempoten\w+|[Hh]eader|Kopfzeile|[Dd]igest|token|multipart|cursor)\b|\/v1\/|\/docs|\[\]|"\w+"/;
    const talk = [...Object.entries(words.REFUSALS), ...Object.entries(words.PROBLEMS)].filter(
      ([key, { title, detail, fix }]) => !PROGRAMS.test(key) && TALK.test(`${title} ${detail} ${fix}`),
    );
    expect(talk.map(([key, x]) => `${key}: ${x.title} ${x.detail} ${x.fix}`)).toEqual([]);
    expect(words.PROBLEMS['not_signed_in']?.developer).toMatch(/Bearer/);
  });
});

describe('the other languages', () => {
  test('German is not English left standing', () => {
    const english = new Map(tables(en));
    // Words that are the same in both languages.
    const SAME = new Set(['Bonus', 'Bank', 'Freelancer', 'Links', 'Support', 'Name', 'Code', 'Ben', 'Ana']);
    const left = tables(de).filter(([at, text]) => english.get(at) === text && !SAME.has(text) && /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, '')));
    expect(left).toEqual([]);
  });

  test('TIM-9: a name keeps its capital letter inside a silence sentence', () => {
    expect(en.SAY.silence({ whose: { name: CLIENT }, ...both, follows: `${FREELANCER} may ask for the held money`, at: DAY })).toBe(
      'If Ben Carter does nothing, Ana Lindqvist may ask for the held money on 3 Dec 2026.',
    );
    expect(en.SAY.silence({ whose: 'you', ...both, follows: 'The offer expires', at: DAY })).toBe(
      'If you do nothing, the offer expires on 3 Dec 2026.',
    );
  });

  test('TIM-9: silence in German: who, when, and what goes where', () => {
    const s = de.SAY;
    expect(s.silence({ whose: 'you', ...both, toClient: '120,00 $', follows: '', at: 'Do., 3. Dez. 2026, 14:05 MEZ' })).toBe(
      'Wenn Sie nichts tun: Am Do., 3. Dez. 2026, 14:05 MEZ gehen 120,00 $ zurück an Ben Carter.',
    );
    expect(s.silence({ whose: { name: 'Ana' }, ...both, ...paid, toClient: '$1.00', follows: '', at: DAY })).toBe(
      'Wenn Ana nichts tut: Am 3 Dec 2026 gehen $1.00 zurück an Ben Carter und $500.00 an Ana Lindqvist ($450.00 nach Servicegebühr).',
    );
    expect(s.silence({ whose: 'mediator', ...both, follows: 'dürfen beide ohne Vorschlag weitergehen', at: DAY })).toBe(
      'Wenn die Schlichtung nichts tut: Am 3 Dec 2026 dürfen beide ohne Vorschlag weitergehen.',
    );
    // What follows begins with a small letter, the verb, for it never begins a sentence.
    expect(Object.values(de.LAPSES).filter((l) => l.then !== '' && !/^\p{Ll}/u.test(l.then))).toEqual([]);
  });

  test('the test language is two fifths longer, bracketed, and keeps places and values', () => {
    const english = new Map(tables(en));
    for (const [at, text] of tables(qps)) {
      if (text === '' || at.endsWith('.status')) continue;
      expect(text, at).toMatch(/^\[[\s\S]*\]$/u);
      expect(placesOf(text), at).toEqual(placesOf(english.get(at) ?? ''));
      expect(text.length, at).toBeGreaterThanOrEqual(Math.floor((english.get(at) ?? '').replace(/\{\w+\}/g, '').length * 1.4));
    }
    expect(qps.SAY.isPaid(SUM, FREELANCER, NET)).toContain(`${SUM} `);
    expect(qps.SAY.isPaid(SUM, FREELANCER, NET)).toContain(FREELANCER);
    expect(wordsFor('qps').ACTS['offer.accept']?.weight).toBe('main');
  });
});

describe('formats', () => {
  const at = Date.UTC(2026, 11, 3, 13, 5);
  test('MNY-1: amounts to the minor unit, as the language writes them', () => {
    expect(money(123_456_50, 'USD')).toBe('$123,456.50');
    expect(money(123_456_50, 'USD', 'de')).toBe('123.456,50\u00a0$');
    expect(money(-5, 'EUR', 'de')).toBe('-0,05\u00a0€');
    expect(money(900, 'JPY', 'de')).toBe('900\u00a0¥');
    // Beyond what a floating number holds.
    expect(money(9_007_199_254_740_991, 'USD', 'de')).toBe('90.071.992.547.409,91\u00a0$');
    expect(percent(1250)).toBe('12.5%');
    expect(percent(1250, 'de')).toBe('12,5\u00a0%');
  });
  test('TIM-9: instants with weekday and zone', () => {
    expect(dateTime(at, 'Europe/Berlin')).toBe('Thu, 3 Dec 2026, 14:05 CET');
    expect(dateTime(at, 'Europe/Berlin', 'de')).toBe('Do., 3.\u00a0Dez. 2026, 14:05\u00a0MEZ');
    expect(date(at, 'UTC', 'de')).toBe('Do., 3.\u00a0Dez. 2026');
    expect(bothZones(at, 'Europe/Berlin', 'de')).toBe('Do., 3.\u00a0Dez. 2026, 14:05\u00a0MEZ (13:05\u00a0UTC)');
    // Where it is another day there, that is said; the year is not said twice.
    const night = Date.parse('2026-12-21T04:00:00Z');
    expect(bothZones(night, 'America/New_York')).toBe('Sun, 20 Dec 2026, 23:00 GMT\u22125 (21 Dec, 04:00 UTC)');
    expect(bothZones(night, 'America/New_York', 'de')).toBe('So., 20.\u00a0Dez. 2026, 23:00\u00a0GMT\u22125 (21.\u00a0Dez., 04:00\u00a0UTC)');
  });
  test('which language a reader gets', () => {
    expect(localeFrom('de-AT')).toBe('de');
    expect(localeFrom('fr')).toBeUndefined();
    expect(bestOf('fr-CH, de;q=0.7, en;q=0.9')).toBe('en');
    expect(bestOf('de-DE,de;q=0.9,en;q=0.8')).toBe('de');
    expect(bestOf('*')).toBeUndefined();
    expect(bestOf('de;q=0, fr')).toBeUndefined();
    expect(bestOf(undefined)).toBeUndefined();
    expect(wordsFor('fr')).toBe(wordsFor('en'));
  });
  test('which way a language is written', () => {
    expect(['en', 'de', 'qps', 'ar', 'he-IL'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'rtl', 'rtl']);
  });
  test('terms by name', () => {
    expect(termName(wordsFor('en'), 'milestones.2.amount')).toBe('amount of milestone 2');
    expect(termName(wordsFor('de'), 'milestones.2.amount')).toBe('Betrag von Meilenstein 2');
    expect(termName(wordsFor('de'), 'milestones.2')).toBe('Meilenstein 2');
  });
});

test('a counted word has its number once: before it, where `#` says, or in the word itself', () => {
  const n = plural('en');
  expect([1, 2].map((k) => n(k, { one: 'day', other: 'days' }))).toEqual(['1 day', '2 days']);
  expect([1, 2].map((k) => n(k, { one: 'one attempt', other: '# attempts' }))).toEqual(['one attempt', '2 attempts']);
  expect([1, 1000].map((k) => n(k, { one: 'asked once', other: 'asked # times' }))).toEqual(['asked once', 'asked 1,000 times']);
});
