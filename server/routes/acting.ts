/** What every route that acts shares: the preview of an act, the kept answer of one that was done, the problem of one that was not (API-3, API-4). */
import { type Act, type Actor, isRefusal, preview } from '@fairhold/domain';
import type { FastifyReply } from 'fastify';
import type { Outcome } from '../commit.ts';
import { sha256 } from '../ids.ts';
import { previewView } from '../view/preview.ts';
import { problemOf } from '../view/problem.ts';
import type { ViewInput } from '../view/viewer.ts';

/** JSON that is text already goes out as it is: what is kept is replayed byte for byte. */
export const sendText = (reply: FastifyReply, body: string, code = 200): FastifyReply =>
  reply
    .code(code)
    .type('application/json; charset=utf-8')
    .serializer((x: unknown) => x as string)
    .send(body);

/** The answer that is kept with a step; whoever gets it again is told so. */
export function sendKept(reply: FastifyReply, done: Extract<Outcome, { done: true }>, code = 200): FastifyReply {
  if (done.replayed) reply.header('idempotent-replayed', 'true');
  return sendText(reply, done.body, code);
}

/** What an act would do; throws the problem of one that would be refused. */
export function previewOf(base: ViewInput, actor: Actor, a: Act) {
  const seen = preview(base.c, actor, a, base.now, base.policy, base.world);
  if (isRefusal(seen)) throw problemOf(seen, { ...base, act: a.act });
  return previewView({ ...base, previewed: seen, digest: sha256(seen.essence), act: a.act, on: a.on });
}

/** The problem of an act that was not done, in the reader's words; with the new preview when the one that was read is stale. */
export function refusalOf(base: ViewInput, { act, on }: Pick<Act, 'act' | 'on'>, outcome: Extract<Outcome, { done: false }>): Error {
  const { refusal, previewed, digest } = outcome;
  return problemOf(refusal, { ...base, act }, previewed && digest ? { preview: previewView({ ...base, previewed, digest, act, on }) } : undefined);
}
