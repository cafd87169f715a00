//! Erasing a person so that nothing of them can be found again: what was kept
//! of them goes with the key it was sealed under, and a tombstone stays.

use serde::{Deserialize, Serialize};

use super::answers::forget_answers;
use super::attempts::delete_attempts;
use super::audit::newest;
use super::operators::operator_id;
use super::people::{is_here, person, readable_people, update_person};
use super::sealing::{Index, Kind};
use super::session_rows::anonymise_sessions;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, id_bytes, wall_clock};
use crate::domain::{
    Act, AttemptKey, ErasureReason, Note, OperatorId, OperatorName, PersonId, Subject, Timestamp,
    Tombstone,
};

/// What erasing a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Their sessions, kept without saying whose they were.
    pub sessions_anonymised: u64,
    /// Whether the database's log was emptied too. If not, another process was
    /// reading; the next removal or cleaning empties it.
    pub log_emptied: bool,
    /// What is kept of it.
    pub tombstone: Tombstone,
}

/// The sealed part of a tombstone's row.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedTombstone {
    person: PersonId,
    reason: ErasureReason,
    first: Option<OperatorId>,
    second: Option<OperatorId>,
    sessions_anonymised: u64,
    audit: String,
}

pub(super) type TombstoneRow = (Vec<u8>, i64, Vec<u8>);

impl Store {
    /// Erases a person whom nobody needs any more, by the kiosk itself.
    ///
    /// # Errors
    /// As `erase_person`.
    pub async fn remove_person(&self, id: PersonId) -> Result<Removal, StoreError> {
        self.erase_person(id, ErasureReason::Unused, None).await
    }

    /// Deletes a person's key, templates, shape, consent, PIN, tokens and
    /// record, makes their sessions anonymous (surfaces go; figures, decision
    /// and the operator's name stay), forgets their failures and leaves a
    /// tombstone, in one transaction; then empties the log. People who were
    /// held because they look like this one stay held, for nobody. `second`
    /// agreed to it.
    ///
    /// # Errors
    /// `NoSuchPerson`, or why it couldn't be done; then nothing was.
    pub async fn erase_person(
        &self,
        id: PersonId,
        reason: ErasureReason,
        second: Option<&OperatorName>,
    ) -> Result<Removal, StoreError> {
        let mut transaction = self.begin().await?;
        if !is_here(&mut transaction, id).await? {
            return Err(StoreError::NoSuchPerson);
        }
        let sessions_anonymised = shred(&mut transaction, &self.keys, id).await?;
        let mut ids = [None, None];
        for (id, name) in ids.iter_mut().zip([self.actor.as_ref(), second]) {
            if let Some(name) = name {
                *id = operator_id(&mut transaction, &self.keys, name).await?;
            }
        }
        let [first, second] = ids;
        let mut note = Note::of(Act::PersonRemoved)
            .to(Subject::Person(id))
            .with("sessions_anonymised", sessions_anonymised)
            .with("why", reason.as_str());
        if let Some(second) = second {
            note = note.with("second_operator", second.0);
        }
        self.write_down(&mut transaction, &note).await?;
        let tombstone = Tombstone {
            person: id,
            at: wall_clock(),
            reason,
            first,
            second,
            sessions_anonymised,
            audit: newest(&mut transaction).await?,
        };
        keep_tombstone(&mut transaction, self, &tombstone).await?;
        transaction.commit().await?;
        Ok(Removal {
            sessions_anonymised,
            log_emptied: self.empty_log().await?,
            tombstone,
        })
    }

    /// Whether somebody of that id was erased.
    pub(super) async fn is_erased(
        &self,
        connection: &mut Connection,
        id: PersonId,
    ) -> Result<bool, StoreError> {
        let index = self.keys.mac(Index::Tombstone, id.0.as_bytes())?;
        Ok(tombstone_row(connection, &index).await?.is_some())
    }

    /// Who was erased, the last first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        let rows: Vec<TombstoneRow> =
            sqlx::query_as("SELECT person_index, at, sealed FROM tombstones ORDER BY at DESC")
                .fetch_all(&self.pool)
                .await?;
        rows.iter().map(|row| open_tombstone(self, row)).collect()
    }

    /// The tombstone of that id, if somebody of it was erased.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn tombstone(&self, id: PersonId) -> Result<Option<Tombstone>, StoreError> {
        let index = self.keys.mac(Index::Tombstone, id.0.as_bytes())?;
        let mut connection = self.pool.acquire().await?;
        let row = tombstone_row(&mut connection, &index).await?;
        row.map(|row| open_tombstone(self, &row)).transpose()
    }
}

/// Removes all that is here of a person, if anything is, and says how many of
/// their sessions don't say any more whose they were.
async fn shred(connection: &mut Connection, keys: &Keys, id: PersonId) -> Result<u64, StoreError> {
    let badge = match person(connection, keys, id).await {
        Ok(None) => return Ok(0),
        Ok(Some(removed)) => Some(removed.badge),
        // Damage must not keep anybody here.
        Err(error) if error.is_of_one_record() => None,
        Err(error) => return Err(error),
    };
    let sessions = anonymise_sessions(connection, keys, id, badge.as_ref()).await?;
    if let Some(badge) = badge {
        delete_attempts(connection, keys, &AttemptKey::Claim(badge)).await?;
    }
    for mut other in readable_people(connection, keys).await? {
        if other.held_for == Some(id) {
            other.held_for = None;
            update_person(connection, keys, &mut other).await?;
        }
    }
    forget_answers(connection).await?;
    // All else that is theirs goes with the person (ON DELETE CASCADE), the
    // key that sealed it first of all.
    sqlx::query("DELETE FROM people WHERE id = ?1")
        .bind(id_bytes(id.0))
        .execute(connection)
        .await?;
    Ok(sessions)
}

/// Erases here, without a log of their own being emptied, who was erased at
/// another kiosk; says by what their tombstone is found.
pub(super) async fn erase_as_elsewhere(
    connection: &mut Connection,
    store: &Store,
    id: PersonId,
    at: Timestamp,
) -> Result<Vec<u8>, StoreError> {
    let sessions_anonymised = shred(connection, &store.keys, id).await?;
    let reason = ErasureReason::Elsewhere;
    let note = Note::of(Act::PersonRemoved)
        .to(Subject::Person(id))
        .with("sessions_anonymised", sessions_anonymised)
        .with("why", reason.as_str());
    store.write_down(connection, &note).await?;
    let tombstone = Tombstone {
        person: id,
        at,
        reason,
        first: None,
        second: None,
        sessions_anonymised,
        audit: newest(connection).await?,
    };
    keep_tombstone(connection, store, &tombstone).await?;
    store.keys.mac(Index::Tombstone, id.0.as_bytes())
}

/// The tombstone that is found by this.
pub(super) async fn tombstone_row(
    connection: &mut Connection,
    index: &[u8],
) -> Result<Option<TombstoneRow>, StoreError> {
    let query = "SELECT person_index, at, sealed FROM tombstones WHERE person_index = ?1";
    Ok(sqlx::query_as(query)
        .bind(index)
        .fetch_optional(connection)
        .await?)
}

pub(super) async fn keep_tombstone(
    connection: &mut Connection,
    store: &Store,
    tombstone: &Tombstone,
) -> Result<(), StoreError> {
    let sealed = SealedTombstone {
        person: tombstone.person,
        reason: tombstone.reason,
        first: tombstone.first,
        second: tombstone.second,
        sessions_anonymised: tombstone.sessions_anonymised,
        audit: tombstone.audit.to_string(),
    };
    let person = tombstone.person.0.as_bytes();
    let index = store.keys.mac(Index::Tombstone, person)?;
    let bound: [&[u8]; 2] = [&index, &tombstone.at.0.to_le_bytes()];
    let sealed = store.keys.seal_json(Kind::Tombstone, &bound, &sealed)?;
    sqlx::query("INSERT INTO tombstones (person_index, at, sealed) VALUES (?1, ?2, ?3)")
        .bind(index)
        .bind(tombstone.at.0)
        .bind(sealed)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) fn open_tombstone(
    store: &Store,
    (index, at, sealed): &TombstoneRow,
) -> Result<Tombstone, StoreError> {
    let bound: [&[u8]; 2] = [index, &at.to_le_bytes()];
    let opened: SealedTombstone = store.keys.open_json(Kind::Tombstone, &bound, sealed)?;
    Ok(Tombstone {
        person: opened.person,
        at: Timestamp(*at),
        reason: opened.reason,
        first: opened.first,
        second: opened.second,
        sessions_anonymised: opened.sessions_anonymised,
        audit: opened
            .audit
            .parse()
            .map_err(|_| StoreError::Unreadable("tombstone"))?,
    })
}
