-- What reviewers look for sessions by, in the order of time: which there are
-- and how many is answered from here alone, without reading what is sealed.
CREATE INDEX sessions_for_review ON sessions
    (id DESC, decision, reason, kind, source, started_at, person, claim_index);

-- An entry that was written when a session ended is found by that time.
CREATE INDEX audit_by_time ON audit (at);
-- The receipt of a session is found by the session.
CREATE INDEX tokens_by_session ON tokens (session);
