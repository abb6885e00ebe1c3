-- Passkeys: what a person's device or password manager signs in with (ACC-5). The private key never comes here.
create table passkeys (
  marketplace text not null,
  -- The credential's id as the device gave it, base64url.
  id text not null,
  person text not null,
  name text not null,
  public_key bytea not null,
  -- How often the device says it was used; one that counts backwards is a copy.
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (marketplace, id)
);
create index passkeys_person on passkeys (marketplace, person, created_at);

-- What a device is asked to sign: once, within five minutes of the real time, for one purpose and, except at the door, one session.
create table passkey_challenges (
  challenge text primary key,
  purpose text not null check (purpose in ('add', 'signIn', 'confirm')),
  session text,
  until timestamptz not null
);
create index passkey_challenges_until on passkey_challenges (until);
