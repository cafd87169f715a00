//! Putting templates of other kiosks to use, many at once: they are the most of
//! what a new kiosk fetches.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::{QueryBuilder, Sqlite};

use super::incoming::{FROM_CENTRE, Incoming, Put};
use super::incoming_pages::{Owner, Owners, outbox_end, unqueue_behind};
use super::outgoing::SharedTemplate;
use super::renewal::packed;
use super::sealing::{Kind, Sealer};
use super::sharing::Sharing;
use super::templates::{template_bound, template_of};
use super::transform::Transform;
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{
    AsideReason, Embedding, EmbeddingError, ModelHash, PersonId, PoseName, Shared, SharedRecord,
    TemplateId,
};

/// A template that can be kept.
struct Row {
    person: PersonId,
    pose: PoseName,
    model: ModelHash,
    sealed: Vec<u8>,
}

/// What becomes of a template of a page.
enum Ready {
    /// That is known already.
    Is(Put),
    /// It is kept, if it isn't here.
    Keep(Row),
    /// What is here already is nothing new, whatever became of its person;
    /// else it waits.
    OfDamaged,
}

impl Store {
    /// Puts templates to use. What this writes isn't queued for the centre,
    /// which it came from.
    pub(super) async fn use_templates(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        page: &[Incoming],
    ) -> Result<Vec<Put>, StoreError> {
        let owners = self.owners(connection, page).await?;
        let newest = self.keys.newest_transform(connection).await?;
        let mut ready = Vec::with_capacity(page.len());
        for Incoming { record, .. } in page {
            ready.push(match template_row(sharing, &owners, &newest, record) {
                Ok(one) => one,
                Err(error) => Ready::Is(Put::of(Err(error))?),
            });
        }
        let mut new = insert_new(connection, page, &ready).await?;
        let mut put = Vec::with_capacity(page.len());
        for (Incoming { record, .. }, ready) in page.iter().zip(ready) {
            let one = match ready {
                Ready::Is(one) => one,
                Ready::Keep(_) if new.remove(&id_bytes(record.id)) => Put::Used,
                // One that is here and doesn't open is told, as anywhere.
                Ready::Keep(_) => {
                    let known = template_of(connection, &self.keys, TemplateId(record.id)).await;
                    Put::of(known.map(|_| Put::Known))?
                }
                Ready::OfDamaged => {
                    let known = template_of(connection, &self.keys, TemplateId(record.id)).await;
                    let aside = Put::Aside(AsideReason::DamagedHere);
                    Put::of(known.map(|known| known.map_or(aside, |_| Put::Known)))?
                }
            };
            put.push(one);
        }
        Ok(put)
    }
}

/// Keeps those that can be and aren't here, and says which they were.
async fn insert_new(
    connection: &mut Connection,
    page: &[Incoming],
    ready: &[Ready],
) -> Result<HashSet<Vec<u8>>, StoreError> {
    let rows: Vec<(&SharedRecord, &Row)> = page
        .iter()
        .zip(ready)
        .filter_map(|(incoming, ready)| match ready {
            Ready::Keep(row) => Some((&incoming.record, row)),
            Ready::Is(_) | Ready::OfDamaged => None,
        })
        .collect();
    if rows.is_empty() {
        return Ok(HashSet::new());
    }
    let queued = outbox_end(connection).await?;
    let mut query =
        QueryBuilder::<Sqlite>::new("INSERT INTO templates (id, person, pose, model, sealed) ");
    query.push_values(rows, |mut values, (record, row)| {
        values
            .push_bind(id_bytes(record.id))
            .push_bind(id_bytes(row.person.0))
            .push_bind(row.pose.as_str())
            .push_bind(row.model.0.to_vec())
            .push_bind(row.sealed.as_slice());
    });
    query.push(" ON CONFLICT (id) DO NOTHING RETURNING id");
    let new: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
    unqueue_behind(connection, Shared::Template, queued).await?;
    Ok(new.into_iter().map(|(id,)| id).collect())
}

/// What becomes of one, as far as it says itself.
fn template_row(
    sharing: &Sharing,
    owners: &Owners,
    newest: &(u32, Arc<Transform>),
    record: &SharedRecord,
) -> Result<Ready, StoreError> {
    let person = record.person.ok_or(StoreError::Unreadable(FROM_CENTRE))?;
    match owners.of(person) {
        Owner::Erased => Ok(Ready::Is(Put::Known)),
        Owner::Missing => Ok(Ready::Is(Put::Aside(AsideReason::PersonMissing))),
        Owner::Damaged => Ok(Ready::OfDamaged),
        Owner::Here(own) => sealed_row(sharing, own, newest, (record, person)).map(Ready::Keep),
    }
}

/// A template of somebody who is here, sealed with their key.
fn sealed_row(
    sharing: &Sharing,
    own: &Sealer,
    (number, transform): &(u32, Arc<Transform>),
    (record, person): (&SharedRecord, PersonId),
) -> Result<Row, StoreError> {
    const UNREADABLE: StoreError = StoreError::Unreadable(FROM_CENTRE);
    let row = (record.id, record.version, record.person);
    let plain = sharing.open(Kind::Template, row, &record.sealed)?;
    let shared: SharedTemplate = postcard::from_bytes(&plain).map_err(|_| UNREADABLE)?;
    let embedding = embedding(sharing, &shared).map_err(|_| UNREADABLE)?;
    let model = ModelHash(shared.model);
    let kept = packed(*number, &transform.apply(embedding.values()));
    let id = TemplateId(record.id);
    let bound = template_bound(&id, &person, shared.pose, &model);
    Ok(Row {
        person,
        pose: shared.pose,
        model,
        sealed: own.seal(Kind::Template, &bound, &kept)?,
    })
}

/// The embedding that another kiosk sent.
fn embedding(sharing: &Sharing, shared: &SharedTemplate) -> Result<Embedding, EmbeddingError> {
    let (chunks, _) = shared.values.as_chunks::<4>();
    let values = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
    let values = sharing.untransformed(&values.collect::<Vec<f32>>());
    Embedding::try_from(values.to_vec())
}
