/** Who looks at an answer, and what every view is made from. */

import { bothZones, fill, money, type Sentences, type Words, wordsFor } from '@fairhold/copy';
import { type Contract, other as otherParty, type Party, type Policy, type Role, type Soonest, type World } from '@fairhold/domain';
import type { Payer } from '@fairhold/domain/flags/flags';
import type { Named } from '../accounts.ts';
import { WITNESS_ID } from '../witnesses.ts';
import type { Hidden } from './undeclared.ts';

export type ViewerRole = 'client' | 'freelancer' | 'member' | 'mediator' | 'arbitrator' | 'staff';

export interface Viewer {
  readonly person: string;
  readonly roles: readonly Role[];
  readonly role: ViewerRole;
  readonly account: string;
  readonly zone: string;
  readonly locale: string;
  readonly conflict?: string;
  /** Staff look with these eyes: what is kept from staff is kept from them. */
  readonly watched?: true;
  /** Has not taken the case that brings them here: these names are kept from them. */
  readonly undeclared?: Hidden;
}

export interface ViewInput {
  /** Brought up to date to `now`. */
  readonly c: Contract;
  readonly viewer: Viewer;
  readonly policy: Policy;
  readonly now: number;
  readonly world: World;
  readonly names: ReadonlyMap<string, Named>;
  /** How the client stands as a payer (CON-5). */
  readonly payer: Payer;
  /** Names of those who decide for the agency of a viewer who does not. */
  readonly managers?: readonly string[];
  /** How soon the provider delivers, if it says so. */
  readonly soonest?: Soonest | undefined;
  /** In the answer of an act: the step it became. */
  readonly recorded?: { readonly seq: number; readonly digest: string } | undefined;
}

/** For answers that look at no offer. */
export const KNOWN_PAYER: Payer = { paidBefore: true, hasCard: true };

/** Empty for nobody; `fallback` for somebody who is not there any more. */
export const nameOf = (names: ReadonlyMap<string, Named>, id: string | undefined, fallback: string): string =>
  id ? (names.get(id)?.name ?? fallback) : '';
export const partyOf = (names: ReadonlyMap<string, Named>, id: string, s: Speech) => ({
  id,
  name: s.name(id),
  kind: names.get(id)?.kind ?? ('person' as const),
});

/** The part a viewer stands on; undefined for mediators, arbitrators and staff. */
export const sideOf = (viewer: Pick<Viewer, 'role'>): 'client' | 'freelancer' | undefined =>
  viewer.role === 'client' ? 'client' : viewer.role === 'freelancer' || viewer.role === 'member' ? 'freelancer' : undefined;

/** Words with names and amounts of a contract filled in. */
export interface Speech {
  readonly words: Words;
  /** Sentences that take values. */
  readonly say: Sentences;
  readonly client: string;
  readonly freelancer: string;
  amount(n: number): string;
  /** An instant in the reader's zone and in UTC. */
  when(at: number): string;
  /** Somebody's name; empty for nobody. */
  name(id: string | undefined): string;
  fill(text: string, more?: Readonly<Record<string, unknown>>): string;
}
export function speech(v: Pick<ViewInput, 'c' | 'names'> & { viewer: Pick<Viewer, 'locale' | 'zone'> }): Speech {
  const words = wordsFor(v.viewer.locale);
  const name = (id: string | undefined) => nameOf(v.names, id, id?.startsWith(WITNESS_ID) ? words.WITNESS.somebody : words.SAY.formerMember);
  const client = name(v.c.client);
  const freelancer = name(v.c.freelancer);
  const amount = (n: number) => money(n, v.c.currency, v.viewer.locale);
  const when = (at: number) => bothZones(at, v.viewer.zone, v.viewer.locale);
  return { words, say: words.SAY, client, freelancer, amount, when, name, fill: (text, more) => fill(text, { client, freelancer, ...more }) };
}

/** A text about the two, for its reader: `{client}`, `{freelancer}`, and `{other}`, which is who is not on the reader's side. */
export function toldTo(s: Speech, reader: Party | undefined, text: string): string {
  const other = reader ? s[otherParty(reader)] : (s.words.UNNAMED['otherSide'] ?? '');
  const told = s.fill(text, { other });
  return told.charAt(0).toUpperCase() + told.slice(1);
}

export const iso = (at: number): string => new Date(at).toISOString();
