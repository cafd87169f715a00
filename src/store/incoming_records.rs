//! What a record of another kiosk changes here, kind by kind.

use super::arrived::Arrived;
use super::incoming::{FROM_CENTRE, Put};
use super::operators::{SealedOperator, operator_by_name, put_operator, shared_operator};
use super::outbox::{is_queued, unqueue};
use super::outgoing::{SharedPerson, tolerance_id};
use super::people::{SealedPerson, person, replace_person};
use super::pins::put_pin;
use super::tolerances::{KeptTolerance, put_tolerance, tolerance_version};
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{
    Act, AsideReason, Note, OperatorId, PersonId, Secret, Shared, SharedRecord, Subject,
};

impl Store {
    /// Puts another version of somebody to use who is here, or was erased.
    pub(super) async fn use_person(
        &self,
        connection: &mut Connection,
        one: &Arrived,
    ) -> Result<Put, StoreError> {
        let record = &one.incoming.record;
        let id = owner(record)?;
        if self.is_erased(connection, id).await? {
            return Ok(Put::Known);
        }
        let shared: SharedPerson = one.parsed()?;
        let there = person(connection, &self.keys, id).await?;
        let there = there.ok_or(StoreError::NoSuchPerson)?;
        let pin = self.pin_in(connection, id).await?;
        let same = SealedPerson::of(&there) == shared.person
            && pin.as_ref().map(Secret::expose) == shared.pin.as_ref();
        if newer_here(u64::from(there.version), record.version, same) {
            return Ok(Put::Known);
        }
        let version = version_of(record)?;
        let new = shared.person.person(id, version);
        if self.badge_of_another(connection, &new).await? {
            return Ok(Put::Aside(AsideReason::BadgeTaken));
        }
        let subject = Subject::Person(id);
        self.note_lost(connection, (Shared::Person, &id_bytes(id.0)), subject)
            .await?;
        replace_person(connection, &self.keys, &new).await?;
        if let Some(pin) = shared.pin {
            put_pin(connection, &self.keys, id, &Secret::new(pin)).await?;
        }
        unqueue(connection, Shared::Person, &id_bytes(id.0)).await?;
        Ok(Put::Used)
    }

    pub(super) async fn use_operator(
        &self,
        connection: &mut Connection,
        one: &Arrived,
    ) -> Result<Put, StoreError> {
        let record = &one.incoming.record;
        let shared: SealedOperator = one.parsed()?;
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

    pub(super) async fn use_tolerance(
        &self,
        connection: &mut Connection,
        one: &Arrived,
    ) -> Result<Put, StoreError> {
        let record = &one.incoming.record;
        let shared: KeptTolerance = one.parsed()?;
        let checked = shared.tolerance.clone().validated();
        let checked = checked.map_err(|_| StoreError::Unreadable(FROM_CENTRE))?;
        let (name, version) = (&checked.name, checked.version);
        if tolerance_id(name) != record.id || u64::from(version) != record.version {
            return Err(StoreError::Unreadable(FROM_CENTRE));
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
pub(super) fn owner(record: &SharedRecord) -> Result<PersonId, StoreError> {
    record.person.ok_or(StoreError::Unreadable(FROM_CENTRE))
}

pub(super) fn version_of(record: &SharedRecord) -> Result<u32, StoreError> {
    u32::try_from(record.version).map_err(|_| StoreError::Unreadable(FROM_CENTRE))
}
