//! People, what they agreed to, and whether they can verify.

use serde::{Deserialize, Serialize};

use super::sealing::{Index, Kind, Sealer};
use super::wrapping::Keys;
use super::{Connection, Listed, Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{
    Act, Badge, Consent, Contact, Look, Note, Person, PersonId, PersonName, PersonState, Subject,
    Timestamp,
};

/// The sealed part of a person's row.
#[derive(PartialEq, Serialize, Deserialize)]
pub(super) struct SealedPerson {
    badge: Badge,
    name: PersonName,
    state: PersonState,
    held_for: Option<PersonId>,
    enrolled_at: Timestamp,
    // Absent in what earlier releases sealed.
    #[serde(default)]
    contact: Contact,
    #[serde(default)]
    added_looks: Vec<Look>,
    #[serde(default)]
    locked_out: bool,
}

pub(super) type PersonRow = (Vec<u8>, i64, Vec<u8>);

/// Stands for the people as they are: equal stamps, equal people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleStamp {
    changes: i64,
}

impl Store {
    /// Whether somebody has that badge.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn badge_taken(&self, badge: &Badge) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        badge_taken(&mut connection, &self.keys, badge).await
    }

    /// The person with that badge.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn person_by_badge(&self, badge: &Badge) -> Result<Option<Person>, StoreError> {
        let mut connection = self.pool.begin().await?;
        let row: Option<PersonRow> =
            sqlx::query_as("SELECT id, version, sealed FROM people WHERE badge_index = ?1")
                .bind(self.keys.index(Index::Badge, badge.as_str())?)
                .fetch_optional(&mut *connection)
                .await?;
        opened(&mut connection, &self.keys, row).await
    }

    /// The person of that id.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let mut connection = self.pool.begin().await?;
        person(&mut connection, &self.keys, id).await
    }

    /// Everybody who is enrolled, in the order of enrolment, and whose record
    /// doesn't open.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn listed_people(&self) -> Result<Listed<Person>, StoreError> {
        let mut connection = self.pool.begin().await?;
        Listed::of(each_person(&mut connection, &self.keys).await?)
    }

    /// Everybody who is enrolled, in the order of enrolment, or nobody.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let mut connection = self.pool.begin().await?;
        let each = each_person(&mut connection, &self.keys).await?;
        each.into_iter().map(|(_, person)| person).collect()
    }

    /// Changes whenever anybody is enrolled, changed or removed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn people_stamp(&self) -> Result<PeopleStamp, StoreError> {
        let (changes,) = sqlx::query_as("SELECT count FROM people_changes")
            .fetch_one(&self.pool)
            .await?;
        Ok(PeopleStamp { changes })
    }

    /// What a person agreed to.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn consent(&self, id: PersonId) -> Result<Option<Consent>, StoreError> {
        let mut connection = self.pool.begin().await?;
        self.consent_in(&mut connection, id).await
    }

    /// Whether another person has that one's badge.
    pub(super) async fn badge_of_another(
        &self,
        connection: &mut Connection,
        person: &Person,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM people WHERE badge_index = ?1 AND id <> ?2")
            .bind(self.keys.index(Index::Badge, person.badge.as_str())?)
            .bind(id_bytes(person.id.0))
            .fetch_optional(connection)
            .await?;
        Ok(row.is_some())
    }

    /// Changes whether a person can verify, if nobody changed them since
    /// `expected_version`. Leaving `Held` forgets whom they look like.
    ///
    /// # Errors
    /// `NoSuchPerson`, `PersonChanged`, or why it couldn't be written.
    pub async fn set_person_state(
        &self,
        id: PersonId,
        state: PersonState,
        expected_version: u32,
    ) -> Result<Person, StoreError> {
        let mut transaction = self.begin().await?;
        let mut changed = person(&mut transaction, &self.keys, id)
            .await?
            .ok_or(StoreError::NoSuchPerson)?;
        if changed.version != expected_version {
            return Err(StoreError::PersonChanged);
        }
        change_state(&mut transaction, &self.keys, &mut changed, state).await?;
        self.write_down(&mut transaction, &state_note(id, state))
            .await?;
        transaction.commit().await?;
        Ok(changed)
    }
}

pub(super) async fn badge_taken(
    connection: &mut Connection,
    keys: &Keys,
    badge: &Badge,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM people WHERE badge_index = ?1")
        .bind(keys.index(Index::Badge, badge.as_str())?)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

pub(super) async fn person(
    connection: &mut Connection,
    keys: &Keys,
    id: PersonId,
) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonRow> =
        sqlx::query_as("SELECT id, version, sealed FROM people WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&mut *connection)
            .await?;
    opened(connection, keys, row).await
}

/// The person of a row, if there is one.
async fn opened(
    connection: &mut Connection,
    keys: &Keys,
    row: Option<PersonRow>,
) -> Result<Option<Person>, StoreError> {
    let Some(row) = row else {
        return Ok(None);
    };
    let id = PersonId(id_from(&row.0)?);
    let own = keys.of_person(connection, id).await?;
    open_person(&own, &row).map(Some)
}

/// Whether there is a row of that person, readable or not.
pub(super) async fn is_here(connection: &mut Connection, id: PersonId) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM people WHERE id = ?1")
        .bind(id_bytes(id.0))
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Everybody whose record opens.
pub(super) async fn readable_people(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<Vec<Person>, StoreError> {
    let each = each_person(connection, keys).await?.into_iter();
    Ok(each.filter_map(|(_, person)| person.ok()).collect())
}

/// Everybody, with the bytes of their id.
async fn each_person(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<Vec<(Vec<u8>, Result<Person, StoreError>)>, StoreError> {
    let rows: Vec<PersonRow> = sqlx::query_as("SELECT id, version, sealed FROM people ORDER BY id")
        .fetch_all(&mut *connection)
        .await?;
    let own = keys.of_everybody(connection).await?;
    let open = |row: &PersonRow| {
        let own = own.get(&PersonId(id_from(&row.0)?));
        open_person(own.ok_or(StoreError::Sealed("key"))?, row)
    };
    Ok(rows.iter().map(|row| (row.0.clone(), open(row))).collect())
}

pub(super) async fn insert_person(
    connection: &mut Connection,
    keys: &Keys,
    person: &Person,
) -> Result<(), StoreError> {
    // The row comes before its key, which belongs to it, and is sealed after.
    sqlx::query("INSERT INTO people (id, badge_index, version, sealed) VALUES (?1, ?2, ?3, x'')")
        .bind(id_bytes(person.id.0))
        .bind(keys.index(Index::Badge, person.badge.as_str())?)
        .bind(i64::from(person.version))
        .execute(&mut *connection)
        .await?;
    let own = keys.make_person(connection, person.id).await?;
    write_person(connection, &own, person).await
}

/// Puts another kiosk's version of a person in the place of this one's.
pub(super) async fn replace_person(
    connection: &mut Connection,
    keys: &Keys,
    person: &Person,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE people SET badge_index = ?2 WHERE id = ?1")
        .bind(id_bytes(person.id.0))
        .bind(keys.index(Index::Badge, person.badge.as_str())?)
        .execute(&mut *connection)
        .await?;
    let own = keys.of_person(connection, person.id).await?;
    write_person(connection, &own, person).await
}

/// That a person was switched on or off, for the audit.
pub(super) fn state_note(id: PersonId, state: PersonState) -> Note {
    Note::of(Act::PersonStateSet)
        .to(Subject::Person(id))
        .with("state", state.as_str())
}

/// Writes a person's new state as their next version.
pub(super) async fn change_state(
    connection: &mut Connection,
    keys: &Keys,
    person: &mut Person,
    state: PersonState,
) -> Result<(), StoreError> {
    person.state = state;
    person.locked_out = false;
    if state != PersonState::Held {
        person.held_for = None;
    }
    update_person(connection, keys, person).await
}

/// Writes a changed person as their next version.
pub(super) async fn update_person(
    connection: &mut Connection,
    keys: &Keys,
    person: &mut Person,
) -> Result<(), StoreError> {
    person.version += 1;
    let own = keys.of_person(connection, person.id).await?;
    write_person(connection, &own, person).await
}

async fn write_person(
    connection: &mut Connection,
    own: &Sealer,
    person: &Person,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE people SET version = ?2, sealed = ?3 WHERE id = ?1")
        .bind(id_bytes(person.id.0))
        .bind(i64::from(person.version))
        .bind(seal_person(own, person)?)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn insert_consent(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    consent: &Consent,
) -> Result<(), StoreError> {
    let own = keys.of_person(connection, person).await?;
    sqlx::query("INSERT INTO consents (person, sealed) VALUES (?1, ?2)")
        .bind(id_bytes(person.0))
        .bind(own.seal_json(Kind::Consent, &[person.0.as_bytes()], consent)?)
        .execute(connection)
        .await?;
    Ok(())
}

impl SealedPerson {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            badge: person.badge.clone(),
            name: person.name.clone(),
            state: person.state,
            held_for: person.held_for,
            enrolled_at: person.enrolled_at,
            contact: person.contact.clone(),
            added_looks: person.added_looks.clone(),
            locked_out: person.locked_out,
        }
    }

    pub(super) fn person(self, id: PersonId, version: u32) -> Person {
        Person {
            id,
            badge: self.badge,
            name: self.name,
            contact: self.contact,
            state: self.state,
            held_for: self.held_for,
            enrolled_at: self.enrolled_at,
            added_looks: self.added_looks,
            locked_out: self.locked_out,
            version,
        }
    }
}

pub(super) fn seal_person(own: &Sealer, person: &Person) -> Result<Vec<u8>, StoreError> {
    let sealed = SealedPerson::of(person);
    let bound: [&[u8]; 2] = [person.id.0.as_bytes(), &person.version.to_le_bytes()];
    own.seal_json(Kind::Person, &bound, &sealed)
}

pub(super) fn open_person(
    own: &Sealer,
    (id, version, sealed): &PersonRow,
) -> Result<Person, StoreError> {
    let version = count_from(*version)?;
    let bound: [&[u8]; 2] = [id, &version.to_le_bytes()];
    let opened: SealedPerson = own.open_json(Kind::Person, &bound, sealed)?;
    Ok(opened.person(PersonId(id_from(id)?), version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn records_of_earlier_releases_open() {
        let keys = Sealer::new(&[7; 32]);
        let id = Uuid::from_u128(1);
        let earlier = json!({
            "badge": "10427",
            "name": "Ada Lovelace",
            "state": "active",
            "held_for": null,
            "enrolled_at": 900,
        });
        let bound: [&[u8]; 2] = [id.as_bytes(), &1_u32.to_le_bytes()];
        let sealed = keys.seal_json(Kind::Person, &bound, &earlier).unwrap();
        let person = open_person(&keys, &(id_bytes(id), 1, sealed)).unwrap();
        assert_eq!(person.name.as_str(), "Ada Lovelace");
        assert_eq!(person.contact, Contact::default());
        assert_eq!(person.looks(), 1);
        assert!(!person.locked_out);

        let earlier = json!({"notice_version": "1", "language": "en", "given_at": 900});
        let bound: [&[u8]; 1] = [id.as_bytes()];
        let sealed = keys.seal_json(Kind::Consent, &bound, &earlier).unwrap();
        let consent: Consent = keys.open_json(Kind::Consent, &bound, &sealed).unwrap();
        assert_eq!(consent.signature, None);
    }
}
