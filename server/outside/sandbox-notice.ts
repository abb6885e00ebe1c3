/** What the sandbox bank's notifications say, written and read. */
import { iso } from '@fairhold/domain/time';
import { z } from 'zod';
import { newId } from '../ids.ts';
import type { NotificationHeaders, ProviderRecord } from './payments.ts';
import { type Movement, recordOf } from './sandbox-book.ts';
import { signed } from './signature.ts';

const instant = z.iso.datetime({ precision: 3 });
const Notice = z.object({
  type: z.string(),
  timestamp: instant,
  data: z.object({
    reference: z.string(),
    kind: z.enum(['charge', 'refund', 'payout']),
    amount: z.int().positive(),
    currency: z.string(),
    state: z.enum(['accepted', 'settled', 'declined', 'returned']),
    at: instant,
    settlesAt: instant.optional(),
    reason: z.string().optional(),
  }),
});

/** A notification of a movement's present state, with an id that stays the same however often it is sent. */
export function noticeOf(m: Movement): { id: string; body: string } {
  const record = recordOf(m);
  const data = {
    ...record,
    at: iso(record.at),
    ...(record.settlesAt === undefined ? {} : { settlesAt: iso(record.settlesAt) }),
  };
  return {
    id: `msg_${newId(m.at).replaceAll('-', '')}`,
    body: JSON.stringify({ type: `${m.kind}.${m.state}`, timestamp: data.at, data }),
  };
}

/** The record in a notification; undefined when the signature or the form is wrong. Never throws. */
export function readNotice(secret: string, headers: NotificationHeaders, body: string | Buffer): ProviderRecord | undefined {
  if (!signed(secret, headers, body)) return undefined;
  const parsed = Notice.safeParse(parse(body.toString()));
  if (!parsed.success) return undefined;
  const { at, settlesAt, reason, ...rest } = parsed.data.data;
  return {
    ...rest,
    at: Date.parse(at),
    ...(settlesAt === undefined ? {} : { settlesAt: Date.parse(settlesAt) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
