-- Everything about people, faces, sessions and operators is in `sealed`
-- columns; what is plain is only what lists filter by. The plain columns of a
-- sealed row are bound to it: changing one makes the row fail to open.
-- Ids are UUIDv7, 16 bytes, so that their order is the order of time.
-- An `..._index` is an HMAC-SHA256 of a text, so that it can be looked up
-- without being readable. Times are milliseconds since 1970 UTC.

-- key_id: which key opens this folder. key_check: a sealed record that only
-- that key opens; present as soon as the folder has been opened once.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE people (
    id          BLOB    NOT NULL PRIMARY KEY,
    badge_index BLOB    NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    sealed      BLOB    NOT NULL
) STRICT;

CREATE TABLE consents (
    person BLOB NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE templates (
    id     BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    pose   TEXT NOT NULL,
    model  BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX templates_by_person ON templates (person);
CREATE INDEX templates_by_model ON templates (model);

-- A session outlives its person (then `person` and `claim_index` are NULL).
CREATE TABLE sessions (
    id          BLOB    NOT NULL PRIMARY KEY,
    started_at  INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    decision    TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    person      BLOB,
    claim_index BLOB,
    sealed      BLOB    NOT NULL
) STRICT;
CREATE INDEX sessions_by_time ON sessions (started_at);
CREATE INDEX sessions_by_person ON sessions (person) WHERE person IS NOT NULL;
CREATE INDEX sessions_by_claim ON sessions (claim_index) WHERE claim_index IS NOT NULL;

-- Failures in a row against one claim, or at this kiosk without one.
CREATE TABLE attempts (
    key_index    BLOB    NOT NULL PRIMARY KEY,
    failures     INTEGER NOT NULL,
    paused_until INTEGER
) STRICT;

CREATE TABLE operators (
    id         BLOB    NOT NULL PRIMARY KEY,
    name_index BLOB    NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    sealed     BLOB    NOT NULL
) STRICT;

-- Failed sign-ins by name, whether there is such an operator or not.
CREATE TABLE sign_ins (
    name_index   BLOB    NOT NULL PRIMARY KEY,
    failures     INTEGER NOT NULL,
    paused_until INTEGER,
    changed_at   INTEGER NOT NULL
) STRICT;

-- Every version of every tolerance profile.
CREATE TABLE tolerances (
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (name, version)
) STRICT;

CREATE TABLE settings (
    name   TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;
