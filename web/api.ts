/** Talking to the API: one place for keys, problems, and answers that got lost on the way. */
import type { Action, Contract, ContractSummary, HistoryEntry, Me, MoneyEntry, Notice, Preview, Problem, QueueItem } from '@fairhold/client';
import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 1000, refetchOnWindowFocus: true } } });

export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

async function answered<T>(res: Response): Promise<T> {
  const text = await res.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  if (res.ok) return body as T;
  const known = body as Problem | undefined;
  throw new ApiProblem(
    known?.code
      ? known
      : {
          title: 'Something went wrong',
          status: res.status,
          code: 'unknown',
          detail: known?.detail ?? `The server answered ${res.status}.`,
          fix: 'Try again in a moment.',
        },
  );
}

export async function get<T>(path: string): Promise<T> {
  const res = await fetch(path, { credentials: 'same-origin', headers: { accept: 'application/json' } }).catch(() => undefined);
  if (!res)
    throw new ApiProblem({
      title: 'No connection',
      status: 0,
      code: 'offline',
      detail: 'The server could not be reached.',
      fix: 'Check your connection; the page tries again by itself.',
    });
  return answered<T>(res);
}

const newKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** The key of an attempt is kept until its answer is known, so that the same content sent again is never done twice. */
function keyFor(name: string): string {
  const kept = sessionStorage.getItem(name);
  if (kept) return kept;
  const key = newKey();
  sessionStorage.setItem(name, key);
  return key;
}

const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));

/** A write. A lost answer is asked for again under the same key; `onLost` says so meanwhile. */
export async function send<T>(method: string, path: string, body?: unknown, onLost?: () => void): Promise<T> {
  const name = `key ${method} ${path} ${JSON.stringify(body ?? null)}`;
  const key = keyFor(name);
  for (let tries = 0; ; tries += 1) {
    const res = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { 'idempotency-key': key, accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => undefined);
    const again =
      !res ||
      res.status === 503 ||
      (res.status === 409 &&
        (
          (await res
            .clone()
            .json()
            .catch(() => ({}))) as { code?: string }
        ).code === 'request_running');
    if (!again) {
      sessionStorage.removeItem(name);
      return answered<T>(res);
    }
    if (tries >= 20)
      throw new ApiProblem({
        title: 'We could not check whether this arrived',
        status: 0,
        code: 'offline',
        detail: 'The server does not answer.',
        fix: 'Send it again later: the same content is never done twice.',
      });
    onLost?.();
    await pause(Math.min(500 * (tries + 1), 3000));
  }
}

export async function upload(file: File): Promise<{ id: string; name: string; size: number }> {
  const form = new FormData();
  form.append('file', file);
  const res = await fetch('/v1/files', { method: 'POST', body: form, credentials: 'same-origin', headers: { 'idempotency-key': newKey() } });
  return answered(res);
}

// ── what pages read ──────────────────────────────────────────────────────────────────────────────────────────────────

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/v1/me'), staleTime: 10_000, refetchInterval: 15_000 });
export interface ContractPage {
  readonly now: string;
  readonly items: ContractSummary[];
  readonly next: string | null;
  readonly held: { currency: string; amount: number }[];
}
export const useContracts = (query: string) =>
  useQuery({ queryKey: ['contracts', query], queryFn: () => get<ContractPage>(`/v1/contracts?${query}`), refetchInterval: 10_000 });
/** A contract follows what others do; while the bank is asked, more closely. */
export const useContract = (id: string) =>
  useQuery({
    queryKey: ['contract', id],
    queryFn: () => get<Contract>(`/v1/contracts/${id}`),
    refetchInterval: (q) => (q.state.data?.turn.who === 'bank' || q.state.data?.case?.fees?.client.state === 'inFlight' ? 800 : 4000),
  });
export const useHistory = (id: string) =>
  useQuery({
    queryKey: ['history', id],
    queryFn: () => get<{ items: HistoryEntry[] }>(`/v1/contracts/${id}/history?limit=500`),
    refetchInterval: 4000,
  });
export const useMoney = (id: string) =>
  useQuery({ queryKey: ['money', id], queryFn: () => get<{ items: MoneyEntry[] }>(`/v1/contracts/${id}/money`) });
export const useAccountMoney = (account: string) =>
  useQuery({
    queryKey: ['account', account],
    enabled: account !== '',
    queryFn: () => get<{ balances: { kind: string; currency: string; amount: number }[]; items: MoneyEntry[] }>(`/v1/accounts/${account}/money`),
  });
export const useNotices = () =>
  useQuery({ queryKey: ['notices'], queryFn: () => get<{ items: Notice[]; unread: number }>('/v1/notices'), refetchInterval: 10_000 });
export const useQueue = () =>
  useQuery({ queryKey: ['queue'], queryFn: () => get<{ now: string; items: QueueItem[] }>('/v1/queue'), refetchInterval: 10_000 });
export interface CardList {
  readonly items: { id: string; label: string; token: string }[];
  readonly tokens: { token: string; label: string }[];
}
export const useCards = (account: string) =>
  useQuery({ queryKey: ['cards', account], queryFn: () => get<CardList>(`/v1/cards?account=${account}`), enabled: account !== '' });

/** Previews and carries out acts of a contract; its answer becomes what the page shows. */
export function useActs(contract: Contract, path = `/v1/contracts/${contract.id}/acts`, more: Record<string, unknown> = {}) {
  const client = useQueryClient();
  const body = (a: Pick<Action, 'act' | 'on'>, input: unknown) => ({ act: a.act, ...(path.includes('/contracts/') && { on: a.on }), input, ...more });
  const preview = useMutation({
    mutationFn: ({ action, input }: { action: Pick<Action, 'act' | 'on'>; input: unknown }) =>
      send<Preview>('POST', path, { ...body(action, input), preview: true }),
  });
  const act = useMutation({
    mutationFn: ({ action, input, digest, onLost }: { action: Pick<Action, 'act' | 'on'>; input: unknown; digest?: string; onLost?: () => void }) =>
      send<Contract>('POST', path, { ...body(action, input), ...(digest && { digest }) }, onLost),
    onSuccess: (after) => {
      client.setQueryData(['contract', contract.id], after);
      for (const key of ['contracts', 'history', 'money', 'account', 'queue', 'me', 'wallet']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return { preview, act };
}
