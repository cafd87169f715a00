//! The audit: listed, looked at, and checked.

use std::sync::Arc;

use secure_biometric::domain::{
    Act, AuditCheck, AuditEntry, AuditFlaw, AuditHash, AuditHead, Note, OperatorId, PersonId, Role,
    SessionId, Subject, Timestamp,
};
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{
    AuditLine, AuditList, AuditQuery, AuditView, DeskView, Snapshot, WorkStatus,
};
use uuid::Uuid;

use super::desk::{DeskScene, administered, desk};
use super::operator;

/// Who did what is listed.
pub const ACTOR: OperatorId = OperatorId(Uuid::from_u128(3));
/// What the newest entry is about.
pub const SESSION: SessionId =
    SessionId(Uuid::from_u128(0x0193_75f1_0000_7000_8000_0000_0000_0001));

fn line(sequence: u64, note: &Note, acting: bool) -> AuditLine {
    AuditLine {
        entry: AuditEntry {
            sequence,
            at: Timestamp(1_795_340_467_000 - i64::try_from(40 - sequence).unwrap() * 95_000),
            act: note.act,
            actor: acting.then_some(ACTOR),
            subject: note.subject,
            facts: note.facts.clone(),
            hash: AuditHash([0xa5; 32]),
        },
        operator: acting.then(|| "a.lindqvist".parse().unwrap()),
    }
}

/// Forty entries of every kind, newest first.
pub fn lines() -> Vec<AuditLine> {
    let person = Subject::Person(PersonId(Uuid::from_u128(9)));
    let decided = Note::of(Act::Decided)
        .to(Subject::Session(SESSION))
        .with("kind", "verification")
        .with("decision", "not_verified")
        .with("reason", "flat_surface")
        .with("source", "kiosk");
    let notes = [
        (decided, false),
        (Note::of(Act::PersonRemoved).to(person), true),
        (Note::of(Act::SignInFailed), false),
        (
            Note::of(Act::SessionsCleaned).with("sessions", 12_u64),
            true,
        ),
        (Note::of(Act::SettingsSaved), true),
    ];
    let all = (1..=40).rev().zip(notes.iter().cycle());
    all.map(|(number, (note, acting))| line(number, note, *acting))
        .collect()
}

/// The page of a reviewer, with the entries of that query.
pub fn audited(query: AuditQuery, lines: Vec<AuditLine>) -> DeskView {
    DeskView {
        audit: AuditView {
            list: Some(Arc::new(AuditList {
                query,
                older: lines.len() >= 40,
                unreadable: 0,
                lines,
            })),
            check: None,
        },
        ..desk()
    }
}

/// A reviewer looks at it.
pub fn reviewed(view: DeskView) -> Snapshot {
    Snapshot {
        operator: Some(secure_biometric::domain::Operator {
            role: Role::Reviewer,
            ..operator()
        }),
        ..administered(view)
    }
}

/// The same after a check that found these flaws.
pub fn checked(flaws: Vec<AuditFlaw>) -> DeskView {
    let mut view = audited(AuditQuery::default(), lines());
    view.audit.check = Some(Arc::new(AuditCheck {
        entries: 40,
        head: AuditHead {
            sequence: 40,
            hash: AuditHash([0xa5; 32]),
        },
        flaws,
        flaws_not_told: 0,
    }));
    view
}

/// Every state of the page by name, with a text that it must say in English.
pub fn audit_scenes() -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Audit);
    let empty = audited(AuditQuery::default(), Vec::new());
    let mut checking = audited(AuditQuery::default(), lines());
    checking.work = WorkStatus::Working;
    let flaws = vec![
        AuditFlaw::Changed { sequence: 17 },
        AuditFlaw::Missing { from: 21, to: 23 },
        AuditFlaw::HeadChanged,
    ];
    let of = reviewed;
    vec![
        (
            "audit",
            of(audited(AuditQuery::default(), lines())),
            "A session was decided",
            page,
        ),
        ("audit_empty", of(empty), "Nothing of that kind", page),
        ("audit_opening", of(desk()), "One moment", page),
        ("audit_checking", of(checking), "Checking", page),
        (
            "audit_sound",
            of(checked(Vec::new())),
            "40 entries, all as they were written.",
            page,
        ),
        (
            "audit_flawed",
            of(checked(flaws)),
            "Entries 21 to 23 were taken out.",
            page,
        ),
    ]
}
