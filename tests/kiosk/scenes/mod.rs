//! Every screen of the kiosk as a snapshot, and a backend that shows one.

pub mod audit;
mod centre;
mod cues;
mod desk;
mod faces;
pub mod handover;
mod opening;
pub mod people;
pub mod review;
mod says;
pub mod selftest;
mod staff_states;
mod states;
pub mod tokens;

use std::sync::{Arc, Mutex};

use secure_biometric::domain::{
    Analysis, Component, Decision, FaceBox, Frame, Landmarks, LookKind, MainFace, Millis, Openness,
    Operator, Pose, PoseName, Quality, Reason, Role, SessionKind, Timestamp,
};
use secure_biometric::engine::EngineFault;
use secure_biometric::flow::{CaptureView, Check, Instruction, QualityBar, TurnAxis, TurnView};
use secure_biometric::kiosk::Backend;
use secure_biometric::pipeline::{
    Activity, CameraStatus, EngineStatus, EnrolmentKind, Finished, Intent, OneToMany, Problem,
    SignInStatus, Snapshot,
};
use secure_biometric::sync::SyncState;

pub use cues::Loudspeaker;
pub use desk::{administered, desk_scenes, new_kiosk, settled};
pub use faces::{measured, measured_as, measuring};
pub use states::{Deed, State, clock, state, states};

/// What a fake backend shows and what it was sent.
#[derive(Clone, Default)]
pub struct Stage(Arc<Mutex<Shown>>);

#[derive(Default)]
struct Shown {
    snapshot: Arc<Snapshot>,
    frame: Option<Frame>,
    sent: Vec<Intent>,
    wake: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Stage {
    /// Shows `snapshot`, and the frame it was analysed from as the newest.
    pub fn show(&self, snapshot: Snapshot) {
        let mut shown = self.0.lock().unwrap();
        shown.frame = snapshot.analysed.as_ref().map(|seen| seen.0.clone());
        shown.snapshot = Arc::new(snapshot);
        if let Some(wake) = &shown.wake {
            wake();
        }
    }

    /// What was sent since the last call.
    pub fn sent(&self) -> Vec<Intent> {
        std::mem::take(&mut self.0.lock().unwrap().sent)
    }
}

impl Backend for Stage {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.0.lock().unwrap().snapshot)
    }

    fn newest_frame(&self) -> Option<Frame> {
        self.0.lock().unwrap().frame.clone()
    }

    fn send(&self, intent: Intent) {
        // That somebody is there asks for nothing.
        if matches!(intent, Intent::Present) {
            return;
        }
        self.0.lock().unwrap().sent.push(intent);
    }

    fn set_waker(&self, wake: Box<dyn Fn() + Send + Sync>) {
        self.0.lock().unwrap().wake = Some(wake);
    }
}

/// A frame with one face in it, from its pixels and points.
pub fn seen(frame: Frame, points: Vec<[f32; 3]>) -> Arc<(Frame, Analysis)> {
    let face = FaceBox {
        x: 200.0,
        y: 100.0,
        width: 240.0,
        height: 280.0,
    };
    let main = MainFace {
        landmarks: Landmarks::try_from(points).unwrap(),
        pose: Pose::default(),
        openness: Openness::default(),
        quality: quality(),
    };
    Arc::new((frame, Analysis::new(vec![face], Some(main)).unwrap()))
}

/// A grey frame and a bowl of points, for when no picture is needed.
pub fn plain_face() -> Arc<(Frame, Analysis)> {
    let frame = Frame::new(640, 480, vec![96; 640 * 480 * 3].into(), 1, Millis(33)).unwrap();
    let points = (0..478_u16)
        .map(|i| {
            let turn = f32::from(i) * 2.4;
            let reach = f32::from(i).sqrt() * 6.0;
            [
                320.0 + reach * turn.cos(),
                240.0 + reach * turn.sin(),
                reach * 0.5,
            ]
        })
        .collect();
    seen(frame, points)
}

pub fn quality() -> Quality {
    bars()
        .iter()
        .map(|bar| (bar.component, bar.value))
        .collect()
}

fn bars() -> Vec<QualityBar> {
    let bar = |component, value, bound| QualityBar {
        component,
        value,
        bound,
    };
    vec![
        bar(Component::Sharpness, 86.0, 45.0),
        bar(Component::EyesOpen, 97.0, 60.0),
        bar(Component::InterEyeDistance, 78.0, 40.0),
        bar(Component::IlluminationUniformity, 41.0, 50.0),
        bar(Component::ExpressionNeutrality, 72.0, 35.0),
        bar(Component::BackgroundUniformity, 88.0, 20.0),
    ]
}

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

fn capturing(view: CaptureView, seen: &Arc<(Frame, Analysis)>) -> Snapshot {
    Snapshot {
        activity: Activity::Capturing {
            kind: SessionKind::Verification,
            badge: Some("10427".parse().unwrap()),
            name: None,
            view: Box::new(view),
        },
        analysed: Some(Arc::clone(seen)),
        ..idle()
    }
}

fn verifying() -> CaptureView {
    CaptureView {
        instruction: Instruction::TurnLeft,
        steps_done: 1,
        steps: 4,
        progress: 0.6,
        turn: Some(TurnView {
            axis: TurnAxis::Yaw,
            wanted_degrees: 20.0,
            reached_degrees: 12.0,
        }),
        checks: vec![
            (Check::OneFace, true),
            (Check::CloseEnough, true),
            (Check::Sharp, true),
            (Check::WellLit, false),
        ],
        ..CaptureView::default()
    }
}

fn enrolling(seen: &Arc<(Frame, Analysis)>) -> Snapshot {
    let view = CaptureView {
        instruction: Instruction::TurnRight,
        steps_done: 2,
        steps: 6,
        pose: Some(PoseName::Right),
        poses_done: vec![PoseName::Front, PoseName::Left],
        quality: quality(),
        bars: bars(),
        progress: 0.4,
        ..verifying()
    };
    Snapshot {
        operator: Some(operator()),
        enrolment: Some(people::enrolment(EnrolmentKind::NewPerson, Some(2))),
        activity: Activity::Capturing {
            kind: SessionKind::Enrolment,
            badge: Some("10427".parse().unwrap()),
            name: Some("Eileen Collins".parse().unwrap()),
            view: Box::new(view),
        },
        analysed: Some(Arc::clone(seen)),
        ..idle()
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
