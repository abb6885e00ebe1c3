/** The record of a contract for a case file: what each step says, its digest, and what that was made of where the reader may see all of it. */
import { type Contract, canonical, type Instance, instancesOf } from '@fairhold/domain';
import { bidFacts } from '@fairhold/domain/processes/blind';
import { linkOf } from '../decide.ts';
import type { JournalRow } from '../store/reads.ts';
import { BETWEEN, isPutToSides, offersHidden } from '../view/case.ts';
import { type HistoryInput, historyView, mayKnow } from '../view/history.ts';
import { sideOf, type Viewer } from '../view/viewer.ts';

/** Mediators' reasons to step back, and proposals that were sent back, are not for the parties. */
const STAFFS_OWN = ['recuse', 'propose', 'returnProposal', 'approveProposal'];

/** Whether an instance, as a step left it, has anything in it that this reader may not see. */
function isOthers(i: Instance, viewer: Viewer, c: Contract): boolean {
  const side = sideOf(viewer);
  if (i.process === 'conversation') return true;
  if (['charge', 'refund', 'trace', 'payout'].includes(i.process)) return i.facts['party'] !== side;
  // Also once offers are disclosed: a number is shown to whoever named it and to nobody else (SET-3).
  if (i.process === 'bid') return viewer.watched === true || bidFacts(i).by !== side;
  if (BETWEEN.has(i.process)) return offersHidden({ viewer }, instancesOf(c, 'case').at(-1));
  if (i.process === 'feedback') return c.instances[i.id]?.state !== 'published';
  if (i.process !== 'case') return false;
  // Each step of a case carries the whole of it: also why a proposal was sent back, and one that nobody has approved.
  if (side !== undefined && (i.facts['returned'] !== undefined || (i.facts['proposal'] !== undefined && !isPutToSides(i)))) return true;
  return i.facts['answers'] !== undefined && c.instances[i.id]?.state === 'proposed';
}

/**
 * Whether all that a step's digest was made of may be shown. Rather no than yes: a step that is kept back is still bound by its digest.
 * Cards carry tokens, messages may have been taken back, and every change of an instance carries the whole of it.
 */
export function mayShowLink(h: Pick<HistoryInput, 'viewer' | 'c'> & { row: JournalRow }, link: string): boolean {
  const { row, viewer, c } = h;
  if (!mayKnow(h) || row.process === 'conversation' || link.includes('"token"') || link.includes('"card"')) return false;
  if (sideOf(viewer) !== undefined && STAFFS_OWN.includes(row.act)) return false;
  return !Object.values(row.patch.instances).some((i) => isOthers(i, viewer, c));
}

export interface RecordedStep {
  readonly seq: number;
  readonly digest: string;
  readonly at?: string;
  readonly sentence?: string;
  readonly rule?: string;
  readonly data?: Record<string, unknown>;
  readonly link?: string;
}

/** Every step in order; of one that the reader must not know only its place and its digest. */
export function recordOf(rows: readonly JournalRow[], h: Omit<HistoryInput, 'row'>): RecordedStep[] {
  return rows.map((row) => {
    const entry = historyView({ ...h, row });
    const link = canonical(linkOf({ ...row, at: row.happenedAt.getTime(), contract: { id: row.contract, seq: row.seq } }, row.policy));
    return {
      seq: row.seq,
      digest: row.digest,
      ...(entry && { at: entry.at, sentence: entry.sentence, rule: entry.rule, ...(entry.data && { data: entry.data }) }),
      ...(mayShowLink({ ...h, row }, link) && { link }),
    };
  });
}
