/** The shapes of words: what every language has to bring. English says which keys there are. */
import type * as acts from './en/acts.ts';
import type * as casefile from './en/casefile.ts';
import type * as fields from './en/fields.ts';
import type * as flags from './en/flags.ts';
import type * as help from './en/help.ts';
import type * as lapses from './en/lapses.ts';
import type * as policy from './en/policy.ts';
import type * as problems from './en/problems.ts';
import type * as refusals from './en/refusals.ts';
import type * as rest from './en/rest.ts';
import type * as states from './en/states.ts';
import type * as witness from './en/witness.ts';
import type { MailText, Sentences } from './sentences.ts';

/** What is said of an act. */
export interface ActText {
  readonly title: string;
  readonly button: string;
  readonly hint: string;
  /** "You …": the act as a sentence, before its consequences. */
  readonly you: string;
  /** "… accepted the offer": the same in the record, after the name of who did it. */
  readonly they: string;
}
export interface ActWords extends ActText {
  readonly weight: 'main' | 'normal' | 'quiet' | 'danger';
}
export interface FieldWords {
  readonly label: string;
  /** The label where the two have names, and where it is the reader's own side. */
  readonly named?: string;
  readonly own?: string;
  readonly hint?: string;
  /** Of a whole number with few values: what each one is called, with `{n}` and `{most}`. It is then chosen, not typed. */
  readonly each?: string;
}
export interface LapseWords {
  /** Title of the deadline: "Answer the refund request". */
  readonly title: string;
  /**
   * What follows besides money; empty when the money says it all. `{client}` and `{freelancer}` are names. Written as the language's own
   * sentences need it (`silence` and `next` in sentences.ts).
   */
  readonly then: string;
  /** The record: what happened when it passed. */
  readonly happened: string;
}
export interface RefusalText {
  /** What cannot be done. */
  readonly title: string;
  /** Why. */
  readonly detail: string;
  /** What the reader can do now, on a page. */
  readonly fix: string;
  /** What a program does about it, where that is something else. */
  readonly developer?: string;
}
export interface RefusalWords extends RefusalText {
  readonly status: number;
}
export interface ProblemWords extends RefusalWords {
  readonly rule?: string;
}
export interface FlagWords {
  readonly sentence: string;
  readonly why: string;
  /** A first draft of a message that asks the other side about it. */
  readonly ask: string;
}
export type Texts = Readonly<Record<string, string>>;

type Same<Of, Text> = { readonly [Key in keyof Of]: Text };
type Sides = { readonly client: string; readonly freelancer: string };

/** A language, complete: a key too few or too many does not compile. Places are compared by a test. */
export interface Language {
  readonly ACTS: Same<typeof acts.ACTS, ActText>;
  readonly FIELDS: Same<typeof fields.FIELDS, FieldWords>;
  readonly BODY_FIELDS: Same<typeof fields.BODY_FIELDS, string>;
  readonly CHOICES: Same<typeof fields.CHOICES, string>;
  readonly LAPSES: Same<typeof lapses.LAPSES, LapseWords>;
  readonly BANK: Same<typeof lapses.BANK, string>;
  readonly WHYS: Same<typeof lapses.WHYS, string>;
  readonly ENDINGS: Same<typeof lapses.ENDINGS, string>;
  readonly ACCOUNTS: Same<typeof lapses.ACCOUNTS, string>;
  readonly REFUSALS: Same<typeof refusals.REFUSALS, RefusalText>;
  readonly FIELD_PROBLEMS: Same<typeof refusals.FIELD_PROBLEMS, string>;
  readonly PROBLEMS: Same<typeof problems.PROBLEMS, RefusalText>;
  readonly FOUND_IN_FILES: Same<typeof problems.FOUND_IN_FILES, string>;
  readonly WEBHOOK_FAULTS: Same<typeof problems.WEBHOOK_FAULTS, string>;
  readonly ERASURE: {
    readonly goes: Same<typeof rest.ERASURE.goes, string>;
    readonly stays: Same<typeof rest.ERASURE.stays, { readonly what: string; readonly why: string }>;
    readonly blockers: Same<typeof rest.ERASURE.blockers, string>;
  };
  readonly SECURITY: Same<typeof rest.SECURITY, { readonly subject: string; readonly lead: string }>;
  readonly DEMO_PEOPLE: Same<typeof rest.DEMO_PEOPLE, string>;
  readonly SANDBOX_CARDS: Same<typeof rest.SANDBOX_CARDS, string>;
  readonly HELP: {
    readonly client: string;
    readonly freelancer: string;
    readonly reminders: string;
    readonly sections: Same<typeof help.HELP.sections, string>;
    readonly actors: Same<typeof help.HELP.actors, string>;
  };
  readonly FLAGS: Same<typeof flags.FLAGS, FlagWords>;
  readonly FLAGS_CHECKED: Same<typeof flags.FLAGS_CHECKED, string>;
  readonly PROTECTION: Same<typeof flags.PROTECTION, string>;
  readonly RIGHTS: Same<typeof rest.RIGHTS, string>;
  readonly CHECKLIST: { readonly client: readonly string[]; readonly freelancer: readonly string[] };
  readonly TALK_FIRST: Sides;
  readonly EXHIBITS: Same<typeof rest.EXHIBITS, string>;
  readonly TOPICS: Same<typeof rest.TOPICS, string>;
  readonly EVIDENCE: Same<typeof rest.EVIDENCE, string>;
  readonly EVIDENCE_ABOUT: Same<typeof rest.EVIDENCE_ABOUT, string>;
  readonly TOPICS_ABOUT: Same<typeof rest.TOPICS_ABOUT, string>;
  readonly TOPIC_STANDS: Same<typeof rest.TOPIC_STANDS, string>;
  readonly TERM_NAMES: Same<typeof rest.TERM_NAMES, string>;
  readonly TURNS: Same<typeof rest.TURNS, string>;
  readonly CONTRACT_STATES: Same<typeof rest.CONTRACT_STATES, string>;
  readonly ROLES: Same<typeof rest.ROLES, string>;
  readonly UNNAMED: Same<typeof rest.UNNAMED, string>;
  readonly CONFLICTS: Same<typeof rest.CONFLICTS, string>;
  readonly MENU: Same<typeof rest.MENU, string>;
  readonly KINDS: Same<typeof rest.KINDS, string>;
  readonly STATEMENT: Same<typeof rest.STATEMENT, string>;
  readonly CASE_FILE: Same<typeof casefile.CASE_FILE, string>;
  readonly STATES: Same<typeof states.STATES, string>;
  readonly POLICY_KEYS: Same<typeof policy.POLICY_KEYS, string>;
  readonly POLICY_FAULTS: Same<typeof policy.POLICY_FAULTS, string>;
  readonly WITNESS: Same<typeof witness.WITNESS, string>;
  readonly WITNESS_MAILS: Same<typeof witness.WITNESS_MAILS, MailText>;
  readonly SAY: Sentences;
}

/** The words of one language as their readers look them up: by a key that comes from a table or from the record. */
export interface Words {
  readonly ACTS: Readonly<Record<string, ActWords>>;
  readonly FIELDS: Readonly<Record<string, FieldWords>>;
  readonly BODY_FIELDS: Texts;
  readonly CHOICES: Texts;
  readonly LAPSES: Readonly<Record<string, LapseWords>>;
  readonly BANK: Texts;
  readonly WHYS: Texts;
  readonly ENDINGS: Texts;
  readonly ACCOUNTS: Texts;
  readonly REFUSALS: Readonly<Record<string, RefusalWords>>;
  readonly FIELD_PROBLEMS: Texts;
  readonly PROBLEMS: Readonly<Record<string, ProblemWords>>;
  readonly FOUND_IN_FILES: Texts;
  readonly WEBHOOK_FAULTS: Texts;
  readonly ERASURE: Language['ERASURE'];
  readonly SECURITY: Language['SECURITY'];
  readonly DEMO_PEOPLE: Texts;
  readonly SANDBOX_CARDS: Texts;
  readonly HELP: Language['HELP'];
  readonly FLAGS: Readonly<Record<string, FlagWords>>;
  readonly FLAGS_CHECKED: readonly string[];
  readonly PROTECTION: Language['PROTECTION'];
  readonly RIGHTS: Texts;
  readonly CHECKLIST: { readonly client: readonly string[]; readonly freelancer: readonly string[] };
  readonly TALK_FIRST: Sides;
  readonly EXHIBITS: Texts;
  readonly TOPICS: Texts;
  readonly EVIDENCE: Texts;
  readonly EVIDENCE_ABOUT: Texts;
  readonly TOPICS_ABOUT: Texts;
  readonly TOPIC_STANDS: Texts;
  readonly TERM_NAMES: Texts;
  readonly TURNS: Texts;
  readonly CONTRACT_STATES: Texts;
  readonly ROLES: Texts;
  readonly UNNAMED: Texts;
  readonly CONFLICTS: Texts;
  readonly MENU: Texts;
  readonly KINDS: Texts;
  readonly STATEMENT: Texts;
  readonly CASE_FILE: Texts;
  readonly STATES: Texts;
  readonly POLICY_KEYS: Texts;
  readonly POLICY_FAULTS: Texts;
  readonly WITNESS: Language['WITNESS'];
  readonly WITNESS_MAILS: Language['WITNESS_MAILS'];
  readonly SAY: Sentences;
}
