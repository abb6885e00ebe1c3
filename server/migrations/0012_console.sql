-- What staff do outside contracts (STF-2): only added to, chained by digest in the order of seq.
create table staff_acts (
  marketplace text not null,
  seq integer not null,
  at timestamptz not null,
  person text not null,
  act text not null,
  subject text not null,
  reason text not null,
  data jsonb not null,
  digest text not null,
  primary key (marketplace, seq)
);
create index staff_acts_subject on staff_acts (marketplace, subject, seq desc);
create index staff_acts_person on staff_acts (marketplace, person, seq desc);
create function staff_acts_stay() returns trigger language plpgsql as
$$ begin raise exception 'staff_acts is only added to'; end $$;
create trigger staff_acts_stay before update or delete on staff_acts for each row execute function staff_acts_stay();

-- From when a version counts for new offers.
alter table policies add column effective_at timestamptz;
update policies set effective_at = published_at;
alter table policies alter column effective_at set not null;

-- A version on its way: changed while it is a draft, frozen while it is proposed, published by a second person.
create table policy_drafts (
  marketplace text not null,
  id text not null,
  state text not null check (state in ('draft', 'proposed', 'published', 'withdrawn')),
  base text not null,
  document jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  proposed_by text,
  proposed_at timestamptz,
  effective_at timestamptz,
  reason text,
  published_as text,
  primary key (marketplace, id)
);

-- How far a proof of the record has come, and what it found.
create table record_checks (
  marketplace text not null,
  id text not null,
  started_by text not null,
  started_at timestamptz not null,
  after_id text not null default '',
  contracts integer not null default 0,
  steps bigint not null default 0,
  broken jsonb not null default '[]',
  finished_at timestamptz,
  primary key (marketplace, id)
);
