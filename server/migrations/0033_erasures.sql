-- Who asked to be erased, and when it is done (ACC-4). Stopping it deletes the row; a row that is done stays as the proof that it was.
create table erasures (
  marketplace text not null,
  person text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  -- When it is looked at next: something may have come up that must end first.
  next_at timestamptz not null,
  done_at timestamptz,
  primary key (marketplace, person)
);
create index erasures_due on erasures (marketplace, next_at) where done_at is null;
