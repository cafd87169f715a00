//! The outbox: which things the centre has not been told yet. Triggers write
//! it (`migrations/sqlite/0010_outbox.sql`); here it is read and emptied.

use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{Backlog, Quarantined, Shared, Timestamp, TokenId};

/// What came of something that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The centre has it, or will never need it.
    Done,
    /// The centre refuses it, by the rule of that name.
    Refused(String),
}

/// How each kind is queued when a centre is joined: all that is there.
const EVERYTHING: [&str; 9] = [
    "SELECT 'key_set', kiosk FROM key_sets WHERE own = 1",
    "SELECT 'tombstone', person_index FROM tombstones ORDER BY at",
    "SELECT 'tolerance', CAST(version || ' ' || name AS BLOB) FROM tolerances ORDER BY name, version",
    "SELECT 'operator', id FROM operators ORDER BY id",
    "SELECT 'person', id FROM people ORDER BY id",
    "SELECT 'consent', person FROM consents ORDER BY person",
    "SELECT 'template', id FROM templates ORDER BY id",
    "SELECT 'token', id FROM tokens ORDER BY id",
    "SELECT 'session', id FROM sessions ORDER BY id",
];

/// Queues all that is in the folder.
pub(super) async fn queue_everything(connection: &mut Connection) -> Result<(), StoreError> {
    for kind in EVERYTHING {
        let query = format!(
            "INSERT OR IGNORE INTO outbox (kind, id, queued_at)
             SELECT *, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM ({kind})"
        );
        sqlx::query(sqlx::AssertSqlSafe(query))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Queues the end of a token, if this kiosk has joined a centre.
pub(super) async fn queue_token_end(
    connection: &mut Connection,
    kind: Shared,
    id: TokenId,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT OR REPLACE INTO outbox (kind, id, queued_at)
         SELECT ?1, ?2, CAST(unixepoch('subsec') * 1000 AS INTEGER)
         FROM meta WHERE name = 'centre'",
    )
    .bind(kind.as_str())
    .bind(id_bytes(id.0))
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes something out, because what the centre has was just put in its place.
pub(super) async fn unqueue(
    connection: &mut Connection,
    kind: Shared,
    id: &[u8],
) -> Result<bool, StoreError> {
    let deleted = sqlx::query("DELETE FROM outbox WHERE kind = ?1 AND id = ?2")
        .bind(kind.as_str())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Whether something waits to be sent.
pub(super) async fn is_queued(
    connection: &mut Connection,
    kind: Shared,
    id: &[u8],
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM outbox WHERE kind = ?1 AND id = ?2")
        .bind(kind.as_str())
        .bind(id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

impl Store {
    /// Takes what was sent out of the outbox, or marks it as refused. What
    /// changed since it was sent stays.
    ///
    /// # Errors
    /// When the database can't be written; then it is sent again.
    pub async fn settle(&self, answers: &[(i64, Settled)]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let done = answers
            .iter()
            .filter_map(|(sequence, settled)| (*settled == Settled::Done).then_some(*sequence));
        // Many at once: nearly all of thousands are done.
        let done = serde_json::json!(done.collect::<Vec<i64>>());
        sqlx::query("DELETE FROM outbox WHERE sequence IN (SELECT value FROM json_each(?1))")
            .bind(done.to_string())
            .execute(&mut *transaction)
            .await?;
        for (sequence, settled) in answers {
            if let Settled::Refused(rule) = settled {
                sqlx::query("UPDATE outbox SET refused = ?1 WHERE sequence = ?2")
                    .bind(rule)
                    .bind(sequence)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    /// How much waits for the centre, by kind; kinds of which nothing does are
    /// left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn backlog(&self) -> Result<Vec<Backlog>, StoreError> {
        let rows: Vec<(String, i64, i64, Option<i64>)> = sqlx::query_as(
            "SELECT kind, count(*) FILTER (WHERE refused IS NULL), count(refused),
                 min(queued_at) FILTER (WHERE refused IS NULL)
             FROM outbox GROUP BY kind",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut backlog = Vec::with_capacity(rows.len());
        for (kind, waiting, refused, oldest) in rows {
            backlog.push(Backlog {
                kind: Shared::parse(&kind).ok_or(StoreError::Unreadable("outbox"))?,
                waiting: waiting.unsigned_abs(),
                refused: refused.unsigned_abs(),
                oldest: oldest.map(Timestamp),
            });
        }
        backlog.sort_by_key(|of| of.kind);
        Ok(backlog)
    }

    /// What is held back, here by the centre's rules and there by what stands
    /// against putting it to use.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn quarantine(&self) -> Result<Vec<Quarantined>, StoreError> {
        let rows: Vec<(String, bool, String, i64)> = sqlx::query_as(
            "SELECT kind, 0, refused, count(*) FROM outbox WHERE refused IS NOT NULL GROUP BY 1, 3
             UNION ALL
             SELECT kind, 1, reason, count(*) FROM aside GROUP BY 1, 3",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut held = Vec::with_capacity(rows.len());
        for (kind, incoming, reason, count) in rows {
            held.push(Quarantined {
                kind: Shared::parse(&kind).ok_or(StoreError::Unreadable("outbox"))?,
                incoming,
                reason,
                count: count.unsigned_abs(),
            });
        }
        Ok(held)
    }

    /// Has all that the centre refused sent once more, and says how much.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn retry_refused(&self) -> Result<u64, StoreError> {
        let changed = sqlx::query("UPDATE outbox SET refused = NULL WHERE refused IS NOT NULL")
            .execute(&self.pool)
            .await?;
        Ok(changed.rows_affected())
    }
}
