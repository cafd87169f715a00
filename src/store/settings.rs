//! Settings of this kiosk, each a name and a value.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealing::Kind;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError};
use crate::domain::Note;

impl Store {
    /// The value of a setting, if it was ever set.
    ///
    /// # Errors
    /// When the database can't be read, the record doesn't open, or it is not
    /// a `T`.
    pub async fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT sealed FROM settings WHERE name = ?1")
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|(sealed,)| {
            self.keys
                .open_json(Kind::Setting, &[name.as_bytes()], &sealed)
        })
        .transpose()
    }

    /// Forgets a setting.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn forget_setting(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM settings WHERE name = ?1")
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_setting<T: Serialize + Sync + ?Sized>(
        &self,
        name: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        put_setting(&mut connection, &self.keys, name, value).await
    }

    /// Sets a setting, or forgets it, and writes the act down with it.
    ///
    /// # Errors
    /// When the database can't be written; then nothing was.
    pub async fn change_setting<T: Serialize + Sync>(
        &self,
        name: &str,
        value: Option<&T>,
        note: &Note,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        match value {
            Some(value) => put_setting(&mut transaction, &self.keys, name, value).await?,
            None => {
                sqlx::query("DELETE FROM settings WHERE name = ?1")
                    .bind(name)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        self.write_down(&mut transaction, note).await?;
        Ok(transaction.commit().await?)
    }
}

/// Writes a setting's value.
pub(super) async fn put_setting<T: Serialize + Sync + ?Sized>(
    connection: &mut Connection,
    keys: &Keys,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO settings (name, sealed) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(name)
    .bind(keys.seal_json(Kind::Setting, &[name.as_bytes()], value)?)
    .execute(connection)
    .await?;
    Ok(())
}
