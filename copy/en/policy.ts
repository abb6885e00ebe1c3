/** The names of a policy's keys, as an operator reads them. English has them from the policy itself (POL-1). */
import { AMOUNT_NAMES, LIMIT_NAMES, RATE_NAMES, SILENCE_NAMES, WINDOW_NAMES } from '@fairhold/domain/policy/schema';

type Under<Group extends string, Names> = { readonly [Key in keyof Names & string as `${Group}.${Key}`]: string };
const under = <Group extends string, Names extends object>(group: Group, names: Names): Under<Group, Names> =>
  Object.fromEntries(Object.entries(names).map(([key, name]) => [`${group}.${key}`, name])) as Under<Group, Names>;

export const POLICY_KEYS = {
  ...under('windows', WINDOW_NAMES),
  ...under('amounts', AMOUNT_NAMES),
  ...under('rates', RATE_NAMES),
  ...under('silence', SILENCE_NAMES),
  ...under('limits', LIMIT_NAMES),
  reinstate: 'Whether an ended contract may be begun again',
  name: 'Name of the policy',
  calendar: 'Name of the calendar of holidays',
};
/** What is wrong with a value: `key` is the key in words. */
export const POLICY_FAULTS = {
  missing: '“{key}” is missing',
  whole: '“{key}” must be a whole number from {least} to {most}',
  currency: '“{key}” is not a currency code',
  side: '“{key}” must be client, freelancer or even',
};
