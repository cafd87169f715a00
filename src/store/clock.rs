//! The latest time that was ever seen. A clock that is behind it was turned
//! back: what expires by that clock would live on.

use serde::Serialize;

use super::sealing::Kind;
use super::settings::put_setting;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError};
use crate::domain::{Act, Note, Timestamp};

/// So much a clock may go back when it is set right in passing (ours; a token's
/// verifier allows as much).
const LEEWAY_MILLIS: i64 = 5_000;
/// The row of `meta` that holds it.
const ROW: &str = "clock";

/// The clock beside the latest time that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What it says now.
    pub now: Timestamp,
    /// The latest time that was seen before.
    pub latest: Timestamp,
}

impl Clock {
    /// Whether it is behind.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.now.0.saturating_add(LEEWAY_MILLIS) < self.latest.0
    }

    /// Looks at the clock and remembers the time, if it is the latest.
    pub(super) async fn see(
        connection: &mut Connection,
        keys: &Keys,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let latest = latest(connection, keys).await?.unwrap_or(now);
        if now > latest || latest == now {
            write(connection, keys, now).await?;
        }
        Ok(Self { now, latest })
    }
}

impl Store {
    /// The clock beside the latest time that was seen.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn clock(&self, now: Timestamp) -> Result<Clock, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let latest = latest(&mut connection, &self.keys).await?.unwrap_or(now);
        Ok(Clock { now, latest })
    }

    /// Remembers the time, if it is the latest.
    ///
    /// # Errors
    /// When the database can't be written or the record doesn't open.
    pub async fn see_clock(&self, now: Timestamp) -> Result<Clock, StoreError> {
        let mut transaction = self.begin().await?;
        let clock = Clock::see(&mut transaction, &self.keys, now).await?;
        transaction.commit().await?;
        Ok(clock)
    }

    /// Takes today's time for right, for a clock that once ran ahead, and
    /// keeps `why` under a setting's name, in one transaction.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was.
    pub async fn reset_clock<T: Serialize + Sync>(
        &self,
        now: Timestamp,
        (name, why): (&str, &T),
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        // A record that doesn't open is put right by this, too.
        let (before, readable) = match latest(&mut transaction, &self.keys).await {
            Err(error) if error.is_of_one_record() => (now, false),
            latest => (latest?.unwrap_or(now), true),
        };
        write(&mut transaction, &self.keys, now).await?;
        put_setting(&mut transaction, &self.keys, name, why).await?;
        let ahead = before.0.saturating_sub(now.0).max(0).unsigned_abs();
        let mut note = Note::of(Act::ClockReset).with("millis_behind", ahead);
        if !readable {
            note = note.with("was_readable", "no");
        }
        self.write_down(&mut transaction, &note).await?;
        Ok(transaction.commit().await?)
    }
}

async fn latest(connection: &mut Connection, keys: &Keys) -> Result<Option<Timestamp>, StoreError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM meta WHERE name = ?1")
        .bind(ROW)
        .fetch_optional(connection)
        .await?;
    row.map(|(sealed,)| keys.open_json(Kind::Clock, &[], &sealed))
        .transpose()
}

async fn write(connection: &mut Connection, keys: &Keys, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(ROW)
    .bind(keys.seal_json(Kind::Clock, &[], &now)?)
    .execute(connection)
    .await?;
    Ok(())
}
