-- What the journal sums to up to one of its steps, so that the trial balance costs what came since (MNY-9). Derived: nothing else is
-- computed from it, the verifier sums it again, and rows that are deleted here are made again from the whole journal.
create table closed_books (
  marketplace text not null primary key,
  -- The last step that is in the sums.
  xid xid8 not null,
  n integer not null,
  closed_at timestamptz not null,
  -- The contract up to which held money was compared with the journal, in turn over all of them.
  compared text collate "C" not null default ''
);
-- By account where there are few (`world`, `fees:service` …), by kind where each contract or person has one (`escrow`, `pending` …).
create table closed_sums (
  marketplace text not null,
  currency text not null,
  account text not null,
  balance bigint not null,
  -- How many accounts of the kind are not zero.
  accounts integer not null,
  primary key (marketplace, currency, account)
);
-- Contracts whose held money was found not to be what their journal says.
create table closed_off (
  marketplace text not null,
  contract text collate "C" not null,
  primary key (marketplace, contract)
);
