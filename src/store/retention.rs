//! Retention: what is kept no longer than a site said, and goes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::answers::forget_old_answers;
use super::people::readable_people;
use super::settings::put_setting;
use super::{Connection, Store, StoreError, id_from};
use crate::domain::{Act, Note, PersonId, Timestamp};

/// Names the setting that says when retention ran last.
const LAST_RUN: &str = "retention";

/// What is kept no longer. Each is a time; whatever is older goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionLimits {
    /// Sessions that started before go, with their surfaces.
    pub sessions: Timestamp,
    /// Surfaces of sessions that started before go; the sessions stay.
    pub meshes: Timestamp,
    /// People who were neither verified nor enrolled since go; none stay for
    /// ever.
    pub unused: Option<Timestamp>,
}

/// How many of each kind are due, or went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retained {
    /// Sessions.
    pub sessions: u64,
    /// Surfaces of sessions that stay.
    pub meshes: u64,
    /// People.
    pub people: u64,
}

/// When retention ran, and what went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRun {
    /// When.
    pub at: Timestamp,
    /// What went.
    pub removed: Retained,
}

impl Store {
    /// What is due now. Nothing is changed.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn retention_due(&self, limits: &RetentionLimits) -> Result<Retained, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let (sessions,): (i64,) =
            sqlx::query_as("SELECT count(*) FROM sessions WHERE started_at < ?1")
                .bind(limits.sessions.0)
                .fetch_one(&mut *transaction)
                .await?;
        let meshes = meshes_due(&mut transaction, limits).await?;
        let people = unused(&mut transaction, self, limits.unused).await?;
        Ok(Retained {
            sessions: sessions.unsigned_abs(),
            meshes,
            people: u64::try_from(people.len()).unwrap_or(u64::MAX),
        })
    }

    /// Removes what is due, and keeps that it ran. Sessions and surfaces go in
    /// one transaction, each person in one of their own.
    ///
    /// # Errors
    /// Why it couldn't be done; what was removed by then is gone.
    pub async fn retain(
        &self,
        limits: &RetentionLimits,
        now: Timestamp,
    ) -> Result<Retained, StoreError> {
        let mut transaction = self.begin().await?;
        remember_uses(&mut transaction).await?;
        forget_old_answers(&mut transaction, now).await?;
        let sessions = sqlx::query("DELETE FROM sessions WHERE started_at < ?1")
            .bind(limits.sessions.0)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        let meshes = meshes_due(&mut transaction, limits).await?;
        for old in [
            "DELETE FROM reconstructions
             WHERE session IN (SELECT id FROM sessions WHERE started_at < ?1)",
            "DELETE FROM replays WHERE with_mesh = 1
             AND session IN (SELECT id FROM sessions WHERE started_at < ?1)",
        ] {
            sqlx::query(old)
                .bind(limits.meshes.0)
                .execute(&mut *transaction)
                .await?;
        }
        let gone = unused(&mut transaction, self, limits.unused).await?;
        let removed = Retained {
            sessions,
            meshes,
            people: u64::try_from(gone.len()).unwrap_or(u64::MAX),
        };
        if removed != Retained::default() {
            let note = Note::of(Act::SessionsCleaned)
                .with("sessions", sessions)
                .with("meshes", meshes)
                .with("people", removed.people);
            self.write_down(&mut transaction, &note).await?;
        }
        transaction.commit().await?;
        for person in gone {
            match self.remove_person(person).await {
                // Somebody else was quicker.
                Ok(_) | Err(StoreError::NoSuchPerson) => {}
                Err(error) => return Err(error),
            }
        }
        let run = RetentionRun { at: now, removed };
        let mut connection = self.pool.acquire().await?;
        put_setting(&mut connection, &self.keys, LAST_RUN, &run).await?;
        drop(connection);
        self.empty_log().await?;
        Ok(removed)
    }

    /// When retention ran last, if it ever did.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn last_retention(&self) -> Result<Option<RetentionRun>, StoreError> {
        self.setting(LAST_RUN).await
    }
}

/// In how many sessions that stay a face is kept too long: as a surface, or as
/// landmarks that move.
async fn meshes_due(
    connection: &mut Connection,
    limits: &RetentionLimits,
) -> Result<u64, StoreError> {
    let (meshes,): (i64,) = sqlx::query_as(
        "SELECT count(*) FROM sessions WHERE started_at < ?1 AND started_at >= ?2
           AND (EXISTS (SELECT 1 FROM reconstructions WHERE session = id)
                OR EXISTS (SELECT 1 FROM replays WHERE session = id AND with_mesh = 1))",
    )
    .bind(limits.meshes.0)
    .bind(limits.sessions.0)
    .fetch_one(connection)
    .await?;
    Ok(meshes.unsigned_abs())
}

/// Keeps when everybody was there last, as their sessions say.
pub(super) async fn remember_uses(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO last_uses (person, at)
         SELECT person, max(started_at) FROM sessions
         WHERE decision = 'verified' AND person IN (SELECT id FROM people)
         GROUP BY person
         ON CONFLICT (person) DO UPDATE SET at = max(at, excluded.at)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whom nobody has seen since.
async fn unused(
    connection: &mut Connection,
    store: &Store,
    since: Option<Timestamp>,
) -> Result<Vec<PersonId>, StoreError> {
    let Some(since) = since else {
        return Ok(Vec::new());
    };
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
        "SELECT person, max(at) FROM (
             SELECT person, at FROM last_uses
             UNION ALL
             SELECT person, started_at FROM sessions
             WHERE decision = 'verified' AND person IS NOT NULL
         ) GROUP BY person",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut seen = HashMap::with_capacity(rows.len());
    for (person, at) in rows {
        seen.insert(PersonId(id_from(&person)?), Timestamp(at));
    }
    // Who can't be read stays, and holds nobody else up.
    let everybody = readable_people(connection, &store.keys).await?;
    let unused = everybody.into_iter().filter(|person| {
        let looks = person.added_looks.iter().map(|look| look.added_at);
        let last = looks
            .chain(seen.get(&person.id).copied())
            .chain(std::iter::once(person.enrolled_at));
        last.max().is_some_and(|last| last < since)
    });
    Ok(unused.map(|person| person.id).collect())
}
