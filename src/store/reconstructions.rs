//! The measured surfaces of sessions and the shapes of people. Both only of
//! people who were identified: nobody else has agreed to it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audit::write_down;
use super::packing::{VERSION, pack, pack_shape, unpack, unpack_shape};
use super::sealing::Kind;
use super::session_rows::{session, session_person, update_session};
use super::wrapping::Keys;
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::{
    Act, Cue, Note, OperatorName, PersonId, Reconstruction, Session, SessionId, SessionKind, Shape,
    Subject, Timestamp, VouchReason,
};

/// Session or person, how it is written, and the sealed record.
type Row = (i64, Vec<u8>);

/// Who got a session's surface out of the database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurfaceExport {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub operator: OperatorName,
    /// Why.
    pub reason: VouchReason,
}

impl Store {
    /// Keeps the surface of a session, and of an enrolment the person's shape,
    /// in one transaction. Whether it did: where the session
    /// is gone, or nobody was identified in it, nothing is kept.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn add_reconstruction(
        &self,
        id: SessionId,
        face: &Reconstruction,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let found = session(&mut transaction, &self.keys, id).await?;
        let Some((session, person)) = found.and_then(|session| {
            let person = session.person?;
            Some((session, person))
        }) else {
            return Ok(false);
        };
        let packed = pack(face).map_err(|_| StoreError::Sealing)?;
        let bound = SurfaceBound::of(&session, person);
        let own = self.keys.of_person(&mut transaction, person).await?;
        let sealed = own.seal(Kind::Reconstruction, &bound.parts(), &packed)?;
        sqlx::query("INSERT INTO reconstructions (session, version, sealed) VALUES (?1, ?2, ?3)")
            .bind(id_bytes(session.id.0))
            .bind(i64::from(VERSION))
            .bind(sealed)
            .execute(&mut *transaction)
            .await?;
        if session.kind == SessionKind::Enrolment {
            let shape = face.shape();
            keep_shape(&mut transaction, &self.keys, person, shape).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Adds a cue to a session that is kept; to one that is gone, nothing.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn add_cue(&self, id: SessionId, cue: &Cue) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(mut session) = session(&mut transaction, &self.keys, id).await? {
            session.liveness.cues.push(cue.clone());
            update_session(&mut transaction, &self.keys, &session).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The surface of a session, if one is kept.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn reconstruction(
        &self,
        id: SessionId,
    ) -> Result<Option<Reconstruction>, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable("reconstruction");
        // One transaction, so that both are of one moment.
        let mut transaction = self.pool.begin().await?;
        let row: Option<Row> =
            sqlx::query_as("SELECT version, sealed FROM reconstructions WHERE session = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&mut *transaction)
                .await?;
        let Some((version, sealed)) = row else {
            return Ok(None);
        };
        let session = session(&mut transaction, &self.keys, id).await?;
        let session = session.ok_or(UNREADABLE)?;
        let person = session.person.ok_or(StoreError::Sealed("reconstruction"))?;
        if version != i64::from(VERSION) {
            return Err(UNREADABLE);
        }
        let bound = SurfaceBound::of(&session, person);
        let own = self.keys.of_person(&mut transaction, person).await?;
        let plain = own.open(Kind::Reconstruction, &bound.parts(), &sealed)?;
        unpack(&plain).map(Some).ok_or(UNREADABLE)
    }

    /// Which of the sessions from `oldest` to `newest` have a surface.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reconstructed(
        &self,
        oldest: SessionId,
        newest: SessionId,
    ) -> Result<HashSet<SessionId>, StoreError> {
        let rows: Vec<(Vec<u8>,)> =
            sqlx::query_as("SELECT session FROM reconstructions WHERE session BETWEEN ?1 AND ?2")
                .bind(id_bytes(oldest.0))
                .bind(id_bytes(newest.0))
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|(id,)| Ok(SessionId(super::id_from(id)?)))
            .collect()
    }

    /// The shape that a person had when they were enrolled, if it is kept.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn shape(&self, id: PersonId) -> Result<Option<Shape>, StoreError> {
        const UNREADABLE: StoreError = StoreError::Unreadable("shape");
        let mut transaction = self.pool.begin().await?;
        let row: Option<Row> =
            sqlx::query_as("SELECT version, sealed FROM shapes WHERE person = ?1")
                .bind(id_bytes(id.0))
                .fetch_optional(&mut *transaction)
                .await?;
        let Some((version, sealed)) = row else {
            return Ok(None);
        };
        if version != i64::from(VERSION) {
            return Err(UNREADABLE);
        }
        let bound: [&[u8]; 2] = [id.0.as_bytes(), &[VERSION]];
        let own = self.keys.of_person(&mut transaction, id).await?;
        let plain = own.open(Kind::Shape, &bound, &sealed)?;
        unpack_shape(&plain).map(Some).ok_or(UNREADABLE)
    }

    /// Notes that somebody gets a session's surface out of the database; asked
    /// before they get it. It is kept as long as the surface.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn note_export(
        &self,
        session: SessionId,
        export: &SurfaceExport,
    ) -> Result<(), StoreError> {
        let id = id_bytes(Uuid::now_v7());
        let bound: [&[u8]; 2] = [&id, session.0.as_bytes()];
        let mut transaction = self.begin().await?;
        let person = session_person(&mut transaction, session).await?;
        let own = self.keys.of(&mut transaction, person).await?;
        let sealed = own.seal_json(Kind::SurfaceExport, &bound, export)?;
        sqlx::query("INSERT INTO reconstruction_exports (id, session, sealed) VALUES (?1, ?2, ?3)")
            .bind(id)
            .bind(id_bytes(session.0))
            .bind(sealed)
            .execute(&mut *transaction)
            .await?;
        let note = Note::of(Act::SessionExported)
            .to(Subject::Session(session))
            .with("what", "surface");
        write_down(&mut transaction, &self.keys, Some(&export.operator), &note).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that somebody gets a report of a session, or a list of sessions;
    /// asked before they get it. `what` says which, in the audit.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn note_report(
        &self,
        session: Option<SessionId>,
        what: &'static str,
        export: &SurfaceExport,
    ) -> Result<(), StoreError> {
        let id = id_bytes(Uuid::now_v7());
        let of = session.map(|session| id_bytes(session.0));
        let mut transaction = self.begin().await?;
        let person = match session {
            Some(session) => session_person(&mut transaction, session).await?,
            None => None,
        };
        let own = self.keys.of(&mut transaction, person).await?;
        let bound: [&[u8]; 2] = [&id, of.as_deref().unwrap_or_default()];
        let sealed = own.seal_json(Kind::SurfaceExport, &bound, export)?;
        sqlx::query("INSERT INTO exports (id, session, sealed) VALUES (?1, ?2, ?3)")
            .bind(&id)
            .bind(&of)
            .bind(sealed)
            .execute(&mut *transaction)
            .await?;
        let mut note = Note::of(Act::SessionExported).with("what", what);
        note.subject = session.map(Subject::Session);
        write_down(&mut transaction, &self.keys, Some(&export.operator), &note).await?;
        Ok(transaction.commit().await?)
    }

    /// Who got a session's surface or a report of it, in the order of time.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn exports(&self, session: SessionId) -> Result<Vec<SurfaceExport>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT id, sealed FROM reconstruction_exports WHERE session = ?1
             UNION ALL SELECT id, sealed FROM exports WHERE session = ?1 ORDER BY id",
        )
        .bind(id_bytes(session.0))
        .fetch_all(&mut *transaction)
        .await?;
        let person = session_person(&mut transaction, session).await?;
        let own = self.keys.of(&mut transaction, person).await?;
        rows.iter()
            .map(|(id, sealed)| {
                let bound: [&[u8]; 2] = [id, session.0.as_bytes()];
                own.open_json(Kind::SurfaceExport, &bound, sealed)
            })
            .collect()
    }
}

/// Keeps a person's shape, unless there is one already.
async fn keep_shape(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    shape: &Shape,
) -> Result<(), StoreError> {
    let packed = pack_shape(shape).map_err(|_| StoreError::Sealing)?;
    let bound: [&[u8]; 2] = [person.0.as_bytes(), &[VERSION]];
    let own = keys.of_person(connection, person).await?;
    sqlx::query(
        "INSERT INTO shapes (person, version, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (person) DO NOTHING",
    )
    .bind(id_bytes(person.0))
    .bind(i64::from(VERSION))
    .bind(own.seal(Kind::Shape, &bound, &packed)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the surface of a session that is no longer anybody's.
pub(super) async fn delete_reconstruction(
    connection: &mut Connection,
    session: &[u8],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM reconstructions WHERE session = ?1")
        .bind(session)
        .execute(connection)
        .await?;
    Ok(())
}

/// What a surface belongs to: it opens nowhere else.
struct SurfaceBound<'a> {
    session: &'a Session,
    person: PersonId,
}

impl<'a> SurfaceBound<'a> {
    fn of(session: &'a Session, person: PersonId) -> Self {
        Self { session, person }
    }

    fn parts(&self) -> [&[u8]; 4] {
        [
            self.session.id.0.as_bytes(),
            self.session.kind.as_str().as_bytes(),
            self.person.0.as_bytes(),
            &[VERSION],
        ]
    }
}
