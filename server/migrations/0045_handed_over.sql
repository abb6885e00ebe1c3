-- The case file as it was when a case went to arbitration (ARB-10). The row is written with the step itself; a worker fixes the file.
create table handed_over (
  marketplace text not null,
  contract text not null,
  -- The case.
  on_id text not null,
  -- The step that it was handed over with, and when that happened.
  seq integer not null,
  at timestamptz not null,
  -- Null until it is fixed; never changed after.
  sha256 text,
  size bigint,
  made_at timestamptz,
  -- When it is tried next, and how often it was.
  next_at timestamptz not null,
  attempts integer not null default 0,
  primary key (marketplace, contract, on_id)
);
create index handed_over_open on handed_over (marketplace, next_at) where sha256 is null;
create index handed_over_content on handed_over (sha256);

-- What was handed over before this was kept is fixed now, as it was then.
insert into handed_over (marketplace, contract, on_id, seq, at, next_at)
select distinct on (j.marketplace, j.contract, i.key) j.marketplace, j.contract, i.key, j.seq, j.happened_at, j.happened_at
from journal j, jsonb_each(j.patch->'instances') as i(key, value)
where j.patch::text like '%"hearing"%' and i.value->>'process' = 'case' and i.value->>'state' = 'hearing'
order by j.marketplace, j.contract, i.key, j.seq;
