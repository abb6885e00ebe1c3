/** Opens every part of a server in order, and closes them again. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, holidaysOf } from '@fairhold/domain';
import { admitted, guard, requireScope } from './access.ts';
import { openAccounts } from './accounts.ts';
import { finish, makeApp } from './app.ts';
import { openAuth } from './auth/auth.ts';
import { conflictsOf } from './auth/conflicts.ts';
import type { AccountMail, Tell } from './auth/mails.ts';
import { openPasskeys } from './auth/passkeys.ts';
import { openHandingOver } from './casefile/handed-over.ts';
import { openClock } from './clock.ts';
import { openDoor } from './commit.ts';
import type { Config } from './config.ts';
import { openCloser } from './console/books.ts';
import { openErasures } from './data/erasure.ts';
import { openDigests } from './digest.ts';
import { openDrain } from './drain.ts';
import { openEffects } from './effects.ts';
import { openEvents } from './events.ts';
import { keepAnswers } from './idempotent.ts';
import { newId } from './ids.ts';
import { sayLanguage, speakTo } from './language.ts';
import { limitAccounts } from './limits.ts';
import { openNotices } from './notices.ts';
import { openFileLinks } from './outside/file-links.ts';
import { dropUnnamed } from './outside/file-rows.ts';
import { openFileStore } from './outside/files.ts';
import { openMailer } from './outside/mail.ts';
import { deliverDue, keepDue } from './outside/mail-worker.ts';
import { openSandboxBank } from './outside/sandbox-bank.ts';
import { webhookOffMail } from './outside/webhook-mail.ts';
import { openWebhookWorker } from './outside/webhook-worker.ts';
import { isUsable, partIn, requireSecondFactor } from './parts.ts';
import { openMethods } from './payouts/methods.ts';
import { openPolicies } from './policies.ts';
import { accountRoutes } from './routes/accounts.ts';
import { actRoutes } from './routes/acts.ts';
import { agencyRoutes } from './routes/agencies.ts';
import { keyRoutes } from './routes/api-keys.ts';
import { cardRoutes } from './routes/cards.ts';
import { caseFileRoutes } from './routes/case-file.ts';
import { consoleRoutes } from './routes/console.ts';
import { contractRoutes } from './routes/contracts.ts';
import { draftRoutes } from './routes/drafts.ts';
import { eventRoutes } from './routes/events.ts';
import { keepApart } from './routes/file-content.ts';
import { fileRoutes } from './routes/files.ts';
import { guideRoutes } from './routes/guide.ts';
import { healthRoutes } from './routes/health.ts';
import { myDataRoutes } from './routes/my-data.ts';
import { noticeRoutes } from './routes/notices.ts';
import { passkeyRoutes } from './routes/passkeys.ts';
import { payoutMethodRoutes } from './routes/payout-methods.ts';
import { platformRoutes } from './routes/platform.ts';
import { providerRoutes } from './routes/provider.ts';
import { recordRoutes } from './routes/record.ts';
import { sandboxPeopleRoutes } from './routes/sandbox-people.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { statementRoutes } from './routes/statement.ts';
import { viewRoutes } from './routes/views.ts';
import { walletRoutes } from './routes/wallet.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { witnessRoutes } from './routes/witness.ts';
import { openSealer } from './sealed.ts';
import { seedDemo } from './seed.ts';
import type { Server } from './server.ts';
import { giveWay, openSpace, refuseWhenFull } from './space.ts';
import { type Db, DOOR, openDb } from './store/db.ts';
import { forgetDrafts } from './store/drafts.ts';
import { startEmbedded } from './store/embedded.ts';
import { migrate } from './store/migrate.ts';
import { ensurePartitions } from './store/partitions.ts';
import { fitPositions } from './store/positions.ts';
import { payerOf, readContract } from './store/reads.ts';
import { forgetDeliveries } from './store/webhooks.ts';
import { openSweeper } from './sweep.ts';
import { openWebhooks } from './webhooks.ts';
import { forgetWitnesses } from './witnesses.ts';
import { openWorkers } from './workers.ts';
import { openWriting } from './writing.ts';

export interface Running {
  readonly url: string;
  readonly server: Server;
  readonly welcome: readonly string[];
  /** Whether it was told to stop. */
  stopping(): boolean;
  stop(): Promise<void>;
}

/** How long requests that are under way may take when the server is told to stop. */
const DRAIN_MS = 10_000;

/** A sandbox has people with a known password and a clock that was moved: it never becomes a live installation. */
async function refuseSandbox(db: Db, marketplace: string): Promise<void> {
  const { rows } = await db.pool.query<{ demo: boolean; ahead: boolean }>(
    `select exists (select 1 from accounts where marketplace = $1 and about is not null) as demo,
            exists (select 1 from clock where marketplace = $1 and ahead_ms > 0) as ahead`,
    [marketplace],
  );
  if (rows[0]?.demo || rows[0]?.ahead)
    throw new Error('This database was used as a sandbox: it has demo people or a moved clock. Give the live installation a database of its own.');
}

/** Whoever has confirmed the operator's address becomes one; the answer is what to print. */
async function appoint(db: Db, marketplace: string, email: string): Promise<string> {
  const { rowCount } = await db.pool.query(
    `update accounts a set staff = array(select distinct unnest(a.staff || '{operator}'::text[])) from auth."user" u
     where a.marketplace = $1 and u.id = a.id and lower(u.email) = $2 and u."emailVerified"`,
    [marketplace, email],
  );
  return rowCount ? `${email} is operator.` : `Nobody has confirmed ${email} yet: sign up with it, then start again.`;
}

/** Starts a server: database, clock, door, workers, HTTP. Throws a sentence when it cannot. */
export async function startFairhold(config: Config): Promise<Running> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded(config.dataFolder, { onExit: (why) => console.error(why), beforeStart: (home) => giveWay(home, config.keepFree) });
  const url = config.databaseUrl ?? (embedded?.url as string);
  await migrate(url);
  const patienceMs = config.databasePatience;
  const db = openDb(url, { patienceMs });
  // As root the embedded database may live on another disk than the files.
  const space = openSpace([config.dataFolder, ...(embedded ? [embedded.home] : [])], {
    keepFree: config.keepFree,
    ...(embedded && { ballast: embedded.home }),
  });
  const writing = openWriting(db, space);
  if (await fitPositions(db)) console.error('database: it was loaded from a copy; its steps were numbered anew');
  if (config.mode === 'live') await refuseSandbox(db, config.marketplace);
  const clock = await openClock(db, config.marketplace);
  await ensurePartitions(db, clock.now());
  const policies = await openPolicies(db, config.marketplace, clock.now);
  const books = openDb(url, { max: 2, patienceMs: 6 * patienceMs });
  // The door has connections of its own: a commit never waits behind the reads of other requests.
  const doorDb = openDb(url, { max: 4, settings: DOOR, patienceMs });
  const door = openDoor({ db: doorDb, marketplace: config.marketplace, clock, policy: policies.get });
  const accounts = openAccounts(db, config.marketplace);
  let hear: (headers: Record<string, string>, body: string) => Promise<void> = async () => {};
  const bank = openSandboxBank(db, {
    clock,
    secret: config.secret,
    holidays: holidaysOf(policies.get('')),
    notify: (headers, body) => hear(headers, body),
  });
  const methods = openMethods(db, config.marketplace, config.secret);
  const effects = openEffects({ db, marketplace: config.marketplace, clock, provider: bank, door, destination: methods.destination });
  if (embedded) await effects.takeOver();
  // The stand-in bank lives in this process, so its notifications need no network; they are verified like any other.
  hear = async (headers, body) => {
    const record = bank.verifyNotification(headers, body);
    if (record) await effects.hear(record);
  };
  const mailer = openMailer({ baseUrl: config.baseUrl, ...(config.smtpUrl && { smtpUrl: config.smtpUrl }), from: config.mailFrom });
  const events = await openEvents({ db, marketplace: config.marketplace });
  door.onCommit(events.changed);
  // Every page says it at once, and at once no more.
  writing.onChange(events.greet);
  const notices = openNotices({
    db,
    marketplace: config.marketplace,
    clock,
    accounts,
    policy: policies.get,
    committed: door.committed,
    keepsMails: !config.smtpUrl,
    written: events.noticed,
    baseUrl: config.baseUrl,
  });
  const sweeper = openSweeper({ db, marketplace: config.marketplace, clock, door });
  const mails = {
    run: async () => (config.smtpUrl ? (await deliverDue(db, mailer, clock.now())).claimed : keepDue(db, config.marketplace, clock.now())),
  };
  const digests = openDigests({ db, marketplace: config.marketplace, clock, accounts, baseUrl: config.baseUrl });
  const webhooks = openWebhooks({ db, marketplace: config.marketplace, clock });
  const outward = {
    sealer: openSealer(config.secret, 'webhooks'),
    reach: { local: config.webhookLocal, secureOnly: config.mode === 'live', ...(config.webhookCa && { ca: config.webhookCa }) },
  };
  const webhookWorker = openWebhookWorker({
    ...outward,
    db,
    now: clock.now,
    paused: writing.paused,
    switchedOff: async ({ account, url }) => {
      for (const p of await accounts.peopleOf(account))
        if (p.email) await queueMail({ ...webhookOffMail(config.baseUrl, { ...p, email: p.email }, url), person: p.id });
    },
  });
  const files = await openFileStore(join(config.dataFolder, 'files'));
  const auth = await openAuth({
    db,
    config,
    clock,
    sendMail: (m) => queueMail(m),
  });

  const tell: Tell = async (account, what, values, too) => {
    const name = (await accounts.names([account])).get(account)?.name ?? '';
    const people = new Set([...(await accounts.peopleOf(account)).map((p) => p.id), ...(too ? [too] : [])]);
    for (const person of people) await auth.mails.news(person, what, { values: { account: name, ...values } });
  };
  const erasures = openErasures({ db, config, clock, policies, accounts, auth });
  async function upkeep(): Promise<void> {
    await ensurePartitions(db, clock.now());
    await forgetDrafts(db, config.marketplace, clock.now());
    await forgetDeliveries(db, config.marketplace, clock.now());
    // A day old by the machine's clock, like the files: nothing that is still on its way to its row.
    await dropUnnamed(db, files, Date.now() - 86_400_000);
    await erasures.forgetFarewells();
    await forgetWitnesses(db, config.marketplace, clock.now());
  }
  const closer = openCloser({ url, marketplace: config.marketplace, now: clock.now });
  const workers = openWorkers({
    clock,
    door,
    sweeper,
    effects,
    bank,
    notices,
    handing: openHandingOver({ db, config, clock, accounts, policy: policies.get, files }),
    webhooks,
    mails,
    digests,
    erasures,
    async refresh() {
      closer.beat();
      await policies.refresh();
    },
    upkeep,
    async paused() {
      return (await writing.hindrance()) !== undefined;
    },
  });
  async function queueMail(m: AccountMail): Promise<void> {
    await db.pool.query(
      `insert into mails (marketplace, id, to_address, to_person, subject, text, html, kind, next_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [config.marketplace, newId(clock.now()), m.to, m.person ?? null, m.subject, m.text, m.html, m.kind, new Date(clock.now())],
    );
  }

  const server: Server = {
    config,
    db,
    books,
    clock,
    door,
    accounts,
    policies,
    provider: bank,
    effects,
    workers,
    diskFree: space.free,
    files,
    methods,
    digests,
    async requireCaller(req, scope) {
      const caller = admitted(req) ?? speakTo(req, await auth.requireCaller(req));
      if (scope) requireScope(caller, scope);
      return caller;
    },
    requireScope,
    requireSecondFactor,
    async conflict(caller, c: Contract) {
      const part = partIn(c, caller);
      if (!part?.roles.some((r) => r === 'mediator' || r === 'arbitrator' || r === 'support' || r === 'operator')) return undefined;
      return conflictsOf(db, config.marketplace, caller.person, { client: c.client, freelancer: c.freelancer }, clock.now(), c.id);
    },
    payer: (account, contract) => payerOf(db, config.marketplace, account, contract),
  };

  const web = join(import.meta.dirname, '..', 'web', 'dist');
  const options = {
    baseUrl: config.baseUrl,
    now: clock.now,
    trustProxy: config.trustProxy,
    requestsPerMinute: config.requestsPerMinute,
    ...(existsSync(web) && { web }),
    ...(config.filesOrigin && { filesOrigin: config.filesOrigin }),
  };
  const app = await makeApp(options);
  const drain = openDrain(app, DRAIN_MS);
  const links = openFileLinks(config.secret, config.filesOrigin, new URL(config.baseUrl).origin);
  keepApart(app, links);
  // Another process may have moved the test clock; a live clock has nothing to move.
  if (config.mode === 'sandbox')
    app.addHook('onRequest', async (req) => {
      // With the database away the route itself will say so.
      if (req.url.startsWith('/v1/')) await clock.refresh().catch(() => undefined);
    });
  sayLanguage(app);
  await auth.mount(app);
  guard(app, async (req) => speakTo(req, await auth.requireCaller(req)), auth.confirmed);
  limitAccounts(app, config.requestsPerMinute);
  refuseWhenFull(app, space);
  const passkeys = openPasskeys({ db, marketplace: config.marketplace, config, now: clock.now });
  const deps = {
    db,
    auth,
    config,
    clock,
    accounts,
    marketplace: config.marketplace,
    requireCaller: server.requireCaller,
    sendMail: queueMail,
    tell,
    passkeys,
    hindrance: writing.hindrance,
  };
  keepAnswers(app, {
    db,
    marketplace: config.marketplace,
    secret: config.secret,
    now: clock.now,
    identify: async (req) => admitted(req) ?? auth.identify(req),
  });
  accountRoutes(app, deps);
  sessionRoutes(app, deps);
  keyRoutes(app, deps);
  agencyRoutes(app, deps);
  passkeyRoutes(app, deps);
  myDataRoutes(app, server, { erasures, auth });
  await fileRoutes(app, {
    ...deps,
    store: files,
    links,
    mayRead: async (caller, file) => {
      const c = file.attachedTo ? await readContract(db, config.marketplace, file.attachedTo) : undefined;
      const part = c && partIn(c, caller);
      return Boolean(part && !part.undeclared && isUsable(caller, part));
    },
  });
  cardRoutes(app, deps);
  contractRoutes(app, server);
  actRoutes(app, server);
  recordRoutes(app, server);
  noticeRoutes(app, server);
  caseFileRoutes(app, server);
  witnessRoutes(app, server);
  statementRoutes(app, server);
  draftRoutes(app, server);
  eventRoutes(app, server, { events, identify: (req) => auth.identify(req, { quietly: true }) });
  walletRoutes(app, server);
  payoutMethodRoutes(app, server);
  webhookRoutes(app, server, { ...outward, tell });
  platformRoutes(app, server);
  guideRoutes(app, server);
  consoleRoutes(app, server);
  viewRoutes(app, server);
  providerRoutes(app, server);
  let begun = false;
  healthRoutes(app, server, { begun: () => begun, draining: drain.draining, full: space.full, readOnly: writing.paused });
  if (config.mode === 'sandbox') sandboxPeopleRoutes(app, { ...deps, methods });
  await finish(app, options);
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  workers.start();
  webhookWorker.start();
  const welcome = [`Fairhold is open at http://localhost:${port}`];
  if (config.mode === 'live') welcome.push('No real money moves: the bank is the stand-in (FAIRHOLD_BANK=sandbox).');
  if (config.operator) welcome.push(await appoint(db, config.marketplace, config.operator));
  if (config.seed) welcome.push(...(await seedDemo(server, auth)));
  begun = true;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    welcome,
    stopping: drain.draining,
    async stop() {
      drain.begin();
      await app.close();
      await workers.stop();
      await closer.stop();
      await webhookWorker.stop();
      space.close();
      await door.idle();
      await events.close();
      await auth.close();
      await doorDb.close();
      await books.close();
      await db.close();
      await embedded?.stop();
    },
  };
}
