/**
 * Who may ask what: the one table of access (ACC-1, ACC-2). A route under /v1 without an entry here does not start; the hooks below
 * decide everything that the caller and the address say, `PARTS` decides whose a contract is (parts.ts reads it), and
 * `npm run authz` walks every cell of both.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller, Seat, StaffRole } from './auth/caller.ts';
import { CONFIRMED_MS } from './auth/confirm.ts';
import { DESK } from './console/desk.ts';
import { no, notFound, secondFactorRequired } from './problem.ts';

export type ViewerRole = 'client' | 'freelancer' | 'member' | 'mediator' | 'arbitrator' | 'staff';

/** How somebody comes to a part in a contract: through an account that is a party to it, or through an office of the platform. */
export type PartRule =
  | { readonly as: ViewerRole; readonly party: 'client' | 'freelancer'; readonly seats: readonly Seat['role'][] }
  | {
      readonly as: ViewerRole;
      readonly staff: readonly StaffRole[];
      readonly during?: readonly string[];
      readonly judged?: 'mediators' | 'arbitrators';
    };

/** Staff that may read every contract, and find them by the list (STF-1). */
export const READS_ALL: readonly StaffRole[] = DESK.contracts;

/**
 * The parts in a contract, the first that fits. Whoever belongs to a party is never staff in the same contract; of the client's
 * agency only managers see it. Mediators and arbitrators see a case in the states in which it is theirs to decide, and afterwards
 * those they had in hand. Nobody but its owner sees a wallet.
 */
export const PARTS: readonly PartRule[] = [
  { as: 'client', party: 'client', seats: ['self', 'manager'] },
  { as: 'freelancer', party: 'freelancer', seats: ['self', 'manager'] },
  { as: 'member', party: 'freelancer', seats: ['member'] },
  { as: 'mediator', staff: ['mediator'], during: ['queued', 'mediating', 'reviewing', 'overdue', 'proposed'], judged: 'mediators' },
  { as: 'arbitrator', staff: ['arbitrator'], during: ['hearing', 'awardOverdue'], judged: 'arbitrators' },
  { as: 'staff', staff: READS_ALL },
];

export interface Access {
  /** "anybody": also who is not signed in. "people": who is signed in. Offices: staff in one of them, with a second factor. */
  readonly who: 'anybody' | 'people' | readonly StaffRole[];
  /** What an API key needs; unless said otherwise "read" for GET and "write" for the rest. "acting": "write", but "read" for a preview. */
  readonly scope?: 'read' | 'write' | 'acting';
  /** For signed-in people only: a key cannot do it, whatever its scopes. */
  readonly session?: true;
  /** Kept from staff that look at a person's pages: what nobody but that person is to read. */
  readonly unseen?: true;
  /** What changes something, and is open to staff that look at a person's pages all the same. */
  readonly looking?: true;
  /**
   * Takes a session whose person has just shown again who they are (ACC-3). `true`: what could take money or data away. `lately`: what
   * lets programs or other people act for an account; having signed in within ten minutes counts there too, and a key is believed by its scope.
   */
  readonly confirmed?: true | 'lately';
  /** A contract: whoever has a part in it. */
  readonly contract?: 'path' | 'body';
  /** Answered, without names and words, also to who could decide the case and has not taken it; everything else of a contract is not (MED-1). */
  readonly early?: true;
  /** An account, and the seats that may: in the address, the query or the body; where none is named it is the caller's own. */
  readonly account?: 'path' | 'query' | 'body';
  readonly seats?: readonly Seat['role'][];
  /**
   * Something that belongs to one person: nobody else finds it. A file is also found by whoever has a part in its contract, a
   * webhook and what it delivered by whoever may make one for its account.
   */
  readonly own?: 'session' | 'key' | 'passkey' | 'notice' | 'file' | 'draft' | 'webhook' | 'delivery';
}

const PEOPLE: Access = { who: 'people' };
const ANYBODY: Access = { who: 'anybody' };
export const PAYERS: readonly Seat['role'][] = ['self', 'manager'];
const BOOKS: readonly StaffRole[] = ['finance', 'operator', 'auditor'];

/** Every operation by method and address. */
export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /v1/me': PEOPLE,
  'PATCH /v1/me': PEOPLE,
  'GET /v1/me/export': { who: 'people', session: true, confirmed: true, unseen: true },
  'GET /v1/me/erasure': PEOPLE,
  'POST /v1/me/erasure': { who: 'people', session: true, confirmed: true },
  'DELETE /v1/me/erasure': { who: 'people', session: true },
  'GET /v1/people': PEOPLE,
  'GET /v1/sessions': { who: 'people', session: true, own: 'session', unseen: true },
  'DELETE /v1/sessions/:id': { who: 'people', session: true, own: 'session' },
  'DELETE /v1/sessions': { who: 'people', session: true, own: 'session' },
  'POST /v1/sessions/confirm': { who: 'people', session: true, own: 'session' },
  'POST /v1/sessions/confirm/options': { who: 'people', session: true, own: 'session' },
  'GET /v1/passkeys': { who: 'people', session: true, own: 'passkey', unseen: true },
  'POST /v1/passkeys/options': { who: 'people', session: true, confirmed: true },
  'POST /v1/passkeys': { who: 'people', session: true, confirmed: true },
  'PATCH /v1/passkeys/:id': { who: 'people', session: true, own: 'passkey' },
  'DELETE /v1/passkeys/:id': { who: 'people', session: true, own: 'passkey', confirmed: true },
  'POST /v1/passkeys/sign-in/options': ANYBODY,
  'POST /v1/passkeys/sign-in': ANYBODY,
  'GET /v1/api-keys': { who: 'people', own: 'key', unseen: true },
  'POST /v1/api-keys': { who: 'people', session: true, own: 'key', confirmed: 'lately' },
  'DELETE /v1/api-keys/:id': { who: 'people', own: 'key', confirmed: 'lately' },
  'GET /v1/agencies': PEOPLE,
  'POST /v1/agencies': PEOPLE,
  'GET /v1/agencies/:id/members': { who: 'people', account: 'path', seats: ['manager', 'member'] },
  'POST /v1/agencies/:id/members': { who: 'people', account: 'path', seats: ['manager'], confirmed: 'lately' },
  'DELETE /v1/agencies/:id/members/:person': { who: 'people', account: 'path', seats: ['manager'], confirmed: 'lately' },

  'POST /v1/files': { who: 'people', own: 'file' },
  'GET /v1/files/:id': { who: 'people', own: 'file' },
  'GET /v1/cards': { who: 'people', account: 'query', seats: PAYERS },
  'POST /v1/cards': { who: 'people', account: 'query', seats: PAYERS },

  'GET /v1/contracts': PEOPLE,
  'POST /v1/contracts': { who: 'people', scope: 'acting', account: 'body', seats: PAYERS },
  'GET /v1/offers/:key': PEOPLE,
  'GET /v1/contracts/:id': { who: 'people', contract: 'path', early: true },
  'GET /v1/contracts/:id/cases/:case': { who: 'people', contract: 'path' },
  'POST /v1/contracts/:id/acts': { who: 'people', scope: 'acting', contract: 'path', early: true },
  'GET /v1/contracts/:id/acts/:key': { who: 'people', contract: 'path', early: true },
  'POST /v1/acts': { who: 'people', contract: 'body', early: true },
  'GET /v1/contracts/:id/history': { who: 'people', contract: 'path' },
  'GET /v1/contracts/:id/terms/:version': { who: 'people', contract: 'path' },
  'GET /v1/contracts/:id/money': { who: 'people', contract: 'path' },
  'GET /v1/contracts/:id/case-file': { who: 'people', contract: 'path' },
  'GET /v1/contracts/:id/case-file/handed-over': { who: 'people', contract: 'path' },
  'GET /v1/contracts/:id/handed-over': { who: 'people', contract: 'path' },
  'GET /v1/case-file-key': ANYBODY,
  // Believed by what the link in the mail carries: a witness has no account (DSP-11).
  'POST /v1/witness/invitation': ANYBODY,
  'POST /v1/witness/acts': ANYBODY,
  'GET /v1/contracts/:id/read': { who: 'people', contract: 'path' },
  'POST /v1/contracts/:id/read': { who: 'people', contract: 'path' },

  'GET /v1/accounts/:id/money': { who: 'people', account: 'path', seats: PAYERS },
  'GET /v1/accounts/:id/statement': { who: 'people', account: 'path', seats: PAYERS },
  'GET /v1/accounts/:id/statement.csv': { who: 'people', account: 'path', seats: PAYERS },
  'GET /v1/accounts/:id/statement.pdf': { who: 'people', account: 'path', seats: PAYERS },
  'GET /v1/accounts/:id/wallet': { who: 'people', account: 'path', seats: PAYERS },
  'GET /v1/accounts/:id/payout-methods': { who: 'people', account: 'path', seats: PAYERS },
  'POST /v1/accounts/:id/payout-methods': { who: 'people', account: 'path', seats: PAYERS, session: true, confirmed: true },
  'POST /v1/accounts/:id/payout-methods/:method/use': { who: 'people', account: 'path', seats: PAYERS, session: true, confirmed: true },
  // What makes nothing less safe takes no password: who hears of a change that is not theirs stops it at once.
  'POST /v1/accounts/:id/payout-methods/:method/keep': { who: 'people', account: 'path', seats: PAYERS },
  'DELETE /v1/accounts/:id/payout-methods/:method': { who: 'people', account: 'path', seats: PAYERS, session: true, confirmed: true },
  'POST /v1/accounts/:id/acts': { who: 'people', scope: 'acting', account: 'path', seats: PAYERS },

  'GET /v1/notices': { who: 'people', own: 'notice' },
  'POST /v1/notices/read': { who: 'people', own: 'notice' },
  'GET /v1/views': PEOPLE,
  'DELETE /v1/view': { who: 'people', session: true, looking: true },
  'GET /v1/mail-choices': PEOPLE,
  'PUT /v1/mail-choices': PEOPLE,

  'GET /v1/drafts': { who: 'people', own: 'draft', unseen: true },
  'GET /v1/drafts/:key/versions': { who: 'people', own: 'draft', unseen: true },
  'GET /v1/drafts/:key': { who: 'people', own: 'draft', unseen: true },
  'PUT /v1/drafts/:key': { who: 'people', own: 'draft' },
  'DELETE /v1/drafts/:key': { who: 'people', own: 'draft' },
  // A stream; of each contract that changes, `PARTS` decides who hears.
  'GET /v1/events': PEOPLE,

  'GET /v1/webhooks': { who: 'people', account: 'query', seats: PAYERS },
  'POST /v1/webhooks': { who: 'people', account: 'query', seats: PAYERS, confirmed: 'lately' },
  'DELETE /v1/webhooks/:id': { who: 'people', own: 'webhook', confirmed: 'lately' },
  'POST /v1/webhooks/:id/rotate': { who: 'people', own: 'webhook', confirmed: 'lately' },
  'DELETE /v1/webhooks/:id/old-secret': { who: 'people', own: 'webhook', confirmed: 'lately' },
  'POST /v1/webhooks/:id/on': { who: 'people', own: 'webhook' },
  'GET /v1/webhooks/:id/deliveries': { who: 'people', own: 'webhook' },
  'POST /v1/webhooks/deliveries/:id/redeliver': { who: 'people', own: 'delivery' },

  'GET /v1/queue': { who: ['mediator', 'arbitrator', 'support', 'operator', 'auditor'] },
  'GET /v1/reconciliation': { who: BOOKS },
  'POST /v1/reconciliation/:reference/ask': { who: DESK.askBank },
  'GET /v1/solvency': { who: BOOKS },
  'GET /v1/guide': ANYBODY,
  'GET /v1/policies': ANYBODY,
  'GET /v1/offer-choices': ANYBODY,
  'GET /v1/policies/:id': ANYBODY,

  'GET /v1/console': { who: DESK.summary },
  'GET /v1/console/people': { who: DESK.people },
  'GET /v1/console/people/:id': { who: DESK.people },
  'GET /v1/console/people/:id/contracts': { who: DESK.people },
  'POST /v1/console/people/:id/staff': { who: DESK.appoint },
  'POST /v1/console/people/:id/view': { who: DESK.viewAs, session: true },
  'GET /v1/console/cases': { who: DESK.cases },
  'GET /v1/console/deadlines': { who: DESK.deadlines },
  'GET /v1/console/ledger': { who: DESK.ledger },
  'GET /v1/console/ledger/accounts': { who: DESK.ledger },
  'GET /v1/console/ledger/entries': { who: DESK.ledger },
  'GET /v1/console/policy': { who: DESK.policy },
  'GET /v1/console/policy/compare': { who: DESK.policy },
  'POST /v1/console/policy/drafts': { who: DESK.draftPolicy },
  'GET /v1/console/policy/drafts/:id': { who: DESK.policy },
  'PUT /v1/console/policy/drafts/:id': { who: DESK.draftPolicy },
  'GET /v1/console/policy/drafts/:id/past': { who: DESK.policy },
  'GET /v1/console/policy/drafts/:id/effect': { who: DESK.policy },
  'POST /v1/console/policy/drafts/:id/propose': { who: DESK.draftPolicy },
  'POST /v1/console/policy/drafts/:id/publish': { who: DESK.draftPolicy },
  'POST /v1/console/policy/drafts/:id/withdraw': { who: DESK.draftPolicy },
  'GET /v1/console/deliveries': { who: DESK.deliveries },
  'GET /v1/console/deliveries/mails': { who: DESK.deliveries },
  'POST /v1/console/deliveries/mails/:id/retry': { who: DESK.retryMail },
  'GET /v1/console/deliveries/payments': { who: DESK.deliveries },
  'POST /v1/console/deliveries/payments/:reference/retry': { who: DESK.retryPayment },
  'GET /v1/console/deliveries/mails/again': { who: DESK.deliveries },
  'POST /v1/console/deliveries/mails/again': { who: DESK.retryMail },
  'GET /v1/console/deliveries/payments/again': { who: DESK.deliveries },
  'POST /v1/console/deliveries/payments/again': { who: DESK.retryPayment },
  'GET /v1/console/deliveries/webhooks/again': { who: DESK.deliveries },
  'POST /v1/console/deliveries/webhooks/again': { who: DESK.retryWebhook },
  'GET /v1/console/traces': { who: DESK.traces },
  'POST /v1/console/traces/:contract/acts': { who: DESK.answerTrace, scope: 'acting' },
  'GET /v1/console/record': { who: DESK.record },
  'GET /v1/console/record/staff': { who: DESK.record },
  'GET /v1/console/record/checks': { who: DESK.record },
  'POST /v1/console/record/checks': { who: DESK.checkRecord },
  'POST /v1/console/record/checks/:id': { who: DESK.checkRecord },
  'GET /v1/console/backups': { who: DESK.backups },

  // Believed by its signature alone.
  'POST /v1/provider/notifications': ANYBODY,

  // A sandbox lets anybody be anybody; these do not exist in a live installation.
  'GET /v1/clock': ANYBODY,
  'POST /v1/clock': PEOPLE,
  'GET /v1/sandbox/mails': ANYBODY,
  'GET /v1/sandbox/people': ANYBODY,
  'POST /v1/sandbox/people': ANYBODY,
  'POST /v1/sandbox/sign-in': ANYBODY,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();
/** Who asks, once the table has let them in. */
export const admitted = (req: FastifyRequest): Caller | undefined => callers.get(req);

/**
 * Holds every route under /v1 to its entry. Throws when a route has none; answers 401 `not_signed_in`, 403 `scope_missing`,
 * `second_factor_required`, `confirmation_needed`, `managers_only`, `viewing_only`, and 404 where there is nothing for the caller. To be called
 * before the routes.
 */
export function guard(
  app: FastifyInstance,
  identify: (req: FastifyRequest) => Promise<Caller>,
  confirmed: (req: FastifyRequest, how: true | 'lately') => Promise<boolean>,
): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/')) return;
    for (const method of [route.method].flat()) {
      const access = ACCESS[`${method === 'HEAD' ? 'GET' : method} ${route.url}`];
      if (!access) throw new Error(`${method} ${route.url} has no entry in the table of access (server/access.ts).`);
      route.config = { ...route.config, access };
    }
  });
  app.addHook('onRequest', async (req) => {
    const { access } = req.routeOptions.config;
    if (!access || access.who === 'anybody') return;
    const caller = await identify(req);
    callers.set(req, caller);
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (caller.viewedBy && (reads ? access.unseen : !access.looking)) throw no(reads ? 'viewing_only.unseen' : 'viewing_only');
    if (access.who !== 'people') requireOffice(caller, access.who);
    const scope = access.scope ?? (reads ? 'read' : 'write');
    if (scope !== 'acting' && !(caller.viewedBy && access.looking)) requireScope(caller, scope);
    if (access.session && caller.via === 'key') throw no('session_needed');
  });
  app.addHook('preHandler', async (req) => {
    const { access } = req.routeOptions.config;
    const caller = callers.get(req);
    if (!access || !caller) return;
    const body = req.body as { preview?: unknown; client?: string } | null | undefined;
    if (access.scope === 'acting') requireScope(caller, body?.preview === true ? 'read' : 'write');
    if (access.account) {
      const named = { path: (req.params as { id?: string }).id, query: (req.query as { account?: string }).account, body: body?.client };
      requireSeat(caller, named[access.account] ?? caller.person, access.seats ?? []);
    }
    const believed = access.confirmed === 'lately' && caller.via === 'key';
    if (access.confirmed && !believed && !(await confirmed(req, access.confirmed)))
      throw no('confirmation_needed', { minutes: CONFIRMED_MS / 60_000 });
  });
}

/** Problem 404 for who holds none of the offices, 403 for who holds one without a second factor (ACC-2). */
function requireOffice(caller: Caller, offices: readonly StaffRole[]): void {
  if (!caller.staff.some((x) => offices.includes(x))) throw notFound();
  if (!caller.twoFactor) throw secondFactorRequired();
}

/** Problem 404 for who has no seat at the account, 403 for a member where it takes a manager (CON-1). */
function requireSeat(caller: Caller, account: string, roles: readonly Seat['role'][]): void {
  const seat = caller.seats.find((s) => s.account === account);
  if (seat && roles.includes(seat.role)) return;
  if (seat?.role !== 'member') throw notFound();
  throw no('managers_only', { agency: seat.name });
}

/** Problem 403 for an API key without the scope. */
export function requireScope(caller: Caller, scope: 'read' | 'write'): void {
  if (caller.scopes.includes(scope)) return;
  throw no(scope === 'write' ? 'scope_missing' : 'scope_missing.read', { scope });
}
