/** Bank accounts of people whom a sandbox makes: well formed, nobody's, and in use from the first day. */
import { newId } from '../ids.ts';
import type { BankAccount } from './bank-account.ts';
import type { Methods } from './methods.ts';

/** An IBAN with its check digits (ISO 13616). */
function iban(country: string, rest: string): string {
  let left = 0;
  for (const one of `${rest}${country}00`) left = Number(`${left}${Number.parseInt(one, 36)}`) % 97;
  return `${country}${String(98 - left).padStart(2, '0')}${rest}`;
}

const shown = (number: string): string => `${number.slice(0, 2)} •••• ${number.slice(-4)}`;

/** One account a currency, with digits of the person's own. `n`: eight digits. */
export function sandboxAccounts(holder: string, n: string): Readonly<Record<string, BankAccount>> {
  const german = iban('DE', `5001051700${n}`);
  const british = iban('GB', `FAIR202020${n}`);
  return {
    USD: { kind: 'us', holder, number: `011000015/${n}`, label: `US •••• ${n.slice(-4)}` },
    EUR: { kind: 'iban', holder, number: german, label: shown(german) },
    GBP: { kind: 'iban', holder, number: british, label: shown(british) },
  };
}

/** Gives an account a place for its payouts in every currency of the sandbox. */
export async function giveAccounts(methods: Methods, account: string, holder: string, now: number): Promise<void> {
  // From the random part of an id; one that ends like an account that sends everything back would surprise a test.
  const digits = BigInt(`0x${newId(now).slice(-12)}`)
    .toString()
    .padStart(8, '0')
    .slice(-8);
  const n = digits.endsWith('9999') ? `${digits.slice(0, 4)}1234` : digits;
  for (const [currency, bank] of Object.entries(sandboxAccounts(holder, n)))
    await methods.add({ account, currency, bank, by: account, now, given: true });
}
