-- `centre` holds the tables, `kiosk` the functions that a kiosk's login may
-- call. Keys are (site_id, id); ids are UUIDv7 and made at the kiosk, so that
-- sending something twice is the same as sending it once. What is about
-- people is sealed by the kiosks of a site; the centre has no key.
-- `hash` is SHA-256 of what was sent, made by the kiosk. Nothing refers to
-- anything else by a foreign key but to its site: rows come in any order.

ALTER DEFAULT PRIVILEGES FOR ROLE secure_biometric_migrator
    REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- contract: of the functions in `kiosk`; oldest_contract: of the oldest kiosk
-- they still serve. system_identifier: of the cluster whose transaction
-- numbers stand in `change_xid`.
CREATE TABLE centre.about (
    only_row          boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    contract          int     NOT NULL,
    oldest_contract   int     NOT NULL,
    system_identifier bigint  NOT NULL
);
INSERT INTO centre.about (contract, oldest_contract, system_identifier)
SELECT 1, 1, c.system_identifier FROM pg_control_system() AS c;

CREATE TABLE centre.sites (
    id      uuid        NOT NULL PRIMARY KEY,
    name    text        NOT NULL CONSTRAINT name_is_1_to_200 CHECK (length(name) BETWEEN 1 AND 200),
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Whose login is whose: a kiosk's has one site, a reviewer's has some.
CREATE TABLE centre.logins (
    login    name NOT NULL,
    site_id  uuid NOT NULL REFERENCES centre.sites (id),
    kiosk_id uuid,
    PRIMARY KEY (login, site_id)
);
CREATE UNIQUE INDEX one_site_a_kiosk ON centre.logins (login) WHERE kiosk_id IS NOT NULL;

-- wrapped_key: the site's key, which only this kiosk's own key opens.
CREATE TABLE centre.kiosks (
    site_id         uuid        NOT NULL REFERENCES centre.sites (id),
    id              uuid        NOT NULL,
    name            text        NOT NULL
        CONSTRAINT name_is_1_to_200 CHECK (length(name) BETWEEN 1 AND 200),
    state           text        NOT NULL DEFAULT 'invited'
        CHECK (state IN ('invited', 'waiting', 'approved', 'disabled')),
    signing_key     bytea       CONSTRAINT signing_key_is_32_bytes CHECK (length(signing_key) = 32),
    exchange_key    bytea       CONSTRAINT exchange_key_is_32_bytes CHECK (length(exchange_key) = 32),
    wrapped_key     bytea
        CONSTRAINT wrapped_key_is_at_most_4_kib CHECK (length(wrapped_key) BETWEEN 1 AND 4096),
    approved_by     uuid,
    joined_at       timestamptz,
    last_contact_at timestamptz,
    PRIMARY KEY (site_id, id)
);

-- An invitation. What is secret of it is the login's first password, which
-- only Postgres has, as a verifier.
CREATE TABLE centre.join_codes (
    site_id    uuid        NOT NULL,
    id         uuid        NOT NULL,
    kiosk_id   uuid        NOT NULL,
    made_by    name        NOT NULL DEFAULT session_user,
    made_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, kiosk_id) REFERENCES centre.kiosks (site_id, id)
);

-- Milliseconds since 1970 in an id.
CREATE FUNCTION centre.uuid7_millis(id uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('x' || replace(left(id::text, 13), '-', ''))::bit(48)::bigint;

-- What no id of that time or later is less than.
CREATE FUNCTION centre.uuid7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

CREATE FUNCTION centre.is_uuid7(id uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN substr(id::text, 15, 1) = '7';

-- Numbers the changes of one transaction; those of several are ordered by the
-- transaction's number (see kiosk.pull_records).
CREATE SEQUENCE centre.changes;

-- The shape of what is sealed and pulled by other kiosks. `person` is NULL
-- where the row isn't about one; in `people` it is the id.
CREATE TABLE centre.people (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    person      uuid,
    hash        bytea       NOT NULL,
    sealed      bytea       NOT NULL,
    kiosk_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    change_xid  xid8        NOT NULL DEFAULT pg_current_xact_id(),
    change_seq  bigint      NOT NULL DEFAULT nextval('centre.changes'),
    PRIMARY KEY (site_id, id),
    CONSTRAINT id_is_uuid7 CHECK (centre.is_uuid7(id)),
    CONSTRAINT version_is_positive CHECK (version > 0),
    CONSTRAINT hash_is_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT sealed_is_at_most_1_mib CHECK (length(sealed) BETWEEN 1 AND 1048576)
);
CREATE INDEX people_by_change ON centre.people (site_id, change_xid, change_seq);
CREATE TABLE centre.templates (LIKE centre.people INCLUDING ALL);
CREATE TABLE centre.consents (LIKE centre.people INCLUDING ALL);
CREATE TABLE centre.operators (LIKE centre.people INCLUDING ALL);
CREATE TABLE centre.tolerances (LIKE centre.people INCLUDING ALL);
ALTER TABLE centre.people ADD CONSTRAINT person_is_id CHECK (person IS NOT NULL AND person = id);
ALTER TABLE centre.templates
    ADD CONSTRAINT person_is_named CHECK (person IS NOT NULL AND centre.is_uuid7(person));
ALTER TABLE centre.consents
    ADD CONSTRAINT person_is_named CHECK (person IS NOT NULL AND centre.is_uuid7(person));
ALTER TABLE centre.operators ADD CONSTRAINT person_is_not_named CHECK (person IS NULL);
ALTER TABLE centre.tolerances ADD CONSTRAINT person_is_not_named CHECK (person IS NULL);
CREATE INDEX templates_by_person ON centre.templates (site_id, person);
CREATE INDEX consents_by_person ON centre.consents (site_id, person);

-- Every version that another one came before, whoever wrote it.
CREATE TABLE centre.lost_versions (
    site_id     uuid        NOT NULL,
    kind        text        NOT NULL,
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    hash        bytea       NOT NULL,
    person      uuid,
    sealed      bytea       NOT NULL,
    kiosk_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, kind, id, version, hash),
    CONSTRAINT version_is_positive CHECK (version > 0),
    CONSTRAINT hash_is_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT sealed_is_at_most_1_mib CHECK (length(sealed) BETWEEN 1 AND 1048576)
);
CREATE INDEX lost_versions_by_person ON centre.lost_versions (site_id, person);

-- People who were erased. A tombstone wins over whatever comes of that person.
CREATE TABLE centre.tombstones (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    erased_at   timestamptz NOT NULL,
    kiosk_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    change_xid  xid8        NOT NULL DEFAULT pg_current_xact_id(),
    change_seq  bigint      NOT NULL DEFAULT nextval('centre.changes'),
    PRIMARY KEY (site_id, id),
    CONSTRAINT id_is_uuid7 CHECK (centre.is_uuid7(id))
);
CREATE INDEX tombstones_by_change ON centre.tombstones (site_id, change_xid, change_seq);

-- A session of an erased person keeps what it decided, and nothing else.
CREATE TABLE centre.sessions (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    kiosk_id    uuid        NOT NULL,
    kind        text        NOT NULL,
    decision    text        NOT NULL,
    reason      text        NOT NULL,
    source      text        NOT NULL,
    person      uuid,
    hash        bytea       NOT NULL,
    sealed      bytea,
    erased      boolean     NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id),
    CONSTRAINT id_is_uuid7 CHECK (centre.is_uuid7(id)),
    CONSTRAINT kind_is_a_word CHECK (kind ~ '^[a-z_]{1,40}$'),
    CONSTRAINT decision_is_a_word CHECK (decision ~ '^[a-z_]{1,40}$'),
    CONSTRAINT reason_is_a_word CHECK (reason ~ '^[a-z_]{1,40}$'),
    CONSTRAINT source_is_a_word CHECK (source ~ '^[a-z_]{1,40}$'),
    CONSTRAINT hash_is_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT sealed_is_at_most_1_mib CHECK (length(sealed) BETWEEN 1 AND 1048576),
    CONSTRAINT erased_holds_nothing CHECK (
        CASE WHEN erased THEN sealed IS NULL AND person IS NULL ELSE sealed IS NOT NULL END
    )
) PARTITION BY RANGE (id);
CREATE INDEX sessions_by_person ON centre.sessions (site_id, person) WHERE person IS NOT NULL;
-- Of times that have no partition of their own: a clock that is wrong by years.
CREATE TABLE centre.sessions_other PARTITION OF centre.sessions DEFAULT;

-- state follows from what happened. issued_hash is NULL while only the end of
-- a token is known, told by another kiosk than the one that issued it.
CREATE TABLE centre.tokens (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    issued_hash bytea       CONSTRAINT hash_is_32_bytes CHECK (length(issued_hash) = 32),
    issued_by   uuid,
    session     uuid,
    person      uuid,
    expires_at  timestamptz NOT NULL,
    redeemed_at timestamptz,
    redeemed_by uuid,
    attempt     uuid,
    revoked_at  timestamptz,
    state       text        NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN revoked_at IS NOT NULL THEN 'revoked'
            WHEN redeemed_at IS NOT NULL THEN 'redeemed'
            ELSE 'issued'
        END
    ) STORED,
    change_xid  xid8,
    change_seq  bigint,
    PRIMARY KEY (site_id, id),
    CONSTRAINT issued_is_whole CHECK (
        (issued_hash IS NULL) = (issued_by IS NULL) AND (issued_hash IS NULL) = (session IS NULL)
    ),
    CONSTRAINT redeemed_is_whole CHECK (
        (redeemed_at IS NULL) = (redeemed_by IS NULL) AND (redeemed_at IS NULL) = (attempt IS NULL)
    ),
    CONSTRAINT ended_is_numbered CHECK (
        (state = 'issued') = (change_xid IS NULL) AND (change_xid IS NULL) = (change_seq IS NULL)
    )
);
CREATE INDEX tokens_by_change ON centre.tokens (site_id, change_xid, change_seq)
    WHERE change_xid IS NOT NULL;
CREATE INDEX tokens_by_person ON centre.tokens (site_id, person) WHERE person IS NOT NULL;

CREATE TABLE centre.revocations (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    revoked_at  timestamptz NOT NULL,
    kiosk_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id)
);

-- How many entries a kiosk's audit had, and the last one's hash.
CREATE TABLE centre.audit_heads (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    kiosk_id    uuid        NOT NULL,
    entries     bigint      NOT NULL CONSTRAINT entries_is_positive CHECK (entries > 0),
    head        bytea       NOT NULL CONSTRAINT head_is_32_bytes CHECK (length(head) = 32),
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id),
    CONSTRAINT id_is_uuid7 CHECK (centre.is_uuid7(id))
);
CREATE INDEX audit_heads_by_kiosk ON centre.audit_heads (site_id, kiosk_id, id);

-- What an administrator must look at. Two hashes that disagree are one alarm,
-- in whatever order and however often they come.
CREATE TABLE centre.alarms (
    site_id   uuid        NOT NULL,
    what      text        NOT NULL,
    kind      text        NOT NULL,
    id        uuid        NOT NULL,
    hash_low  bytea       NOT NULL,
    hash_high bytea       NOT NULL,
    kiosk_id  uuid        NOT NULL,
    first_at  timestamptz NOT NULL DEFAULT now(),
    last_at   timestamptz NOT NULL DEFAULT now(),
    times     bigint      NOT NULL DEFAULT 1,
    PRIMARY KEY (site_id, what, kind, id, hash_low, hash_high)
);
