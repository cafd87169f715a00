//! What a kiosk fetches: all that changed at its site after a cursor.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::client::Centre;
use super::push::RecordKind;
use super::{CentralError, MOST_ROWS};
use crate::domain::{PersonId, Timestamp};

/// Up to where a kiosk has fetched, of one kind. The first begins at the start.
/// No change appears behind one, however late its transaction committed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// The number of a transaction.
    transaction: i64,
    /// The number of a change in it.
    change: i64,
}

impl Cursor {
    /// The place that was kept of one.
    #[must_use]
    pub fn at(transaction: i64, change: i64) -> Self {
        Self {
            transaction,
            change,
        }
    }

    /// What is kept of it: transaction and change.
    #[must_use]
    pub fn place(self) -> (i64, i64) {
        (self.transaction, self.change)
    }
}

/// Some of what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The changes, in order. A kiosk's own are among them.
    pub rows: Vec<T>,
    /// Where to go on.
    pub cursor: Cursor,
    /// Whether there may be more at once.
    pub more: bool,
}

/// A record as another kiosk, or this one, sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledRecord {
    /// The record's id.
    pub id: Uuid,
    /// Its version.
    pub version: u64,
    /// Whom it is about.
    pub person: Option<Uuid>,
    /// The hash it was sent with.
    pub hash: Vec<u8>,
    /// The record, sealed.
    pub sealed: Vec<u8>,
    /// Who sent it.
    pub kiosk: Uuid,
}

/// A person who was erased somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PulledTombstone {
    /// Who.
    pub person: PersonId,
    /// When.
    pub erased_at: Timestamp,
    /// Where.
    pub kiosk: Uuid,
}

/// How a token ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    /// It was used.
    Redeemed,
    /// It was revoked, used or not.
    Revoked,
}

/// A token that is no longer to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PulledTokenEnd {
    /// The token's `jti`.
    pub token: Uuid,
    /// How it ended.
    pub end: TokenEnd,
    /// Until when it would have been good.
    pub expires_at: Timestamp,
    /// When it ended so.
    pub at: Timestamp,
    /// The kiosk that used it, if it was used.
    pub used_by: Option<Uuid>,
}

#[derive(FromRow)]
struct RecordRow {
    id: Uuid,
    version: i64,
    person: Option<Uuid>,
    hash: Vec<u8>,
    sealed: Vec<u8>,
    kiosk_id: Uuid,
    change_xid: i64,
    change_seq: i64,
}

#[derive(FromRow)]
struct TombstoneRow {
    id: Uuid,
    erased_at_millis: i64,
    kiosk_id: Uuid,
    change_xid: i64,
    change_seq: i64,
}

#[derive(FromRow)]
struct TokenEndRow {
    id: Uuid,
    state: String,
    expires_at_millis: i64,
    redeemed_at_millis: Option<i64>,
    revoked_at_millis: Option<i64>,
    redeemed_by: Option<Uuid>,
    change_xid: i64,
    change_seq: i64,
}

/// A page of rows, each with its cursor.
pub(super) fn page<T>(after: Cursor, most: i32, rows: Vec<(Cursor, T)>) -> Page<T> {
    Page {
        cursor: rows.last().map_or(after, |(cursor, _)| *cursor),
        more: usize::try_from(most).is_ok_and(|most| rows.len() >= most),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

/// How many rows are asked for.
pub(super) fn at_most(most: usize) -> i32 {
    i32::try_from(most.clamp(1, MOST_ROWS)).unwrap_or(i32::MAX)
}

impl Centre {
    /// Fetches records of one kind, of each the latest version.
    ///
    /// # Errors
    /// Why they can't be had.
    pub async fn pull_records(
        &self,
        kind: RecordKind,
        after: Cursor,
        most: usize,
    ) -> Result<Page<PulledRecord>, CentralError> {
        let most = at_most(most);
        let query = sqlx::query_as("SELECT * FROM kiosk.pull_records($1, $2, $3, $4)")
            .bind(kind.as_str())
            .bind(after.transaction)
            .bind(after.change)
            .bind(most);
        let rows = self.rows::<RecordRow>(query).await?;
        let rows = rows.into_iter().map(|row| {
            let version = u64::try_from(row.version)
                .map_err(|_| CentralError::Database("a version below zero".to_owned()))?;
            let record = PulledRecord {
                id: row.id,
                version,
                person: row.person,
                hash: row.hash,
                sealed: row.sealed,
                kiosk: row.kiosk_id,
            };
            Ok((cursor(row.change_xid, row.change_seq), record))
        });
        Ok(page(
            after,
            most,
            rows.collect::<Result<_, CentralError>>()?,
        ))
    }

    /// Fetches who was erased.
    ///
    /// # Errors
    /// Why it can't be had.
    pub async fn pull_tombstones(
        &self,
        after: Cursor,
        most: usize,
    ) -> Result<Page<PulledTombstone>, CentralError> {
        let most = at_most(most);
        let query = sqlx::query_as("SELECT * FROM kiosk.pull_tombstones($1, $2, $3)")
            .bind(after.transaction)
            .bind(after.change)
            .bind(most);
        let rows = self.rows::<TombstoneRow>(query).await?;
        let rows = rows.into_iter().map(|row| {
            let tombstone = PulledTombstone {
                person: PersonId(row.id),
                erased_at: Timestamp(row.erased_at_millis),
                kiosk: row.kiosk_id,
            };
            (cursor(row.change_xid, row.change_seq), tombstone)
        });
        Ok(page(after, most, rows.collect()))
    }

    /// Fetches which tokens were used or revoked.
    ///
    /// # Errors
    /// Why it can't be had.
    pub async fn pull_token_ends(
        &self,
        after: Cursor,
        most: usize,
    ) -> Result<Page<PulledTokenEnd>, CentralError> {
        let most = at_most(most);
        let query = sqlx::query_as("SELECT * FROM kiosk.pull_token_ends($1, $2, $3)")
            .bind(after.transaction)
            .bind(after.change)
            .bind(most);
        let rows = self.rows::<TokenEndRow>(query).await?;
        let rows = rows.into_iter().map(|row| {
            let (end, at) = match row.state.as_str() {
                "redeemed" => (TokenEnd::Redeemed, row.redeemed_at_millis),
                "revoked" => (TokenEnd::Revoked, row.revoked_at_millis),
                _ => return Err(CentralError::KioskTooOld),
            };
            let ended = PulledTokenEnd {
                token: row.id,
                end,
                expires_at: Timestamp(row.expires_at_millis),
                at: Timestamp(at.unwrap_or(row.expires_at_millis)),
                used_by: row.redeemed_by,
            };
            Ok((cursor(row.change_xid, row.change_seq), ended))
        });
        Ok(page(
            after,
            most,
            rows.collect::<Result<_, CentralError>>()?,
        ))
    }
}

pub(super) fn cursor(transaction: i64, change: i64) -> Cursor {
    Cursor {
        transaction,
        change,
    }
}
