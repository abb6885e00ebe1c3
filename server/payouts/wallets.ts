/** Wallets: one an account and currency; each comes into being when it is first asked for (MNY-6). */
import { type Contract, openWallet } from '@fairhold/domain';
import type { Server } from '../server.ts';
import { readContract } from '../store/reads.ts';

export const walletId = (account: string, currency: string): string => `wallet.${account}.${currency}`;
export type WalletDeps = Pick<Server, 'db' | 'config' | 'clock' | 'door' | 'methods'>;

/** The wallet, if it has come into being. */
export const walletOf = (s: WalletDeps, account: string, currency: string): Promise<Contract | undefined> =>
  readContract(s.db, s.config.marketplace, walletId(account, currency));

/** The wallet; it begins with the bank account that a sandbox gave its people. */
export async function openedWallet(s: WalletDeps, account: string, currency: string): Promise<Contract> {
  const known = await walletOf(s, account, currency);
  if (known) return known;
  const id = walletId(account, currency);
  const first = (await s.methods.of(account, currency)).find((m) => m.given);
  const method = first && { id: first.id, label: first.label };
  await s.door.knock({
    contract: id,
    receivedAt: s.clock.now(),
    found: (now, policy, world) => openWallet({ id, marketplace: s.config.marketplace, currency, owner: account, method }, now, policy, world),
  });
  const c = await walletOf(s, account, currency);
  if (!c) throw new Error('a wallet just opened is not there');
  return c;
}
