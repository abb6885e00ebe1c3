/** Settings of different people; while another bank account waits, and while one is being added. */
import { DEMO_PASSWORD } from '@fairhold/server/auth/auth';
import type { PageState } from './state.ts';

const BANK = { currency: 'USD', holder: 'Raj Mehta', routing: '021000021', number: '77001234' };
/** In the page, with its session: shows who it is and adds a bank account; the same one again is no other. */
async function addAccount([password, bank]: readonly [string, object]): Promise<void> {
  const post = (path: string, body: object) =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const { person } = await (await fetch('/v1/me')).json();
  await post('/v1/sessions/confirm', { password });
  await post(`/v1/accounts/${person}/payout-methods`, bank);
}

const at = (name: string, who: string, enter: PageState['enter']): PageState => ({
  name,
  page: 'settings',
  who,
  path: () => '/settings',
  ...(enter && { enter }),
});

export const PAYOUT_STATES: readonly PageState[] = [
  at('settings, another bank account waits', 'raj', async (page) => {
    await page.evaluate(addAccount, [DEMO_PASSWORD, BANK] as const);
    await page.reload();
    await page.locator('[data-method="held"]').waitFor();
  }),
  at('settings, adding a bank account', 'clara', async (page) => {
    await page.locator('[data-act=addPayoutMethod]').click();
    await page.locator('#payout-holder').fill('Clara Okafor');
    await page.locator('#payout-currency').selectOption('USD');
    await page.locator('#payout-routing').fill('021000021');
    await page.locator('#payout-number').fill('77001234');
    await page.locator('#payouts button[type=submit]').click();
    await page.locator('#confirm-password').waitFor();
  }),
  {
    ...at('settings, passkeys, one to be removed', 'ben', async (page) => {
      await page.locator('#passkeys [data-passkey] button').last().click();
      await page.locator('dialog[open] button').last().waitFor();
    }),
    before: async (page) => {
      const phone = { id: 'phone', name: 'My phone', createdAt: '2026-11-02T09:00:00.000Z', lastUsedAt: '2026-11-03T09:00:00.000Z' };
      await page.route('**/v1/passkeys', (route) =>
        route.fulfill({ json: { items: [phone, { ...phone, id: 'ring', name: 'Key ring', lastUsedAt: null }] } }),
      );
    },
  },
  at('settings, agency member', 'moe', undefined),
  at('settings, mediator', 'mia', undefined),
];
