//! What a kiosk sends: things it made, in batches. Every row is answered.

use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use super::client::Centre;
use super::{CentralError, signed};
use crate::domain::{Decision, PersonId, Reason, SessionId, SessionKind, Source, Timestamp};

/// What came of a row that was sent. All but `Refused` are final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is at the centre, now or since an earlier time.
    Kept,
    /// A later version is there; this one was put aside.
    Lost,
    /// It is of a person who is erased; nothing of it was kept.
    Erased,
    /// The same is there with another content; an administrator is told.
    Alarm,
    /// It breaks the rule of that name. The others went on.
    Refused(String),
}

#[derive(FromRow)]
struct AnswerRow {
    at: i32,
    outcome: String,
    reason: Option<String>,
}

impl Answer {
    fn of(row: AnswerRow) -> Result<Self, CentralError> {
        Ok(match row.outcome.as_str() {
            "kept" => Self::Kept,
            "lost" => Self::Lost,
            "erased" => Self::Erased,
            "alarm" => Self::Alarm,
            "refused" => Self::Refused(row.reason.unwrap_or_default()),
            // An outcome of a later contract.
            _ => return Err(CentralError::KioskTooOld),
        })
    }
}

/// The kinds of sealed records that kiosks of a site share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// Who is enrolled.
    Person,
    /// What is kept of a face.
    Template,
    /// What a person agreed to.
    Consent,
    /// Who runs kiosks.
    Operator,
    /// A version of a tolerance profile.
    Tolerance,
}

impl RecordKind {
    /// All of them, in an order in which they can be put to use.
    pub const ALL: [Self; 5] = [
        Self::Tolerance,
        Self::Operator,
        Self::Person,
        Self::Consent,
        Self::Template,
    ];

    /// The word for it at the centre.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Template => "template",
            Self::Consent => "consent",
            Self::Operator => "operator",
            Self::Tolerance => "tolerance",
        }
    }
}

/// A sealed record. What is sent again must be the very bytes that were sent
/// first: sealing anew draws another nonce, and that is another content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// A UUIDv7, made at the kiosk; of a person their own.
    pub id: Uuid,
    /// Counts from 1; the highest wins.
    pub version: u64,
    /// Whom it is about; of a person their own id, of operators and profiles none.
    pub person: Option<Uuid>,
    /// The record as it was sealed.
    pub sealed: Vec<u8>,
}

impl Record {
    /// SHA-256 of all that is sent of it.
    #[must_use]
    pub fn hash(&self, kind: RecordKind) -> [u8; 32] {
        content_hash(&[
            kind.as_str().as_bytes(),
            self.id.as_bytes(),
            &self.version.to_be_bytes(),
            self.person.as_ref().map_or(&[][..], |id| id.as_bytes()),
            &self.sealed,
        ])
    }
}

/// A session as the centre keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// What it was for.
    pub kind: SessionKind,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Where its frames came from.
    pub source: Source,
    /// Whose it was, of people who were identified.
    pub person: Option<PersonId>,
    /// The session as it was sealed.
    pub sealed: Vec<u8>,
}

impl SessionRow {
    /// SHA-256 of all that is sent of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        content_hash(&[
            b"session",
            self.id.0.as_bytes(),
            self.kind.as_str().as_bytes(),
            self.decision.as_str().as_bytes(),
            self.reason.as_str().as_bytes(),
            self.source.as_str().as_bytes(),
            self.person.as_ref().map_or(&[][..], |id| id.0.as_bytes()),
            &self.sealed,
        ])
    }
}

/// A person who was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Who.
    pub person: PersonId,
    /// When.
    pub erased_at: Timestamp,
}

/// Where this kiosk's audit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// A UUIDv7; later heads have higher ones.
    pub id: Uuid,
    /// How many entries there are.
    pub entries: u64,
    /// What the last entry's hash is.
    pub head: [u8; 32],
}

/// SHA-256 of parts, each with its length before it, so that no two lists of
/// parts are the same bytes.
pub(super) fn content_hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The answers, in the order of the rows that were sent.
pub(super) fn in_order(
    mut rows: Vec<AnswerRowOf>,
    sent: usize,
) -> Result<Vec<Answer>, CentralError> {
    rows.sort_by_key(|row| row.0.at);
    if rows.len() != sent {
        let counts = format!("{} rows were sent and {} answered", sent, rows.len());
        return Err(CentralError::Database(counts));
    }
    rows.into_iter().map(|row| Answer::of(row.0)).collect()
}

/// A row of any push function's answer.
pub(super) struct AnswerRowOf(AnswerRow);

impl<'r> FromRow<'r, sqlx::postgres::PgRow> for AnswerRowOf {
    fn from_row(row: &'r sqlx::postgres::PgRow) -> Result<Self, sqlx::Error> {
        AnswerRow::from_row(row).map(Self)
    }
}

impl Centre {
    /// Sends records of one kind, at most [`super::MOST_ROWS`].
    ///
    /// # Errors
    /// Why none of them was kept, or it isn't known whether they were; then
    /// they are sent again.
    pub async fn push_records(
        &self,
        kind: RecordKind,
        records: &[Record],
    ) -> Result<Vec<Answer>, CentralError> {
        let hashes = records.iter().map(|record| record.hash(kind).to_vec());
        let sealed = records.iter().map(|record| record.sealed.clone());
        let query = sqlx::query_as(
            "SELECT at, outcome, reason FROM kiosk.push_records($1, $2, $3, $4, $5, $6)",
        )
        .bind(kind.as_str())
        .bind(records.iter().map(|r| r.id).collect::<Vec<_>>())
        .bind(
            records
                .iter()
                .map(|r| signed(r.version))
                .collect::<Vec<_>>(),
        )
        .bind(records.iter().map(|r| r.person).collect::<Vec<_>>())
        .bind(hashes.collect::<Vec<_>>())
        .bind(sealed.collect::<Vec<_>>());
        in_order(self.rows(query).await?, records.len())
    }

    /// Sends sessions.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_sessions(&self, rows: &[SessionRow]) -> Result<Vec<Answer>, CentralError> {
        let query = sqlx::query_as(
            "SELECT at, outcome, reason \
             FROM kiosk.push_sessions($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(rows.iter().map(|r| r.id.0).collect::<Vec<_>>())
        .bind(rows.iter().map(|r| r.kind.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(|r| r.decision.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(|r| r.reason.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(|r| r.source.as_str()).collect::<Vec<_>>())
        .bind(
            rows.iter()
                .map(|r| r.person.map(|p| p.0))
                .collect::<Vec<_>>(),
        )
        .bind(rows.iter().map(|r| r.hash().to_vec()).collect::<Vec<_>>())
        .bind(rows.iter().map(|r| r.sealed.as_slice()).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }

    /// Tells of people who were erased. Nothing of them is at the centre when
    /// this returns, and nothing will be.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_tombstones(&self, rows: &[Tombstone]) -> Result<Vec<Answer>, CentralError> {
        let query = sqlx::query_as("SELECT at, outcome, reason FROM kiosk.push_tombstones($1, $2)")
            .bind(rows.iter().map(|r| r.person.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|r| r.erased_at.0).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }

    /// Anchors this kiosk's audit.
    ///
    /// # Errors
    /// As [`Centre::push_records`].
    pub async fn push_audit_heads(&self, rows: &[AuditHead]) -> Result<Vec<Answer>, CentralError> {
        let query =
            sqlx::query_as("SELECT at, outcome, reason FROM kiosk.push_audit_heads($1, $2, $3)")
                .bind(rows.iter().map(|r| r.id).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| signed(r.entries)).collect::<Vec<_>>())
                .bind(rows.iter().map(|r| r.head.to_vec()).collect::<Vec<_>>());
        in_order(self.rows(query).await?, rows.len())
    }

    /// The newest head of its audit that this kiosk told: how many entries, and
    /// the last one's hash.
    ///
    /// # Errors
    /// Why it can't be had.
    pub async fn newest_audit_head(&self) -> Result<Option<(u64, [u8; 32])>, CentralError> {
        let query = sqlx::query_as("SELECT entries, head FROM kiosk.newest_audit_head()");
        let rows: Vec<(i64, Vec<u8>)> = self.rows(query).await?;
        let Some((entries, head)) = rows.into_iter().next() else {
            return Ok(None);
        };
        let head = head.try_into();
        let head = head.map_err(|_| CentralError::Database("a head of no hash".to_owned()))?;
        Ok(Some((entries.unsigned_abs(), head)))
    }
}
