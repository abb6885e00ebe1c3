/**
 * What each account owns by the documents of all its contracts, never by postings: the second opinion on balances that several
 * contracts share. Pending, available, credit and what is on its way must be what the ledger says (MNY-3, MNY-6, MNY-7).
 */
import { type Contract, instancesOf } from '@fairhold/domain';
import type { Balances } from '@fairhold/domain/testing/always';
import { rounded } from './model.ts';

type Kind = 'pending' | 'available' | 'credit' | 'refunds' | 'payouts';
const KINDS: readonly Kind[] = ['pending', 'available', 'credit', 'refunds', 'payouts'];
type Sums = Map<string, number>;
const num = (v: unknown): number => (typeof v === 'number' ? v : 0);

export interface Purses {
  /** Takes a contract as it now stands; says where the ledger differs for its people. */
  take(c: Contract, balances: Balances): string[];
}

export function openPurses(): Purses {
  const total: Sums = new Map();
  const each = new Map<string, Sums>();
  return {
    take(c, balances) {
      const sums = sumsOf(c);
      for (const [account, amount] of each.get(c.id) ?? []) total.set(account, (total.get(account) ?? 0) - amount);
      for (const [account, amount] of sums) total.set(account, (total.get(account) ?? 0) + amount);
      each.set(c.id, sums);
      const out: string[] = [];
      for (const who of new Set([c.client, c.freelancer]))
        for (const kind of KINDS) {
          const [ledger, ours] = [balances.get(`${kind}:${who}`) ?? 0, total.get(`${kind}:${who}`) ?? 0];
          if (ledger !== ours)
            out.push(`second opinion: ${kind} of ${who} is ${ledger} in the ledger, ${ours} by the contracts (${c.id} step ${c.seq})`);
        }
      return out;
    },
  };
}

/** What one contract, or one wallet, adds to its people's accounts. */
function sumsOf(c: Contract): Sums {
  const sums: Sums = new Map();
  const add = (kind: Kind, who: string, amount: number) => sums.set(`${kind}:${who}`, (sums.get(`${kind}:${who}`) ?? 0) + amount);
  for (const p of instancesOf(c, 'payment')) {
    const [amount, fee, back] = [num(p.facts['amount']), num(p.facts['fee']), num(p.facts['back'])];
    const feeBack = rounded(BigInt(fee) * BigInt(back), BigInt(amount));
    add(p.state === 'pending' ? 'pending' : 'available', c.freelancer, amount - fee - (back - feeBack));
  }
  // Until the bank has delivered a refund it is on its way; what the bank could not deliver is credit of whoever it was for.
  for (const f of instancesOf(c, 'refund')) {
    if (f.state !== 'arrived')
      add(f.state === 'credited' ? 'credit' : 'refunds', f.facts['party'] === 'freelancer' ? c.freelancer : c.client, num(f.facts['amount']));
  }
  for (const p of instancesOf(c, 'payout')) {
    if (p.state === 'returned') continue;
    const amount = num(p.facts['amount']);
    add(p.facts['from'] === 'credit' ? 'credit' : 'available', c.client, -amount);
    if (p.state !== 'arrived') add('payouts', c.client, amount);
  }
  return sums;
}
