/** What somebody types as their bank account: whether it can be one, how it is kept, and what may be shown of it. */
import type { ProblemKey } from '../problem.ts';

export const KINDS = ['iban', 'us'] as const;
export type Kind = (typeof KINDS)[number];
/** The kind of account that most people have for a currency. */
export const usualKind = (currency: string): Kind => (currency === 'USD' ? 'us' : 'iban');

export interface BankAccount {
  readonly kind: Kind;
  readonly holder: string;
  /** Without blanks: an IBAN, or routing and account number with a slash between. */
  readonly number: string;
  /** Country and the last four: enough to know it again, useless to anybody else. */
  readonly label: string;
}
export interface Typed {
  readonly holder: string;
  readonly iban?: string | undefined;
  readonly routing?: string | undefined;
  readonly number?: string | undefined;
}

const bare = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();

/** ISO 13616: with the first four moved behind and letters as numbers from 10, the remainder by 97 is 1. */
function ibanHolds(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let left = 0;
  for (const one of iban.slice(4) + iban.slice(0, 4)) left = Number(`${left}${Number.parseInt(one, 36)}`) % 97;
  return left === 1;
}

const WEIGHTS = [3, 7, 1];
/** The check digit of an ABA routing number: the weighted sum is a multiple of ten. */
const routingHolds = (routing: string): boolean =>
  /^\d{9}$/.test(routing) && [...routing].reduce((sum, digit, n) => sum + Number(digit) * (WEIGHTS[n % 3] as number), 0) % 10 === 0;

/** The account, or the key of the problem that names what is wrong with it. */
export function readBankAccount(t: Typed): BankAccount | ProblemKey {
  const holder = t.holder.trim();
  if (t.iban !== undefined) {
    const iban = bare(t.iban);
    return ibanHolds(iban)
      ? { kind: 'iban', holder, number: iban, label: `${iban.slice(0, 2)} •••• ${iban.slice(-4)}` }
      : 'bank_account_mistyped.iban';
  }
  const routing = bare(t.routing ?? '');
  const number = bare(t.number ?? '');
  if (!routingHolds(routing)) return 'bank_account_mistyped.routing';
  if (!/^\d{4,17}$/.test(number)) return 'bank_account_mistyped.number';
  return { kind: 'us', holder, number: `${routing}/${number}`, label: `US •••• ${number.slice(-4)}` };
}
