-- For lists of sessions over HTTP, newest first: the key serves those of a
-- site; these serve who asks for one reason or one kiosk, of which there may be
-- none for a long time. A partitioned table's indexes can't be made
-- concurrently; for a million sessions this takes seconds, in which kiosks
-- wait with what they send.
CREATE INDEX sessions_by_reason ON centre.sessions (site_id, reason, id);
CREATE INDEX sessions_by_kiosk ON centre.sessions (site_id, kiosk_id, id);
