//! Enrolling a person: all of it or nothing.

use super::audit::write_down;
use super::people::{badge_taken, insert_consent, insert_person};
use super::session_rows::insert_session;
use super::templates::insert_template;
use super::{Store, StoreError};
use crate::domain::{Act, Consent, FaceTemplate, Note, Person, Session, Subject};

/// Everything a finished enrolment keeps.
#[derive(Clone, Debug)]
pub struct NewEnrolment {
    /// Who.
    pub person: Person,
    /// What they agreed to.
    pub consent: Consent,
    /// What is kept of their face.
    pub templates: Vec<FaceTemplate>,
    /// The session in which they enrolled.
    pub session: Session,
}

impl Store {
    /// Keeps an enrolment in one transaction.
    ///
    /// # Errors
    /// `BadgeTaken`, or why it couldn't be written; then nothing was.
    pub async fn enrol(&self, enrolment: &NewEnrolment) -> Result<(), StoreError> {
        let person = &enrolment.person;
        let mut transaction = self.begin().await?;
        if badge_taken(&mut transaction, &self.keys, &person.badge).await? {
            return Err(StoreError::BadgeTaken);
        }
        insert_person(&mut transaction, &self.keys, person).await?;
        insert_consent(&mut transaction, &self.keys, person.id, &enrolment.consent).await?;
        for template in &enrolment.templates {
            insert_template(&mut transaction, &self.keys, person.id, template).await?;
        }
        insert_session(&mut transaction, &self.keys, &enrolment.session).await?;
        let note = Note::of(Act::Enrolled)
            .to(Subject::Person(person.id))
            .with("state", person.state.as_str())
            .with("session", enrolment.session.id.0);
        let operator = enrolment.session.operator.as_ref();
        write_down(&mut transaction, &self.keys, operator, &note).await?;
        Ok(transaction.commit().await?)
    }
}
