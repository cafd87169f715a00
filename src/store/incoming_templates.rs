//! Putting templates of other kiosks to use, a page at a time: they are the
//! most of what a new kiosk fetches, and each statement to SQLite is a message
//! to its thread and back.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::incoming::{FROM_CENTRE, Incoming, Put, keep_aside};
use super::outgoing::SharedTemplate;
use super::people::person;
use super::renewal::packed;
use super::sealing::{Kind, Sealer};
use super::sharing::Sharing;
use super::templates::{template_bound, template_of};
use super::transform::Transform;
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{
    AsideReason, Embedding, EmbeddingError, ModelHash, PersonId, Shared, SharedRecord, TemplateId,
};

/// Whose templates a page has.
enum Owner {
    Erased,
    Missing,
    /// Their record or key doesn't open.
    Damaged,
    /// With what seals their records.
    Here(Sealer),
}

/// What a page's templates have in common.
struct Page {
    owners: HashMap<PersonId, Owner>,
    /// The newest transform of the folder.
    newest: (u32, Arc<Transform>),
    /// Where the outbox ended before the page.
    queued: i64,
    /// Whether any template waits aside.
    any_aside: bool,
}

impl Store {
    /// Puts a page of templates to use. What this writes isn't queued for the
    /// centre, which it came from.
    pub(super) async fn use_templates(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        incoming: &[Incoming],
    ) -> Result<Vec<Put>, StoreError> {
        let mut page = self.page(connection).await?;
        let mut put = Vec::with_capacity(incoming.len());
        for Incoming { record, .. } in incoming {
            let tried = self
                .use_template(connection, sharing, &mut page, record)
                .await;
            let outcome = Put::of(tried)?;
            match outcome {
                Put::Aside(reason) => {
                    keep_aside(connection, Shared::Template, record, reason).await?;
                }
                Put::Used | Put::Known if page.any_aside => {
                    sqlx::query("DELETE FROM aside WHERE kind = ?1 AND id = ?2")
                        .bind(Shared::Template.as_str())
                        .bind(id_bytes(record.id))
                        .execute(&mut *connection)
                        .await?;
                }
                Put::Used | Put::Known => {}
            }
            put.push(outcome);
        }
        sqlx::query("DELETE FROM outbox WHERE kind = ?1 AND sequence > ?2")
            .bind(Shared::Template.as_str())
            .bind(page.queued)
            .execute(connection)
            .await?;
        Ok(put)
    }

    async fn page(&self, connection: &mut Connection) -> Result<Page, StoreError> {
        let (queued, any_aside): (i64, bool) = sqlx::query_as(
            "SELECT (SELECT coalesce(max(sequence), 0) FROM outbox),
                 EXISTS (SELECT 1 FROM aside WHERE kind = ?1)",
        )
        .bind(Shared::Template.as_str())
        .fetch_one(&mut *connection)
        .await?;
        Ok(Page {
            owners: HashMap::new(),
            newest: self.keys.newest_transform(connection).await?,
            queued,
            any_aside,
        })
    }

    async fn owner(&self, connection: &mut Connection, id: PersonId) -> Result<Owner, StoreError> {
        if self.is_erased(connection, id).await? {
            return Ok(Owner::Erased);
        }
        let own = match person(connection, &self.keys, id).await {
            Ok(None) => return Ok(Owner::Missing),
            Ok(Some(_)) => self.keys.of_person(connection, id).await,
            Err(error) => Err(error),
        };
        match own {
            Ok(own) => Ok(Owner::Here(own)),
            Err(error) if error.is_of_one_record() => Ok(Owner::Damaged),
            Err(error) => Err(error),
        }
    }

    async fn use_template(
        &self,
        connection: &mut Connection,
        sharing: &Sharing,
        page: &mut Page,
        record: &SharedRecord,
    ) -> Result<Put, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable(FROM_CENTRE);
        let (id, owner) = (TemplateId(record.id), record.person.ok_or(UNREADABLE)?);
        let own = match page.owners.entry(owner) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(self.owner(connection, owner).await?),
        };
        let own = match own {
            Owner::Erased => return Ok(Put::Known),
            Owner::Missing => return Ok(Put::Aside(AsideReason::PersonMissing)),
            // What is here already is nothing new, whatever became of them.
            Owner::Damaged => {
                let known = template_of(connection, &self.keys, id).await?;
                return Ok(known.map_or(Put::Aside(AsideReason::DamagedHere), |_| Put::Known));
            }
            Owner::Here(own) => own,
        };
        let row = (record.id, record.version, record.person);
        let plain = sharing.open(Kind::Template, row, &record.sealed)?;
        let shared: SharedTemplate = postcard::from_bytes(&plain).map_err(|_| UNREADABLE)?;
        let embedding = embedding(sharing, &shared).map_err(|_| UNREADABLE)?;
        let model = ModelHash(shared.model);
        let (number, transform) = &page.newest;
        let kept = packed(*number, &transform.apply(embedding.values()));
        let bound = template_bound(&id, &owner, shared.pose, &model);
        let inserted = sqlx::query(
            "INSERT INTO templates (id, person, pose, model, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(id_bytes(record.id))
        .bind(id_bytes(owner.0))
        .bind(shared.pose.as_str())
        .bind(shared.model.to_vec())
        .bind(own.seal(Kind::Template, &bound, &kept)?)
        .execute(&mut *connection)
        .await?;
        if inserted.rows_affected() > 0 {
            return Ok(Put::Used);
        }
        // One that is here and doesn't open is told, as anywhere.
        template_of(connection, &self.keys, id).await?;
        Ok(Put::Known)
    }
}

/// The embedding that another kiosk sent.
fn embedding(sharing: &Sharing, shared: &SharedTemplate) -> Result<Embedding, EmbeddingError> {
    let (chunks, _) = shared.values.as_chunks::<4>();
    let values = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
    let values = sharing.untransformed(&values.collect::<Vec<f32>>());
    Embedding::try_from(values.to_vec())
}
