//! Captures: what the camera sees, what is measured of it, and what is asked.

use std::sync::Arc;

use secure_biometric::domain::{
    Analysis, Component, FaceBox, Frame, Landmarks, MainFace, Millis, Openness, Pose, PoseName,
    Quality, SessionKind,
};
use secure_biometric::flow::{
    CaptureView, Check, Hint, Instruction, QualityBar, TurnAxis, TurnView,
};
use secure_biometric::kiosk::Page;
use secure_biometric::pipeline::{Activity, EnrolmentKind, Snapshot};

use super::state::{State, state};
use super::{idle, operator, people};

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

/// What is measured of who verifies, with its bound. Nobody who stands there is
/// told any of it; no screen has another of these numbers.
pub const UNTOLD: [(Component, f32, f32); 4] = [
    (Component::Sharpness, 73.19, 61.37),
    (Component::EyesOpen, 96.14, 62.28),
    (Component::IlluminationUniformity, 64.22, 78.31),
    (Component::HeadSize, 68.43, 71.26),
];

/// The same as bars.
pub fn untold_bars() -> Vec<QualityBar> {
    let bar = |(component, value, bound)| QualityBar {
        component,
        value,
        bound,
    };
    UNTOLD.map(bar).to_vec()
}

/// Somebody verifies.
pub fn capturing(view: CaptureView, seen: &Arc<(Frame, Analysis)>) -> Snapshot {
    let quality = UNTOLD.map(|(component, value, _)| (component, value));
    let view = CaptureView {
        quality: quality.into_iter().collect(),
        bars: untold_bars(),
        ..view
    };
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

/// In the middle of a turn.
pub fn verifying() -> CaptureView {
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
        depth: Some(0.6),
        checks: vec![
            (Check::OneFace, true),
            (Check::CloseEnough, true),
            (Check::Sharp, true),
            (Check::WellLit, false),
        ],
        ..CaptureView::default()
    }
}

/// Somebody is enrolled, and has three poses to come.
pub fn enrolling(seen: &Arc<(Frame, Analysis)>) -> Snapshot {
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

/// Every instruction and every hint.
pub fn captures(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    Instruction::ALL
        .into_iter()
        .map(|instruction| {
            let turn = |axis, wanted_degrees: f32| TurnView {
                axis,
                wanted_degrees,
                reached_degrees: wanted_degrees * 0.15,
            };
            let turn = match instruction {
                Instruction::TurnLeft => Some(turn(TurnAxis::Yaw, 20.0)),
                Instruction::TurnRight => Some(turn(TurnAxis::Yaw, -20.0)),
                Instruction::LookUp => Some(turn(TurnAxis::Pitch, 12.0)),
                Instruction::LookDown => Some(turn(TurnAxis::Pitch, -12.0)),
                _ => None,
            };
            let view = CaptureView {
                instruction,
                turn,
                progress: 0.3,
                ..verifying()
            };
            let name = serde_json::to_value(instruction).unwrap();
            let name = format!("capture_{}", name.as_str().unwrap());
            state(&name, capturing(view, seen), Page::Home)
        })
        .chain(hints(seen))
        .collect()
}

fn hints(seen: &Arc<(Frame, Analysis)>) -> impl Iterator<Item = State> {
    Hint::ALL.into_iter().map(|hint| {
        // Who is on the way again isn't told any more.
        let turn = verifying().turn.map(|turn| TurnView {
            reached_degrees: 0.0,
            ..turn
        });
        let view = CaptureView {
            hint: Some(hint),
            turn,
            ..verifying()
        };
        let name = serde_json::to_value(hint).unwrap();
        let name = format!("capture_hint_{}", name.as_str().unwrap());
        state(&name, capturing(view, seen), Page::Home)
    })
}
