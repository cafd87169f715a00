-- By which public keys the kiosks of the site sign tokens, this one among
-- them; sealed. `kiosk` is the id at the centre.
CREATE TABLE key_sets (
    kiosk   BLOB    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    own     INTEGER NOT NULL,
    sealed  BLOB    NOT NULL
) STRICT;
CREATE TRIGGER queue_new_key_set AFTER INSERT ON key_sets
WHEN NEW.own = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'key_set' AND id = NEW.kiosk;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('key_set', NEW.kiosk, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER queue_changed_key_set AFTER UPDATE OF version ON key_sets
WHEN NEW.own = 1 AND EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
BEGIN
    DELETE FROM outbox WHERE kind = 'key_set' AND id = NEW.kiosk;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('key_set', NEW.kiosk, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;

-- How tokens of other kiosks ended, here or elsewhere, until a day after they
-- expire: such a token is taken once, too.
CREATE TABLE token_ends (
    id         BLOB    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    sealed     BLOB    NOT NULL
) STRICT;
CREATE INDEX token_ends_by_end ON token_ends (expires_at);
CREATE TRIGGER unqueue_token_end AFTER DELETE ON token_ends
BEGIN
    DELETE FROM outbox WHERE kind IN ('token_use', 'revocation') AND id = OLD.id;
END;
