-- What writes over HTTP came to that were sent with an Idempotency-Key, so that
-- who sends one again gets the first one's answer. `key_index` and `request`
-- are HMACs: a key may say something, and a body may hold a password. `sealed`
-- is empty while the write goes on, and again once somebody was erased, whom
-- an answer might name.
CREATE TABLE service_answers (
    operator  BLOB    NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
    key_index BLOB    NOT NULL,
    request   BLOB    NOT NULL,
    begun_at  INTEGER NOT NULL,
    sealed    BLOB,
    PRIMARY KEY (operator, key_index)
) STRICT;
CREATE INDEX service_answers_by_time ON service_answers (begun_at);
