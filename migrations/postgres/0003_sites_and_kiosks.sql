-- Sites, kiosks, and how a kiosk joins. Every function that a kiosk may call
-- asks centre.caller() first; nothing takes a site for an argument.
--
-- SQLSTATEs of our own (src/central/error.rs has their words):
-- SB001 not a kiosk's login     SB002 kiosk disabled     SB003 not approved yet
-- SB004 wrong use of a call     SB005 code used or expired
-- SB006 kiosk older than what is served                  SB007 restored, not migrated
-- SB008 another kiosk founded the site already           SB009 not that kiosk or key

CREATE TYPE centre.caller AS (site_id uuid, kiosk_id uuid, state text);

-- Who calls. What the functions promise of late commits and of erasure holds
-- only if each of their statements sees what was committed before it.
CREATE FUNCTION centre.caller(approved boolean) RETURNS centre.caller
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found centre.caller;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'call this in a transaction that is read committed' USING ERRCODE = 'SB004';
    END IF;
    SELECT k.site_id, k.id, k.state INTO found
    FROM centre.logins AS l
    JOIN centre.kiosks AS k ON k.site_id = l.site_id AND k.id = l.kiosk_id
    WHERE l.login = session_user AND l.kiosk_id IS NOT NULL;
    IF found.kiosk_id IS NULL THEN
        RAISE EXCEPTION 'this login is no kiosk of this centre' USING ERRCODE = 'SB001';
    ELSIF found.state = 'disabled' THEN
        RAISE EXCEPTION 'this kiosk is disabled' USING ERRCODE = 'SB002';
    ELSIF approved AND found.state <> 'approved' THEN
        RAISE EXCEPTION 'this kiosk is not approved yet' USING ERRCODE = 'SB003';
    END IF;
    RETURN found;
END
$$;

-- Whether the transaction numbers in the tables are this cluster's. After a
-- dump was put into another one they aren't, and pulls would miss rows.
CREATE FUNCTION centre.check_numbers() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT system_identifier FROM centre.about)
        IS DISTINCT FROM (SELECT c.system_identifier FROM pg_control_system() AS c)
    THEN
        RAISE EXCEPTION 'the database was put into another cluster' USING ERRCODE = 'SB007';
    END IF;
END
$$;

-- Numbers all changes anew if need be. True if so; then kiosks pull all again.
CREATE FUNCTION centre.renumber() RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text;
BEGIN
    PERFORM centre.check_numbers();
    RETURN false;
EXCEPTION WHEN SQLSTATE 'SB007' THEN
    FOREACH name IN ARRAY ARRAY[
        'people', 'templates', 'consents', 'operators', 'tolerances', 'tombstones', 'tokens'
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

-- Makes a partition a month from 2026 on for `months` ahead, and moves what
-- lies in the partition of all other times where it belongs.
CREATE FUNCTION centre.make_session_partitions(months int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    month timestamptz;
    low   uuid;
    high  uuid;
    name  text;
    made  int := 0;
BEGIN
    -- One after the other.
    PERFORM pg_advisory_xact_lock(hashtext('secure_biometric partitions'));
    FOR month IN
        SELECT m AT TIME ZONE 'UTC'
        FROM generate_series(
            timestamp '2026-01-01',
            date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => months),
            interval '1 month') AS m
    LOOP
        name := 'sessions_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
        CONTINUE WHEN to_regclass('centre.' || name) IS NOT NULL;
        low := centre.uuid7_floor(month);
        high := centre.uuid7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
        IF made = 0 THEN
            ALTER TABLE centre.sessions DETACH PARTITION centre.sessions_other;
        END IF;
        EXECUTE format(
            'CREATE TABLE centre.%I PARTITION OF centre.sessions FOR VALUES FROM (%L) TO (%L)',
            name, low, high);
        EXECUTE format(
            'ALTER TABLE centre.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY of_the_owner ON centre.%I TO secure_biometric_migrator
             USING ((SELECT centre.is_owner()))', name);
        EXECUTE format(
            'WITH moved AS (
                DELETE FROM centre.sessions_other WHERE id >= %L AND id < %L RETURNING *
             ) INSERT INTO centre.sessions SELECT * FROM moved', low, high);
        made := made + 1;
    END LOOP;
    IF made > 0 THEN
        ALTER TABLE centre.sessions ATTACH PARTITION centre.sessions_other DEFAULT;
    END IF;
    RETURN made;
END
$$;
CREATE POLICY of_the_owner ON centre.sessions_other TO secure_biometric_migrator
    USING ((SELECT centre.is_owner()));

-- Invites a kiosk: makes its login, whose first password is half of the code
-- that is typed at the kiosk. `verifier` is SCRAM-SHA-256's, so that no log of
-- the server has the password. Run by an administrator who may make roles.
CREATE FUNCTION centre.invite_kiosk(
    site uuid, kiosk uuid, kiosk_name text, code uuid, login name, verifier text,
    valid_for interval
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
        RAISE EXCEPTION 'a password is given as its SCRAM verifier' USING ERRCODE = 'SB004';
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L CONNECTION LIMIT 8 IN ROLE secure_biometric_kiosk',
        login, verifier);
    INSERT INTO centre.kiosks (site_id, id, name) VALUES (site, kiosk, kiosk_name);
    INSERT INTO centre.logins (login, site_id, kiosk_id) VALUES (login, site, kiosk);
    INSERT INTO centre.join_codes (site_id, id, kiosk_id, expires_at)
    VALUES (site, code, kiosk, clock_timestamp() + valid_for);
END
$$;

-- Lets a login read what reviewers may of a site.
CREATE FUNCTION centre.add_reviewer(reviewer name, site uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM centre.logins AS l WHERE l.login = reviewer AND l.kiosk_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a kiosk is no reviewer' USING ERRCODE = 'SB004';
    END IF;
    INSERT INTO centre.logins (login, site_id) VALUES (reviewer, site) ON CONFLICT DO NOTHING;
    EXECUTE format('GRANT secure_biometric_reviewer TO %I', reviewer);
END
$$;

-- What a kiosk asks first: whether both understand each other, who it is, and
-- what time it is at the centre.
CREATE FUNCTION kiosk.hello(
    contract int,
    OUT centre_contract int, OUT site_id uuid, OUT kiosk_id uuid, OUT state text,
    OUT system_identifier bigint, OUT now_millis bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me     centre.caller := centre.caller(false);
    about  centre.about;
BEGIN
    SELECT a.* INTO about FROM centre.about AS a;
    IF contract < about.oldest_contract THEN
        RAISE EXCEPTION 'this kiosk is older than what the centre serves' USING ERRCODE = 'SB006';
    END IF;
    PERFORM centre.check_numbers();
    UPDATE centre.kiosks AS k SET last_contact_at = clock_timestamp()
    WHERE k.site_id = me.site_id AND k.id = me.kiosk_id;
    centre_contract := about.contract;
    site_id := me.site_id;
    kiosk_id := me.kiosk_id;
    state := me.state;
    system_identifier := about.system_identifier;
    now_millis := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
END
$$;

-- Uses the code up and leaves the kiosk's public keys. The kiosk changes its
-- password in the same transaction, so that the code opens nothing any more.
CREATE FUNCTION kiosk.join_site(signing bytea, exchange bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(false);
BEGIN
    UPDATE centre.join_codes AS c SET used_at = clock_timestamp()
    WHERE c.site_id = me.site_id AND c.kiosk_id = me.kiosk_id
        AND c.used_at IS NULL AND c.expires_at > clock_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the code was used, or is too old' USING ERRCODE = 'SB005';
    END IF;
    IF signing IS NULL OR exchange IS NULL THEN
        RAISE EXCEPTION 'a kiosk joins with two keys' USING ERRCODE = 'SB004';
    END IF;
    UPDATE centre.kiosks AS k
    SET state = 'waiting', signing_key = signing, exchange_key = exchange,
        joined_at = clock_timestamp()
    WHERE k.site_id = me.site_id AND k.id = me.kiosk_id AND k.state = 'invited';
END
$$;

-- The first kiosk of a site has the site's key: it is approved by itself.
CREATE FUNCTION kiosk.found_site() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(false);
BEGIN
    -- One after the other; the second sees the first.
    PERFORM FROM centre.sites AS s WHERE s.id = me.site_id FOR UPDATE;
    IF EXISTS (
        SELECT FROM centre.kiosks AS k
        WHERE k.site_id = me.site_id AND k.approved_by IS NOT NULL AND k.id <> me.kiosk_id
    ) THEN
        RAISE EXCEPTION 'the site has a kiosk that must approve this one' USING ERRCODE = 'SB008';
    END IF;
    UPDATE centre.kiosks AS k SET state = 'approved', approved_by = me.kiosk_id
    WHERE k.site_id = me.site_id AND k.id = me.kiosk_id AND k.state IN ('waiting', 'approved');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this kiosk has not joined yet' USING ERRCODE = 'SB003';
    END IF;
END
$$;

-- Who waits to be approved, for an administrator to compare on both screens.
CREATE FUNCTION kiosk.waiting_kiosks()
RETURNS TABLE (id uuid, name text, signing_key bytea, exchange_key bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    RETURN QUERY
    SELECT k.id, k.name, k.signing_key, k.exchange_key FROM centre.kiosks AS k
    WHERE k.site_id = me.site_id AND k.state = 'waiting' ORDER BY k.joined_at;
END
$$;

-- Approves a kiosk by leaving it the site's key, wrapped to the very key that
-- was compared.
CREATE FUNCTION kiosk.approve_kiosk(other uuid, exchange bytea, wrapped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    UPDATE centre.kiosks AS k
    SET state = 'approved', wrapped_key = wrapped, approved_by = me.kiosk_id
    WHERE k.site_id = me.site_id AND k.id = other AND k.id <> me.kiosk_id
        AND k.state = 'waiting' AND k.exchange_key = exchange AND wrapped IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such kiosk waits with that key' USING ERRCODE = 'SB009';
    END IF;
END
$$;

-- The site's key, wrapped to the kiosk that asks; NULL if it isn't there.
CREATE FUNCTION kiosk.wrapped_key() RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    RETURN (
        SELECT k.wrapped_key FROM centre.kiosks AS k
        WHERE k.site_id = me.site_id AND k.id = me.kiosk_id
    );
END
$$;
