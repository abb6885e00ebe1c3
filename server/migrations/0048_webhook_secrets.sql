-- Secrets of a webhook that were rotated away and still sign beside the new one: each sealed, with the instant until which (API-6).
alter table webhooks add column old_secrets jsonb not null default '[]';

-- How a session began: somebody who has just shown a password (and a code where there is a second factor) need not show it again
-- for what lets programs or other people act in their name (ACC-3). Forgotten after a day.
create table sign_ins (
  session text primary key,
  -- By the real time, like sessions.
  at timestamptz not null
);
