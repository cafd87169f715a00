//! Putting templates of other kiosks to use, many at once: they are the most of
//! what a new kiosk fetches.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::{QueryBuilder, Sqlite};

use super::arrived::{Arrived, Opening};
use super::incoming::{FROM_CENTRE, Put};
use super::incoming_pages::{Owner, Owners, among};
use super::renewal::packed;
use super::sealing::{Kind, Sealer};
use super::templates::{template_bound, template_of};
use super::transform::Transform;
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{AsideReason, ModelHash, PersonId, PoseName, SharedRecord, TemplateId};

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
    /// Puts templates to use.
    pub(super) async fn use_templates(
        &self,
        connection: &mut Connection,
        opening: &Opening,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let owners = self.owners(connection, page).await?;
        let newest = self.keys.newest_transform(connection).await?;
        let mut ready = Vec::with_capacity(page.len());
        for one in page {
            ready.push(match template_row(opening, &owners, &newest, one) {
                Ok(one) => one,
                Err(error) => Ready::Is(Put::of(Err(error))?),
            });
        }
        let mut new = insert_new(connection, page, &ready).await?;
        let mut put = Vec::with_capacity(page.len());
        for (one, ready) in page.iter().zip(ready) {
            let id = TemplateId(one.incoming.record.id);
            let one = match ready {
                Ready::Is(one) => one,
                Ready::Keep(_) if new.remove(&id) => Put::Used,
                // One that is here and doesn't open is told, as anywhere.
                Ready::Keep(_) => {
                    let known = template_of(connection, &self.keys, id).await;
                    Put::of(known.map(|_| Put::Known))?
                }
                Ready::OfDamaged => {
                    let known = template_of(connection, &self.keys, id).await;
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
    page: &[Arrived],
    ready: &[Ready],
) -> Result<HashSet<TemplateId>, StoreError> {
    let mut rows: Vec<(&SharedRecord, &Row)> = page
        .iter()
        .zip(ready)
        .filter_map(|(one, ready)| match ready {
            Ready::Keep(row) => Some((&one.incoming.record, row)),
            Ready::Is(_) | Ready::OfDamaged => None,
        })
        .collect();
    // Asked for beforehand: nearly all are new, and to be told of each as it is
    // written takes longer than to write it.
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id FROM templates WHERE id IN ");
    among(
        &mut query,
        rows.iter().map(|(record, _)| id_bytes(record.id)),
    );
    let here: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
    let here: HashSet<Vec<u8>> = here.into_iter().map(|(id,)| id).collect();
    let mut new = HashSet::with_capacity(rows.len());
    // The centre has one template of an id; another one is made up.
    rows.retain(|(record, _)| {
        !here.contains(record.id.as_bytes().as_slice()) && new.insert(TemplateId(record.id))
    });
    if rows.is_empty() {
        return Ok(new);
    }
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
    query.build().execute(connection).await?;
    Ok(new)
}

/// What becomes of one, as far as it says itself.
fn template_row(
    opening: &Opening,
    owners: &Owners,
    newest: &(u32, Arc<Transform>),
    one: &Arrived,
) -> Result<Ready, StoreError> {
    let person = one.incoming.record.person;
    let person = person.ok_or(StoreError::Unreadable(FROM_CENTRE))?;
    match owners.of(person) {
        Owner::Erased => Ok(Ready::Is(Put::Known)),
        Owner::Missing => Ok(Ready::Is(Put::Aside(AsideReason::PersonMissing))),
        Owner::Damaged => Ok(Ready::OfDamaged),
        Owner::Here(own) => sealed_row(opening, own, newest, (one, person)).map(Ready::Keep),
    }
}

/// A template of somebody who is here, sealed with their key.
fn sealed_row(
    opening: &Opening,
    own: &Sealer,
    newest: &(u32, Arc<Transform>),
    (one, person): (&Arrived, PersonId),
) -> Result<Row, StoreError> {
    let template = one.template()?;
    let kept = packed(newest.0, &opening.under(newest, template));
    let id = TemplateId(one.incoming.record.id);
    let bound = template_bound(&id, &person, template.pose, &template.model);
    Ok(Row {
        person,
        pose: template.pose,
        model: template.model,
        sealed: own.seal(Kind::Template, &bound, &kept)?,
    })
}
