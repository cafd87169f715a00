//! Putting to use what other kiosks of the site sent to the centre. Of two
//! versions the higher one counts, of two of the same number the centre's; a
//! person who was erased anywhere is erased here.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::erasure::erase_as_elsewhere;
use super::operators::{SealedOperator, operator_by_name, put_operator, shared_operator};
use super::outbox::{is_queued, unqueue};
use super::outgoing::{SharedPerson, SharedTemplate, tolerance_id};
use super::people::{SealedPerson, insert_consent, insert_person, person, replace_person};
use super::pins::put_pin;
use super::sealing::Kind;
use super::sharing::Sharing;
use super::templates::{insert_template, template_of};
use super::tolerances::{KeptTolerance, put_tolerance, tolerance_version};
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{
    Act, AsideReason, Consent, Embedding, FaceTemplate, ModelHash, Note, OperatorId, PersonId,
    Secret, Shared, SharedRecord, Subject, TemplateId, Timestamp,
};

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

/// Up to where the changes of a kind were put to use: cluster, transaction,
/// change.
type Place = (i64, i64, i64);

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
        (kind, place): (&str, Place),
    ) -> Result<Vec<Put>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut put = Vec::with_capacity(page.len());
        for incoming in page {
            put.push(self.put_record(&mut transaction, sharing, incoming).await?);
        }
        keep_cursor(&mut transaction, kind, place).await?;
        transaction.commit().await?;
        Ok(put)
    }

    /// Tries once more to put to use what is aside, and says how much now is.
    ///
    /// # Errors
    /// When the database can't be used; then nothing was changed.
    pub async fn put_aside_again(&self, sharing: &Sharing) -> Result<u64, StoreError> {
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
            for row in rows.iter().filter(|row| row.0 == kind.as_str()) {
                let person = row.3.as_deref().map(id_from).transpose()?.map(PersonId);
                let record = SharedRecord {
                    id: id_from(&row.1)?,
                    version: row.2.unsigned_abs(),
                    person,
                    sealed: row.4.clone(),
                };
                let incoming = Incoming { kind, record };
                let put = self
                    .put_record(&mut transaction, sharing, &incoming)
                    .await?;
                used += u64::from(put == Put::Used);
            }
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
            let known = person(&mut transaction, &self.keys, *id).await?;
            here += u64::from(known.is_some());
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

    async fn put_record(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        Incoming { kind, record }: &Incoming,
    ) -> Result<Put, StoreError> {
        let tried = match kind {
            Shared::Person => self.use_person(connection, sharing, record).await,
            Shared::Consent => self.use_consent(connection, sharing, record).await,
            Shared::Template => self.use_template(connection, sharing, record).await,
            Shared::Operator => self.use_operator(connection, sharing, record).await,
            Shared::Tolerance => self.use_tolerance(connection, sharing, record).await,
            _ => Err(StoreError::Unreadable("record of the centre")),
        };
        let put = match tried {
            Err(StoreError::Sealed(_)) => Put::Aside(AsideReason::WrongKey),
            Err(StoreError::Unreadable(_)) => Put::Aside(AsideReason::Unreadable),
            other => other?,
        };
        match put {
            Put::Aside(reason) => keep_aside(connection, *kind, record, reason).await?,
            Put::Used | Put::Known => {
                sqlx::query("DELETE FROM aside WHERE kind = ?1 AND id = ?2")
                    .bind(kind.as_str())
                    .bind(id_bytes(record.id))
                    .execute(&mut *connection)
                    .await?;
            }
        }
        Ok(put)
    }

    async fn use_person(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        let id = owner(record)?;
        if self.is_erased(connection, id).await? {
            return Ok(Put::Known);
        }
        let shared: SharedPerson = opened(sharing, Kind::Person, record)?;
        let there = person(connection, &self.keys, id).await?;
        if let Some(there) = &there {
            let same = SealedPerson::of(there) == shared.person
                && self
                    .pin_in(connection, id)
                    .await?
                    .as_ref()
                    .map(Secret::expose)
                    == shared.pin.as_ref();
            if newer_here(u64::from(there.version), record.version, same) {
                return Ok(Put::Known);
            }
        }
        let version = version_of(record)?;
        let new = shared.person.person(id, version);
        if self.badge_of_another(connection, &new).await? {
            return Ok(Put::Aside(AsideReason::BadgeTaken));
        }
        match there {
            None => insert_person(connection, &self.keys, &new).await?,
            Some(_) => {
                let subject = Subject::Person(id);
                self.note_lost(connection, (Shared::Person, &id_bytes(id.0)), subject)
                    .await?;
                replace_person(connection, &self.keys, &new).await?;
            }
        }
        if let Some(pin) = shared.pin {
            put_pin(connection, &self.keys, id, &Secret::new(pin)).await?;
        }
        unqueue(connection, Shared::Person, &id_bytes(id.0)).await?;
        Ok(Put::Used)
    }

    async fn use_consent(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        let id = owner(record)?;
        if self.is_erased(connection, id).await? || self.consent_in(connection, id).await?.is_some()
        {
            return Ok(Put::Known);
        }
        if person(connection, &self.keys, id).await?.is_none() {
            return Ok(Put::Aside(AsideReason::PersonMissing));
        }
        let consent: Consent = opened(sharing, Kind::Consent, record)?;
        insert_consent(connection, &self.keys, id, &consent).await?;
        unqueue(connection, Shared::Consent, &id_bytes(id.0)).await?;
        Ok(Put::Used)
    }

    async fn use_template(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable("template");
        let (id, owner) = (TemplateId(record.id), owner(record)?);
        if self.is_erased(connection, owner).await?
            || template_of(connection, &self.keys, id).await?.is_some()
        {
            return Ok(Put::Known);
        }
        if person(connection, &self.keys, owner).await?.is_none() {
            return Ok(Put::Aside(AsideReason::PersonMissing));
        }
        let row = (record.id, record.version, record.person);
        let plain = sharing.open(Kind::Template, row, &record.sealed)?;
        let shared: SharedTemplate = postcard::from_bytes(&plain).map_err(|_| UNREADABLE)?;
        let (chunks, _) = shared.values.as_chunks::<4>();
        let values: Vec<f32> = chunks
            .iter()
            .map(|chunk| f32::from_le_bytes(*chunk))
            .collect();
        let embedding = sharing.untransformed(&values);
        let template = FaceTemplate {
            id,
            pose: shared.pose,
            model: ModelHash(shared.model),
            embedding: Embedding::try_from(embedding.to_vec()).map_err(|_| UNREADABLE)?,
        };
        insert_template(connection, &self.keys, owner, &template).await?;
        unqueue(connection, Shared::Template, &id_bytes(id.0)).await?;
        Ok(Put::Used)
    }

    async fn use_operator(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        let shared: SealedOperator = opened(sharing, Kind::Operator, record)?;
        let id = id_bytes(record.id);
        let there = shared_operator(connection, &self.keys, &id).await?;
        if let Some((version, there)) = &there
            && newer_here(u64::from(*version), record.version, *there == shared)
        {
            return Ok(Put::Known);
        }
        let named = operator_by_name(connection, &self.keys, shared.name()).await?;
        if named.is_some_and(|other| other != record.id) {
            return Ok(Put::Aside(AsideReason::NameTaken));
        }
        if there.is_some() {
            let subject = Subject::Operator(OperatorId(record.id));
            self.note_lost(connection, (Shared::Operator, &id), subject)
                .await?;
        }
        let version = version_of(record)?;
        put_operator(connection, &self.keys, (record.id, version), shared).await?;
        unqueue(connection, Shared::Operator, &id).await?;
        Ok(Put::Used)
    }

    async fn use_tolerance(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        let shared: KeptTolerance = opened(sharing, Kind::Tolerance, record)?;
        let checked = shared.tolerance.clone().validated();
        let checked = checked.map_err(|_| StoreError::Unreadable("tolerance"))?;
        let (name, version) = (&checked.name, checked.version);
        if tolerance_id(name) != record.id || u64::from(version) != record.version {
            return Err(StoreError::Unreadable("tolerance"));
        }
        let there = tolerance_version(connection, &self.keys, name, version).await?;
        if there.as_ref() == Some(&shared) {
            return Ok(Put::Known);
        }
        let id = format!("{version} {name}").into_bytes();
        put_tolerance(connection, &self.keys, &shared).await?;
        let note = Note::of(Act::ToleranceSaved)
            .with("profile", name)
            .with("version", version);
        self.write_down(connection, &note).await?;
        unqueue(connection, Shared::Tolerance, &id).await?;
        Ok(Put::Used)
    }

    /// Writes into the audit that what was changed here, and not sent yet,
    /// gave way to another kiosk's change.
    async fn note_lost(
        &self,
        connection: &mut Connection,
        (kind, id): (Shared, &[u8]),
        subject: Subject,
    ) -> Result<(), StoreError> {
        if !is_queued(connection, kind, id).await? {
            return Ok(());
        }
        let note = Note::of(Act::ChangeGaveWay)
            .to(subject)
            .with("kind", kind.as_str());
        self.write_down(connection, &note).await
    }
}

/// Whether what is here stays as it is.
fn newer_here(here: u64, there: u64, same: bool) -> bool {
    here > there || (here == there && same)
}

/// Whom a record is about.
fn owner(record: &SharedRecord) -> Result<PersonId, StoreError> {
    record
        .person
        .ok_or(StoreError::Unreadable("record of the centre"))
}

fn version_of(record: &SharedRecord) -> Result<u32, StoreError> {
    u32::try_from(record.version).map_err(|_| StoreError::Unreadable("version"))
}

fn opened<T: DeserializeOwned>(
    sharing: &Sharing,
    kind: Kind,
    record: &SharedRecord,
) -> Result<T, StoreError> {
    let row: (Uuid, u64, Option<PersonId>) = (record.id, record.version, record.person);
    sharing.open_json(kind, row, &record.sealed)
}

async fn keep_aside(
    connection: &mut Connection,
    kind: Shared,
    record: &SharedRecord,
    reason: AsideReason,
) -> Result<(), StoreError> {
    let version = i64::try_from(record.version).map_err(|_| StoreError::Unreadable("version"))?;
    sqlx::query(
        "INSERT INTO aside (kind, id, version, person, sealed, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (kind, id) DO UPDATE
         SET version = excluded.version, sealed = excluded.sealed, reason = excluded.reason",
    )
    .bind(kind.as_str())
    .bind(id_bytes(record.id))
    .bind(version)
    .bind(record.person.map(|person| id_bytes(person.0)))
    .bind(&record.sealed)
    .bind(reason.as_str())
    .execute(connection)
    .await?;
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
