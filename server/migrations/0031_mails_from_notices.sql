-- A notice's mail is written from the notice when it is sent or looked at, and not stored a second time. What it is written from beside:
-- the reader's language and zone, and what the contract held when the notice was made.
alter table mails alter column subject drop not null, alter column text drop not null, alter column html drop not null;
alter table mails add column notice text, add column locale text, add column zone text;
alter table mails add constraint mails_have_words check (notice is not null or (subject is not null and text is not null and html is not null));
alter table notices add column held bigint;
