import { describe, expect, test } from 'vitest';
import { isRefusal, type TermsVersion } from '../contract.ts';
import { type FlagCode, flagsOf } from '../flags/flags.ts';
import { besideJobPost, quantitiesIn, sentencesIn, sumsIn } from '../flags/text.ts';
import { sendOffer } from '../house.ts';
import { CARD, type Milestone, MONDAY, play, termsWith } from '../testing/play.ts';

const versions = (p: ReturnType<typeof play>) => p.facts('offer')['versions'] as TermsVersion[];
const KNOWN = { paidBefore: true, hasCard: true };
const look = (p: ReturnType<typeof play>, payer = KNOWN) => flagsOf(p.c, versions(p), p.policy, p.now, payer);
const codes = (p: ReturnType<typeof play>, payer = KNOWN) => look(p, payer).map((f) => f.code);
/** An offer with these words in its scope, or these terms. */
const offer = (more: Record<string, unknown> | string, milestones?: readonly (Milestone | number)[]) =>
  play(milestones, { terms: typeof more === 'string' ? { scope: more } : more });
const quotes = (p: ReturnType<typeof play>, code: FlagCode) => look(p).flatMap((f) => (f.code === code && f.said ? [f.said.quote] : []));

describe('attention flags', () => {
  test('CON-5: money, requirements, dates and who pays are named with their numbers; a plain offer has none', () => {
    const p = play([{ amount: 1_000, title: 'Trial page', criteria: [], dueDate: '2026-10-01' }, { amount: 20_000 }]);
    expect(codes(p, { paidBefore: false, hasCard: false })).toEqual([
      'smallFirstMilestone',
      'trialWork',
      'datePast',
      'clientNoCard',
      'unfundedRemainder',
      'noCriteria',
      'clientUnverified',
    ]);
    expect(codes(p)).not.toContain('clientUnverified');
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([20_000]) });
    const flags = look(p);
    expect(flags.find((f) => f.code === 'firstNotFunded')?.amounts).toEqual({ amount: 20_000, held: 1_000 });
    expect(flags.filter((f) => f.code === 'termsChanged').length).toBeGreaterThan(0);
    expect(codes(play())).toEqual([]);
  });

  test('CON-5: a date counts until the end of its day; the day itself leaves less than 24 hours', () => {
    const due = (dueDate: string) => codes(play([{ amount: 20_000, dueDate }]));
    expect(due('2026-11-01')).toEqual(['datePast']);
    expect(due('2026-11-02')).toEqual(['dateSoon']);
    expect(due('2026-11-03')).toEqual([]);
  });

  test('CON-5: a trial that came with a new version, or that the job post did not speak of, is said to be new', () => {
    const p = play();
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([20_000, { amount: 500, title: 'Test page' }]) });
    expect(codes(p)).toContain('newTrialWork');
    expect(codes(offer({ jobPost: 'A website.' }, [{ amount: 20_000, title: 'Probearbeit' }]))).toContain('newTrialWork');
    expect(codes(offer({ jobPost: 'A website, with a test page.' }, [{ amount: 20_000, title: 'Test page' }]))).toContain('trialWork');
    expect(codes(play([{ amount: 20_000, title: 'The latest contestants' }]))).toEqual([]);
  });

  test('CON-5: a service fee other than that of the policy is named with both', () => {
    const high = look(offer({ serviceFee: 1500 }));
    expect(high).toMatchObject([{ code: 'feeHigher', severity: 'high', rates: { fee: 1500, usual: 1000 } }]);
    expect(look(offer({ serviceFee: 500 }))).toMatchObject([{ code: 'feeLower', severity: 'low' }]);
  });

  const found: readonly [FlagCode, readonly string[]][] = [
    [
      'workBeforeFunding',
      [
        'Please start the design before the milestone is funded.',
        'You can begin without escrow, we trust each other.',
        'I will deposit the money later.',
        'Beginnen Sie bitte schon vor der Hinterlegung.',
        'Das Geld hinterlegen wir später.',
      ],
    ],
    [
      'unlimitedRevisions',
      [
        'The price includes unlimited revisions.',
        'Changes are made until we are happy.',
        'Es gibt unbegrenzt viele Korrekturschleifen.',
        'Änderungen, bis der Kunde zufrieden ist.',
        'Überarbeitung so oft wie nötig, also beliebig viele Änderungen.',
      ],
    ],
    [
      'paymentOutside',
      [
        'The second half is paid by PayPal.',
        'I can send it with Western Union.',
        'Payment by bank transfer after the first week.',
        'We pay outside the platform to save fees.',
        'Zahlung außerhalb der Plattform ist günstiger.',
        'Ich überweise Ihnen den Rest per PayPal.',
        'DE89 3704 0044 0532 0130 00.',
        'The rest comes in cash: I pay you directly to you, paid in cash.',
      ],
    ],
    [
      'contactOutside',
      [
        'Write to ben.miller@example.org for the logins.',
        'Call me: +49 170 123 45 67.',
        'Telefon 030 1234567.',
        'Please contact me on Telegram.',
        'Schreiben Sie mir auf WhatsApp.',
      ],
    ],
    ['link', ['See https://example.org/brief for the details.', 'Look at www.example.org first.']],
    [
      'rightsBeforePayment',
      [
        'All rights pass to the client upon delivery.',
        'The copyright belongs to us regardless of payment.',
        'Sämtliche Nutzungsrechte gehen mit der Abgabe über.',
        'Alle Rechte gehen sofort auf den Auftraggeber über.',
      ],
    ],
    [
      'endingClause',
      [
        'The client may terminate the contract without notice.',
        'The deposit is non-refundable.',
        'Late delivery means a penalty of ten percent.',
        'Der Vertrag kann jederzeit gekündigt oder abgebrochen werden, Kündigung per Brief.',
        'Bei Verzug wird eine Vertragsstrafe fällig.',
      ],
    ],
  ];
  test.each(found)('CON-5: %s is found in English and German, with the sentence quoted', (code, sentences) => {
    for (const s of sentences) {
      const quoted = quotes(offer(`Five pages, as agreed. ${s} Thank you.`), code);
      expect([s, quoted.includes(s)]).toEqual([s, true]);
    }
    // The same words in a requirement, with the place they stand in.
    const [first = ''] = sentences;
    const flag = look(play([{ amount: 20_000, criteria: [first] }])).find((f) => f.code === code);
    expect(flag?.said?.field).toBe('milestones.1.criteria');
  });

  const harmless: readonly string[] = [
    'Add PayPal as a way to pay in the checkout.',
    'Bitte PayPal-Zahlung im Shop einbinden.',
    'All payments go through escrow, nothing is paid outside the platform.',
    'Work starts once the milestone is funded.',
    'Do not begin before the milestone is funded.',
    'Two rounds of revisions are included.',
    'There are no unlimited revisions.',
    'All rights pass to the client after payment.',
    'Die Nutzungsrechte gehen mit der Zahlung über.',
    'The page shows 1920 x 1080 pixels, order number 20261104.',
    'ISBN 978-3-16-148410-0 stands on the cover.',
    'Users can cancel a booking at any time.',
    'The end of the film shows the logo.',
    'A signal light blinks; the telegram is a prop.',
    'Write the unit and integration checks, e.g. for forms.',
  ];
  test.each(harmless)('CON-5: nothing is made of "%s"', (s) => {
    expect([s, codes(offer(s))]).toEqual([s, []]);
  });

  test('CON-5: many sentences of a kind are named four times, and a long one is cut', () => {
    const p = offer(Array.from({ length: 9 }, (_, n) => `See https://example.org/${n} there.`).join('\n'));
    expect(quotes(p, 'link')).toHaveLength(4);
    const [long = ''] = quotes(offer(`See https://example.org ${'and so on '.repeat(60)}`), 'link');
    expect([long.length <= 300, long.endsWith('…')]).toEqual([true, true]);
  });

  test('CON-9: more than was posted is named with both sentences; as much or less is not', () => {
    const against = (jobPost: string, scope: string) =>
      look(offer({ jobPost, scope }))
        .filter((f) => f.code === 'moreThanPosted')
        .map((f) => [f.data['posted'], f.said?.quote]);
    expect(against('A shop with five pages. Simple.', 'A shop. It has 8 pages.')).toEqual([['A shop with five pages.', 'It has 8 pages.']]);
    expect(against('1.500 Wörter', '2.000 Wörter, fertig gesetzt.')).toHaveLength(1);
    expect(against('Three web pages', 'Four web pages')).toHaveLength(1);
    expect(against('Five pages', 'Design of 5 pages. Build of 5 pages.')).toEqual([]);
    expect(against('Five pages', '900 words')).toEqual([]);
    expect(against('Five pages', 'Three pages')).toEqual([]);
  });

  test('CON-9: another currency or another amount than the contract has is named; a price within what was posted is not', () => {
    expect(codes(offer('The ads cost 300 €.'))).toEqual(['otherCurrency']);
    expect(codes(offer('You get $300 for it.'))).toEqual(['otherAmount']);
    expect(codes(offer('You get $200 for it, 200.00 USD.'))).toEqual([]);
    expect(codes(offer({ jobPost: 'Budget: $500.' }))).toEqual(['otherThanPosted']);
    expect(look(offer({ jobPost: 'Budget: $500.' }))[0]).toMatchObject({ severity: 'high', amounts: { total: 20_000 } });
    expect(look(offer({ jobPost: 'Budget: $100.' }))[0]).toMatchObject({ severity: 'low' });
    expect(codes(offer({ jobPost: 'Between $150 and $250.' }))).toEqual([]);
    expect(codes(offer({ jobPost: 'Budget: 200 Euro' }))).toContain('otherCurrency');
  });

  test('CON-9: the job post stays what it was: a counter carries it on, and cannot write it anew', () => {
    const p = offer({ jobPost: 'A website with five pages.' });
    p.does('ana', 'proposeChanges', 'offer', { terms: termsWith([25_000]) });
    expect(p.c.terms.jobPost).toBe('A website with five pages.');
    const anew = { terms: termsWith([20_000], { jobPost: 'A website with nine pages.' }) };
    expect(p.no('ben', 'counter', 'offer', anew)).toMatchObject({ refused: 'job_post_is_fixed', rule: 'CON-9' });
    const none = play();
    expect(none.no('ana', 'proposeChanges', 'offer', anew).refused).toBe('job_post_is_fixed');
    const bad = { ...termsWith([500]), jobPost: 'x'.repeat(20_001) };
    const sent = sendOffer(
      { id: 'c9', marketplace: 'main', currency: 'USD', client: 'ben', freelancer: 'ana', person: 'ben', card: CARD, terms: bad },
      MONDAY,
      p.policy,
      p.world,
    );
    expect(isRefusal(sent) && sent.data['field']).toBe('jobPost');
  });

  test('CON-9: job post and offer stand beside each other, and what only one of them says is marked', () => {
    const beside = besideJobPost(offer({ jobPost: 'Five pages.\nBy May.', scope: 'Five pages. Ten languages.' }).c.terms);
    expect(beside?.post).toEqual([
      { text: 'Five pages.', same: true },
      { text: 'By May.', same: false },
    ]);
    expect(beside?.offer).toContainEqual({ text: 'Ten languages.', same: false });
    expect(besideJobPost(play().c.terms)).toBeUndefined();
  });

  test('CON-5: sentences, quantities and sums are read as people write them', () => {
    expect(sentencesIn('Version 2.5 is e.g. fine. It works.\nAlso here')).toEqual(['Version 2.5 is e.g. fine.', 'It works.', 'Also here']);
    const said = (quote: string) => [{ field: 'scope', quote }];
    expect(quantitiesIn(said('twelve pages and 2,000 words in zwei Sprachen')).map((q) => [q.unit, q.n])).toEqual([
      ['pages', 12],
      ['words', 2000],
      ['languages', 2],
    ]);
    expect(sumsIn(said('$1,200.50, 1.200,50 €, 80 USD or GBP 5')).map((s) => [s.currency, s.amount])).toEqual([
      ['USD', 120_050],
      ['EUR', 120_050],
      ['USD', 8_000],
      ['GBP', 500],
    ]);
  });

  test('CON-5: what nobody would call a sentence is read in pieces, and nothing of it is lost', () => {
    for (const unit of ['pay ', 'aaaaaaaaa', '1.', '+49 ', '@', 'contract ']) {
      const text = unit.repeat(Math.floor(19_990 / unit.length)).trim();
      const read = sentencesIn(text);
      expect(Math.max(...read.map((x) => x.length)), unit).toBeLessThanOrEqual(500);
      expect(read.join('').replaceAll(' ', ''), unit).toBe(text.replaceAll(' ', ''));
    }
  });
});
