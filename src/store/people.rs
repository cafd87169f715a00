//! People, their templates, and whether they can verify.

use serde::{Deserialize, Serialize};

use super::sealing::{Index, Keys, Kind};
use super::{Connection, Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{
    Badge, Consent, Embedding, FaceTemplate, ModelHash, Person, PersonId, PersonName, PersonState,
    PoseName, TemplateId, Timestamp,
};
use zeroize::Zeroizing;

/// The sealed part of a person's row.
#[derive(Serialize, Deserialize)]
struct SealedPerson {
    badge: Badge,
    name: PersonName,
    state: PersonState,
    held_for: Option<PersonId>,
    enrolled_at: Timestamp,
}

type PersonRow = (Vec<u8>, i64, Vec<u8>);
type TemplateRow = (Vec<u8>, Vec<u8>, String, Vec<u8>);

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
        let row: Option<PersonRow> =
            sqlx::query_as("SELECT id, version, sealed FROM people WHERE badge_index = ?1")
                .bind(self.keys.index(Index::Badge, badge.as_str())?)
                .fetch_optional(&self.pool)
                .await?;
        row.map(|row| open_person(&self.keys, &row)).transpose()
    }

    /// The person of that id.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        person(&mut connection, &self.keys, id).await
    }

    /// Everybody who is enrolled, in the order of enrolment.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        people(&mut connection, &self.keys).await
    }

    /// What a person agreed to.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn consent(&self, id: PersonId) -> Result<Option<Consent>, StoreError> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT sealed FROM consents WHERE person = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(sealed,)| {
            self.keys
                .open_json(Kind::Consent, &[id.0.as_bytes()], &sealed)
        })
        .transpose()
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
        transaction.commit().await?;
        Ok(changed)
    }

    /// Active and held people with the templates that `model` made. Held ones
    /// are there to be found alike; the caller doesn't verify them.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn gallery(
        &self,
        model: ModelHash,
    ) -> Result<Vec<(Person, Vec<FaceTemplate>)>, StoreError> {
        // One transaction, so that people and templates belong together.
        let mut transaction = self.pool.begin().await?;
        let everybody = people(&mut transaction, &self.keys).await?;
        let rows: Vec<TemplateRow> = sqlx::query_as(
            "SELECT id, person, pose, sealed FROM templates WHERE model = ?1 ORDER BY id",
        )
        .bind(model.0.to_vec())
        .fetch_all(&mut *transaction)
        .await?;
        transaction.commit().await?;

        let mut templates = std::collections::HashMap::<PersonId, Vec<FaceTemplate>>::new();
        for row in &rows {
            let (owner, template) = open_template(&self.keys, model, row)?;
            templates.entry(owner).or_default().push(template);
        }
        Ok(everybody
            .into_iter()
            .filter(|person| person.state != PersonState::Disabled)
            .filter_map(|person| {
                let own = templates.remove(&person.id)?;
                Some((person, own))
            })
            .collect())
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
            .fetch_optional(connection)
            .await?;
    row.map(|row| open_person(keys, &row)).transpose()
}

pub(super) async fn people(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<Vec<Person>, StoreError> {
    let rows: Vec<PersonRow> = sqlx::query_as("SELECT id, version, sealed FROM people ORDER BY id")
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| open_person(keys, row)).collect()
}

pub(super) async fn insert_person(
    connection: &mut Connection,
    keys: &Keys,
    person: &Person,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO people (id, badge_index, version, sealed) VALUES (?1, ?2, ?3, ?4)")
        .bind(id_bytes(person.id.0))
        .bind(keys.index(Index::Badge, person.badge.as_str())?)
        .bind(i64::from(person.version))
        .bind(seal_person(keys, person)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes a person's new state as their next version.
pub(super) async fn change_state(
    connection: &mut Connection,
    keys: &Keys,
    person: &mut Person,
    state: PersonState,
) -> Result<(), StoreError> {
    person.state = state;
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
    sqlx::query("UPDATE people SET version = ?2, sealed = ?3 WHERE id = ?1")
        .bind(id_bytes(person.id.0))
        .bind(i64::from(person.version))
        .bind(seal_person(keys, person)?)
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
    sqlx::query("INSERT INTO consents (person, sealed) VALUES (?1, ?2)")
        .bind(id_bytes(person.0))
        .bind(keys.seal_json(Kind::Consent, &[person.0.as_bytes()], consent)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps a template; its sealed part is the embedding, f32 little-endian.
pub(super) async fn insert_template(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    template: &FaceTemplate,
) -> Result<(), StoreError> {
    let values = template.embedding.values();
    let mut plain = Zeroizing::new(Vec::with_capacity(size_of_val(values)));
    for value in values {
        plain.extend_from_slice(&value.to_le_bytes());
    }
    let bound = template_bound(&template.id, &person, template.pose, &template.model);
    sqlx::query(
        "INSERT INTO templates (id, person, pose, model, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(id_bytes(template.id.0))
    .bind(id_bytes(person.0))
    .bind(template.pose.as_str())
    .bind(template.model.0.to_vec())
    .bind(keys.seal(Kind::Template, &bound, &plain)?)
    .execute(connection)
    .await?;
    Ok(())
}

fn template_bound<'a>(
    id: &'a TemplateId,
    person: &'a PersonId,
    pose: PoseName,
    model: &'a ModelHash,
) -> [&'a [u8]; 4] {
    [
        id.0.as_bytes(),
        person.0.as_bytes(),
        pose.as_str().as_bytes(),
        &model.0,
    ]
}

fn open_template(
    keys: &Keys,
    model: ModelHash,
    (id, person, pose, sealed): &TemplateRow,
) -> Result<(PersonId, FaceTemplate), StoreError> {
    const UNREADABLE: StoreError = StoreError::Unreadable("template");
    let (id, person) = (TemplateId(id_from(id)?), PersonId(id_from(person)?));
    let pose = PoseName::parse(pose).ok_or(UNREADABLE)?;
    let bound = template_bound(&id, &person, pose, &model);
    let plain = keys.open(Kind::Template, &bound, sealed)?;
    let (chunks, rest) = plain.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(UNREADABLE);
    }
    let values: Vec<f32> = chunks
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect();
    let embedding = Embedding::try_from(values).map_err(|_| UNREADABLE)?;
    let template = FaceTemplate {
        id,
        pose,
        model,
        embedding,
    };
    Ok((person, template))
}

fn seal_person(keys: &Keys, person: &Person) -> Result<Vec<u8>, StoreError> {
    let sealed = SealedPerson {
        badge: person.badge.clone(),
        name: person.name.clone(),
        state: person.state,
        held_for: person.held_for,
        enrolled_at: person.enrolled_at,
    };
    let bound: [&[u8]; 2] = [person.id.0.as_bytes(), &person.version.to_le_bytes()];
    keys.seal_json(Kind::Person, &bound, &sealed)
}

fn open_person(keys: &Keys, (id, version, sealed): &PersonRow) -> Result<Person, StoreError> {
    let version = count_from(*version)?;
    let bound: [&[u8]; 2] = [id, &version.to_le_bytes()];
    let opened: SealedPerson = keys.open_json(Kind::Person, &bound, sealed)?;
    Ok(Person {
        id: PersonId(id_from(id)?),
        badge: opened.badge,
        name: opened.name,
        state: opened.state,
        held_for: opened.held_for,
        enrolled_at: opened.enrolled_at,
        version,
    })
}
