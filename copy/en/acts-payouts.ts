/** Acts on where payouts go (MNY-11). */
import type { ActWords } from '../types.ts';

export const PAYOUT_ACTS = {
  'wallet.choosePayoutMethod': {
    weight: 'normal',
    title: 'Change where payouts go',
    button: 'Use this account for payouts',
    hint: 'The change is held for some days, so that nobody can take your money unnoticed.',
    you: 'You change where payouts go',
    they: 'asked that payouts go to another bank account',
  },
  'wallet.removePayoutMethod': {
    weight: 'danger',
    title: 'Remove a bank account',
    button: 'Remove this account',
    hint: 'Nothing is paid out to it any more.',
    you: 'You remove a bank account',
    they: 'removed a bank account for payouts',
  },
  'payoutChange.dropChange': {
    weight: 'normal',
    title: 'Keep the account as it was',
    button: 'Stop the change',
    hint: 'Payouts go on to where they go now.',
    you: 'You stop the change of where payouts go',
    they: 'stopped the change of where payouts go',
  },
} satisfies Readonly<Record<string, ActWords>>;
