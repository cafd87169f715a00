//! What a window sees of the people who are enrolled, and what it may ask.

use std::path::PathBuf;
use std::sync::Arc;

use super::Problem;
use crate::domain::{
    Badge, Consent, Department, ErasureReason, LookKind, Person, PersonId, PersonName, PersonState,
    Secret, Timestamp,
};
use crate::report::consent::ConsentWords;

/// What an operator wants of the people who are enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleIntent {
    /// Know whether a badge is free, or whose it is.
    CheckBadge(Badge),
    /// List whom a query finds.
    List(PeopleQuery),
    /// See one person.
    Show(PersonId),
    /// See nobody in particular.
    Close,
    /// Let a person verify, or keep them from it (administrators).
    SetState {
        /// Who.
        person: PersonId,
        /// The version that was seen: a change by somebody else is refused.
        version: u32,
        /// What they are to be.
        state: PersonState,
    },
    /// Erase a person (administrators, with a second operator).
    Remove {
        /// Who.
        person: PersonId,
        /// Their badge, typed once more.
        badge: Badge,
        /// Why.
        reason: ErasureReason,
        /// Who agrees.
        second: SecondOperator,
    },
    /// Write a person's consent to a file.
    WriteConsent {
        /// Who.
        person: PersonId,
        /// The page's words, in the language in which they agreed.
        words: Box<ConsentWords>,
        /// With the picture of their signature.
        with_signature: bool,
    },
    /// Add a look to a person.
    AddLook {
        /// Who.
        person: PersonId,
        /// Why.
        kind: LookKind,
    },
    /// The notice has been read.
    DismissNotice,
    /// That an enrolment was interrupted has been read.
    DismissInterrupted,
}

/// Another operator, who signs in for this one act.
#[derive(Clone, Debug)]
pub struct SecondOperator {
    /// Login name as typed.
    pub name: String,
    /// Password as typed.
    pub password: Arc<Secret<String>>,
}

impl PartialEq for SecondOperator {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.password.expose() == other.password.expose()
    }
}

impl Eq for SecondOperator {}

/// Which people to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Words that badge, name and department must contain.
    pub text: String,
    /// Only in this state.
    pub only: Option<PersonState>,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonSummary {
    /// Who.
    pub id: PersonId,
    /// Their badge.
    pub badge: Badge,
    /// Their name.
    pub name: PersonName,
    /// Their department.
    pub department: Option<Department>,
    /// Whether they can verify.
    pub state: PersonState,
    /// Whether too many failures switched them off.
    pub locked_out: bool,
}

/// Whom a query found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleList {
    /// What was asked.
    pub query: PeopleQuery,
    /// Whom it found, by name.
    pub rows: Vec<PersonSummary>,
    /// How many people there are.
    pub total: usize,
    /// How many of them wait for an administrator.
    pub held: usize,
    /// Whose record doesn't open.
    pub damaged: Vec<PersonId>,
}

/// One person, for those who may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonDetails {
    /// The person.
    pub person: Person,
    /// What they agreed to.
    pub consent: Option<Consent>,
    /// How many templates are kept of them.
    pub templates: u32,
    /// When they verified last.
    pub last_verified: Option<Timestamp>,
    /// Whom a held person looks like; only administrators are told.
    pub looks_like: Option<PersonSummary>,
}

/// Whether a badge is free, or whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeCheck {
    /// The badge.
    pub badge: Badge,
    /// Whether somebody has it.
    pub taken: bool,
    /// Who that is, as far as it was looked up.
    pub holder: Option<PersonSummary>,
}

/// How an act ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleNotice {
    /// A held person can verify now.
    Approved,
    /// A disabled person can verify again.
    Enabled,
    /// A person can't verify any more.
    Disabled,
    /// A person is erased.
    Removed {
        /// Their sessions, kept without saying whose they were.
        sessions: u64,
        /// Where the signed receipt is; none if it couldn't be written.
        receipt: Option<PathBuf>,
        /// Whether the database's log is empty; else it holds what was erased
        /// until the program that reads it ends.
        log_emptied: bool,
    },
    /// A person's consent is written.
    ConsentWritten {
        /// Where.
        file: PathBuf,
    },
    /// The second operator's name or password is wrong.
    SecondRefused,
    /// The second operator is the first.
    SecondSame,
    /// The second operator has to wait: too many tries failed.
    SecondWaits {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The operator may not do that.
    NotAllowed,
    /// Somebody else changed or removed the person meanwhile.
    ChangedMeanwhile,
    /// The badge typed isn't the person's.
    WrongBadge,
    /// No more looks can be added to this person.
    TooManyLooks,
    /// It couldn't be done.
    Failed {
        /// What happened.
        why: Problem,
    },
}

/// Everything a window draws of people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeopleView {
    /// The last badge that was asked about.
    pub badge: Option<BadgeCheck>,
    /// The last list.
    pub list: Option<Arc<PeopleList>>,
    /// The person that is looked at.
    pub details: Option<Arc<PersonDetails>>,
    /// How the last act ended.
    pub notice: Option<PeopleNotice>,
    /// Whether an act is going on.
    pub busy: bool,
    /// Whether an enrolment was going on when the program ended last.
    pub interrupted_enrolment: bool,
}

impl PeopleView {
    /// Forgets people: nobody who may see them is signed in any more.
    pub(super) fn forget(&mut self) {
        *self = Self {
            interrupted_enrolment: self.interrupted_enrolment,
            ..Self::default()
        };
    }
}

impl From<&Person> for PersonSummary {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id,
            badge: person.badge.clone(),
            name: person.name.clone(),
            department: person.contact.department.clone(),
            state: person.state,
            locked_out: person.locked_out,
        }
    }
}
