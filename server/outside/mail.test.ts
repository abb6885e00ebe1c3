import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openDb } from '../store/db.ts';
import { testDb } from '../store/testing.ts';
import { type Mailer, openMailer } from './mail.ts';
import { readMails } from './mail-compose.ts';
import { renderMail } from './mail-render.ts';
import { deliverDue, MAIL_RETRIES } from './mail-worker.ts';

const NOW = Date.parse('2027-03-03T12:00:00.000Z');
const db = await testDb();
const got: { to: string[]; raw: string }[] = [];
/** What the server says to the next recipients, by code; 0 takes the mail. */
let answers: number[] = [];
let delay = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo(address, _session, done) {
    const code = answers.shift() ?? 0;
    done(code ? Object.assign(new Error(`no room for ${address.address}`), { responseCode: code }) : undefined);
  },
  onData(stream, session, done) {
    let raw = '';
    stream.on('data', (chunk: Buffer) => {
      raw += chunk.toString();
    });
    stream.on('end', () => {
      setTimeout(() => {
        got.push({ to: session.envelope.rcptTo.map((r) => r.address), raw });
        done();
      }, delay);
    });
  },
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
const port = (server.server.address() as AddressInfo).port;
const smtp = openMailer({ baseUrl: 'http://localhost:4000', smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Fairhold <escrow@fairhold.example>' });
afterAll(async () => {
  smtp.close();
  await new Promise<void>((closed) => server.close(closed));
});

async function queue(id: string, to = 'ann@example.org', at = NOW): Promise<void> {
  await db.pool.query(
    `insert into mails (marketplace, id, to_person, to_address, subject, text, html, contract, seq, kind, state, attempts, next_at, created_at)
     values ('main', $1, 'ann', $2, 'A refund was asked for', 'plain', '<p>rich</p>', 'c', 1, 'test', 'queued', 0, $3, $3)`,
    [id, to, new Date(at)],
  );
}
async function state(id: string) {
  const { rows } = await db.pool.query<{
    state: string;
    attempts: number;
    reason: string | null;
    sent_at: Date | null;
    next_at: Date;
  }>('select state, attempts, reason, sent_at, next_at from mails where id = $1', [id]);
  return rows[0];
}

beforeEach(async () => {
  await db.pool.query('delete from mails');
  got.length = 0;
  answers = [];
  delay = 0;
});

describe('sending', () => {
  test('NOT-1: what tells of a notice is written from it, in the reader’s language and zone, when it is sent', async () => {
    await db.pool.query(
      `insert into notices (marketplace, id, person, contract, seq, kind, title, sentence, legal, href, deadline, at, held)
       values ('main', 'n1', 'ann', 'c', 1, 'milestone.submit', 'Website', 'Ana hat die Arbeit abgegeben.', false, '/contracts/c', $1, $2, 20000)`,
      [
        JSON.stringify({ at: '2026-03-09T17:00:00.000Z', title: 'Prüfen', yours: true, silence: { sentence: 'Sonst gilt sie als abgenommen.' } }),
        new Date(NOW),
      ],
    );
    await db.pool.query(
      `insert into mails (marketplace, id, to_person, to_address, notice, locale, zone, contract, seq, kind, next_at, created_at)
       values ('main', 'm-n1', 'ann', 'ann@example.org', 'n1', 'de', 'Europe/Berlin', 'c', 1, 'milestone.submit', $1, $1)`,
      [new Date(NOW)],
    );
    expect(await deliverDue(db, smtp, NOW)).toMatchObject({ sent: 1, retried: 0, failed: 0 });
    expect(await readMails(db, 'main', 'http://localhost:4000')).toMatchObject([
      {
        state: 'sent',
        subject: expect.stringMatching(/^Ana hat die Arbeit abgegeben/),
        text: expect.stringContaining('Sonst gilt sie als abgenommen.'),
      },
    ]);
  });

  test('NOT-3: a mail goes out once, dated and named by its row', async () => {
    await queue('m1');
    expect(await deliverDue(db, smtp, NOW)).toMatchObject({ sent: 1, retried: 0, failed: 0 });
    expect(await deliverDue(db, smtp, NOW + 86_400_000)).toMatchObject({ sent: 0, retried: 0, failed: 0 });
    expect(got).toHaveLength(1);
    expect(got[0]?.raw).toMatch(/Message-ID: <m1@fairhold\.example>/i);
    expect(got[0]?.raw).toMatch(/Date: Wed, 03 Mar 2027 12:00:00 \+0000/);
    expect(got[0]?.raw).toMatch(/Auto-Submitted: auto-generated/);
    expect(await state('m1')).toMatchObject({ state: 'sent', attempts: 1, sent_at: new Date(NOW) });
  });

  test('a mail that is not due waits', async () => {
    await queue('m1', 'ann@example.org', NOW + 1);
    expect(await deliverDue(db, smtp, NOW)).toMatchObject({ sent: 0, retried: 0, failed: 0 });
  });

  test('NOT-3: many processes at once send each mail once, also when the clock jumps meanwhile', async () => {
    delay = 30;
    for (let n = 0; n < 12; n += 1) await queue(`m${n}`);
    const other = openDb(db.url);
    const runs = await Promise.all([NOW, NOW + 7 * 86_400_000, NOW, NOW + 60_000].map((now, n) => deliverDue(n % 2 ? other : db, smtp, now)));
    await other.close();
    expect(runs.reduce((sum, r) => sum + r.sent, 0)).toBe(12);
    expect(new Set(got.map((g) => /Message-ID: (\S+)/i.exec(g.raw)?.[1])).size).toBe(12);
    expect(got).toHaveLength(12);
  });

  test('NOT-3: a mail under way is not taken by another process, even when the clock jumps past its next attempt', async () => {
    await queue('m1');
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    let begun = 0;
    const slow: Mailer = {
      baseUrl: 'http://localhost',
      deliver: async () => {
        begun += 1;
        await held;
        return { ok: true, via: 'smtp' };
      },
      close: () => undefined,
    };
    const first = deliverDue(db, slow, NOW);
    await expect.poll(() => begun).toBe(1);
    const other = openDb(db.url);
    const second = deliverDue(other, slow, NOW + 7 * 86_400_000);
    expect(await Promise.race([second, new Promise((over) => setTimeout(over, 500, 'sending'))])).toMatchObject({
      sent: 0,
      retried: 0,
      failed: 0,
    });
    release();
    expect(await first).toMatchObject({ sent: 1 });
    await other.close();
    expect(begun).toBe(1);
  });

  test('NOT-3: refused for now, it is tried again later and later, then it is undeliverable', async () => {
    await queue('m1');
    answers = Array.from({ length: 10 }, () => 451);
    let now = NOW;
    for (const [n, wait] of MAIL_RETRIES.entries()) {
      expect(await deliverDue(db, smtp, now)).toMatchObject({ sent: 0, retried: 1, failed: 0 });
      expect(await state('m1')).toMatchObject({ state: 'queued', attempts: n + 1, next_at: new Date(now + wait) });
      expect(await deliverDue(db, smtp, now + wait - 1)).toMatchObject({ retried: 0 });
      now += wait;
    }
    expect(await deliverDue(db, smtp, now)).toMatchObject({ sent: 0, retried: 0, failed: 1 });
    expect(await state('m1')).toMatchObject({
      state: 'failed',
      attempts: 6,
      reason: expect.stringContaining('no room'),
    });
  });

  test('NOT-3: refused once, it arrives at the second attempt', async () => {
    await queue('m1');
    answers = [421];
    await deliverDue(db, smtp, NOW);
    expect(await deliverDue(db, smtp, NOW + 60_000)).toMatchObject({ sent: 1 });
    expect(await state('m1')).toMatchObject({ state: 'sent', attempts: 2, reason: null });
  });

  test('NOT-3: an address refused for good is undeliverable at once', async () => {
    await queue('m1');
    answers = [550];
    expect(await deliverDue(db, smtp, NOW)).toMatchObject({ sent: 0, retried: 0, failed: 1 });
    expect(await state('m1')).toMatchObject({ state: 'failed', reason: expect.stringContaining('no room') });
  });

  test('NOT-3: a mail whose process died while sending is not lost', async () => {
    await queue('m1');
    await db.pool.query(`update mails set attempts = 1, next_at = $1`, [new Date(NOW + 60_000)]);
    expect(await deliverDue(db, smtp, NOW)).toMatchObject({ sent: 0 });
    expect(await deliverDue(db, smtp, NOW + 60_000)).toMatchObject({ sent: 1 });
  });

  test('no server at all is a reason to wait, not to give up', async () => {
    const nowhere = openMailer({ baseUrl: 'http://localhost:4000', smtpUrl: 'smtp://127.0.0.1:1', from: 'a@b.example' });
    await queue('m1');
    expect(await deliverDue(db, nowhere, NOW)).toMatchObject({ retried: 1 });
    nowhere.close();
  });

  test('an address can neither add recipients nor headers', async () => {
    for (const to of ['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'nobody', '', '<a@b.example>', 'a b@c.example']) {
      expect(await smtp.deliver({ id: 'x', to, subject: 's', text: 't', html: 'h', at: NOW }), to).toMatchObject({
        ok: false,
        permanent: true,
      });
    }
    await smtp.deliver({
      id: 'x\r\nBcc: e@f.example',
      to: 'a@b.example',
      subject: 'hello\r\nBcc: c@d.example',
      text: 't',
      html: 'h',
      at: NOW,
    });
    expect(got).toHaveLength(1);
    expect(got[0]?.to).toEqual(['a@b.example']);
    expect(got[0]?.raw).not.toMatch(/^Bcc:/m);
  });

  test('without a server the list of mails is the outbox', async () => {
    const local = openMailer({ baseUrl: 'http://localhost:4000', from: 'a@b.example' });
    expect(await local.deliver({ id: 'x', to: 'a@b.example', subject: 's', text: 't', html: 'h', at: NOW })).toEqual({
      ok: true,
      via: 'local',
    });
    await queue('m1');
    await deliverDue(db, local, NOW);
    expect(await state('m1')).toMatchObject({ state: 'sent' });
  });
});

describe('renderMail', () => {
  const contents = {
    locale: 'en',
    subject: 'Refund requested',
    lead: 'Ann <b>ended</b> the contract & asks for €120.00 back.\n\nYou have seven days.',
    facts: [{ label: 'Contract', value: '"Video" <script>alert(1)</script>' }],
    silence: 'If you do nothing, €120.00 goes back to Ann.',
    deadline: { utc: '10 March 2027, 12:00 UTC', local: '10 March 2027, 13:00 in Berlin' },
    link: { label: 'Answer', href: 'https://fairhold.example/contracts/1?a=1&b="2"' },
    footer: 'You get this because you are a party.',
  };

  test('TIM-9: text and HTML say the same: lead, facts, deadline twice, silence, one link', () => {
    const { text, html } = renderMail(contents);
    for (const part of ['You have seven days.', '10 March 2027, 12:00 UTC', '10 March 2027, 13:00 in Berlin', 'goes back to Ann', 'You get this']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(text.match(/https?:/g)).toHaveLength(1);
    expect(html.match(/href=/g)).toHaveLength(1);
  });

  test('TIM-9: in German, marked as such', () => {
    const { text, html } = renderMail({ ...contents, locale: 'de' });
    expect(text).toContain('Frist: 10 March 2027, 12:00 UTC\n       10 March');
    expect(html).toContain('<html lang="de" dir="ltr">');
    expect(`${text}${html}`).not.toContain('Deadline');
  });

  test('nothing of the contents becomes markup, nothing is loaded', () => {
    const { html } = renderMail(contents);
    expect(html).not.toMatch(/<script|<b>|<img|src=|url\(/i);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('href="https://fairhold.example/contracts/1?a=1&amp;b=%222%22"');
  });

  test('control characters, direction marks and lines in a label are dropped', () => {
    const { text } = renderMail({ ...contents, facts: [{ label: 'A\r\nB', value: 'x\u202egpj\u0000' }] });
    expect(text).toContain('A B: xgpj');
  });

  test('a link that is no page is a bug', () => {
    expect(() => renderMail({ ...contents, link: { label: 'x', href: 'javascript:alert(1)' } })).toThrow();
  });
});
