//! Putting to use what other kiosks of the site sent to the centre. Of two
//! versions the higher one counts, of two of the same number the centre's; a
//! person who was erased anywhere is erased here.

use super::arrived::{Arrived, Opening};
use super::erasure::erase_as_elsewhere;
use super::incoming_pages::{AT_ONCE, settle_aside};
use super::outbox::unqueue;
use super::people::is_here;
use super::sharing::Sharing;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{AsideReason, PersonId, Shared, SharedRecord, Timestamp};

/// A record of another kiosk, of a kind.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Its kind.
    pub kind: Shared,
    /// The record.
    pub record: SharedRecord,
}

/// What came of a record that was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is in use now.
    Used,
    /// It is what is here already, or something older, or of somebody erased.
    Known,
    /// It waits aside.
    Aside(AsideReason),
}

impl Put {
    /// What came of a record that was tried to be put to use.
    ///
    /// # Errors
    /// What isn't the record's own fault.
    pub(super) fn of(tried: Result<Self, StoreError>) -> Result<Self, StoreError> {
        match tried {
            Err(StoreError::Sealed(FROM_CENTRE)) => Ok(Self::Aside(AsideReason::WrongKey)),
            Err(StoreError::Unreadable(FROM_CENTRE)) => Ok(Self::Aside(AsideReason::Unreadable)),
            Err(error) if error.is_of_one_record() => Ok(Self::Aside(AsideReason::DamagedHere)),
            other => other,
        }
    }
}

/// Up to where the changes of a kind were put to use: cluster, transaction,
/// change.
type Place = (i64, i64, i64);

/// What errors call a record of another kiosk.
pub(super) const FROM_CENTRE: &str = "record of the centre";

/// Kind, id, version, person and sealed bytes of a record that is aside.
type AsideRow = (String, Vec<u8>, i64, Option<Vec<u8>>, Vec<u8>);

impl Store {
    /// Up to where the changes of a kind were put to use; the beginning, of
    /// another cluster than the one given.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn cursor(&self, kind: &str, cluster: i64) -> Result<(i64, i64), StoreError> {
        let row: Option<(i64, i64)> =
            sqlx::query_as("SELECT xid, change FROM cursors WHERE kind = ?1 AND cluster = ?2")
                .bind(kind)
                .bind(cluster)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.unwrap_or_default())
    }

    /// Puts a page of records to use, and keeps up to where it went, in one
    /// transaction.
    ///
    /// # Errors
    /// When the database can't be used; then nothing was changed.
    pub async fn put_records(
        &self,
        sharing: &Sharing,
        page: &[Incoming],
        at: (&str, Place),
    ) -> Result<Vec<Put>, StoreError> {
        let opening = self.opening(sharing).await?;
        let page = opening.open(page.to_vec());
        self.put_arrived(&opening, &page, at).await
    }

    /// The same with a page that was opened before.
    ///
    /// # Errors
    /// When the database can't be used; then nothing was changed.
    pub async fn put_arrived(
        &self,
        opening: &Opening,
        page: &[Arrived],
        (kind, place): (&str, Place),
    ) -> Result<Vec<Put>, StoreError> {
        let mut transaction = self.begin().await?;
        let put = self.put_all(&mut transaction, opening, page).await?;
        keep_cursor(&mut transaction, kind, place).await?;
        transaction.commit().await?;
        Ok(put)
    }

    /// Tries once more to put to use what is aside, and says how much now is.
    ///
    /// # Errors
    /// When the database can't be used; then nothing was changed.
    pub async fn put_aside_again(&self, sharing: &Sharing) -> Result<u64, StoreError> {
        let opening = self.opening(sharing).await?;
        let mut transaction = self.begin().await?;
        let rows: Vec<AsideRow> =
            sqlx::query_as("SELECT kind, id, version, person, sealed FROM aside ORDER BY id")
                .fetch_all(&mut *transaction)
                .await?;
        let mut used = 0;
        // A person comes before what is about them.
        for kind in [
            Shared::Tolerance,
            Shared::Operator,
            Shared::Person,
            Shared::Consent,
            Shared::Template,
        ] {
            let mut again = Vec::new();
            for row in rows.iter().filter(|row| row.0 == kind.as_str()) {
                let person = row.3.as_deref().map(id_from).transpose()?.map(PersonId);
                let record = SharedRecord {
                    id: id_from(&row.1)?,
                    version: row.2.unsigned_abs(),
                    person,
                    sealed: row.4.clone(),
                };
                again.push(Incoming { kind, record });
            }
            if again.is_empty() {
                continue;
            }
            let again = opening.open(again);
            let put = self.put_all(&mut transaction, &opening, &again).await?;
            used += put
                .iter()
                .map(|put| u64::from(*put == Put::Used))
                .sum::<u64>();
        }
        transaction.commit().await?;
        Ok(used)
    }

    /// Erases here who was erased at another kiosk, and keeps up to where that
    /// went. Says how many were here.
    ///
    /// # Errors
    /// When the database can't be used; who was erased by then is.
    pub async fn put_tombstones(
        &self,
        erased: &[(PersonId, Timestamp)],
        place: Place,
    ) -> Result<u64, StoreError> {
        let mut here = 0;
        for (id, at) in erased {
            let mut transaction = self.begin().await?;
            if self.is_erased(&mut transaction, *id).await? {
                continue;
            }
            here += u64::from(is_here(&mut transaction, *id).await?);
            let index = erase_as_elsewhere(&mut transaction, self, *id, *at).await?;
            // The centre knows.
            unqueue(&mut transaction, Shared::Tombstone, &index).await?;
            sqlx::query("DELETE FROM aside WHERE person = ?1")
                .bind(id_bytes(id.0))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        let mut transaction = self.begin().await?;
        keep_cursor(&mut transaction, Shared::Tombstone.as_str(), place).await?;
        transaction.commit().await?;
        if here > 0 {
            self.empty_log().await?;
        }
        Ok(here)
    }

    /// Puts records to use, those of one kind that follow each other at once.
    async fn put_all(
        &self,
        connection: &mut Connection,
        opening: &Opening,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let mut put = Vec::with_capacity(page.len());
        set_fetching(connection, true).await?;
        let of_a_kind = page.chunk_by(|one, next| one.incoming.kind == next.incoming.kind);
        for some in of_a_kind.flat_map(|same| same.chunks(AT_ONCE)) {
            let Some(kind) = some.first().map(|one| one.incoming.kind) else {
                continue;
            };
            let tried = match kind {
                Shared::Person => self.use_people(connection, some).await?,
                Shared::Consent => self.use_consents(connection, some).await?,
                Shared::Template => self.use_templates(connection, opening, some).await?,
                _ => self.use_each(connection, some).await?,
            };
            settle_aside(connection, kind, some, &tried).await?;
            put.extend(tried);
        }
        set_fetching(connection, false).await?;
        Ok(put)
    }

    /// Puts records to use of which there are few.
    async fn use_each(
        &self,
        connection: &mut Connection,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let mut put = Vec::with_capacity(page.len());
        for one in page {
            let tried = match one.incoming.kind {
                Shared::Operator => self.use_operator(connection, one).await,
                Shared::Tolerance => self.use_tolerance(connection, one).await,
                _ => Err(StoreError::Unreadable(FROM_CENTRE)),
            };
            put.push(Put::of(tried)?);
        }
        Ok(put)
    }
}

/// Says to the triggers that what is written comes from the centre, which needs
/// not be told of it; within one transaction, so that nobody else sees it.
async fn set_fetching(connection: &mut Connection, so: bool) -> Result<(), StoreError> {
    let query = match so {
        true => sqlx::query("INSERT OR REPLACE INTO meta (name, value) VALUES ('fetching', x'')"),
        false => sqlx::query("DELETE FROM meta WHERE name = 'fetching'"),
    };
    query.execute(connection).await?;
    Ok(())
}

pub(super) async fn keep_cursor(
    connection: &mut Connection,
    kind: &str,
    (cluster, xid, change): Place,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO cursors (kind, cluster, xid, change) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind) DO UPDATE
         SET cluster = excluded.cluster, xid = excluded.xid, change = excluded.change",
    )
    .bind(kind)
    .bind(cluster)
    .bind(xid)
    .bind(change)
    .execute(connection)
    .await?;
    Ok(())
}
