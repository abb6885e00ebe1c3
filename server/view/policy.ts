/** Keys and faults of a policy, as the reader's language has them. */
import { fill, wordsFor } from '@fairhold/copy';
import type { PolicyFault } from '@fairhold/domain';

/** The key in words; the currency of an amount is named beside it. */
export function keySaid(key: string, locale: string): string | undefined {
  const names: Readonly<Record<string, string>> = wordsFor(locale).POLICY_KEYS;
  return names[key.replace(/^amounts\.[A-Z]{3}\./, 'amounts.')];
}

/** One sentence a fault (POL-1). */
export function faultsSaid(faults: readonly PolicyFault[], locale: string): string[] {
  const words: Readonly<Record<string, string>> = wordsFor(locale).POLICY_FAULTS;
  return faults.map((f) => {
    const currency = /^amounts\.([A-Z]{3})\./.exec(f.key)?.[1];
    const key = `${keySaid(f.key, locale) ?? f.key}${currency ? ` (${currency})` : ''}`;
    return fill(words[f.why] ?? f.why, { key, least: f.least ?? 0, most: f.most ?? 0 });
  });
}
