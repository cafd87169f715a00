//! Enrolments and people as snapshots.

use std::sync::Arc;

use secure_biometric::domain::{
    Component, Consent, Contact, Decision, Drawing, Frame, Look, LookKind, Millis, Operator,
    Person, PersonId, PersonState, PoseName, QualityBounds, Reason, Role, SessionKind, Signature,
    Timestamp,
};
use secure_biometric::flow::Instruction;
use secure_biometric::pipeline::{
    Activity, BadgeCheck, EnrolmentKind, EnrolmentView, Finished, PeopleList, PeopleQuery,
    PeopleView, PersonDetails, PersonSummary, PoseReport, Snapshot,
};
use uuid::Uuid;

use super::{idle, operator, quality};

/// An enrolment that is being captured and has so many poses with their
/// pictures, or one that is over and has all without.
pub fn enrolment(kind: EnrolmentKind, done: Option<usize>) -> Arc<EnrolmentView> {
    let poses = PoseName::ALL.iter();
    let poses = poses.take(done.unwrap_or(PoseName::ALL.len()));
    let picture = || Frame::new(96, 112, vec![120; 96 * 112 * 3].into(), 1, Millis(1)).unwrap();
    let report = |pose: &PoseName| PoseReport {
        pose: *pose,
        quality: quality(),
        picture: done.map(|_| picture()),
    };
    Arc::new(EnrolmentView {
        kind,
        contact: Contact {
            department: Some("Engineering".parse().unwrap()),
            ..Contact::default()
        },
        poses: poses.map(report).collect(),
        bounds: QualityBounds(
            [(Component::Sharpness, 40.0), (Component::EyesOpen, 40.0)]
                .into_iter()
                .collect(),
        ),
    })
}

/// The same capture, looking for duplicates.
pub fn checking(mut snapshot: Snapshot) -> Snapshot {
    if let Activity::Capturing { view, .. } = &mut snapshot.activity {
        view.poses_done = PoseName::ALL.to_vec();
        view.pose = None;
        view.instruction = Instruction::OneMoment;
        view.turn = None;
    }
    let all = Some(PoseName::ALL.len());
    snapshot.enrolment = Some(enrolment(EnrolmentKind::NewPerson, all));
    snapshot
}

/// The same capture, verifying once.
pub fn verifying_back(snapshot: Snapshot) -> Snapshot {
    let mut snapshot = checking(snapshot);
    if let Activity::Capturing { view, .. } = &mut snapshot.activity {
        view.verifying_back = true;
        view.instruction = Instruction::LookHere;
    }
    snapshot
}

/// The same capture, of another look.
pub fn look_capture(snapshot: Snapshot) -> Snapshot {
    Snapshot {
        enrolment: Some(enrolment(EnrolmentKind::Look(LookKind::Glasses), Some(2))),
        ..snapshot
    }
}

/// An enrolment's end.
pub fn ended(decision: Decision, reason: Reason) -> Snapshot {
    Snapshot {
        operator: Some(operator()),
        activity: Activity::Finished(Finished {
            kind: SessionKind::Enrolment,
            decision,
            reason,
            first_name: (decision != Decision::NotVerified).then(|| "Eileen".to_owned()),
            at: Timestamp(1_795_340_467_000),
            seconds: 21.0,
            tries_left: 3,
            paused_seconds: None,
            attended: false,
        }),
        enrolment: Some(enrolment(EnrolmentKind::NewPerson, None)),
        ..idle()
    }
}

/// An enrolment or a look that ended well.
pub fn enrolled(kind: EnrolmentKind) -> Snapshot {
    Snapshot {
        enrolment: Some(enrolment(kind, None)),
        ..ended(Decision::Verified, Reason::Enrolled)
    }
}

/// Somebody who looks like somebody else.
pub fn held() -> Snapshot {
    ended(Decision::Inconclusive, Reason::DuplicateSuspected)
}

/// The program ended in mid-enrolment before.
pub fn interrupted() -> Snapshot {
    let mut snapshot = signed_in(Role::FrontDesk);
    snapshot.people.interrupted_enrolment = true;
    snapshot
}

/// Home with an operator of that role.
pub fn signed_in(role: Role) -> Snapshot {
    let operator = Operator { role, ..operator() };
    Snapshot {
        operator: Some(operator),
        ..idle()
    }
}

/// That a badge is free, or whose it is.
pub fn badge(mut snapshot: Snapshot, badge: &str, taken: bool) -> Snapshot {
    let holder = person(1, "Eileen Collins", PersonState::Active);
    snapshot.people.badge = Some(BadgeCheck {
        badge: badge.parse().unwrap(),
        taken,
        holder: taken.then(|| PersonSummary::from(&holder)),
    });
    snapshot
}

pub fn id(number: u32) -> PersonId {
    PersonId(Uuid::from_u128(u128::from(number)))
}

/// A person by number, with all that can be kept.
pub fn person(number: u32, name: &str, state: PersonState) -> Person {
    Person {
        id: id(number),
        badge: (10_000 + number).to_string().parse().unwrap(),
        name: name.parse().unwrap(),
        contact: Contact {
            email: Some("e.collins@example.org".parse().unwrap()),
            department: Some("Engineering".parse().unwrap()),
        },
        state,
        held_for: (state == PersonState::Held).then(|| id(1)),
        enrolled_at: Timestamp(1_795_000_000_000),
        locked_out: false,
        added_looks: vec![Look {
            kind: LookKind::Glasses,
            added_at: Timestamp(1_795_200_000_000),
        }],
        version: 3,
    }
}

/// The list of so many people, the second of them held.
pub fn list(count: u32) -> Arc<PeopleList> {
    let names = [
        "Eileen Collins",
        "Ángel Núñez Fernández",
        "Γιώργος Παπαδόπουλος",
        "Юлия Орлова",
    ];
    let rows: Vec<PersonSummary> = (1..=count)
        .zip(names.iter().cycle())
        .map(|(number, name)| {
            let state = match number {
                2 => PersonState::Held,
                3 => PersonState::Disabled,
                _ => PersonState::Active,
            };
            PersonSummary::from(&person(number, name, state))
        })
        .collect();
    Arc::new(PeopleList {
        query: PeopleQuery::default(),
        total: rows.len(),
        held: rows
            .iter()
            .filter(|row| row.state == PersonState::Held)
            .count(),
        damaged: Vec::new(),
        rows,
    })
}

/// The page of one of them.
pub fn details(number: u32, state: PersonState, role: Role) -> Arc<PersonDetails> {
    let signature = Drawing::try_from(vec![vec![[100, 400], [900, 100], [1_800, 700]]]).unwrap();
    let other = person(1, "Eileen Collins", PersonState::Active);
    let person = person(number, "Ángel Núñez Fernández", state);
    let told = person.held_for.is_some() && role == Role::Administrator;
    Arc::new(PersonDetails {
        consent: Some(Consent {
            notice_version: "2026-12".to_owned(),
            language: "es".to_owned(),
            given_at: Timestamp(1_795_000_000_000),
            signature: Some(Signature::Drawn(signature)),
        }),
        templates: 10,
        last_verified: Some(Timestamp(1_795_300_000_000)),
        looks_like: told.then(|| PersonSummary::from(&other)),
        person,
    })
}

/// People, with one of them looked at.
pub fn people(role: Role, count: u32, shown: Option<(u32, PersonState)>) -> Snapshot {
    Snapshot {
        people: PeopleView {
            list: Some(list(count)),
            details: shown.map(|(number, state)| details(number, state, role)),
            ..PeopleView::default()
        },
        ..signed_in(role)
    }
}
