/** Signatures in the style of Standard Webhooks: HMAC-SHA-256 over `id.timestamp.body`, base64, prefixed `v1,`. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NotificationHeaders } from './payments.ts';

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(' ') : (value ?? ''));

function keyOf(secret: string): Buffer {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
  if (key.length < 8) throw new Error('the secret that signs notifications is shorter than 8 bytes');
  return key;
}

function mac(secret: string, id: string, timestamp: string, body: Buffer): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

/** Headers that sign a body with each of the secrets; `at` in epoch milliseconds is written as whole seconds. */
export function sign(secrets: string | readonly string[], id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': [secrets]
      .flat()
      .map((secret) => `v1,${mac(secret, id, timestamp, Buffer.from(body)).toString('base64')}`)
      .join(' '),
  };
}

/** Whether one of the signatures in the headers is ours; compares in constant time, never throws for what was sent. */
export function signed(secret: string, headers: NotificationHeaders, body: string | Buffer): boolean {
  const id = one(headers['webhook-id']);
  const timestamp = one(headers['webhook-timestamp']);
  if (!id || !/^\d{1,12}$/.test(timestamp)) return false;
  const wanted = mac(secret, id, timestamp, Buffer.from(body));
  return one(headers['webhook-signature'])
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
    .some((given) => given.length === wanted.length && timingSafeEqual(given, wanted));
}
