//! The audit: one entry an act, written in the act's own transaction and hashed
//! together with the entry before it.
//!
//! `hash` is SHA-256 of the hash before and of all that the row says; `mac` is
//! its HMAC-SHA256 under a key of its own, so that nobody without the key can
//! write another chain (`audit_macs`). The sealed part says its own number: a moved row is
//! known as such. Where the chain ends is kept once more outside the table
//! (`audit_head`); who keeps that head elsewhere, too, notices a database that
//! was put back whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::audit_macs::{AuditReader, of_entry, of_head};
use super::opening::key_id;
use super::operators::{operator_id, operator_ids};
use super::sealing::Kind;
use super::wrapping::Keys;
use super::{Connection, Store, StoreError};
use crate::domain::{
    Act, AuditEntry, AuditHash, AuditHead, Facts, Note, OperatorId, OperatorName, Subject,
    Timestamp,
};

/// What the hash before the first entry is made of, with the folder's id.
const GENESIS: &[u8] = b"secure-biometric audit v1";

/// The sealed part of an entry.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedEntry {
    sequence: u64,
    actor: Option<OperatorId>,
    subject: Option<Subject>,
    facts: Facts,
}

/// An entry's row.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct AuditRow {
    pub(super) sequence: i64,
    at: i64,
    act: String,
    sealed: Vec<u8>,
    hash: Vec<u8>,
    mac: Vec<u8>,
}

/// The head's row.
#[derive(sqlx::FromRow)]
struct HeadRow {
    sequence: i64,
    hash: Vec<u8>,
    mac: Vec<u8>,
}

/// Which entries to list. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// At most so many.
    pub limit: Option<usize>,
    /// Only those before this number: the next page.
    pub before: Option<u64>,
    /// Only these acts; none named is all.
    pub acts: Vec<Act>,
    /// Only this operator's.
    pub actor: Option<OperatorId>,
    /// Only those done to this person, session, operator or self-test.
    pub subject: Option<uuid::Uuid>,
    /// Only those at this time or later.
    pub since: Option<Timestamp>,
    /// Only those before this time.
    pub until: Option<Timestamp>,
}

/// Entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// Those that fit.
    pub entries: Vec<AuditEntry>,
    /// How many were passed over because they don't open: verify the audit.
    pub unreadable: u64,
}

impl Store {
    /// This store for acts of an operator: what it writes into the audit names
    /// them.
    #[must_use]
    pub fn acting(&self, operator: &OperatorName) -> Self {
        Self {
            actor: Some(operator.clone()),
            ..self.clone()
        }
    }

    /// Writes down an act that changes nothing else here.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn note(&self, note: &Note) -> Result<(), StoreError> {
        self.note_all(std::slice::from_ref(note)).await
    }

    /// Writes down acts that belong together: all of them or none.
    ///
    /// # Errors
    /// Why they couldn't be written.
    pub async fn note_all(&self, notes: &[Note]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for note in notes {
            self.write_down(&mut transaction, note).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Writes down an act in the transaction that does it.
    pub(super) async fn write_down(
        &self,
        connection: &mut Connection,
        note: &Note,
    ) -> Result<(), StoreError> {
        write_down(connection, &self.keys, self.actor.as_ref(), note).await
    }

    /// Where the audit ends.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let mut transaction = self.pool.begin().await?;
        newest(&mut transaction).await
    }

    /// Whether that head, kept elsewhere, is one of this audit.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn has_audit_head(&self, head: AuditHead) -> Result<bool, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT hash FROM audit WHERE sequence = ?1")
            .bind(signed(head.sequence))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some_and(|(hash,)| hash == head.hash.0))
    }

    /// Entries, newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<AuditPage, StoreError> {
        const AT_ONCE: i64 = 500;
        let reader = AuditReader::new(&self.keys)?;
        let most = filter.limit.unwrap_or(usize::MAX);
        let mut page = AuditPage::default();
        let mut before = filter.before.map_or(i64::MAX, signed);
        while page.entries.len() < most {
            let rows: Vec<AuditRow> = sqlx::query_as(
                "SELECT * FROM audit
                 WHERE sequence < ?1
                   AND (?2 IS NULL OR at >= ?2)
                   AND (?3 IS NULL OR at < ?3)
                 ORDER BY sequence DESC LIMIT ?4",
            )
            .bind(before)
            .bind(filter.since.map(|time| time.0))
            .bind(filter.until.map(|time| time.0))
            .bind(AT_ONCE)
            .fetch_all(&self.pool)
            .await?;
            let Some(last) = rows.last() else {
                break;
            };
            before = last.sequence;
            for row in &rows {
                let act = Act::parse(&row.act);
                let wanted = act.is_some_and(|act| filter.acts.contains(&act));
                if !filter.acts.is_empty() && !wanted {
                    continue;
                }
                match row.open(&reader) {
                    Some(entry) if filter.takes(&entry) && page.entries.len() < most => {
                        page.entries.push(entry);
                    }
                    Some(_) => {}
                    None => page.unreadable += 1,
                }
            }
        }
        Ok(page)
    }

    /// Who the operators of the audit are, of all whose record opens.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn operator_ids(&self) -> Result<BTreeMap<OperatorId, OperatorName>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        operator_ids(&mut connection, &self.keys).await
    }
}

impl AuditFilter {
    fn takes(&self, entry: &AuditEntry) -> bool {
        let subject = entry.subject.map(Subject::id);
        (self.actor.is_none() || entry.actor == self.actor)
            && (self.subject.is_none() || subject == self.subject)
    }
}

impl AuditRow {
    /// The hash that the row should have behind `before`.
    pub(super) fn chained(&self, before: AuditHash) -> AuditHash {
        let mut hash = Sha256::new();
        hash.update(before.0);
        hash.update(self.sequence.to_le_bytes());
        hash.update(self.at.to_le_bytes());
        // Each of no fixed length stands behind its length.
        for part in [self.act.as_bytes(), &self.sealed] {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            hash.update(length.to_le_bytes());
            hash.update(part);
        }
        AuditHash(hash.finalize().into())
    }

    /// The hash that the row bears, if its MAC says that the kiosk wrote it.
    pub(super) fn written_hash(&self, reader: &AuditReader) -> Option<AuditHash> {
        reader.entry(&self.hash, &self.mac)
    }

    /// The entry, if it opens. Its own number may be another than the row's.
    pub(super) fn open(&self, reader: &AuditReader) -> Option<AuditEntry> {
        let bound: [&[u8]; 2] = [&self.at.to_le_bytes(), self.act.as_bytes()];
        let opened: SealedEntry = reader.entries.open_json(&bound, &self.sealed).ok()?;
        Some(AuditEntry {
            sequence: opened.sequence,
            at: Timestamp(self.at),
            act: Act::parse(&self.act)?,
            actor: opened.actor,
            subject: opened.subject,
            facts: opened.facts,
            hash: AuditHash(self.hash.as_slice().try_into().ok()?),
        })
    }
}

/// Writes an act down behind the newest entry. The caller's transaction has
/// the right to write, so that no other entry comes between.
pub(super) async fn write_down(
    connection: &mut Connection,
    keys: &Keys,
    actor: Option<&OperatorName>,
    note: &Note,
) -> Result<(), StoreError> {
    let before = newest(connection).await?;
    // Where the end isn't as it was written, a number is left out: the gap
    // stays for ever, and nobody's cut becomes whole by what comes behind it.
    let sound = is_sound(connection, keys, before).await?;
    let sequence = before.sequence + if sound { 1 } else { 2 };
    let actor = match actor {
        Some(name) => operator_id(connection, keys, name).await?,
        None => None,
    };
    let sealed = SealedEntry {
        sequence,
        actor,
        subject: note.subject,
        facts: note.facts.clone(),
    };
    let at = wall_clock().0;
    let bound: [&[u8]; 2] = [&at.to_le_bytes(), note.act.as_str().as_bytes()];
    // Nothing in it needs wiping, so the buffer may grow.
    let plain = serde_json::to_vec(&sealed).map_err(|_| StoreError::Sealing)?;
    let mut row = AuditRow {
        sequence: signed(sequence),
        at,
        act: note.act.as_str().to_owned(),
        sealed: keys.seal(Kind::Audit, &bound, &plain)?,
        hash: Vec::new(),
        mac: Vec::new(),
    };
    let hash = row.chained(before.hash);
    row.hash = hash.0.to_vec();
    row.mac = of_entry(keys, hash)?;
    sqlx::query(
        "INSERT INTO audit (sequence, at, act, sealed, hash, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(row.sequence)
    .bind(row.at)
    .bind(row.act)
    .bind(row.sealed)
    .bind(&row.hash)
    .bind(row.mac)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO audit_head (id, sequence, hash, mac) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
             mac = excluded.mac",
    )
    .bind(row.sequence)
    .bind(row.hash)
    .bind(of_head(keys, AuditHead { sequence, hash })?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Where the chain goes on: behind the head, or behind the last row where that
/// is further. What was cut off stays a gap for ever.
pub(super) async fn newest(connection: &mut Connection) -> Result<AuditHead, StoreError> {
    let genesis = genesis(connection).await?;
    let mut head = genesis;
    for query in [
        "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1",
        "SELECT sequence, hash FROM audit_head",
    ] {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as(query)
            .fetch_optional(&mut *connection)
            .await?;
        let Some((sequence, hash)) = row else {
            continue;
        };
        let sequence = u64::try_from(sequence).unwrap_or(0);
        if sequence >= head.sequence {
            // A hash that isn't one is chained as what it is: verifying tells.
            let hash = hash.as_slice().try_into();
            head = AuditHead {
                sequence,
                hash: hash.map_or(genesis.hash, AuditHash),
            };
        }
    }
    Ok(head)
}

/// Whether the end of the chain is where the head says, and the kiosk wrote
/// that.
async fn is_sound(
    connection: &mut Connection,
    keys: &Keys,
    end: AuditHead,
) -> Result<bool, StoreError> {
    let kept = kept_head(connection, &AuditReader::new(keys)?).await?;
    Ok(match kept {
        Some(kept) => kept == Ok(end),
        None => end.sequence == 0,
    })
}

/// What stands before the first entry of this folder, and of no other.
pub(super) async fn genesis(connection: &mut Connection) -> Result<AuditHead, StoreError> {
    let folder = key_id(connection).await?;
    let mut hash = Sha256::new();
    hash.update(GENESIS);
    hash.update(folder.0.as_bytes());
    Ok(AuditHead {
        sequence: 0,
        hash: AuditHash(hash.finalize().into()),
    })
}

/// The head kept outside the table: none if there is none, an error of its own
/// if nobody with the key wrote it.
pub(super) async fn kept_head(
    connection: &mut Connection,
    reader: &AuditReader,
) -> Result<Option<Result<AuditHead, ()>>, StoreError> {
    let row: Option<HeadRow> = sqlx::query_as("SELECT sequence, hash, mac FROM audit_head")
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| {
        let head = reader.head(row.sequence, &row.hash, &row.mac);
        head.ok_or(())
    }))
}

/// An entry's number as a column.
fn signed(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

/// Wall time, now: what is written down, and nothing else, depends on it.
#[must_use]
pub fn wall_clock() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}
