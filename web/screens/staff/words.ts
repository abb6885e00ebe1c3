/** The words of the pages for staff, in the reader's language; loaded with the first of these pages. */
import { type StaffWords, WEB_STAFF } from '@fairhold/copy/en/web-staff';
import { locale } from '../../words.ts';

/** Languages besides English. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly WEB_STAFF: StaffWords }>>> = {
  de: () => import('@fairhold/copy/de/web-staff'),
  qps: async () => ({ WEB_STAFF: (await import('@fairhold/copy/pseudo')).stretched<StaffWords>(WEB_STAFF) }),
};
const load = LANGUAGES[locale];
export const ws: StaffWords = load ? (await load()).WEB_STAFF : WEB_STAFF;
