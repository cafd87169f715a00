//! Operators and their passwords' hashes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sealing::{Index, Kind};
use super::wrapping::Keys;
use super::{Connection, Listed, Store, StoreError, count_from, id_bytes, id_from};
use crate::domain::{Act, Note, Operator, OperatorId, OperatorName, Role, Secret, Subject};

/// An operator as kept.
#[derive(Debug)]
pub struct OperatorRecord {
    /// Who, and what they may do.
    pub operator: Operator,
    /// Their password's hash, a PHC string.
    pub password_hash: Secret<String>,
}

/// The sealed part of an operator's row.
#[derive(PartialEq, Serialize, Deserialize)]
pub(super) struct SealedOperator {
    name: OperatorName,
    role: Role,
    disabled: bool,
    password_hash: String,
}

/// An operator with their place in the table.
struct Kept {
    id: Uuid,
    version: u32,
    record: OperatorRecord,
}

pub(super) type OperatorRow = (Vec<u8>, i64, Vec<u8>);

impl Store {
    /// Whether there is any operator.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_operators(&self) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM operators LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// Every operator, in the order in which they were added, and whose record
    /// doesn't open.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn operators(&self) -> Result<Listed<OperatorRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let Listed { sound, damaged } = all(&mut connection, &self.keys).await?;
        let sound = sound.into_iter().map(|kept| kept.record).collect();
        Ok(Listed { sound, damaged })
    }

    /// The operator of that name.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn operator(
        &self,
        name: &OperatorName,
    ) -> Result<Option<OperatorRecord>, StoreError> {
        let row: Option<OperatorRow> =
            sqlx::query_as("SELECT id, version, sealed FROM operators WHERE name_index = ?1")
                .bind(self.keys.index(Index::OperatorName, name.as_str())?)
                .fetch_optional(&self.pool)
                .await?;
        row.map(|row| Ok(open_operator(&self.keys, &row)?.record))
            .transpose()
    }

    /// Adds an operator if `allowed` agrees, having seen those who are there;
    /// nobody is added in between. Where no record opens, nobody is there to
    /// agree, and yet nobody is the first.
    ///
    /// # Errors
    /// What `allowed` says, `OperatorNameTaken`, or why it couldn't be
    /// written.
    pub async fn add_operator<E: From<StoreError>>(
        &self,
        record: OperatorRecord,
        allowed: impl FnOnce(&[Operator]) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut transaction = self.begin().await?;
        let kept = all(&mut transaction, &self.keys).await?;
        if kept.sound.is_empty() && !kept.damaged.is_empty() {
            return Err(StoreError::Sealed(Kind::Operator.name()).into());
        }
        allowed(&operators_of(&kept.sound))?;
        let name = &record.operator.name;
        // Of one whose record doesn't open, too.
        if operator_id(&mut transaction, &self.keys, name)
            .await?
            .is_some()
        {
            return Err(StoreError::OperatorNameTaken.into());
        }
        let new = Kept {
            id: Uuid::now_v7(),
            version: 1,
            record,
        };
        insert(&mut transaction, &self.keys, &new).await?;
        let note = Note::of(Act::OperatorAdded)
            .to(Subject::Operator(OperatorId(new.id)))
            .with("role", new.record.operator.role.as_str());
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Changes an operator as `change` does, which sees all who are there (as
    /// they are before); nobody changes in between. The name stays. `act` is
    /// what the audit says of it, if anything.
    ///
    /// # Errors
    /// What `change` says, `NoSuchOperator`, or why it couldn't be written.
    pub async fn change_operator<E: From<StoreError>>(
        &self,
        name: &OperatorName,
        act: Option<Act>,
        change: impl FnOnce(&[Operator], &mut OperatorRecord) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut transaction = self.begin().await?;
        let kept = all(&mut transaction, &self.keys).await?.sound;
        let there = operators_of(&kept);
        let mut kept = kept.into_iter();
        let Some(mut found) = kept.find(|kept| kept.record.operator.name == *name) else {
            return Err(
                match operator_id(&mut transaction, &self.keys, name).await? {
                    Some(_) => StoreError::Sealed(Kind::Operator.name()).into(),
                    None => StoreError::NoSuchOperator.into(),
                },
            );
        };
        change(&there, &mut found.record)?;
        found.record.operator.name = name.clone();
        found.version += 1;
        update(&mut transaction, &self.keys, &found).await?;
        if let Some(act) = act {
            let note = Note::of(act).to(Subject::Operator(OperatorId(found.id)));
            self.write_down(&mut transaction, &note).await?;
        }
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(())
    }
}

async fn all(connection: &mut Connection, keys: &Keys) -> Result<Listed<Kept>, StoreError> {
    let rows: Vec<OperatorRow> =
        sqlx::query_as("SELECT id, version, sealed FROM operators ORDER BY id")
            .fetch_all(connection)
            .await?;
    Listed::of(rows.into_iter().map(|row| {
        let opened = open_operator(keys, &row);
        (row.0, opened)
    }))
}

fn operators_of(kept: &[Kept]) -> Vec<Operator> {
    kept.iter()
        .map(|kept| kept.record.operator.clone())
        .collect()
}

/// The id of the operator of that name, if there is one.
pub(super) async fn operator_id(
    connection: &mut Connection,
    keys: &Keys,
    name: &OperatorName,
) -> Result<Option<OperatorId>, StoreError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT id FROM operators WHERE name_index = ?1")
        .bind(keys.index(Index::OperatorName, name.as_str())?)
        .fetch_optional(connection)
        .await?;
    row.map(|(id,)| Ok(OperatorId(id_from(&id)?))).transpose()
}

/// The name of every operator whose record opens, by their id.
pub(super) async fn operator_ids(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<BTreeMap<OperatorId, OperatorName>, StoreError> {
    let kept = all(connection, keys).await?.sound.into_iter();
    Ok(kept
        .map(|kept| (OperatorId(kept.id), kept.record.operator.name))
        .collect())
}

/// Every operator whose record opens, as they are inside a transaction.
pub(super) async fn current_operators(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<Vec<Operator>, StoreError> {
    Ok(operators_of(&all(connection, keys).await?.sound))
}

async fn insert(connection: &mut Connection, keys: &Keys, new: &Kept) -> Result<(), StoreError> {
    let name = new.record.operator.name.as_str();
    sqlx::query("INSERT INTO operators (id, name_index, version, sealed) VALUES (?1, ?2, ?3, ?4)")
        .bind(id_bytes(new.id))
        .bind(keys.index(Index::OperatorName, name)?)
        .bind(i64::from(new.version))
        .bind(seal_operator(keys, new)?)
        .execute(connection)
        .await?;
    Ok(())
}

async fn update(connection: &mut Connection, keys: &Keys, kept: &Kept) -> Result<(), StoreError> {
    sqlx::query("UPDATE operators SET version = ?2, sealed = ?3 WHERE id = ?1")
        .bind(id_bytes(kept.id))
        .bind(i64::from(kept.version))
        .bind(seal_operator(keys, kept)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// An operator's version and sealed part, as it is sealed for other kiosks.
pub(super) async fn shared_operator(
    connection: &mut Connection,
    keys: &Keys,
    id: &[u8],
) -> Result<Option<(u32, SealedOperator)>, StoreError> {
    let row: Option<OperatorRow> =
        sqlx::query_as("SELECT id, version, sealed FROM operators WHERE id = ?1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    let open = |row| Ok(open_operator(keys, &row)?).map(|kept| (kept.version, sealed(&kept)));
    row.map(open).transpose()
}

impl SealedOperator {
    /// The operator's name.
    pub(super) fn name(&self) -> &OperatorName {
        &self.name
    }
}

/// The id of the operator of that name.
pub(super) async fn operator_by_name(
    connection: &mut Connection,
    keys: &Keys,
    name: &OperatorName,
) -> Result<Option<Uuid>, StoreError> {
    Ok(operator_id(connection, keys, name).await?.map(|id| id.0))
}

/// Puts another kiosk's version of an operator in the place of this one's, if
/// there is one.
pub(super) async fn put_operator(
    connection: &mut Connection,
    keys: &Keys,
    (id, version): (Uuid, u32),
    sealed: SealedOperator,
) -> Result<(), StoreError> {
    let name_index = keys.index(Index::OperatorName, sealed.name.as_str())?;
    let bound: [&[u8]; 2] = [id.as_bytes(), &version.to_le_bytes()];
    sqlx::query(
        "INSERT INTO operators (id, name_index, version, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET name_index = excluded.name_index,
             version = excluded.version, sealed = excluded.sealed",
    )
    .bind(id_bytes(id))
    .bind(name_index)
    .bind(i64::from(version))
    .bind(keys.seal_json(Kind::Operator, &bound, &sealed)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// What is sealed of an operator.
fn sealed(kept: &Kept) -> SealedOperator {
    let operator = &kept.record.operator;
    SealedOperator {
        name: operator.name.clone(),
        role: operator.role,
        disabled: operator.disabled,
        password_hash: kept.record.password_hash.expose().clone(),
    }
}

fn seal_operator(keys: &Keys, kept: &Kept) -> Result<Vec<u8>, StoreError> {
    let bound: [&[u8]; 2] = [kept.id.as_bytes(), &kept.version.to_le_bytes()];
    keys.seal_json(Kind::Operator, &bound, &sealed(kept))
}

/// The operator of a row, without the hash of their password.
pub(super) fn operator_of(keys: &Keys, row: &OperatorRow) -> Result<Operator, StoreError> {
    Ok(open_operator(keys, row)?.record.operator)
}

fn open_operator(keys: &Keys, (id, version, sealed): &OperatorRow) -> Result<Kept, StoreError> {
    let version = count_from(*version)?;
    let bound: [&[u8]; 2] = [id, &version.to_le_bytes()];
    let opened: SealedOperator = keys.open_json(Kind::Operator, &bound, sealed)?;
    let operator = Operator {
        name: opened.name,
        role: opened.role,
        disabled: opened.disabled,
    };
    Ok(Kept {
        id: id_from(id)?,
        version,
        record: OperatorRecord {
            operator,
            password_hash: Secret::new(opened.password_hash),
        },
    })
}
