/** The cards of the sandbox bank: each token is a way things go in real life. */

export interface SandboxCard {
  readonly token: string;
  /** As a bank names a card, in no language; what it does is in copy (SANDBOX_CARDS). */
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
  { ...plain, token: 'card_ok', label: 'Visa •••• 4242' },
  {
    ...plain,
    token: 'card_declined',
    label: 'Visa •••• 0002',
    charge: 'declines',
    reason: 'card declined',
  },
  {
    ...plain,
    token: 'card_insufficient',
    label: 'Visa •••• 9995',
    charge: 'declines',
    reason: 'insufficient funds',
  },
  { ...plain, token: 'card_slow', label: 'Mastercard •••• 4444', charge: 'late' },
  { ...plain, token: 'card_timeout_before', label: 'Visa •••• 0408', charge: 'lost' },
  {
    ...plain,
    token: 'card_timeout_after',
    label: 'Visa •••• 0504',
    charge: 'mute',
  },
  { ...plain, token: 'card_notifies_twice', label: 'Visa •••• 2222', notifications: 2 },
  {
    ...plain,
    token: 'card_never_notifies',
    label: 'Visa •••• 0000',
    charge: 'late',
    notifications: 0,
  },
  { ...plain, token: 'card_refund_returns', label: 'Visa •••• 5126', refund: 'returns' },
  { ...plain, token: 'card_refund_fails', label: 'Visa •••• 7726', refund: 'declines' },
];

const byToken = new Map(SANDBOX_CARDS.map((card) => [card.token, card]));

/** The card of a token; undefined when the bank never issued it. */
export const sandboxCard = (token: string): SandboxCard | undefined => byToken.get(token);
