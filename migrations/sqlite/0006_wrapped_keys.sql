-- Keys that are kept here wrapped by the site key, which is never here. The
-- generation says by which site key; another one wraps all of them anew, and
-- no record is touched. `folder` seals what belongs to no one person.
CREATE TABLE wrapped_keys (
    name       TEXT    NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL,
    wrapped    BLOB    NOT NULL
) STRICT;

-- What seals a person's record, consent, templates and PIN. When it goes with
-- its person, a copy of those records opens no more.
CREATE TABLE person_keys (
    person     BLOB    NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    wrapped    BLOB    NOT NULL
) STRICT;
CREATE INDEX person_keys_by_generation ON person_keys (generation);
