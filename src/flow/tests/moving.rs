//! What a frame must be for a movement in it to count, and what is kept of how
//! the movements were drawn.

use super::*;
use crate::domain::{Decision, DrawnFrom, LivenessSummary, Reason, Turn};
use crate::flow::challenge::{draw, follows_from};

/// Draws that are tried: more than there are orders.
const DRAWS: u8 = 40;

/// A verification on a machine that looks at few frames a second.
fn slow(number: u8, period_millis: u64) -> Stage<Verification> {
    Stage {
        period_millis,
        ..verification_drawn(drawn_from(number), matching(0.99))
    }
}

#[test]
fn pictures_that_are_exchanged_between_two_frames_of_a_slow_machine_are_no_turns() {
    for number in 0..DRAWS {
        for (period_millis, far) in [(83, 0.7), (83, 1.0), (100, 1.0), (125, 1.3)] {
            let held_up = |asked| {
                let whole = obedient(asked);
                Shot {
                    yaw: whole.yaw * far,
                    leaps: true,
                    ..whole
                }
            };
            let mut stage = slow(number, period_millis);
            let verdict = stage.play(60, held_up, 0);
            assert_eq!(
                (verdict.decision, verdict.reason),
                (Decision::Inconclusive, Reason::TurnedTooFast),
                "draw {number}, {period_millis} ms, {far}"
            );
        }
    }
}

#[test]
fn who_turns_too_fast_for_a_slow_machine_is_told_and_then_verified() {
    for number in 0..DRAWS {
        let mut stage = slow(number, 100);
        let mut told = false;
        let verdict = (0..400).find_map(|_| {
            let heard = stage.heard();
            told |= stage.machine.view().hint == Some(Hint::TooFast);
            let shot = Shot {
                leaps: !told,
                ..obedient(heard)
            };
            stage.frame(shot, 0)
        });
        let verdict = verdict.expect("an end");
        assert!(told);
        assert_eq!(verdict.reason, Reason::Matched, "draw {number}");
    }
}

#[test]
fn a_slow_machine_verifies_who_turns_as_people_do() {
    for period_millis in [50, 83, 100] {
        for number in 0..DRAWS {
            let verdict = slow(number, period_millis).play(30, obedient, 0);
            assert_eq!(verdict.reason, Reason::Matched, "draw {number}");
        }
    }
}

#[test]
fn somebody_alike_who_does_the_turns_is_told_when_they_look_nearly_ahead() {
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        while stage.machine.asked() == Instruction::LookHere {
            assert_eq!(stage.frame(GOOD, 0), None);
        }
        let verdict = stage.play(6, obedient, ALIKE);
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::NotVerified, Reason::PersonChanged),
            "draw {number}"
        );
    }
    // Only a turned face may be so unlike.
    let mut stage = verification(matching(0.99));
    let verdict = (0..400).find_map(|_| {
        let heard = stage.heard();
        let shot = obedient(heard);
        let aside = is_aside(&stage, shot, 12.0);
        stage.frame(shot, if aside { ALIKE } else { 0 })
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::Matched);
    let same = verdict.liveness.cues.iter();
    let same = same.filter(|cue| cue.name == "same_person");
    assert!(same.into_iter().all(|cue| cue.passed));
}

/// Whether the next frame that is asked for shows a head turned further than
/// that, or nodded.
fn is_aside(stage: &Stage<Verification>, shot: Shot, degrees: f32) -> bool {
    let towards = |from: f32, to: f32| from + (to - from).clamp(-6.0, 6.0);
    towards(stage.head.0, shot.yaw).abs() > degrees || towards(stage.head.1, shot.pitch).abs() > 8.0
}

/// Turns as far as a head goes, where nobody looks like themselves.
fn far(asked: Instruction) -> Shot {
    let shot = obedient(asked);
    Shot {
        yaw: shot.yaw * 2.2,
        ..shot
    }
}

#[test]
fn a_face_that_is_turned_too_far_is_not_compared_and_tells_once_it_is_back() {
    let after_the_turns = |back: bool, who_comes_back: usize| {
        let mut stage = verification(matching(0.99));
        let mut was_far = false;
        let verdict = (0..800).find_map(|_| {
            let heard = stage.heard();
            let shot = if was_far && !back {
                far(Instruction::TurnLeft)
            } else {
                far(heard)
            };
            let is_far = (stage.head.0 + (shot.yaw - stage.head.0).clamp(-6.0, 6.0)).abs() > 35.0;
            was_far |= is_far;
            let who = match (is_far, was_far) {
                (true, _) => 1,
                (false, true) => who_comes_back,
                (false, false) => 0,
            };
            stage.frame(shot, who)
        });
        let verdict = verdict.expect("an end");
        (verdict.decision, verdict.reason)
    };
    assert_eq!(
        after_the_turns(true, 0),
        (Decision::Verified, Reason::Matched)
    );
    assert_eq!(
        after_the_turns(true, 2),
        (Decision::NotVerified, Reason::PersonChanged)
    );
    let (decision, _) = after_the_turns(false, 0);
    assert_eq!(decision, Decision::Inconclusive);
}

#[test]
fn all_turns_are_not_enough_before_the_person_is_seen_again() {
    // The last turn is short, so that it counts once the head comes back; that
    // is in the dark.
    let dark = Shot {
        low: Some(Component::UnderExposurePrevention),
        ..GOOD
    };
    let then = |number, dark_frames: usize, who_is_there: usize| {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let (mut at_peak, mut since) = (0, 0);
        let verdict = (0..800).find_map(|_| {
            let view = stage.machine.view();
            let last = view.steps_done + 1 == view.steps;
            let asked = stage.machine.asked();
            let heard = stage.heard();
            let last = last && heard == asked;
            let share = if last { 0.75 } else { 1.0 };
            let whole = obedient(heard);
            let shot = Shot {
                yaw: share * whole.yaw,
                pitch: share * whole.pitch,
                ..whole
            };
            let (yaw, pitch) = stage.head;
            at_peak += usize::from(last && (yaw.abs() > 16.0 || pitch.abs() > 9.5));
            since += usize::from(at_peak >= 4);
            match since {
                0 => stage.frame(shot, 0),
                since if since <= dark_frames => stage.frame(dark, who_is_there),
                _ => stage.frame(GOOD, who_is_there),
            }
        });
        let verdict = verdict.expect("an end");
        (verdict.decision, verdict.reason)
    };
    let ends_sideways = |number: &u8| {
        let order = draw(&[*number; 16], 0, 3, &[]);
        matches!(order.last(), Some(Turn::Left | Turn::Right))
    };
    for number in (0..DRAWS).filter(ends_sideways) {
        assert_eq!(
            then(number, usize::MAX, 0),
            (Decision::Inconclusive, Reason::TooDark)
        );
        assert_eq!(then(number, 12, 0), (Decision::Verified, Reason::Matched));
        assert_eq!(
            then(number, 12, 1),
            (Decision::NotVerified, Reason::PersonChanged)
        );
    }
}

#[test]
fn what_is_seen_badly_is_no_turn_and_is_said() {
    for (component, instruction, reason) in [
        (
            Component::UnderExposurePrevention,
            Some(Instruction::MoreLight),
            Reason::TooDark,
        ),
        (
            Component::InterEyeDistance,
            Some(Instruction::ComeCloser),
            Reason::TooFar,
        ),
        // To hold still is not what was asked.
        (Component::Sharpness, None, Reason::TooBlurred),
    ] {
        for number in 0..DRAWS {
            let mut stage = verification_drawn(drawn_from(number), matching(0.99));
            let mut said = Vec::new();
            let verdict = (0..800).find_map(|_| {
                let heard = stage.heard();
                let began = stage.machine.view().steps_done > 0;
                let shown = stage.machine.shown();
                if began && !said.contains(&shown) {
                    said.push(shown);
                }
                let shot = Shot {
                    low: began.then_some(component),
                    ..obedient(heard)
                };
                stage.frame(shot, 0)
            });
            let verdict = verdict.expect("an end");
            assert_eq!(
                (verdict.decision, verdict.reason),
                (Decision::Inconclusive, reason),
                "draw {number}"
            );
            let all = [
                Instruction::MoreLight,
                Instruction::ComeCloser,
                Instruction::HoldStill,
            ];
            said.retain(|said| all.contains(said));
            assert_eq!(said.first().copied(), instruction);
        }
    }
}

#[test]
fn a_head_that_is_smeared_only_while_it_moves_is_seen_well_enough() {
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let verdict = (0..800).find_map(|_| {
            let heard = stage.heard();
            let shot = obedient(heard);
            let (yaw, pitch) = stage.head;
            let moves = (yaw - shot.yaw).abs() > 1.0 || (pitch - shot.pitch).abs() > 1.0;
            let low = moves.then_some(Component::Sharpness);
            stage.frame(Shot { low, ..shot }, 0)
        });
        assert_eq!(
            verdict.expect("an end").reason,
            Reason::Matched,
            "draw {number}"
        );
    }
}

#[test]
fn a_second_face_for_a_frame_is_a_mistake_and_one_that_stays_or_returns_is_not() {
    let second = |faces: fn(usize) -> usize| {
        let mut stage = verification(matching(0.99));
        let verdict = (0..400).find_map(|frame| {
            let heard = stage.heard();
            let turning = stage.machine.view().steps_done > 0;
            let shot = Shot {
                faces: if turning { faces(frame) } else { 1 },
                ..obedient(heard)
            };
            stage.frame(shot, 0)
        });
        verdict.expect("an end").reason
    };
    // Once in 0.4 s, more than three times in all.
    assert_eq!(
        second(|frame| 1 + usize::from(frame % 8 == 0)),
        Reason::Matched
    );
    assert_eq!(
        second(|frame| 1 + usize::from(frame % 10 < 3)),
        Reason::MoreThanOneFace
    );
    assert_eq!(second(|frame| 1 + frame % 2), Reason::MoreThanOneFace);
}

#[test]
fn a_second_face_for_a_frame_does_not_end_an_enrolment_either() {
    let mut stage = enrolment(matching(0.1));
    let verdict = (0..800).find_map(|frame| {
        let heard = stage.heard();
        let faces = 1 + usize::from(frame % 40 == 0);
        stage.frame(
            Shot {
                faces,
                ..obedient(heard)
            },
            0,
        )
    });
    assert_eq!(verdict.expect("an end").reason, Reason::Enrolled);
}

/// Checks that all draws follow from the number that is kept.
fn can_be_drawn_again(liveness: &LivenessSummary, number: u8) {
    assert!(!liveness.drawn.is_empty());
    let nonce = [number; 16];
    for drawn in &liveness.drawn {
        assert!(follows_from(&nonce, drawn), "{drawn:?}");
    }
    assert_eq!(
        liveness.drawn.last().map(|last| &last.order),
        Some(&liveness.order)
    );
}

#[test]
fn a_reviewer_can_draw_again_what_was_drawn() {
    let avoid: Vec<String> = ["left", "right", "up"].map(str::to_owned).into();
    let draw = |number, allowance| Draw {
        avoid: avoid.clone(),
        allowance,
        ..drawn_from(number)
    };
    for number in 0..DRAWS {
        // Who mixes up left and right once is drawn other turns.
        let mut stage = verification_drawn(draw(number, None), matching(0.9));
        let mut strayed = false;
        let verdict = (0..400).find_map(|_| {
            let heard = stage.heard();
            let told = stage.machine.view().hint == Some(Hint::OtherWay);
            strayed |= told && stage.machine.asked() == Instruction::LookHere;
            let shot = obedient(heard);
            let yaw = if strayed { shot.yaw } else { -shot.yaw };
            stage.frame(Shot { yaw, ..shot }, 0)
        });
        let verdict = verdict.expect("an end");
        let drawn = &verdict.liveness.drawn;
        assert_eq!(drawn.len(), 2);
        assert_eq!((drawn[0].attempt, drawn[1].attempt), (0, 1));
        assert!(drawn.iter().all(|drawn| drawn.avoided == avoid));
        can_be_drawn_again(&verdict.liveness, number);
        // An engine that was replaced: both draws are kept.
        let mut stage = verification_drawn(draw(number, None), matching(0.9));
        while stage.machine.view().steps_done < 2 {
            assert_eq!(stage.answer(obedient, 0), None);
        }
        assert!(stage.machine.step(Event::Restarted).is_empty());
        let verdict = stage.play(8, obedient, 0);
        assert!(verdict.liveness.drawn.len() >= 2);
        can_be_drawn_again(&verdict.liveness, number);
        let verdict = Stage::new(
            Enrolment::new(tolerance(), draw(number, None)),
            matching(0.1),
        )
        .play(30, obedient, 0);
        assert_eq!(verdict.liveness.drawn[0].from, DrawnFrom::Poses);
        can_be_drawn_again(&verdict.liveness, number);
    }
    // Who is slow gets others, of all orders.
    let mut stage = verification_drawn(draw(7, None), matching(0.9));
    let verdict = stage.play(20, |_| GOOD, 0);
    let drawn = &verdict.liveness.drawn;
    assert_eq!(drawn.len(), 2);
    assert_eq!(drawn[1].from, DrawnFrom::Turns);
    can_be_drawn_again(&verdict.liveness, 7);
    // Gestures.
    let machine = Verification::new(tolerance(), 0.6, draw(7, Some(Allowance::NoTurn)));
    let mut stage = Stage::new(machine, matching(0.9));
    let verdict = stage.play(20, unturned, 0);
    assert_eq!(verdict.liveness.drawn[0].from, DrawnFrom::Gestures);
    can_be_drawn_again(&verdict.liveness, 7);
}
