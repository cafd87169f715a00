-- Who sees which rows. The owner's functions run for a kiosk with the rows of
-- that kiosk's site alone: should one of them forget to ask for the site, row
-- security, which is forced upon the owner too, still does.

-- The login that connected: a function's owner doesn't change it, and only a
-- superuser could.
CREATE FUNCTION centre.own_site() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT site_id FROM centre.logins WHERE login = session_user AND kiosk_id IS NOT NULL $$;

CREATE FUNCTION centre.is_owner() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_has_role(session_user, 'secure_biometric_migrator', 'MEMBER') $$;

CREATE FUNCTION centre.reviewed_sites() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(site_id), '{}')
    FROM centre.logins WHERE login = session_user AND kiosk_id IS NULL
$$;

ALTER TABLE centre.logins ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_login ON centre.logins TO secure_biometric_migrator
    USING (login = session_user OR (SELECT centre.is_owner()));

ALTER TABLE centre.sites ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_site ON centre.sites TO secure_biometric_migrator
    USING (id = (SELECT centre.own_site()) OR (SELECT centre.is_owner()));
CREATE POLICY reviewed ON centre.sites FOR SELECT TO secure_biometric_reviewer
    USING (id = ANY ((SELECT centre.reviewed_sites())::uuid[]));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'kiosks', 'join_codes', 'people', 'templates', 'consents', 'operators', 'tolerances',
        'lost_versions', 'tombstones', 'sessions', 'tokens', 'revocations', 'audit_heads', 'alarms'
    ] LOOP
        EXECUTE format(
            'ALTER TABLE centre.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY of_the_site ON centre.%I TO secure_biometric_migrator
             USING (site_id = (SELECT centre.own_site()) OR (SELECT centre.is_owner()))', name);
    END LOOP;
    -- Neither faces nor who may join.
    FOREACH name IN ARRAY ARRAY[
        'kiosks', 'tombstones', 'sessions', 'tokens', 'revocations', 'audit_heads', 'alarms'
    ] LOOP
        EXECUTE format(
            'CREATE POLICY reviewed ON centre.%I FOR SELECT TO secure_biometric_reviewer
             USING (site_id = ANY ((SELECT centre.reviewed_sites())::uuid[]))', name);
    END LOOP;
END
$$;
-- A parent's policies don't hold for who asks a partition: nobody may.
ALTER TABLE centre.sessions_other ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA centre TO secure_biometric_reviewer;
GRANT EXECUTE ON FUNCTION centre.reviewed_sites() TO secure_biometric_reviewer;
GRANT SELECT ON centre.sites, centre.tombstones, centre.sessions, centre.tokens,
    centre.revocations, centre.audit_heads, centre.alarms TO secure_biometric_reviewer;
GRANT SELECT (site_id, id, name, state, signing_key, approved_by, joined_at, last_contact_at)
    ON centre.kiosks TO secure_biometric_reviewer;
GRANT USAGE ON SCHEMA kiosk TO secure_biometric_kiosk;
