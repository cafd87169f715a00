-- Who was erased, so that nobody brings them back from a backup. The id is an
-- index, as badges are; `sealed` says it, why they were erased, which two
-- operators did it and where the audit stood: nothing personal.
CREATE TABLE tombstones (
    person_index BLOB    NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    sealed       BLOB    NOT NULL
) STRICT;
