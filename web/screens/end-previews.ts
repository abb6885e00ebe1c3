/** What each way to end would do, asked of the server with the input that would be sent. */
import type { Action, Contract, Preview } from '@fairhold/client';
import { useQueries } from '@tanstack/react-query';
import { ask } from '../api.ts';
import { wc } from '../case-words.ts';
import type { Values } from '../parts/draft.ts';

interface Field {
  readonly enum?: readonly string[];
  readonly 'x-labels'?: Readonly<Record<string, string>>;
}
const fieldsOf = (end: Action) => (end.input as { properties: Record<string, Field> }).properties;

const previewOf = (c: Contract, end: Action, input: Values) => ({
  queryKey: ['preview', c.id, c.seq, end.act, JSON.stringify(input)],
  queryFn: () => ask<Preview>(`/v1/contracts/${c.id}/acts`, { act: end.act, on: end.on, input, preview: true }),
  retry: false,
  staleTime: 60_000,
});

export interface Option {
  readonly key: string;
  readonly label: string;
  readonly preview: Preview | undefined;
}

/** One for each choice of what to pay; a single one where there is none. */
export function useOptions(c: Contract, end: Action, values: Values): Option[] {
  const fields = fieldsOf(end);
  const reason = (values['reason'] as string | undefined) ?? fields['reason']?.enum?.at(-1) ?? 'other';
  const amount = typeof values['amount'] === 'number' ? values['amount'] : undefined;
  const choices = fields['pay']?.enum ?? [''];
  const inputs = choices.map((key) => ({
    key,
    label: fields['pay']?.['x-labels']?.[key] ?? wc.end.freelancerEnds,
    input: { ...(key && { pay: key }), ...(key === 'amount' && { amount }), reason },
    known: key !== 'amount' || amount !== undefined,
  }));
  const answers = useQueries({ queries: inputs.map((i) => ({ ...previewOf(c, end, i.input), enabled: i.known })) });
  return inputs.map((i, n) => ({ key: i.key, label: i.label, preview: i.known ? answers[n]?.data : undefined }));
}
