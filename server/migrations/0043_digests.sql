-- Who wants their news in one mail, how often and when by their own clock (NOT-4). No row: each comes at once.
create table digests (
  marketplace text not null,
  person text not null,
  every text not null check (every in ('day', 'week')),
  -- Minutes after midnight.
  minute integer not null check (minute between 0 and 1439),
  -- 1 is Monday; used once a week.
  weekday integer not null check (weekday between 1 and 7),
  -- When what has been gathered is sent; null: nothing has.
  next_at timestamptz,
  primary key (marketplace, person)
);
create index digests_due on digests (marketplace, next_at) where next_at is not null;

-- A gathered mail is never sent by itself; `digest` is the mail that carries it.
alter table mails drop constraint mails_state_check;
alter table mails add constraint mails_state_check check (state in ('queued', 'sent', 'failed', 'gathered'));
alter table mails add column digest text;
create index mails_gathered on mails (marketplace, to_person) where state = 'gathered' and digest is null;
