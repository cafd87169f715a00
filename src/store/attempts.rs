//! How often somebody failed: against a claim, at this kiosk, at signing in.

use super::audit::write_down;
use super::operators::operator_id;
use super::sealing::Index;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, count_from};
use crate::domain::{Act, AttemptCount, AttemptKey, Note, OperatorName, Subject, Timestamp};

/// Failed sign-ins are forgotten after a day without another one, so that
/// made-up names don't fill the table. Ours.
const SIGN_INS_KEPT_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Whose failed sign-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIns<'a> {
    /// Those under this name.
    Of(&'a OperatorName),
    /// Those at the kiosk, under whatever name.
    AtKiosk,
    /// Those at its service over HTTP, under whatever name: whoever is out
    /// there must not keep out who stands here.
    AtService,
}

impl SignIns<'_> {
    /// A colon is in nobody's name.
    fn word(&self) -> &str {
        match self {
            Self::Of(name) => name.as_str(),
            Self::AtKiosk => "kiosk:",
            Self::AtService => "service:",
        }
    }
}

impl Store {
    /// Failures against a claim, or at this kiosk without one; none if they
    /// were never kept.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn attempts(&self, key: &AttemptKey) -> Result<AttemptCount, StoreError> {
        let mut connection = self.pool.acquire().await?;
        attempts(&mut connection, &self.keys, key).await
    }

    /// Forgets failures, after a success or by an administrator.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn clear_attempts(&self, key: &AttemptKey) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        delete_attempts(&mut transaction, &self.keys, key).await?;
        let note = Note::of(Act::FailuresForgotten);
        self.write_down(&mut transaction, &note).await?;
        Ok(transaction.commit().await?)
    }

    /// Forgets an operator's failed sign-ins: they have signed in.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn signed_in(&self, name: &OperatorName) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM sign_ins WHERE name_index = ?1")
            .bind(self.keys.index(Index::SignIn, name.as_str())?)
            .execute(&mut *transaction)
            .await?;
        let note = Note::of(Act::SignedIn);
        write_down(&mut transaction, &self.keys, Some(name), &note).await?;
        Ok(transaction.commit().await?)
    }

    /// Writes down that a sign-in under this name failed, and why in a word of
    /// the program's. A name that nobody has isn't written down: it may be a
    /// password typed into the wrong field.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sign_in_failed(
        &self,
        name: &OperatorName,
        why: &'static str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let mut note = Note::of(Act::SignInFailed).with("why", why);
        if let Some(id) = operator_id(&mut transaction, &self.keys, name).await? {
            note = note.to(Subject::Operator(id));
        }
        write_down(&mut transaction, &self.keys, None, &note).await?;
        Ok(transaction.commit().await?)
    }

    /// Replaces a count of failed sign-ins by what `step` makes of it, in one
    /// transaction, and gives back what `step` says about it. Names nobody has
    /// are counted alike.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn step_sign_ins<T>(
        &self,
        which: SignIns<'_>,
        now: Timestamp,
        step: impl FnOnce(AttemptCount) -> (AttemptCount, T) + Send,
    ) -> Result<T, StoreError> {
        let index = self.keys.index(Index::SignIn, which.word())?;
        let mut transaction = self.begin().await?;
        let row: Option<(i64, Option<i64>)> =
            sqlx::query_as("SELECT failures, paused_until FROM sign_ins WHERE name_index = ?1")
                .bind(&index)
                .fetch_optional(&mut *transaction)
                .await?;
        let (count, said) = step(count_of(row)?);
        sqlx::query(
            "INSERT INTO sign_ins (name_index, failures, paused_until, changed_at)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name_index) DO UPDATE SET failures = excluded.failures,
                 paused_until = excluded.paused_until, changed_at = excluded.changed_at",
        )
        .bind(index)
        .bind(i64::from(count.failures_in_row))
        .bind(count.paused_until.map(|time| time.0))
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM sign_ins WHERE changed_at < ?1")
            .bind(now.0.saturating_sub(SIGN_INS_KEPT_MILLIS))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(said)
    }
}

pub(super) async fn attempts(
    connection: &mut Connection,
    keys: &Keys,
    key: &AttemptKey,
) -> Result<AttemptCount, StoreError> {
    let row: Option<(i64, Option<i64>)> =
        sqlx::query_as("SELECT failures, paused_until FROM attempts WHERE key_index = ?1")
            .bind(attempts_index(keys, key)?)
            .fetch_optional(connection)
            .await?;
    count_of(row)
}

pub(super) async fn keep_attempts(
    connection: &mut Connection,
    keys: &Keys,
    key: &AttemptKey,
    count: AttemptCount,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO attempts (key_index, failures, paused_until) VALUES (?1, ?2, ?3)
         ON CONFLICT (key_index) DO UPDATE
         SET failures = excluded.failures, paused_until = excluded.paused_until",
    )
    .bind(attempts_index(keys, key)?)
    .bind(i64::from(count.failures_in_row))
    .bind(count.paused_until.map(|time| time.0))
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn delete_attempts(
    connection: &mut Connection,
    keys: &Keys,
    key: &AttemptKey,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempts WHERE key_index = ?1")
        .bind(attempts_index(keys, key)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// A colon is in no badge, so the kiosk's own key can't be one's.
fn attempts_index(keys: &Keys, key: &AttemptKey) -> Result<Vec<u8>, StoreError> {
    match key {
        AttemptKey::Claim(badge) => keys.index(Index::Attempts, badge.as_str()),
        AttemptKey::Kiosk => keys.index(Index::Attempts, "kiosk:"),
    }
}

fn count_of(row: Option<(i64, Option<i64>)>) -> Result<AttemptCount, StoreError> {
    let Some((failures, paused_until)) = row else {
        return Ok(AttemptCount::default());
    };
    Ok(AttemptCount {
        failures_in_row: count_from(failures)?,
        paused_until: paused_until.map(Timestamp),
    })
}
