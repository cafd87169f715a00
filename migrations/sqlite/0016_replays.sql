-- What was measured in each moment of a session, to be replayed: curves of
-- everybody's, and of who was identified the moving landmarks, too. It goes
-- with its session. `version` is how `sealed` is written, and whether there are
-- landmarks (`with_mesh`) is plain, so that they can go before the session.
CREATE TABLE replays (
    session   BLOB    NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    with_mesh INTEGER NOT NULL,
    sealed    BLOB    NOT NULL
) STRICT;
