use super::*;
use crate::domain::{Decision, LivenessOutcome, Reason};

#[test]
fn who_follows_three_turns_is_verified_by_several_frames() {
    let verdict = verification(matching(0.8)).play(6, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Matched)
    );
    assert!(verdict.person.is_some());
    assert!(verdict.scores.frames_fused >= 3, "never one lucky frame");
    let liveness = verdict.liveness;
    assert_eq!(liveness.outcome, LivenessOutcome::Live);
    assert_eq!(liveness.order.len(), 3);
    assert_eq!(liveness.nonce.as_deref(), Some("07".repeat(16).as_str()));
    for name in ["p", "g", "k", "order", "same_person"] {
        let cue = liveness.cues.iter().find(|cue| cue.name == name);
        assert!(cue.is_some_and(|cue| cue.passed), "{name}");
    }
}

#[test]
fn a_stranger_is_not_verified_and_not_named() {
    let verdict = verification(matching(0.2)).play(6, obedient, 0);
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
    let verdict = stage.play(6, obedient, 1);
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

#[test]
fn frames_that_go_back_and_back_are_fed() {
    for turning in [false, true] {
        let mut stage = verification(matching(0.9));
        assert_eq!(stage.frame(GOOD, 0), None);
        while turning && stage.machine.asked() == Instruction::LookHere {
            assert_eq!(stage.frame(GOOD, 0), None);
        }
        let verdict = (0..10).find_map(|_| {
            stage.sequence -= 1;
            stage.frame(GOOD, 0)
        });
        let verdict = verdict.expect("an end");
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::Inconclusive, Reason::FramesRepeated)
        );
    }
}

#[test]
fn one_smeared_frame_in_a_turn_is_nobody_else() {
    for smeared in 0..40 {
        let mut stage = verification(matching(0.8));
        let verdict = (0..120).find_map(|frame| {
            let who = usize::from(frame == smeared);
            stage.answer(obedient, who)
        });
        let verdict = verdict.expect("an end");
        assert_eq!(verdict.decision, Decision::Verified, "frame {smeared}");
        let cue = verdict.liveness.cues.iter();
        let mut same = cue.filter(|cue| cue.name == "same_person");
        assert!(same.all(|cue| cue.passed), "frame {smeared}");
    }
}

#[test]
fn a_flat_picture_is_refused_however_well_it_matches() {
    let flat = |asked| Shot {
        relief: FLAT,
        ..obedient(asked)
    };
    let verdict = verification(matching(0.99)).play(6, flat, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::FlatSurface)
    );
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::NotLive);
    assert_eq!(verdict.scores.score, None, "it was never compared");
}

#[test]
fn turns_without_enough_depth_ask_for_more_and_are_no_attack() {
    let shallow = |asked| Shot {
        relief: relief(0.2, 0.6, 0.95),
        ..obedient(asked)
    };
    let verdict = verification(matching(0.99)).play(10, shallow, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TurnedTooLittle)
    );
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::Inconclusive);
}

#[test]
fn who_does_not_turn_is_not_verified_and_not_accused() {
    let still = |_| Shot {
        relief: UNTURNED,
        ..GOOD
    };
    let verdict = verification(matching(0.99)).play(10, still, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TurnedTooLittle)
    );
}

#[test]
fn the_opposite_movements_are_a_wrong_order() {
    let opposite = |asked| {
        let shot = obedient(asked);
        Shot {
            yaw: -shot.yaw,
            pitch: -shot.pitch,
            ..shot
        }
    };
    let verdict = verification(matching(0.99)).play(10, opposite, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::OrderNotFollowed)
    );
}

#[test]
fn another_head_that_follows_the_turns_does_not_help_a_picture_in_front() {
    let mut stage = verification(matching(0.99));
    while stage.machine.asked() == Instruction::LookHere {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(6, obedient, 1);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::NotLive);
}

#[test]
fn a_restarted_engine_begins_the_turns_again() {
    let mut stage = verification(matching(0.8));
    while stage.machine.view().steps_done < 2 {
        assert_eq!(stage.answer(obedient, 0), None);
    }
    assert!(stage.machine.step(Event::Restarted).is_empty());
    assert_eq!(stage.machine.asked(), Instruction::LookHere);
    let verdict = stage.play(8, obedient, 0);
    assert_eq!(verdict.decision, Decision::Verified);
}

#[test]
fn a_second_face_while_turning_ends_the_capture() {
    let mut stage = verification(matching(0.8));
    while stage.machine.asked() == Instruction::LookHere {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(4, |_| Shot { faces: 2, ..GOOD }, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::MoreThanOneFace)
    );
}

#[test]
fn how_much_of_the_depth_is_measured_is_shown_as_it_grows() {
    let live = tolerance().liveness;
    let half = relief(live.live_p / 2.0, live.live_g, 0.95);
    for (depth, shown) in [(half, 0.5), (DEEP, 1.0), (FLAT, 0.17)] {
        let mut stage = verification(matching(0.8));
        assert_eq!(stage.machine.view().depth, None);
        while stage.machine.view().steps_done == 0 {
            assert_eq!(stage.answer(obedient, 0), None);
        }
        let turned = |asked| Shot {
            relief: depth,
            ..obedient(asked)
        };
        assert_eq!(stage.answer(turned, 0), None);
        let measured = stage.machine.view().depth.expect("a measurement");
        assert!((measured - shown).abs() < 0.05, "{measured} of {shown}");
    }
    // Of who isn't asked to turn none is asked for.
    let mut stage = attended(Allowance::NoTurn, matching(0.8));
    for _ in 0..20 {
        assert_eq!(stage.frame(GOOD, 0), None);
        assert_eq!(stage.machine.view().depth, None);
    }
}
