-- Tokens: what was issued, and its one end. A token is used once, wherever;
-- the end may be known before the issue is, and an end is never undone.

CREATE FUNCTION centre.token_answer(me centre.caller, token uuid, own_attempt uuid)
RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        -- The same attempt asks again, because the answer was lost.
        WHEN t.attempt = own_attempt AND t.redeemed_by = me.kiosk_id THEN 'redeemed'
        WHEN t.state = 'revoked' THEN 'revoked'
        WHEN t.state = 'redeemed' THEN 'already_redeemed'
        WHEN t.expires_at <= clock_timestamp() THEN 'expired'
    END
    FROM centre.tokens AS t WHERE t.site_id = me.site_id AND t.id = token
$$;

-- Redeems a token whose signature the kiosk has verified. `attempt` is drawn
-- by the kiosk for this attempt; asking again with it is the same attempt.
-- The outcome is redeemed, already_redeemed, revoked or expired.
CREATE FUNCTION kiosk.redeem(
    token uuid, expires_at_millis bigint, attempt uuid,
    OUT outcome text, OUT at_millis bigint, OUT by_kiosk uuid
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    expires timestamptz := to_timestamp(expires_at_millis / 1000.0);
BEGIN
    IF token IS NULL OR expires IS NULL OR attempt IS NULL THEN
        RAISE EXCEPTION 'redeeming needs token, expiry and attempt' USING ERRCODE = 'SB004';
    END IF;
    IF expires > clock_timestamp() THEN
        -- The row is locked by whoever comes first; who waited finds it used.
        INSERT INTO centre.tokens AS t
            (site_id, id, expires_at, redeemed_at, redeemed_by, attempt, change_xid, change_seq)
        VALUES (me.site_id, token, expires, clock_timestamp(), me.kiosk_id, redeem.attempt,
            pg_current_xact_id(), nextval('centre.changes'))
        ON CONFLICT (site_id, id) DO UPDATE SET
            redeemed_at = excluded.redeemed_at, redeemed_by = excluded.redeemed_by,
            attempt = excluded.attempt, change_xid = excluded.change_xid,
            change_seq = excluded.change_seq
        WHERE t.state = 'issued' AND t.expires_at > clock_timestamp();
    END IF;
    outcome := coalesce(centre.token_answer(me, token, redeem.attempt), 'expired');
    SELECT (extract(epoch FROM CASE outcome WHEN 'revoked' THEN t.revoked_at
            WHEN 'expired' THEN t.expires_at ELSE t.redeemed_at END) * 1000)::bigint,
        t.redeemed_by
    INTO at_millis, by_kiosk
    FROM centre.tokens AS t WHERE t.site_id = me.site_id AND t.id = token;
END
$$;

CREATE FUNCTION centre.keep_token(
    me centre.caller, token uuid, in_session uuid, whose uuid, expires timestamptz, content bytea
) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept centre.tokens;
BEGIN
    INSERT INTO centre.tokens AS t
        (site_id, id, issued_hash, issued_by, session, person, expires_at)
    SELECT me.site_id, token, content, me.kiosk_id, in_session,
        CASE WHEN NOT EXISTS (
            SELECT FROM centre.tombstones AS g WHERE g.site_id = me.site_id AND g.id = whose
        ) THEN whose END, expires
    ON CONFLICT (site_id, id) DO UPDATE SET
        issued_hash = excluded.issued_hash, issued_by = excluded.issued_by,
        session = excluded.session, person = excluded.person, expires_at = excluded.expires_at
    WHERE t.issued_hash IS NULL;
    SELECT t.* INTO kept FROM centre.tokens AS t WHERE t.site_id = me.site_id AND t.id = token;
    IF kept.issued_hash <> content THEN
        PERFORM centre.raise_alarm(me, 'two_of_one_id', 'token', token, content, kept.issued_hash);
        RETURN 'alarm';
    END IF;
    RETURN 'kept';
END
$$;

-- Tokens that this kiosk issued.
CREATE FUNCTION kiosk.push_tokens(
    ids uuid[], sessions uuid[], persons uuid[], expires_at_millis bigint[], hashes bytea[]
) RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(sessions), cardinality(persons),
        cardinality(expires_at_millis), cardinality(hashes));
    PERFORM centre.hold_erasures(me.site_id);
    FOR i IN 1 .. cardinality(ids) LOOP
        at := i;
        reason := NULL;
        BEGIN
            outcome := centre.keep_token(me, ids[i], sessions[i], persons[i],
                to_timestamp(expires_at_millis[i] / 1000.0), hashes[i]);
        EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
            outcome := 'refused';
            reason := centre.broken_rule(SQLSTATE, rule, missing);
        END;
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE FUNCTION centre.keep_use(
    me centre.caller, token uuid, expires timestamptz, used timestamptz, of_attempt uuid
) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept centre.tokens;
BEGIN
    INSERT INTO centre.tokens AS t
        (site_id, id, expires_at, redeemed_at, redeemed_by, attempt, change_xid, change_seq)
    VALUES (me.site_id, token, expires, used, me.kiosk_id, of_attempt,
        pg_current_xact_id(), nextval('centre.changes'))
    ON CONFLICT (site_id, id) DO UPDATE SET
        redeemed_at = excluded.redeemed_at, redeemed_by = excluded.redeemed_by,
        attempt = excluded.attempt, change_xid = excluded.change_xid,
        change_seq = excluded.change_seq
    WHERE t.redeemed_at IS NULL;
    SELECT t.* INTO kept FROM centre.tokens AS t WHERE t.site_id = me.site_id AND t.id = token;
    IF kept.attempt <> of_attempt THEN
        PERFORM centre.raise_alarm(me, 'used_twice', 'token', token,
            uuid_send(of_attempt), uuid_send(kept.attempt));
        RETURN 'alarm';
    END IF;
    RETURN 'kept';
END
$$;

-- Tokens that this kiosk took while the centre was out of reach. That one was
-- used twice can't be undone, but it is told.
CREATE FUNCTION kiosk.push_uses(
    ids uuid[], expires_at_millis bigint[], used_at_millis bigint[], attempts uuid[]
) RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(expires_at_millis),
        cardinality(used_at_millis), cardinality(attempts));
    FOR i IN 1 .. cardinality(ids) LOOP
        at := i;
        reason := NULL;
        BEGIN
            outcome := centre.keep_use(me, ids[i], to_timestamp(expires_at_millis[i] / 1000.0),
                to_timestamp(used_at_millis[i] / 1000.0), attempts[i]);
        EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
            GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, missing = COLUMN_NAME;
            outcome := 'refused';
            reason := centre.broken_rule(SQLSTATE, rule, missing);
        END;
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE FUNCTION centre.keep_revocation(
    me centre.caller, token uuid, expires timestamptz, revoked timestamptz
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO centre.revocations (site_id, id, revoked_at, kiosk_id)
    VALUES (me.site_id, token, revoked, me.kiosk_id)
    ON CONFLICT DO NOTHING;
    INSERT INTO centre.tokens AS t (site_id, id, expires_at, revoked_at, change_xid, change_seq)
    VALUES (me.site_id, token, expires, revoked, pg_current_xact_id(), nextval('centre.changes'))
    ON CONFLICT (site_id, id) DO UPDATE SET
        revoked_at = excluded.revoked_at, change_xid = excluded.change_xid,
        change_seq = excluded.change_seq
    WHERE t.revoked_at IS NULL;
END
$$;

-- Revokes tokens, used ones too: what was let in by one can then be told.
CREATE FUNCTION kiosk.revoke(ids uuid[], expires_at_millis bigint[], revoked_at_millis bigint[])
RETURNS TABLE (at int, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      centre.caller := centre.caller(true);
    rule    text;
    missing text;
BEGIN
    PERFORM centre.check_batch(cardinality(ids), cardinality(expires_at_millis),
        cardinality(revoked_at_millis));
    FOR i IN 1 .. cardinality(ids) LOOP
        at := i;
        reason := NULL;
        BEGIN
            PERFORM centre.keep_revocation(me, ids[i],
                to_timestamp(expires_at_millis[i] / 1000.0),
                to_timestamp(revoked_at_millis[i] / 1000.0));
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
