/** What a person is told of a step (NOT-1..3); its mail is written from it (notice-mail.ts). */
import { advance, type Contract, type Policy, type Tell, type World } from '@fairhold/domain';
import type { Named } from '../accounts.ts';
import { isUndeclared } from '../parts.ts';
import type { ToldStep } from '../store/reads.ts';
import { BETWEEN } from './case.ts';
import { type DeadlineView, deadlinesOf } from './deadlines.ts';
import { stepSentence } from './history.ts';
import { begun, withoutNames } from './undeclared.ts';
import { KNOWN_PAYER, speech, type Viewer } from './viewer.ts';

export interface NoticeInput {
  readonly row: ToldStep;
  readonly c: Contract;
  readonly names: ReadonlyMap<string, Named>;
  readonly policy: Policy;
  readonly world: World;
  readonly now: number;
  readonly to: {
    readonly person: string;
    readonly account: string;
    readonly role: Tell['to'];
    readonly zone: string;
    readonly locale: string;
  };
}
export interface NoticeView {
  readonly title: string;
  readonly sentence: string;
  readonly href: string;
  readonly deadline?: DeadlineView;
}

/** One notice, from the reader's side: what happened, the next deadline that is theirs, one link to the place where they act. */
export function noticeView(n: NoticeInput): NoticeView {
  const { row, c, to } = n;
  const viewer: Viewer = {
    person: to.person,
    account: to.account,
    role: to.role === 'finance' ? 'staff' : to.role,
    roles: [to.role === 'staff' ? 'support' : to.role],
    zone: to.zone,
    locale: to.locale,
  };
  const reminder = row.act.startsWith('remind.');
  const present = advance(c, n.now, n.policy, n.world).at(-1)?.contract ?? c;
  const kept = isUndeclared(present, viewer.role, viewer.roles, viewer.person) ? withoutNames(present, n.names, to.locale) : undefined;
  const names = kept ? kept.names : n.names;
  const s = speech({ c, names, viewer });
  const view = { c: present, viewer, policy: n.policy, now: n.now, world: n.world, names, payer: KNOWN_PAYER };
  const deadlines = deadlinesOf(view, to.role === 'client' || to.role === 'freelancer' ? new Set() : BETWEEN).filter((d) => d.window !== 'feedback');
  const deadline = deadlines.find((d) => d.yours && d.on === row.on) ?? deadlines.find((d) => d.yours) ?? deadlines.find((d) => d.on === row.on);
  const name =
    row.actor.role === 'client' ? s.client : row.actor.role === 'freelancer' || row.actor.role === 'member' ? s.freelancer : s.name(row.actor.person);
  const happened = reminder ? s.say.reminder(deadline?.title ?? s.say.aDeadline) : stepSentence(row, s, name, c);
  // What is said about more time is said where the time runs.
  const on = row.process === 'extension' ? String(c.instances[row.on]?.facts['on']) : row.on;
  const process = c.instances[on]?.process ?? row.process;
  const isCase = process === 'case' || BETWEEN.has(process) || ['question', 'witness'].includes(process);
  const desk = row.process === 'trace' || row.act === 'reportMissing';
  const href =
    desk && viewer.role === 'staff'
      ? '/console/traces'
      : c.kind === 'wallet'
        ? row.process === 'payoutChange' || row.input['method'] !== undefined
          ? '/settings'
          : '/money'
        : isCase
          ? `/contracts/${c.id}/case/${process === 'case' ? on : String(c.instances[on]?.facts['case'] ?? 'case1')}`
          : `/contracts/${c.id}`;
  return { title: c.terms.title, sentence: kept ? begun(happened) : happened, href, ...(deadline && { deadline }) };
}
