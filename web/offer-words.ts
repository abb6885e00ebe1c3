/** The words about offers and their terms, which come with the pages that say them; the frame need not wait for them. */
import { OFFER_PAGES, type OfferWords } from '@fairhold/copy/en/web-offer';
import { inLanguage } from './words.ts';

export const wo: OfferWords = await inLanguage<OfferWords>(OFFER_PAGES, {
  de: async () => (await import('@fairhold/copy/de/web-offer')).OFFER_PAGES,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched<OfferWords>(OFFER_PAGES),
});
