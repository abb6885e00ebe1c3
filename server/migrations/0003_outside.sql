-- Files and cards are ours: the marketplace leads their keys. The schema sandbox_bank is the book of a stand-in payment
-- provider: it is an outsider that happens to live in the same database, knows nothing of our tables, and is never joined
-- with them. Reconciliation is worth something only because of that.

create table files (
  marketplace text not null,
  id          text not null,
  owner       text not null,                 -- the person who uploaded it
  name        text not null check (char_length(name) between 1 and 200),
  size        bigint not null check (size > 0),
  type        text not null,                 -- found by content, never what the sender said
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at  timestamptz not null,
  attached_to text,                          -- contract that cites it; whoever may see that contract may read it
  request_key text,                          -- Idempotency-Key of the upload
  constraint files_pkey primary key (marketplace, id)
);
create unique index files_request_key on files (marketplace, owner, request_key) where request_key is not null;
create index files_by_contract on files (marketplace, attached_to) where attached_to is not null;

create table cards (
  marketplace text not null,
  account     text not null,
  id          text not null,
  token       text not null,
  label       text not null check (char_length(label) between 1 and 80),
  verified_at timestamptz,
  created_at  timestamptz not null,
  constraint cards_pkey primary key (marketplace, account, id),
  constraint cards_token_once unique (marketplace, account, token)
);

create schema sandbox_bank;

create table sandbox_bank.movements (
  reference   text primary key,              -- the customer's idempotency key
  provider_id text not null unique,
  kind        text not null check (kind in ('charge', 'refund', 'payout')),
  amount      bigint not null check (amount between 1 and 1000000000000),
  currency    text not null check (currency ~ '^[A-Z]{3}$'),
  other       text not null,                 -- card of a charge, charge of a refund, account of a payout
  state       text not null check (state in ('accepted', 'settled', 'declined', 'returned')),
  reason      text,
  asked_at    timestamptz not null,
  state_at    timestamptz not null,
  settles_at  timestamptz
);
create index movements_asked_at on sandbox_bank.movements (asked_at, reference);
create index movements_refunds on sandbox_bank.movements (other) where kind = 'refund';

-- What the bank still means to do: change a movement, or send a notification about one.
create table sandbox_bank.agenda (
  id              bigint generated always as identity primary key,
  at              timestamptz not null,      -- the instant it is dated
  try_at          timestamptz not null,      -- the same, or later when a notification was not taken
  does            text not null check (does in ('settle', 'return', 'notify')),
  reference       text not null references sandbox_bank.movements (reference),
  notification_id text,
  body            text,                      -- signed as it is, so a second attempt carries the same bytes
  attempts        int not null default 0,
  done_at         timestamptz,
  constraint agenda_notify_has_body check ((does = 'notify') = (body is not null and notification_id is not null))
);
create index agenda_open on sandbox_bank.agenda (try_at, id) where done_at is null;

-- Calls that the card `card_timeout_before` has swallowed once.
create table sandbox_bank.lost_calls (reference text primary key);
