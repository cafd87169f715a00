-- When somebody was verified or enrolled last, written before the session that
-- says so is removed: who isn't used for long is found without old sessions.
-- Ids and times are plain in `sessions` too.
CREATE TABLE last_uses (
    person BLOB    NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    at     INTEGER NOT NULL
) STRICT;
