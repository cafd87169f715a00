use super::*;
use crate::domain::{Decision, Reason};

#[test]
fn a_ready_person_is_verified_within_two_seconds_by_several_frames() {
    let verdict = verification(matching(0.8)).play(2, |_| GOOD, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Matched)
    );
    assert!(verdict.person.is_some());
    assert!(verdict.scores.frames_fused >= 3, "never one lucky frame");
}

#[test]
fn a_stranger_is_not_verified_and_not_named() {
    let verdict = verification(matching(0.2)).play(2, |_| GOOD, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::NoMatch)
    );
    assert_eq!(verdict.person, None);
}

#[test]
fn whatever_stands_in_the_way_is_said_and_kept_as_the_reason() {
    let low = |component| Shot {
        low: Some(component),
        ..GOOD
    };
    for (shot, instruction, reason) in [
        (
            low(Component::Sharpness),
            Instruction::HoldStill,
            Reason::TooBlurred,
        ),
        (
            low(Component::InterEyeDistance),
            Instruction::ComeCloser,
            Reason::TooFar,
        ),
        (
            low(Component::EyesOpen),
            Instruction::OpenEyes,
            Reason::EyesClosed,
        ),
        (
            low(Component::UnderExposurePrevention),
            Instruction::MoreLight,
            Reason::TooDark,
        ),
        (
            Shot { yaw: 40.0, ..GOOD },
            Instruction::LookHere,
            Reason::NotFacing,
        ),
        (
            Shot { faces: 0, ..GOOD },
            Instruction::LookHere,
            Reason::NoFace,
        ),
        (
            Shot { faces: 2, ..GOOD },
            Instruction::OnePersonOnly,
            Reason::MoreThanOneFace,
        ),
        (
            Shot {
                faces: 0,
                brightness: 8.0,
                ..GOOD
            },
            Instruction::MoreLight,
            Reason::TooDark,
        ),
    ] {
        let mut stage = verification(matching(0.9));
        let verdict = stage.play(60, |_| shot, 0);
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::Inconclusive, reason)
        );
        assert_eq!(stage.machine.shown(), instruction, "{reason:?}");
    }
}

#[test]
fn another_face_in_mid_capture_is_not_fused_away() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    for _ in 0..3 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(2, |_| GOOD, 1);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
}

#[test]
fn a_frozen_picture_of_a_face_ends_the_capture() {
    let frozen = Shot {
        frozen: true,
        low: Some(Component::Sharpness),
        ..GOOD
    };
    let verdict = verification(matching(0.9)).play(5, |_| frozen, 0);
    assert_eq!(verdict.reason, Reason::FramesRepeated);
}

#[test]
fn leaving_in_mid_capture_is_a_lost_face() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    let verdict = stage.play(20, |_| Shot { faces: 0, ..GOOD }, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::FaceLost)
    );
}

#[test]
fn an_older_frame_is_passed_over() {
    let mut stage = verification(matching(0.9));
    assert_eq!(stage.frame(GOOD, 0), None);
    stage.sequence -= 1;
    let before = stage.machine.view().clone();
    assert_eq!(stage.frame(Shot { faces: 2, ..GOOD }, 0), None);
    assert_eq!(*stage.machine.view(), before);
}
