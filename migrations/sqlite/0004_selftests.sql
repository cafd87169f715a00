-- Attack self-tests of this kiosk's camera, and their trials in the order in
-- which they were made. A trial outlives its session, which retention removes.
CREATE TABLE selftests (
    id         BLOB    NOT NULL PRIMARY KEY,
    started_at INTEGER NOT NULL,
    sealed     BLOB    NOT NULL
) STRICT;

CREATE TABLE selftest_trials (
    selftest BLOB    NOT NULL REFERENCES selftests (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    sealed   BLOB    NOT NULL,
    PRIMARY KEY (selftest, number)
) STRICT;
