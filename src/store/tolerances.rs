//! Tolerance profiles: every version is kept, so that an old session can be
//! read beside the numbers it was judged by.

use super::sealing::Kind;
use super::wrapping::Keys;
use super::{Store, StoreError, count_from};
use crate::domain::{Tolerance, ToleranceName};

type ToleranceRow = (String, i64, Vec<u8>);

impl Store {
    /// Keeps a version of a profile. Keeping the same again does nothing.
    ///
    /// # Errors
    /// `ToleranceVersionTaken` if other numbers are kept under that version,
    /// or why it couldn't be written.
    pub async fn save_tolerance(&self, tolerance: &Tolerance) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let kept: Option<ToleranceRow> = sqlx::query_as(
            "SELECT name, version, sealed FROM tolerances WHERE name = ?1 AND version = ?2",
        )
        .bind(tolerance.name.as_str())
        .bind(i64::from(tolerance.version))
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(row) = kept {
            return if open_tolerance(&self.keys, &row)? == *tolerance {
                Ok(())
            } else {
                Err(StoreError::ToleranceVersionTaken {
                    name: tolerance.name.to_string(),
                    version: tolerance.version,
                })
            };
        }
        let name = tolerance.name.as_str();
        let bound: [&[u8]; 2] = [name.as_bytes(), &tolerance.version.to_le_bytes()];
        sqlx::query("INSERT INTO tolerances (name, version, sealed) VALUES (?1, ?2, ?3)")
            .bind(name)
            .bind(i64::from(tolerance.version))
            .bind(self.keys.seal_json(Kind::Tolerance, &bound, tolerance)?)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// The newest version of a profile.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn load_tolerance(
        &self,
        name: &ToleranceName,
    ) -> Result<Option<Tolerance>, StoreError> {
        let row: Option<ToleranceRow> = sqlx::query_as(
            "SELECT name, version, sealed FROM tolerances WHERE name = ?1
             ORDER BY version DESC LIMIT 1",
        )
        .bind(name.as_str())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| open_tolerance(&self.keys, &row)).transpose()
    }

    /// Every version of every profile, by name, newest first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn tolerances(&self) -> Result<Vec<Tolerance>, StoreError> {
        let rows: Vec<ToleranceRow> = sqlx::query_as(
            "SELECT name, version, sealed FROM tolerances ORDER BY name, version DESC",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| open_tolerance(&self.keys, row))
            .collect()
    }
}

/// Opens a profile and checks its numbers once more.
fn open_tolerance(
    keys: &Keys,
    (name, version, sealed): &ToleranceRow,
) -> Result<Tolerance, StoreError> {
    let version = count_from(*version)?;
    let bound: [&[u8]; 2] = [name.as_bytes(), &version.to_le_bytes()];
    let opened: Tolerance = keys.open_json(Kind::Tolerance, &bound, sealed)?;
    opened
        .validated()
        .map_err(|_| StoreError::Unreadable("tolerance"))
}
