/** The words of the pages that list, which come with these pages; the frame need not wait for them. */
import { LIST_PAGES } from '@fairhold/copy/en/web-lists';
import { inLanguage } from './words.ts';

export const lw: typeof LIST_PAGES = await inLanguage(LIST_PAGES, {
  de: async () => (await import('@fairhold/copy/de/web-lists')).LIST_PAGES,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched(LIST_PAGES),
});
