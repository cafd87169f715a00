-- The argon2id hash of a person's PIN, for those who have one. It is not part
-- of the person's own record: what is read to compare faces has no PINs in it.
CREATE TABLE pins (
    person BLOB NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;
