-- The audit: one entry an act, never changed, never deleted. `hash` is SHA-256
-- of the entry and of the hash before it, `mac` its HMAC under a key of its own,
-- so that nobody without the key can write another chain. What was done to whom
-- is in `sealed`, which holds no name, no badge and no face.
CREATE TABLE audit (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    act      TEXT    NOT NULL,
    sealed   BLOB    NOT NULL,
    hash     BLOB    NOT NULL,
    mac      BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_by_act ON audit (act);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never deleted'); END;

-- Where the chain ends, outside of it: an entry that is cut off is missed.
CREATE TABLE audit_head (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    mac      BLOB    NOT NULL
) STRICT;
