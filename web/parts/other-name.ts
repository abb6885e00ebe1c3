/** The other person of a contract, as sentences call them. */
import type { Contract } from '@fairhold/client';
import { w } from '../words.ts';

/** By name; to somebody who is neither side, both. */
export const otherName = (c: Contract): string =>
  c.you.role === 'client'
    ? c.freelancer.name
    : c.you.role === 'freelancer' || c.you.role === 'member'
      ? c.client.name
      : w.room.both(c.client.name, c.freelancer.name);
