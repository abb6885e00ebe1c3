/** What a case is about, topic by topic (MED-9): the one list, what falls under which topic by itself, and what is said on one. */
export const TOPICS = ['scope', 'delivery', 'changes', 'communication', 'quality'] as const;
export type Topic = (typeof TOPICS)[number];
export const isTopic = (x: unknown): x is Topic => TOPICS.includes(x as Topic);

/** What a side says on one topic, beside its statement as a whole. */
export interface OnTopic {
  readonly topic: Topic;
  readonly text: string;
}
export const STANDS = ['agreed', 'disputed'] as const;
/** A reason of a proposal or an award on one topic. */
export interface TopicFinding extends OnTopic {
  /** Whether the sides agree on it. */
  readonly stand?: (typeof STANDS)[number];
  /** Exhibits that show it, by id. */
  readonly shownBy?: readonly string[];
}

/** Kinds of exhibits that say by themselves what they are about; a file says it when it is put in. */
const OF_EXHIBITS: Readonly<Record<string, Topic>> = { terms: 'scope', change: 'changes', submission: 'delivery', messages: 'communication' };
export const topicOfExhibit = (kind: string): Topic | undefined => OF_EXHIBITS[kind];

/** Reasons of a request or a claim that are about one topic; of the others none. */
const OF_REASONS: Readonly<Record<string, Topic>> = {
  scopeChanged: 'changes',
  unresponsive: 'communication',
  missedDate: 'delivery',
  quality: 'quality',
  workDone: 'delivery',
  scopeGrew: 'scope',
  delayedByClient: 'delivery',
  agreedOtherwise: 'changes',
};
export const topicOfReason = (reason: string | undefined): Topic | undefined => OF_REASONS[reason ?? ''];

/** The terms say what is to be done; whether a requirement is met is how well it was done. */
export const TOPIC_OF_REQUIREMENTS: Topic = 'quality';
