/**
 * Amounts are whole minor units (cents) in a JavaScript number that is a safe integer; rates are basis points.
 * No operation here can yield a fraction: products go through bigint and are rounded once, half to even (MNY-1, FEE-1).
 */

/** Whole minor units of a currency, e.g. 19500 = 195.00. */
export type Minor = number;
/** Hundredths of a percent: 1000 = 10 %. */
export type BasisPoints = number;
/** ISO 4217 code in capitals. */
export type Currency = string;

/** The largest amount any field takes: ten billion units of a two-digit currency, far below 2^53. */
export const MOST: Minor = 1_000_000_000_000;

export const isMinor = (n: unknown): n is Minor => typeof n === 'number' && Number.isSafeInteger(n);

/** Throws when an amount left the safe integers: a bug, never an input (inputs are checked by `fields.ts`). */
export function whole(n: number): Minor {
  if (!Number.isSafeInteger(n)) throw new Error(`not a whole amount: ${n}`);
  return n;
}

/** `amount × part / of` rounded half to even; all three whole, `of` > 0. */
export function proportion(amount: Minor, part: number, of: number): Minor {
  const product = BigInt(whole(amount)) * BigInt(whole(part));
  const divisor = BigInt(whole(of));
  const floor = product / divisor;
  const rest = (product % divisor) * 2n;
  const up = rest > divisor || (rest === divisor && floor % 2n === 1n);
  return Number(up ? floor + 1n : floor);
}

/** A rate of an amount, rounded half to even (FEE-1). */
export const rateOf = (amount: Minor, rate: BasisPoints): Minor => proportion(amount, rate, 10_000);

/**
 * Splits a whole by one share; the other party gets what is left, so nothing can fall between (MNY-4).
 * The share is cut to the whole.
 */
export function split(total: Minor, share: Minor): { share: Minor; rest: Minor } {
  const cut = Math.max(0, Math.min(total, share));
  return { share: cut, rest: total - cut };
}

export const sum = (amounts: readonly Minor[]): Minor => whole(amounts.reduce((a, b) => a + b, 0));
