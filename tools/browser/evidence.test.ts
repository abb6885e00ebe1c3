import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const TEXT = 'He said: <b>it works</b> & more.\nA second line.\n';
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 36 Tf 20 150 Td (Hello PDF) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
`;
const CLAIM = { reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
const freePort = (): Promise<number> =>
  new Promise((found) => {
    const s = createServer().listen(0, () => {
      const { port } = s.address() as AddressInfo;
      s.close(() => found(port));
    });
  });

/** A busy machine takes its time. */
const soon = { timeout: 30_000 };

describeInBrowser('evidence', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person;
  /** Uploads have an origin of their own: the harder of the two settings. */
  let files: string;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    const port = await freePort();
    files = `http://localhost:${port}`;
    t = await town({ port, baseUrl: `http://127.0.0.1:${port}`, filesOrigin: files });
    [ben, ana] = [await t.person('ben'), await t.person('ana')];
    browser = await launch(executable);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  async function put(who: Person, name: string, content: Buffer | string): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([content as never]), name);
    const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', headers: { cookie: who.cookie }, body: form });
    return ((await sent.json()) as { id: string }).id;
  }
  const windowFor = async (who: Person, size?: { width: number; height: number }) => {
    const one = await windowOf(browser, t.base, who, size);
    one.page.setDefaultTimeout(45_000);
    return one;
  };
  const open = async (page: Page, path: string) => {
    await page.goto(t.base + path);
    await ready(page);
  };
  /** Files let go over a part of the page. */
  const dropOn = (page: Page, on: string, type: 'dragenter' | 'drop', name: string) =>
    page.locator(on).evaluate(
      (box, [how, called]) => {
        const data = new DataTransfer();
        data.items.add(new File(['As it looked.'], called as string, { type: 'text/plain' }));
        box.dispatchEvent(new DragEvent(how as string, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      [type, name],
    );

  test('DSP-1: what helps in this kind of dispute is ticked off by the record or by a file, dropped or chosen; a draft until it is sent', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const hers = await windowFor(ana, { width: 360, height: 800 });
    const toForm = async () => {
      await open(hers.page, `/contracts/${id}/case/case1`);
      await hers.page.locator('#form-dispute > summary').click();
      await hers.page.locator('[data-task=evidence] > summary').click();
    };
    await toForm();
    await hers.page.getByText('You can send this once. After that you cannot edit it.').waitFor();
    // The other side reads the same countdown, and what comes of silence.
    const his = await windowFor(ben, { width: 360, height: 800 });
    await open(his.page, `/contracts/${id}/case/case1`);
    await his.page.locator('.turn .left', { hasText: /left\.$/ }).waitFor();
    await his.page.locator('.turn', { hasText: 'If ana does nothing' }).waitFor();
    await his.context.close();
    const items = () =>
      hers.page.locator('[data-asked]').evaluateAll((all) => all.map((x) => [x.getAttribute('data-asked'), x.querySelector('.tag')?.textContent]));
    expect(await items()).toEqual([
      ['scope', '✓ On the record'],
      ['deliveries', '✓ On the record'],
      ['result', 'Not yet'],
    ]);
    await dropOn(hers.page, '.file-drop', 'dragenter', 'x.txt');
    await hers.page.locator('.file-drop.over').getByText('Let go to add the files.').waitFor();
    await dropOn(hers.page, '.file-drop', 'drop', 'dropped.txt');
    await hers.page.locator('.picked', { hasText: 'dropped.txt' }).getByText('Not checked for viruses').waitFor();
    expect(await hers.page.locator('.file-drop.over').count()).toBe(0);
    const chooser = hers.page.waitForEvent('filechooser');
    await hers.page.getByRole('button', { name: 'Add a file: That it works as agreed' }).click();
    await (await chooser).setFiles({ name: 'result.png', mimeType: 'image/png', buffer: PNG });
    await hers.page.locator('[data-asked=result]').getByText('1 file added').waitFor();
    // A draft: nobody else has it, and it is there when she comes back.
    await expect.poll(async () => (await t.call(ana, 'GET', '/v1/drafts')).json.items.length, soon).toBeGreaterThan(0);
    await hers.page.getByText('Draft saved.', { exact: true }).first().waitFor();
    await toForm();
    await hers.page.locator('[data-asked=result]').getByText('1 file added').waitFor();
    expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).text).not.toContain('result.png');
    // A file that misses the box does not take the place of the page.
    await dropOn(hers.page, 'main h1', 'drop', 'missed.txt');
    expect(hers.page.url()).toContain('/case/case1');
    expect(hers.faults).toEqual([]);
    await hers.context.close();
  }, 240_000);

  test('CFE-3: a picture, a text and a PDF are looked at in place, anything else says why not; arrows go on, Escape leads back; each says what was not checked', async () => {
    const id = await t.contract(ben, ana);
    const all = [
      await put(ana, 'pages.png', PNG),
      await put(ana, 'chat.txt', TEXT),
      await put(ana, 'plan.pdf', PDF),
      await put(ana, 'data.bin', Buffer.from([0, 1, 2, 255])),
    ];
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met', files: all } });
    const his = await windowFor(ben);
    const { page } = his;
    const refused: string[] = [];
    page.on('console', (m) => /Content Security Policy|X-Frame|CORS/i.test(m.text()) && refused.push(m.text()));
    const asked: string[] = [];
    page.on('request', (r) => asked.push(r.url()));
    await open(page, `/contracts/${id}?tab=files`);
    const list = page.locator('main li', { hasText: 'SHA-256' });
    await list.first().waitFor();
    expect(await list.getByText('Not checked for viruses').count()).toBe(4);
    const opener = page.getByRole('button', { name: 'Look at it: pages.png' });
    await opener.click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByText('Not checked for viruses').waitFor();
    await expect.poll(() => dialog.locator('img').evaluate((x) => (x as unknown as { naturalWidth: number }).naturalWidth), soon).toBe(1);
    // From where uploads live, without a cookie to it.
    expect(asked.some((url) => url.startsWith(`${files}/files/`))).toBe(true);
    await page.keyboard.press('ArrowRight');
    // Letters, not tags.
    await expect.poll(() => dialog.locator('pre').textContent(), soon).toBe(TEXT);
    expect(await dialog.locator('b').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await dialog.locator('iframe').getAttribute('src')).toMatch(new RegExp(`^${files}/files/`));
    // The browser's own viewer has taken it in.
    await expect.poll(() => page.frames().filter((f) => f.url().startsWith(files)).length, soon).toBeGreaterThan(0);
    await dialog.getByRole('button', { name: 'Next file' }).click();
    await dialog.getByText('Only pictures, plain text and PDFs are shown here.').waitFor();
    expect(await dialog.getByRole('link', { name: 'Download' }).getAttribute('href')).toBe(`/v1/files/${all[3]}`);
    expect(await dialog.getByRole('button', { name: 'Next file' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count(), soon).toBe(0);
    expect(await opener.evaluate((x) => x === document.activeElement)).toBe(true);
    expect(refused).toEqual([]);
    expect(his.faults).toEqual([]);
    await his.context.close();
  }, 240_000);

  test('a case is shown as the address names it, also an earlier one, to read only; one that is not there says so', async () => {
    const id = await t.contract(ben, ana, [
      { title: 'Pages', amount: 20_000, criteria: ['five pages'] },
      { title: 'Shop', amount: 10_000, criteria: ['a shop'] },
    ]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'approve', { input: { amount: 12_000 } });
    await t.does(ana, id, 'disputePartial', { input: { ...CLAIM, claim: 8_000 } });
    await t.does(ben, id, 'approveClaim');
    await t.does(ben, id, 'fund', { on: 'm2', input: { card: 'own' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const hers = await windowFor(ana);
    const { page } = hers;
    await open(page, `/contracts/${id}/case/case2`);
    await page.getByRole('link', { name: 'Case 1 of 2' }).click();
    await page.getByText('This case is closed. You can read it').waitFor();
    await page.getByText('$80.00').first().waitFor();
    expect(await page.locator('main [data-act]').count()).toBe(0);
    await page.getByRole('link', { name: 'Case 2 of 2' }).waitFor();
    await open(page, `/contracts/${id}/case/case9`);
    await page.getByRole('heading', { name: 'There is no such case' }).waitFor();
    await page.getByRole('link', { name: 'Case 1 of 2' }).waitFor();
    expect(hers.faults).toEqual([]);
    await hers.context.close();
  }, 240_000);

  test('messages and the record are read to their beginning, page by page; a link to an old step finds it', async () => {
    const id = await t.contract(ben, ana);
    const acts = Array.from({ length: 550 }, (_, n) => ({
      contract: id,
      act: 'say',
      on: 'chat',
      input: { text: `Message ${n}.` },
      key: `${id}-${n}`,
    }));
    for (let n = 0; n < acts.length; n += 50) {
      const { json } = await t.call(ben, 'POST', '/v1/acts', { acts: acts.slice(n, n + 50) }, { key: crypto.randomUUID() });
      expect(json.results.every((r: Json) => r.status === 200)).toBe(true);
    }
    const hers = await windowFor(ana);
    const { page } = hers;
    await open(page, `/contracts/${id}?tab=messages`);
    const said = page.locator('.chat .say');
    await said.first().waitFor();
    const older = page.getByRole('button', { name: 'Show older' });
    expect(await said.filter({ hasText: 'Message 0.' }).count()).toBe(0);
    for (let pages = 1; await older.count(); pages += 1) {
      const before = await said.count();
      await older.click();
      await expect.poll(() => said.count(), soon).toBeGreaterThan(before);
      expect(pages).toBeLessThan(4);
    }
    expect(await said.count()).toBe(550);
    expect(await said.filter({ hasText: 'Message 0.' }).count()).toBe(1);
    await open(page, `/contracts/${id}?tab=history&step=2`);
    await page.locator('#step-2').waitFor();
    await expect.poll(() => page.locator('#step-2').evaluate((x) => x === document.activeElement), soon).toBe(true);
    expect(hers.faults).toEqual([]);
    await hers.context.close();
  }, 240_000);
});
