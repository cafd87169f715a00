//! Operators who are logged in at the service over HTTP.

use super::audit::write_down;
use super::operators::{OperatorRow, operator_of};
use super::sealing::Index;
use super::{Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{Act, Login, LoginId, Note, OperatorId, OperatorName, Subject, Timestamp};

/// Logins that one operator has at the same time; the one that ends first
/// gives way (ours).
const MOST_LOGINS: i64 = 32;

/// What became of a login that was to be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// It goes on, with this number of its refresh token.
    As(u32),
    /// A refresh token was shown that had been exchanged before: somebody has
    /// a copy, and the login is ended for both.
    Reused,
    /// There is no such login any more.
    Ended,
}

impl Store {
    /// Keeps that an operator who has just signed in is logged in until a
    /// time. None if there is no such operator any more.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn begin_login(
        &self,
        name: &OperatorName,
        now: Timestamp,
        ends_at: Timestamp,
    ) -> Result<Option<Login>, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<OperatorRow> =
            sqlx::query_as("SELECT id, version, sealed FROM operators WHERE name_index = ?1")
                .bind(self.keys.index(Index::OperatorName, name.as_str())?)
                .fetch_optional(&mut *transaction)
                .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let operator = operator_of(&self.keys, &row)?;
        if operator.disabled {
            return Ok(None);
        }
        sqlx::query("DELETE FROM service_logins WHERE ends_at <= ?1")
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "DELETE FROM service_logins WHERE id IN (
                 SELECT id FROM service_logins WHERE operator = ?1
                 ORDER BY ends_at DESC LIMIT -1 OFFSET ?2)",
        )
        .bind(&row.0)
        .bind(MOST_LOGINS - 1)
        .execute(&mut *transaction)
        .await?;
        let login = Login {
            id: LoginId(uuid::Uuid::now_v7()),
            operator_id: OperatorId(id_from(&row.0)?),
            operator,
            ends_at,
        };
        sqlx::query(
            "INSERT INTO service_logins (id, operator, operator_version, generation, ends_at)
             VALUES (?1, ?2, ?3, 1, ?4)",
        )
        .bind(id_bytes(login.id.0))
        .bind(&row.0)
        .bind(row.1)
        .bind(ends_at.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(login))
    }

    /// The login of that id, if it still counts: it hasn't ended, and nobody
    /// has changed its operator since.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn login(&self, id: LoginId, now: Timestamp) -> Result<Option<Login>, StoreError> {
        let row: Option<(Vec<u8>, i64, Vec<u8>, i64)> = sqlx::query_as(
            "SELECT o.id, o.version, o.sealed, l.ends_at FROM service_logins l
             JOIN operators o ON o.id = l.operator AND o.version = l.operator_version
             WHERE l.id = ?1 AND l.ends_at > ?2",
        )
        .bind(id_bytes(id.0))
        .bind(now.0)
        .fetch_optional(&self.pool)
        .await?;
        let Some((operator, version, sealed, ends_at)) = row else {
            return Ok(None);
        };
        let row: OperatorRow = (operator, version, sealed);
        let operator = operator_of(&self.keys, &row)?;
        let login = Login {
            id,
            operator_id: OperatorId(id_from(&row.0)?),
            operator,
            ends_at: Timestamp(ends_at),
        };
        Ok((!login.operator.disabled).then_some(login))
    }

    /// Exchanges the refresh token of this number for the next one. Of two who
    /// show the same, one is second, and that ends the login.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn renew_login(
        &self,
        id: LoginId,
        generation: u32,
        now: Timestamp,
    ) -> Result<Renewed, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<(Vec<u8>, i64)> = sqlx::query_as(
            "SELECT operator, generation FROM service_logins WHERE id = ?1 AND ends_at > ?2",
        )
        .bind(id_bytes(id.0))
        .bind(now.0)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((operator, newest)) = row else {
            return Ok(Renewed::Ended);
        };
        let renewed = if count_from(newest)? == generation {
            sqlx::query("UPDATE service_logins SET generation = generation + 1 WHERE id = ?1")
                .bind(id_bytes(id.0))
                .execute(&mut *transaction)
                .await?;
            Renewed::As(generation.saturating_add(1))
        } else {
            sqlx::query("DELETE FROM service_logins WHERE id = ?1")
                .bind(id_bytes(id.0))
                .execute(&mut *transaction)
                .await?;
            let whose = Subject::Operator(OperatorId(id_from(&operator)?));
            let note = Note::of(Act::SignInFailed)
                .to(whose)
                .with("why", "refresh_token_reused");
            write_down(&mut transaction, &self.keys, None, &note).await?;
            Renewed::Reused
        };
        transaction.commit().await?;
        Ok(renewed)
    }

    /// Ends a login.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn end_login(&self, id: LoginId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM service_logins WHERE id = ?1")
            .bind(id_bytes(id.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
