/** Acts by which the two agree on something, or ask for it, besides the usual way. */
import type { ActWords } from '../types.ts';

export const act = (weight: ActWords['weight'], title: string, button: string, hint: string, you: string, they: string): ActWords => ({
  title,
  button,
  hint,
  weight,
  you,
  they,
});

export const ACTS_BETWEEN = {
  'contract.offerEnding': act(
    'quiet',
    'Offer to end by agreement',
    'Make this offer',
    'You name how the held money is divided. Nothing happens unless the other side accepts.',
    'You offer to end the contract by agreement',
    'offered to end the contract by agreement',
  ),
  'parting.acceptEnding': act(
    'main',
    'Accept, and end the contract',
    'End the contract by agreement',
    'The held money is divided as offered, and the contract ends. There is no refund request after it.',
    'You accept the offer and end the contract',
    'accepted the offer, and the contract ended by agreement',
  ),
  'parting.declineEnding': act(
    'normal',
    'Decline the offer to end',
    'Decline the offer',
    'The contract goes on as it is.',
    'You decline the offer to end',
    'declined the offer to end by agreement',
  ),
  'parting.counterEnding': act(
    'normal',
    'Offer another division',
    'Make this offer instead',
    'The other side answers it.',
    'You offer another division',
    'offered another division',
  ),
  'parting.withdrawEnding': act(
    'quiet',
    'Withdraw the offer to end',
    'Withdraw my offer',
    'The contract goes on as it is.',
    'You withdraw your offer to end',
    'withdrew the offer to end by agreement',
  ),
  'any.askTime': act(
    'quiet',
    'Ask for more time',
    'Ask our team',
    'The deadline stays as it is unless our team says yes. Then both sides get the same days.',
    'You ask for more time',
    'asked for more time',
  ),
  'extension.declineTime': act(
    'quiet',
    'Decline more time',
    'Decline the request',
    'The deadline stays as it is. Both read your reason.',
    'You decline the request for more time',
    'declined the request for more time',
  ),
} satisfies Readonly<Record<string, ActWords>>;
