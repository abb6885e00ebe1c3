/** The typed client of the public API: what the web app uses, and what integrators install. */
import createFetchClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type { components, paths };

type Schemas = components['schemas'];
export type Contract = Schemas['Contract'];
export type ContractSummary = Schemas['ContractSummary'];
export type ContractRow = Schemas['ContractRow'];
export type MenuItem = Schemas['MenuItem'];
export type Action = Schemas['Action'];
export type Deadline = Schemas['Deadline'];
export type Preview = Schemas['Preview'];
export type Case = Schemas['Case'];
export type Milestone = Schemas['Milestone'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type MoneyEntry = Schemas['MoneyEntry'];
export type AccountMoney = Schemas['AccountMoney'];
export type OpenWay = Schemas['OpenWay'];
export type Statement = Schemas['Statement'];
export type Notice = Schemas['Notice'];
export type QueueItem = Schemas['QueueItem'];
export type Me = Schemas['Me'];
export type PayoutMethods = Schemas['PayoutMethods'];
export type PayoutMethod = PayoutMethods['items'][number];
export type Erasure = Schemas['Erasure'];
export type WitnessInvitation = Schemas['WitnessInvitation'];
export type WitnessPreview = Schemas['WitnessPreview'];
export type WitnessReceipt = Schemas['WitnessReceipt'];
export type FileFact = Schemas['FileFact'];
export type Guide = Schemas['Guide'];

/** A problem document (RFC 9457) as the API sends it; one that a client makes itself may have a code of its own. */
export type Problem = Omit<Schemas['Problem'], 'type' | 'code' | 'requestId'> & {
  readonly type?: string;
  readonly code: Schemas['Problem']['code'] | (string & {});
  readonly requestId?: string;
};

/** A client for a server. `key` is an API key; without it the browser's session is used. Every write gets an Idempotency-Key. */
export function createClient(options: { baseUrl: string; key?: string; fetch?: typeof fetch }) {
  const client = createFetchClient<paths>({ baseUrl: options.baseUrl, ...(options.fetch && { fetch: options.fetch }) });
  client.use({
    onRequest({ request }) {
      if (options.key) request.headers.set('authorization', `Bearer ${options.key}`);
      if (request.method !== 'GET' && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', crypto.randomUUID());
      return request;
    },
  });
  return client;
}
