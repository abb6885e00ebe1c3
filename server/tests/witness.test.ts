import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';
import { forgetWitnesses, REACHABLE_DAYS } from '../witnesses.ts';

const t = await town();
let ben: Person, ana: Person, eve: Person, mia: Person, sue: Person;
beforeAll(async () => {
  [ben, ana, eve] = [await t.person('ben'), await t.person('ana'), await t.person('eve')];
  [mia, sue] = [await t.person('mia', { staff: ['mediator'] }), await t.person('sue', { staff: ['support'] })];
});
afterAll(() => t.stop());

const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const ABOUT = 'Whether the pages loaded on a phone when we tried them together.';
const SAID = { statement: 'I opened all five pages on my phone on 3 November. They loaded at once.', ownKnowledge: true };
const named = (name: string) => ({ witness: { name: `${name} Marsh`, email: `${name.toLowerCase()}@witness.example` }, about: ABOUT });

async function disputed(title: string): Promise<string> {
  const id = await t.contract(ben, ana, [{ title, amount: 20_000, criteria: ['five pages'] }]);
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  const claim = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
  await t.does(ana, id, 'dispute', { input: claim });
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  return id;
}
const mailsTo = async (name: string): Promise<Json[]> => {
  await t.wait('PT0S');
  return (await t.call(undefined, 'GET', `/v1/sandbox/mails?to=${name.toLowerCase()}@witness.example`)).json.items;
};
async function invited(who: Person, id: string, name: string): Promise<string> {
  await t.does(who, id, 'inviteWitness', { input: named(name) });
  const [mail] = await mailsTo(name);
  return /\/witness#([\w-]+)/.exec(mail.text)?.[1] as string;
}
const read = (token: string, locale = ''): Promise<Answer> => t.call(undefined, 'POST', `/v1/witness/invitation${locale}`, { token });
const acts = (token: string, act: string, input: Json, more: Json = {}, key: string = crypto.randomUUID()): Promise<Answer> =>
  t.call(undefined, 'POST', '/v1/witness/acts', { token, act, input, ...more }, { key });
async function states(token: string, input: Json = SAID, key?: string): Promise<Answer> {
  const { json } = await acts(token, 'giveStatement', input, { preview: true });
  return acts(token, 'giveStatement', input, { digest: json.digest }, key);
}
const witnesses = async (who: Person, id: string): Promise<Json[]> => (await get(who, `/v1/contracts/${id}`)).case.witnesses;

describe('a witness over HTTP', () => {
  test('DSP-10: it says beforehand what the other side sees and that silence changes nothing; both then see who was invited, by whom, until when', async () => {
    const id = await disputed('Pages');
    const before = (await get(ana, `/v1/contracts/${id}`)).deadlines;
    const action = (await get(ana, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'inviteWitness');
    expect(action).toMatchObject({ on: 'case1', rule: 'DSP-10', look: true, undo: true });
    expect(action.input.properties.witness.properties).toMatchObject({ name: { title: 'Full name' }, email: { title: 'Mail address' } });
    const look = { act: 'inviteWitness', on: 'case1', input: named('Cleo'), preview: true };
    const seen = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, look);
    expect(seen.json.effects.join(' ')).toMatch(
      /ben sees at once whom you invite .* not the mail address\. .*no deadline moves\. .*ben may invite just as many witnesses: 2\./,
    );
    expect((await t.db.pool.query('select 1 from witnesses where contract = $1', [id])).rows).toEqual([]);

    await invited(ana, id, 'Cleo');
    // Who decides reads of people only once they have taken the case.
    expect(JSON.stringify(await witnesses(mia, id))).not.toMatch(/Cleo|cleo/);
    expect((await get(ana, `/v1/contracts/${id}`)).deadlines).toEqual(before);
    for (const who of [ben, ana, sue]) {
      const [w] = await witnesses(who, id);
      expect(w).toMatchObject({ name: 'Cleo Marsh', side: 'freelancer', about: ABOUT, state: 'invited' });
      expect(w.silence).toMatch(/^If Cleo Marsh says nothing by .*, nothing happens\. The case goes on and no deadline moves\.$/);
      expect(w.email).toBe(who === ana || who === sue ? 'cleo@witness.example' : undefined);
    }
    for (const who of [ben, ana]) {
      const told: Json[] = (await get(who, '/v1/notices')).items;
      expect(told.find((n) => n.contract === id)?.sentence).toBe('ana invited a witness: Cleo Marsh.');
    }
    const { rows } = await t.db.pool.query('select string_agg(patch::text || input::text, $2) as all from journal where contract = $1', [id, ' ']);
    expect(rows[0].all).not.toMatch(/cleo|marsh/i);
  });

  test('DSP-11: the mail is in the language of who invited; opening its link changes nothing and shows no money', async () => {
    const id = await disputed('Texts');
    await t.call(ben, 'PATCH', '/v1/me', { locale: 'de' });
    const token = await invited(ben, id, 'Dora');
    await t.call(ben, 'PATCH', '/v1/me', { locale: 'en' });
    const [mail] = await mailsTo('Dora');
    expect(mail.subject).toBe('ben fragt, was Sie über „Website“ wissen');
    expect(mail.text).toContain(ABOUT);
    const before = (await get(ben, `/v1/contracts/${id}`)).seq;
    for (let n = 0; n < 2; n += 1) {
      const { status, json, text } = await read(token);
      expect([status, json.name, json.by, json.other, json.title, json.about]).toEqual([200, 'Dora Marsh', 'ben', 'ana', 'Website', ABOUT]);
      expect(json.says.keeps.join(' ')).toContain(`erased ${REACHABLE_DAYS} days after the case is over`);
      expect(json.actions.map((a: Json) => a.act)).toEqual(['giveStatement', 'declineStatement']);
      expect(text).not.toMatch(/20000|200\.00|@/);
    }
    expect((await read(token, '?locale=de')).json.says.reads).toMatch(/^Beide Seiten, ben und ana/);
    expect((await get(ben, `/v1/contracts/${id}`)).seq).toBe(before);
  });

  test('DSP-11: a statement is sent once, is an exhibit that both sides read at once, and has a receipt', async () => {
    const id = await disputed('Logo');
    await t.does(mia, id, 'take');
    const token = await invited(ben, id, 'Emil');
    const looked = await acts(token, 'giveStatement', SAID, { preview: true });
    expect(looked.json).toMatchObject({ act: 'giveStatement', sentence: 'You make this statement.' });
    expect(looked.json.effects.at(-1)).toBe('Your statement cannot be changed or taken back.');
    expect((await acts(token, 'giveStatement', SAID)).json.code).toBe('preview_needed');
    expect((await acts(token, 'giveStatement', { ...SAID, ownKnowledge: false }, { preview: true })).json.errors).toEqual([
      { field: 'ownKnowledge', name: 'I say this of my own knowledge', message: 'Tick this to go on.' },
    ]);
    // Named as on the page, where another act has another field of that name.
    expect((await acts(token, 'giveStatement', { ...SAID, statement: 'Yes.' }, { preview: true })).json.errors).toMatchObject([
      { field: 'statement', name: 'What you saw or know' },
    ]);
    const key = crypto.randomUUID();
    const [first, second] = await Promise.all([states(token, SAID, key), states(token, SAID, key)]);
    const done = [first, second].find((a) => a.status === 200) as Answer;
    expect(done.json).toMatchObject({ name: 'Emil Marsh', title: 'Website', statement: { text: SAID.statement, sha256: looked.json.sha256 } });
    const again = await acts(token, 'giveStatement', SAID, { digest: looked.json.digest }, key);
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, done.text, 'true']);

    for (const who of [ben, ana, mia, sue]) {
      const { case: k } = await get(who, `/v1/contracts/${id}`);
      expect(k.witnesses).toMatchObject([{ state: 'stated', statement: { text: SAID.statement, sha256: looked.json.sha256 } }]);
      const e = k.exhibits.find((x: Json) => x.kind === 'witness');
      expect(e).toMatchObject({ title: 'Statement of Emil Marsh, a witness invited by ben, not checked', side: 'client', text: SAID.statement });
      expect(e.n).toBe(done.json.statement.exhibit);
    }
    await t.wait('PT0S');
    for (const who of [ben, ana, mia])
      expect((await get(who, '/v1/notices')).items.map((n: Json) => n.sentence)).toContain('Emil Marsh made a statement as a witness.');
    expect((await mailsTo('Emil')).map((m) => m.subject)).toEqual([
      'Your statement about “Website” is on the record',
      'ben asks you what you know about “Website”',
    ]);
    expect((await mailsTo('Emil'))[0].text).toContain(looked.json.sha256);
    const history: Json[] = (await get(ana, `/v1/contracts/${id}/history`)).items;
    expect(history[0]).toMatchObject({ rule: 'DSP-11', actor: { role: 'witness', name: 'Emil Marsh' }, data: { statement: SAID.statement } });
  });

  test('DSP-11, DSP-12, CFE-1: the case file has the statement under the name, and no mail address for the other side', async () => {
    const id = await disputed('File');
    await states(await invited(ana, id, 'Yara'));
    for (const [who, sees] of [
      [ben, false],
      [ana, true],
    ] as const) {
      const res = await fetch(`${t.base}/v1/contracts/${id}/case-file`, { headers: { cookie: who.cookie } });
      const files = unzipSync(new Uint8Array(await res.arrayBuffer()));
      const text = (path: string) => Buffer.from(files[path] as Uint8Array).toString();
      expect(text('case.html')).toContain(`Statement of Yara Marsh, a witness invited by ana, not checked`);
      expect(text('case.html')).toContain(`<blockquote>${SAID.statement}</blockquote>`);
      const all = ['case.html', 'case.json', 'record.json'].map(text).join();
      expect(all.includes('yara@witness.example')).toBe(sees);
      const step = JSON.parse(text('record.json')).at(-1);
      expect(step).toMatchObject({ rule: 'DSP-11', sentence: 'Yara Marsh made a statement as a witness.', data: { statement: SAID.statement } });
      expect(step.link).toContain(SAID.statement);
    }
  });

  test('DSP-11, NOT-2: who has not answered a day before the end is reminded once, in a mail whose link works beside the first one', async () => {
    const id = await disputed('Songs');
    const first = await invited(ben, id, 'Nora');
    const quick = await invited(ana, id, 'Otto');
    await states(quick);
    await t.wait('P3DT23H');
    expect(await mailsTo('Nora')).toHaveLength(1);
    await t.wait('PT2H');
    const [reminder, ...others] = await mailsTo('Nora');
    expect(reminder.subject).toMatch(/^Until .+2\d{3}.*: what you know about “Website”$/);
    expect([reminder.text.includes(ABOUT), reminder.text.includes('the only reminder'), others.length]).toEqual([true, true, 1]);
    const second = /\/witness#([\w-]+)/.exec(reminder.text)?.[1] as string;
    expect(second).not.toBe(first);
    for (const token of [first, second]) expect([(await read(token)).status, (await read(token)).json.about]).toEqual([200, ABOUT]);
    // Nobody else hears of it, and nothing of it is in the record that people read.
    expect((await mailsTo('Otto')).map((m) => m.subject)).not.toContain(reminder.subject);
    for (const who of [ben, ana, mia]) expect((await t.call(who, 'GET', `/v1/contracts/${id}/history`)).text).not.toMatch(/remind/);
    await states(second);
    expect((await witnesses(ben, id))[0]).toMatchObject({ name: 'Nora Marsh', state: 'stated' });
    // Used by one, both are over.
    for (const token of [first, second]) expect((await read(token)).status).toBe(404);
    await t.wait('P2D');
    expect((await mailsTo('Nora')).filter((m) => m.subject === reminder.subject)).toHaveLength(1);
  });

  test('DSP-11: a link that is wrong, used, declined, withdrawn or over answers the same', async () => {
    const id = await disputed('Film');
    const overs: string[] = ['nobody-has-this-one'];
    const used = await invited(ben, id, 'Fritz');
    await states(used);
    overs.push(used);
    const declined = await invited(ana, id, 'Gina');
    expect((await acts(declined, 'declineStatement', { reason: 'I was not there.' })).json.sentence).toBe('Gina Marsh declined to make a statement.');
    expect((await witnesses(ben, id))[1]).toMatchObject({ state: 'declined', declined: { reason: 'I was not there.' } });
    overs.push(declined);
    const withdrawn = await invited(ana, id, 'Hugo');
    await t.does(ana, id, 'withdrawInvitation', {});
    expect((await mailsTo('Hugo'))[0].subject).toBe('Your statement about “Website” is no longer needed');
    overs.push(withdrawn);
    const late = await invited(ana, id, 'Ida');
    await t.wait('P5D');
    overs.push(late);
    const said = new Set<string>();
    const alike = (a: Answer) => said.add(JSON.stringify({ ...a.json, requestId: '', status: a.status }));
    for (const token of overs) {
      alike(await read(token));
      alike(await acts(token, 'giveStatement', SAID, { preview: true }));
      alike(await acts(token, 'giveStatement', SAID, { digest: 'x' }));
      alike(await acts(token, 'declineStatement', {}));
    }
    expect([...said]).toHaveLength(1);
    expect([...said][0]).toContain('"code":"invitation_over"');
    // Nobody else comes in by the way of parties, and none of them by this one.
    for (const who of [ben, ana, eve, mia]) {
      const on = (await witnesses(ben, id)).length;
      const body = { act: 'giveStatement', on: `witness${on}`, input: SAID };
      expect((await t.call(who, 'POST', `/v1/contracts/${id}/acts`, body, { key: crypto.randomUUID() })).status).toBeGreaterThanOrEqual(403);
    }
  });

  test('DSP-12: nobody is named by an id that came from outside', async () => {
    const [one, two] = [await disputed('One'), await disputed('Two')];
    await invited(ana, one, 'Jana');
    const { rows } = await t.db.pool.query('select id from witnesses where contract = $1', [one]);
    const body = { act: 'inviteWitness', on: 'case1', input: { witness: { id: rows[0].id }, about: ABOUT } };
    const no = await t.call(ben, 'POST', `/v1/contracts/${two}/acts`, body, { key: crypto.randomUUID() });
    expect([no.status, no.json.errors]).toEqual([
      422,
      [{ field: 'witness', name: 'Who saw it', message: 'Write the full name, with 2 to 120 characters.' }],
    ]);
    expect(await witnesses(ben, two)).toEqual([]);
  });

  test('DSP-12, AUD-1: another name than the one that was invited shows; the address goes after the case, the name with it where nothing was said', async () => {
    const id = await disputed('Song');
    const said = await invited(ana, id, 'Kai');
    await states(said);
    await invited(ben, id, 'Lea');
    const broken = async () => (await verify(t.db, 'main')).broken;
    expect(await broken()).toEqual([]);
    await t.db.pool.query(`update witnesses set name = 'Kay Marsh' where name = 'Kai Marsh'`);
    expect(await broken()).toEqual([expect.stringContaining('has another name or address than the one that was invited')]);
    await t.db.pool.query(`update witnesses set name = 'Kai Marsh' where name = 'Kay Marsh'`);
    await t.db.pool.query(`update witnesses set contract = 'c-other' where name = 'Kai Marsh'`);
    expect(await broken()).toEqual([expect.stringMatching(new RegExp(`^contract ${id}: the name of its witness wit_.* is gone$`))]);
    await t.db.pool.query(`update witnesses set contract = $1, name = null, address = null where contract = 'c-other'`, [id]);
    expect(await broken()).toEqual([expect.stringMatching(new RegExp(`^contract ${id}: the name of its witness wit_.* is gone$`))]);
    await t.db.pool.query(`update witnesses set name = 'Kai Marsh', address = 'kai@witness.example' where contract = $1 and name is null`, [id]);
    expect(await broken()).toEqual([]);
    // What a witness said, and under whose id, is in the record, and its links hold it.
    for (const [column, was, is] of [
      ['input', 'They loaded at once.', 'They did not load.'],
      ['patch', 'They loaded at once.', 'They did not load.'],
      ['patch', 'wit_', 'wix_'],
    ]) {
      await t.db.pool.query(`create table was_said as select seq, ${column} as v from journal where contract = $1 and act = 'giveStatement'`, [id]);
      const { rows } = await t.db.pool.query(
        `update journal set ${column} = replace(${column}::text, $2, $3)::jsonb where contract = $1 and act = 'giveStatement' and ${column}::text like '%' || $2 || '%' returning seq`,
        [id, was, is],
      );
      expect([column, was, (await broken())[0]]).toEqual([
        column,
        was,
        `contract ${id}: step ${rows[0]?.seq} (giveStatement) is not as it was written`,
      ]);
      await t.db.pool.query(`update journal j set ${column} = w.v from was_said w where j.contract = $1 and j.seq = w.seq`, [id]);
      await t.db.pool.query('drop table was_said');
    }
    expect(await broken()).toEqual([]);

    await t.does(ben, id, 'concede');
    const { clock } = t.running.server;
    const after = (days: number) => forgetWitnesses(t.db, 'main', clock.now() + days * 86_400_000);
    await after(REACHABLE_DAYS - 1);
    expect((await witnesses(ana, id))[0].email).toBe('kai@witness.example');
    await after(REACHABLE_DAYS + 1);
    expect((await witnesses(ana, id)).map((w) => [w.name, w.email])).toEqual([
      ['Kai Marsh', undefined],
      ['A witness', undefined],
    ]);
    expect((await witnesses(ben, id)).map((w) => w.name)).toEqual(['Kai Marsh', 'A witness']);
    expect(await mailsTo('Kai')).toEqual([]);
    expect((await t.db.pool.query(`select 1 from mails where to_address = 'lea@witness.example'`)).rows).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  test('DSP-12: a name that nobody was written to goes after a day', async () => {
    const id = await disputed('Map');
    for (const name of ['Mona', 'Nils']) await t.does(ana, id, 'inviteWitness', { input: named(name) });
    const body = { act: 'inviteWitness', on: 'case1', input: named('Otto') };
    expect((await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, body, { key: crypto.randomUUID() })).json.code).toBe('witnesses_used');
    const known = async () =>
      (await t.db.pool.query('select name from witnesses where contract = $1 order by name', [id])).rows.map((r: Json) => r.name);
    expect(await known()).toContain('Otto Marsh');
    await forgetWitnesses(t.db, 'main', t.running.server.clock.now() + 2 * 86_400_000);
    expect(await known()).toEqual(['Mona Marsh', 'Nils Marsh']);
  });
});
