/** The `proportional` pack: the numbers of `standard`, arbitration fees scaled to the stake, and nobody wins by both staying away (POL-3). */
import { amountsOf, type Policy } from './schema.ts';
import { standard } from './standard.ts';

const TRACKS = { documentsOnlyUpTo: 50_000, documentsOnlyFeeLeast: 500 };

export const proportional: Policy = {
  ...standard,
  id: 'proportional@1',
  pack: 'proportional',
  name: 'Proportional',
  amounts: Object.fromEntries(Object.keys(standard.amounts).map((currency) => [currency, { ...amountsOf(standard, currency), ...TRACKS }])),
  rates: { ...standard.rates, documentsOnlyFee: 500 },
  // POL-4: when neither pays for arbitration, neither has shown that the money is theirs.
  silence: { ...standard.silence, noFeePaid: 'even' },
};

/** Every pack that ships, by its name. */
export const PACKS: Readonly<Record<string, Policy>> = { standard, proportional };
