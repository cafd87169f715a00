//! Looking whether the audit is as it was written, and where not.

use super::audit::{AuditRow, genesis, kept_head};
use super::audit_macs::AuditReader;
use super::{Store, StoreError};
use crate::domain::{AuditCheck, AuditFlaw, AuditHash, AuditHead};

/// Rows read at once: memory doesn't grow with the audit.
const AT_ONCE: i64 = 2000;
/// Flaws that are told one by one; the others are counted.
const MOST_FLAWS: usize = 100;

impl Store {
    /// Looks through the whole audit. `anchor` is a head that was kept
    /// elsewhere, if one was: it must be part of the chain.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn check_audit(&self, anchor: Option<AuditHead>) -> Result<AuditCheck, StoreError> {
        // One transaction, so that what is checked is of one moment.
        let mut transaction = self.pool.begin().await?;
        let mut check = Checking {
            check: AuditCheck {
                entries: 0,
                head: genesis(&mut transaction).await?,
                flaws: Vec::new(),
                flaws_not_told: 0,
            },
            before: None,
            anchor,
            anchored: false,
        };
        check.before = Some(check.check.head.hash);
        let reader = AuditReader::new(&self.keys)?;
        let mut after = i64::MIN;
        loop {
            let rows: Vec<AuditRow> = sqlx::query_as(
                "SELECT * FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
            )
            .bind(after)
            .bind(AT_ONCE)
            .fetch_all(&mut *transaction)
            .await?;
            let Some(last) = rows.last() else {
                break;
            };
            after = last.sequence;
            for row in &rows {
                check.row(row, &reader);
            }
        }
        let head = kept_head(&mut transaction, &reader).await?;
        Ok(check.end(head))
    }
}

struct Checking {
    check: AuditCheck,
    /// The hash before the next row; none where that can't be trusted.
    before: Option<AuditHash>,
    anchor: Option<AuditHead>,
    anchored: bool,
}

impl Checking {
    fn row(&mut self, row: &AuditRow, reader: &AuditReader) {
        let last = self.check.head.sequence;
        let Ok(sequence) = u64::try_from(row.sequence) else {
            return self.found(AuditFlaw::Changed { sequence: 0 });
        };
        if sequence > last + 1 {
            self.found(AuditFlaw::Missing {
                from: last + 1,
                to: sequence - 1,
            });
            self.before = None;
        }
        self.check.entries += 1;
        let hash = row.written_hash(reader);
        // Its MAC says that the kiosk wrote this hash, and the hash that this
        // is what was written here: nothing needs to be opened.
        let vouched = match (self.before, hash) {
            (Some(before), Some(hash)) => row.chained(before) == hash,
            _ => false,
        };
        if vouched {
            self.before = hash;
        } else {
            let flaw = self.flaw_of(row, sequence, hash, reader);
            // A hash that moved here is of another place.
            let moved = matches!(flaw, Some(AuditFlaw::Moved { .. }));
            self.before = hash.filter(|_| !moved);
            if let Some(flaw) = flaw {
                self.found(flaw);
            }
        }
        if let Some(hash) = hash {
            let here = AuditHead { sequence, hash };
            self.anchored |= self.anchor == Some(here);
            self.check.head = here;
        } else {
            self.check.head.sequence = sequence;
        }
    }

    /// What is wrong with a row that the chain doesn't vouch for. Behind a gap
    /// that may be nothing: then its seal speaks for it.
    fn flaw_of(
        &self,
        row: &AuditRow,
        sequence: u64,
        hash: Option<AuditHash>,
        reader: &AuditReader,
    ) -> Option<AuditFlaw> {
        match row.open(reader) {
            Some(entry) if entry.sequence != sequence => Some(AuditFlaw::Moved {
                sequence,
                written_as: entry.sequence,
            }),
            Some(_) if self.before.is_none() && hash.is_some() => None,
            _ => Some(AuditFlaw::Changed { sequence }),
        }
    }

    fn end(mut self, kept: Option<Result<AuditHead, ()>>) -> AuditCheck {
        let last = self.check.head;
        match kept {
            None if last.sequence == 0 => {}
            Some(Ok(head)) if head == last => {}
            Some(Ok(head)) if head.sequence > last.sequence => self.found(AuditFlaw::CutOff {
                from: last.sequence + 1,
                to: head.sequence,
            }),
            _ => self.found(AuditFlaw::HeadChanged),
        }
        match self.anchor {
            Some(anchor) if anchor.sequence > last.sequence => {
                let flaw = AuditFlaw::CutOff {
                    from: last.sequence + 1,
                    to: anchor.sequence,
                };
                if !self.check.flaws.contains(&flaw) {
                    self.found(flaw);
                }
            }
            Some(anchor) if !self.anchored => self.found(AuditFlaw::AnotherChain {
                sequence: anchor.sequence,
            }),
            _ => {}
        }
        self.check
    }

    fn found(&mut self, flaw: AuditFlaw) {
        if self.check.flaws.len() < MOST_FLAWS {
            self.check.flaws.push(flaw);
        } else {
            self.check.flaws_not_told += 1;
        }
    }
}
