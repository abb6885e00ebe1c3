-- Bank accounts that payouts go to (MNY-11). Which of them is in use is a fact of the wallet; here is what the wallet must not say: the
-- number and its holder, sealed with the installation's own secret. `print` finds the same number again without opening any.
create table payout_methods (
  marketplace text not null,
  id text not null,
  account text not null,
  currency text not null,
  kind text not null check (kind in ('iban', 'us')),
  label text not null check (char_length(label) between 1 and 80),
  print text not null,
  sealed text,
  -- In use from the first day: the accounts of people whom a sandbox makes.
  given boolean not null default false,
  added_by text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (marketplace, id),
  check ((sealed is null) = (removed_at is not null))
);
create unique index payout_methods_once on payout_methods (marketplace, account, currency, print) where removed_at is null;

-- Sessions whose person has just shown again who they are, for acts that take it (ACC-3).
create table confirmations (
  session text primary key,
  until timestamptz not null
);
