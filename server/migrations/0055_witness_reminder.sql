-- A witness who was reminded has two mails with a link each (DSP-11): only hashes are kept, so the second link is another one, and both work.
alter table witnesses add column reminder_hash text collate "C";
create unique index witnesses_reminder on witnesses (reminder_hash) where reminder_hash is not null;
