-- Templates and consents that were fetched from the centre aren't queued for
-- it: while a page of them is written, `meta` has a row 'fetching', which is
-- gone again before its transaction ends. They are the most of what a kiosk
-- that joins writes, and queuing each to take it out again took longer than
-- writing them.
DROP TRIGGER queue_new_consent;
CREATE TRIGGER queue_new_consent AFTER INSERT ON consents
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'fetching')
BEGIN
    DELETE FROM outbox WHERE kind = 'consent' AND id = NEW.person;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('consent', NEW.person, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
DROP TRIGGER queue_new_template;
CREATE TRIGGER queue_new_template AFTER INSERT ON templates
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'centre')
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'fetching')
BEGIN
    DELETE FROM outbox WHERE kind = 'template' AND id = NEW.id;
    INSERT INTO outbox (kind, id, queued_at) VALUES ('template', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
