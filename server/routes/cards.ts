/** The cards an account pays with. Only the provider's tokens are kept, never a number. */
import { wordsFor } from '@fairhold/copy';
import { iso } from '@fairhold/domain/time';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { newId } from '../ids.ts';
import { type Reader, readerOf } from '../outside/reader.ts';
import { SANDBOX_CARDS, sandboxCard } from '../outside/sandbox-cards.ts';
import { no } from '../problem.ts';
import type { Db } from '../store/db.ts';

export interface CardRouteDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: { now(): number };
  /** Throws problem 401 `not_signed_in`. */
  readonly requireCaller: (req: FastifyRequest) => Promise<Caller>;
}

export interface CardRow {
  readonly id: string;
  readonly account: string;
  /** The provider's token, as charges need it. */
  readonly token: string;
  readonly label: string;
  /** Epoch milliseconds; undefined when the provider would not vouch for the card. */
  readonly verifiedAt: number | undefined;
}

interface Row {
  id: string;
  account: string;
  token: string;
  label: string;
  verified_at: Date | null;
}
const rowOf = (r: Row): CardRow => ({ ...r, verifiedAt: r.verified_at?.getTime() });

/** The cards of an account, oldest first. */
export async function cardsOf(db: Reader, marketplace: string, account: string): Promise<CardRow[]> {
  const sql = 'select * from cards where marketplace = $1 and account = $2 order by created_at, id';
  const { rows } = await readerOf(db).query<Row>(sql, [marketplace, account]);
  return rows.map(rowOf);
}

/** A card by its id or token, if it is the account's own. */
export async function cardOf(db: Reader, marketplace: string, account: string, idOrToken: string): Promise<CardRow | undefined> {
  if (idOrToken.includes('\0')) return undefined;
  const { rows } = await readerOf(db).query<Row>('select * from cards where marketplace = $1 and account = $2 and (id = $3 or token = $3)', [
    marketplace,
    account,
    idOrToken,
  ]);
  return rows[0] && rowOf(rows[0]);
}

/** Gives an account a card of the sandbox bank; the same card twice is one card. */
export async function addCard(
  db: Reader,
  marketplace: string,
  card: { account: string; token: string; label?: string | undefined; at: number },
): Promise<CardRow> {
  const known = sandboxCard(card.token);
  if (!known) throw unknownCard();
  const at = new Date(card.at);
  const verified = known.charge === 'declines' ? null : at;
  await readerOf(db).query(
    `insert into cards (marketplace, account, id, token, label, verified_at, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (marketplace, account, token) do nothing`,
    [marketplace, card.account, newId(card.at), card.token, card.label || known.label, verified, at],
  );
  const row = await cardOf(db, marketplace, card.account, card.token);
  if (!row) throw new Error('a card just written is not there');
  return row;
}

const unknownCard = () => no('unknown_card', { token: SANDBOX_CARDS[0]?.token ?? '' });
const CardAnswer = z
  .object({
    id: z.string(),
    token: z.string(),
    label: z.string(),
    verifiedAt: z.string().nullable().describe('Instant in UTC; null when the bank would not vouch for the card.'),
  })
  .meta({ id: 'StoredCard' });
const answerOf = ({ id, token, label, verifiedAt }: CardRow) => ({
  id,
  token,
  label,
  verifiedAt: verifiedAt === undefined ? null : iso(verifiedAt),
});

const account = z.string().min(1).max(100).optional().describe('Default: the caller. An agency needs its manager.');

/** Mounts GET and POST /v1/cards. */
export function cardRoutes(app: FastifyInstance, deps: CardRouteDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.route({
    method: 'GET',
    url: '/v1/cards',
    schema: {
      operationId: 'listCards',
      summary: 'Cards of an account',
      tags: ['cards'],
      querystring: z.object({ account }),
      response: {
        200: z.object({
          items: z.array(CardAnswer),
          tokens: z.array(z.object({ token: z.string(), label: z.string() })).describe('Cards of the sandbox bank that can be added.'),
        }),
      },
    },
    handler: async (req) => {
      const caller = await deps.requireCaller(req);
      const items = (await cardsOf(deps.db, deps.marketplace, req.query.account ?? caller.person)).map(answerOf);
      const does = wordsFor(caller.speaks).SANDBOX_CARDS;
      return { items, tokens: SANDBOX_CARDS.map(({ token, label }) => ({ token, label: `${label} (${does[token]})` })) };
    },
  });
  typed.route({
    method: 'POST',
    url: '/v1/cards',
    schema: {
      operationId: 'addCard',
      summary: 'Add a card',
      description: 'The same token twice is the same card, so a repeated request changes nothing.',
      headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
      tags: ['cards'],
      querystring: z.object({ account }),
      body: z.strictObject({
        token: z.string().min(1).max(100),
        label: z
          .string()
          .trim()
          .min(1)
          .max(80)
          .regex(/^\P{C}+$/u, 'no control characters')
          .optional(),
      }),
      response: { 201: CardAnswer },
    },
    handler: async (req, reply) => {
      const of = req.query.account ?? (await deps.requireCaller(req)).person;
      const card = await addCard(deps.db, deps.marketplace, { account: of, ...req.body, at: deps.clock.now() });
      return reply.code(201).send(answerOf(card));
    },
  });
}
