//! Very many sessions at once, for measuring how quickly they are listed: as
//! many as kiosks send in months, made by the database itself.

use uuid::Uuid;

use super::CentralError;
use super::administration::Administration;
use super::client::limited;

/// A row's ids, out of its number `n` among `$2` rows of sixty days from October
/// 2026 on.
const IDS: &str = "
    (lpad(to_hex(1790812800000 + n * 5184000000 / $2), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid,
    ('0190000000007000800000000000' || lpad(to_hex(n % 50), 4, '0'))::uuid,
    ('0191000000007000800000000000' || lpad(to_hex(n % 20000), 4, '0'))::uuid";

impl Administration {
    /// Makes sessions of a site: so many from that number on, of so many in
    /// all.
    ///
    /// # Errors
    /// Why they can't be made.
    pub async fn make_sessions(
        &mut self,
        site: Uuid,
        (first, most, all): (u32, u32, u32),
    ) -> Result<(), CentralError> {
        let (address, connection) = self.parts();
        let query = sqlx::query(sqlx::AssertSqlSafe(format!(
            "INSERT INTO centre.sessions
                 (site_id, id, kiosk_id, kind, decision, reason, source, person, hash, sealed)
             SELECT $1, made.id, made.kiosk, 'verification',
                 CASE WHEN n % 20 > 1 THEN 'verified' WHEN n % 20 = 1 THEN 'not_verified'
                     ELSE 'inconclusive' END,
                 CASE WHEN n % 100003 = 7 THEN 'camera_changed' WHEN n % 20 > 1 THEN 'matched'
                     WHEN n % 20 = 1 THEN 'no_match' ELSE 'too_dark' END,
                 'kiosk', CASE WHEN n % 20 > 1 THEN made.person END,
                 sha256(n::text::bytea), decode(repeat(md5(n::text), 40), 'hex')
             FROM generate_series($3::int8, $3::int8 + $4::int8 - 1) AS n,
                 LATERAL (SELECT {IDS}) AS made (id, kiosk, person)"
        )))
        .bind(site)
        .bind(i64::from(all))
        .bind(i64::from(first))
        .bind(i64::from(most));
        limited(address, query.execute(connection)).await?;
        Ok(())
    }

    /// Lets the database look at what it has, as it does by itself in time.
    ///
    /// # Errors
    /// Why it can't.
    pub async fn tidy_sessions(&mut self) -> Result<(), CentralError> {
        let (address, connection) = self.parts();
        let query = sqlx::query("VACUUM (ANALYZE) centre.sessions");
        limited(address, query.execute(connection)).await?;
        Ok(())
    }

    /// The ids of a session that was made, of its kiosk and of its person.
    ///
    /// # Errors
    /// Why they can't be told.
    pub async fn made_ids(&mut self, (row, all): (u32, u32)) -> Result<[Uuid; 3], CentralError> {
        let (address, connection) = self.parts();
        let query = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {IDS} FROM (SELECT $1::int8 AS n) AS row"
        )))
        .bind(i64::from(row))
        .bind(i64::from(all));
        let (id, kiosk, person) = limited(address, query.fetch_one(connection)).await?;
        Ok([id, kiosk, person])
    }
}
