//! While somebody is enrolled, the operator is told one thing to do: about the
//! bar that is furthest below its bound.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::Component;
use secure_biometric::flow::{Instruction, QualityBar};
use secure_biometric::kiosk::Texts;
use secure_biometric::pipeline::{Activity, Snapshot};

use crate::opened::{Opened, showing};
use crate::states::named;

/// What mends each component.
const FIXES: [(Component, &str); 21] = [
    (Component::SingleFacePresent, "fix-alone"),
    (Component::InterEyeDistance, "fix-distance"),
    (Component::HeadSize, "fix-distance"),
    (Component::LeftwardCropOfTheFaceImage, "fix-middle"),
    (Component::RightwardCropOfTheFaceImage, "fix-middle"),
    (Component::DownwardCropOfTheFaceImage, "fix-middle"),
    (Component::UpwardCropOfTheFaceImage, "fix-middle"),
    (Component::HeadPoseYaw, "fix-straight"),
    (Component::HeadPosePitch, "fix-straight"),
    (Component::HeadPoseRoll, "fix-straight"),
    (Component::EyesOpen, "fix-eyes"),
    (Component::MouthClosed, "fix-expression"),
    (Component::Sharpness, "fix-still"),
    (Component::IlluminationUniformity, "fix-even-light"),
    (Component::LuminanceMean, "fix-more-light"),
    (Component::UnderExposurePrevention, "fix-more-light"),
    (Component::OverExposurePrevention, "fix-less-light"),
    (Component::DynamicRange, "fix-more-light"),
    (Component::NaturalColour, "fix-colour"),
    (Component::BackgroundUniformity, "fix-background"),
    (Component::ExpressionNeutrality, "fix-expression"),
];

fn bar(component: Component, value: f32, bound: f32) -> QualityBar {
    QualityBar {
        component,
        value,
        bound,
    }
}

/// The same capture with these bars.
fn with(capture: &Snapshot, bars: &[QualityBar], instruction: Instruction) -> Snapshot {
    let mut snapshot = capture.clone();
    let Activity::Capturing { view, .. } = &mut snapshot.activity else {
        panic!("nobody is captured");
    };
    view.bars = bars.to_vec();
    view.instruction = instruction;
    snapshot
}

/// A window on an enrolment's capture, and what shows other bars there.
fn window() -> (Opened, impl Fn(&mut Opened, &[QualityBar], Instruction)) {
    let capture = named("enrol_capture").snapshot;
    let (stage, window) = showing(with(&capture, &[], Instruction::TurnRight));
    let show = move |window: &mut Opened, bars: &[QualityBar], instruction| {
        stage.show(with(&capture, bars, instruction));
        window.run_steps(2);
    };
    (window, show)
}

/// The fixes on the screen, each as often as it is there.
fn fixes(window: &Opened) -> Vec<&'static str> {
    let texts = Texts::new("en");
    let mut keys: Vec<&str> = FIXES.iter().map(|(_, key)| *key).collect();
    keys.push("fix-back");
    keys.sort_unstable();
    keys.dedup();
    let times = |key: &&str| {
        let words = texts.get(key);
        let banners = window.query_all_by_role_and_label(Role::Alert, &words);
        banners.count()
    };
    keys.into_iter()
        .flat_map(|key| std::iter::repeat_n(key, times(&key)))
        .collect()
}

#[test]
fn of_all_that_is_poor_the_worst_is_mended() {
    let (mut window, show) = window();
    for component in Component::ALL {
        let of_it = |(one, _): &&(Component, &str)| one == component;
        let all: Vec<_> = FIXES.iter().filter(of_it).collect();
        let [(_, fix)] = all[..] else {
            panic!("{component:?} isn't mended in one way");
        };
        let bars = Component::ALL.iter().map(|other| {
            let value = if other == component { 20.0 } else { 40.0 };
            bar(*other, value, 50.0)
        });
        let bars: Vec<_> = bars.collect();
        show(&mut window, &bars, Instruction::TurnRight);
        assert_eq!(fixes(&window), [*fix], "{component:?}");
    }
}

#[test]
fn the_fix_follows_what_is_worst() {
    let (mut window, show) = window();
    assert!(fixes(&window).is_empty(), "nothing is measured yet");
    let (sharp, eyes) = (Component::Sharpness, Component::EyesOpen);
    for (sharp_is, eyes_are, fix) in [
        ((20.0, 40.0), (30.0, 40.0), Some("fix-still")),
        ((35.0, 40.0), (30.0, 40.0), Some("fix-eyes")),
        // By its own bound, not in itself.
        ((30.0, 40.0), (45.0, 90.0), Some("fix-eyes")),
        ((39.9, 40.0), (90.0, 90.0), Some("fix-still")),
        ((40.0, 40.0), (90.0, 90.0), None),
    ] {
        let bars = [
            bar(sharp, sharp_is.0, sharp_is.1),
            bar(eyes, eyes_are.0, eyes_are.1),
        ];
        show(&mut window, &bars, Instruction::TurnRight);
        let expected: Vec<_> = fix.into_iter().collect();
        assert_eq!(fixes(&window), expected, "{bars:?}");
    }
}

#[test]
fn a_head_that_is_too_near_goes_back() {
    let (mut window, show) = window();
    let bars = [bar(Component::HeadSize, 10.0, 50.0)];
    show(&mut window, &bars, Instruction::MoveBack);
    assert_eq!(fixes(&window), ["fix-back"]);
    show(&mut window, &bars, Instruction::ComeCloser);
    assert_eq!(fixes(&window), ["fix-distance"]);
}

#[test]
fn what_comes_after_the_poses_is_not_about_bars() {
    for name in ["enrol_check", "enrol_verify_back"] {
        let (_stage, window) = showing(named(name).snapshot);
        assert!(fixes(&window).is_empty(), "{name}");
    }
}
