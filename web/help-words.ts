/** The words of the page Help and of the notice while nothing can be written; they come when one of the two is shown. */
import { HELP_PAGE } from '@fairhold/copy/en/web-help';
import { inLanguage } from './words.ts';

export const hw: typeof HELP_PAGE = await inLanguage(HELP_PAGE, {
  de: async () => (await import('@fairhold/copy/de/web-help')).HELP_PAGE,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched(HELP_PAGE),
});
