/**
 * Sentences that a template could not carry: they count, take a name, or put the verb elsewhere in another language. Amounts, instants
 * and percentages come in as text of the reader's language (format.ts); names as they are.
 */

/** Who has a deadline: the reader, a party by name, or a part. */
export type Whose = 'you' | 'both' | 'nobody' | 'mediator' | 'secondReader' | 'arbitrator' | 'staff' | 'bank' | { readonly name: string };

/** What nobody acting would do. Sums are left out where nothing moves. */
export interface SilenceParts {
  readonly whose: Whose;
  readonly client: string;
  readonly freelancer: string;
  readonly toClient?: string | undefined;
  /** Of the escrow, and what the freelancer has of it after the fee. */
  readonly released?: { readonly gross: string; readonly net: string } | undefined;
  readonly arbitrationBack?: string | undefined;
  /** `then` of the window, used when no money moves. */
  readonly follows: string;
  readonly at: string;
}

export interface Sentences {
  // ── whose turn ──
  /** A deadline's title or a state, inside a sentence. */
  inner(title: string): string;
  yourTurn(what: string): string;
  bothCanAct(what: string): string;
  waitingFor(name: string, what: string): string;
  /** A member's agency has to do this, and this member cannot; no names where nobody has looked them up. */
  managerDecides(agency: string, managers: readonly string[], what: string): string;
  /** Who can do what a member of an agency cannot; no names where nobody has looked them up. */
  managersCan(agency: string, managers: readonly string[]): string;
  /** Who can do what somebody outside cannot. */
  theseCan(who: readonly string[]): string;
  youAnswered(other: string): string;
  youPaid(other: string): string;
  /** Until when a proposal is meant to come; `who`: the mediator, once there is one. */
  proposalMeant(who: string | undefined, at: string): string;
  /** Money on its way, before and after its latest date. */
  bankHasIt(by: string): string;
  bankIsLate(by: string): string;
  /** What its owner, else the reader, can do if it is not there by its latest date, or `late`: now. */
  ifNotThere(owner: string | undefined, late: boolean): string;

  // ── silence ──
  silence(p: SilenceParts): string;
  /** `then` of a window, standing alone. */
  next(then: string): string;

  // ── what an act would do ──
  preview(you: string, clauses: readonly string[]): string;
  isCharged(card: string, total: string): string;
  isPaid(gross: string, freelancer: string, net: string): string;
  givesBack(freelancer: string, given: string, fee: string): string;
  goesBack(amount: string, client: string): string;
  feesGoBack(amount: string): string;
  /** To credit or to what is available, after the bank did not know of it. */
  isGivenBack(amount: string, owner: string): string;
  youAskBack(amount: string): string;
  staysHeld(amount: string): string;
  readonly buttons: {
    readonly end: string;
    endAndAsk(amount: string): string;
    endAndPay(amount: string): string;
    endAndGiveBack(amount: string): string;
    approveAndPay(amount: string): string;
    withSum(button: string, amount: string): string;
  };
  readonly rows: {
    /** Total of what a card is charged. */
    charged(card: string): string;
    readonly intoEscrow: string;
    gets(freelancer: string): string;
    readonly serviceFee: string;
    gives(freelancer: string): string;
    back(client: string): string;
    feesBack(client: string): string;
    readonly held: string;
    /** As long as two numbers that nobody knows do not meet (SET-3). */
    readonly heldUnlessMet: string;
    /** With what the card brings. */
    readonly heldAfter: string;
    readonly together: string;
  };
  /** `days`: the working days that the bank may take. */
  arrives(amount: string, card: string, by: string, days?: number): string;
  /** How long a clock runs. */
  period(
    p: { readonly days: number } | { readonly hours: number } | { readonly businessDays: number } | { readonly midnightAfterDays: number },
  ): string;
  /** Of money on its way: the last date, and how many business days that is; or `late`: that it is over. */
  onItsWay(by: string, days: number | undefined, late: boolean): string;
  goesToBank(amount: string, account: string): string;
  canPayOut(freelancer: string, amount: string, from: string): string;
  opened(whose: Whose, until: string, title: string): string;
  readonly final: {
    payment(freelancer: string): string;
    refund(client: string): string;
    charge(card: string): string;
    readonly ended: string;
    readonly statement: string;
    readonly award: string;
    readonly bid: string;
  };
  readonly effects: {
    /** A flag of an offer with the sentence it stands in. */
    flagged(sentence: string, quote: string): string;
    /** A milestone that comes with a change; or the names of the terms that it changes. */
    added(title: string, amount: string): string;
    changed(terms: readonly string[]): string;
    cancelled(milestones: number): string;
    unpaidGivenUp(amount: string): string;
    heldGivenUp(amount: string): string;
    readonly reviewStops: string;
    readonly feedback: string;
    /** All that can be lost by going on: what is in dispute, and the fee. */
    atRisk(together: string, gap: string, fee: string): string;
    /** How a round of blind bids goes, said before it is proposed or agreed to. */
    blind(x: { side: 'client' | 'freelancer'; other: string; most: number; left: number }): readonly string[];
    /** What comes of one's number, whatever the other names. `end`: the far end of where it can be settled; `until`: the other has named none yet. */
    bid(x: {
      side: 'client' | 'freelancer';
      other: string;
      number: string;
      end: string;
      clauses: readonly string[];
      until?: string;
    }): readonly string[];
    /** Said before a party asks for more time: that nothing moves, and what the other gets if it is granted. */
    askTime(at: string, other: string, shared: boolean): readonly string[];
    /** What an offer would do if it were accepted as it stands. */
    ifAccepted(name: string, clauses: readonly string[], ends: boolean): string;
  };

  // ── the record ──
  actsFor(person: string, party: string): string;
  mediator(person: string): string;
  arbitrator(person: string): string;
  staff(person: string): string;
  /** An act in the record, without what it moved; `more` comes from the two below. */
  did(name: string, they: string, more: string): string;
  askedTime(days: number, reason: string): string;
  forReason(reason: string): string;
  extended(days: number, reason: string): string;
  because(reason: string): string;
  /** After what somebody did: the sum that they ask for, claim, decline or offer. */
  readonly asks: {
    back(amount: string): string;
    claims(amount: string): string;
    claim(amount: string): string;
    sum(amount: string): string;
    offers(amount: string, freelancer: string): string;
  };
  readonly begunAgain: string;
  readonly walletOpened: string;
  readonly notAgreed: string;
  readonly moved: {
    held(amount: string): string;
    paid(amount: string, freelancer: string): string;
    back(amount: string, client: string): string;
    feeHeld(amount: string): string;
  };

  // ── names of things ──
  readonly formerMember: string;
  /** Held money that belongs to no milestone. */
  readonly noMilestone: string;
  readonly thePlatform: string;
  exhibit(n: number, title: string, by: string): string;
  milestone(n: string): string;
  ofMilestone(term: string, n: string): string;
  readonly fees: {
    service(freelancer: string): string;
    client(client: string): string;
    readonly initiation: string;
  };
  /** Ways out of a dispute that cost less than a hearing (ARB-2). */
  cheaper(p: { client: string; freelancer: string; gap: string; share: string }): string[];

  // ── notices and mails ──
  reminder(title: string): string;
  readonly aDeadline: string;
  subject(happened: string, answerBy: string | undefined): string;
  readonly mail: {
    readonly contract: string;
    readonly yourAccount: string;
    readonly when: string;
    readonly heldNow: string;
    readonly openContract: string;
    readonly footer: string;
    readonly deadline: string;
  };
  /** News gathered into one mail (NOT-4). */
  readonly digest: {
    subject(count: number, day: string): string;
    lead(count: number): string;
    readonly link: string;
    readonly footer: string;
  };
  readonly verifyMail: MailText;
  readonly passwordMail: MailText;
  /** A webhook that was switched off; `{url}` in its lead. */
  readonly webhookMail: MailText;
  readonly securityMail: { readonly link: string; readonly footer: string };
}

/** A mail about an account: one link, no contract. */
export interface MailText {
  readonly subject: string;
  readonly lead: string;
  readonly link: string;
  readonly footer: string;
}
