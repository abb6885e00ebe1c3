/** The words of ending and of answering in a case, which come with the pages that say them; the frame need not wait for them. */
import { CASE_PAGES, type CaseWords } from '@fairhold/copy/en/web-cases';
import { inLanguage } from './words.ts';

export const wc: CaseWords = await inLanguage<CaseWords>(CASE_PAGES, {
  de: async () => (await import('@fairhold/copy/de/web-cases')).CASE_PAGES,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched<CaseWords>(CASE_PAGES),
});
