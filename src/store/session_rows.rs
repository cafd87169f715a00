//! Sessions as rows: which part is plain, which is sealed. A session in which
//! somebody was identified is sealed under their own key.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::{Deserialize, Serialize};

use super::audit::write_down;
use super::reconstructions::delete_reconstruction;
use super::replays::delete_replay;
use super::sealing::{Index, Kind, Sealer};
use super::taking_over::seal_anew;
use super::wrapping::Keys;
use super::{Connection, StoreError, id_bytes, id_from};
use crate::domain::{
    Act, Allowance, Badge, Decision, LivenessSummary, ModelHash, Note, OperatorName, PersonId,
    Quality, Reason, Session, SessionId, SessionKind, SessionScores, SessionTimings, Source,
    Subject, Timestamp, ToleranceName, VouchReason,
};

/// The sealed part of a session's row.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedSession {
    claim: Option<Badge>,
    operator: Option<OperatorName>,
    /// Absent in sessions of the first release.
    #[serde(default)]
    vouch_reason: Option<VouchReason>,
    /// Absent in sessions of the first release.
    #[serde(default)]
    allowance: Option<Allowance>,
    camera: String,
    tolerance: ToleranceName,
    tolerance_version: u32,
    model: Option<ModelHash>,
    /// Absent in sessions of the first release.
    #[serde(default)]
    program: String,
    scores: SessionScores,
    quality: Quality,
    liveness: LivenessSummary,
    timings: SessionTimings,
}

/// A session's row.
#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    pub(super) id: Vec<u8>,
    started_at: i64,
    pub(super) kind: String,
    pub(super) decision: String,
    pub(super) reason: String,
    pub(super) source: String,
    person: Option<Vec<u8>>,
    claim_index: Option<Vec<u8>>,
    sealed: Vec<u8>,
}

/// Keeps a session, and in the audit that it was decided.
pub(super) async fn insert_session(
    connection: &mut Connection,
    keys: &Keys,
    session: &Session,
) -> Result<(), StoreError> {
    let own = keys.of(connection, session.person).await?;
    let row = seal_session(keys, &own, session)?;
    sqlx::query(
        "INSERT INTO sessions
         (id, started_at, kind, decision, reason, source, person, claim_index, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(row.id)
    .bind(row.started_at)
    .bind(row.kind)
    .bind(row.decision)
    .bind(row.reason)
    .bind(row.source)
    .bind(row.person)
    .bind(row.claim_index)
    .bind(row.sealed)
    .execute(&mut *connection)
    .await?;
    let note = Note::of(Act::Decided)
        .to(Subject::Session(session.id))
        .with("kind", session.kind.as_str())
        .with("decision", session.decision.as_str())
        .with("reason", session.reason.as_str())
        .with("source", session.source.as_str());
    write_down(connection, keys, session.operator.as_ref(), &note).await
}

/// The session of that id.
pub(super) async fn session(
    connection: &mut Connection,
    keys: &Keys,
    id: SessionId,
) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionRow> = sqlx::query_as("SELECT * FROM sessions WHERE id = ?1")
        .bind(id_bytes(id.0))
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let own = keys.of(connection, row.person()?).await?;
    open_session(&own, &row).map(Some)
}

/// The sessions of these rows.
pub(super) async fn open_sessions(
    connection: &mut Connection,
    keys: &Keys,
    rows: &[SessionRow],
) -> Result<Vec<Session>, StoreError> {
    let mut own = OwnKeys::default();
    let mut sessions = Vec::with_capacity(rows.len());
    for row in rows {
        sessions.push(own.open(connection, keys, row).await?);
    }
    Ok(sessions)
}

/// The keys of people whose sessions are opened one after the other.
#[derive(Default)]
pub(super) struct OwnKeys(HashMap<PersonId, Sealer>);

impl OwnKeys {
    /// The session of a row.
    pub(super) async fn open(
        &mut self,
        connection: &mut Connection,
        keys: &Keys,
        row: &SessionRow,
    ) -> Result<Session, StoreError> {
        let Some(person) = row.person()? else {
            return open_session(keys, row);
        };
        let own = match self.0.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(keys.of_person(connection, person).await?),
        };
        open_session(own, row)
    }
}

/// Whose session that is, if anybody's; nothing if it is gone.
pub(super) async fn session_person(
    connection: &mut Connection,
    id: SessionId,
) -> Result<Option<PersonId>, StoreError> {
    let row: Option<(Option<Vec<u8>>,)> =
        sqlx::query_as("SELECT person FROM sessions WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(connection)
            .await?;
    let person = row.and_then(|(person,)| person);
    person
        .map(|bytes| Ok(PersonId(id_from(&bytes)?)))
        .transpose()
}

/// Writes the sealed part of a session anew; its plain columns stay.
pub(super) async fn update_session(
    connection: &mut Connection,
    keys: &Keys,
    session: &Session,
) -> Result<(), StoreError> {
    let own = keys.of(connection, session.person).await?;
    let row = seal_session(keys, &own, session)?;
    sqlx::query("UPDATE sessions SET sealed = ?2 WHERE id = ?1")
        .bind(row.id)
        .bind(row.sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes from a person's sessions all that says they were theirs, and their
/// surfaces; figures and decision stay. One that doesn't open goes whole, for
/// nobody can say what is in it. Says how many there were.
pub(super) async fn anonymise_sessions(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    badge: Option<&Badge>,
) -> Result<u64, StoreError> {
    let claim = badge.map(|badge| keys.index(Index::Claim, badge.as_str()));
    let rows: Vec<SessionRow> =
        sqlx::query_as("SELECT * FROM sessions WHERE person = ?1 OR claim_index = ?2")
            .bind(id_bytes(person.0))
            .bind(claim.transpose()?)
            .fetch_all(&mut *connection)
            .await?;
    let mut own = OwnKeys::default();
    let mut count = 0;
    for row in &rows {
        count += 1;
        let mut session = match own.open(connection, keys, row).await {
            Ok(session) => session,
            Err(error) if error.is_of_one_record() => {
                delete_reconstruction(&mut *connection, &row.id).await?;
                delete_replay(&mut *connection, &row.id).await?;
                sqlx::query("DELETE FROM sessions WHERE id = ?1")
                    .bind(&row.id)
                    .execute(&mut *connection)
                    .await?;
                continue;
            }
            Err(error) => return Err(error),
        };
        session.person = None;
        session.claim = None;
        // What an operator wrote may name or describe them.
        session.vouch_reason = None;
        session.allowance = None;
        let row = seal_session(keys, keys, &session)?;
        delete_reconstruction(&mut *connection, &row.id).await?;
        delete_replay(&mut *connection, &row.id).await?;
        sqlx::query(
            "UPDATE sessions SET person = NULL, claim_index = NULL, sealed = ?2 WHERE id = ?1",
        )
        .bind(row.id)
        .bind(row.sealed)
        .execute(&mut *connection)
        .await?;
    }
    Ok(count)
}

impl SessionRow {
    /// Whose it is, if anybody's.
    fn person(&self) -> Result<Option<PersonId>, StoreError> {
        let id = self.person.as_deref().map(id_from).transpose()?;
        Ok(id.map(PersonId))
    }

    /// Seals the same session under another key, as `take_over` needs it.
    pub(super) fn sealed_anew(&self, from: &Sealer, to: &Sealer) -> Result<Vec<u8>, StoreError> {
        let started_at = self.started_at.to_le_bytes();
        let bound = self.bound(&started_at);
        seal_anew(from, to, Kind::Session, &bound, &self.sealed)
    }

    /// All that is plain, so that changing any of it breaks the seal.
    fn bound<'a>(&'a self, started_at: &'a [u8]) -> [&'a [u8]; 8] {
        [
            &self.id,
            started_at,
            self.kind.as_bytes(),
            self.decision.as_bytes(),
            self.reason.as_bytes(),
            self.source.as_bytes(),
            self.person.as_deref().unwrap_or_default(),
            self.claim_index.as_deref().unwrap_or_default(),
        ]
    }
}

impl SealedSession {
    pub(super) fn of(session: &Session) -> Self {
        Self {
            claim: session.claim.clone(),
            operator: session.operator.clone(),
            vouch_reason: session.vouch_reason.clone(),
            allowance: session.allowance,
            camera: session.camera.clone(),
            tolerance: session.tolerance.clone(),
            tolerance_version: session.tolerance_version,
            model: session.model,
            program: session.program.clone(),
            scores: session.scores,
            quality: session.quality.clone(),
            liveness: session.liveness.clone(),
            timings: session.timings,
        }
    }
}

/// Seals a session under `own`; the folder's keys make what it is found by.
fn seal_session(keys: &Keys, own: &Sealer, session: &Session) -> Result<SessionRow, StoreError> {
    let sealed = SealedSession::of(session);
    let claim = session.claim.as_ref();
    let mut row = SessionRow {
        id: id_bytes(session.id.0),
        started_at: session.started_at.0,
        kind: session.kind.as_str().to_owned(),
        decision: session.decision.as_str().to_owned(),
        reason: session.reason.as_str().to_owned(),
        source: session.source.as_str().to_owned(),
        person: session.person.map(|id| id_bytes(id.0)),
        claim_index: claim
            .map(|badge| keys.index(Index::Claim, badge.as_str()))
            .transpose()?,
        sealed: Vec::new(),
    };
    let started_at = row.started_at.to_le_bytes();
    row.sealed = own.seal_json(Kind::Session, &row.bound(&started_at), &sealed)?;
    Ok(row)
}

fn open_session(own: &Sealer, row: &SessionRow) -> Result<Session, StoreError> {
    const UNREADABLE: StoreError = StoreError::Unreadable("session");
    let bound = row.started_at.to_le_bytes();
    let opened: SealedSession = own.open_json(Kind::Session, &row.bound(&bound), &row.sealed)?;
    Ok(Session {
        id: SessionId(id_from(&row.id)?),
        kind: SessionKind::parse(&row.kind).ok_or(UNREADABLE)?,
        started_at: Timestamp(row.started_at),
        decision: Decision::parse(&row.decision).ok_or(UNREADABLE)?,
        reason: Reason::parse(&row.reason).ok_or(UNREADABLE)?,
        source: Source::parse(&row.source).ok_or(UNREADABLE)?,
        claim: opened.claim,
        person: row.person()?,
        operator: opened.operator,
        vouch_reason: opened.vouch_reason,
        allowance: opened.allowance,
        camera: opened.camera,
        tolerance: opened.tolerance,
        tolerance_version: opened.tolerance_version,
        model: opened.model,
        program: opened.program,
        scores: opened.scores,
        quality: opened.quality,
        liveness: opened.liveness,
        timings: opened.timings,
    })
}
