-- What a person has typed and not sent, so that it survives a crash, another device and an expired session. Nobody else reads it.
create table drafts (
  marketplace text not null,
  person text not null,
  key text collate "C" not null check (char_length(key) between 1 and 200),
  -- JSON as it was sent; never looked into here.
  value text not null,
  -- Counts the writes, so that a stale page does not overwrite what another one has saved since.
  version integer not null,
  updated_at timestamptz not null,
  primary key (marketplace, person, key)
);
create index drafts_age on drafts (updated_at);
