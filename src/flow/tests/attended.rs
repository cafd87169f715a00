use std::cell::Cell;

use super::*;
use crate::domain::{Decision, LivenessOutcome, LivenessSummary, PoseName, Reason};

/// Somebody who can't turn but does everything else: blinks are short.
fn willing() -> impl Fn(Instruction) -> Shot {
    let frame = Cell::new(0_u32);
    move |asked| {
        frame.set(frame.get() + 1);
        match asked {
            Instruction::Blink if frame.get() % 12 >= 3 => unturned(Instruction::LookHere),
            other => unturned(other),
        }
    }
}

/// Each cue by name, with whether it was measured and whether it passed.
fn cues(liveness: &LivenessSummary) -> Vec<(&str, bool, bool)> {
    let cues = liveness.cues.iter();
    cues.map(|cue| (cue.name.as_str(), cue.value.is_some(), cue.passed))
        .collect()
}

#[test]
fn who_cannot_turn_is_verified_and_the_record_says_that_depth_was_not_measured() {
    let verdict = attended(Allowance::NoTurn, matching(0.8)).play(20, willing(), 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Matched)
    );
    let liveness = verdict.liveness;
    assert_eq!(liveness.outcome, LivenessOutcome::Attended);
    assert_eq!((liveness.p, liveness.g), (None, None));
    let order: Vec<&str> = liveness.order.iter().map(String::as_str).collect();
    assert!((3..=4).contains(&order.len()), "{order:?}");
    let cues = cues(&liveness);
    assert_eq!(cues[0], ("relief", false, false));
    let moved: Vec<&str> = cues[1..=order.len()].iter().map(|cue| cue.0).collect();
    assert_eq!(moved, order);
    assert!(cues.contains(&("order", true, true)), "{cues:?}");
    assert!(cues.contains(&("same_person", true, true)), "{cues:?}");
}

#[test]
fn a_photo_is_not_let_in_without_turns_either() {
    // Held still, held still before other eyes, and turned.
    let still = |_| unturned(Instruction::LookHere);
    let verdict = attended(Allowance::NoTurn, matching(0.99)).play(20, still, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::GestureNotSeen)
    );
    assert_ne!(verdict.liveness.outcome, LivenessOutcome::Attended);
    let turned = |_| Shot {
        relief: FLAT,
        ..GOOD
    };
    let verdict = attended(Allowance::NoTurn, matching(0.99)).play(20, turned, 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::FlatSurface)
    );
    assert_eq!(verdict.scores.score, None, "it was never compared");
}

#[test]
fn what_else_must_hold_holds_without_turns() {
    let cheat = |shot: fn() -> Shot, who: usize| {
        let mut stage = attended(Allowance::NoTurn, matching(0.9));
        while stage.machine.asked() == Instruction::LookHere {
            assert_eq!(stage.frame(GOOD, 0), None);
        }
        let verdict = stage.play(8, |_| shot(), who);
        (verdict.decision, verdict.reason)
    };
    assert_eq!(
        cheat(|| GOOD, 1),
        (Decision::NotVerified, Reason::PersonChanged)
    );
    assert_eq!(
        cheat(|| Shot { faces: 2, ..GOOD }, 0),
        (Decision::Inconclusive, Reason::MoreThanOneFace)
    );
    assert_eq!(
        cheat(
            || Shot {
                frozen: true,
                ..GOOD
            },
            0
        ),
        (Decision::Inconclusive, Reason::FramesRepeated)
    );
    assert_eq!(
        cheat(|| Shot { faces: 0, ..GOOD }, 0),
        (Decision::Inconclusive, Reason::FaceLost)
    );
    let open = || Shot {
        openness: Openness {
            mouth: 0.5,
            ..GOOD.openness
        },
        ..GOOD
    };
    let asked_to_blink = attended(Allowance::NoTurn, matching(0.9));
    let mut stage = asked_to_blink;
    while stage.machine.asked() != Instruction::Blink {
        let verdict = stage.answer(willing(), 0);
        assert_eq!(verdict, None);
    }
    let verdict = stage.play(8, |_| open(), 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::OrderNotFollowed)
    );
}

#[test]
fn who_needs_longer_gets_longer() {
    /// Answers only seconds after being asked.
    fn slow(stage: &mut Stage<Verification>) -> Verdict {
        let mut asked = (Instruction::LookHere, 0_u32);
        for _ in 0..60 * 20 {
            let now = stage.machine.asked();
            asked = if now == asked.0 {
                (now, asked.1 + 1)
            } else {
                (now, 0)
            };
            let heard = if asked.1 > 6 * 20 {
                now
            } else {
                Instruction::LookHere
            };
            if let Some(verdict) = stage.frame(obedient(heard), 0) {
                return verdict;
            }
        }
        panic!("nothing was decided");
    }
    let verdict = slow(&mut attended(Allowance::LongerTime, matching(0.8)));
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Matched)
    );
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::Live);
    let verdict = slow(&mut verification(matching(0.8)));
    assert_eq!(verdict.reason, Reason::TurnedTooLittle);
}

#[test]
fn who_cannot_turn_is_enrolled_from_the_front() {
    let mut stage = attended_enrolment(matching(0.1));
    assert_eq!(stage.machine.view().poses, [PoseName::Front; 3]);
    let verdict = stage.play(30, willing(), 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Verified, Reason::Enrolled)
    );
    assert_eq!(verdict.liveness.outcome, LivenessOutcome::Attended);
    assert_eq!(cues(&verdict.liveness)[0], ("relief", false, false));
    let view = stage.machine.view();
    assert_eq!(view.steps_done, view.steps);
    let poses = stage.machine.into_templates();
    let poses: Vec<PoseName> = poses.into_iter().map(|(pose, _)| pose).collect();
    assert_eq!(poses, [PoseName::Front; 3]);
}

#[test]
fn a_photo_is_not_enrolled_from_the_front() {
    let mut stage = attended_enrolment(matching(0.1));
    let verdict = stage.play(30, |_| unturned(Instruction::LookHere), 0);
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::Inconclusive, Reason::GestureNotSeen)
    );
    assert!(stage.machine.into_templates().is_empty());
}
