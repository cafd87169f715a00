-- Run before the numbered files, each time: what must be there for them to run
-- as their owner. It changes only what is missing, so that a login that may
-- not make roles can bring a prepared database up to date.
--
-- secure_biometric_migrator owns everything and is no login of its own.
-- secure_biometric_kiosk may call the functions of the schema `kiosk`.
-- secure_biometric_reviewer may read what row security shows it.
DO $$
DECLARE
    role     text;
    function text;
    database text := current_database();
BEGIN
    -- One after the other.
    PERFORM pg_advisory_xact_lock(hashtext('secure_biometric roles'));
    IF current_setting('server_version_num')::int < 150000 THEN
        RAISE EXCEPTION 'Postgres 15 or newer is needed' USING ERRCODE = 'SB010';
    END IF;
    FOREACH role IN ARRAY ARRAY[
        'secure_biometric_migrator', 'secure_biometric_kiosk', 'secure_biometric_reviewer'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
    -- Row security is nothing to these, not even when it is forced.
    IF EXISTS (
        SELECT FROM pg_catalog.pg_roles
        WHERE rolname LIKE 'secure\_biometric\_%' AND (rolsuper OR rolbypassrls)
    ) THEN
        RAISE EXCEPTION 'a role of this program passes by row security' USING ERRCODE = 'SB011';
    END IF;
    IF NOT pg_has_role(session_user, 'secure_biometric_migrator', 'MEMBER') THEN
        EXECUTE format('GRANT secure_biometric_migrator TO %I', session_user);
    END IF;
    -- What everybody may do by default: connect, and make tables of their own.
    IF has_database_privilege('public', database, 'CONNECT')
        OR has_database_privilege('public', database, 'TEMP')
    THEN
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', database);
    END IF;
    FOREACH role IN ARRAY ARRAY[
        'secure_biometric_migrator', 'secure_biometric_kiosk', 'secure_biometric_reviewer'
    ] LOOP
        IF NOT has_database_privilege(role, database, 'CONNECT') THEN
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', database, role);
        END IF;
    END LOOP;
    IF to_regnamespace('public') IS NOT NULL
        AND has_schema_privilege('public', 'public', 'USAGE')
    THEN
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
    END IF;
    -- Large objects are nobody's table and everybody's disk. Only a superuser
    -- can take them from everybody.
    IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
        FOR function IN
            SELECT oid::regprocedure FROM pg_catalog.pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
                AND proname IN ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lowrite')
                AND has_function_privilege('public', oid, 'EXECUTE')
        LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', function);
        END LOOP;
    END IF;
    IF to_regnamespace('centre') IS NULL THEN
        CREATE SCHEMA centre AUTHORIZATION secure_biometric_migrator;
    END IF;
    IF to_regnamespace('kiosk') IS NULL THEN
        CREATE SCHEMA kiosk AUTHORIZATION secure_biometric_migrator;
    END IF;
END
$$;
