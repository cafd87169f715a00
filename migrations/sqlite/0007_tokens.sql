-- Tokens that were issued, until a day after they expire: a token is redeemed
-- once, and only if it is here. The token itself is not kept.
CREATE TABLE tokens (
    id         BLOB    NOT NULL PRIMARY KEY,
    session    BLOB    NOT NULL,
    person     BLOB    NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    sealed     BLOB    NOT NULL
) STRICT;
CREATE INDEX tokens_by_end ON tokens (expires_at);
CREATE INDEX tokens_by_person ON tokens (person);
