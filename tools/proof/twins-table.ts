// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of source text
/** The planted bugs: one small change of the source each, and the command that must notice it. */

export interface Twin {
  readonly name: string;
  readonly file: string;
  /** Stands in the file as it is; its first occurrence is exchanged. */
  readonly text: string;
  readonly instead: string;
  /** Which command catches it; unless said otherwise the simulator. */
  readonly by?: keyof typeof COMMANDS;
  /** It needs a server or a database, and is tried in the quick form all the same. */
  readonly quick?: true;
}

/** Commands in the form that is run against a twin. */
export const COMMANDS = {
  simulate: ['tools/simulate.ts', '--acts', '60000', '--first'],
  deadlines: ['tools/proof/deadlines.ts', '--quick'],
  authz: ['tools/proof/authz.ts', '--quick', '--first'],
  idempotency: ['tools/proof/idempotency.ts', '--quick', '--first'],
  tamper: ['tools/proof/tamper.ts', '--quick', '--first', '--times', '58'],
  refunds: ['tools/proof/refunds.ts', '--quick', '--first', '--many', '200'],
} as const;

const inFile = (file: string, twins: readonly Omit<Twin, 'file'>[]): Twin[] => twins.map((t) => ({ file, ...t }));

const MONEY: readonly Twin[] = [
  ...inFile('domain/money.ts', [
    { name: 'halves are rounded up, not to even', text: 'rest > divisor || (rest === divisor && floor % 2n === 1n)', instead: 'rest >= divisor' },
    { name: 'shares are rounded down', text: 'Number(up ? floor + 1n : floor)', instead: 'Number(floor)' },
  ]),
  ...inFile('domain/draft.ts', [
    { name: 'a release pays the fee out too', text: 'amount - fee, facts.why', instead: 'amount, facts.why' },
    { name: 'what was released is not counted', text: '  d.c.released += amount;\n  open(d', instead: '  open(d' },
    {
      name: 'the service fee is the policy’s, not the offer’s',
      text: 'rateOf(amount, d.c.terms.serviceFee)',
      instead: 'rateOf(amount, d.policy.rates.serviceFee)',
    },
    {
      name: 'the client fee of a refund is rounded for each part',
      text: 'proportion(f.fee, f.returned + part, f.amount) - f.returnedFee',
      instead: 'proportion(f.fee, part, f.amount)',
    },
    { name: 'refunds go to the oldest charge', text: 'settledCharges(d).reverse()', instead: 'settledCharges(d)' },
    {
      name: 'a refund becomes credit at once',
      text: 'post(d, escrow(d), `refunds:${d.c.client}`, amount, why)',
      instead: 'post(d, escrow(d), `credit:${d.c.client}`, amount, why)',
    },
    { name: 'what is refunded stays held', text: '  d.c.held -= amount;\n  d.c.refunded += amount;', instead: '  d.c.refunded += amount;' },
    {
      name: 'given-back money keeps the service fee',
      text: 'const fee = proportion(f.fee, back, f.amount) - (f.feeBack ?? 0);',
      instead: 'const fee = 0;',
    },
    { name: 'a returned arbitration fee stays counted', text: "'arbitrationFee');\n  d.c.arbitration -= f.amount;", instead: "'arbitrationFee');" },
    { name: 'money that came in is not held', text: 'd.c.held = whole(d.c.held + amount);', instead: 'whole(d.c.held + amount);' },
  ]),
  ...inFile('domain/casework.ts', [
    {
      name: 'an outcome goes to the other side',
      text: 'payFromGap(d, id, freelancer, how);\n  refundFromGap(d, id, gap - freelancer, how);',
      instead: 'payFromGap(d, id, gap - freelancer, how);\n  refundFromGap(d, id, freelancer, how);',
    },
    { name: 'a refund request that waited is forgotten', text: 'if (waiting && decidable(d.c) > 0)', instead: 'if (waiting === null)' },
    { name: 'what is claimed goes back as well', text: "rest - g.claim, 'notClaimed'", instead: "rest, 'notClaimed'" },
  ]),
  ...inFile('domain/milestones.ts', [
    {
      name: 'money in dispute is free for the next milestone',
      text: 'return c.held - bound - gapOf(openCase(c));',
      instead: 'return c.held - bound;',
    },
  ]),
  ...inFile('domain/processes/bank.ts', [
    { name: 'the hold ends with the gross amount', text: '(x.i.facts as { net: number }).net', instead: '(x.i.facts as { amount: number }).amount' },
  ]),
  ...inFile('domain/extension.ts', [
    {
      name: 'asking for more time moves the deadline',
      text: '  askFor(d, i, w, party, days, reason);',
      instead: '  changeWindow(d, i.id, w.name, (one) => ({ ...one, dueAt: one.dueAt + days * DAY }));\n  askFor(d, i, w, party, days, reason);',
    },
  ]),
  ...inFile('domain/processes/trace.ts', [
    { name: 'a payout that comes back becomes credit', text: "(wayFacts(i).from ?? 'available')", instead: "'credit'" },
    {
      name: 'a refund nobody can take is paid out as earnings',
      text: " : 'credit'}:${accountOf(c, i)}",
      instead: " : 'available'}:${accountOf(c, i)}",
    },
  ]),
  ...inFile('domain/processes/wallet.ts', [
    { name: 'a payout takes a cent less', text: '`payouts:${d.c.client}`, amount, ', instead: '`payouts:${d.c.client}`, amount - 1, ' },
    {
      name: 'an arrived payout stays on its way',
      text: "post(d, `payouts:${d.c.client}`, 'world', (x.i.facts as { amount: number }).amount, 'payoutArrived')",
      instead: 'undefined',
    },
  ]),
  ...inFile('domain/processes/case.ts', [
    { name: 'silence on a refund request pays the freelancer', text: "close('refundSilence', nothing)", instead: "close('refundSilence', all)" },
    { name: 'silence on a dispute pays the client', text: "close('disputeSilence', all)", instead: "close('disputeSilence', nothing)" },
    {
      name: 'nobody paid: decided by the wrong default',
      text: 'byDefault(x.policy.silence.noFeePaid, gap(x))',
      instead: "byDefault(x.policy.silence.noFeePaid === 'client' ? 'freelancer' : 'client', gap(x))",
    },
    {
      name: 'who alone paid the fee loses',
      text: "does: close('feeOnlyClient', nothing), legal },\n    { rule: 'ARB-4', from: ['unresolved']",
      instead: "does: close('feeOnlyClient', all), legal },\n    { rule: 'ARB-4', from: ['unresolved']",
    },
    {
      name: 'without an award it is always divided evenly',
      text: 'byDefault(x.policy.silence.noAward, gap(x))',
      instead: "byDefault('even', gap(x))",
    },
    { name: 'the odd cent goes to the freelancer', text: 'Math.floor(sum / 2)', instead: 'Math.ceil(sum / 2)' },
  ]),
  ...inFile('domain/processes/blind.ts', [
    { name: 'blind bids that do not meet are settled', text: '  if (most < least) return undefined;\n', instead: '' },
    { name: 'the odd cent of blind bids is always the freelancer’s', text: 'least + most + odd', instead: 'least + most + 1' },
  ]),
  ...inFile('domain/processes/offer.ts', [
    {
      name: 'an expired offer keeps the deposit',
      text: "after: 'offerLife', to: 'expired', does: giveBack",
      instead: "after: 'offerLife', to: 'expired'",
    },
  ]),
  ...inFile('domain/processes/dormancy.ts', [
    { name: 'forgotten money goes to the freelancer', text: "give('client', 'dormant')", instead: "give('freelancer', 'dormant')" },
  ]),
  ...inFile('domain/processes/milestone.ts', [
    {
      name: 'an unreviewed milestone is paid in full, held or not',
      text: "payMilestone(d, x.i.id, f(x).held, 'reviewSilence')",
      instead: "payMilestone(d, x.i.id, f(x).held - 1, 'reviewSilence')",
    },
  ]),
];

const TIME: readonly Twin[] = [
  ...inFile('domain/engine.ts', [
    {
      name: 'a lapse comes an hour early',
      text: 'if (!due || due.at > now) return steps;',
      instead: 'if (!due || due.at > now + 3_600_000) return steps;',
    },
    {
      name: 'the last instant still counts as in time',
      text: 'if (!due || due.at > now) return steps;',
      instead: 'if (!due || due.at >= now) return steps;',
    },
    {
      name: 'a lapse is dated a millisecond late',
      text: 'draftOf(HOUSE, c, window.dueAt, policy, world)',
      instead: 'draftOf(HOUSE, c, window.dueAt + 1, policy, world)',
    },
  ]),
  ...inFile('domain/processes/case.ts', [
    {
      name: 'mediation that is late never ends',
      text: "overdue: { turn: 'mediator', windows: [{ name: 'mediationEnd', actor: 'mediator', keep: true }] }",
      instead: "overdue: { turn: 'mediator' }",
    },
  ]),
  ...inFile('domain/processes/case.ts', [
    {
      name: 'an award that is late never ends',
      text: "awardOverdue: { turn: 'staff', windows: [{ name: 'awardFallback', actor: 'staff', keep: true }] }",
      instead: "awardOverdue: { turn: 'staff' }",
    },
  ]),
  ...inFile('domain/processes/dormancy.ts', [
    {
      name: 'forgotten money is never asked about',
      text: "counting: { turn: 'both', windows: [{ name: 'dormancy', actor: 'both' }] }",
      instead: "counting: { turn: 'both' }",
    },
  ]),
  ...inFile('domain/time.ts', [
    { name: 'Saturday is a business day', text: 'weekday !== 0 && weekday !== 6 &&', instead: 'weekday !== 0 &&', by: 'deadlines' },
    { name: 'a business day ends at its beginning', text: 'return day + DAY - 1;', instead: 'return day;', by: 'deadlines' },
    {
      name: 'the midnight comes a day early',
      text: 'period.midnightAfterDays + 1) * DAY - 1',
      instead: 'period.midnightAfterDays) * DAY - 1',
      by: 'deadlines',
    },
    { name: 'every fourth year is a leap year', text: ' - Math.floor(yearOfEra / 100)', instead: '', by: 'deadlines' },
  ]),
];

const RECORD: readonly Twin[] = [
  ...inFile('domain/step.ts', [
    {
      name: 'the record leaves out what was done away with',
      text: 'for (const id of changed) instances[id] = after.instances[id];',
      instead: 'for (const id of changed) if (before.instances[id] === undefined) instances[id] = after.instances[id];',
    },
    {
      name: 'a step has the number of the one before',
      text: 'd.c.seq = before.seq + 1;',
      instead: 'd.c.seq = before.seq + (d.postings.length > 0 ? 0 : 1);',
    },
  ]),
  ...inFile('server/decide.ts', [
    {
      name: 'a link does not hold the one before',
      text: 'sha256(`${before}\\n${canonical(linkOf(step, policy))}`)',
      instead: 'sha256(`${before.slice(0, 0)}\\n${canonical(linkOf(step, policy))}`)',
      by: 'tamper',
    },
  ]),
  ...inFile('server/store/steps.ts', [
    {
      name: 'the clock looks for a deadline a moment late',
      text: 'moved.map((r) => isoOr(dueOf(r)))',
      instead: 'moved.map((r) => (dueOf(r) === undefined ? null : iso((dueOf(r) as number) + 1)))',
      by: 'tamper',
      quick: true,
    },
  ]),
];

const ACCESS: readonly Twin[] = [
  ...inFile('server/decide.ts', [
    {
      name: 'a used key answers another body',
      text: 'if (answered.bodyHash !== bodyHash) return',
      instead: 'if (answered.bodyHash === undefined) return',
      by: 'idempotency',
      quick: true,
    },
  ]),
  ...inFile('server/parts.ts', [
    {
      name: 'every member of either agency sees the contract',
      text: 'if (seat && rule.seats.includes(seat.role))',
      instead: 'if (seat)',
      by: 'authz',
    },
    { name: 'mediators see every case', text: 'during.includes(open.state)', instead: 'during.length > 0', by: 'authz' },
    { name: 'staff need no second factor', text: '|| caller.twoFactor;', instead: '|| caller.twoFactor || true;', by: 'authz' },
  ]),
  ...inFile('server/access.ts', [
    { name: 'everybody holds every office', text: 'if (!caller.staff.some((x) => offices.includes(x))) throw notFound();', instead: '', by: 'authz' },
    {
      name: 'a key does what it has no scope for',
      text: 'if (caller.scopes.includes(scope)) return;',
      instead: 'if (caller.scopes.length > 0) return;',
      by: 'authz',
      quick: true,
    },
    { name: 'a member decides like a manager', text: 'if (seat && roles.includes(seat.role)) return;', instead: 'if (seat) return;', by: 'authz' },
  ]),
  ...inFile('server/view/blind.ts', [
    {
      name: 'both sides read the freelancer’s blind bid',
      text: 'numberOf(v.c, round.id, readerOf(v.viewer))',
      instead: "numberOf(v.c, round.id, 'freelancer')",
      by: 'authz',
      quick: true,
    },
  ]),
  ...inFile('server/auth/keys.ts', [{ name: 'a revoked key goes on', text: ' and revoked_at is null', instead: '', by: 'authz' }]),
];

/** What is asked of the bank, once, and what is made of its answer. */
const OUTBOX: readonly Twin[] = inFile('server/effects.ts', [
  {
    name: 'what may have been sent is sent again, unasked',
    text: 'const known = await provider.lookUp(e.reference);\n      if (known)',
    instead: 'const known = undefined as ProviderRecord | undefined;\n      if (known)',
    by: 'refunds',
    quick: true,
  },
  {
    name: 'a call without an answer counts as declined',
    text: "answer: { state: 'unknown', reason: String(error) }",
    instead: "answer: { state: 'declined', reason: String(error) }",
    by: 'refunds',
    quick: true,
  },
  {
    name: 'a notification is believed',
    text: 'hear: (record) => look(record.reference),',
    instead: 'hear: (record) => heed(record.reference, record),',
    by: 'refunds',
    quick: true,
  },
]);

/** What the verifier looks at. */
const EVIDENCE: readonly Twin[] = [
  ...inFile('server/verify-files.ts', [
    { name: 'the stored bytes of evidence are not read', text: 'if (is !== sha256)', instead: 'if (is === undefined)', by: 'tamper', quick: true },
    {
      name: 'the row of evidence is not compared',
      text: 'row.name !== c.facts.name || row.size !== String(c.facts.size) || row.type !== c.facts.type',
      instead: 'row.size !== String(c.facts.size)',
      by: 'tamper',
    },
  ]),
  ...inFile('server/verify-handed.ts', [
    {
      name: 'what is inside a case file that was handed over is not read',
      text: 'return [...out, ...insideFaults(stored, r, h, o)];',
      instead: 'return out;',
      by: 'tamper',
    },
    {
      name: 'the case file of another case is taken for the one that was handed over',
      text: 'manifest.contract !== r.contract || manifest.case !== r.case || checked.head !== h?.digest',
      instead: 'manifest.contract === undefined',
      by: 'tamper',
    },
    { name: 'a witness of a case file is not heard', text: 'seen.digest !== r.sha256', instead: 'seen.seq !== r.seq', by: 'tamper' },
  ]),
  ...inFile('server/verify-witness.ts', [
    { name: 'a witness is believed to have seen any step', text: ' && step.digest === seen.digest', instead: '', by: 'tamper' },
  ]),
  ...inFile('server/console/books.ts', [
    {
      name: 'what was closed is counted again with what came since',
      text: 'const { xid, n } = last[0] ?? mark;',
      instead: 'const { xid, n } = mark;',
      by: 'tamper',
    },
    {
      name: 'closed sums are not proven',
      text: 'where coalesce(k.balance, 0) <> coalesce(b.balance, 0) or coalesce(k.accounts, 0) <> coalesce(b.accounts, 0) or k.account is null',
      instead: 'where false',
      by: 'tamper',
      quick: true,
    },
  ]),
  ...inFile('server/verify.ts', [
    { name: 'the last link of the record is not compared', text: 'if (digest === contract.digest) return [];', instead: 'return [];', by: 'tamper' },
    { name: 'deadlines are not compared with the state', text: '  if (deadline) say(deadline);\n', instead: '', by: 'tamper' },
  ]),
];

/** What is shown before an act. */
const PREVIEWS: readonly Twin[] = inFile('domain/preview.ts', [
  {
    name: 'a preview that moves other money has the same digest',
    text: '    moved: consequence.moved,\n    held: consequence.heldAfter,\n    charge: consequence.charge,\n    refunds: inOneOrder(consequence.refunds.map(({ amount, card }) => ({ amount, card }))),\n',
    instead: '',
  },
  {
    name: 'a preview leaves out what was chosen',
    text: 'const step = act(c, actor, a, now, policy, world);\n  return isRefusal(step) ? step : previewed',
    instead:
      'const step = act(c, actor, { ...a, input: { ...(a.input as object), amount: undefined } }, now, policy, world);\n  return isRefusal(step) ? step : previewed',
  },
  { name: 'a preview shows what is held before, not after', text: 'heldAfter: after.held', instead: 'heldAfter: before.held' },
  {
    name: 'a preview hides the fees that come back',
    text: "const feesBack = total(postings, 'fees:', `refunds:${c.client}`);",
    instead: 'const feesBack = 0;',
  },
]);

export const TWINS: readonly Twin[] = [...MONEY, ...TIME, ...RECORD, ...ACCESS, ...OUTBOX, ...EVIDENCE, ...PREVIEWS];
