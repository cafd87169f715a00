//! The public keys that the kiosks of a site sign tokens by.

use sqlx::FromRow;
use uuid::Uuid;

use super::client::Centre;
use super::pull::{Cursor, Page, at_most, cursor, page};
use super::push::{Answer, content_hash, in_order};
use super::{CentralError, signed};

/// The keys of a kiosk of the site, or that they don't count any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledKeySet {
    /// The kiosk.
    pub kiosk: Uuid,
    /// Counts from 1.
    pub version: u64,
    /// The sealed set; none of a kiosk that was disabled.
    pub sealed: Option<Vec<u8>>,
}

#[derive(FromRow)]
struct KeySetRow {
    id: Uuid,
    version: i64,
    sealed: Vec<u8>,
    withdrawn: bool,
    change_xid: i64,
    change_seq: i64,
}

impl Centre {
    /// Tells which keys this kiosk signs by.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_key_set(
        &self,
        version: u64,
        sealed: &[u8],
    ) -> Result<Vec<Answer>, CentralError> {
        let hash = content_hash(&[b"key_set", &version.to_be_bytes(), sealed]);
        let query =
            sqlx::query_as("SELECT at, outcome, reason FROM kiosk.push_key_set($1, $2, $3)")
                .bind(signed(version))
                .bind(hash.to_vec())
                .bind(sealed);
        in_order(self.rows(query).await?, 1)
    }

    /// Fetches by which keys the kiosks of the site sign.
    ///
    /// # Errors
    /// Why it can't be had.
    pub async fn pull_key_sets(
        &self,
        after: Cursor,
        most: usize,
    ) -> Result<Page<PulledKeySet>, CentralError> {
        let most = at_most(most);
        let (transaction, change) = after.place();
        let query = sqlx::query_as("SELECT * FROM kiosk.pull_key_sets($1, $2, $3)")
            .bind(transaction)
            .bind(change)
            .bind(most);
        let rows = self.rows::<KeySetRow>(query).await?;
        let rows = rows.into_iter().map(|row| {
            let set = PulledKeySet {
                kiosk: row.id,
                version: row.version.unsigned_abs(),
                sealed: (!row.withdrawn).then_some(row.sealed),
            };
            (cursor(row.change_xid, row.change_seq), set)
        });
        Ok(page(after, most, rows.collect()))
    }
}
