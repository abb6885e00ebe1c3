-- Who people are. `auth` belongs to the sign-in library; `accounts` is what the rest of the house knows.
create schema auth;
create table auth."user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null, "twoFactorEnabled" boolean);
create table auth."session" ("id" text not null primary key, "expiresAt" timestamptz not null, "token" text not null unique, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" text not null references auth."user" ("id") on delete cascade);
create table auth."account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references auth."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null);
create table auth."verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);
create table auth."twoFactor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null, "userId" text not null references auth."user" ("id") on delete cascade, "verified" boolean, "failedVerificationCount" integer, "lockedUntil" timestamptz);
create index "session_userId_idx" on auth."session" ("userId");
create index "account_userId_idx" on auth."account" ("userId");
create index "verification_identifier_idx" on auth."verification" ("identifier");
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");

-- A person or an agency: what can be a party of a contract.
create table accounts (
  marketplace text not null,
  id text not null,
  kind text not null check (kind in ('person', 'agency')),
  name text not null,
  email text,
  zone text not null default 'UTC',
  locale text not null default 'en',
  staff text[] not null default '{}',
  -- What a sandbox says about a demo person; null for real people.
  about text,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (marketplace, id)
);
create index accounts_name on accounts (marketplace, lower(name));

create table members (
  marketplace text not null,
  agency text not null,
  person text not null,
  role text not null check (role in ('manager', 'member')),
  primary key (marketplace, agency, person)
);
create index members_person on members (marketplace, person);

create table api_keys (
  marketplace text not null,
  prefix text not null,
  secret_hash text not null,
  person text not null,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (marketplace, prefix)
);

-- Who mediated against whom, for the rule on conflicts (MED-1).
create table mediations (
  marketplace text not null,
  mediator text not null,
  party text not null,
  contract text not null,
  at timestamptz not null,
  primary key (marketplace, mediator, party, contract)
);
