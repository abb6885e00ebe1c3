/** What a request names by id — files, cards, messages — is looked up before the door, so that the core gets facts. */
import type { Contract, Facts } from '@fairhold/domain';
import type { Caller } from './auth/caller.ts';
import { fileFacts } from './outside/file-rows.ts';
import type { Part } from './parts.ts';
import { no } from './problem.ts';
import { cardOf } from './routes/cards.ts';
import type { Db } from './store/db.ts';
import { readJournal } from './store/reads.ts';

interface Where {
  readonly db: Db;
  readonly marketplace: string;
  readonly caller: Caller;
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
  if (!row) throw no('card_unknown');
  return { id: row.id, token: row.token, label: row.label };
}

/** Replaces ids in an act's input by what they stand for. Anything else passes as it is; the core checks it. */
export async function resolveInput(w: Where, c: Contract, part: Part, input: unknown): Promise<unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const out: Record<string, unknown> = { ...input };
  if (out['files'] !== undefined) out['files'] = await files(w, out['files'], c.id);
  if (typeof out['card'] === 'string') out['card'] = await card(w, part.role === 'client' ? c.client : c.freelancer, out['card']);
  if (typeof out['message'] === 'number') out['message'] = await message(w, c, out['message']);
  if (out['terms'] !== undefined) out['terms'] = await resolveTerms(w, out['terms'], c.id);
  return out;
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
