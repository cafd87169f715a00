-- By which public keys each kiosk of a site signs tokens, so that one kiosk
-- can take what another issued. A set is sealed with what the kiosks of the
-- site share: whoever has the centre alone can't add a key to it. `id` is the
-- kiosk. A kiosk that is disabled withdraws its set, and the others hear of it.
CREATE TABLE centre.key_sets (
    site_id     uuid        NOT NULL,
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    hash        bytea       NOT NULL,
    sealed      bytea       NOT NULL,
    withdrawn   boolean     NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL DEFAULT now(),
    change_xid  xid8        NOT NULL DEFAULT pg_current_xact_id(),
    change_seq  bigint      NOT NULL DEFAULT nextval('centre.changes'),
    PRIMARY KEY (site_id, id),
    CONSTRAINT version_is_positive CHECK (version > 0),
    CONSTRAINT hash_is_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT sealed_is_at_most_1_mib CHECK (length(sealed) BETWEEN 1 AND 1048576)
);
CREATE INDEX key_sets_by_change ON centre.key_sets (site_id, change_xid, change_seq);
ALTER TABLE centre.key_sets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_site ON centre.key_sets TO secure_biometric_migrator
    USING (site_id = (SELECT centre.own_site()) OR (SELECT centre.is_owner()));

CREATE FUNCTION centre.withdraw_key_set() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE centre.key_sets AS k
    SET withdrawn = true, change_xid = pg_current_xact_id(), change_seq = nextval('centre.changes')
    WHERE k.site_id = NEW.site_id AND k.id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER withdraw_key_set AFTER UPDATE OF state ON centre.kiosks
    FOR EACH ROW WHEN (NEW.state = 'disabled') EXECUTE FUNCTION centre.withdraw_key_set();

-- This kiosk's own set. A later version is kept, an equal one is the same.
CREATE FUNCTION kiosk.push_key_set(version bigint, hash bytea, content bytea)
RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    kept    centre.key_sets;
    rule    text;
    missing text;
BEGIN
    at := 1;
    BEGIN
        INSERT INTO centre.key_sets AS k (site_id, id, version, hash, sealed)
        VALUES (me.site_id, me.kiosk_id, push_key_set.version, push_key_set.hash, content)
        ON CONFLICT (site_id, id) DO UPDATE SET
            version = excluded.version, hash = excluded.hash, sealed = excluded.sealed,
            withdrawn = false, received_at = now(), change_xid = excluded.change_xid,
            change_seq = excluded.change_seq
        WHERE excluded.version > k.version;
        SELECT k.* INTO kept FROM centre.key_sets AS k
        WHERE k.site_id = me.site_id AND k.id = me.kiosk_id;
        IF kept.version = push_key_set.version AND kept.hash <> push_key_set.hash THEN
            PERFORM centre.raise_alarm(me, 'two_of_one_version', 'key_set', me.kiosk_id,
                push_key_set.hash, kept.hash);
            outcome := 'alarm';
        ELSE
            outcome := CASE WHEN kept.version = push_key_set.version THEN 'kept' ELSE 'lost' END;
        END IF;
    EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
        GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
        outcome := 'refused';
        reason := centre.broken_rule(SQLSTATE, rule, missing);
    END;
    RETURN NEXT;
END
$$;

-- The sets of the site's kiosks, this one's own among them.
CREATE FUNCTION kiosk.pull_key_sets(after_xid bigint, after_seq bigint, most int)
RETURNS TABLE (
    id uuid, version bigint, sealed bytea, withdrawn boolean, change_xid bigint, change_seq bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    PERFORM centre.check_numbers();
    RETURN QUERY
    SELECT r.id, r.version, r.sealed, r.withdrawn, r.change_xid::text::bigint, r.change_seq
    FROM centre.key_sets AS r
    WHERE r.site_id = me.site_id
        AND (r.change_xid, r.change_seq) > (after_xid::text::xid8, after_seq)
        AND r.change_xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY r.change_xid, r.change_seq LIMIT least(most, centre.most_rows());
END
$$;

-- Redeems a token that `issuer`, a kiosk of this site, signed: as kiosk.redeem,
-- and `issuer_refused` where that kiosk isn't approved any more.
CREATE FUNCTION kiosk.redeem_of(
    issuer uuid, token uuid, expires_at_millis bigint, attempt uuid,
    OUT outcome text, OUT at_millis bigint, OUT by_kiosk uuid
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    IF NOT EXISTS (
        SELECT FROM centre.kiosks AS k
        WHERE k.site_id = me.site_id AND k.id = issuer AND k.state = 'approved'
    ) THEN
        outcome := 'issuer_refused';
        RETURN;
    END IF;
    SELECT r.outcome, r.at_millis, r.by_kiosk INTO outcome, at_millis, by_kiosk
    FROM kiosk.redeem(token, expires_at_millis, attempt) AS r;
END
$$;

-- Until when a token of this site is good; no row where none of that id was
-- told of.
CREATE FUNCTION kiosk.token_expiry(token uuid) RETURNS TABLE (expires_at_millis bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    RETURN QUERY
    SELECT (extract(epoch FROM t.expires_at) * 1000)::bigint FROM centre.tokens AS t
    WHERE t.site_id = me.site_id AND t.id = token;
END
$$;

CREATE OR REPLACE FUNCTION centre.renumber() RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text;
BEGIN
    PERFORM centre.check_numbers();
    RETURN false;
EXCEPTION WHEN SQLSTATE 'SB007' THEN
    FOREACH name IN ARRAY ARRAY[
        'people', 'templates', 'consents', 'operators', 'tolerances', 'tombstones', 'tokens',
        'key_sets'
    ] LOOP
        EXECUTE format(
            'UPDATE centre.%I SET change_xid = pg_current_xact_id() WHERE change_xid IS NOT NULL',
            name);
    END LOOP;
    UPDATE centre.about SET system_identifier =
        (SELECT c.system_identifier FROM pg_control_system() AS c);
    RETURN true;
END
$$;

UPDATE centre.about SET contract = 2;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA kiosk TO secure_biometric_kiosk;
