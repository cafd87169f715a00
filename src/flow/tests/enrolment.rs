use super::*;
use crate::domain::{Decision, LivenessOutcome, PoseName, Reason};

#[test]
fn who_follows_is_enrolled_with_five_poses() {
    let mut stage = enrolment(matching(0.1));
    let verdict = stage.play(30, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Enrolled)
    );
    let poses: Vec<PoseName> = stage
        .machine
        .into_templates()
        .into_iter()
        .map(|(pose, _)| pose)
        .collect();
    let mut sorted = poses.clone();
    sorted.sort();
    assert_eq!(sorted, PoseName::ALL);
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::Live);
    let order: Vec<&str> = poses.iter().skip(1).map(|pose| pose.as_str()).collect();
    assert_eq!(verdict.liveness.order, order, "the order that was drawn");
}

#[test]
fn who_looks_like_somebody_enrolled_is_held() {
    let mut stage = enrolment(matching(0.9));
    let verdict = stage.play(30, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::DuplicateSuspected)
    );
    assert!(verdict.person.is_some(), "the administrator sees who");
    assert_eq!(stage.machine.into_templates().len(), 5);
}

#[test]
fn who_does_not_turn_is_asked_again_and_keeps_nothing() {
    let mut stage = enrolment(matching(0.1));
    let mut asked = Vec::new();
    let verdict = loop {
        let now = stage.machine.asked();
        if asked.last() != Some(&now) {
            asked.push(now);
        }
        if let Some(verdict) = stage.frame(GOOD, 0) {
            break verdict;
        }
    };
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TurnedTooLittle)
    );
    let first_turn = asked[1];
    let turns = asked.iter().filter(|asked| **asked == first_turn);
    assert!(turns.count() > 1, "{asked:?}");
    assert!(stage.machine.into_templates().is_empty());
}

#[test]
fn one_slip_is_forgiven_and_two_are_another_order() {
    let opposite = |asked| {
        let shot = obedient(asked);
        Shot {
            yaw: -shot.yaw,
            pitch: -shot.pitch,
            ..shot
        }
    };
    for (slips, expected) in [
        (1, (Decision::Verified, Reason::Enrolled)),
        (2, (Decision::NotVerified, Reason::OrderNotFollowed)),
    ] {
        let mut stage = enrolment(matching(0.1));
        for _ in 0..slips {
            while stage.machine.asked() == Instruction::LookHere {
                assert_eq!(stage.answer(obedient, 0), None);
            }
            let ended = (0..20).find_map(|_| stage.answer(opposite, 0));
            if let Some(verdict) = ended {
                assert_eq!((verdict.decision, verdict.reason), expected);
                return;
            }
            for _ in 0..20 {
                assert_eq!(stage.frame(GOOD, 0), None);
            }
        }
        let verdict = stage.play(60, obedient, 0);
        assert_eq!((verdict.decision, verdict.reason), expected);
    }
}

#[test]
fn another_person_turning_for_the_poses_ends_the_enrolment() {
    let mut stage = enrolment(matching(0.1));
    for _ in 0..10 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let verdict = stage.play(30, obedient, 1);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
    assert!(stage.machine.into_templates().is_empty());
}

#[test]
fn cancelling_keeps_nothing() {
    let mut stage = enrolment(matching(0.1));
    for _ in 0..10 {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    let effects = stage.machine.step(Event::Stop(Reason::Cancelled));
    assert!(matches!(
        effects.as_slice(),
        [Effect::Finish(verdict)] if verdict.reason == Reason::Cancelled
    ));
    assert!(stage.machine.into_templates().is_empty());
}

#[test]
fn a_flat_picture_is_not_enrolled() {
    for (shot, expected) in [
        (FLAT, (Decision::NotVerified, Reason::FlatSurface)),
        (UNTURNED, (Decision::Inconclusive, Reason::TurnedTooLittle)),
    ] {
        let mut stage = enrolment(matching(0.1));
        let picture = |asked| Shot {
            relief: shot,
            ..obedient(asked)
        };
        let verdict = stage.play(60, picture, 0);
        assert_eq!((verdict.decision, verdict.reason), expected);
        assert!(stage.machine.into_templates().is_empty());
    }
}

#[test]
fn a_replaced_engine_begins_the_poses_anew_and_nothing_of_before_is_kept() {
    let mut stage = enrolment(matching(0.1));
    while stage.machine.view().steps_done < 2 {
        assert_eq!(stage.answer(obedient, 0), None);
    }
    assert!(stage.machine.step(Event::Restarted).is_empty());
    assert_eq!(stage.machine.asked(), Instruction::LookHere);
    assert_eq!(stage.machine.view().steps_done, 0);
    let verdict = stage.play(30, obedient, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Enrolled)
    );
    assert_eq!(stage.machine.into_templates().len(), 5);
}

#[test]
fn too_little_depth_is_asked_for_by_one_turn_more_of_which_nothing_is_kept() {
    let little = relief(0.25, 0.5, 0.93);
    let mut stage = enrolment(matching(0.1));
    let mut hinted = false;
    let verdict = (0..2_000).find_map(|_| {
        let heard = stage.heard();
        hinted |= stage.machine.view().hint == Some(Hint::Further);
        let depth = if hinted { DEEP } else { little };
        stage.frame(
            Shot {
                relief: depth,
                ..obedient(heard)
            },
            0,
        )
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::Enrolled);
    assert!(hinted);
    assert_eq!(verdict.liveness.order.len(), 5);
    assert_eq!(stage.machine.into_templates().len(), 5);
}

#[test]
fn a_pose_that_was_there_before_it_was_asked_for_is_none() {
    let mut stage = enrolment(matching(0.1));
    while stage.machine.asked() == Instruction::LookHere {
        assert_eq!(stage.answer(obedient, 0), None);
    }
    // At once to where it is asked, and there it stays.
    let first = stage.machine.asked();
    let early = obedient(first);
    for _ in 0..70 {
        assert_eq!(stage.frame(early, 0), None);
        assert_eq!(stage.machine.view().poses_done.len(), 1);
    }
    assert_eq!(stage.machine.view().hint, Some(Hint::TooEarly));
    // Back, and there when it is asked for again: that is an answer.
    let verdict = stage.play(60, obedient, 0);
    assert_eq!(verdict.reason, Reason::Enrolled);
}

#[test]
fn a_pose_that_does_not_come_is_put_off_and_a_print_that_cannot_nod_is_told_as_flat() {
    let nods = [Instruction::LookUp, Instruction::LookDown];
    let begins_with_a_nod = (0..40).find(|number| {
        let mut stage = Stage::new(
            Enrolment::new(tolerance(), drawn_from(*number)),
            matching(0.1),
        );
        while stage.machine.asked() == Instruction::LookHere {
            assert_eq!(stage.answer(obedient, 0), None);
        }
        nods.contains(&stage.machine.asked())
    });
    let draw = drawn_from(begins_with_a_nod.expect("half of all orders do"));
    // A print that is nodded still looks straight ahead.
    let print = |asked| match asked {
        Instruction::TurnLeft | Instruction::TurnRight => Shot {
            relief: FLAT,
            ..obedient(asked)
        },
        _ => Shot {
            relief: UNTURNED,
            ..GOOD
        },
    };
    let mut stage = Stage::new(Enrolment::new(tolerance(), draw.clone()), matching(0.1));
    let verdict = stage.play(20, print, 0);
    assert_eq!(verdict.reason, Reason::FlatSurface);
    // Who nods at last is enrolled, in the order that came of it.
    let mut stage = Stage::new(Enrolment::new(tolerance(), draw), matching(0.1));
    let verdict = (0..1_200).find_map(|frame| {
        let heard = stage.heard();
        let late = frame < 200 && nods.contains(&heard);
        stage.frame(if late { GOOD } else { obedient(heard) }, 0)
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::Enrolled);
    let templates = stage.machine.into_templates();
    let poses: Vec<&str> = templates
        .iter()
        .skip(1)
        .map(|(pose, _)| pose.as_str())
        .collect();
    assert_eq!(verdict.liveness.order, poses);
}

#[test]
fn who_is_lit_from_one_side_is_asked_to_turn_to_the_light() {
    let from_one_side = Shot {
        low: Some(Component::IlluminationUniformity),
        ..GOOD
    };
    let mut stage = enrolment(matching(0.1));
    let verdict = stage.play(900, |_| from_one_side, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TooDark)
    );
    assert_eq!(stage.machine.shown(), Instruction::EvenLight);
}

#[test]
fn a_pose_that_was_there_nearly_at_once_is_none_however_little_is_asked() {
    let mut wanted = tolerance();
    wanted.poses.turn_degrees = 11.0;
    let sideways = [Instruction::TurnLeft, Instruction::TurnRight];
    let mut shown = 0;
    // A picture is held up, and turned a little further then.
    let mut stage = Stage {
        period_millis: 83,
        ..Stage::new(Enrolment::new(wanted, DRAW), matching(0.1))
    };
    let verdict = (0..2_000).find_map(|_| {
        let heard = stage.heard();
        let shot = obedient(heard);
        if !sideways.contains(&heard) {
            shown = 0;
            return stage.frame(shot, 0);
        }
        shown += 1;
        let far: f32 = if shown == 1 { 12.0 } else { 14.2 };
        let yaw = far.copysign(shot.yaw);
        let leaps = true;
        stage.frame(Shot { yaw, leaps, ..shot }, 0)
    });
    let verdict = verdict.expect("an end");
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::TurnedTooLittle)
    );
    let done = &stage.machine.view().poses_done;
    assert!(!done.contains(&PoseName::Left) && !done.contains(&PoseName::Right));
}

#[test]
fn the_depth_that_was_decided_on_is_what_is_kept() {
    let mut stage = enrolment(matching(0.1));
    let verdict = (0..2_000).find_map(|_| {
        let heard = stage.heard();
        // What the last frames would tell comes too late.
        let depth = match stage.machine.view().verifying_back {
            true => UNTURNED,
            false => DEEP,
        };
        let shot = obedient(heard);
        stage.frame(
            Shot {
                relief: depth,
                ..shot
            },
            0,
        )
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::Enrolled);
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::Live);
    let decisive = verdict.liveness.cues.iter().filter(|cue| !cue.advisory);
    for cue in decisive {
        assert!(cue.passed, "{cue:?}");
    }
}

#[test]
fn halves_of_a_face_need_not_be_lit_alike_while_it_is_turned_aside() {
    let sideways = [Instruction::TurnLeft, Instruction::TurnRight];
    let turned = |asked| {
        let shot = obedient(asked);
        let low = sideways
            .contains(&asked)
            .then_some(Component::IlluminationUniformity);
        Shot { low, ..shot }
    };
    let verdict = enrolment(matching(0.1)).play(60, turned, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Enrolled)
    );
}
