//! Sessions for reviewers: found by their plain columns, from an index alone,
//! and opened a page at a time, so that a hundred thousand are no burden.

use std::collections::{BTreeMap, HashMap};

use sqlx::{QueryBuilder, Sqlite};

use super::audit::{AuditRow, genesis, kept_head};
use super::audit_macs::AuditReader;
use super::sealing::Index;
use super::session_rows::{OwnKeys, SessionRow};
use super::{Store, StoreError, id_bytes, id_from};
use crate::domain::{
    Act, AuditEntry, AuditHash, Badge, Decision, PersonId, Reason, Session, SessionId, SessionKind,
    Source, Subject, Timestamp,
};

/// No page that is opened at once is larger: SQLite binds so many values.
const MOST_AT_ONCE: usize = 500;
/// The clock may have been set between a session's beginning and its entry in
/// the audit by so much, in milliseconds (ours).
const CLOCK_SLACK: i64 = 10 * 60 * 1000;

/// Which sessions are looked for. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Only with this decision.
    pub decision: Option<Decision>,
    /// Only for this reason.
    pub reason: Option<Reason>,
    /// Only for this purpose.
    pub kind: Option<SessionKind>,
    /// Only with frames from there.
    pub source: Option<Source>,
    /// Only of the person with this badge, or of who claimed it.
    pub of: Option<(Badge, Option<PersonId>)>,
    /// Only those started at this time or later.
    pub since: Option<Timestamp>,
    /// Only those started before this time.
    pub until: Option<Timestamp>,
    /// Only those from the first id to the second.
    pub between: Option<(SessionId, SessionId)>,
}

/// How many sessions there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionCounts {
    /// By decision.
    pub decisions: BTreeMap<&'static str, u64>,
    /// By reason.
    pub reasons: BTreeMap<&'static str, u64>,
    /// By purpose.
    pub kinds: BTreeMap<&'static str, u64>,
    /// By where their frames came from.
    pub sources: BTreeMap<&'static str, u64>,
    /// All of them.
    pub all: u64,
}

/// The entry of the audit that says how a session ended, looked at just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditProof {
    /// The entry.
    pub entry: AuditEntry,
    /// Whether it stands where and as it was written: its seal opens, its hash
    /// follows from the entry before, and the kiosk's key vouches for it.
    pub sound: bool,
}

/// A query with the conditions of a filter, whose values `bound` binds. It is
/// answered from the index alone.
macro_rules! found_by {
    ($what:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM sessions INDEXED BY sessions_for_review
             WHERE (?1 IS NULL OR decision = ?1)
               AND (?2 IS NULL OR reason = ?2)
               AND (?3 IS NULL OR kind = ?3)
               AND (?4 IS NULL OR source = ?4)
               AND (?5 IS NULL OR claim_index = ?5 OR person = ?6)
               AND (?7 IS NULL OR started_at >= ?7)
               AND (?8 IS NULL OR started_at < ?8)
               AND (?9 IS NULL OR id BETWEEN ?9 AND ?10) ",
            $order
        )
    };
}

macro_rules! bound {
    ($store:ident, $query:expr, $filter:ident) => {{
        let (claim, person) = match &$filter.of {
            Some((badge, person)) => (
                Some($store.keys.index(Index::Claim, badge.as_str())?),
                *person,
            ),
            None => (None, None),
        };
        $query
            .bind($filter.decision.map(Decision::as_str))
            .bind($filter.reason.map(Reason::as_str))
            .bind($filter.kind.map(SessionKind::as_str))
            .bind($filter.source.map(Source::as_str))
            .bind(claim)
            .bind(person.map(|id| id_bytes(id.0)))
            .bind($filter.since.map(|time| time.0))
            .bind($filter.until.map(|time| time.0))
            .bind($filter.between.map(|(from, _)| id_bytes(from.0)))
            .bind($filter.between.map(|(_, to)| id_bytes(to.0)))
    }};
}

impl Store {
    /// Every session that the filter finds, newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn session_ids(&self, filter: &ReviewFilter) -> Result<Vec<SessionId>, StoreError> {
        let query = sqlx::query_as(found_by!("id", "ORDER BY id DESC"));
        let rows: Vec<(Vec<u8>,)> = bound!(self, query, filter).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|(id,)| Ok(SessionId(id_from(id)?)))
            .collect()
    }

    /// How many sessions of each kind the filter finds.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn session_counts(&self, filter: &ReviewFilter) -> Result<SessionCounts, StoreError> {
        let query = sqlx::query_as(found_by!(
            "decision, reason, kind, source, count(*)",
            "GROUP BY 1, 2, 3, 4"
        ));
        let rows: Vec<(String, String, String, String, i64)> =
            bound!(self, query, filter).fetch_all(&self.pool).await?;
        let mut counts = SessionCounts::default();
        for (decision, reason, kind, source, count) in rows {
            let count = count.unsigned_abs();
            counts.all += count;
            let words = [
                (
                    &mut counts.decisions,
                    Decision::parse(&decision).map(Decision::as_str),
                ),
                (
                    &mut counts.reasons,
                    Reason::parse(&reason).map(Reason::as_str),
                ),
                (
                    &mut counts.kinds,
                    SessionKind::parse(&kind).map(SessionKind::as_str),
                ),
                (
                    &mut counts.sources,
                    Source::parse(&source).map(Source::as_str),
                ),
            ];
            for (counted, word) in words {
                let word = word.ok_or(StoreError::Unreadable("session"))?;
                *counted.entry(word).or_default() += count;
            }
        }
        Ok(counts)
    }

    /// These sessions, in this order; those that are gone, or damaged, are left
    /// out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn sessions_of(&self, ids: &[SessionId]) -> Result<Vec<Session>, StoreError> {
        // One transaction, so that rows and keys belong together.
        let mut connection = self.pool.begin().await?;
        let mut rows = Vec::with_capacity(ids.len());
        for some in ids.chunks(MOST_AT_ONCE) {
            let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM sessions WHERE id IN (");
            let mut listed = query.separated(", ");
            for id in some {
                listed.push_bind(id_bytes(id.0));
            }
            query.push(")");
            let found: Vec<SessionRow> = query.build_query_as().fetch_all(&mut *connection).await?;
            rows.extend(found);
        }
        let mut own = OwnKeys::default();
        let mut by_id = HashMap::<SessionId, Session>::with_capacity(rows.len());
        for row in &rows {
            match own.open(&mut connection, &self.keys, row).await {
                Ok(session) => drop(by_id.insert(session.id, session)),
                Err(error) if error.is_of_one_record() => {
                    tracing::warn!(%error, "a session can't be opened");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }

    /// The newest session in which that person was enrolled with a surface
    /// that is still kept.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn enrolment_surface(
        &self,
        person: PersonId,
    ) -> Result<Option<SessionId>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as(
            "SELECT id FROM sessions JOIN reconstructions ON session = id
             WHERE person = ?1 AND kind = 'enrolment' ORDER BY id LIMIT 1",
        )
        .bind(id_bytes(person.0))
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(id,)| Ok(SessionId(id_from(&id)?))).transpose()
    }

    /// The entry of the audit that says how a session ended, and whether it
    /// stands as it was written; none where none is found.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit_of(&self, session: &Session) -> Result<Option<AuditProof>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let took = i64::try_from(session.timings.total_millis).unwrap_or(CLOCK_SLACK);
        let began = session.started_at.0;
        let rows: Vec<AuditRow> = sqlx::query_as(
            "SELECT * FROM audit WHERE at BETWEEN ?1 AND ?2 AND act = ?3 ORDER BY sequence",
        )
        .bind(began.saturating_sub(CLOCK_SLACK))
        .bind(began.saturating_add(took).saturating_add(CLOCK_SLACK))
        .bind(Act::Decided.as_str())
        .fetch_all(&mut *transaction)
        .await?;
        let reader = AuditReader::new(&self.keys)?;
        let wanted = Some(Subject::Session(session.id));
        let found = rows.into_iter().find_map(|row| {
            let entry = row.open(&reader).filter(|entry| entry.subject == wanted)?;
            Some((row, entry))
        });
        let Some((row, entry)) = found else {
            return Ok(None);
        };
        let before = match row.sequence - 1 {
            0 => Some(genesis(&mut transaction).await?.hash),
            number => {
                let before: Option<AuditRow> =
                    sqlx::query_as("SELECT * FROM audit WHERE sequence = ?1")
                        .bind(number)
                        .fetch_optional(&mut *transaction)
                        .await?;
                before.and_then(|row| row.written_hash(&reader))
            }
        };
        let head = kept_head(&mut transaction, &reader).await?;
        let reached = matches!(head, Some(Ok(head)) if head.sequence >= entry.sequence);
        let chained = |before: AuditHash| row.written_hash(&reader) == Some(row.chained(before));
        let stands = u64::try_from(row.sequence) == Ok(entry.sequence);
        let decided = |name: &str, word: &str| {
            let fact = entry.facts.get(name);
            fact.is_some_and(|fact| fact.as_str() == word)
        };
        // What the session says now is what was written down when it ended.
        let agrees = decided("decision", session.decision.as_str())
            && decided("reason", session.reason.as_str());
        let sound = stands && reached && agrees && before.is_some_and(chained);
        Ok(Some(AuditProof { entry, sound }))
    }
}
