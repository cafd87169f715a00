-- What was written to files: reports of sessions, and lists of them (then
-- `session` is NULL). Who, why and when is sealed.
CREATE TABLE exports (
    id      BLOB NOT NULL PRIMARY KEY,
    session BLOB REFERENCES sessions (id) ON DELETE CASCADE,
    sealed  BLOB NOT NULL
) STRICT;
CREATE INDEX exports_by_session ON exports (session) WHERE session IS NOT NULL;
