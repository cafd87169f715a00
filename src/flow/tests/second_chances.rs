//! People who are asked again, and how that ends.

use super::*;
use crate::domain::{Decision, Reason};

#[test]
fn who_mixes_up_left_and_right_once_is_told_and_verified() {
    let mut stage = verification(matching(0.9));
    let mut hints = Vec::new();
    let mut strayed = false;
    let verdict = (0..400).find_map(|_| {
        let heard = stage.heard();
        strayed |= stage.machine.view().hint == Some(Hint::OtherWay);
        let shot = obedient(heard);
        let yaw = if strayed { shot.yaw } else { -shot.yaw };
        hints.extend(stage.machine.view().hint);
        stage.frame(Shot { yaw, ..shot }, 0)
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::Matched);
    assert_eq!(verdict.liveness.order.len(), 3);
    assert!(hints.contains(&Hint::OtherWay));
    let order = verdict.liveness.cues.iter();
    assert!(
        order
            .filter(|cue| cue.name == "order")
            .all(|cue| cue.passed)
    );
}

#[test]
fn too_little_depth_is_asked_for_by_one_turn_more() {
    let little = relief(0.25, 0.5, 0.93);
    for turns_needed in [4, 5] {
        let mut stage = verification(matching(0.9));
        let (mut further, mut asked) = (false, Vec::new());
        let verdict = (0..800).find_map(|_| {
            let heard = stage.heard();
            let now = stage.machine.asked();
            if now != Instruction::LookHere && asked.last() != Some(&now) {
                asked.push(now);
            }
            further |= stage.machine.view().hint == Some(Hint::Further);
            let depth = if asked.len() >= turns_needed {
                DEEP
            } else {
                little
            };
            let shot = obedient(heard);
            let yaw = if further { shot.yaw * 1.2 } else { shot.yaw };
            stage.frame(
                Shot {
                    relief: depth,
                    yaw,
                    ..shot
                },
                0,
            )
        });
        let verdict = verdict.expect("an end");
        assert_eq!(verdict.reason, Reason::Matched, "{turns_needed}");
        assert!(further);
        assert_eq!(verdict.liveness.order.len(), turns_needed);
        assert_eq!(asked.len(), turns_needed);
        let last_two = &asked[asked.len() - 2..];
        assert_ne!(last_two[0], last_two[1]);
    }
}

#[test]
fn a_head_that_is_smeared_in_mid_turn_is_not_flat() {
    // Flat as long as it moves, 0.2 s; deep as soon as it is seen sharply.
    let mut stage = verification(matching(0.9));
    let mut moving = 0;
    let verdict = (0..400).find_map(|_| {
        let heard = stage.heard();
        let turning = heard != Instruction::LookHere;
        moving = if turning { moving + 1 } else { 0 };
        let depth = if (2..6).contains(&moving) { FLAT } else { DEEP };
        stage.frame(
            Shot {
                relief: depth,
                ..obedient(heard)
            },
            0,
        )
    });
    assert_eq!(verdict.expect("an end").reason, Reason::Matched);
}

#[test]
fn that_the_shape_is_one_is_a_cue_for_reviewers() {
    for (stable, passed) in [
        (Some(0.9), Some(true)),
        (Some(0.1), Some(false)),
        (None, None),
    ] {
        let deep = Relief { stable, ..DEEP };
        let mut stage = verification(matching(0.9));
        let shot = |asked| Shot {
            relief: deep,
            ..obedient(asked)
        };
        let verdict = stage.play(6, shot, 0);
        assert_eq!(verdict.reason, Reason::Matched, "nothing is decided on it");
        let cues = verdict.liveness.cues.iter();
        let mut structure = cues.filter(|cue| cue.name == "structure");
        let cue = structure.next();
        assert_eq!(cue.map(|cue| cue.passed), passed);
        assert!(cue.is_none_or(|cue| cue.advisory && cue.value == stable));
    }
}

#[test]
fn who_is_slow_to_see_what_is_asked_gets_other_turns_once() {
    for slow in [1, 2] {
        let mut stage = verification(matching(0.9));
        let mut passed_over = 0;
        let verdict = (0..800).find_map(|_| {
            let heard = stage.heard();
            // Looks away until told, once or twice.
            let told = stage.machine.view().hint == Some(Hint::Further);
            passed_over = passed_over.max(usize::from(told));
            let shot = if passed_over < slow {
                GOOD
            } else {
                obedient(heard)
            };
            stage.frame(shot, 0)
        });
        let reason = verdict.expect("an end").reason;
        let expected = match slow {
            1 => Reason::Matched,
            _ => Reason::TurnedTooLittle,
        };
        assert_eq!(reason, expected);
    }
}

#[test]
fn who_was_slow_at_first_and_then_goes_another_way_has_failed() {
    for number in 0..40 {
        let mut stage = verification_drawn(drawn_from(number), matching(0.9));
        let mut told = false;
        let verdict = (0..800).find_map(|_| {
            let heard = stage.heard();
            told |= stage.machine.view().hint == Some(Hint::Further);
            // A film that holds still until the turns are drawn anew, and then
            // shows others.
            let shot = match (told, heard) {
                (false, _) => GOOD,
                (true, Instruction::TurnLeft) => obedient(Instruction::TurnRight),
                (true, Instruction::TurnRight) => obedient(Instruction::TurnLeft),
                (true, other) => obedient(other),
            };
            stage.frame(shot, 0)
        });
        let verdict = verdict.expect("an end");
        assert!(told, "it was drawn anew");
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::NotVerified, Reason::OrderNotFollowed),
            "so that it counts"
        );
    }
}
