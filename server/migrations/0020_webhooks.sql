-- Where accounts want to hear of the steps of their contracts (API-6), and what was told them.
create table webhooks (
  marketplace text not null,
  id text not null,
  account text not null,
  url text not null check (char_length(url) between 1 and 500),
  -- The secret that signs, sealed with the installation's own.
  secret text not null,
  made_by text not null,
  created_at timestamptz not null,
  primary key (marketplace, id)
);
create index webhooks_account on webhooks (marketplace, account);

create table webhook_deliveries (
  marketplace text not null,
  id text not null,
  -- The order in which the steps were written; one reader at a time writes, so a smaller number never comes later.
  n bigint generated always as identity,
  webhook text not null,
  contract text not null,
  seq integer not null,
  -- The body: the same bytes at every attempt.
  body text not null,
  state text not null default 'queued' check (state in ('queued', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  tried_at timestamptz,
  -- What the last attempt came to: the status that was answered, or why there is none.
  status integer,
  fault text,
  primary key (marketplace, id),
  constraint webhook_deliveries_once unique (marketplace, webhook, contract, seq),
  foreign key (marketplace, webhook) references webhooks (marketplace, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'queued';
create index webhook_deliveries_order on webhook_deliveries (marketplace, webhook, n);
