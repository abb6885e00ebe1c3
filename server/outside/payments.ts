/**
 * What we ask of a payment provider. Amounts are whole minor units, instants are epoch milliseconds in UTC.
 *
 * Nothing here throws for what a bank may answer: an answer that did not come is `unknown`, never a failure, and the caller
 * looks up its own reference before it asks again (MNY-5). Only a fault of our own (no database, say) is thrown.
 */
import type { Soonest } from '@fairhold/domain';

/** How a provider answered a call. `unknown`: no answer came, the effect may or may not have happened. */
export interface ProviderAnswer {
  readonly state: 'accepted' | 'settled' | 'declined' | 'unknown';
  readonly providerId?: string;
  /** In plain words, for staff and for the person who pays. */
  readonly reason?: string;
  /** When the money should be at the other end. */
  readonly arrivesBy?: number;
}

/** One movement as it stands in the provider's book. */
export interface ProviderRecord {
  /** Our key, not the provider's. */
  readonly reference: string;
  readonly kind: 'charge' | 'refund' | 'payout';
  readonly amount: number;
  readonly currency: string;
  readonly state: 'accepted' | 'settled' | 'declined' | 'returned';
  /** Since when the state is what it is. */
  readonly at: number;
  readonly settlesAt?: number;
  readonly reason?: string;
}

interface Asked {
  /** Our stable idempotency key: asking again with the same key and contents never has a second effect. */
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly at: number;
}
export interface ChargeRequest extends Asked {
  /** The provider's token of a card. */
  readonly card: string;
}
export interface RefundRequest extends Asked {
  /** Reference of the charge the money goes back to; a refund reaches no other source (MNY-7). */
  readonly charge: string;
}
export interface PayoutRequest extends Asked {
  readonly account: string;
  /** The bank account it goes to. */
  readonly to?: { readonly kind: 'iban' | 'us'; readonly holder: string; readonly number: string };
}

/** Names and values of HTTP headers, names in lower case. */
export type NotificationHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Provider {
  /** How soon refunds and payouts are there once it has them; a provider that does not say leaves the latest date alone. */
  readonly soonest?: Soonest;
  /** Takes money from a card. */
  charge(r: ChargeRequest): Promise<ProviderAnswer>;
  /** Gives money back to the card of a charge, together with other refunds never more than it took (MNY-7). */
  refund(r: RefundRequest): Promise<ProviderAnswer>;
  /** Sends money to an account holder's bank. */
  payout(r: PayoutRequest): Promise<ProviderAnswer>;
  /** The movement that carries our reference; undefined when the provider never booked one. */
  lookUp(reference: string): Promise<ProviderRecord | undefined>;
  /** All movements asked for in `from <= instant < to`, each in its present state, for reconciliation (MNY-9). */
  list(from: number, to: number): Promise<ProviderRecord[]>;
  /**
   * The record a notification is about, or undefined when its signature is not the provider's. It may come twice, late, or
   * out of order; a repeated one says nothing new, so its age is not checked.
   */
  verifyNotification(headers: NotificationHeaders, rawBody: string | Buffer): ProviderRecord | undefined;
}
