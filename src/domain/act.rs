//! Acts, and what of them is to be written down. Nothing here can hold a name,
//! a badge or a face: facts are words of the program, numbers and ids.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::decision::names;
use super::identity::identifier;
use super::{PersonId, SelfTestId, SessionId, ToleranceName};

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
    /// A reviewer said what a session was.
    SessionMarked,
    /// What is kept no longer was removed: sessions, surfaces, unused people.
    SessionsCleaned,
    /// A self-test was begun.
    SelfTestBegun,
    /// A self-test was stopped, or a species left.
    SelfTestChanged,
    /// A trial of a self-test was taken back.
    TrialWithdrawn,
    /// A self-test was written to a file.
    SelfTestExported,
    /// A token was issued with a decision.
    TokenIssued,
    /// A token was redeemed.
    TokenRedeemed,
    /// A token was revoked.
    TokenRevoked,
    /// A clock that is behind was taken for right.
    ClockReset,
    /// Other keys were put in place.
    KeysReplaced,
    /// The site key of another kiosk was asked for.
    KeyAskedFor,
    /// The site key was sealed for another kiosk.
    KeyGranted,
    /// Another kiosk's site key was taken.
    KeyAccepted,
    /// A backup was begun; only one that follows says that it was made.
    BackupBegun,
    /// A backup was made.
    BackupCreated,
    /// A backup was put back.
    BackupRestored,
    /// Templates were brought under another secret.
    TemplatesRenewed,
    /// The audit was verified.
    AuditVerified,
    /// What the kiosk may start with was signed.
    StartFilesSigned,
    /// The list of people was looked at.
    PeopleListed,
    /// A person was looked at.
    PersonViewed,
    /// The list of sessions was looked at.
    SessionsListed,
    /// The list of who was erased was looked at.
    ErasuresListed,
    /// The receipt of an erasure was signed once more.
    ReceiptWritten,
    /// The list of tokens was looked at.
    TokensViewed,
    /// A token was checked, without using it up.
    TokenChecked,
    /// A person's consent was written to a file.
    ConsentExported,
    /// The kiosk joined a centre.
    CentreJoined,
    /// What was changed here gave way to another kiosk's change.
    ChangeGaveWay,
    /// The audit here isn't the one that the centre knows: the database was
    /// put back.
    AuditParted,
    /// A place for another kiosk was made at the centre.
    KioskInvited,
    /// A kiosk was switched off at the centre.
    KioskDisabled,
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
    SessionMarked = "session_marked",
    SessionsCleaned = "sessions_cleaned",
    SelfTestBegun = "selftest_begun",
    SelfTestChanged = "selftest_changed",
    TrialWithdrawn = "trial_withdrawn",
    SelfTestExported = "selftest_exported",
    TokenIssued = "token_issued",
    TokenRedeemed = "token_redeemed",
    TokenRevoked = "token_revoked",
    ClockReset = "clock_reset",
    KeysReplaced = "keys_replaced",
    KeyAskedFor = "key_asked_for",
    KeyGranted = "key_granted",
    KeyAccepted = "key_accepted",
    BackupBegun = "backup_begun",
    BackupCreated = "backup_created",
    BackupRestored = "backup_restored",
    TemplatesRenewed = "templates_renewed",
    AuditVerified = "audit_verified",
    StartFilesSigned = "start_files_signed",
    PeopleListed = "people_listed",
    PersonViewed = "person_viewed",
    SessionsListed = "sessions_listed",
    ErasuresListed = "erasures_listed",
    ReceiptWritten = "receipt_written",
    TokensViewed = "tokens_viewed",
    TokenChecked = "token_checked",
    ConsentExported = "consent_exported",
    CentreJoined = "centre_joined",
    ChangeGaveWay = "change_gave_way",
    AuditParted = "audit_parted",
    KioskInvited = "kiosk_invited",
    KioskDisabled = "kiosk_disabled",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_found_by_its_word() {
        for act in Act::ALL {
            assert_eq!(Act::parse(act.as_str()), Some(*act));
        }
    }
}
