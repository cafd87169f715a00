-- What kiosks fetch: all that changed at their site after a cursor, in order.
--
-- A cursor is (transaction number, number of the change). A change is only
-- told when its transaction's number is below the oldest one still running
-- anywhere: then all of that number and of lower ones have ended, and nothing
-- can appear behind the cursor any more, however late it commits. Numbers
-- drawn from a sequence alone are no such order.

-- People, templates, consents, operators, tolerance profiles: of each the
-- latest version.
CREATE FUNCTION kiosk.pull_records(
    kind text, after_xid bigint, after_seq bigint, most int
) RETURNS TABLE (
    id uuid, version bigint, person uuid, hash bytea, sealed bytea, kiosk_id uuid,
    change_xid bigint, change_seq bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    PERFORM centre.check_numbers();
    RETURN QUERY EXECUTE format($sql$
        SELECT r.id, r.version, r.person, r.hash, r.sealed, r.kiosk_id,
            r.change_xid::text::bigint, r.change_seq
        FROM centre.%I AS r
        WHERE r.site_id = $1 AND (r.change_xid, r.change_seq) > ($2, $3)
            AND r.change_xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY r.change_xid, r.change_seq LIMIT $4
    $sql$, centre.table_of(kind))
    USING me.site_id, after_xid::text::xid8, after_seq, least(most, centre.most_rows());
END
$$;

-- People who were erased.
CREATE FUNCTION kiosk.pull_tombstones(after_xid bigint, after_seq bigint, most int)
RETURNS TABLE (
    id uuid, erased_at_millis bigint, kiosk_id uuid, change_xid bigint, change_seq bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    PERFORM centre.check_numbers();
    RETURN QUERY
    SELECT r.id, (extract(epoch FROM r.erased_at) * 1000)::bigint, r.kiosk_id,
        r.change_xid::text::bigint, r.change_seq
    FROM centre.tombstones AS r
    WHERE r.site_id = me.site_id
        AND (r.change_xid, r.change_seq) > (after_xid::text::xid8, after_seq)
        AND r.change_xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY r.change_xid, r.change_seq LIMIT least(most, centre.most_rows());
END
$$;

-- Tokens that were used or revoked. Such as had expired a day ago are left
-- out: no kiosk takes them, whatever its clock.
CREATE FUNCTION kiosk.pull_token_ends(after_xid bigint, after_seq bigint, most int)
RETURNS TABLE (
    id uuid, state text, expires_at_millis bigint, redeemed_at_millis bigint,
    revoked_at_millis bigint, redeemed_by uuid, change_xid bigint, change_seq bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    PERFORM centre.check_numbers();
    RETURN QUERY
    SELECT r.id, r.state, (extract(epoch FROM r.expires_at) * 1000)::bigint,
        (extract(epoch FROM r.redeemed_at) * 1000)::bigint,
        (extract(epoch FROM r.revoked_at) * 1000)::bigint, r.redeemed_by,
        r.change_xid::text::bigint, r.change_seq
    FROM centre.tokens AS r
    WHERE r.site_id = me.site_id
        AND (r.change_xid, r.change_seq) > (after_xid::text::xid8, after_seq)
        AND r.change_xid < pg_snapshot_xmin(pg_current_snapshot())
        AND r.expires_at > clock_timestamp() - interval '1 day'
    ORDER BY r.change_xid, r.change_seq LIMIT least(most, centre.most_rows());
END
$$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA kiosk TO secure_biometric_kiosk;
