/** The shapes of the console's answers. */
import { z } from 'zod';
import { Action, Deadline, Party } from './schemas.ts';
import { Trace } from './way-schemas.ts';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');
const next = z.string().nullable().describe('Cursor of the next page');

export const StaffAct = z
  .object({
    seq: z.int(),
    at: instant,
    person: z.string(),
    name: z.string(),
    act: z.string(),
    subject: z.string(),
    subjectName: z.string().optional(),
    reason: z.string(),
    data: z.record(z.string(), z.unknown()),
    digest: z.string(),
  })
  .meta({ id: 'StaffAct' });
export const StaffActs = z.object({ items: z.array(StaffAct), next });

export const ConsoleAccount = z
  .object({
    id: z.string(),
    kind: z.enum(['person', 'agency']),
    name: z.string(),
    email: z.string().nullable(),
    staff: z.array(z.string()),
    since: instant,
  })
  .meta({ id: 'ConsoleAccount' });
export const ConsolePeople = z.object({ items: z.array(ConsoleAccount), next });
export const ConsolePerson = z
  .object({
    account: ConsoleAccount,
    zone: z.string(),
    locale: z.string(),
    verified: z.boolean().describe('Whether the mail address is confirmed'),
    twoFactor: z.boolean(),
    sessions: z.int().describe('Where they are signed in now'),
    apiKeys: z.int(),
    cards: z.int(),
    seats: z.array(z.object({ account: z.string(), name: z.string(), role: z.enum(['manager', 'member']) })).describe('Of a person: their agencies'),
    members: z
      .array(z.object({ person: z.string(), name: z.string(), role: z.enum(['manager', 'member']) }))
      .describe('Of an agency: who belongs to it'),
    balances: z.array(z.object({ kind: z.string(), currency: z.string(), amount: minor })),
    acts: z.array(StaffAct).describe('What staff did about this account, newest first'),
  })
  .meta({ id: 'ConsolePerson' });
export const ConsoleContracts = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      client: Party,
      freelancer: Party,
      role: z.enum(['client', 'freelancer']),
      state: z.string(),
      stateWords: z.string(),
      currency: z.string(),
      held: minor,
      changedAt: instant,
    }),
  ),
  next,
});

export const ConsoleCase = z
  .object({
    contract: z.string(),
    on: z.string(),
    title: z.string(),
    client: Party,
    freelancer: Party,
    stage: z.enum(['request', 'answer', 'mediation', 'fees', 'arbitration']),
    state: z.string(),
    stateWords: z.string(),
    gap: minor.describe('Still in dispute'),
    currency: z.string(),
    since: instant.describe('When this state began'),
    openedAt: instant,
    turn: z.object({ who: z.string(), sentence: z.string() }),
    deadline: Deadline.optional(),
    targetAt: instant.nullable(),
    overdue: z.boolean().describe('A promised time has passed'),
    assignee: Party.nullable(),
    undelivered: z.int().describe('Mails about it that could not be delivered'),
  })
  .meta({ id: 'ConsoleCase' });
export const ConsoleCases = z.object({ now: instant, items: z.array(ConsoleCase), next });

export const ConsoleDeadline = z
  .object({
    contract: z.string(),
    title: z.string(),
    client: Party,
    freelancer: Party,
    currency: z.string(),
    held: minor,
    at: instant.describe('When something happens next on it'),
    kind: z.enum(['reminder', 'deadline']),
    overdue: z.boolean(),
    deadline: Deadline,
    others: z.int().describe('More open deadlines on the same contract'),
    asked: z.boolean().describe('A party has asked for more time in it, and nobody has answered yet (TIM-10)'),
  })
  .meta({ id: 'ConsoleDeadline' });
export const ConsoleDeadlines = z.object({
  now: instant,
  behind: z.int().describe('Deadlines that should have been carried out'),
  items: z.array(ConsoleDeadline),
  next,
});

export const ConsoleLedger = z
  .object({
    at: instant,
    closedAt: instant.nullable().describe('Up to when the sums are kept; what moved since is summed now. Null: nothing is kept yet'),
    currencies: z.array(
      z.object({
        currency: z.string(),
        rows: z.array(z.object({ kind: z.string(), balance: minor, accounts: z.int() })),
        sum: minor.describe('Of all accounts: always 0'),
        held: minor.describe('With the bank for others and for us'),
        owed: minor.describe('To people: escrow, fees of arbitration, pending, available, on the way, credit'),
        earned: minor.describe('Fees of the platform'),
        solvent: z.boolean().describe('Held is owed and earned, to the minor unit (MNY-9)'),
      }),
    ),
    contractsOff: z
      .array(z.object({ id: z.string(), currency: z.string(), held: minor, booked: minor }))
      .describe('Held money that is not what the journal says: of contracts that moved since, the next 500 in turn, and those known to differ'),
  })
  .meta({ id: 'ConsoleLedger' });
export const LedgerAccounts = z.object({
  items: z.array(z.object({ account: z.string(), name: z.string(), contract: z.string().nullable(), currency: z.string(), balance: minor })),
  next,
});
export const LedgerEntry = z
  .object({
    contract: z.string(),
    title: z.string(),
    seq: z.int(),
    at: instant,
    label: z.string(),
    why: z.string(),
    sentence: z.string().describe('The act or lapse that moved it'),
    rule: z.string(),
    by: z.object({ role: z.string(), name: z.string() }),
    lapse: z.boolean(),
    amount: minor.describe('Added to the account, or taken from it'),
    other: z.string().describe('The other end of the movement'),
    balance: minor.describe('Of the account afterwards'),
  })
  .meta({ id: 'LedgerEntry' });
export const LedgerEntries = z.object({
  account: z.string(),
  name: z.string(),
  currency: z.string(),
  balance: minor,
  items: z.array(LedgerEntry),
  next,
});

export const PolicyValue = z
  .object({
    key: z.string(),
    name: z.string(),
    kind: z.enum(['window', 'amount', 'rate', 'silence', 'limit', 'yesNo', 'text']),
    currency: z.string().optional(),
  })
  .meta({ id: 'PolicyKey' });
export const PolicyDifference = PolicyValue.extend({ from: z.unknown(), to: z.unknown() }).meta({ id: 'PolicyDifference' });
export const PolicyVersion = z
  .object({
    id: z.string(),
    name: z.string(),
    pack: z.string(),
    version: z.int(),
    publishedAt: instant,
    effectiveAt: instant,
    publishedBy: z.string().nullable().describe('Name; null: it came with the installation'),
    proposedBy: z.string().nullable(),
    reason: z.string().nullable(),
    contracts: z.int().describe('Contracts pinned to it'),
    inForce: z.boolean().describe('New offers take it'),
  })
  .meta({ id: 'PolicyVersion' });
export const PolicyDraft = z
  .object({
    id: z.string(),
    state: z.enum(['draft', 'proposed', 'published', 'withdrawn']),
    base: z.string(),
    name: z.string(),
    pack: z.string(),
    madeBy: z.string(),
    madeAt: instant,
    changedAt: instant,
    proposedBy: z.string().nullable(),
    proposedAt: instant.nullable(),
    effectiveAt: instant.nullable(),
    reason: z.string().nullable(),
    publishedAs: z.string().nullable(),
    mayPublish: z.boolean().describe('You are the second person'),
  })
  .meta({ id: 'PolicyDraft' });
export const ConsolePolicy = z.object({
  versions: z.array(PolicyVersion),
  packs: z.array(z.object({ pack: z.string(), name: z.string() })),
  drafts: z.array(PolicyDraft),
});
export const PolicyHold = z.object({
  days: z.int().describe('The longest that money can stay held when everybody falls silent'),
  limitDays: z.int().describe('What the payment provider allows'),
  path: z.array(z.object({ key: z.string(), name: z.string(), days: z.int() })),
});
export const PolicyDraftFull = z
  .object({
    draft: PolicyDraft,
    document: z.record(z.string(), z.unknown()),
    digest: z.string().describe('Of the document; publishing names what was read'),
    keys: z.array(PolicyValue.extend({ value: z.unknown() })),
    faults: z.array(z.string()),
    hold: PolicyHold.nullable().describe('null while there are faults (POL-5)'),
    differences: z.array(PolicyDifference).describe('From the version in force'),
  })
  .meta({ id: 'PolicyDraftFull' });
const Sides = z.object({ client: minor, freelancer: minor });
export const PolicyEffect = z
  .object({
    looked: z.object({ contracts: z.int(), cases: z.int(), all: z.boolean().describe('false: only those that fall due next were looked at') }),
    windows: z.array(
      z.object({
        window: z.string(),
        name: z.string(),
        open: z.int(),
        longer: z.int(),
        shorter: z.int(),
        over: z.int().describe('Would have ended by now'),
      }),
    ),
    silences: z.array(
      z.object({
        window: z.string(),
        name: z.string(),
        currency: z.string(),
        contracts: z.int(),
        clientBefore: minor,
        clientAfter: minor,
        freelancerBefore: minor,
        freelancerAfter: minor,
      }),
    ),
    fees: z.array(z.object({ currency: z.string(), cases: z.int(), before: minor, after: minor })),
    secondReaders: z.object({ more: z.int(), fewer: z.int() }),
    sample: z.array(
      z.object({
        contract: z.string(),
        title: z.string(),
        currency: z.string(),
        windows: z.array(z.object({ name: z.string(), dueAt: instant, wouldBeDueAt: instant })),
        silences: z.array(z.object({ name: z.string(), before: Sides, after: Sides })),
        fees: z.array(z.object({ stake: minor, before: minor, after: minor })),
      }),
    ),
  })
  .meta({ id: 'PolicyEffect' });
const CaseEnd = z.object({ how: z.string(), freelancer: minor, client: minor, at: instant });
export const PolicyPast = z
  .object({
    from: instant,
    to: instant,
    looked: z.object({ cases: z.int(), all: z.boolean().describe('false: there were more than were looked at, the latest first') }),
    same: z.int(),
    later: z.int().describe('Of these: at another time'),
    different: z.int(),
    unknown: z.int().describe('What was done fits no more, or nothing would have ended them'),
    late: z.int().describe('Cases in which an act would have come too late'),
    otherFee: z.int().describe('Cases whose arbitration fee would have been another one while it could be paid'),
    sums: z
      .array(
        z.object({ currency: z.string(), cases: z.int(), clientBefore: minor, clientAfter: minor, freelancerBefore: minor, freelancerAfter: minor }),
      )
      .describe('Of the cases whose end is known under both'),
    sample: z.array(
      z.object({
        contract: z.string(),
        case: z.string(),
        title: z.string(),
        currency: z.string(),
        kind: z.enum(['same', 'different', 'unknown']),
        before: CaseEnd,
        after: CaseEnd.optional(),
        late: z.array(z.string()).describe('Acts that would have come too late, in words'),
        otherFee: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'PolicyPast' });

export const FailedMail = z
  .object({
    id: z.string(),
    to: z.string(),
    person: Party.nullable(),
    subject: z.string(),
    kind: z.string(),
    contract: z.string().nullable(),
    state: z.enum(['queued', 'failed']),
    attempts: z.int(),
    nextAt: instant.nullable(),
    reason: z.string().nullable(),
    at: instant,
  })
  .meta({ id: 'FailedMail' });
export const OpenPayment = z
  .object({
    reference: z.string(),
    kind: z.enum(['charge', 'refund', 'payout']),
    state: z.string(),
    amount: minor,
    currency: z.string(),
    account: Party,
    contract: z.string(),
    title: z.string(),
    attempts: z.int(),
    nextAt: instant,
    reason: z.string().nullable(),
    since: instant,
  })
  .meta({ id: 'OpenPayment' });
export const AgainLook = z
  .object({
    ids: z.array(z.string()).describe('Those that would be tried again now, at most 200, the oldest first'),
    count: z.int().describe('How many these are; it is typed to go on'),
    left: z.int().describe('Found as well, and left for another time'),
    sums: z.array(z.object({ currency: z.string(), amount: minor })),
    sample: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        title: z.string().nullable(),
        note: z.string().nullable(),
        at: instant,
        amount: minor.nullable(),
        currency: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AgainLook' });
export const AgainDone = z
  .object({ items: z.array(z.object({ id: z.string(), again: z.boolean(), sentence: z.string().optional().describe('Why not') })) })
  .meta({ id: 'AgainDone' });
export const Lag = z
  .object({
    waiting: z.object({ payments: z.int(), mails: z.int(), steps: z.int(), deadlines: z.int() }).describe('Due, and not yet done'),
    oldest: z.object({ payments: instant.nullable(), mails: instant.nullable(), deadlines: instant.nullable() }),
  })
  .meta({ id: 'ConsoleLag' });
export const ConsoleMails = z.object({ items: z.array(FailedMail), next });
export const ConsolePayments = z.object({ items: z.array(OpenPayment), next });

export const RecordStep = z
  .object({
    contract: z.string(),
    title: z.string(),
    seq: z.int(),
    at: instant,
    writtenAt: instant,
    act: z.string(),
    on: z.string(),
    process: z.string(),
    lapse: z.boolean(),
    sentence: z.string(),
    actor: z.object({ role: z.string(), person: z.string().nullable(), name: z.string() }),
    rule: z.string(),
    policy: z.string(),
    digest: z.string(),
  })
  .meta({ id: 'RecordStep' });
export const RecordSteps = z.object({ items: z.array(RecordStep), next: next.describe('Also after few or none: the search goes on further back') });
export const RecordCheck = z
  .object({
    id: z.string(),
    startedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    contracts: z.int(),
    steps: z.int(),
    broken: z.array(z.string()),
    done: z.boolean(),
  })
  .meta({ id: 'RecordCheck' });

const Answer = z.object({ ok: z.boolean(), at: instant });
const Restore = z.object({
  id: z.string(),
  begunAt: instant,
  finishedAt: instant,
  contracts: z.int(),
  steps: z.int(),
  files: z.int(),
  broken: z.array(z.string()).describe('What the verifier said of the restored installation; or why there was none'),
});
export const ConsoleBackup = z
  .object({
    id: z.string(),
    begunAt: instant.describe('By the machine that wrote it; what came later is not in it'),
    finishedAt: instant,
    folder: z.string().describe('As it was named to the command'),
    rows: z.int(),
    files: z.int(),
    bytes: z.int(),
    broken: z.array(z.string()).describe('Stored content that was not what its name says when it was copied'),
    restored: Restore.nullable().describe('The latest try; null: never tried'),
  })
  .meta({ id: 'ConsoleBackup' });
export const ConsoleBackups = z.object({ items: z.array(ConsoleBackup) });

export const ConsoleSummary = z
  .object({
    now: instant,
    mode: z.enum(['sandbox', 'live']),
    may: z.array(z.string()).describe('Parts of the console that are yours'),
    money: Answer.extend({
      sumsToZero: z.boolean(),
      solvent: z.boolean(),
      contractsOff: z.int(),
      differences: z.int(),
      unanswered: z.int().describe('Asked of the bank, and without an end for too long'),
      clearing: z.object({ count: z.int(), oldest: instant.nullable() }).describe('Payments that are on their way through the bank, and since when'),
    }),
    time: Answer.extend({
      behind: z.int(),
      oldest: instant.nullable(),
      next: instant.nullable(),
      aheadMs: z.int().describe('How far the test clock is ahead of the database’s'),
      overdueTargets: z.int(),
    }),
    delivery: Answer.extend({
      failedMails: z.int(),
      failedWebhooks: z.int().describe('Deliveries that were given up, of webhooks that are on'),
      late: z.boolean().describe('Something has waited for longer than a minute'),
      lag: Lag,
    }),
    history: Answer.extend({ last: RecordCheck.nullable() }),
    backups: z.object({
      ok: z.boolean().describe('The last one is of the last two days, and a restore that was tried in the last 30 held'),
      last: z.object({ id: z.string(), at: instant, broken: z.int() }).nullable(),
      restored: z.object({ id: z.string(), at: instant, broken: z.int() }).nullable().describe('The last tried restore, of whichever backup'),
    }),
    health: z
      .object({
        database: z.object({
          ok: z.boolean().describe('None of the measures is a warning'),
          ms: z.int().describe('How long it took to answer'),
          measures: z
            .array(
              z.object({
                name: z.enum(['answer', 'connections', 'transaction', 'size', 'wal', 'archive']),
                unit: z.enum(['ms', 's', 'count', 'bytes']),
                value: z.int(),
                of: z.int().optional().describe('The most that is possible'),
                warnFrom: z.int().optional().describe('From here on it is a warning'),
                ok: z.boolean(),
              }),
            )
            .describe('What was measured: the log kept for copies and its archive only where there are any'),
        }),
        disk: z.object({
          ok: z.boolean(),
          free: z.int().describe('Bytes'),
          keepFree: z.int().describe('With less free, writes are refused'),
          warnBelow: z.int().describe('With less free, it is a warning'),
        }),
        workers: z.object({ ok: z.boolean(), lastBeat: instant.nullable().describe('Of the process that answers') }),
        provider: z.object({ ok: z.boolean(), unknown: z.int().describe('Calls of the bank that had no answer') }),
      })
      .describe('What the server stands on'),
    waiting: z.object({
      policies: z.int().describe('Proposed, and waiting for a second person'),
      mine: z.int(),
      queue: z.array(z.object({ kind: z.string(), open: z.int(), overdue: z.int() })),
    }),
  })
  .meta({ id: 'ConsoleSummary' });

export const ConsoleTrace = Trace.omit({ id: true })
  .extend({
    contract: z.string(),
    on: z.string(),
    kind: z.enum(['refund', 'payout']),
    title: z.string(),
    owner: Party,
    amount: minor,
    currency: z.string(),
    reference: z.string().describe('Of the payment at the bank'),
    latest: instant.describe('When it should have arrived at the latest'),
    note: z.string().optional(),
    deadline: Deadline.nullable(),
    actions: z.array(Action),
  })
  .meta({ id: 'ConsoleTrace' });
export const ConsoleTraces = z.object({ now: instant, items: z.array(ConsoleTrace) });
