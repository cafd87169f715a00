//! Looks of a person: what was added to their templates after the enrolment.

use super::audit::write_down;
use super::people::{person, update_person};
use super::session_rows::insert_session;
use super::templates::insert_template;
use super::{Store, StoreError, count_from, id_bytes};
use crate::domain::{
    Act, FaceTemplate, Look, MAX_LOOKS, Note, Person, PersonId, PersonState, Session, Subject,
    Timestamp,
};

/// Everything that a look adds.
#[derive(Clone, Debug)]
pub struct AddedLook {
    /// Whose.
    pub person: PersonId,
    /// Why and when.
    pub look: Look,
    /// What is kept of their face.
    pub templates: Vec<FaceTemplate>,
    /// The session in which it was taken.
    pub session: Session,
}

impl Store {
    /// Adds a look to a person in one transaction, as their next version.
    ///
    /// # Errors
    /// `NoSuchPerson`, `PersonNotActive`, `TooManyLooks`, or why it couldn't
    /// be written; then nothing was.
    pub async fn add_look(&self, added: &AddedLook) -> Result<Person, StoreError> {
        let mut transaction = self.begin().await?;
        let mut changed = person(&mut transaction, &self.keys, added.person)
            .await?
            .ok_or(StoreError::NoSuchPerson)?;
        may_add(&changed)?;
        changed.added_looks.push(added.look);
        update_person(&mut transaction, &self.keys, &mut changed).await?;
        for template in &added.templates {
            insert_template(&mut transaction, &self.keys, changed.id, template).await?;
        }
        insert_session(&mut transaction, &self.keys, &added.session).await?;
        let note = Note::of(Act::LookAdded)
            .to(Subject::Person(changed.id))
            .with("look", added.look.kind.as_str())
            .with("session", added.session.id.0);
        let operator = added.session.operator.as_ref();
        write_down(&mut transaction, &self.keys, operator, &note).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// How many templates are kept of a person, of whatever model.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn template_count(&self, id: PersonId) -> Result<u32, StoreError> {
        let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM templates WHERE person = ?1")
            .bind(id_bytes(id.0))
            .fetch_one(&self.pool)
            .await?;
        count_from(count)
    }

    /// When a person verified last.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn last_verified(&self, id: PersonId) -> Result<Option<Timestamp>, StoreError> {
        let (last,): (Option<i64>,) = sqlx::query_as(
            "SELECT max(started_at) FROM sessions
             WHERE person = ?1 AND kind = 'verification' AND decision = 'verified'",
        )
        .bind(id_bytes(id.0))
        .fetch_one(&self.pool)
        .await?;
        Ok(last.map(Timestamp))
    }
}

/// Whether a look may be added to this person.
///
/// # Errors
/// `PersonNotActive` or `TooManyLooks`.
pub fn may_add(person: &Person) -> Result<(), StoreError> {
    if person.state != PersonState::Active {
        return Err(StoreError::PersonNotActive);
    }
    if person.looks() >= MAX_LOOKS {
        return Err(StoreError::TooManyLooks);
    }
    Ok(())
}
