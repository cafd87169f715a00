//! Tolerance profiles: every version is kept, so that an old session can be
//! read beside the numbers it was judged by.

use serde::{Deserialize, Serialize};

use super::sealing::Kind;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, count_from};
use crate::domain::{Act, Note, Tolerance, ToleranceChange, ToleranceName};

type ToleranceRow = (String, i64, Vec<u8>);

/// A version of a profile as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptTolerance {
    /// Its numbers.
    #[serde(flatten)]
    pub tolerance: Tolerance,
    /// How it came about; none of one that was saved without saying so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ToleranceChange>,
}

impl Store {
    /// Keeps a version of a profile, and how it came about. Keeping the same
    /// numbers again does nothing.
    ///
    /// # Errors
    /// `ToleranceVersionTaken` if other numbers are kept under that version,
    /// or why it couldn't be written.
    pub async fn save_tolerance(
        &self,
        tolerance: &Tolerance,
        change: Option<&ToleranceChange>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let kept = tolerance_version(
            &mut transaction,
            &self.keys,
            &tolerance.name,
            tolerance.version,
        )
        .await?;
        if let Some(kept) = kept {
            return if kept.tolerance == *tolerance {
                Ok(())
            } else {
                Err(StoreError::ToleranceVersionTaken {
                    name: tolerance.name.to_string(),
                    version: tolerance.version,
                })
            };
        }
        let kept = KeptTolerance {
            tolerance: tolerance.clone(),
            change: change.cloned(),
        };
        put_tolerance(&mut transaction, &self.keys, &kept).await?;
        let note = Note::of(Act::ToleranceSaved)
            .with("profile", &tolerance.name)
            .with("version", tolerance.version);
        self.write_down(&mut transaction, &note).await?;
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
        row.map(|row| Ok(open_tolerance(&self.keys, &row)?.tolerance))
            .transpose()
    }

    /// The newest version of every profile by name, and whether it is as it was
    /// written.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_tolerances(&self) -> Result<Vec<(String, u32, bool)>, StoreError> {
        let rows: Vec<ToleranceRow> = sqlx::query_as(
            "SELECT name, max(version), sealed FROM tolerances GROUP BY name ORDER BY name",
        )
        .fetch_all(&self.pool)
        .await?;
        let newest = rows.into_iter().map(|row| {
            let sound = open_tolerance(&self.keys, &row).is_ok();
            Ok((row.0, count_from(row.1)?, sound))
        });
        newest.collect()
    }

    /// That version of a profile, if it was saved.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn tolerance(
        &self,
        name: &ToleranceName,
        version: u32,
    ) -> Result<Option<KeptTolerance>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        tolerance_version(&mut connection, &self.keys, name, version).await
    }

    /// Every version of every profile, by name, newest first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn tolerances(&self) -> Result<Vec<KeptTolerance>, StoreError> {
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

/// A version of a profile.
pub(super) async fn tolerance_version(
    connection: &mut Connection,
    keys: &Keys,
    name: &ToleranceName,
    version: u32,
) -> Result<Option<KeptTolerance>, StoreError> {
    let row: Option<ToleranceRow> = sqlx::query_as(
        "SELECT name, version, sealed FROM tolerances WHERE name = ?1 AND version = ?2",
    )
    .bind(name.as_str())
    .bind(i64::from(version))
    .fetch_optional(connection)
    .await?;
    row.map(|row| open_tolerance(keys, &row)).transpose()
}

/// Keeps a version of a profile, in place of another one of that number.
pub(super) async fn put_tolerance(
    connection: &mut Connection,
    keys: &Keys,
    kept: &KeptTolerance,
) -> Result<(), StoreError> {
    let (name, version) = (kept.tolerance.name.as_str(), kept.tolerance.version);
    let bound: [&[u8]; 2] = [name.as_bytes(), &version.to_le_bytes()];
    sqlx::query(
        "INSERT INTO tolerances (name, version, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (name, version) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(name)
    .bind(i64::from(version))
    .bind(keys.seal_json(Kind::Tolerance, &bound, kept)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens a profile and checks its numbers once more.
fn open_tolerance(
    keys: &Keys,
    (name, version, sealed): &ToleranceRow,
) -> Result<KeptTolerance, StoreError> {
    let version = count_from(*version)?;
    let bound: [&[u8]; 2] = [name.as_bytes(), &version.to_le_bytes()];
    let opened: KeptTolerance = keys.open_json(Kind::Tolerance, &bound, sealed)?;
    let tolerance = opened.tolerance.validated();
    Ok(KeptTolerance {
        tolerance: tolerance.map_err(|_| StoreError::Unreadable("tolerance"))?,
        change: opened.change,
    })
}
