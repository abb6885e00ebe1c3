/** A case that goes all the way: to an arbitrator, who is handed its file, and who awards. */
import { createHash } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { Person } from './http.ts';
import type { Town } from './running.ts';

export interface CasePeople {
  readonly client: Person;
  readonly freelancer: Person;
  readonly mediator: Person;
  readonly arbitrator: Person;
}

/** Where a contract's file that was handed over is downloaded. */
export const handedOverPath = (contract: string): string => `/v1/contracts/${contract}/case-file/handed-over`;

/** Ends a contract with one funded milestone by an award, in minor units for the freelancer. Returns the SHA-256 of what was handed over. */
export async function awarded(t: Town, p: CasePeople, contract: string, freelancer: number): Promise<string> {
  const claim = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
  await t.does(p.client, contract, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
  await t.does(p.freelancer, contract, 'dispute', { input: claim });
  await t.does(p.client, contract, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  await t.does(p.mediator, contract, 'take');
  const reasons = 'Half of what was agreed was delivered, and half was not.';
  await t.does(p.mediator, contract, 'propose', { input: { freelancer: 10_000, reasons, criteria: 'partly' } });
  for (const who of [p.client, p.freelancer]) await t.does(who, contract, 'answerProposal', { input: { answer: 'reject' } });
  for (const who of [p.client, p.freelancer]) await t.does(who, contract, 'payFee', { input: { card: 'own' } });
  await t.does(p.arbitrator, contract, 'hear');
  await t.does(p.arbitrator, contract, 'award', { input: { freelancer, reasons: 'As the file shows, and no other way.' } });
  return vi.waitFor(async () => {
    const [{ file }] = (await t.call(p.client, 'GET', `/v1/contracts/${contract}/handed-over`)).json.items;
    expect(file).toBeDefined();
    return file.sha256 as string;
  }, 10_000);
}

/** What somebody downloads there, with its SHA-256. */
export async function handedTo(base: string, who: Person, contract: string): Promise<{ status: number; content: Buffer; sha256: string }> {
  const res = await fetch(base + handedOverPath(contract), { headers: { cookie: who.cookie } });
  const content = Buffer.from(await res.arrayBuffer());
  return { status: res.status, content, sha256: createHash('sha256').update(content).digest('hex') };
}
