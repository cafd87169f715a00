//! What happened and who did it, as the audit keeps it. Nothing here can hold
//! a name, a badge or a face: facts are words of the program, numbers and ids.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::decision::names;
use super::identity::identifier;
use super::{PersonId, SelfTestId, SessionId, Timestamp, ToleranceName};

identifier!(
    /// Identifies an operator (UUIDv7, made at the kiosk).
    OperatorId
);

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// An operator signed in.
    SignedIn,
    /// A sign-in failed, or wasn't taken because others had failed.
    SignInFailed,
    /// A session ended with a decision.
    Decided,
    /// A person was enrolled, or is held until an administrator decides.
    Enrolled,
    /// A person was given another look.
    LookAdded,
    /// A person was switched on or off, or let through.
    PersonStateSet,
    /// A person's failures were forgotten.
    FailuresForgotten,
    /// A person was given a PIN.
    PinSet,
    /// A person was removed.
    PersonRemoved,
    /// An operator was added.
    OperatorAdded,
    /// An operator was switched off.
    OperatorDisabled,
    /// An operator's password was set.
    PasswordSet,
    /// A tolerance profile was saved.
    ToleranceSaved,
    /// The kiosk's settings were saved.
    SettingsSaved,
    /// A session was looked at.
    SessionViewed,
    /// A session, or a list of them, was written to a file.
    SessionExported,
    /// Old sessions were removed.
    SessionsCleaned,
    /// A self-test was begun.
    SelfTestBegun,
    /// A self-test was stopped, or a species left.
    SelfTestChanged,
    /// A trial of a self-test was taken back.
    TrialWithdrawn,
    /// A self-test was written to a file.
    SelfTestExported,
    /// The audit was verified.
    AuditVerified,
}

names!(Act {
    SignedIn = "signed_in",
    SignInFailed = "sign_in_failed",
    Decided = "decided",
    Enrolled = "enrolled",
    LookAdded = "look_added",
    PersonStateSet = "person_state_set",
    FailuresForgotten = "failures_forgotten",
    PinSet = "pin_set",
    PersonRemoved = "person_removed",
    OperatorAdded = "operator_added",
    OperatorDisabled = "operator_disabled",
    PasswordSet = "password_set",
    ToleranceSaved = "tolerance_saved",
    SettingsSaved = "settings_saved",
    SessionViewed = "session_viewed",
    SessionExported = "session_exported",
    SessionsCleaned = "sessions_cleaned",
    SelfTestBegun = "selftest_begun",
    SelfTestChanged = "selftest_changed",
    TrialWithdrawn = "trial_withdrawn",
    SelfTestExported = "selftest_exported",
    AuditVerified = "audit_verified",
});

/// What it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A person; after their removal the id leads to nobody.
    Person(PersonId),
    /// A session.
    Session(SessionId),
    /// An operator.
    Operator(OperatorId),
    /// A self-test.
    SelfTest(SelfTestId),
}

impl Subject {
    /// The word for what it is.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Session(_) => "session",
            Self::Operator(_) => "operator",
            Self::SelfTest(_) => "selftest",
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Person(id) => id.0,
            Self::Session(id) => id.0,
            Self::Operator(id) => id.0,
            Self::SelfTest(id) => id.0,
        }
    }
}

/// A fact about an act. It can be made of the program's own words, of numbers,
/// ids and profiles' names only, so that nothing personal gets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fact(String);

impl Fact {
    /// The fact as it is read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&'static str> for Fact {
    fn from(word: &'static str) -> Self {
        Self(word.to_owned())
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl From<Uuid> for Fact {
    fn from(id: Uuid) -> Self {
        Self(id.to_string())
    }
}

impl From<&ToleranceName> for Fact {
    fn from(name: &ToleranceName) -> Self {
        Self(name.as_str().to_owned())
    }
}

/// Facts by what they are about.
pub type Facts = BTreeMap<String, Fact>;

/// An act to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was done.
    pub act: Act,
    /// To what.
    pub subject: Option<Subject>,
    /// What else is to be known of it.
    pub facts: Facts,
}

impl Note {
    /// An act.
    #[must_use]
    pub fn of(act: Act) -> Self {
        Self {
            act,
            subject: None,
            facts: Facts::new(),
        }
    }

    /// What it was done to.
    #[must_use]
    pub fn to(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// A fact about it.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.insert(name.to_owned(), fact.into());
        self
    }
}

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

    #[test]
    fn every_act_is_found_by_its_word() {
        for act in Act::ALL {
            assert_eq!(Act::parse(act.as_str()), Some(*act));
        }
    }
}
