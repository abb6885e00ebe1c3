/** The house of the bank at its worst: answers servers over HTTP, and sends its notifications to whichever of them it likes, signed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderRecord } from '@fairhold/server/outside/payments';
import { noticeOf } from '@fairhold/server/outside/sandbox-notice';
import { sign } from '@fairhold/server/outside/signature';
import type { Chance } from '../sim/random.ts';
import { type BadBank, openBadBank } from './bad-bank.ts';
import { SECRET } from './common.ts';

export interface BankHouse {
  readonly url: string;
  readonly bank: BadBank;
  /** How many notifications were delivered. */
  delivered(): number;
  /** Sentences of those that a server did not take. */
  readonly refused: readonly string[];
  /** Resolves when no notification is on its way. */
  quiet(): Promise<void>;
  close(): void;
}
// biome-ignore lint/suspicious/noExplicitAny: what far-bank.ts sends
type Asked = any;

/** `servers`: addresses that can be notified now. */
export async function openBankHouse(r: Chance, seed: number, mute: number, servers: () => readonly string[]): Promise<BankHouse> {
  let latest = 0;
  let delivered = 0;
  const refused: string[] = [];
  const underway = new Set<Promise<void>>();
  const bank = openBadBank(seed, { now: () => latest }, { mute, charges: true });

  /** What falls due at the bank by an instant happens; whoever is told of it is told beside. */
  function pass(now: number): number {
    latest = Math.max(latest, now);
    const records = bank.tick(latest);
    for (const record of records) {
      const one: Promise<void> = notify(record)
        // One that came to a server which was just ending is lost: the bank of this house does not try again.
        .catch(() => undefined)
        .finally(() => underway.delete(one));
      underway.add(one);
    }
    return records.length;
  }
  async function notify(record: ProviderRecord): Promise<void> {
    const { id, body } = noticeOf({ ...record, providerId: '', other: '' });
    const heard = await fetch(`${r.pick(servers())}/v1/provider/notifications`, { method: 'POST', headers: sign(SECRET, id, latest, body), body });
    const said = await heard.text();
    if (heard.ok) delivered += 1;
    else refused.push(`a notification of ${record.reference} was answered ${heard.status} ${said.slice(0, 200)}`);
  }

  async function answer(what: string, { r: request, reference, from, to }: Asked): Promise<unknown> {
    if (what === 'charge' || what === 'refund' || what === 'payout') return bank[what](request);
    if (what === 'lookUp') return bank.lookUp(reference);
    if (what === 'list') return bank.list(from, to);
    if (what === 'nextDue') return bank.nextDue();
    return [];
  }
  const server = createServer(async (req, res) => {
    let text = '';
    for await (const part of req) text += part;
    const asked: Asked = JSON.parse(text);
    const did = pass(asked.now);
    const what = (req.url ?? '').slice(1);
    const said =
      what === 'tick'
        ? { answer: Array.from({ length: did }, () => ({})) }
        : await answer(what, asked).then(
            (a) => ({ answer: a }),
            (e: unknown) => ({ error: e instanceof Error ? e.message : String(e) }),
          );
    res.end(JSON.stringify(said));
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bank,
    delivered: () => delivered,
    refused,
    async quiet() {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
    close: () => server.close(),
  };
}
