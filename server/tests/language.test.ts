import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMails } from '../outside/mail-compose.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
  await t.call(ana, 'PATCH', '/v1/me', { locale: 'de', zone: 'Europe/Berlin' });
});
afterAll(() => t.stop());
const WORK = { message: 'Here is all of it, ready to look at.', criteria: 'met' };
const speaks = (who: Person, locale: string) => t.call(who, 'PATCH', '/v1/me', { locale });

describe('the reader\u2019s language', () => {
  test('FBK-1, API-2: each number of stars has a name of its own in the reader\u2019s language, to choose from', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'end', { input: { reason: 'noLongerNeeded' } });
    const stars = async (who: Person) =>
      (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.actions.find((a: Json) => a.act === 'giveFeedback').input.properties.stars;
    expect((await stars(ben))['x-labels']).toEqual({ 1: '1 of 5 stars', 2: '2 of 5 stars', 3: '3 of 5 stars', 4: '4 of 5 stars', 5: '5 of 5 stars' });
    expect((await stars(ana))['x-labels'][3]).toBe('3 von 5 Sternen');
  });

  test('API-2: each side reads the same contract in the language and zone of their account', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: WORK });
    const his = await t.call(ben, 'GET', `/v1/contracts/${id}`);
    const hers = await t.call(ana, 'GET', `/v1/contracts/${id}`);
    const review = (c: Json) => c.deadlines.find((d: Json) => d.window === 'review');
    expect(review(his.json).silence.sentence).toMatch(/^If you do nothing, \$200\.00 is paid to Ana Lind .* UTC\.$/);
    expect(review(hers.json).silence.sentence).toMatch(
      /^Wenn Ben Carter nichts tut: Am \p{L}{2}\., \d+\.\u00a0.*ME[SZ]{1,2} \(.*UTC\) gehen 200,00\u00a0\$ an Ana Lind \(.* nach Servicegebühr\)\.$/u,
    );
    expect([hers.json.stateWords, hers.json.turn.sentence]).toEqual(['Läuft', 'Warten auf Ben Carter: Abgegebene Arbeit prüfen']);
    expect(hers.json.actions.find((a: Json) => a.act === 'end').button).toBe('Vertrag beenden');
    expect([his.headers.get('content-language'), hers.headers.get('content-language')]).toEqual(['en', 'de']);
    expect(hers.headers.get('vary')).toMatch(/accept-language/i);
    expect((await t.call(ana, 'GET', '/v1/me')).json).toMatchObject({ locale: 'de', zone: 'Europe/Berlin' });
  });

  test('API-2: what an act is for says the other person by name, and one\u2019s own share is one\u2019s own', async () => {
    const id = await t.contract(ben, ana);
    const hints = async (who: Person) =>
      ((await t.call(who, 'GET', `/v1/contracts/${id}`)).json.actions as Json[]).map((a) => ({
        act: a.act,
        text: [a.hint, ...Object.values(a.input.properties as Json).flatMap((f: Json) => [f.title, f.description ?? ''])].join(' / '),
      }));
    const said: { act: string; text: string }[] = [];
    const look = async () => said.push(...(await hints(ben)), ...(await hints(ana)));
    const hint = (act: string, has: RegExp) =>
      expect(
        said.filter((x) => x.act === act && has.test(x.text)),
        act,
      ).not.toEqual([]);
    await look();
    await t.does(ana, id, 'submit', { input: WORK });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
    await look();
    const claim = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
    await t.does(ana, id, 'dispute', { input: claim });
    await look();
    hint('submit', /^Ben Carter hat danach Zeit/);
    hint('proposeChange', /Ana Lind approves/);
    hint('approveRefund', /geht an Ben Carter zurück/);
    hint('withdrawRequest', /is paid to Ana Lind\./);
    hint('offerSettlement', /Ana Lind gets/);
    hint('offerSettlement', /So viel bekommen Sie/);
    hint('inviteWitness', /Ben Carter lesen es/);
    expect(said.filter((x) => /\{|\b(the (other side|client|freelancer))\b|andere\w* Seite|Auftraggeber|Freelancer/i.test(x.text))).toEqual([]);
    // Of what was done the answer says how it is taken back; taken back, it is gone.
    const made = await t.does(ben, id, 'offerSettlement', { input: { freelancer: 9_000 } });
    expect(made.takeBack).toEqual({ act: 'withdrawOffer', on: 'settlement1', title: 'Withdraw your offer', input: {} });
    expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.takeBack).toBeUndefined();
    expect((await t.does(ben, id, 'withdrawOffer')).case.offers[0].state).toBe('withdrawn');
    // Nothing is deleted in a case.
    expect((await t.does(ben, id, 'say', { input: { text: 'Let us talk.' } })).takeBack).toBeUndefined();
  });

  test('a browser sends its language always: the account decides; ?locale= goes before it, and what the account has stays', async () => {
    const german = { headers: { 'accept-language': 'de-DE,de;q=0.9' } };
    expect((await t.call(ben, 'GET', '/v1/me', undefined, german)).headers.get('content-language')).toBe('en');
    const asked = await t.call(ana, 'GET', '/v1/me?locale=en');
    expect([asked.headers.get('content-language'), asked.json.locale]).toEqual(['en', 'de']);
    const unknown = await call(t.base, undefined, 'GET', '/v1/me', undefined, german);
    expect([unknown.status, unknown.json.title]).toEqual([401, 'Sie sind nicht angemeldet']);
    expect((await t.call(ben, 'PATCH', '/v1/me', { locale: 'xx' })).status).toBe(422);
  });

  test('a key is answered in the language it asks for, else in that of its person', async () => {
    const { key } = (await t.call(ana, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read'] })).json;
    const by = (headers: Record<string, string>) =>
      call(t.base, undefined, 'GET', '/v1/contracts/none', undefined, { headers: { authorization: `Bearer ${key}`, ...headers } });
    expect((await by({})).json.detail).toBe('Hier ist nichts, oder Sie dürfen es nicht sehen.');
    expect((await by({ 'accept-language': 'en-GB' })).json.detail).toBe('There is nothing here, or it is not yours to see.');
  });

  test('API-3: the digest of a preview does not depend on the language: read in one, done in the other', async () => {
    const id = await t.contract(ben, ana);
    const body = { act: 'end', on: 'contract', input: { reason: 'other' } };
    const look = (locale: string) => t.call(ana, 'POST', `/v1/contracts/${id}/acts?locale=${locale}`, { ...body, preview: true });
    const [english, german] = [await look('en'), await look('de')];
    expect(german.json.sentence).toBe('Sie beenden den Vertrag: 214,95\u00a0$ gehen zurück an Ben Carter.');
    expect(german.json.button).toBe('Vertrag beenden und 200,00\u00a0$ zurückgeben');
    expect(german.json.digest).toBe(english.json.digest);
    const done = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, { ...body, digest: english.json.digest }, { key: crypto.randomUUID() });
    expect([done.status, done.json.stateWords]).toEqual([200, 'Abgeschlossen']);
  });

  test('API-4: an answer that was kept comes back byte for byte, in the language it was given in', async () => {
    const id = await t.contract(ben, ana);
    const body = { act: 'say', on: 'chat', input: { text: 'Guten Tag' } };
    const send = () => t.call(ana, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'kept-answer' });
    const first = await send();
    await speaks(ana, 'en');
    const again = await send();
    await speaks(ana, 'de');
    expect([first.status, first.json.detail]).toEqual([200, undefined]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([first.headers.get('content-language'), again.headers.get('content-language')]).toEqual(['de', null]);
    expect(again.text).toBe(first.text);
    expect(first.json.stateWords).toBe('Läuft');
  });

  test('API-5: a "no" is in the reader\u2019s language, one act or many, from the rules or before them', async () => {
    const id = await t.contract(ben, ana);
    const act = { act: 'approve', on: 'm1', input: {} };
    const one = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, act, { key: crypto.randomUUID() });
    expect([one.json.code, one.json.title, one.json.detail]).toEqual(['not_your_part', 'Das ist nicht Ihre Aufgabe', 'Es dürfen: Auftraggeber.']);
    const { results } = (await t.call(ana, 'POST', '/v1/acts', { acts: [{ contract: id, key: 'b1', ...act }] })).json;
    expect(results[0].problem.title).toBe('Das ist nicht Ihre Aufgabe');
    const state = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, { act: 'acceptPartial', on: 'm1', input: {} }, { key: 'b2' });
    expect([state.json.code, state.json.detail]).toEqual(['wrong_state', 'Der Stand ist „Hinterlegt, in Arbeit“.']);
    const card = await t.call(ben, 'POST', `/v1/contracts/${id}/acts?locale=de`, { ...act, input: { card: 'none' } }, { key: 'b3' });
    expect([card.json.code, card.json.title]).toEqual(['card_unknown', 'Diese Karte kennen wir nicht']);
    const field = await t.call(ben, 'POST', `/v1/contracts/${id}/acts?locale=de`, { act: 'payBonus', on: 'contract', input: {} }, { key: 'b4' });
    expect(field.json.errors[0].message).toBe('Bitte füllen Sie das aus.');
  });

  test('NOT-1: of one step each hears in their own language, on the page and by mail', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: WORK });
    await t.does(ben, id, 'approve', { input: {} });
    const mails = (await readMails(t.db, 'main', t.base, { contract: id })).filter((m) => m.kind === 'milestone.approve');
    const told = (await t.call(ana, 'GET', '/v1/notices')).json.items.filter((n: Json) => n.contract === id);
    expect(told.map((n: Json) => n.sentence)).toContain('Ben Carter hat die Arbeit abgenommen. 200,00\u00a0$ wurden an Ana Lind gezahlt.');
    const hers = mails.find((m) => m.person === ana.id);
    expect(hers?.subject).toMatch(/^Ben Carter hat die Arbeit abgenommen/);
    expect(hers?.html).toContain('<html lang="de" dir="ltr">');
    expect(hers?.text).toMatch(/Vertrag: Website\nWann: .*ME[SZ]{1,2} \(/);
    const his = (await t.call(ben, 'GET', '/v1/notices')).json.items.filter((n: Json) => n.contract === id);
    expect(his.map((n: Json) => n.sentence)).toContain('Ben Carter approved the work. $200.00 was paid to Ana Lind.');
  });

  test('ACC-2: whoever signs up gets the language and the zone of their browser, and the mail in it', async () => {
    const body = { email: 'neu@example.test', password: 'ein langes Passwort', name: 'Nina Neu' };
    const headers = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5', 'time-zone': 'Europe/Vienna' };
    expect((await call(t.base, undefined, 'POST', '/auth/sign-up/email', body, { headers })).status).toBe(200);
    const { rows } = await t.db.pool.query<{ locale: string; zone: string }>('select locale, zone from accounts where email = $1', [body.email]);
    expect(rows).toEqual([{ locale: 'de', zone: 'Europe/Vienna' }]);
    const mails = await t.db.pool.query<{ subject: string; text: string }>('select subject, text from mails where to_address = $1', [body.email]);
    expect(mails.rows.map((m) => m.subject)).toEqual(['Bestätigen Sie Ihre Adresse für Fairhold']);
    expect(mails.rows[0]?.text).toMatch(/\/verify\?token=/);
  });

  test('API-2: demo people are told of in the language of who asks; whom somebody made, in their own words', async () => {
    const made = [
      ['demo.one', 'A mediator.'],
      ['demo.two', 'She paints doors.'],
    ] as const;
    for (const [key, about] of made) await call(t.base, undefined, 'POST', '/v1/sandbox/people', { name: key, email: `${key}@example.test`, about });
    const abouts = async (language: string) => {
      const { json } = await call(t.base, undefined, 'GET', '/v1/sandbox/people', undefined, { headers: { 'accept-language': language } });
      return made.map(([key]) => json.items.find((p: Json) => p.email === `${key}@example.test`).about);
    };
    expect(await abouts('en')).toEqual(['A mediator.', 'She paints doors.']);
    expect(await abouts('de')).toEqual(['Eine Schlichterin.', 'She paints doors.']);
  });
});
