//! Rows that tests send.

use secure_biometric::central::{Record, SessionRow};
use secure_biometric::domain::{Decision, PersonId, Reason, SessionId, SessionKind, Source};
use uuid::Uuid;

/// A version of a person.
pub fn person(id: Uuid, version: u64, content: &str) -> Record {
    Record {
        id,
        version,
        person: Some(id),
        sealed: content.as_bytes().to_vec(),
    }
}

/// A template or consent of a person.
pub fn of_person(person: Uuid, content: &str) -> Record {
    Record {
        id: Uuid::now_v7(),
        version: 1,
        person: Some(person),
        sealed: content.as_bytes().to_vec(),
    }
}

/// An operator, or a version of a tolerance profile.
pub fn of_nobody(content: &str) -> Record {
    Record {
        id: Uuid::now_v7(),
        version: 1,
        person: None,
        sealed: content.as_bytes().to_vec(),
    }
}

/// A verification of somebody, or of nobody known.
pub fn session(person: Option<Uuid>, content: &str) -> SessionRow {
    SessionRow {
        id: SessionId(Uuid::now_v7()),
        kind: SessionKind::Verification,
        decision: Decision::Verified,
        reason: Reason::Matched,
        source: Source::Kiosk,
        person: person.map(PersonId),
        sealed: content.as_bytes().to_vec(),
    }
}
