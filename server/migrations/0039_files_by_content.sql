-- Content that no row names is found and taken away.
create index files_content on files (sha256);
