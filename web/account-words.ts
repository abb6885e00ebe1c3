/** The words about one's own account, which come with the pages that say them; the frame need not wait for them. */
import { ACCOUNT_PAGES } from '@fairhold/copy/en/web-account';
import { inLanguage } from './words.ts';

export const own: typeof ACCOUNT_PAGES = await inLanguage(ACCOUNT_PAGES, {
  de: async () => (await import('@fairhold/copy/de/web-account')).ACCOUNT_PAGES,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched(ACCOUNT_PAGES),
});
