/** The cards of the sandbox bank: each token is a way things go in real life. */

export interface SandboxCard {
  readonly token: string;
  /** Shown to the person who picks it. */
  readonly label: string;
  /** What a charge does: `late` is accepted first; `lost` is swallowed once; `mute` happens, but the answer is lost. */
  readonly charge: 'settles' | 'late' | 'lost' | 'mute' | 'declines';
  readonly reason?: string;
  /** How many notifications follow each change. */
  readonly notifications: 0 | 1 | 2;
  readonly refund: 'settles' | 'returns' | 'declines';
}

const plain = { charge: 'settles', notifications: 1, refund: 'settles' } as const;

export const SANDBOX_CARDS: readonly SandboxCard[] = [
  { ...plain, token: 'card_ok', label: 'Visa ending 4242 (works)' },
  {
    ...plain,
    token: 'card_declined',
    label: 'Visa ending 0002 (is declined)',
    charge: 'declines',
    reason: 'card declined',
  },
  {
    ...plain,
    token: 'card_insufficient',
    label: 'Visa ending 9995 (not enough money)',
    charge: 'declines',
    reason: 'insufficient funds',
  },
  { ...plain, token: 'card_slow', label: 'Mastercard ending 4444 (answers 10 seconds late)', charge: 'late' },
  { ...plain, token: 'card_timeout_before', label: 'Visa ending 0408 (first call is lost)', charge: 'lost' },
  {
    ...plain,
    token: 'card_timeout_after',
    label: 'Visa ending 0504 (charged, but the answer is lost)',
    charge: 'mute',
  },
  { ...plain, token: 'card_notifies_twice', label: 'Visa ending 2222 (notifies twice)', notifications: 2 },
  {
    ...plain,
    token: 'card_never_notifies',
    label: 'Visa ending 0000 (settles without a word)',
    charge: 'late',
    notifications: 0,
  },
  { ...plain, token: 'card_refund_returns', label: 'Visa ending 5126 (refunds come back)', refund: 'returns' },
  { ...plain, token: 'card_refund_fails', label: 'Visa ending 7726 (refunds are declined)', refund: 'declines' },
];

const byToken = new Map(SANDBOX_CARDS.map((card) => [card.token, card]));

/** The card of a token; undefined when the bank never issued it. */
export const sandboxCard = (token: string): SandboxCard | undefined => byToken.get(token);
