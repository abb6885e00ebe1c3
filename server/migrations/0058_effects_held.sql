-- Until when a process is at work on a payment, by this database's own clock: a test clock that is moved on while the bank is being asked
-- ends nobody's work, and neither does somebody who wants it asked again at once (MNY-5).
alter table effects add column held_until timestamptz;
