/** Which news comes by mail, and when: read and chosen on more than one page. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, send } from './api.ts';

export interface Digest {
  readonly every: 'once' | 'day' | 'week';
  readonly at: string;
  readonly weekday: number;
  readonly next: string | null;
}
export interface MailChoices {
  readonly unwanted: readonly string[];
  readonly digest: Digest;
}
const KEY = ['mail choices'];

export function useMailChoices() {
  const choices = useQuery({ queryKey: KEY, queryFn: () => get<MailChoices>('/v1/mail-choices') });
  const client = useQueryClient();
  /** What is chosen counts from here on: a second choice in the same moment begins from the first. */
  const choose = async (next: Partial<MailChoices>): Promise<void> => {
    // An answer that was asked for before would put back what was there.
    await client.cancelQueries({ queryKey: KEY });
    client.setQueryData<MailChoices>(KEY, (was) => was && { ...was, ...next });
    const { next: _when, ...digest } = next.digest ?? { next: null };
    await send('PUT', '/v1/mail-choices', { ...(next.unwanted && { unwanted: next.unwanted }), ...(next.digest && { digest }) }).finally(() => {
      void choices.refetch();
      void client.invalidateQueries({ queryKey: ['notices'] });
    });
  };
  const unwanted = choices.data?.unwanted ?? [];
  const mute = (process: string, off: boolean): Promise<void> =>
    choose({ unwanted: off ? [...new Set([...unwanted, process])] : unwanted.filter((u) => u !== process) });
  return { choices, unwanted, choose, mute };
}
