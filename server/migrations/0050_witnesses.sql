-- Who was invited to say what they saw in a case (DSP-12). The record names the id only: it is made from name, address and salt, so that
-- an altered name shows while it is kept, and says nothing once it is erased.
create table witnesses (
  marketplace text not null,
  id text collate "C" not null,
  contract text not null,
  -- The case, as the contract names it.
  on_id text not null,
  -- Null once they are erased.
  name text,
  address text,
  salt text,
  -- SHA-256 of what the link in the mail carries; null before the mail was written and when nothing can be said any more.
  token_hash text collate "C",
  -- Null: nothing came of it. Such a row goes after a day.
  mailed_at timestamptz,
  created_at timestamptz not null,
  primary key (marketplace, id)
);
create unique index witnesses_token on witnesses (token_hash) where token_hash is not null;
create index witnesses_reachable on witnesses (marketplace, id) where address is not null;
