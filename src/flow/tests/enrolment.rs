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
