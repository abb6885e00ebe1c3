/** The words of the pages for staff, in the reader's language; loaded with the first of these pages. */
import { type StaffWords, WEB_STAFF } from '@fairhold/copy/en/web-staff';
import { inLanguage } from '../../words.ts';

export const ws: StaffWords = await inLanguage<StaffWords>(WEB_STAFF, {
  de: async () => (await import('@fairhold/copy/de/web-staff')).WEB_STAFF,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched<StaffWords>(WEB_STAFF),
});
