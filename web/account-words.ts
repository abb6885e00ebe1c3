/** The words about one's own account, which come with the pages that say them; the frame need not wait for them. */
import { ACCOUNT_PAGES } from '@fairhold/copy/en/web-account';
import { locale } from './words.ts';

type AccountWords = typeof ACCOUNT_PAGES;

/** In the language of the frame, which is known before any page is loaded. */
async function inLanguage(): Promise<AccountWords> {
  if (locale === 'de') return (await import('@fairhold/copy/de/web-account')).ACCOUNT_PAGES;
  if (locale === 'qps') return (await import('@fairhold/copy/pseudo')).stretched(ACCOUNT_PAGES);
  return ACCOUNT_PAGES;
}
export const own: AccountWords = await inLanguage();
