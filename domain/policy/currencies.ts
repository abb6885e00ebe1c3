/** What an offer can be made in (POL-6). */
import type { Policy } from './schema.ts';
import { standard } from './standard.ts';

const SHIPPED = Object.keys(standard.amounts);
const place = (currency: string): number => (SHIPPED.includes(currency) ? SHIPPED.indexOf(currency) : SHIPPED.length);

/** The currencies of a policy, in the order of the pack that ships, others after them: a stored document keeps no order of its own. */
export const currenciesOf = (policy: Policy): string[] => Object.keys(policy.amounts).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
