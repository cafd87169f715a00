-- How much a kiosk had still to send when it last said so, and what of it is
-- held back: for whoever watches many kiosks. NULL of one that never said.
ALTER TABLE centre.kiosks
    ADD COLUMN waiting   bigint CONSTRAINT waiting_is_a_count CHECK (waiting >= 0),
    ADD COLUMN held_back bigint CONSTRAINT held_back_is_a_count CHECK (held_back >= 0);
GRANT SELECT (waiting, held_back) ON centre.kiosks TO secure_biometric_reviewer;

CREATE FUNCTION kiosk.tell_backlog(waiting bigint, held_back bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me centre.caller := centre.caller(true);
BEGIN
    UPDATE centre.kiosks AS k SET waiting = $1, held_back = $2
    WHERE k.site_id = me.site_id AND k.id = me.kiosk_id;
END
$$;

UPDATE centre.about SET contract = 4;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA kiosk TO secure_biometric_kiosk;
