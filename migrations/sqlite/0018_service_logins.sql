-- Operators who are logged in at the service over HTTP. Ids, numbers and times
-- alone: what a client shows is checked by a key that isn't in the database
-- and names the operator, so that a row that was changed lets nobody in as
-- somebody else. `operator_version` is that of the operator's row at the
-- login: whoever changes it, password, role or state, ends the login.
-- `generation` counts the refresh tokens; the newest alone is good.
CREATE TABLE service_logins (
    id               BLOB    NOT NULL PRIMARY KEY,
    operator         BLOB    NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    operator_version INTEGER NOT NULL,
    generation       INTEGER NOT NULL,
    ends_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX service_logins_by_operator ON service_logins (operator);
CREATE INDEX service_logins_by_end ON service_logins (ends_at);
