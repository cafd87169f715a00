-- What kiosks send, in batches of parallel arrays. Each row is answered:
--   kept      it is here, now or since an earlier time
--   lost      a later version of the same thing is here; this one was put aside
--   erased    it was of a person who is erased; nothing of it was kept
--   alarm     the same id is here with another hash; an administrator is told
--   refused   it breaks a rule, which `reason` names; the others go on
-- All but `refused` are final: the kiosk need not send the row again. In
-- whatever order rows come, and however often, the same is here at the end.

-- The most rows of one call.
CREATE FUNCTION centre.most_rows() RETURNS int LANGUAGE sql IMMUTABLE RETURN 5000;

CREATE TYPE centre.answer AS (at int, outcome text, reason text);

-- Raises an error unless all arrays are as long as the first.
CREATE FUNCTION centre.check_batch(VARIADIC lengths int[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF lengths[1] IS NULL
        OR EXISTS (SELECT FROM unnest(lengths) AS l WHERE l IS DISTINCT FROM lengths[1])
    THEN
        RAISE EXCEPTION 'the arrays of a batch are of one length' USING ERRCODE = 'SB004';
    ELSIF lengths[1] > centre.most_rows() THEN
        RAISE EXCEPTION 'a batch has at most % rows', centre.most_rows() USING ERRCODE = 'SB004';
    END IF;
END
$$;

-- The rule that a row broke, as told to the kiosk: the name of a constraint or
-- of a column that may not be empty; else the SQLSTATE.
CREATE FUNCTION centre.broken_rule(state text, rule text, missing text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(nullif(rule, ''), 'missing_' || nullif(missing, ''), 'database_' || state) $$;

-- Holds erasures of the site off while something about people is written, and
-- waits for one that is under way. (See kiosk.push_tombstones.)
CREATE FUNCTION centre.hold_erasures(site uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM centre.sites AS s WHERE s.id = site FOR KEY SHARE;
END
$$;

CREATE FUNCTION centre.raise_alarm(
    me centre.caller, what text, kind text, id uuid, one bytea, other bytea
) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO centre.alarms AS a (site_id, what, kind, id, hash_low, hash_high, kiosk_id)
    VALUES (me.site_id, what, kind, id, least(one, other), greatest(one, other), me.kiosk_id)
    ON CONFLICT (site_id, what, kind, id, hash_low, hash_high)
        DO UPDATE SET times = a.times + 1, last_at = clock_timestamp()
$$;

-- A version that another one replaces is put aside.
CREATE FUNCTION centre.put_aside() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (NEW.version, NEW.hash) IS DISTINCT FROM (OLD.version, OLD.hash) THEN
        INSERT INTO centre.lost_versions
            (site_id, kind, id, version, hash, person, sealed, kiosk_id, received_at)
        VALUES (OLD.site_id, TG_ARGV[0], OLD.id, OLD.version, OLD.hash, OLD.person, OLD.sealed,
            OLD.kiosk_id, OLD.received_at)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER put_aside BEFORE UPDATE ON centre.people
    FOR EACH ROW EXECUTE FUNCTION centre.put_aside('person');
CREATE TRIGGER put_aside BEFORE UPDATE ON centre.templates
    FOR EACH ROW EXECUTE FUNCTION centre.put_aside('template');
CREATE TRIGGER put_aside BEFORE UPDATE ON centre.consents
    FOR EACH ROW EXECUTE FUNCTION centre.put_aside('consent');
CREATE TRIGGER put_aside BEFORE UPDATE ON centre.operators
    FOR EACH ROW EXECUTE FUNCTION centre.put_aside('operator');
CREATE TRIGGER put_aside BEFORE UPDATE ON centre.tolerances
    FOR EACH ROW EXECUTE FUNCTION centre.put_aside('tolerance');

-- The table of a kind of record, of these five alone.
CREATE FUNCTION centre.table_of(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text := CASE kind
        WHEN 'person' THEN 'people'
        WHEN 'template' THEN 'templates'
        WHEN 'consent' THEN 'consents'
        WHEN 'operator' THEN 'operators'
        WHEN 'tolerance' THEN 'tolerances'
    END;
BEGIN
    IF name IS NULL THEN
        RAISE EXCEPTION 'there is no such kind of record' USING ERRCODE = 'SB004';
    END IF;
    RETURN name;
END
$$;

-- Of two versions the higher one is kept, of equal ones the higher hash; that
-- is arbitrary, but the same at every kiosk and in every order.
CREATE FUNCTION centre.keep_records(
    me centre.caller, kind text, ids uuid[], versions bigint[], persons uuid[], hashes bytea[],
    contents bytea[]
) RETURNS centre.answer[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name    text := centre.table_of(kind);
    answers centre.answer[];
BEGIN
    EXECUTE format($sql$
        INSERT INTO centre.%I AS kept (site_id, id, version, person, hash, sealed, kiosk_id)
        SELECT DISTINCT ON (g.id) $1, g.id, g.version, g.person, g.hash, g.sealed, $2
        FROM unnest($3, $4, $5, $6, $7) AS g (id, version, person, hash, sealed)
        WHERE NOT EXISTS (
            SELECT FROM centre.tombstones AS t WHERE t.site_id = $1 AND t.id = g.person
        )
        ORDER BY g.id, g.version DESC, g.hash DESC
        ON CONFLICT (site_id, id) DO UPDATE SET
            version = excluded.version, person = excluded.person, hash = excluded.hash,
            sealed = excluded.sealed, kiosk_id = excluded.kiosk_id, received_at = now(),
            change_xid = excluded.change_xid, change_seq = excluded.change_seq
        WHERE (excluded.version, excluded.hash) > (kept.version, kept.hash)
    $sql$, name)
    USING me.site_id, me.kiosk_id, ids, versions, persons, hashes, contents;

    EXECUTE format($sql$
        INSERT INTO centre.lost_versions
            (site_id, kind, id, version, hash, person, sealed, kiosk_id, received_at)
        SELECT $1, $3, g.id, g.version, g.hash, g.person, g.sealed, $2, now()
        FROM unnest($4, $5, $6, $7, $8) AS g (id, version, person, hash, sealed)
        JOIN centre.%I AS kept ON kept.site_id = $1 AND kept.id = g.id
        WHERE (g.version, g.hash) < (kept.version, kept.hash)
        ON CONFLICT DO NOTHING
    $sql$, name)
    USING me.site_id, me.kiosk_id, kind, ids, versions, persons, hashes, contents;

    -- The same version with another content: two kiosks changed the same.
    EXECUTE format($sql$
        SELECT count(centre.raise_alarm($1, 'two_of_one_version', $2, pair.id, pair.hash, pair.other))
        FROM (
            SELECT DISTINCT g.id, g.hash, other.hash AS other
            FROM unnest($3, $4, $5) AS g (id, version, hash)
            JOIN LATERAL (
                SELECT k.hash FROM centre.%I AS k
                WHERE k.site_id = $1.site_id AND k.id = g.id AND k.version = g.version
                UNION ALL
                SELECT l.hash FROM centre.lost_versions AS l
                WHERE l.site_id = $1.site_id AND l.kind = $2 AND l.id = g.id
                    AND l.version = g.version
            ) AS other ON other.hash <> g.hash
        ) AS pair
    $sql$, name)
    USING me, kind, ids, versions, hashes;

    EXECUTE format($sql$
        SELECT array_agg((g.at, CASE
            WHEN kept.id IS NULL THEN 'erased'
            WHEN kept.version = g.version AND kept.hash <> g.hash THEN 'alarm'
            WHEN (kept.version, kept.hash) = (g.version, g.hash) THEN 'kept'
            ELSE 'lost'
        END, NULL)::centre.answer ORDER BY g.at)
        FROM unnest($2, $3, $4) WITH ORDINALITY AS g (id, version, hash, at)
        LEFT JOIN centre.%I AS kept ON kept.site_id = $1 AND kept.id = g.id
    $sql$, name)
    INTO answers USING me.site_id, ids, versions, hashes;
    RETURN answers;
END
$$;

-- People, templates, consents, operators, tolerance profiles.
CREATE FUNCTION kiosk.push_records(
    kind text, ids uuid[], versions bigint[], persons uuid[], hashes bytea[], contents bytea[]
) RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    answers centre.answer[];
    one     centre.answer[];
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(versions), cardinality(persons),
        cardinality(hashes), cardinality(contents));
    PERFORM centre.hold_erasures(me.site_id);
    -- All at once; if one breaks a rule, one by one.
    BEGIN
        answers := centre.keep_records(me, kind, ids, versions, persons, hashes, contents);
    EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
        answers := '{}';
        FOR i IN 1 .. cardinality(ids) LOOP
            BEGIN
                one := centre.keep_records(me, kind, ids[i:i], versions[i:i], persons[i:i],
                    hashes[i:i], contents[i:i]);
                answers := answers || (i, one[1].outcome, one[1].reason)::centre.answer;
            EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
                GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
                answers := answers
                    || (i, 'refused', centre.broken_rule(SQLSTATE, rule, missing))::centre.answer;
            END;
        END LOOP;
    END;
    RETURN QUERY SELECT a.at, a.outcome, a.reason FROM unnest(answers) AS a;
END
$$;

CREATE FUNCTION centre.keep_sessions(
    me centre.caller, ids uuid[], kinds text[], decisions text[], reasons text[], sources text[],
    persons uuid[], hashes bytea[], contents bytea[]
) RETURNS centre.answer[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    answers centre.answer[];
BEGIN
    INSERT INTO centre.sessions
        (site_id, id, kiosk_id, kind, decision, reason, source, person, hash, sealed, erased)
    SELECT me.site_id, g.id, me.kiosk_id, g.kind, g.decision, g.reason, g.source,
        CASE WHEN t.id IS NULL THEN g.person END, g.hash, CASE WHEN t.id IS NULL THEN g.sealed END,
        t.id IS NOT NULL
    FROM unnest(ids, kinds, decisions, reasons, sources, persons, hashes, contents)
        AS g (id, kind, decision, reason, source, person, hash, sealed)
    LEFT JOIN centre.tombstones AS t ON t.site_id = me.site_id AND t.id = g.person
    ORDER BY g.id
    ON CONFLICT DO NOTHING;

    SELECT array_agg((g.at, CASE
        WHEN s.erased THEN 'erased' WHEN s.hash <> g.hash THEN 'alarm' ELSE 'kept'
    END, NULL)::centre.answer ORDER BY g.at),
    count(CASE WHEN s.hash <> g.hash AND NOT s.erased THEN
        centre.raise_alarm(me, 'two_of_one_id', 'session', g.id, g.hash, s.hash) END)
    INTO answers
    FROM unnest(ids, hashes) WITH ORDINALITY AS g (id, hash, at)
    JOIN centre.sessions AS s ON s.site_id = me.site_id AND s.id = g.id;
    RETURN answers;
END
$$;

CREATE FUNCTION kiosk.push_sessions(
    ids uuid[], kinds text[], decisions text[], reasons text[], sources text[], persons uuid[],
    hashes bytea[], contents bytea[]
) RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    answers centre.answer[];
    one     centre.answer[];
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(kinds), cardinality(decisions),
        cardinality(reasons), cardinality(sources), cardinality(persons), cardinality(hashes),
        cardinality(contents));
    PERFORM centre.hold_erasures(me.site_id);
    BEGIN
        answers := centre.keep_sessions(
            me, ids, kinds, decisions, reasons, sources, persons, hashes, contents);
    EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
        answers := '{}';
        FOR i IN 1 .. cardinality(ids) LOOP
            BEGIN
                one := centre.keep_sessions(me, ids[i:i], kinds[i:i], decisions[i:i],
                    reasons[i:i], sources[i:i], persons[i:i], hashes[i:i], contents[i:i]);
                answers := answers || (i, one[1].outcome, one[1].reason)::centre.answer;
            EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
                GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
                answers := answers
                    || (i, 'refused', centre.broken_rule(SQLSTATE, rule, missing))::centre.answer;
            END;
        END LOOP;
    END;
    RETURN QUERY SELECT a.at, a.outcome, a.reason FROM unnest(answers) AS a;
END
$$;

CREATE FUNCTION centre.erase(me centre.caller, ids uuid[], times bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO centre.tombstones (site_id, id, erased_at, kiosk_id)
    SELECT me.site_id, g.id, to_timestamp(g.at / 1000.0), me.kiosk_id
    FROM unnest(ids, times) AS g (id, at)
    ON CONFLICT DO NOTHING;
    DELETE FROM centre.people AS p WHERE p.site_id = me.site_id AND p.id = ANY (ids);
    DELETE FROM centre.templates AS p WHERE p.site_id = me.site_id AND p.person = ANY (ids);
    DELETE FROM centre.consents AS p WHERE p.site_id = me.site_id AND p.person = ANY (ids);
    DELETE FROM centre.lost_versions AS p WHERE p.site_id = me.site_id AND p.person = ANY (ids);
    UPDATE centre.sessions AS s SET person = NULL, sealed = NULL, erased = true
    WHERE s.site_id = me.site_id AND s.person = ANY (ids);
    UPDATE centre.tokens AS t SET person = NULL
    WHERE t.site_id = me.site_id AND t.person = ANY (ids);
END
$$;

-- People who were erased at this kiosk. Nobody writes about people of the
-- site meanwhile: who began before is waited for, who comes later sees this.
CREATE FUNCTION kiosk.push_tombstones(ids uuid[], erased_at_millis bigint[])
RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(erased_at_millis));
    PERFORM FROM centre.sites AS s WHERE s.id = me.site_id FOR UPDATE;
    FOR i IN 1 .. cardinality(ids) LOOP
        at := i;
        reason := NULL;
        BEGIN
            PERFORM centre.erase(me, ids[i:i], erased_at_millis[i:i]);
            outcome := 'kept';
        EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
            outcome := 'refused';
            reason := centre.broken_rule(SQLSTATE, rule, missing);
        END;
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE FUNCTION centre.anchor(me centre.caller, head_id uuid, entries bigint, head bytea)
RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept      centre.audit_heads;
    neighbour centre.audit_heads;
    outcome   text := 'kept';
BEGIN
    INSERT INTO centre.audit_heads (site_id, id, kiosk_id, entries, head)
    VALUES (me.site_id, head_id, me.kiosk_id, entries, head)
    ON CONFLICT DO NOTHING;
    SELECT h.* INTO kept FROM centre.audit_heads AS h
    WHERE h.site_id = me.site_id AND h.id = head_id;
    IF (kept.kiosk_id, kept.entries, kept.head) <> (me.kiosk_id, entries, head) THEN
        PERFORM centre.raise_alarm(me, 'two_of_one_id', 'audit_head', head_id, head, kept.head);
        RETURN 'alarm';
    END IF;
    -- Ids are in the order of time, and an audit only grows. If that holds
    -- between neighbours, it holds for all.
    FOR neighbour IN
        (SELECT h.* FROM centre.audit_heads AS h
         WHERE h.site_id = me.site_id AND h.kiosk_id = me.kiosk_id AND h.id < head_id
         ORDER BY h.id DESC LIMIT 1)
        UNION ALL
        (SELECT h.* FROM centre.audit_heads AS h
         WHERE h.site_id = me.site_id AND h.kiosk_id = me.kiosk_id AND h.id > head_id
         ORDER BY h.id LIMIT 1)
    LOOP
        IF neighbour.entries = entries AND neighbour.head <> head THEN
            PERFORM centre.raise_alarm(
                me, 'audit_forked', 'audit_head', head_id, head, neighbour.head);
            outcome := 'alarm';
        ELSIF neighbour.entries <> entries
            AND (neighbour.entries < entries) <> (neighbour.id < head_id)
        THEN
            PERFORM centre.raise_alarm(
                me, 'audit_shrank', 'audit_head', head_id, head, neighbour.head);
            outcome := 'alarm';
        END IF;
    END LOOP;
    RETURN outcome;
END
$$;

-- Heads of this kiosk's audit: where it ends, as often as it is sent.
CREATE FUNCTION kiosk.push_audit_heads(ids uuid[], entries bigint[], heads bytea[])
RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(entries), cardinality(heads));
    FOR i IN 1 .. cardinality(ids) LOOP
        at := i;
        reason := NULL;
        BEGIN
            outcome := centre.anchor(me, ids[i], entries[i], heads[i]);
        EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
            outcome := 'refused';
            reason := centre.broken_rule(SQLSTATE, rule, missing);
        END;
        RETURN NEXT;
    END LOOP;
END
$$;
