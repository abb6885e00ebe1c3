-- The door's tables. `marketplace` leads every key; ids and times come from the application; nothing has a foreign key to a row
-- that many acts share; account balances that must not fall below zero have a row, all others are sums over the journal.

create function legs_sum(amounts bigint[]) returns numeric language sql immutable strict parallel safe as
$$ select coalesce(sum(a), 0) from unnest(amounts) a $$;

create table policies (
  marketplace text not null,
  id text not null,
  document jsonb not null,
  published_at timestamptz not null,
  published_by text,
  primary key (marketplace, id)
);

-- The contract row is its escrow account. No column that changes is indexed, so that every update stays in its page.
create table contracts (
  marketplace text not null,
  id text collate "C" not null,
  kind text not null,
  currency text not null,
  client text not null,
  freelancer text not null,
  seq integer not null,
  held bigint not null constraint contracts_held_floor check (held >= 0),
  arbitration bigint not null constraint contracts_arbitration_floor check (arbitration >= 0),
  digest text not null,
  doc jsonb not null,
  primary key (marketplace, id)
) with (fillfactor = 80);
create index contracts_client on contracts (marketplace, client, id desc);
create index contracts_freelancer on contracts (marketplace, freelancer, id desc);

-- When something falls due on a contract; written only when it changes.
create table due (
  marketplace text not null,
  contract text collate "C" not null,
  due_at timestamptz not null,
  primary key (marketplace, contract)
);
create index due_at on due (marketplace, due_at);

-- One row a step: event, journal entry, outbox position and idempotency record at once. Append-only. Partitioned by the contract's
-- time-ordered id, so that a contract's rows stay together and old contracts go cold.
create table journal (
  marketplace text not null,
  contract text collate "C" not null,
  seq integer not null,
  xid xid8 not null,
  n integer not null,
  happened_at timestamptz not null,
  written_at timestamptz not null,
  act text not null,
  on_id text not null,
  process text not null,
  from_state text not null,
  to_state text not null,
  lapse boolean not null,
  rule text not null,
  policy text not null,
  role text not null,
  person text,
  input jsonb not null,
  patch jsonb not null,
  accounts text[] not null,
  amounts bigint[] not null,
  whys text[] not null,
  tells jsonb not null,
  digest text not null,
  idem_key text,
  body_hash text,
  answer text,
  primary key (marketplace, contract, seq),
  constraint journal_legs_balance check (legs_sum(amounts) = 0),
  constraint journal_legs_whole check (cardinality(accounts) = cardinality(amounts))
) partition by range (contract);
create table journal_rest partition of journal default;
create unique index journal_key on journal (marketplace, contract, idem_key) where idem_key is not null;
create index journal_position on journal (xid, n);

create table balances (
  marketplace text not null,
  account text not null,
  currency text not null,
  balance bigint not null constraint balances_floor check (balance >= 0),
  primary key (marketplace, account, currency)
) with (fillfactor = 80);

-- What is to be done at the payment provider, and how far it is.
create table effects (
  marketplace text not null,
  reference text not null,
  contract text not null,
  instance text not null,
  kind text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  account text not null,
  source text not null,
  state text not null check (state in ('wanted', 'sending', 'unknown', 'accepted', 'settled', 'declined', 'returned', 'needs_person')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (marketplace, reference)
);
create index effects_open on effects (marketplace, next_at) where state in ('wanted', 'sending', 'unknown', 'accepted');

-- What waits for somebody of the platform.
create table worklist (
  marketplace text not null,
  contract text collate "C" not null,
  on_id text not null,
  kind text not null,
  since timestamptz not null,
  target_at timestamptz,
  assignee text,
  amount bigint not null,
  currency text not null,
  primary key (marketplace, contract, on_id)
);

-- How far each reader of the journal has come: (xid, n) of the last row it handled.
create table readers (
  marketplace text not null,
  name text not null,
  xid xid8 not null,
  n integer not null,
  primary key (marketplace, name)
);

create table notices (
  marketplace text not null,
  id text not null,
  person text not null,
  contract text not null,
  seq integer not null,
  kind text not null,
  title text not null,
  sentence text not null,
  legal boolean not null,
  href text not null,
  deadline jsonb,
  at timestamptz not null,
  read_at timestamptz,
  mail text,
  primary key (marketplace, id),
  constraint notices_once unique (marketplace, contract, seq, person, kind)
);
create index notices_person on notices (marketplace, person, id desc);

create table mails (
  marketplace text not null,
  id text not null,
  to_person text,
  to_address text not null,
  subject text not null,
  text text not null,
  html text not null,
  contract text,
  seq integer,
  kind text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  reason text,
  created_at timestamptz not null,
  primary key (marketplace, id)
);
create index mails_due on mails (next_at, marketplace, id) where state = 'queued';

-- Answers to writes that are not steps of a contract, by the caller's key.
create table requests (
  marketplace text not null,
  caller text not null,
  key text not null,
  body_hash text not null,
  status integer not null,
  answer text not null,
  created_at timestamptz not null,
  primary key (marketplace, caller, key)
);

-- The test clock of a sandbox: how far it is ahead of the database's clock. It never goes back.
create table clock (
  marketplace text not null primary key,
  ahead_ms bigint not null default 0 check (ahead_ms >= 0)
);

-- Writes a batch of steps in one statement: contracts, journal, balances, effects, due instants, worklist.
-- Raises `lost_race` when a contract is not at the version the steps were made from.
create function write_steps(p_marketplace text, p_now timestamptz, p jsonb) returns void language plpgsql as $$
declare
  touched integer;
  me xid8 := pg_current_xact_id();
begin
  insert into contracts (marketplace, id, kind, currency, client, freelancer, seq, held, arbitration, digest, doc)
  select p_marketplace, c.id, c.kind, c.currency, c.client, c.freelancer, c.seq, c.held, c.arbitration, c.digest, c.doc
  from jsonb_to_recordset(p->'founded') as c(id text, kind text, currency text, client text, freelancer text, seq integer, held bigint, arbitration bigint, digest text, doc jsonb);

  update contracts t set seq = c.seq, held = c.held, arbitration = c.arbitration, digest = c.digest, doc = c.doc
  from jsonb_to_recordset(p->'changed') as c(id text, expected integer, seq integer, held bigint, arbitration bigint, digest text, doc jsonb)
  where t.marketplace = p_marketplace and t.id = c.id and t.seq = c.expected;
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(p->'changed') then raise exception 'lost_race' using errcode = 'FH001'; end if;

  insert into journal (marketplace, contract, seq, xid, n, happened_at, written_at, act, on_id, process, from_state, to_state, lapse, rule, policy,
                       role, person, input, patch, accounts, amounts, whys, tells, digest, idem_key, body_hash, answer)
  select p_marketplace, j.contract, j.seq, me, j.n, j.happened_at, p_now, j.act, j.on_id, j.process, j.from_state, j.to_state, j.lapse, j.rule, j.policy,
         j.role, j.person, j.input, j.patch, j.accounts, j.amounts, j.whys, j.tells, j.digest, j.idem_key, j.body_hash, j.answer
  from jsonb_to_recordset(p->'journal') as j(contract text, seq integer, n integer, happened_at timestamptz, act text, on_id text, process text, from_state text,
       to_state text, lapse boolean, rule text, policy text, role text, person text, input jsonb, patch jsonb, accounts text[], amounts bigint[], whys text[],
       tells jsonb, digest text, idem_key text, body_hash text, answer text);

  -- Locked in a fixed order first, so that two batches never wait for each other in a circle.
  perform 1 from balances t join jsonb_to_recordset(p->'balances') as b(account text, currency text) on t.account = b.account and t.currency = b.currency
  where t.marketplace = p_marketplace order by t.account, t.currency for update of t;

  -- A balance that exists is moved first: an insert of a negative difference would meet its check before the conflict.
  update balances t set balance = t.balance + b.delta
  from jsonb_to_recordset(p->'balances') as b(account text, currency text, delta bigint)
  where t.marketplace = p_marketplace and t.account = b.account and t.currency = b.currency;
  insert into balances as t (marketplace, account, currency, balance)
  select p_marketplace, b.account, b.currency, b.delta
  from jsonb_to_recordset(p->'balances') as b(account text, currency text, delta bigint)
  where not exists (select 1 from balances o where o.marketplace = p_marketplace and o.account = b.account and o.currency = b.currency)
  on conflict (marketplace, account, currency) do update set balance = t.balance + excluded.balance;

  insert into effects (marketplace, reference, contract, instance, kind, amount, currency, account, source, state, next_at, created_at, updated_at)
  select p_marketplace, e.reference, e.contract, e.instance, e.kind, e.amount, e.currency, e.account, e.source, 'wanted', e.at, e.at, e.at
  from jsonb_to_recordset(p->'effects') as e(reference text, contract text, instance text, kind text, amount bigint, currency text, account text, source text, at timestamptz);

  delete from due t using jsonb_array_elements_text(p->'undue') as u(contract) where t.marketplace = p_marketplace and t.contract = u.contract;
  insert into due as t (marketplace, contract, due_at)
  select p_marketplace, d.contract, d.due_at from jsonb_to_recordset(p->'due') as d(contract text, due_at timestamptz)
  on conflict (marketplace, contract) do update set due_at = excluded.due_at where t.due_at <> excluded.due_at;

  delete from worklist t using jsonb_array_elements_text(p->'unlisted') as u(contract) where t.marketplace = p_marketplace and t.contract = u.contract;
  insert into worklist (marketplace, contract, on_id, kind, since, target_at, assignee, amount, currency)
  select p_marketplace, w.contract, w.on_id, w.kind, w.since, w.target_at, w.assignee, w.amount, w.currency
  from jsonb_to_recordset(p->'listed') as w(contract text, on_id text, kind text, since timestamptz, target_at timestamptz, assignee text, amount bigint, currency text);
end $$;

-- Mails a person does not want, by process; legal notices are always sent (NOT-1).
create table mail_choices (
  marketplace text not null,
  person text not null,
  process text not null,
  primary key (marketplace, person, process)
);

-- How far a person has read the conversation of a contract (MSG-1).
create table read_marks (
  marketplace text not null,
  person text not null,
  contract text collate "C" not null,
  seq integer not null,
  primary key (marketplace, person, contract)
);
