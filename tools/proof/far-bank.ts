/**
 * Loaded before a server by `npm run simulate -- --db`: puts a payment provider in another process (bank-house.ts) in the place of the
 * sandbox's own, asked over HTTP. Its notifications come in where a real provider's would, signed.
 */
import { registerHooks } from 'node:module';
import type { ProviderAnswer, ProviderRecord } from '@fairhold/server/outside/payments';
import type { SandboxBank, SandboxBankOptions } from '@fairhold/server/outside/sandbox-bank';
import { readNotice } from '@fairhold/server/outside/sandbox-notice';

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url.endsWith('/server/outside/sandbox-bank.ts') ? { ...found, url: import.meta.url } : found;
  },
});

/** Asks the bank; throws what it throws. The instant goes along: to the bank too time is what the test clock says. */
async function say<T>(now: number, what: string, body: object = {}): Promise<T> {
  const res = await fetch(`${process.env['PROOF_BANK']}/${what}`, { method: 'POST', body: JSON.stringify({ now, ...body }) });
  const { error, answer } = (await res.json()) as { error?: string; answer?: T };
  if (error !== undefined) throw new Error(error);
  return answer as T;
}

/** Stands in for the function of that name in server/outside/sandbox-bank.ts. */
export function openSandboxBank(_db: unknown, o: SandboxBankOptions): SandboxBank {
  const { now } = o.clock;
  return {
    charge: (r) => say<ProviderAnswer>(now(), 'charge', { r }),
    refund: (r) => say<ProviderAnswer>(now(), 'refund', { r }),
    payout: (r) => say<ProviderAnswer>(now(), 'payout', { r }),
    lookUp: (reference) => say<ProviderRecord | undefined>(now(), 'lookUp', { reference }),
    list: (from, to) => say<ProviderRecord[]>(now(), 'list', { from, to }),
    verifyNotification: (headers, body) => readNotice(o.secret, headers, body),
    due: async () => [],
    nextDue: () => say<number | undefined>(now(), 'nextDue'),
    tick: (at = now()) => say<[]>(at, 'tick'),
  };
}
