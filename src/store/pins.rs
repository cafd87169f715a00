//! PINs' hashes, each sealed and bound to its person.

use super::operators::current_operators;
use super::people::{person, update_person};
use super::sealing::Kind;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, id_bytes};
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
        let mut owner = person(&mut transaction, &self.keys, id)
            .await?
            .ok_or(StoreError::NoSuchPerson)?;
        put_pin(&mut transaction, &self.keys, id, hash).await?;
        // The person's next version takes it to the other kiosks.
        update_person(&mut transaction, &self.keys, &mut owner).await?;
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
        self.pin_in(&mut connection, id).await
    }
}

/// Keeps the hash of a person's PIN, in place of an earlier one.
pub(super) async fn put_pin(
    connection: &mut Connection,
    keys: &Keys,
    id: PersonId,
    hash: &Secret<String>,
) -> Result<(), StoreError> {
    let own = keys.of_person(connection, id).await?;
    let sealed = own.seal_json(Kind::Pin, &[id.0.as_bytes()], hash.expose())?;
    sqlx::query(
        "INSERT INTO pins (person, sealed) VALUES (?1, ?2)
         ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(id_bytes(id.0))
    .bind(sealed)
    .execute(connection)
    .await?;
    Ok(())
}
