-- What somebody has not read yet, of one contract or of all, is counted at every look at a list.
create index notices_unread on notices (marketplace, person, contract) where read_at is null;
