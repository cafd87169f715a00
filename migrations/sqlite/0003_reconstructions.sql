-- The measured surface of a face: only of sessions whose person was
-- identified. It goes with its session. `version` is how `sealed` is written.
CREATE TABLE reconstructions (
    session BLOB    NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    sealed  BLOB    NOT NULL
) STRICT;

-- Who got a surface out of the database, when and why.
CREATE TABLE reconstruction_exports (
    id      BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL REFERENCES reconstructions (session) ON DELETE CASCADE,
    sealed  BLOB NOT NULL
) STRICT;
CREATE INDEX reconstruction_exports_by_session ON reconstruction_exports (session);

-- The shape that a person had when they were enrolled. It is not part of the
-- person's own record: what is read to compare faces has no shapes in it.
CREATE TABLE shapes (
    person  BLOB    NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    sealed  BLOB    NOT NULL
) STRICT;
