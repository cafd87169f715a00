//! Every screen of the kiosk as a snapshot, and a backend that shows one.

pub mod audit;
mod capture;
mod centre;
mod cues;
mod desk;
mod desk_scenes;
mod enrolment_states;
pub mod erasures;
mod faces;
pub mod handover;
mod opening;
pub mod people;
pub mod review;
mod review_session;
mod review_site;
mod says;
pub mod selftest;
mod staff_states;
mod stage;
mod state;
mod states;
pub mod tokens;

use std::sync::Arc;

use secure_biometric::domain::{
    Analysis, Decision, Frame, LookKind, Operator, Reason, Role, SessionKind, Timestamp,
};
use secure_biometric::engine::EngineFault;
use secure_biometric::flow::{CaptureView, Instruction, TurnAxis, TurnView};
use secure_biometric::pipeline::{
    Activity, CameraStatus, EngineStatus, EnrolmentKind, Finished, OneToMany, Problem,
    SignInStatus, Snapshot,
};
use secure_biometric::sync::SyncState;

pub use capture::{UNTOLD, plain_face, quality, seen, untold_bars};
pub use cues::Loudspeaker;
pub use desk::{administered, new_kiosk, settled};
pub use desk_scenes::desk_scenes;
pub use faces::{measured, measured_as, measuring};
pub use stage::Stage;
pub use state::{Deed, State, clock, state};
pub use states::states;

use capture::{capturing, enrolling, verifying};

/// A kiosk on which all is well and nothing is going on.
pub fn idle() -> Snapshot {
    Snapshot {
        camera: CameraStatus::Running,
        engine: EngineStatus::Ready,
        one_to_many: OneToMany::Offered,
        has_operators: true,
        ..Snapshot::default()
    }
}

pub fn operator() -> Operator {
    Operator {
        name: "m.okafor".parse().unwrap(),
        role: Role::FrontDesk,
        disabled: false,
    }
}

/// A verification's result.
pub fn finished(decision: Decision, reason: Reason) -> Snapshot {
    Snapshot {
        activity: Activity::Finished(Finished {
            kind: SessionKind::Verification,
            decision,
            reason,
            first_name: (decision == Decision::Verified).then(|| "Eileen".to_owned()),
            at: Timestamp(1_795_340_467_000),
            seconds: 5.2,
            tries_left: 2,
            paused_seconds: None,
            attended: false,
        }),
        ..idle()
    }
}

fn paused() -> Snapshot {
    let mut snapshot = finished(Decision::Inconclusive, Reason::Locked);
    if let Activity::Finished(finished) = &mut snapshot.activity {
        finished.tries_left = 0;
        finished.at = Timestamp(jiff::Timestamp::now().as_millisecond());
        finished.paused_seconds = Some(30);
    }
    snapshot
}

/// What can't be kept, whoever is signed in.
fn trouble(kiosk: Snapshot) -> Snapshot {
    Snapshot {
        activity: Activity::Trouble {
            why: Problem::DiskFull,
        },
        ..kiosk
    }
}

/// Every screen by name, with a text that it must say in English.
pub fn scenes(seen: &Arc<(Frame, Analysis)>) -> Vec<(&'static str, Snapshot, &'static str)> {
    let lost = CameraStatus::Lost {
        why: Problem::CameraNotConnected {
            camera: "usb-0000:00:14.0-1/USB 2.0".to_owned(),
        },
    };
    let failed = EngineStatus::Failed {
        why: Problem::Engine(EngineFault::Environment),
    };
    let look_here = CaptureView {
        steps: 4,
        ..CaptureView::default()
    };
    let away = CaptureView {
        instruction: Instruction::CameraAway,
        ..look_here.clone()
    };
    let nod = CaptureView {
        instruction: Instruction::LookUp,
        turn: Some(TurnView {
            axis: TurnAxis::Pitch,
            wanted_degrees: 12.0,
            reached_degrees: 6.0,
        }),
        ..verifying()
    };
    let signed_in = Snapshot {
        operator: Some(operator()),
        ..idle()
    };
    vec![
        ("home", idle(), "Verify me"),
        ("home_signed_in", signed_in.clone(), "Enrol a person"),
        (
            "home_badge_required",
            Snapshot {
                one_to_many: OneToMany::BadgeRequired,
                ..idle()
            },
            "Use my badge",
        ),
        (
            "home_nobody",
            Snapshot {
                one_to_many: OneToMany::NobodyEnrolled,
                engine: EngineStatus::Starting,
                ..idle()
            },
            "Nobody is enrolled yet.",
        ),
        (
            "home_opening",
            Snapshot {
                has_operators: false,
                ..idle()
            },
            "One moment, the kiosk is getting ready.",
        ),
        (
            "home_in_sync",
            Snapshot {
                sync: SyncState::Equal,
                ..idle()
            },
            "In sync",
        ),
        (
            "home_behind",
            Snapshot {
                sync: SyncState::Behind,
                ..idle()
            },
            "Centre not reached",
        ),
        (
            "home_camera_lost",
            Snapshot {
                camera: lost.clone(),
                ..idle()
            },
            "Verifying by face isn't possible right now.",
        ),
        (
            "home_engine_failed",
            Snapshot {
                engine: failed,
                ..idle()
            },
            "Verifying by face isn't possible right now.",
        ),
        (
            "capture",
            capturing(verifying(), seen),
            "A little further: 12° of 20°",
        ),
        (
            "capture_nod",
            capturing(nod, seen),
            "A little further: 6° of 12°",
        ),
        (
            "capture_nobody",
            Snapshot {
                analysed: None,
                ..capturing(look_here.clone(), seen)
            },
            "Looking for a face",
        ),
        (
            "capture_engine_restarting",
            Snapshot {
                engine: EngineStatus::Restarting,
                ..capturing(look_here, seen)
            },
            "One moment, please",
        ),
        (
            "capture_camera_lost",
            Snapshot {
                camera: lost,
                ..capturing(away, seen)
            },
            "The camera is away for a moment",
        ),
        ("enrol_capture", enrolling(seen), "Quality of this pose"),
        (
            "enrol_check",
            people::checking(enrolling(seen)),
            "Looking whether",
        ),
        (
            "enrol_verify_back",
            people::verifying_back(enrolling(seen)),
            "Once more",
        ),
        (
            "look_capture",
            people::look_capture(enrolling(seen)),
            "Add a look",
        ),
        (
            "enrolled",
            people::enrolled(EnrolmentKind::NewPerson),
            "Quality passport",
        ),
        (
            "look_added",
            people::enrolled(EnrolmentKind::Look(LookKind::Glasses)),
            "The look is added, Eileen.",
        ),
        (
            "enrol_held",
            people::held(),
            "Held: an administrator decides.",
        ),
        (
            "enrol_failed",
            people::ended(Decision::Inconclusive, Reason::TooDark),
            "It was too dark to see you well.",
        ),
        (
            "home_interrupted",
            people::interrupted(),
            "An enrolment was interrupted.",
        ),
        (
            "verified",
            finished(Decision::Verified, Reason::Matched),
            "Welcome, Eileen.",
        ),
        (
            "verified_measuring",
            measuring(finished(Decision::Verified, Reason::Matched)),
            "Measuring its shape",
        ),
        (
            "verified_measured",
            measured(finished(Decision::Verified, Reason::Matched), seen),
            "Your face, as it was measured",
        ),
        (
            "enrolled_measured",
            measured(people::enrolled(EnrolmentKind::NewPerson), seen),
            "Your face, as it was measured",
        ),
        (
            "not_verified",
            finished(Decision::NotVerified, Reason::NoMatch),
            "We couldn't confirm that it's you.",
        ),
        (
            "inconclusive",
            finished(Decision::Inconclusive, Reason::TooDark),
            "It was too dark to see you well.",
        ),
        ("paused", paused(), "Let's pause for a moment."),
        ("trouble", trouble(idle()), "Call the front desk"),
        (
            "trouble_staff",
            trouble(signed_in.clone()),
            "The disk is full. Nothing was saved.",
        ),
        (
            "sign_in_refused",
            Snapshot {
                sign_in: SignInStatus::Refused,
                ..idle()
            },
            "Staff sign-in",
        ),
    ]
}
