//! Templates are kept under a transform that follows from a secret. Another
//! secret renews them all: what leaked is worth nothing any more, and nobody
//! has to come again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, PoisonError, RwLock};

use sqlx::QueryBuilder;
use zeroize::Zeroizing;

use super::sealing::{Kind, Sealer};
use super::transform::Transform;
use super::wrapping::{Keys, new_key};
use super::{Connection, Store, StoreError, id_from};
use crate::domain::{Act, Note, PersonId};

/// How the secrets' names begin; a number follows.
const NAME: &str = "templates ";
/// Templates renewed in one transaction.
const BATCH: i64 = 200;
/// Rows that one statement writes: each statement is a message to SQLite's
/// thread and back.
const AT_ONCE: usize = 100;
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

    /// The transforms of all secrets that are kept.
    pub(super) async fn transforms(
        &self,
        connection: &mut Connection,
    ) -> Result<AllTransforms, StoreError> {
        let mut all = HashMap::new();
        for number in secrets(connection).await? {
            if let Some(transform) = self.transform(connection, number).await? {
                all.insert(number, transform);
            }
        }
        Ok(AllTransforms(all))
    }

    /// What is sealed of an embedding: the number of the newest secret, and
    /// the numbers under its transform, f32 little-endian.
    pub(super) async fn transformed(
        &self,
        connection: &mut Connection,
        embedding: &[f32],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (newest, transform) = self.newest_transform(connection).await?;
        Ok(packed(newest, &transform.apply(embedding)))
    }

    /// The transform that templates are kept under from now on, and its number.
    pub(super) async fn newest_transform(
        &self,
        connection: &mut Connection,
    ) -> Result<(u32, Arc<Transform>), StoreError> {
        let numbers = secrets(connection).await?;
        let newest = *numbers.last().ok_or(StoreError::Sealed("key"))?;
        let transform = self.transform(connection, newest).await?;
        Ok((newest, transform.ok_or(StoreError::Sealed("key"))?))
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

/// The transforms of all secrets that are kept.
pub(super) struct AllTransforms(HashMap<u32, Arc<Transform>>);

impl AllTransforms {
    /// As `Keys::untransformed`, for many templates that are compared and not
    /// sealed again.
    pub(super) fn recalled(&self, plain: &[u8]) -> Result<Zeroizing<Vec<f32>>, StoreError> {
        let Some((number, values)) = unpacked(plain)? else {
            return numbers_of(plain);
        };
        let transform = self.0.get(&number).ok_or(StoreError::Sealed("key"))?;
        Ok(transform.recalled(&values))
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

/// What is sealed of an embedding under the transform of that number.
pub(super) fn packed(number: u32, values: &[f32]) -> Zeroizing<Vec<u8>> {
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
/// What all of them need is read once: the secrets, and whose keys these are.
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
    let numbers = secrets(connection).await?;
    let newest = *numbers.last().ok_or(StoreError::Sealed("key"))?;
    let transform = keys.transform(connection, newest).await?;
    let transform = transform.ok_or(StoreError::Sealed("key"))?;
    let mut owners = HashMap::<&[u8], Sealer>::new();
    let mut renewed = Vec::with_capacity(rows.len());
    for (id, person, pose, model, sealed) in &rows {
        let own = match owners.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let owner = PersonId(id_from(person)?);
                match keys.of_person(connection, owner).await {
                    // Nothing of theirs opens: it keeps nobody else back.
                    Err(error) if error.is_of_one_record() => continue,
                    own => unknown.insert(own?),
                }
            }
        };
        let bound: [&[u8]; 4] = [id, person, pose.as_bytes(), model];
        let plain = match own.open(Kind::Template, &bound, sealed) {
            // A damaged one is left as it is: whoever reads it is told.
            Err(StoreError::Sealed(_)) => continue,
            opened => opened?,
        };
        // Done by who was killed before.
        if unpacked(&plain)?.is_some_and(|(number, _)| number == newest) {
            continue;
        }
        let embedding = keys.untransformed(connection, &plain).await?;
        let plain = packed(newest, &transform.apply(&embedding));
        renewed.push((id, own.seal(Kind::Template, &bound, &plain)?));
    }
    for some in renewed.chunks(AT_ONCE) {
        let mut update = QueryBuilder::new("WITH renewed (id, sealed) AS (");
        update.push_values(some, |mut row, (id, sealed)| {
            row.push_bind(id.as_slice()).push_bind(sealed.as_slice());
        });
        update.push(
            ") UPDATE templates SET sealed = renewed.sealed FROM renewed WHERE templates.id = renewed.id",
        );
        update.build().execute(&mut *connection).await?;
    }
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EMBEDDING_LENGTH, Embedding, KeyKind, SiteKey};

    #[test]
    fn another_secret_makes_another_template_of_the_same_face() {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap().block_on(renewed());
    }

    async fn renewed() {
        let folder = tempfile::tempdir().unwrap();
        let key = SiteKey::new(KeyKind::Trial, [7; 32]);
        let store = Store::open(folder.path(), &key).await.unwrap();
        let numbers = (1_u16..).take(EMBEDDING_LENGTH);
        let numbers: Vec<f32> = numbers.map(|at| f32::from(at).sin()).collect();
        let face = Embedding::try_from(numbers).unwrap();
        let mut connection = store.pool.acquire().await.unwrap();
        let kept = store.keys.transformed(&mut connection, face.values());
        let before = kept.await.unwrap();
        drop(connection);
        store.renew_templates(|_| ()).await.unwrap();
        let mut connection = store.pool.acquire().await.unwrap();
        let kept = store.keys.transformed(&mut connection, face.values());
        let after = kept.await.unwrap();
        let [one, other] = [&before, &after].map(|plain| values_of(plain).unwrap());
        let of = |values: &[f32]| Embedding::try_from(values.to_vec()).unwrap();
        // Five deviations of unrelated vectors' cosine, 1/sqrt(192).
        assert!(of(&one).cosine(&of(&other)).abs() < 0.36);
        let undone = store.keys.untransformed(&mut connection, &after);
        let undone = of(&undone.await.unwrap());
        assert!(undone.cosine(&face) > 0.999_99);
        // The secret of before is gone: what leaked is worth nothing.
        store.keys.transforms.0.write().unwrap().clear();
        let leaked = store.keys.untransformed(&mut connection, &before);
        assert!(leaked.await.is_err());
    }
}
