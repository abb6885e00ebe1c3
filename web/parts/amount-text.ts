/** What stands in a field for an amount: as it is being typed, until a value comes from elsewhere, like a draft of another device. */
import { useState } from 'react';
import { readAmount, writeAmount } from '../words.ts';

/** `value`: minor units, or the text that is no amount yet. `read`: what the text says, undefined when nothing. */
export function useAmountText(value: unknown): {
  readonly text: string;
  readonly read: number | undefined;
  type(text: string): number | string | undefined;
} {
  const [typed, setTyped] = useState('');
  const valued = (text: string) => (text === '' ? undefined : (readAmount(text) ?? text));
  const text = valued(typed) === value ? typed : typeof value === 'number' ? writeAmount(value) : typeof value === 'string' ? value : '';
  return {
    text,
    read: readAmount(text),
    type(next) {
      setTyped(next);
      return valued(next);
    },
  };
}
