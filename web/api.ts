/** Talking to the API: one place for keys, problems, and answers that got lost on the way. */
import type { AccountMoney, Action, Contract, ContractRow, HistoryEntry, Me, MoneyEntry, Notice, Preview, QueueItem } from '@fairhold/client';
import { QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { following } from './live.ts';
import { ApiProblem, answered, unwritten } from './problem.ts';
import { newKey, send, sendAs } from './sending.ts';
import { readAs, w } from './words.ts';

export { ApiProblem } from './problem.ts';
export { send } from './sending.ts';

/** Who is not signed in is not so a second later either. */
const retry = (before: number, error: Error): boolean => before === 0 && (error as ApiProblem).problem?.status !== 401;
export const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 1000, refetchOnWindowFocus: true } } });

// The frame says so at once, on every page.
unwritten.heard = () => void queries.invalidateQueries({ queryKey: ['me'] });

export const offline = () =>
  new ApiProblem({ title: w.states.offline, status: 0, code: 'offline', detail: w.states.offlineWhy, fix: w.states.offlineFix });

export async function get<T>(path: string): Promise<T> {
  const res = await fetch(path, { credentials: 'same-origin', headers: { accept: 'application/json' } }).catch(() => undefined);
  if (!res) throw offline();
  return answered<T>(res);
}

/** A question that changes nothing, like a preview: it needs no key that lasts. */
export async function ask<T>(path: string, body: unknown): Promise<T> {
  const res = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': newKey() },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!res) throw offline();
  return answered<T>(res);
}

export async function upload(file: File): Promise<{ id: string; name: string; size: number; sha256: string }> {
  const form = new FormData();
  form.append('file', file);
  const res = await fetch('/v1/files', { method: 'POST', body: form, credentials: 'same-origin', headers: { 'idempotency-key': newKey() } });
  return answered(res);
}

// ── what pages read ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Who I am. My zone and language are known before anything is drawn with them; another language draws the page anew. */
export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: async () => {
      const me = await get<Me>('/v1/me');
      sendAs(me.person);
      if (readAs(me)) location.reload();
      return me;
    },
    staleTime: 10_000,
    // That it can be written again is noticed within seconds.
    refetchInterval: (q) => (q.state.data?.readOnly ? 3000 : following(60_000, 15_000)()),
  });
export interface ContractPage {
  readonly now: string;
  readonly items: ContractRow[];
  readonly next: string | null;
  readonly held: { currency: string; amount: number }[];
  readonly heldForYou: { currency: string; amount: number }[];
  readonly people: { id: string; name: string }[];
  readonly kinds: { kind: string; words: string }[];
  readonly count?: number;
}
/** Page after page by the server's cursor; what is loaded stays while it is asked for again. */
export const useContracts = (query: string) =>
  useInfiniteQuery({
    queryKey: ['contracts', query],
    queryFn: ({ pageParam }) => get<ContractPage>(`/v1/contracts?${query}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: following(60_000, 10_000),
  });
/** A contract follows what others do; while the bank is asked, more closely. */
export const useContract = (id: string) =>
  useQuery({
    queryKey: ['contract', id],
    queryFn: () => get<Contract>(`/v1/contracts/${id}`),
    refetchInterval: (q) =>
      q.state.data?.turn.who === 'bank' || q.state.data?.case?.fees?.client.state === 'inFlight' ? 800 : following(30_000, 4000)(),
  });
interface HistoryPage {
  readonly items: HistoryEntry[];
  readonly next: string | null;
}
const inOne = (of: { pages: HistoryPage[] }) => ({ items: of.pages.flatMap((page) => page.items) });
/** What happened, the newest first; what is older comes when it is asked for (parts/older.tsx). `part`: of it, as the API names parts. */
export const useHistory = (id: string, part = '') =>
  useInfiniteQuery({
    queryKey: ['history', id, part],
    queryFn: ({ pageParam }) => get<HistoryPage>(`/v1/contracts/${id}/history?limit=200${part && `&${part}`}${pageParam && `&cursor=${pageParam}`}`),
    enabled: id !== '',
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    select: inOne,
    refetchInterval: following(30_000, 4000),
  });
export const useMoney = (id: string) =>
  useQuery({ queryKey: ['money', id], queryFn: () => get<{ items: MoneyEntry[] }>(`/v1/contracts/${id}/money`) });
export const useAccountMoney = (account: string) =>
  useQuery({
    queryKey: ['account', account],
    enabled: account !== '',
    queryFn: () => get<AccountMoney>(`/v1/accounts/${account}/money`),
  });
interface NoticePage {
  readonly items: Notice[];
  readonly next: string | null;
  readonly unread: number;
}
export const useNotices = () =>
  useInfiniteQuery({
    queryKey: ['notices'],
    queryFn: ({ pageParam }) => get<NoticePage>(`/v1/notices?limit=100${pageParam ? `&cursor=${pageParam}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: following(60_000, 10_000),
  });
/** Who has a contract before them has read what they were told of it; what is told meanwhile too. */
export function useReadOf(c: Pick<Contract, 'id' | 'seq'> | undefined): void {
  const { data: me } = useMe();
  const contract = c?.id;
  const news = contract !== undefined && (me?.unread ?? 0) > 0 && !me?.viewedBy;
  useEffect(() => {
    if (!news) return;
    void send('POST', '/v1/notices/read', { contract }).then(
      () => ['me', 'notices', 'contracts'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      // It stays unread, and is so again at the next look.
      () => undefined,
    );
  }, [news, contract]);
}
/** Nobody is told of what leaves their sight, like a case that its parties settled: it is asked for. */
export const useQueue = (enabled = true) =>
  useQuery({
    queryKey: ['queue'],
    queryFn: () => get<{ now: string; impartialDays: number; items: QueueItem[] }>('/v1/queue'),
    refetchInterval: following(20_000, 10_000),
    enabled,
  });
export interface CardList {
  readonly items: { id: string; label: string; token: string }[];
  readonly tokens: { token: string; label: string }[];
}
export const useCards = (account: string) =>
  useQuery({ queryKey: ['cards', account], queryFn: () => get<CardList>(`/v1/cards?account=${account}`), enabled: account !== '' });

/** Previews and carries out acts of a contract; its answer becomes what the page shows. */
export function useActs(contract: Contract, path = `/v1/contracts/${contract.id}/acts`, more: Record<string, unknown> = {}) {
  const client = useQueryClient();
  const body = (a: Pick<Action, 'act' | 'on'>, input: unknown) => ({ act: a.act, on: a.on, input, ...more });
  const preview = useMutation({
    mutationFn: ({ action, input }: { action: Pick<Action, 'act' | 'on'>; input: unknown }) =>
      ask<Preview>(path, { ...body(action, input), preview: true }),
  });
  const act = useMutation({
    mutationFn: ({
      action,
      input,
      digest,
      onLost,
    }: {
      action: Pick<Action, 'act' | 'on' | 'title'>;
      input: unknown;
      digest?: string;
      onLost?: () => void;
    }) => send<Contract>('POST', path, { ...body(action, input), ...(digest && { digest }) }, { onLost, remember: action.title }),
    onSuccess: (after) => {
      // The console answers with something else than the contract.
      if (after.id === contract.id) client.setQueryData(['contract', contract.id], after);
      for (const key of ['contracts', 'history', 'money', 'account', 'queue', 'me', 'wallet']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return { preview, act };
}
