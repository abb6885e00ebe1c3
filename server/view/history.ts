/** The record as its readers may see it, and the money in it with the balance after each movement (MNY-8, AUD-1). */
import type { Words } from '@fairhold/copy';
import { type Contract, type Instance, instancesOf, isAnywhere, type PayoutMethod, type Policy, type Posting } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import { EDIT_WITHIN } from '@fairhold/domain/processes/contract';
import { ownerOf } from '@fairhold/domain/processes/trace';
import type { z } from 'zod';
import type { Named } from '../accounts.ts';
import type { ToldStep } from '../store/reads.ts';
import { ownNumber } from './blind.ts';
import { BETWEEN, isPutToSides, offersHidden } from './case.ts';
import type * as S from './schemas.ts';
import { iso, type Speech, sideOf, speech, type Viewer } from './viewer.ts';

type HistoryView = z.infer<typeof S.HistoryEntry>;
type MoneyView = z.infer<typeof S.MoneyEntry>;
export interface MessageEdit {
  readonly text?: string;
  readonly deleted?: boolean;
}
export interface HistoryInput {
  readonly row: ToldStep;
  readonly viewer: Viewer;
  readonly names: ReadonlyMap<string, Named>;
  readonly c: Contract;
  readonly edits: ReadonlyMap<number, MessageEdit>;
  readonly policy: Policy;
}

/** Acts of other processes than the settlement itself that tell of offers (SET-4). */
export const OFFER_ACTS = ['offerSettlement', 'proposeBlind'];

/** The case that a step belongs to; of one that names none, the latest. */
function caseOf(c: Contract, on: string): Instance | undefined {
  const i = c.instances[on];
  const named = i?.process === 'case' ? i : c.instances[String(i?.facts['case'])];
  return named?.process === 'case' ? named : instancesOf(c, 'case').at(-1);
}

/** Whether the viewer may know of a step: sealed answers, hidden offers, unpublished feedback, mails of the machine. */
export function mayKnow(h: Pick<HistoryInput, 'row' | 'viewer' | 'c'>): boolean {
  const { row, viewer, c } = h;
  const side = sideOf(viewer);
  const theCase = caseOf(c, row.on);
  if ((BETWEEN.has(row.process) || OFFER_ACTS.includes(row.act)) && offersHidden(h, theCase)) return false;
  const author = viewer.watched ? undefined : side;
  if (row.act === 'answerProposal' && c.instances[row.on]?.state === 'proposed' && row.actor.role !== author) return false;
  if (row.act === 'giveFeedback' && c.instances[row.on]?.state !== 'published' && row.actor.role !== author) return false;
  if (row.act === 'propose' && side !== undefined && !isTheirs(row, c.instances[row.on])) return false;
  if (row.act === 'returnProposal' && side !== undefined) return false;
  const trace = row.act === 'reportMissing' || row.process === 'trace' ? c.instances[row.on] : undefined;
  if (trace && side !== undefined && ownerOf(trace) !== side) return false;
  return !row.act.startsWith('remind.');
}

/** Whether a proposal was put to the sides: not while a second reader has it, and not one that was sent back (MED-3). */
function isTheirs(row: ToldStep, i: Instance | undefined): boolean {
  const p = i && isPutToSides(i) ? caseFacts(i).proposal : undefined;
  return p !== undefined && p.freelancer === row.input['freelancer'] && p.reasons === row.input['reasons'];
}

/** One entry of the record; undefined when it is not for this viewer. */
export function historyView(h: HistoryInput): HistoryView | undefined {
  if (!mayKnow(h)) return undefined;
  const { row, viewer, names } = h;
  const s = speech(h);
  const you = row.actor.person !== undefined && row.actor.person === viewer.person;
  const name = actorName(h, s);
  return {
    seq: row.seq,
    at: row.happenedAt.toISOString(),
    writtenAt: row.writtenAt.toISOString(),
    act: row.act,
    on: row.on,
    process: row.process,
    lapse: row.lapse,
    actor: { role: row.actor.role, ...(name && { name }), you },
    sentence: stepSentence(row, s, name, h.c),
    rule: row.rule,
    ...dataOf(h),
    ...(you && row.act === 'say' && { editUntil: iso(row.happenedAt.getTime() + EDIT_WITHIN) }),
    money: moneyOf(row.postings, s, names),
    told: toldOf(h, s),
    digest: row.digest,
  };
}

/** Who hears of a step, each account once: a wallet has one owner on both its sides. */
function toldOf({ row, c }: HistoryInput, s: Speech): HistoryView['told'] {
  const told = row.tells.map(({ to, legal }) => ({
    to,
    name: to === 'client' || to === 'freelancer' ? s[to] : (s.words.ROLES[to === 'staff' ? 'support' : to] ?? to),
    mail: legal ? ('always' as const) : ('wanted' as const),
  }));
  const account = (to: string) => (to === 'client' || to === 'freelancer' ? c[to] : to);
  return told.filter((t, n) => told.findIndex((o) => account(o.to) === account(t.to)) === n);
}

function actorName(h: Pick<HistoryInput, 'row'>, s: Speech): string {
  const { row } = h;
  const person = s.name(row.actor.person);
  const standsFor = (party: string) => (person && person !== party ? s.say.actsFor(person, party) : party);
  if (row.actor.role === 'client') return standsFor(s.client);
  if (row.actor.role === 'freelancer' || row.actor.role === 'member') return standsFor(s.freelancer);
  if (row.actor.role === 'witness') return person;
  if (row.actor.role === 'bank' || row.actor.role === 'system') return '';
  if (row.actor.role === 'mediator' || row.actor.role === 'arbitrator') return s.say[row.actor.role](person);
  return s.say.staff(person);
}

/** Words that somebody wrote, without the full stop that the sentence around them has. */
const bare = (text: unknown): string => String(text).trim().replace(/\.$/, '');

/** Where the end of one window comes out in more ways than one: said by the state that it came to. */
const ENDS_EITHER_WAY = ['trace', 'blind'];

type Told = Pick<ToldStep, 'process' | 'act' | 'on' | 'from' | 'to' | 'lapse' | 'postings' | 'actor' | 'input'>;

/** The sum that an act asks for or offers without moving it. Offers are named to nobody but the sides: only they are told of them (SET-4). */
function sumAsked(row: Told, s: Speech, c: Contract): string {
  const say = (amount: unknown, words: (amount: string) => string) => (typeof amount === 'number' && amount > 0 ? words(s.amount(amount)) : '');
  const i = c.instances[row.on];
  switch (`${row.process}.${row.act}`) {
    case 'contract.end': {
      const asked = row.actor.role === 'client' && instancesOf(c, 'case').find((one) => one.facts['reason'] === row.input['reason']);
      return asked ? say(caseFacts(asked).requested, s.say.asks.back) : '';
    }
    case 'case.dispute':
      return say(row.input['claim'], s.say.asks.claims);
    case 'milestone.disputePartial':
      return say(row.input['claim'], s.say.asks.sum);
    case 'case.contest':
      return i ? say(caseFacts(i).claim, s.say.asks.claim) : '';
    case 'case.offerSettlement':
    case 'settlement.counterOffer': {
      const { freelancer } = row.input;
      return typeof freelancer === 'number' ? s.say.asks.offers(s.amount(freelancer), s.freelancer) : '';
    }
    default:
      return '';
  }
}

/** What happened, in one sentence, then the money it moved. `c`: for readers who may know of the step, which sum it asks for. */
export function stepSentence(row: Told, s: Speech, name: string, c?: Contract): string {
  if (row.act === 'found') return s.say.begunAgain;
  if (row.act === 'openWallet') return s.say.walletOpened;
  const money = sumUp(row.postings, s);
  if (row.lapse && ENDS_EITHER_WAY.includes(row.process))
    return [
      s.words.LAPSES[`${row.process}.${row.from}.${row.act}`]?.happened,
      `${s.words.STATES[`${row.process}.${row.to}`] ?? row.to}.`,
      ...money,
    ].join(' ');
  if (row.lapse) return [s.fill(s.words.LAPSES[`${row.process}.${row.from}.${row.act}`]?.happened ?? row.act), ...money].join(' ');
  if (row.actor.role === 'bank') return [s.words.BANK[`${row.process}.${row.act}`] ?? row.act, ...money].join(' ');
  const words = s.words.ACTS[isAnywhere(row.act) ? `any.${row.act}` : `${row.process}.${row.act}`];
  const more =
    row.act === 'extend'
      ? s.say.extended(Number(row.input['days']), String(row.input['reason']))
      : row.act === 'askTime'
        ? s.say.askedTime(Number(row.input['days']), bare(row.input['reason']))
        : row.act === 'declineTime'
          ? s.say.forReason(bare(row.input['reason']))
          : row.act === 'inviteWitness'
            ? s.say.forReason(s.name((row.input['witness'] as { id: string }).id))
            : row.act === 'end'
              ? s.say.because(s.words.CHOICES[String(row.input['reason'])] ?? '')
              : row.process === 'wallet' && row.input['method']
                ? ` (${(row.input['method'] as PayoutMethod).label})`
                : '';
  const notAgreed = row.to === 'unresolved' && row.from !== 'unresolved' ? [s.say.notAgreed] : [];
  const asked = c ? sumAsked(row, s, c) : '';
  return [
    s.say.did(name, s.fill(words?.they ?? row.act, { other: row.actor.role === 'client' ? s.freelancer : s.client }), more + asked),
    ...money,
    ...notAgreed,
  ].join(' ');
}

function sumUp(postings: readonly Posting[], s: Speech): string[] {
  const total = (from: string, to: string) => postings.reduce((sum, p) => (p.from.startsWith(from) && p.to.startsWith(to) ? sum + p.amount : sum), 0);
  const held = total('world', 'escrow:');
  const paid = total('escrow:', 'pending:') + total('escrow:', 'fees:service');
  const back = total('escrow:', 'refunds:') + total('fees:', 'refunds:');
  const fee = total('world', 'arbitration:');
  return [
    ...(held > 0 ? [s.say.moved.held(s.amount(held))] : []),
    ...(paid > 0 ? [s.say.moved.paid(s.amount(paid), s.freelancer)] : []),
    ...(back > 0 ? [s.say.moved.back(s.amount(back), s.client)] : []),
    ...(fee > 0 ? [s.say.moved.feeHeld(s.amount(fee))] : []),
  ];
}

const SHOWN = [
  'text',
  'message',
  'files',
  'links',
  'reason',
  'statement',
  'claim',
  'concede',
  'note',
  'question',
  'about',
  'answer',
  'reasons',
  'freelancer',
  'amount',
  'days',
  'window',
  'milestone',
  'stars',
  'comment',
];
/** The parts of an input that belong into the record for this reader; card tokens never do. */
function dataOf(h: HistoryInput): { data?: Record<string, unknown> } {
  const { row, edits, viewer } = h;
  if (row.act === 'say') {
    const edit = edits.get(row.seq);
    if (edit?.deleted) return { data: { deleted: true } };
    return {
      data: {
        text: edit?.text ?? row.input['text'],
        ...(row.input['files'] !== undefined && { files: row.input['files'] }),
        ...(edit && { edited: true }),
      },
    };
  }
  if (row.act === 'recuse' && sideOf(viewer) !== undefined) return {};
  if (row.act === 'bid') return ownNumber(row, viewer);
  const data = Object.fromEntries(
    SHOWN.flatMap((key) => (row.input[key] !== undefined && typeof row.input[key] !== 'undefined' ? [[key, row.input[key]]] : [])),
  );
  return Object.keys(data).length > 0 ? { data } : {};
}

const accountWords = (account: string, s: Speech, names: ReadonlyMap<string, Named>): string => {
  const [kind, of] = account.split(':') as [string, string?];
  const owner = of && names.get(of)?.name;
  const word = s.words.ACCOUNTS[kind] ?? kind;
  return owner ? `${owner}, ${word}` : word;
};
const moneyOf = (postings: readonly Posting[], s: Speech, names: ReadonlyMap<string, Named>) =>
  postings.map((p) => ({
    label: s.words.WHYS[p.why] ?? p.why,
    amount: p.amount,
    from: accountWords(p.from, s, names),
    to: accountWords(p.to, s, names),
  }));

/** Who caused a movement (MNY-8). */
export function causeOf(row: Pick<ToldStep, 'actor' | 'lapse' | 'process'>): MoneyView['by'] {
  const { role } = row.actor;
  if (row.lapse) return row.process === 'payment' || row.process === 'blind' ? 'platform' : 'silence';
  if (role === 'client' || role === 'mediator' || role === 'arbitrator' || role === 'bank') return role;
  if (role === 'freelancer' || role === 'member') return 'freelancer';
  return role === 'system' ? 'platform' : 'staff';
}

/** The escrow of one contract: every movement and what is held after it, newest first. */
export function moneyView(m: {
  rows: readonly ToldStep[];
  viewer: Viewer;
  names: ReadonlyMap<string, Named>;
  c: Contract;
  policy: Policy;
}): MoneyView[] {
  const s = speech(m);
  return statement(m.rows, [`escrow:${m.c.id}`], new Map([[m.c.id, m.c]]), s.words).reverse();
}

function statement(rows: readonly ToldStep[], accounts: readonly string[], contracts: ReadonlyMap<string, Contract>, words: Words): MoneyView[] {
  const balances = new Map<string, number>();
  const out: MoneyView[] = [];
  for (const row of rows)
    for (const p of row.postings)
      for (const [account, amount] of [
        [p.from, -p.amount],
        [p.to, p.amount],
      ] as const) {
        if (!accounts.includes(account)) continue;
        const c = contracts.get(row.contract);
        const key = `${account} ${c?.currency}`;
        balances.set(key, (balances.get(key) ?? 0) + amount);
        out.push({
          seq: row.seq,
          at: row.happenedAt.toISOString(),
          contract: row.contract,
          ...(c?.terms.title && { title: c.terms.title }),
          label: words.WHYS[p.why] ?? p.why,
          amount,
          account: account.split(':')[0] as string,
          by: causeOf(row),
          rule: row.rule,
          balance: balances.get(key) ?? 0,
          currency: c?.currency ?? '',
        });
      }
  return out;
}
