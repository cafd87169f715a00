//! Putting people of other kiosks and their consents to use: those who are new
//! here many at once, the others one by one (`incoming_records`).

use std::collections::HashSet;

use sqlx::{QueryBuilder, Sqlite};

use super::arrived::Arrived;
use super::incoming::{FROM_CENTRE, Put};
use super::incoming_pages::{Owner, Owners, among};
use super::incoming_records::{owner, version_of};
use super::outgoing::SharedPerson;
use super::people::seal_person;
use super::sealing::{Index, Kind};
use super::wrapping::new_person_key;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{AsideReason, Consent, Person, PersonId};

/// A person who is new here.
struct Newcomer {
    person: Person,
    badge_index: Vec<u8>,
    /// The hash of their PIN.
    pin: Option<String>,
}

impl Store {
    /// Puts people to use.
    pub(super) async fn use_people(
        &self,
        connection: &mut Connection,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let owners = self.owners(connection, page).await?;
        let is_new = |one: &Arrived| {
            let missing = |id| matches!(owners.of(id), Owner::Missing);
            one.incoming.record.person.is_some_and(missing)
        };
        let mut put = Vec::with_capacity(page.len());
        // In the order in which they came: one who is here may give back the
        // badge that the next one has.
        for some in page.chunk_by(|one, next| is_new(one) == is_new(next)) {
            if some.first().is_some_and(is_new) {
                put.extend(self.use_new_people(connection, some).await?);
                continue;
            }
            for one in some {
                put.push(Put::of(self.use_person(connection, one).await)?);
            }
        }
        Ok(put)
    }

    async fn use_new_people(
        &self,
        connection: &mut Connection,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let read = page.iter().map(|one| self.newcomer(one));
        let read: Vec<Result<Newcomer, StoreError>> = read.collect();
        let badges = read.iter().flatten().map(|new| new.badge_index.clone());
        let mut query = QueryBuilder::new("SELECT badge_index FROM people WHERE badge_index IN ");
        among(&mut query, badges);
        let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
        let mut taken: HashSet<Vec<u8>> = rows.into_iter().map(|(index,)| index).collect();
        let (mut ids, mut new) = (HashSet::new(), Vec::new());
        let mut put = Vec::with_capacity(page.len());
        for one in read {
            put.push(match one {
                Err(error) => Put::of(Err(error))?,
                // The centre has one record of a person; another one is made up.
                Ok(again) if !ids.insert(again.person.id) => Put::Known,
                Ok(late) if !taken.insert(late.badge_index.clone()) => {
                    Put::Aside(AsideReason::BadgeTaken)
                }
                Ok(one) => {
                    new.push(one);
                    Put::Used
                }
            });
        }
        self.insert_newcomers(connection, &new).await?;
        Ok(put)
    }

    fn newcomer(&self, one: &Arrived) -> Result<Newcomer, StoreError> {
        let record = &one.incoming.record;
        let id = owner(record)?;
        let shared: SharedPerson = one.parsed()?;
        let person = shared.person.person(id, version_of(record)?);
        Ok(Newcomer {
            badge_index: self.keys.index(Index::Badge, person.badge.as_str())?,
            person,
            pin: shared.pin,
        })
    }

    /// Keeps people with a key for each. Nothing is queued for the centre: it
    /// is, where a row changes, and these are whole from the start.
    async fn insert_newcomers(
        &self,
        connection: &mut Connection,
        new: &[Newcomer],
    ) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let site = self.keys.site();
        let (mut sealed, mut keys, mut pins) = (Vec::new(), Vec::new(), Vec::new());
        for Newcomer { person, pin, .. } in new {
            let (own, wrapped) = new_person_key(&site, person.id)?;
            sealed.push(seal_person(&own, person)?);
            if let Some(pin) = pin {
                let bound: [&[u8]; 1] = [person.id.0.as_bytes()];
                pins.push((person.id, own.seal_json(Kind::Pin, &bound, pin)?));
            }
            keys.push((person.id, wrapped));
        }
        let mut query =
            QueryBuilder::<Sqlite>::new("INSERT INTO people (id, badge_index, version, sealed) ");
        query.push_values(new.iter().zip(sealed), |mut row, (new, sealed)| {
            row.push_bind(id_bytes(new.person.id.0))
                .push_bind(new.badge_index.as_slice())
                .push_bind(i64::from(new.person.version))
                .push_bind(sealed);
        });
        query.build().execute(&mut *connection).await?;
        let mut query =
            QueryBuilder::<Sqlite>::new("INSERT INTO person_keys (person, generation, wrapped) ");
        query.push_values(keys, |mut row, (person, wrapped)| {
            row.push_bind(id_bytes(person.0))
                .push_bind(wrapped.generation)
                .push_bind(wrapped.bytes);
        });
        query.build().execute(&mut *connection).await?;
        if !pins.is_empty() {
            let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO pins (person, sealed) ");
            query.push_values(pins, |mut row, (person, sealed)| {
                row.push_bind(id_bytes(person.0)).push_bind(sealed);
            });
            query.build().execute(&mut *connection).await?;
        }
        // As the trigger counts it where a row is written twice.
        sqlx::query("UPDATE people_changes SET count = count + 1")
            .execute(connection)
            .await?;
        Ok(())
    }

    /// Puts consents to use.
    pub(super) async fn use_consents(
        &self,
        connection: &mut Connection,
        page: &[Arrived],
    ) -> Result<Vec<Put>, StoreError> {
        let owners = self.owners(connection, page).await?;
        let people = page.iter().filter_map(|one| one.incoming.record.person);
        let mut query = QueryBuilder::new("SELECT person FROM consents WHERE person IN ");
        among(&mut query, people.map(|person| id_bytes(person.0)));
        let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
        let mut here = HashSet::new();
        for (person,) in rows {
            here.insert(PersonId(id_from(&person)?));
        }
        let (mut new, mut put) = (Vec::new(), Vec::with_capacity(page.len()));
        for one in page {
            let person = one.incoming.record.person;
            let tried = match person.filter(|person| here.contains(person)) {
                // What is here is looked at: one that doesn't open is told.
                Some(person) => {
                    let kept = self.consent_in(connection, person).await;
                    kept.map(|_| Put::Known)
                }
                None => new_consent(&owners, one, &mut new),
            };
            put.push(Put::of(tried)?);
        }
        // One of each person, should the centre tell of more.
        let mut once = HashSet::new();
        new.retain(|(person, _)| once.insert(*person));
        if !new.is_empty() {
            let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO consents (person, sealed) ");
            query.push_values(new, |mut row, (person, sealed)| {
                row.push_bind(id_bytes(person.0)).push_bind(sealed);
            });
            query.build().execute(&mut *connection).await?;
        }
        Ok(put)
    }
}

/// What becomes of the consent of somebody of whom none is here.
fn new_consent(
    owners: &Owners,
    one: &Arrived,
    new: &mut Vec<(PersonId, Vec<u8>)>,
) -> Result<Put, StoreError> {
    let person = one.incoming.record.person;
    let person = person.ok_or(StoreError::Unreadable(FROM_CENTRE))?;
    let own = match owners.of(person) {
        Owner::Erased => return Ok(Put::Known),
        Owner::Missing => return Ok(Put::Aside(AsideReason::PersonMissing)),
        Owner::Damaged => return Ok(Put::Aside(AsideReason::DamagedHere)),
        Owner::Here(own) => own,
    };
    let consent: Consent = one.parsed()?;
    let sealed = own.seal_json(Kind::Consent, &[person.0.as_bytes()], &consent)?;
    new.push((person, sealed));
    Ok(Put::Used)
}
