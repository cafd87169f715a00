-- Counts what changes about people and their templates, so that whoever keeps
-- them in memory reads one number to know whether they are as they were. A
-- person's version alone doesn't tell: another kiosk's change may come in the
-- place of one with the same number.
CREATE TABLE people_changes (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL
) STRICT;
INSERT INTO people_changes (one, count) VALUES (1, 0);
CREATE TRIGGER count_changed_person AFTER UPDATE OF sealed ON people
BEGIN
    UPDATE people_changes SET count = count + 1;
END;
CREATE TRIGGER count_removed_person AFTER DELETE ON people
BEGIN
    UPDATE people_changes SET count = count + 1;
END;
CREATE TRIGGER count_new_template AFTER INSERT ON templates
BEGIN
    UPDATE people_changes SET count = count + 1;
END;
CREATE TRIGGER count_removed_template AFTER DELETE ON templates
BEGIN
    UPDATE people_changes SET count = count + 1;
END;
