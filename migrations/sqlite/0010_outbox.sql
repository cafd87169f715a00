-- What the centre has not been told yet, written by triggers in the
-- transaction that writes the thing itself, so that no code can forget it.
-- Only ids are here: what is sent is read and sealed when it is sent, always
-- to the same bytes. `kind` is a word of src/domain/sharing.rs. A thing that
-- changes again takes a new sequence, so that the answer to an earlier one
-- doesn't take it out. `refused` is the rule by which the centre refused it:
-- it waits until somebody has it tried again.
-- `meta` has a row 'centre' as soon as the kiosk has joined one; before that
-- nothing is queued, and joining queues all that is there.
CREATE TABLE outbox (
    sequence  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind      TEXT    NOT NULL,
    id        BLOB    NOT NULL,
    queued_at INTEGER NOT NULL,
    refused   TEXT,
    UNIQUE (kind, id)
) STRICT;
CREATE INDEX outbox_by_kind ON outbox (kind, sequence) WHERE refused IS NULL;

-- Records of other kiosks that can't be put to use yet, and why.
CREATE TABLE aside (
    kind    TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    version INTEGER NOT NULL,
    person  BLOB,
    sealed  BLOB    NOT NULL,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX aside_by_person ON aside (person) WHERE person IS NOT NULL;

-- Up to where the centre's changes have been put to use, of each kind, and of
-- which cluster.
CREATE TABLE cursors (
    kind    TEXT    NOT NULL PRIMARY KEY,
    cluster INTEGER NOT NULL,
    xid     INTEGER NOT NULL,
    change  INTEGER NOT NULL
) STRICT;

-- A profile's version is known by its name and number.
CREATE TRIGGER queue_new_tolerance AFTER INSERT ON tolerances
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'tolerance' AND id = CAST(NEW.version || ' ' || NEW.name AS BLOB);
    INSERT INTO outbox (kind, id, queued_at)
    VALUES ('tolerance', CAST(NEW.version || ' ' || NEW.name AS BLOB), CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;

CREATE TRIGGER queue_new_operator AFTER INSERT ON operators
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'operator' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('operator', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER queue_changed_operator AFTER UPDATE OF version ON operators
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'operator' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('operator', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;

-- A person's row is written twice when it is new: first without its seal.
CREATE TRIGGER queue_person AFTER UPDATE OF version ON people
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'person' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('person', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER unqueue_person AFTER DELETE ON people
BEGIN
    DELETE FROM outbox WHERE kind = 'person' AND id = OLD.id;
    DELETE FROM aside WHERE person = OLD.id;
END;

CREATE TRIGGER queue_new_consent AFTER INSERT ON consents
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'consent' AND id = NEW.person;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('consent', NEW.person, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER unqueue_consent AFTER DELETE ON consents
BEGIN
    DELETE FROM outbox WHERE kind = 'consent' AND id = OLD.person;
END;

-- Renewed templates are the same ones.
CREATE TRIGGER queue_new_template AFTER INSERT ON templates
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'template' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('template', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER unqueue_template AFTER DELETE ON templates
BEGIN
    DELETE FROM outbox WHERE kind = 'template' AND id = OLD.id;
END;

-- What comes to a session later (a cue, that its person was erased) is not
-- sent again: the centre hears of the erasure itself.
CREATE TRIGGER queue_new_session AFTER INSERT ON sessions
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'session' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('session', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER unqueue_session AFTER DELETE ON sessions
BEGIN
    DELETE FROM outbox WHERE kind = 'session' AND id = OLD.id;
END;

CREATE TRIGGER queue_new_token AFTER INSERT ON tokens
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'token' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('token', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER unqueue_token AFTER DELETE ON tokens
BEGIN
    DELETE FROM outbox WHERE kind IN ('token', 'token_use', 'revocation') AND id = OLD.id;
END;

CREATE TRIGGER queue_new_tombstone AFTER INSERT ON tombstones
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'tombstone' AND id = NEW.person_index;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('tombstone', NEW.person_index, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
