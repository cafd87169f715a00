//! PINs' hashes, each sealed and bound to its person.

use super::operators::current_operators;
use super::people::person;
use super::sealing::Kind;
use super::{Store, StoreError, id_bytes};
use crate::domain::{Act, Note, Operator, PersonId, Secret, Subject};

impl Store {
    /// Gives a person a PIN, by its hash (a PHC string), in place of an
    /// earlier one, if `allowed` agrees, having seen the operators who are
    /// there; nobody changes in between.
    ///
    /// # Errors
    /// What `allowed` says, `NoSuchPerson`, or why it couldn't be written.
    pub async fn set_pin<E: From<StoreError>>(
        &self,
        id: PersonId,
        hash: &Secret<String>,
        allowed: impl FnOnce(&[Operator]) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut transaction = self.begin().await?;
        allowed(&current_operators(&mut transaction, &self.keys).await?)?;
        if person(&mut transaction, &self.keys, id).await?.is_none() {
            return Err(StoreError::NoSuchPerson.into());
        }
        let own = self.keys.of_person(&mut transaction, id).await?;
        let sealed = own.seal_json(Kind::Pin, &[id.0.as_bytes()], hash.expose())?;
        sqlx::query(
            "INSERT INTO pins (person, sealed) VALUES (?1, ?2)
             ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
        )
        .bind(id_bytes(id.0))
        .bind(sealed)
        .execute(&mut *transaction)
        .await
        .map_err(StoreError::from)?;
        let note = Note::of(Act::PinSet).to(Subject::Person(id));
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// The hash of a person's PIN, if they have one.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn pin_hash(&self, id: PersonId) -> Result<Option<Secret<String>>, StoreError> {
        let mut connection = self.pool.begin().await?;
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT sealed FROM pins WHERE person = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&mut *connection)
            .await?;
        let Some((sealed,)) = row else {
            return Ok(None);
        };
        let own = self.keys.of_person(&mut connection, id).await?;
        let hash: String = own.open_json(Kind::Pin, &[id.0.as_bytes()], &sealed)?;
        Ok(Some(Secret::new(hash)))
    }
}
