/** The shapes of the API's answers: the one source for response checks, OpenAPI and the clients' types. */
import { GROUPS } from '@fairhold/domain';
import { z } from 'zod';
import { BlindBids } from './blind-schemas.ts';
import { Offer, Position, Road } from './offer-schemas.ts';
import { PreviewMoney } from './preview-schemas.ts';
import { CaseTopics, OnTopic, ShownBy, Side, Topic, TopicFinding } from './topic-schemas.ts';
import { Way } from './way-schemas.ts';
import { Witness } from './witness-schemas.ts';

export * from './platform-schemas.ts';

const instant = z.string().describe('UTC instant, ISO 8601');
const minor = z.int().describe('Whole minor units');
const Who = z.enum(['client', 'freelancer', 'both', 'mediator', 'arbitrator', 'staff', 'bank', 'nobody']);

export const Party = z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'agency']) }).meta({ id: 'Party' });
export const FileFact = z
  .object({
    id: z.string(),
    name: z.string(),
    size: z.int(),
    type: z.string(),
    sha256: z.string(),
    caption: z.string().optional(),
    topic: Topic.optional(),
  })
  .meta({ id: 'FileFact' });
export const Silence = z
  .object({
    sentence: z.string(),
    rule: z.string(),
    client: minor.describe('What goes back to the client, fees included'),
    freelancer: minor.describe('What the freelancer gets after the service fee'),
    next: z.string().optional(),
  })
  .meta({ id: 'Silence' });
const Group = z
  .enum(GROUPS)
  .describe('What it is a part of: of the case, of a milestone, of the contract itself; those of a case are done on its page');
export const Deadline = z
  .object({
    at: instant,
    window: z.string(),
    on: z.string(),
    group: Group,
    title: z.string(),
    actor: Who,
    yours: z.boolean(),
    silence: Silence,
    extended: z.object({ days: z.int(), reason: z.string(), owed: z.boolean() }).optional(),
  })
  .meta({ id: 'Deadline' });
export const Action = z
  .object({
    act: z.string(),
    on: z.string(),
    group: Group,
    title: z.string(),
    button: z.string(),
    hint: z.string(),
    weight: z.enum(['main', 'normal', 'quiet', 'danger']),
    undo: z.boolean().describe('false: needs a preview and its digest'),
    look: z.boolean().optional().describe('It can be undone, and yet its preview says what the other side can make of it'),
    input: z.record(z.string(), z.unknown()).describe('JSON Schema; property order is form order, x-kind says how to ask'),
    rule: z.string(),
    blocked: z.object({ sentence: z.string() }).optional(),
    talkFirst: z.string().optional().describe('A draft of a message to send before'),
  })
  .meta({ id: 'Action' });
/** `input` is what the act takes, ready to be sent. */
export const TakeBack = Action.pick({ act: true, on: true, title: true }).extend({ input: z.record(z.string(), z.unknown()) });
export const Turn = z
  .object({
    who: z.enum(['you', 'them', 'both', 'client', 'freelancer', 'mediator', 'arbitrator', 'staff', 'bank', 'nobody']),
    name: z.string().optional(),
    sentence: z.string(),
    until: instant.optional().describe('While the bank has money: when it is there at the latest, as with the refund or payout'),
    next: z.string().optional().describe('What its owner can do if it is not there by then'),
  })
  .meta({ id: 'Turn' });
export const MoneyOf = z
  .object({
    charged: minor.describe('Into escrow so far'),
    held: minor,
    inReview: minor,
    disputed: minor,
    released: minor.describe('Before the service fee'),
    fees: minor.describe('Service fees taken'),
    refunded: minor,
    onTheWay: minor.describe('Back to cards, fees included, not arrived yet'),
  })
  .meta({ id: 'ContractMoney' });
const Marked = z.object({ id: z.string(), text: z.string(), mark: z.string(), reason: z.string().optional(), shownBy: ShownBy });
const Statement = z.object({
  at: instant,
  text: z.string(),
  criteria: z.array(Marked),
  topics: z.array(OnTopic).describe('What was said topic by topic; may be empty'),
  files: z.array(FileFact),
});
const MilestoneTerms = z.object({
  title: z.string(),
  description: z.string(),
  amount: minor,
  dueDate: z.string().optional(),
  criteria: z.array(z.string()),
  revisionLimit: z.int().optional(),
});
const Terms = z.object({
  title: z.string(),
  scope: z.string(),
  jobPost: z.string().optional().describe('The words with which the job was advertised, as the client gave them; fixed'),
  budget: minor.optional(),
  milestones: z.array(MilestoneTerms),
  serviceFee: z.int().describe('Basis points'),
  files: z.array(FileFact).optional(),
});
const Difference = z.object({ field: z.string(), name: z.string().describe('The field in words'), from: z.unknown(), to: z.unknown() });
const Flag = z.object({
  code: z.string(),
  group: z.enum(['changed', 'post', 'unusual']).describe('Changed since the version before, not as the job post has it, or unusual by itself'),
  severity: z.enum(['high', 'low']),
  sentence: z.string(),
  why: z.string(),
  quote: z.string().optional().describe('The sentence that was stopped at'),
  where: z.string().optional().describe('Where that sentence stands, in words'),
  ask: z.string().optional().describe('A first draft of a message to the other side; left out where the terms are your own'),
});
const Beside = z.object({ text: z.string(), same: z.boolean() });
const Rights = z.object({
  holder: z.enum(['freelancer', 'client', 'shared']),
  share: z.int().describe("The client's share in basis points"),
  since: instant,
  reason: z.string(),
});
const Criterion = z.object({ id: z.string(), text: z.string() });
export const Milestone = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    amount: minor,
    dueDate: z.string().optional(),
    criteria: z.array(Criterion),
    state: z.string(),
    stateWords: z.string(),
    held: minor,
    released: minor,
    revisionsUsed: z.int(),
    revisionLimit: z.int().optional(),
    wanted: z.string().optional().describe('The changes last asked for'),
    submissions: z.array(
      z.object({
        n: z.int(),
        at: instant,
        by: z.string(),
        message: z.string(),
        files: z.array(FileFact),
        links: z.array(z.string()),
        criteria: z.array(Marked),
      }),
    ),
    rights: Rights.optional(),
  })
  .meta({ id: 'Milestone' });
const Split = z.object({ freelancer: minor, client: minor });
const Fee = z.object({ state: z.enum(['unpaid', 'inFlight', 'paid']), by: z.string().optional(), at: instant.optional() });
export const Case = z
  .object({
    id: z.string(),
    state: z.string(),
    stage: z.enum(['request', 'answer', 'mediation', 'fees', 'arbitration', 'closed']),
    stateWords: z.string(),
    gap: minor,
    requested: minor,
    paid: minor,
    claim: minor.optional(),
    reason: z.string(),
    reasonWords: z.string(),
    text: z.string(),
    claimReason: z.string().optional(),
    ...CaseTopics,
    statements: z.object({ client: Statement.optional(), freelancer: Statement.optional() }),
    addenda: z.object({ client: Statement.optional(), freelancer: Statement.optional() }),
    further: z.object({ client: Statement.optional(), freelancer: Statement.optional() }),
    parts: z.array(z.object({ id: z.string(), title: z.string(), amount: minor })).describe('What the gap is made of, by milestone'),
    exhibits: z.array(
      z.object({
        n: z.int(),
        id: z.string(),
        kind: z.string(),
        title: z.string(),
        at: instant,
        by: z.string(),
        side: Side,
        file: FileFact.optional(),
        topic: Topic.optional().describe('Said by who gave it, or by its kind'),
        text: z.string().optional().describe('What a witness says'),
      }),
    ),
    witnesses: z.array(Witness).describe('Whom the sides invited to say what they saw, oldest first (DSP-10)'),
    witnessesMost: z.int().describe('How many each side may have; 0: none'),
    questions: z.array(
      z.object({
        id: z.string(),
        to: z.enum(['client', 'freelancer']),
        question: z.string(),
        answer: z.string().optional(),
        state: z.string(),
        askedAt: instant,
      }),
    ),
    mediator: z.string().optional(),
    target: z
      .object({ at: instant, sentence: z.string() })
      .optional()
      .describe('To the two: until when a proposal is meant to come. It is no deadline: nothing follows when it passes'),
    arbitrator: z.string().optional(),
    proposal: z
      .object({
        ...{ freelancer: minor, client: minor, reasons: z.string(), criteria: z.array(Marked), topics: z.array(TopicFinding), at: instant },
        secondReader: z.string().optional(),
      })
      .optional(),
    answers: z.object({ yours: z.string().optional(), client: z.string().optional(), freelancer: z.string().optional(), sealed: z.boolean() }),
    fees: z
      .object({
        amount: minor,
        track: z.enum(['documents', 'hearing']).describe('Whether the documents alone decide (ARB-9)'),
        client: Fee,
        freelancer: Fee,
        onlyPaid: z
          .object({ client: Split, freelancer: Split })
          .optional()
          .describe('While the fees can be paid: how the gap is divided where only this side has paid when the time is over (ARB-4)'),
      })
      .optional(),
    breakEven: z
      .object({
        stake: minor,
        fee: minor,
        feeShare: z.int().describe('Fee as basis points of the stake'),
        grid: z.array(z.object({ percent: z.int(), freelancer: minor, client: minor, freelancerNet: minor, clientNet: minor })),
        cheaper: z.array(z.string()),
      })
      .optional(),
    arbitrationFee: minor.describe('What each party pays for arbitration of this gap, should it come to that'),
    award: z.object({ freelancer: minor, client: minor, reasons: z.string(), topics: z.array(TopicFinding), at: instant }).optional(),
    positions: z.array(Position).describe('Of an open case: open offers, latest first, what each side wants, what silence does; shares of the gap'),
    roads: z.array(Road).describe('For who has to answer a refund request or a claim: what holds now, and what each answer does at once'),
    offers: z.array(Offer),
    disclosed: z.object({ client: z.boolean(), freelancer: z.boolean() }).describe('Who agreed that mediator and arbitrator see the offers'),
    offersHidden: z.boolean(),
    blind: BlindBids,
    outcome: z.object({ how: z.string(), sentence: z.string(), freelancer: minor, client: minor, at: instant }).optional(),
  })
  .meta({ id: 'Case' });
export const Contract = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    state: z.enum(['offered', 'countered', 'declined', 'withdrawn', 'expired', 'active', 'ended', 'closed']),
    stateWords: z.string(),
    currency: z.string(),
    policy: z.object({ id: z.string(), name: z.string() }),
    you: z.object({
      role: z.enum(['client', 'freelancer', 'member', 'mediator', 'arbitrator', 'staff']),
      account: z.string(),
      undeclared: z.boolean().optional().describe('A mediator or arbitrator who has not taken the case: the two have no names here until then'),
    }),
    client: Party,
    freelancer: Party,
    heldMoney: minor,
    money: MoneyOf,
    turn: Turn,
    deadline: Deadline.optional().describe('The one of `deadlines` to say first, as in the list'),
    deadlines: z.array(Deadline),
    actions: z.array(Action),
    takeBack: TakeBack.optional().describe('In the answer of an act: what takes it back, as long as nothing came of it'),
    terms: Terms.extend({
      digest: z.string(),
      versions: z.array(
        z.object({ version: z.int(), by: z.string(), at: instant, digest: z.string(), scope: z.string(), differences: z.array(Difference) }),
      ),
      agreedAt: instant.optional().describe('When the last version was accepted'),
      since: z.array(Difference).optional().describe('What was changed of the milestones after that, against the accepted version'),
      flags: z.array(Flag),
      checked: z.array(z.string()).describe('What an offer is looked over for; empty once it is over'),
      protection: z.object({ does: z.array(z.string()), doesNot: z.array(z.string()) }),
      besidePost: z
        .object({ post: z.array(Beside), offer: z.array(Beside) })
        .optional()
        .describe('Job post and offer, sentence by sentence; `same`: the other says it too'),
      fees: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
    milestones: z.array(Milestone),
    case: Case.optional(),
    cases: z.array(z.string()),
    changes: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        by: z.string(),
        milestone: z.string().optional(),
        to: z.record(z.string(), z.unknown()),
        state: z.string(),
        stateWords: z.string(),
        at: instant,
      }),
    ),
    partings: z
      .array(
        z.object({
          id: z.string(),
          by: z.enum(['client', 'freelancer']),
          freelancer: minor,
          client: minor.describe('The rest of what was held; fees on it come back on top'),
          note: z.string().optional(),
          state: z.string(),
          stateWords: z.string(),
          madeAt: instant,
          until: instant.optional(),
        }),
      )
      .describe('Offers to end by agreement, oldest first'),
    extensions: z
      .array(
        z.object({
          id: z.string(),
          by: z.enum(['client', 'freelancer']),
          on: z.string(),
          window: z.string(),
          title: z.string(),
          days: z.int(),
          reason: z.string(),
          state: z.string(),
          stateWords: z.string(),
          askedAt: instant,
          answer: z
            .object({ days: z.int().optional(), reason: z.string(), at: instant })
            .optional()
            .describe('Of staff; with days when they extended'),
        }),
      )
      .describe('More time that a party asked for, oldest first'),
    payments: z.array(
      z.object({
        id: z.string(),
        amount: minor,
        fee: minor,
        net: minor,
        state: z.string(),
        availableAt: instant.optional(),
        reason: z.string(),
        rule: z.string(),
        at: instant,
      }),
    ),
    refunds: z.array(Way),
    payouts: z.array(Way).describe('Of a wallet'),
    feedback: z
      .object({
        state: z.string(),
        yours: z.object({ stars: z.int(), comment: z.string().optional() }).optional(),
        theirs: z.object({ stars: z.int(), comment: z.string().optional() }).optional(),
      })
      .optional(),
    checklist: z.array(z.string()),
    links: z.object({ reinstates: z.string().optional(), reinstatedBy: z.string().optional() }),
    endedBy: z.string().optional(),
    endReason: z.string().optional(),
    seq: z.int(),
    recorded: z
      .object({ seq: z.int().describe('Its number in the history'), digest: z.string() })
      .optional()
      .describe('In the answer of an act: the step it became. `seq` may be further: others can follow in the same instant'),
    now: instant,
  })
  .meta({ id: 'Contract' });
export const ContractSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    other: z.object({ id: z.string(), name: z.string() }).describe('The other party; the client, for whoever is neither'),
    freelancer: z.object({ id: z.string(), name: z.string() }).optional().describe('For whoever is neither of the two'),
    role: z.string(),
    state: z.string(),
    stateWords: z.string(),
    currency: z.string(),
    heldMoney: minor,
    turn: Turn,
    deadline: Deadline.optional(),
    updatedAt: instant,
    group: z.enum(['needs_me', 'waiting', 'all']),
  })
  .meta({ id: 'ContractSummary' });
export const MenuItem = z
  .object({
    what: z.enum(['message', 'download', 'caseFile', 'case', 'end', 'withdraw']),
    title: z.string().describe('Of an act: the same words as in its action'),
    href: z.string().describe('Where it leads: a page, or a file to save. Nothing is done by opening it'),
    blocked: z.object({ sentence: z.string() }).optional().describe('Not possible now, and why'),
  })
  .meta({ id: 'MenuItem' });
export const ContractRow = ContractSummary.extend({
  kind: z.string().describe('How it is paid: fixed has milestones'),
  kindWords: z.string(),
  news: z.int().describe('Notices about it that you have not read'),
  menu: z.array(MenuItem).describe('What leads on from here; ending leads to its preview, never does it'),
}).meta({ id: 'ContractRow' });
export const ContractList = z.object({
  now: instant,
  items: z.array(ContractRow),
  next: z.string().nullable(),
  count: z.int().optional().describe('How many need you, in all; on the first page of that group'),
  held: z.array(z.object({ currency: z.string(), amount: minor })).describe('What you hold in escrow as a client, in all'),
  heldForYou: z.array(z.object({ currency: z.string(), amount: minor })).describe('What is held in escrow for you as a freelancer, in all'),
  people: z.array(z.object({ id: z.string(), name: z.string() })).describe('With whom you have contracts, at most 200; on the first page only'),
  kinds: z.array(z.object({ kind: z.string(), words: z.string() })).describe('Kinds of contract that you have; on the first page only'),
});
export const ActReceipt = z
  .object({
    id: z.string().describe('The contract'),
    seq: z.number().int().describe('Number of the step in its history'),
    act: z.string(),
    on: z.string(),
    at: instant,
    state: z.string(),
    heldMoney: minor,
    currency: z.string(),
  })
  .meta({ id: 'ActReceipt' });
export const ActFound = z
  .object({ seq: z.int().describe('Number of the step'), act: z.string(), on: z.string(), at: instant })
  .meta({ id: 'ActFound' });
export const OfferFound = z.object({ contract: z.string(), seq: z.int().describe('Number of the step'), at: instant }).meta({ id: 'OfferFound' });
export const ActResults = z.object({
  results: z.array(
    z.union([
      z.object({ status: z.literal(200), replayed: z.boolean(), receipt: ActReceipt }),
      z.object({
        status: z.number().int().min(400),
        problem: z.looseObject({ code: z.string(), title: z.string(), detail: z.string(), fix: z.string() }),
      }),
    ]),
  ),
});
export const Preview = z
  .object({
    digest: z.string(),
    act: z.string(),
    on: z.string(),
    sentence: z.string(),
    button: z.string(),
    money: PreviewMoney,
    next: z.array(z.object({ at: instant.optional(), actor: z.string().optional(), sentence: z.string() })),
    cannotBeUndone: z.array(z.string()),
    effects: z.array(z.string()),
    falls: z
      .array(z.object({ id: z.string(), title: z.string(), paid: minor, back: minor, asked: minor }))
      .describe('How it falls on the milestones, where it touches several: paid, sent back, asked back in a case'),
    rule: z.string(),
  })
  .meta({ id: 'Preview' });
export const HistoryEntry = z
  .object({
    seq: z.int(),
    at: instant,
    writtenAt: instant,
    act: z.string(),
    on: z.string(),
    process: z.string(),
    lapse: z.boolean(),
    actor: z.object({ role: z.string(), name: z.string().optional(), you: z.boolean() }),
    sentence: z.string(),
    rule: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
    editUntil: instant.optional().describe('Of a message of your own'),
    money: z.array(z.object({ label: z.string(), amount: minor, from: z.string(), to: z.string() })),
    told: z
      .array(z.object({ to: z.string(), name: z.string(), mail: z.enum(['always', 'wanted']) }))
      .describe('Who is told of it here, and by mail: always, where it is a legal notice, or if they want such mails'),
    digest: z.string(),
  })
  .meta({ id: 'HistoryEntry' });
export const History = z.object({ items: z.array(HistoryEntry), next: z.string().nullable() });
export const MoneyEntry = z
  .object({
    seq: z.int(),
    at: instant,
    contract: z.string(),
    title: z.string().optional(),
    label: z.string(),
    amount: minor.describe('Negative: out of the account'),
    account: z.string(),
    by: z.enum(['client', 'freelancer', 'staff', 'mediator', 'arbitrator', 'silence', 'bank', 'platform']),
    rule: z.string(),
    balance: minor.describe('Of the account, after it'),
    currency: z.string(),
  })
  .meta({ id: 'MoneyEntry' });
export const MoneyList = z.object({ items: z.array(MoneyEntry) });
export const Notice = z
  .object({
    id: z.string(),
    contract: z.string(),
    kind: z.string().describe('What happened: process and act, like case.dispute or case.lapse.refundAnswer'),
    title: z.string(),
    sentence: z.string(),
    at: instant,
    read: z.boolean(),
    legal: z.boolean(),
    href: z.string(),
    deadline: Deadline.optional(),
    held: z.object({ amount: minor, currency: z.string() }).optional().describe('What the contract held then'),
    mail: z.object({ state: z.string().describe('none, queued, gathered for one mail, sent, failed'), reason: z.string().optional() }),
    mute: z.object({ process: z.string(), muted: z.boolean() }).optional().describe('Of this kind mail can be switched off'),
  })
  .meta({ id: 'Notice' });
export const NoticeList = z.object({ items: z.array(Notice), next: z.string().nullable(), unread: z.int() });
export const Queue = z.object({
  now: instant,
  changedAt: instant.nullable().describe('When you last heard of a case'),
  impartialDays: z.number().describe('Who takes a case has not mediated against one of its parties for so long (MED-1)'),
  items: z.array(
    z
      .object({
        contract: z.string(),
        on: z.string(),
        kind: z.string(),
        title: z.string(),
        stateWords: z.string(),
        since: instant,
        targetAt: instant.nullable(),
        overdue: z.boolean(),
        mine: z.boolean(),
        taken: z.boolean(),
        deadline: Deadline.optional().describe('The one of the contract to say first; `targetAt` is the time the platform gives itself'),
        waitsFor: z.object({ who: z.string(), sentence: z.string() }),
        openedAt: instant.describe('When it came to where it stands'),
        size: z.object({ criteria: z.int(), exhibits: z.int() }).describe('How much there is to read'),
        languages: z.array(z.string()).describe('Languages in which the parties read, without saying whose is which'),
        reasons: z.array(z.string()).describe('Why the refund was asked for, and why the freelancer claims, in words'),
        amount: minor,
        currency: z.string(),
        conflict: z.string().optional(),
      })
      .meta({ id: 'QueueItem' }),
  ),
});
