//! What a page of other kiosks' records needs is read and written for all of
//! them at once: each statement to SQLite is a message to its thread and back,
//! and a kiosk that joins fetches a hundred thousand records.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Sqlite};

use super::arrived::Arrived;
use super::incoming::Put;
use super::people::open_person;
use super::sealing::{Index, Sealer};
use super::wrapping::Wrapped;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{PersonId, Shared};

/// Records that are put to use at once: SQLite takes 32,766 values in a
/// statement, a record has six at most, and whoever shares the runtime's
/// thread waits for no more than these (ours).
pub(super) const AT_ONCE: usize = 250;

/// Whom the records of a page are about.
#[derive(Default)]
pub(super) struct Owners {
    erased: HashSet<PersonId>,
    damaged: HashSet<PersonId>,
    here: HashMap<PersonId, Sealer>,
}

/// One of them.
pub(super) enum Owner<'a> {
    Erased,
    Missing,
    /// Their record or key doesn't open.
    Damaged,
    /// With what seals their records.
    Here(&'a Sealer),
}

/// Id, version and sealed part of a person; generation and bytes of their key.
type OwnerRow = (Vec<u8>, i64, Vec<u8>, Option<i64>, Option<Vec<u8>>);

impl Owners {
    pub(super) fn of(&self, id: PersonId) -> Owner<'_> {
        if self.erased.contains(&id) {
            Owner::Erased
        } else if self.damaged.contains(&id) {
            Owner::Damaged
        } else {
            self.here.get(&id).map_or(Owner::Missing, Owner::Here)
        }
    }
}

impl Store {
    /// Whom the records of a page are about.
    pub(super) async fn owners(
        &self,
        connection: &mut Connection,
        page: &[Arrived],
    ) -> Result<Owners, StoreError> {
        let ids = page.iter().filter_map(|one| one.incoming.record.person);
        let ids: HashSet<PersonId> = ids.collect();
        let mut owners = Owners {
            erased: self.erased_of(connection, &ids).await?,
            ..Owners::default()
        };
        let mut query = QueryBuilder::new(
            "SELECT people.id, people.version, people.sealed,
                 person_keys.generation, person_keys.wrapped
             FROM people LEFT JOIN person_keys ON person_keys.person = people.id
             WHERE people.id IN ",
        );
        among(&mut query, ids.iter().map(|id| id_bytes(id.0)));
        let rows: Vec<OwnerRow> = query.build_query_as().fetch_all(connection).await?;
        for (id, version, sealed, generation, bytes) in rows {
            let owner = PersonId(id_from(&id)?);
            let key = generation.zip(bytes);
            let key = key.map(|(generation, bytes)| Wrapped { generation, bytes });
            let own = self.keys.unwrapped(owner, key).and_then(|own| {
                open_person(&own, &(id, version, sealed))?;
                Ok(own)
            });
            match own {
                Ok(own) => {
                    owners.here.insert(owner, own);
                }
                Err(error) if error.is_of_one_record() => {
                    owners.damaged.insert(owner);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(owners)
    }

    /// Who of these people was erased.
    async fn erased_of(
        &self,
        connection: &mut Connection,
        ids: &HashSet<PersonId>,
    ) -> Result<HashSet<PersonId>, StoreError> {
        let mut by_index = HashMap::with_capacity(ids.len());
        for id in ids {
            by_index.insert(self.keys.mac(Index::Tombstone, id.0.as_bytes())?, *id);
        }
        let mut query =
            QueryBuilder::new("SELECT person_index FROM tombstones WHERE person_index IN ");
        among(&mut query, by_index.keys().cloned());
        let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(connection).await?;
        let erased = rows.iter().filter_map(|(index,)| by_index.get(index));
        Ok(erased.copied().collect())
    }
}

/// Appends `(value, value, ...)` to a query.
pub(super) fn among(query: &mut QueryBuilder<Sqlite>, values: impl IntoIterator<Item = Vec<u8>>) {
    query.push("(");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    list.push_unseparated(")");
}

/// Keeps of a page of one kind what waits aside, and forgets what waits there
/// no longer.
pub(super) async fn settle_aside(
    connection: &mut Connection,
    kind: Shared,
    page: &[Arrived],
    put: &[Put],
) -> Result<(), StoreError> {
    let (mut aside, mut settled) = (Vec::new(), Vec::new());
    for (one, put) in page.iter().zip(put) {
        let record = &one.incoming.record;
        match put {
            Put::Aside(reason) => {
                let version = i64::try_from(record.version);
                let version = version.map_err(|_| StoreError::Unreadable("version"))?;
                aside.push((record, version, *reason));
            }
            Put::Used | Put::Known => settled.push(id_bytes(record.id)),
        }
    }
    if !aside.is_empty() {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO aside (kind, id, version, person, sealed, reason) ",
        );
        query.push_values(aside, |mut row, (record, version, reason)| {
            row.push_bind(kind.as_str())
                .push_bind(id_bytes(record.id))
                .push_bind(version)
                .push_bind(record.person.map(|person| id_bytes(person.0)))
                .push_bind(record.sealed.as_slice())
                .push_bind(reason.as_str());
        });
        query.push(
            " ON CONFLICT (kind, id) DO UPDATE
             SET version = excluded.version, sealed = excluded.sealed, reason = excluded.reason",
        );
        query.build().execute(&mut *connection).await?;
    }
    if !settled.is_empty() {
        let mut query = QueryBuilder::<Sqlite>::new("DELETE FROM aside WHERE kind = ");
        query.push_bind(kind.as_str()).push(" AND id IN ");
        among(&mut query, settled);
        query.build().execute(connection).await?;
    }
    Ok(())
}
