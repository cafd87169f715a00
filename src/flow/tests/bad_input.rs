//! What is no attack, however badly it is seen: each ends inconclusive with
//! what to do about it, or is got over.

use super::*;
use crate::domain::{Decision, Reason};

/// Turns that are too short to show any depth.
const HARDLY: Relief = relief(0.2, 0.5, 0.97);

/// Plays a verification in which `shot` answers what was heard, given the
/// number of the frame, for each of several draws; what all of them ended with.
fn ends(shot: impl Fn(Instruction, usize) -> Shot) -> Vec<(Decision, Reason)> {
    let mut all: Vec<(Decision, Reason)> = Vec::new();
    for number in 0..40 {
        let mut stage = verification_drawn(drawn_from(number), matching(0.9));
        let verdict = (0..600).find_map(|frame| {
            let heard = stage.heard();
            stage.frame(shot(heard, frame), 0)
        });
        let verdict = verdict.expect("an end");
        let end = (verdict.decision, verdict.reason);
        if !all.contains(&end) {
            all.push(end);
        }
    }
    all
}

fn turned_by(share: f32, asked: Instruction, relief: Relief) -> Shot {
    let whole = obedient(asked);
    Shot {
        yaw: share * whole.yaw,
        pitch: share * whole.pitch,
        relief,
        ..whole
    }
}

/// From -1 to 1, the same in every run.
fn shake(frame: usize) -> f32 {
    [0.3, -0.9, 0.8, -0.2, 1.0, -0.7, 0.1, -1.0, 0.6, -0.4][frame % 10]
}

#[test]
fn turns_that_are_too_short_are_asked_for_more() {
    let short = |asked, _| turned_by(0.45, asked, HARDLY);
    assert_eq!(
        ends(short),
        [(Decision::Inconclusive, Reason::TurnedTooLittle)]
    );
}

#[test]
fn a_head_that_shakes_instead_of_turning_is_asked_for_more() {
    let shaky = |asked, frame| {
        let shot = turned_by(0.3, asked, HARDLY);
        Shot {
            yaw: shot.yaw + 7.0 * shake(frame),
            pitch: shot.pitch + 4.0 * shake(frame + 3),
            ..shot
        }
    };
    assert_eq!(
        ends(shaky),
        [(Decision::Inconclusive, Reason::TurnedTooLittle)]
    );
}

#[test]
fn a_head_that_shakes_while_it_turns_is_let_through() {
    let shaky = |asked, frame| {
        let shot = obedient(asked);
        Shot {
            yaw: shot.yaw + 5.0 * shake(frame),
            pitch: shot.pitch + 3.0 * shake(frame + 3),
            ..shot
        }
    };
    assert_eq!(ends(shaky), [(Decision::Verified, Reason::Matched)]);
}

#[test]
fn a_face_that_is_lost_in_mid_turn_is_a_lost_face() {
    let gone = |asked, _| {
        let turning = matches!(asked, Instruction::TurnLeft | Instruction::TurnRight);
        Shot {
            faces: usize::from(!turning),
            ..obedient(asked)
        }
    };
    assert_eq!(ends(gone), [(Decision::Inconclusive, Reason::FaceLost)]);
}

#[test]
fn glare_that_throws_the_landmarks_about_is_got_over() {
    // Each fifth frame shows the head where it isn't, as far as a face is found.
    let glare = |asked, frame| {
        let shot = obedient(asked);
        if frame % 5 == 0 {
            return Shot {
                yaw: 45.0 * shake(frame / 5),
                pitch: 20.0 * shake(frame / 5 + 1),
                leaps: true,
                ..shot
            };
        }
        shot
    };
    assert_eq!(ends(glare), [(Decision::Verified, Reason::Matched)]);
    // All the time, and no depth can be measured: that is nobody's fault.
    let blinded = |asked, frame| Shot {
        yaw: 45.0 * shake(frame),
        pitch: 20.0 * shake(frame + 1),
        leaps: true,
        relief: relief(0.0, 0.0, 1.0),
        ..obedient(asked)
    };
    for (decision, reason) in ends(blinded) {
        assert_eq!(decision, Decision::Inconclusive, "{reason:?}");
        assert!(matches!(
            reason,
            Reason::TurnedTooLittle | Reason::NotFacing
        ));
    }
}

#[test]
fn a_turn_that_is_smeared_throughout_is_asked_for_again() {
    let smeared = |asked, _| Shot {
        low: (asked != Instruction::LookHere).then_some(Component::Sharpness),
        ..turned_by(1.0, asked, HARDLY)
    };
    assert_eq!(
        ends(smeared),
        [(Decision::Inconclusive, Reason::TooBlurred)]
    );
}

#[test]
fn frames_that_come_twice_or_late_are_passed_over() {
    let mut stage = verification(matching(0.9));
    let mut verdict = None;
    let mut frame = 0;
    while verdict.is_none() {
        frame += 1;
        assert!(frame < 600, "no end");
        let heard = stage.heard();
        verdict = stage.frame(obedient(heard), 0);
        if frame % 3 == 0 && verdict.is_none() {
            // The one before the last comes once more, of somebody else.
            stage.sequence -= 2;
            let again = Shot {
                faces: 2,
                leaps: true,
                ..GOOD
            };
            assert_eq!(stage.frame(again, 1), None);
            stage.sequence += 1;
        }
    }
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.decision, Decision::Verified, "{:?}", verdict.reason);
}
