//! Templates are kept under a transform that follows from a secret. Another
//! secret renews them all: what leaked is worth nothing any more, and nobody
//! has to come again.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use zeroize::Zeroizing;

use super::sealing::Kind;
use super::transform::Transform;
use super::wrapping::{Keys, new_key};
use super::{Connection, Store, StoreError, id_from};
use crate::domain::{Act, Note, PersonId};

/// How the secrets' names begin; a number follows.
const NAME: &str = "templates ";
/// Templates renewed in one transaction.
const BATCH: i64 = 200;
/// Bytes before the numbers of a template: the number of its secret.
const HEAD: usize = 4;

/// The transforms that were used so far, by the number of their secret.
#[derive(Default)]
pub(super) struct Transforms(RwLock<HashMap<u32, Arc<Transform>>>);

impl Transforms {
    fn get(&self, number: u32) -> Option<Arc<Transform>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&number).map(Arc::clone)
    }

    fn keep(&self, number: u32, transform: Arc<Transform>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(number, transform);
    }
}

/// Id, person, pose, model and the sealed template.
type TemplateRow = (Vec<u8>, Vec<u8>, String, Vec<u8>, Vec<u8>);

/// How far renewing templates is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Templates done so far.
    pub done: u64,
    /// All templates.
    pub all: u64,
}

impl Keys {
    /// The transform of that number; none if its secret is gone.
    async fn transform(
        &self,
        connection: &mut Connection,
        number: u32,
    ) -> Result<Option<Arc<Transform>>, StoreError> {
        if let Some(transform) = self.transforms.get(number) {
            return Ok(Some(transform));
        }
        let name = format!("{NAME}{number}");
        let Some(secret) = self.named(connection, &name).await? else {
            return Ok(None);
        };
        let transform = Arc::new(Transform::new(&secret)?);
        self.transforms.keep(number, Arc::clone(&transform));
        Ok(Some(transform))
    }

    /// What is sealed of an embedding: the number of the newest secret, and
    /// the numbers under its transform, f32 little-endian.
    pub(super) async fn transformed(
        &self,
        connection: &mut Connection,
        embedding: &[f32],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let numbers = secrets(connection).await?;
        let newest = *numbers.last().ok_or(StoreError::Sealed("key"))?;
        let transform = self.transform(connection, newest).await?;
        let transform = transform.ok_or(StoreError::Sealed("key"))?;
        Ok(packed(newest, &transform.apply(embedding)))
    }

    /// The embedding that this was sealed of. Templates of before there were
    /// transforms have no number.
    pub(super) async fn untransformed(
        &self,
        connection: &mut Connection,
        plain: &[u8],
    ) -> Result<Zeroizing<Vec<f32>>, StoreError> {
        let Some((number, values)) = unpacked(plain)? else {
            return numbers_of(plain);
        };
        let transform = self.transform(connection, number).await?;
        let transform = transform.ok_or(StoreError::Sealed("key"))?;
        Ok(transform.undo(&values))
    }
}

/// The number of a secret, and the numbers under its transform.
type Numbered = (u32, Zeroizing<Vec<f32>>);

/// Whether a template of this many bytes bears a number. An embedding's length
/// is fixed, so that the bytes tell.
fn unpacked(plain: &[u8]) -> Result<Option<Numbered>, StoreError> {
    if plain.len() != HEAD + crate::domain::EMBEDDING_LENGTH * 4 {
        return Ok(None);
    }
    let (head, values) = plain
        .split_first_chunk::<HEAD>()
        .ok_or(StoreError::Unreadable("template"))?;
    Ok(Some((u32::from_le_bytes(*head), numbers_of(values)?)))
}

/// The numbers of a template, whatever secret they are under.
pub(super) fn values_of(plain: &[u8]) -> Result<Zeroizing<Vec<f32>>, StoreError> {
    match unpacked(plain)? {
        Some((_, values)) => Ok(values),
        None => numbers_of(plain),
    }
}

fn packed(number: u32, values: &[f32]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(HEAD + size_of_val(values)));
    plain.extend_from_slice(&number.to_le_bytes());
    for value in values {
        plain.extend_from_slice(&value.to_le_bytes());
    }
    plain
}

fn numbers_of(bytes: &[u8]) -> Result<Zeroizing<Vec<f32>>, StoreError> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(StoreError::Unreadable("template"));
    }
    let values = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
    Ok(Zeroizing::new(values.collect()))
}

/// The numbers of the secrets that are kept, the newest last.
async fn secrets(connection: &mut Connection) -> Result<Vec<u32>, StoreError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM wrapped_keys WHERE name LIKE 'templates %'")
            .fetch_all(connection)
            .await?;
    let mut numbers: Vec<u32> = rows
        .iter()
        .filter_map(|(name,)| name.strip_prefix(NAME)?.parse().ok())
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Makes the first secret of a folder that has none, and brings all templates
/// under its transform.
pub(super) async fn begin_transforms(
    connection: &mut Connection,
    keys: &Keys,
) -> Result<(), StoreError> {
    if !secrets(connection).await?.is_empty() {
        return Ok(());
    }
    let name = format!("{NAME}1");
    let secret = new_key()?;
    keys.keep_named(connection, &name, &secret).await?;
    let mut after = Vec::new();
    while let Some(last) = renew_some(connection, keys, &after).await?.1 {
        after = last;
    }
    Ok(())
}

/// Renews some templates behind `after`; says how many and which came last.
async fn renew_some(
    connection: &mut Connection,
    keys: &Keys,
    after: &[u8],
) -> Result<(u64, Option<Vec<u8>>), StoreError> {
    let rows: Vec<TemplateRow> = sqlx::query_as(
        "SELECT id, person, pose, model, sealed FROM templates WHERE id > ?1 ORDER BY id LIMIT ?2",
    )
    .bind(after)
    .bind(BATCH)
    .fetch_all(&mut *connection)
    .await?;
    let newest = secrets(connection).await?.last().copied();
    let mut count = 0;
    for (id, person, pose, model, sealed) in &rows {
        let own = PersonId(id_from(person)?);
        let own = keys.of_person(connection, own).await?;
        let bound: [&[u8]; 4] = [id, person, pose.as_bytes(), model];
        count += 1;
        let plain = match own.open(Kind::Template, &bound, sealed) {
            // A damaged one is left as it is: whoever reads it is told.
            Err(StoreError::Sealed(_)) => continue,
            opened => opened?,
        };
        // Done by who was killed before.
        if unpacked(&plain)?.map(|(number, _)| number) == newest {
            continue;
        }
        let embedding = keys.untransformed(connection, &plain).await?;
        let renewed = keys.transformed(connection, &embedding).await?;
        sqlx::query("UPDATE templates SET sealed = ?2 WHERE id = ?1")
            .bind(id)
            .bind(own.seal(Kind::Template, &bound, &renewed)?)
            .execute(&mut *connection)
            .await?;
    }
    Ok((count, rows.into_iter().last().map(|row| row.0)))
}

impl Store {
    /// Brings all templates under the transform of another secret and forgets
    /// the earlier one. `told` hears how far it is. Killed half-way, nothing is
    /// lost: the earlier secret is kept until all are done, and the next
    /// renewal forgets it.
    ///
    /// # Errors
    /// Why it couldn't be done; what is done by then stays so.
    pub async fn renew_templates(
        &self,
        mut told: impl FnMut(Renewal) + Send,
    ) -> Result<Renewal, StoreError> {
        let mut transaction = self.begin().await?;
        let last = secrets(&mut transaction).await?.last().copied();
        let number = last.unwrap_or(0).saturating_add(1);
        let name = format!("{NAME}{number}");
        let secret = new_key()?;
        self.keys
            .keep_named(&mut transaction, &name, &secret)
            .await?;
        let note = Note::of(Act::TemplatesRenewed).with("version", number);
        self.write_down(&mut transaction, &note).await?;
        let (all,): (i64,) = sqlx::query_as("SELECT count(*) FROM templates")
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        let mut renewal = Renewal {
            done: 0,
            all: all.unsigned_abs(),
        };
        let mut after = Vec::new();
        loop {
            let mut transaction = self.begin().await?;
            let (count, last) = renew_some(&mut transaction, &self.keys, &after).await?;
            let Some(last) = last else {
                // In the same transaction: nobody added one in between.
                for earlier in secrets(&mut transaction).await? {
                    if earlier < number {
                        forget(&mut transaction, earlier).await?;
                    }
                }
                transaction.commit().await?;
                break;
            };
            transaction.commit().await?;
            after = last;
            renewal.done += count;
            told(renewal);
        }
        // What was sealed under the earlier secret isn't left in the log.
        self.empty_log().await?;
        Ok(renewal)
    }
}

async fn forget(connection: &mut Connection, number: u32) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM wrapped_keys WHERE name = ?1")
        .bind(format!("{NAME}{number}"))
        .execute(connection)
        .await?;
    Ok(())
}
