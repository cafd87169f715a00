//! Sessions: what was decided, why, and by which figures.

use serde::{Deserialize, Serialize};

use super::attempts::keep_attempts;
use super::people::{change_state, person};
use super::sealing::{Index, Keys, Kind};
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{
    AttemptCount, AttemptKey, Badge, Decision, LivenessSummary, ModelHash, OperatorName, PersonId,
    PersonState, Quality, Reason, Session, SessionId, SessionKind, SessionScores, SessionTimings,
    Source, Timestamp, ToleranceName,
};

/// What a finished session writes: all of it or nothing.
#[derive(Clone, Debug)]
pub struct SessionRecord<'a> {
    /// The session.
    pub session: &'a Session,
    /// Failures as they stand after it, where it counts.
    pub attempts: Option<(&'a AttemptKey, AttemptCount)>,
    /// The person whom too many failures switch off.
    pub disable: Option<PersonId>,
}

impl<'a> SessionRecord<'a> {
    /// A session that counts for nothing else.
    #[must_use]
    pub fn of(session: &'a Session) -> Self {
        Self {
            session,
            attempts: None,
            disable: None,
        }
    }
}

/// Which sessions to list. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    /// At most so many.
    pub limit: Option<u32>,
    /// Only those before (older than) this one: the next page.
    pub before: Option<SessionId>,
    /// Only with this decision.
    pub decision: Option<Decision>,
    /// Only for this reason.
    pub reason: Option<Reason>,
    /// Only of this person.
    pub person: Option<PersonId>,
    /// Only those started at this time or later.
    pub since: Option<Timestamp>,
    /// Only those started before this time.
    pub until: Option<Timestamp>,
}

/// The sealed part of a session's row.
#[derive(Serialize, Deserialize)]
struct SealedSession {
    claim: Option<Badge>,
    operator: Option<OperatorName>,
    camera: String,
    tolerance: ToleranceName,
    tolerance_version: u32,
    model: Option<ModelHash>,
    scores: SessionScores,
    quality: Quality,
    liveness: LivenessSummary,
    timings: SessionTimings,
}

/// Columns of a session's row, in the order of `COLUMNS`.
#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    id: Vec<u8>,
    started_at: i64,
    kind: String,
    decision: String,
    reason: String,
    source: String,
    person: Option<Vec<u8>>,
    claim_index: Option<Vec<u8>>,
    sealed: Vec<u8>,
}

impl Store {
    /// Keeps a session, the failures it leads to and whom they switch off, in
    /// one transaction.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn record_session(&self, record: &SessionRecord<'_>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_session(&mut transaction, &self.keys, record.session).await?;
        if let Some((key, count)) = &record.attempts {
            keep_attempts(&mut transaction, &self.keys, key, *count).await?;
        }
        if let Some(id) = record.disable
            && let Some(mut found) = person(&mut transaction, &self.keys, id).await?
            && found.state != PersonState::Disabled
        {
            let state = PersonState::Disabled;
            change_state(&mut transaction, &self.keys, &mut found, state).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Sessions, newest first.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn sessions(&self, filter: &SessionFilter) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<SessionRow> = sqlx::query_as(
            "SELECT * FROM sessions
             WHERE (?1 IS NULL OR id < ?1)
               AND (?2 IS NULL OR decision = ?2)
               AND (?3 IS NULL OR reason = ?3)
               AND (?4 IS NULL OR person = ?4)
               AND (?5 IS NULL OR started_at >= ?5)
               AND (?6 IS NULL OR started_at < ?6)
             ORDER BY id DESC
             LIMIT ?7",
        )
        .bind(filter.before.map(|id| id_bytes(id.0)))
        .bind(filter.decision.map(Decision::as_str))
        .bind(filter.reason.map(Reason::as_str))
        .bind(filter.person.map(|id| id_bytes(id.0)))
        .bind(filter.since.map(|time| time.0))
        .bind(filter.until.map(|time| time.0))
        // SQLite takes a negative limit as none.
        .bind(filter.limit.map_or(-1, i64::from))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| open_session(&self.keys, row))
            .collect()
    }

    /// The session of that id.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let row: Option<SessionRow> = sqlx::query_as("SELECT * FROM sessions WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| open_session(&self.keys, &row)).transpose()
    }

    /// Deletes sessions started before a time (only counts them in a dry run)
    /// and says how many.
    ///
    /// # Errors
    /// Why they couldn't be deleted; then none was.
    pub async fn clean_sessions(
        &self,
        before: Timestamp,
        dry_run: bool,
    ) -> Result<u64, StoreError> {
        if dry_run {
            let (count,): (i64,) =
                sqlx::query_as("SELECT count(*) FROM sessions WHERE started_at < ?1")
                    .bind(before.0)
                    .fetch_one(&self.pool)
                    .await?;
            return Ok(count.unsigned_abs());
        }
        let deleted = sqlx::query("DELETE FROM sessions WHERE started_at < ?1")
            .bind(before.0)
            .execute(&self.pool)
            .await?
            .rows_affected();
        self.empty_log().await?;
        Ok(deleted)
    }
}

pub(super) async fn insert_session(
    connection: &mut Connection,
    keys: &Keys,
    session: &Session,
) -> Result<(), StoreError> {
    let row = seal_session(keys, session)?;
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
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes from a person's sessions all that says they were theirs; figures and
/// decision stay. Says how many there were.
pub(super) async fn anonymise_sessions(
    connection: &mut Connection,
    keys: &Keys,
    person: PersonId,
    badge: &Badge,
) -> Result<u64, StoreError> {
    let rows: Vec<SessionRow> =
        sqlx::query_as("SELECT * FROM sessions WHERE person = ?1 OR claim_index = ?2")
            .bind(id_bytes(person.0))
            .bind(keys.index(Index::Claim, badge.as_str())?)
            .fetch_all(&mut *connection)
            .await?;
    let mut count = 0;
    for row in rows {
        let mut session = open_session(keys, &row)?;
        session.person = None;
        session.claim = None;
        let row = seal_session(keys, &session)?;
        sqlx::query(
            "UPDATE sessions SET person = NULL, claim_index = NULL, sealed = ?2 WHERE id = ?1",
        )
        .bind(row.id)
        .bind(row.sealed)
        .execute(&mut *connection)
        .await?;
        count += 1;
    }
    Ok(count)
}

impl SessionRow {
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

fn seal_session(keys: &Keys, session: &Session) -> Result<SessionRow, StoreError> {
    let sealed = SealedSession {
        claim: session.claim.clone(),
        operator: session.operator.clone(),
        camera: session.camera.clone(),
        tolerance: session.tolerance.clone(),
        tolerance_version: session.tolerance_version,
        model: session.model,
        scores: session.scores,
        quality: session.quality.clone(),
        liveness: session.liveness.clone(),
        timings: session.timings,
    };
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
    row.sealed = keys.seal_json(Kind::Session, &row.bound(&started_at), &sealed)?;
    Ok(row)
}

fn open_session(keys: &Keys, row: &SessionRow) -> Result<Session, StoreError> {
    const UNREADABLE: StoreError = StoreError::Unreadable("session");
    let bound = row.started_at.to_le_bytes();
    let opened: SealedSession = keys.open_json(Kind::Session, &row.bound(&bound), &row.sealed)?;
    let person = row.person.as_deref().map(id_from).transpose()?;
    Ok(Session {
        id: SessionId(id_from(&row.id)?),
        kind: SessionKind::parse(&row.kind).ok_or(UNREADABLE)?,
        started_at: Timestamp(row.started_at),
        decision: Decision::parse(&row.decision).ok_or(UNREADABLE)?,
        reason: Reason::parse(&row.reason).ok_or(UNREADABLE)?,
        source: Source::parse(&row.source).ok_or(UNREADABLE)?,
        claim: opened.claim,
        person: person.map(PersonId),
        operator: opened.operator,
        camera: opened.camera,
        tolerance: opened.tolerance,
        tolerance_version: opened.tolerance_version,
        model: opened.model,
        scores: opened.scores,
        quality: opened.quality,
        liveness: opened.liveness,
        timings: opened.timings,
    })
}
