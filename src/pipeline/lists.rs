//! That lists and people were looked at, for the audit: an entry a list that
//! was opened, or a page of one over HTTP and by command, never one a row, and
//! never what was searched for.

use crate::domain::{Act, Note, PersonId, Subject};

/// That the list of people was opened.
#[must_use]
pub fn people_listed(count: usize) -> Note {
    counted(Act::PeopleListed, "people", count)
}

/// That a person was looked at.
#[must_use]
pub fn person_viewed(person: PersonId) -> Note {
    Note::of(Act::PersonViewed).to(Subject::Person(person))
}

/// That the list of sessions was opened.
#[must_use]
pub fn sessions_listed(count: usize) -> Note {
    counted(Act::SessionsListed, "sessions", count)
}

fn counted(act: Act, what: &'static str, count: usize) -> Note {
    Note::of(act).with(what, u64::try_from(count).unwrap_or(u64::MAX))
}
