//! What writes over HTTP came to, for who sends one again with the same key.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealing::{Index, Kind};
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{OperatorId, Timestamp};

/// A key means what it was first sent with for so long (ours: a client's day).
const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// A write that hasn't ended after so long never will: its program was ended
/// (ours: twice as long as a request may take).
const LONGEST_MILLIS: i64 = 60 * 1000;
/// Keys of one operator that are kept; the oldest give way (ours).
const MOST_KEYS: i64 = 1_000;

/// A write, as its client names it.
pub struct Write {
    operator: OperatorId,
    key_index: Vec<u8>,
    request: Vec<u8>,
}

/// What is known of a write.
#[derive(Debug, PartialEq, Eq)]
pub enum Claimed<T> {
    /// It is new, and this one does it.
    Begun,
    /// It was done, and this is what it came to.
    Done(T),
    /// Another one does it just now.
    GoingOn,
    /// It was begun, and what it came to isn't known here any more.
    Forgotten,
    /// Its key was sent with another one.
    OfAnother,
}

impl Store {
    /// The write that an operator sent with this key and these parts.
    ///
    /// # Errors
    /// When the key to look it up by can't be made.
    pub fn write_of(
        &self,
        operator: OperatorId,
        key: &str,
        parts: &[&[u8]],
    ) -> Result<Write, StoreError> {
        let mut request = Vec::new();
        for part in parts {
            // Each behind its length: no two requests give the same bytes.
            request.extend_from_slice(&part.len().to_le_bytes());
            request.extend_from_slice(part);
        }
        Ok(Write {
            operator,
            key_index: self.keys.index(Index::Answer, key)?,
            request: self.keys.mac(Index::Answer, &request)?,
        })
    }

    /// Begins a write, unless it was begun before. Of two who try at once, one
    /// does.
    ///
    /// # Errors
    /// When the database can't be written, or the answer doesn't open.
    pub async fn begin_write<T: DeserializeOwned>(
        &self,
        write: &Write,
        now: Timestamp,
    ) -> Result<Claimed<T>, StoreError> {
        let mut transaction = self.begin().await?;
        forget_old_answers(&mut transaction, now).await?;
        let row: Option<(Vec<u8>, i64, Option<Vec<u8>>)> = sqlx::query_as(
            "SELECT request, begun_at, sealed FROM service_answers
             WHERE operator = ?1 AND key_index = ?2",
        )
        .bind(id_bytes(write.operator.0))
        .bind(&write.key_index)
        .fetch_optional(&mut *transaction)
        .await?;
        let known = match row {
            None => {
                self.put_write(&mut transaction, write, now).await?;
                Claimed::Begun
            }
            Some((request, ..)) if request != write.request => Claimed::OfAnother,
            Some((_, _, Some(sealed))) => {
                let opened = self.keys.open_json(Kind::Answer, &write.bound(), &sealed);
                Claimed::Done(opened?)
            }
            Some((_, begun_at, None)) => {
                let age = now.0.saturating_sub(begun_at);
                match (0..LONGEST_MILLIS).contains(&age) {
                    true => Claimed::GoingOn,
                    false => Claimed::Forgotten,
                }
            }
        };
        transaction.commit().await?;
        Ok(known)
    }

    async fn put_write(
        &self,
        connection: &mut Connection,
        write: &Write,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM service_answers WHERE operator = ?1 AND key_index IN (
                 SELECT key_index FROM service_answers WHERE operator = ?1
                 ORDER BY begun_at DESC LIMIT -1 OFFSET ?2)",
        )
        .bind(id_bytes(write.operator.0))
        .bind(MOST_KEYS - 1)
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            "INSERT INTO service_answers (operator, key_index, request, begun_at)
             VALUES (?1, ?2, ?3, ?4)",
        )
        .bind(id_bytes(write.operator.0))
        .bind(&write.key_index)
        .bind(&write.request)
        .bind(now.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Keeps what a write came to.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn finish_write<T: Serialize + Sync>(
        &self,
        write: &Write,
        answer: &T,
    ) -> Result<(), StoreError> {
        let sealed = self.keys.seal_json(Kind::Answer, &write.bound(), answer)?;
        sqlx::query(
            "UPDATE service_answers SET sealed = ?3 WHERE operator = ?1 AND key_index = ?2",
        )
        .bind(id_bytes(write.operator.0))
        .bind(&write.key_index)
        .bind(sealed)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets a write that did nothing: its key may be sent again.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn forget_write(&self, write: &Write) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM service_answers WHERE operator = ?1 AND key_index = ?2")
            .bind(id_bytes(write.operator.0))
            .bind(&write.key_index)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Write {
    /// What its answer is bound to.
    fn bound(&self) -> [&[u8]; 3] {
        [self.operator.0.as_bytes(), &self.key_index, &self.request]
    }
}

/// Forgets what writes came to, for an answer might name who is erased. That
/// they were done stays known.
pub(super) async fn forget_answers(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("UPDATE service_answers SET sealed = NULL WHERE sealed IS NOT NULL")
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets writes whose keys mean nothing any more.
pub(super) async fn forget_old_answers(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM service_answers WHERE begun_at < ?1")
        .bind(now.0.saturating_sub(KEPT_MILLIS))
        .execute(connection)
        .await?;
    Ok(())
}
