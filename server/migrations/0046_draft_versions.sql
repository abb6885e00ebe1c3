-- What a draft said before, for texts that are worked on for long: a mediator's proposal, an award. One row for each minute in which
-- something was saved, the newest of them; bounded for a draft and for a person (store/draft-versions.ts). They go with their draft.
create table draft_versions (
  marketplace text not null,
  person text not null,
  key text collate "C" not null,
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  version integer not null,
  -- JSON as it was sent; never looked into here.
  value text not null,
  primary key (marketplace, person, key, begun_at),
  foreign key (marketplace, person, key) references drafts (marketplace, person, key) on delete cascade
);
