-- What reviewers said that sessions were, each time they said it: the last of
-- each reviewer counts. What was said, by whom and when is sealed under the
-- folder's key; the note, which may be about a person, under that person's, and
-- it goes (NULL) when the session is no longer anybody's.
CREATE TABLE marks (
    id      BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sealed  BLOB NOT NULL,
    note    BLOB
) STRICT;
CREATE INDEX marks_by_session ON marks (session);
