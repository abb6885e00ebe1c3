/** Policy versions on their way: drafted from what is there, looked at for what they would mean, published by a second person (POL-3, STF-2). */
import { wordsFor } from '@fairhold/copy';
import { completed, DAY, namedDifferences, PACKS, type Policy, type PolicyFault, policyFaults, type WindowName } from '@fairhold/domain';
import { worstHold } from '@fairhold/domain/policy/bound';
import type { PoolClient } from 'pg';
import type { Caller } from '../auth/caller.ts';
import { newId } from '../ids.ts';
import { PUBLISHED_AHEAD_MS } from '../policies.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { faultsSaid } from '../view/policy.ts';
import { noteStaffAct } from './staff-acts.ts';

export interface DraftRow {
  readonly id: string;
  readonly state: 'draft' | 'proposed' | 'published' | 'withdrawn';
  readonly base: string;
  readonly document: Policy;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly changedAt: Date;
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly effectiveAt: Date | null;
  readonly reason: string | null;
  readonly publishedAs: string | null;
}
const COLUMNS = `id, state, base, document, made_by as "madeBy", made_at as "madeAt", changed_at as "changedAt", proposed_by as "proposedBy",
  proposed_at as "proposedAt", effective_at as "effectiveAt", reason, published_as as "publishedAs"`;

/** Drafts that are not over yet, and those that were, newest first. */
export async function listDrafts(s: Server): Promise<DraftRow[]> {
  const { rows } = await s.db.pool.query<DraftRow>(
    `select ${COLUMNS} from policy_drafts where marketplace = $1 order by state in ('published', 'withdrawn'), id desc limit 100`,
    [s.config.marketplace],
  );
  return rows;
}

export async function readDraft(s: Server, id: string): Promise<DraftRow> {
  const { rows } = await s.db.pool.query<DraftRow>(`select ${COLUMNS} from policy_drafts where marketplace = $1 and id = $2`, [
    s.config.marketplace,
    id,
  ]);
  if (!rows[0]) throw noDraft();
  return rows[0];
}

export interface VersionRow {
  readonly policy: Policy;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
  readonly publishedBy: string | null;
  readonly proposedBy: string | null;
  readonly reason: string | null;
  readonly contracts: number;
}

/** Published versions, the newest first, with who made them and how many contracts are pinned to each. */
export async function listVersions(s: Server): Promise<VersionRow[]> {
  const { rows } = await s.db.pool.query<Omit<VersionRow, 'policy'> & { document: Policy }>(
    `select p.document, p.published_at as "publishedAt", p.effective_at as "effectiveAt", p.published_by as "publishedBy", d.proposed_by as "proposedBy", d.reason,
            (select count(*)::int from contracts c where c.marketplace = p.marketplace and c.kind <> 'wallet' and c.snapshot->>'policy' = p.id) as contracts
     from policies p left join policy_drafts d on d.marketplace = p.marketplace and d.published_as = p.id
     where p.marketplace = $1 order by p.effective_at desc, p.published_at desc, p.id desc`,
    [s.config.marketplace],
  );
  return rows.map(({ document, ...r }) => ({ ...r, policy: completed(document) }));
}

/** What a draft may begin from: a published version by its id, or a pack by its name; '' for the version in force. */
export function baseOf(s: Server, from: string): Policy {
  const found =
    from === '' ? s.policies.get('') : (s.policies.all().find((p) => p.id === from) ?? (Object.hasOwn(PACKS, from) ? PACKS[from] : undefined));
  if (!found) throw no('policy_unknown', { name: from.slice(0, 60) });
  return found;
}

export async function makeDraft(s: Server, by: Caller, from: string): Promise<string> {
  const base = baseOf(s, from);
  const now = s.clock.now();
  const id = newId(now);
  await inTransaction(s.db, async (c) => {
    await c.query(
      `insert into policy_drafts (marketplace, id, state, base, document, made_by, made_at, changed_at) values ($1, $2, 'draft', $3, $4, $5, $6, $6)`,
      [s.config.marketplace, id, base.id, JSON.stringify(base), by.person, new Date(now)],
    );
    await noteStaffAct(c, s.config.marketplace, now, { person: by.person, act: 'draftPolicy', subject: id, reason: '', data: { base: base.id } });
  });
  return id;
}

/** A document as it was sent, in the draft's own identity: nobody chooses id, pack or version. */
const inPlace = (d: DraftRow, document: Record<string, unknown>): Policy =>
  ({ ...document, id: d.document.id, pack: d.document.pack, version: d.document.version }) as unknown as Policy;

/** Keeps another document in a draft; faults are kept too and named in the answer, so that nothing typed is lost. */
export async function changeDraft(s: Server, id: string, document: Record<string, unknown>): Promise<void> {
  await inTransaction(s.db, async (c) => {
    const d = await locked(c, s, id);
    if (d.state !== 'draft') throw notADraft(d.state);
    await c.query('update policy_drafts set document = $3, changed_at = $4 where marketplace = $1 and id = $2', [
      s.config.marketplace,
      id,
      JSON.stringify(inPlace(d, document)),
      new Date(s.clock.now()),
    ]);
  });
}

/** Freezes a draft and asks a second person. Refuses a document with faults or without a difference. */
export async function proposeDraft(s: Server, by: Caller, id: string, o: { reason: string; effectiveAt?: number | undefined }): Promise<void> {
  const now = s.clock.now();
  await inTransaction(s.db, async (c) => {
    const d = await locked(c, s, id);
    if (d.state !== 'draft') throw notADraft(d.state);
    refuseFaults(policyFaults(d.document), by);
    if (namedDifferences(s.policies.get(''), d.document).length === 0) throw noDifference();
    refuseLongHold(s, d.document, by);
    await c.query(
      `update policy_drafts set state = 'proposed', proposed_by = $3, proposed_at = $4, reason = $5, effective_at = $6 where marketplace = $1 and id = $2`,
      [s.config.marketplace, id, by.person, new Date(now), o.reason, o.effectiveAt ? new Date(o.effectiveAt) : null],
    );
    await noteStaffAct(c, s.config.marketplace, now, {
      person: by.person,
      act: 'proposePolicy',
      subject: id,
      reason: o.reason,
      data: { base: d.base },
    });
  });
}

/** Publishes a proposed draft under the next number of its pack. Refuses whoever drafted or proposed it (STF-2), and another name than the draft's (STF-6). Returns the version's id. */
export async function publishDraft(
  s: Server,
  by: Caller,
  id: string,
  { reason, digest, typed }: { readonly reason: string; readonly digest: string; readonly typed: string },
  digestOf: (d: DraftRow) => string,
): Promise<string> {
  const now = s.clock.now();
  const market = s.config.marketplace;
  const published = await inTransaction(s.db, async (c) => {
    await c.query('select pg_advisory_xact_lock(hashtextextended($1, 32))', [`policies:${market}`]);
    const d = await locked(c, s, id);
    if (d.state !== 'proposed') throw notProposed(d.state);
    if (digestOf(d) !== digest) throw otherDocument();
    // STF-6: it counts for everybody's next contract, and is never changed again.
    if (typed.trim() !== d.document.name) throw no('not_typed', { name: d.document.name });
    if ([d.proposedBy, d.madeBy].includes(by.person)) throw secondPerson();
    refuseFaults(policyFaults(d.document), by);
    refuseLongHold(s, d.document, by);
    const { rows } = await c.query<{ n: number }>(
      `select coalesce(max((document->>'version')::int), 0) + 1 as n from policies where marketplace = $1 and document->>'pack' = $2`,
      [market, d.document.pack],
    );
    const version = rows[0]?.n ?? 1;
    const policy: Policy = { ...d.document, version, id: `${d.document.pack}@${version}` };
    const effective = new Date(Math.max(now + PUBLISHED_AHEAD_MS, d.effectiveAt?.getTime() ?? 0));
    await c.query('insert into policies (marketplace, id, document, published_at, effective_at, published_by) values ($1, $2, $3, $4, $5, $6)', [
      market,
      policy.id,
      JSON.stringify(policy),
      new Date(now),
      effective,
      by.person,
    ]);
    await c.query(`update policy_drafts set state = 'published', published_as = $3, effective_at = $4 where marketplace = $1 and id = $2`, [
      market,
      id,
      policy.id,
      effective,
    ]);
    await noteStaffAct(c, market, now, { person: by.person, act: 'publishPolicy', subject: id, reason, data: { policy: policy.id, digest } });
    return policy.id;
  });
  await s.policies.refresh();
  return published;
}

/** Drops a draft, or sends a proposed one back to be changed. */
export async function withdrawDraft(s: Server, by: Caller, id: string, o: { to: 'draft' | 'withdrawn'; reason: string }): Promise<void> {
  await inTransaction(s.db, async (c) => {
    const d = await locked(c, s, id);
    if (d.state !== 'proposed' && !(d.state === 'draft' && o.to === 'withdrawn')) throw notProposed(d.state);
    await c.query(
      `update policy_drafts set state = $3, proposed_by = null, proposed_at = null, effective_at = null, reason = null where marketplace = $1 and id = $2`,
      [s.config.marketplace, id, o.to],
    );
    const act = o.to === 'draft' ? 'returnPolicy' : 'withdrawPolicy';
    await noteStaffAct(c, s.config.marketplace, s.clock.now(), { person: by.person, act, subject: id, reason: o.reason, data: {} });
  });
}

async function locked(c: PoolClient, s: Server, id: string): Promise<DraftRow> {
  const { rows } = await c.query<DraftRow>(`select ${COLUMNS} from policy_drafts where marketplace = $1 and id = $2 for update`, [
    s.config.marketplace,
    id,
  ]);
  if (!rows[0]) throw noDraft();
  return rows[0];
}

export interface Hold {
  readonly days: number;
  readonly limitDays: number;
  readonly path: readonly { readonly window: WindowName; readonly days: number }[];
}
/** How long a policy can hold money at worst when everybody falls silent, in whole days rounded up, and by which waits (POL-5). */
export function holdOf(s: Server, policy: Policy): Hold {
  const { ms, path } = worstHold(policy);
  const days = (n: number): number => Math.ceil(n / DAY);
  return { days: days(ms), limitDays: s.config.longestHoldDays, path: path.map((w) => ({ window: w.window, days: days(w.ms) })) };
}
function refuseLongHold(s: Server, policy: Policy, by: Caller): void {
  const hold = holdOf(s, policy);
  if (hold.days <= hold.limitDays) return;
  const path = hold.path.map((w) => `${wordsFor(by.speaks).POLICY_KEYS[`windows.${w.window}`] ?? w.window} (${w.days})`).join(', ');
  throw no('holds_too_long', { days: hold.days, limit: hold.limitDays, path }, { hold });
}

const noDraft = () => no('not_found.policyDraft');
const notADraft = (state: string) => no(state === 'proposed' ? 'wrong_state.proposed' : 'wrong_state.policyDraft', { state });
const notProposed = (state: string) => no('wrong_state.notProposed', { state });
const refuseFaults = (wrong: readonly PolicyFault[], by: Caller): void => {
  if (wrong.length === 0) return;
  const faults = faultsSaid(wrong, by.speaks);
  throw no('policy_faults', { faults: faults.slice(0, 5).join('; ') }, { faults });
};
const noDifference = () => no('no_difference');
const secondPerson = () => no('needs_second_person');
const otherDocument = () => no('stale_document');
