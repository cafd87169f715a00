//! What the audit keeps of an act, and what is found when it is looked through.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use super::{Act, Facts, OperatorId, Subject, Timestamp};

/// The hash of an entry and of all before it (SHA-256).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuditHash(pub [u8; 32]);

impl fmt::Display for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditHash({self})")
    }
}

/// An entry as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counts entries, from 1, without a gap.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// Which operator did it; none where nobody had signed in.
    pub actor: Option<OperatorId>,
    /// To what.
    pub subject: Option<Subject>,
    /// What else is known of it.
    pub facts: Facts,
    /// The chain up to here.
    pub hash: AuditHash,
}

/// Where the chain ends: enough to notice later that anything before was
/// changed, if it is kept where the table can't be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The newest entry's number; 0 before the first.
    pub sequence: u64,
    /// Its hash.
    pub hash: AuditHash,
}

/// Something that isn't as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "flaw", rename_all = "snake_case")]
pub enum AuditFlaw {
    /// An entry says something else than was written, or was never written by
    /// this kiosk.
    Changed {
        /// Its number.
        sequence: u64,
    },
    /// An entry stands where another was.
    Moved {
        /// Where it stands.
        sequence: u64,
        /// The number it was written under.
        written_as: u64,
    },
    /// Entries were taken out.
    Missing {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// The newest entries were cut off.
    CutOff {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// The head beside the table isn't the table's end, or is gone.
    HeadChanged,
    /// The head that was kept elsewhere is of another chain: the database was
    /// put back, and went on from there.
    AnotherChain {
        /// That head's number.
        sequence: u64,
    },
}

impl fmt::Display for AuditFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { sequence } => write!(f, "entry {sequence} was changed"),
            Self::Moved {
                sequence,
                written_as,
            } => write!(f, "entry {written_as} stands in the place of {sequence}"),
            Self::Missing { from, to } if from == to => write!(f, "entry {from} was taken out"),
            Self::Missing { from, to } => write!(f, "entries {from} to {to} were taken out"),
            Self::CutOff { from, to } if from == to => write!(f, "entry {from} was cut off"),
            Self::CutOff { from, to } => write!(f, "entries {from} to {to} were cut off"),
            Self::HeadChanged => f.write_str("the head beside the audit was changed or removed"),
            Self::AnotherChain { sequence } => write!(
                f,
                "the head that was kept elsewhere isn't that of entry {sequence}: the database was put back"
            ),
        }
    }
}

/// What checking the audit found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// How many entries there are.
    pub entries: u64,
    /// The last of them.
    pub head: AuditHead,
    /// What isn't as it was written, in the order of the entries.
    pub flaws: Vec<AuditFlaw>,
    /// Flaws beyond those.
    pub flaws_not_told: u64,
}

impl AuditCheck {
    /// How many flaws there are, told or not.
    #[must_use]
    pub fn all_flaws(&self) -> u64 {
        let told = u64::try_from(self.flaws.len()).unwrap_or(u64::MAX);
        self.flaws_not_told.saturating_add(told)
    }
}

impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.sequence, self.hash)
    }
}

/// The text is not a head.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a head is a number, a colon and 64 hexadecimal digits, as `audit verify` prints it")]
pub struct AuditHeadError;

impl std::str::FromStr for AuditHead {
    type Err = AuditHeadError;

    fn from_str(text: &str) -> Result<Self, AuditHeadError> {
        let (sequence, digits) = text.trim().split_once(':').ok_or(AuditHeadError)?;
        let hash = super::ModelHash::from_hex(digits).map_err(|_| AuditHeadError)?;
        Ok(Self {
            sequence: sequence.parse().map_err(|_| AuditHeadError)?,
            hash: AuditHash(hash.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_as_it_is_printed() {
        let head = AuditHead {
            sequence: 42,
            hash: AuditHash([0xa5; 32]),
        };
        assert_eq!(head.to_string().parse(), Ok(head));
        for text in ["", "42", "42:", "x:00", "-1:00", "42:zz"] {
            assert_eq!(text.parse::<AuditHead>(), Err(AuditHeadError), "{text}");
        }
    }
}
