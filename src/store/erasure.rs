//! Removing a person so that nothing of them can be found again.

use super::attempts::delete_attempts;
use super::people::{people, person, update_person};
use super::session_rows::anonymise_sessions;
use super::{Store, StoreError, id_bytes};
use crate::domain::{Act, AttemptKey, Note, PersonId, Subject};

/// What removing a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Their sessions, kept without saying whose they were.
    pub sessions_anonymised: u64,
    /// Whether the database's log was emptied too. If not, another process was
    /// reading; the next removal or cleaning empties it.
    pub log_emptied: bool,
}

impl Store {
    /// Deletes a person's templates, shape, consent and record, makes their
    /// sessions anonymous (surfaces go; figures, decision and the operator's
    /// name stay) and forgets their failures, in one transaction; then empties the log. People who
    /// were held because they look like this one stay held, for nobody.
    ///
    /// # Errors
    /// `NoSuchPerson`, or why it couldn't be done; then nothing was.
    pub async fn remove_person(&self, id: PersonId) -> Result<Removal, StoreError> {
        let mut transaction = self.begin().await?;
        let removed = person(&mut transaction, &self.keys, id)
            .await?
            .ok_or(StoreError::NoSuchPerson)?;
        let sessions_anonymised =
            anonymise_sessions(&mut transaction, &self.keys, id, &removed.badge).await?;
        let claim = AttemptKey::Claim(removed.badge);
        delete_attempts(&mut transaction, &self.keys, &claim).await?;
        for mut other in people(&mut transaction, &self.keys).await? {
            if other.held_for == Some(id) {
                other.held_for = None;
                update_person(&mut transaction, &self.keys, &mut other).await?;
            }
        }
        // Templates, shape and consent go with the person (ON DELETE CASCADE).
        sqlx::query("DELETE FROM people WHERE id = ?1")
            .bind(id_bytes(id.0))
            .execute(&mut *transaction)
            .await?;
        let note = Note::of(Act::PersonRemoved)
            .to(Subject::Person(id))
            .with("sessions_anonymised", sessions_anonymised);
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await?;
        Ok(Removal {
            sessions_anonymised,
            log_emptied: self.empty_log().await?,
        })
    }
}
