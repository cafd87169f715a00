//! Templates: what is kept of faces.

use std::collections::HashMap;
use std::num::NonZero;
use std::thread;

use zeroize::Zeroizing;

use super::people::readable_people;
use super::sealing::{Kind, Sealer};
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{Embedding, FaceTemplate, ModelHash, Person, PersonId, PoseName, TemplateId};

const UNREADABLE: StoreError = StoreError::Unreadable("template");
/// More threads than this wait for each other's memory more than they help
/// (ours).
const MOST_THREADS: usize = 4;
/// Fewer templates are opened before a thread for them has begun (ours).
const WORTH_A_THREAD: usize = 2_000;

/// Id, person, pose, model and the sealed embedding.
type WholeRow = (Vec<u8>, Vec<u8>, String, Vec<u8>, Vec<u8>);
/// Id, person, pose and the sealed embedding.
type TemplateRow = (Vec<u8>, Vec<u8>, String, Vec<u8>);

impl Store {
    /// Everybody with templates that `model` made. Held and disabled people
    /// are there to be recognised; the caller doesn't verify them. Whose record
    /// doesn't open isn't there, and a template that doesn't open isn't theirs:
    /// one damaged row shuts nobody else out.
    ///
    /// # Errors
    /// When the database can't be read, or opens with another key.
    pub async fn gallery(
        &self,
        model: ModelHash,
    ) -> Result<Vec<(Person, Vec<FaceTemplate>)>, StoreError> {
        // One transaction, so that people and templates belong together.
        let mut transaction = self.pool.begin().await?;
        let everybody = readable_people(&mut transaction, &self.keys).await?;
        let own = self.keys.of_everybody(&mut transaction).await?;
        let rows: Vec<TemplateRow> = sqlx::query_as(
            "SELECT id, person, pose, sealed FROM templates WHERE model = ?1 ORDER BY id",
        )
        .bind(model.0.to_vec())
        .fetch_all(&mut *transaction)
        .await?;
        let transforms = self.keys.transforms(&mut transaction).await?;
        transaction.commit().await?;
        let opened = side_by_side(&rows, |row| {
            let (owner, plain) = match open_template(&own, model, row) {
                Err(error) if error.is_of_one_record() => return Ok(None),
                opened => opened?,
            };
            let embedding = transforms.recalled(&plain)?;
            template(model, row, &embedding).map(|template| Some((owner, template)))
        });
        let mut templates = HashMap::<PersonId, Vec<FaceTemplate>>::new();
        let mut damaged = 0_u64;
        for one in opened {
            match one? {
                Some((owner, template)) => templates.entry(owner).or_default().push(template),
                None => damaged += 1,
            }
        }
        if damaged > 0 {
            tracing::error!(
                damaged,
                "templates don't open and are left out: restore a backup, or enrol these people anew"
            );
        }
        Ok(everybody
            .into_iter()
            .filter_map(|person| {
                let own = templates.remove(&person.id)?;
                Some((person, own))
            })
            .collect())
    }
}

/// Does the same with each of many, on as many threads as the machine has cores
/// for, in their order.
fn side_by_side<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = all
        .len()
        .div_ceil(cores.min(MOST_THREADS))
        .max(WORTH_A_THREAD);
    if all.len() <= share {
        return all.iter().map(work).collect();
    }
    let work = &work;
    let done = thread::scope(|scope| {
        let shares = all.chunks(share);
        let threads: Vec<_> = shares
            .map(|some| scope.spawn(move || some.iter().map(work).collect::<Vec<R>>()))
            .collect();
        let joined = threads.into_iter().map(|thread| {
            let done = thread.join();
            done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.collect::<Vec<_>>()
    });
    done.into_iter().flatten().collect()
}

/// Keeps a template; its sealed part is the embedding under the folder's
/// transform.
pub(super) async fn insert_template(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    template: &FaceTemplate,
) -> Result<(), StoreError> {
    let plain = keys
        .transformed(connection, template.embedding.values())
        .await?;
    let bound = template_bound(&template.id, &person, template.pose, &template.model);
    let own = keys.of_person(connection, person).await?;
    sqlx::query(
        "INSERT INTO templates (id, person, pose, model, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(id_bytes(template.id.0))
    .bind(id_bytes(person.0))
    .bind(template.pose.as_str())
    .bind(template.model.0.to_vec())
    .bind(own.seal(Kind::Template, &bound, &plain)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// A template and whose it is.
pub(super) async fn template_of(
    connection: &mut Connection,
    keys: &Keys,
    id: TemplateId,
) -> Result<Option<(PersonId, FaceTemplate)>, StoreError> {
    let row: Option<WholeRow> =
        sqlx::query_as("SELECT id, person, pose, model, sealed FROM templates WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&mut *connection)
            .await?;
    let Some((id, person, pose, model, sealed)) = row else {
        return Ok(None);
    };
    let model = ModelHash(model.try_into().map_err(|_| UNREADABLE)?);
    let owner = PersonId(id_from(&person)?);
    let own = HashMap::from([(owner, keys.of_person(connection, owner).await?)]);
    let row = (id, person, pose, sealed);
    let (_, plain) = open_template(&own, model, &row)?;
    let embedding = keys.untransformed(connection, &plain).await?;
    Ok(Some((owner, template(model, &row, &embedding)?)))
}

/// What a sealed template is bound to.
pub(super) fn template_bound<'a>(
    id: &'a TemplateId,
    person: &'a PersonId,
    pose: PoseName,
    model: &'a ModelHash,
) -> [&'a [u8]; 4] {
    [
        id.0.as_bytes(),
        person.0.as_bytes(),
        pose.as_str().as_bytes(),
        &model.0,
    ]
}

/// Whose a template is, and what was sealed of it.
fn open_template(
    own: &HashMap<PersonId, Sealer>,
    model: ModelHash,
    (id, person, pose, sealed): &TemplateRow,
) -> Result<(PersonId, Zeroizing<Vec<u8>>), StoreError> {
    let (id, person) = (TemplateId(id_from(id)?), PersonId(id_from(person)?));
    let pose = PoseName::parse(pose).ok_or(UNREADABLE)?;
    let bound = template_bound(&id, &person, pose, &model);
    let own = own.get(&person).ok_or(StoreError::Sealed("key"))?;
    Ok((person, own.open(Kind::Template, &bound, sealed)?))
}

/// The template of a row and its numbers.
fn template(
    model: ModelHash,
    (id, _, pose, _): &TemplateRow,
    values: &[f32],
) -> Result<FaceTemplate, StoreError> {
    Ok(FaceTemplate {
        id: TemplateId(id_from(id)?),
        pose: PoseName::parse(pose).ok_or(UNREADABLE)?,
        model,
        embedding: Embedding::try_from(values.to_vec()).map_err(|_| UNREADABLE)?,
    })
}
