/** What a request names by id — files, cards, messages — is looked up before the door, so that the core gets facts. */
import { type Contract, type Facts, isNamedWitness } from '@fairhold/domain';
import type { Accounts } from './accounts.ts';
import type { Caller } from './auth/caller.ts';
import { fileFacts } from './outside/file-rows.ts';
import type { Part } from './parts.ts';
import { no } from './problem.ts';
import { cardOf } from './routes/cards.ts';
import type { Db } from './store/db.ts';
import { readJournal } from './store/reads.ts';
import { nameWitness } from './witnesses.ts';

interface Where {
  readonly db: Db;
  readonly marketplace: string;
  readonly caller: Caller;
}
/** What an act needs besides: witnesses are named under the installation's secret, and written down unless somebody only looks. */
export interface Naming {
  readonly accounts: Pick<Accounts, 'names'>;
  readonly secret: string;
  readonly now: number;
  readonly on: string;
  readonly looks?: boolean;
}

/** Ids of files, or ids with captions and topics; own ones only. Throws the problem of the file store. */
async function files(w: Where, ids: unknown, contract?: string): Promise<unknown> {
  if (!Array.isArray(ids)) return ids;
  const given = ids.map((x: unknown) => (typeof x === 'string' ? { id: x } : x)) as { id: unknown; caption?: unknown; topic?: unknown }[];
  if (!given.every((x) => typeof x === 'object' && x !== null && typeof x.id === 'string')) return ids;
  const facts = await fileFacts(
    w.db,
    w.marketplace,
    given.map((x) => x.id as string),
    w.caller.person,
    contract,
  );
  const said = new Map(given.map((x) => [x.id, x]));
  const filled = (x: unknown) => x !== undefined && x !== '';
  return facts.map((f) => {
    const { caption, topic } = said.get(f.id) ?? {};
    return { ...f, ...(filled(caption) && { caption }), ...(filled(topic) && { topic }) };
  });
}

/** A card of the account that pays; an unknown one is a problem 422 `card_unknown`. */
export async function card(w: Where, account: string, id: unknown): Promise<{ id: string; token: string; label: string }> {
  const row = typeof id === 'string' ? await cardOf(w.db, w.marketplace, account, id) : undefined;
  if (!row) throw no('card_unknown', {}, undefined, 'card');
  return { id: row.id, token: row.token, label: row.label };
}

/** Replaces ids in an act's input by what they stand for, and a witness by an id. Anything else passes as it is; the core checks it. */
export async function resolveInput(w: Where & { naming?: Naming }, c: Contract, part: Part, input: unknown): Promise<unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const out: Record<string, unknown> = { ...input };
  if (out['files'] !== undefined) out['files'] = await files(w, out['files'], c.id);
  if (typeof out['card'] === 'string') out['card'] = await card(w, part.role === 'client' ? c.client : c.freelancer, out['card']);
  if (typeof out['message'] === 'number') out['message'] = await message(w, c, out['message']);
  if (out['witness'] !== undefined) out['witness'] = await witness(w, c, part, out['witness']);
  if (out['terms'] !== undefined) out['terms'] = await resolveTerms(w, out['terms'], c.id);
  return out;
}

/** An id for name and mail address; what names nobody as it should stays as it is, but never an id that came from outside (DSP-12). */
async function witness(w: Where & { naming?: Naming }, c: Contract, part: Part, who: unknown): Promise<unknown> {
  const { naming } = w;
  if (!isNamedWitness(who)) return typeof who === 'object' && who !== null ? { ...who, id: undefined } : who;
  if (!naming || (part.role !== 'client' && part.role !== 'freelancer')) return { name: who.name, email: who.email };
  const { secret, now, on, looks } = naming;
  const id = await nameWitness(w.db, { marketplace: w.marketplace, secret, now }, who, { contract: c.id, case: on, by: part.role }, !looks);
  // The answer names them already.
  if (!looks) await naming.accounts.names([id]);
  return { id };
}

/** Files in terms. */
export async function resolveTerms(w: Where, terms: unknown, contract?: string): Promise<unknown> {
  if (typeof terms !== 'object' || terms === null || !('files' in terms)) return terms;
  return { ...terms, files: await files(w, (terms as Facts)['files'], contract) };
}

async function message(w: Where, c: Contract, seq: number): Promise<unknown> {
  const rows =
    Number.isSafeInteger(seq) && seq > 0 && seq < 2_000_000_000
      ? await readJournal(w.db, w.marketplace, c.id, { newest: true, before: seq + 1, limit: 1, acts: ['say'] })
      : [];
  const said = rows[0];
  if (said?.seq !== seq) throw no('message_unknown', { seq });
  return { seq, by: said.actor.person, at: said.happenedAt.getTime() };
}
