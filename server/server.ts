/** What routes share: the opened parts of a running server. */
import type { Contract, Policy } from '@fairhold/domain';
import type { Payer } from '@fairhold/domain/flags/flags';
import type { FastifyRequest } from 'fastify';
import type { Accounts } from './accounts.ts';
import type { Caller } from './auth/caller.ts';
import type { Clock } from './clock.ts';
import type { Door } from './commit.ts';
import type { Config } from './config.ts';
import type { Digests } from './digest.ts';
import type { Effects } from './effects.ts';
import type { FileStore } from './outside/files.ts';
import type { Provider } from './outside/payments.ts';
import type { Part } from './parts.ts';
import type { Methods } from './payouts/methods.ts';
import type { Db } from './store/db.ts';
import type { Workers } from './workers.ts';

export interface Policies {
  /** A policy by id; the newest in force for ''. Throws for an id that was never published. */
  get(id: string): Policy;
  all(): readonly Policy[];
  /** Reads what another process has published. */
  refresh(): Promise<void>;
}

export interface Server {
  readonly config: Config;
  readonly db: Db;
  /** For questions about all of the books, which may take longer than one about a contract. */
  readonly books: Db;
  readonly clock: Clock;
  readonly door: Door;
  readonly accounts: Accounts;
  readonly policies: Policies;
  readonly provider: Provider;
  readonly effects: Effects;
  readonly workers: Workers;
  /** Bytes that are free on the disk of the data. */
  diskFree(): number;
  readonly files: FileStore;
  /** Bank accounts that payouts go to. */
  readonly methods: Methods;
  /** News gathered into one mail. */
  readonly digests: Digests;
  /** The caller; problem 401 `not_signed_in`, 403 `scope_missing` when a key lacks the scope. */
  requireCaller(req: FastifyRequest, scope?: 'read' | 'write'): Promise<Caller>;
  requireScope(caller: Caller, scope: 'read' | 'write'): void;
  /** Staff act only with a second factor (ACC-2). */
  requireSecondFactor(caller: Caller, part: Part): void;
  /** Why this caller may not mediate or arbitrate this contract (MED-1). */
  conflict(caller: Caller, c: Contract): Promise<string | undefined>;
  /** How the client of a contract stands as a payer, apart from this contract (CON-5). */
  payer(account: string, contract: string): Promise<Payer>;
}
