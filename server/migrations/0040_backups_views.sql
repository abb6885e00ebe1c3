-- Backups that were written, and what came of trying to restore them: told here by `npm run backup` and `npm run restore`.
create table backups (
  marketplace text not null,
  id text not null,
  begun_at timestamptz not null,
  finished_at timestamptz not null,
  folder text not null,
  rows bigint not null,
  files integer not null,
  bytes bigint not null,
  -- Content that was not what its name says when it was copied.
  broken jsonb not null default '[]',
  primary key (marketplace, id)
);
create table restores (
  marketplace text not null,
  id text not null,
  backup text not null,
  begun_at timestamptz not null,
  finished_at timestamptz not null,
  contracts integer not null,
  steps bigint not null,
  files integer not null,
  -- What the verifier said of the restored installation; or why there was none.
  broken jsonb not null,
  primary key (marketplace, id)
);

-- Staff that look at the pages of a person as that person sees them, and change nothing. By the session that looks.
create table views (
  marketplace text not null,
  session text not null,
  staff text not null,
  person text not null,
  reason text not null,
  begun_at timestamptz not null,
  -- By the real time, like sessions.
  ends_at timestamptz not null,
  primary key (marketplace, session)
);

-- A webhook that answered nothing for days is switched off, and told to its account; whoever owns it switches it on again.
alter table webhooks add column off_at timestamptz, add column failing_since timestamptz;
