//! Prints that are turned until they look like somebody else: what is told is
//! that they are flat, where that can be told.

use super::*;
use crate::domain::{Decision, Reason};

/// Depth of something that has hardly turned yet.
const SHALLOW: Relief = relief(0.05, 0.05, 0.95);
/// Draws that are tried: more than there are orders.
const DRAWS: u8 = 40;

fn is_turn(asked: Instruction) -> bool {
    matches!(asked, Instruction::TurnLeft | Instruction::TurnRight)
}

/// Plays somebody who is like person 0 when seen from the front and unlike
/// anybody when turned; in the frames turned aside it shows `depth`.
fn unlike_when_turned<M: Machine>(
    stage: &mut Stage<M>,
    depth: impl Fn(usize) -> Relief,
) -> Verdict {
    let (mut turned, mut aside) = (0, false);
    for _ in 0..600 {
        let heard = stage.heard();
        aside = is_turn(heard);
        turned += usize::from(aside);
        let shot = Shot {
            relief: depth(turned),
            ..obedient(heard)
        };
        if let Some(verdict) = stage.frame(shot, usize::from(aside)) {
            return verdict;
        }
    }
    panic!("nothing was decided; aside: {aside}");
}

#[test]
fn a_print_that_is_unlike_itself_before_it_is_flat_is_told_as_flat() {
    let late = |turned| if turned < 8 { SHALLOW } else { FLAT };
    let flat = (Decision::NotVerified, Reason::FlatSurface);
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let verdict = unlike_when_turned(&mut stage, late);
        assert_eq!((verdict.decision, verdict.reason), flat, "draw {number}");
        let mut stage = Stage::new(
            Enrolment::new(tolerance(), drawn_from(number)),
            matching(0.1),
        );
        let verdict = unlike_when_turned(&mut stage, late);
        assert_eq!((verdict.decision, verdict.reason), flat, "draw {number}");
    }
}

#[test]
fn a_print_that_is_unlike_itself_when_it_nods_is_told_as_flat_once_it_turns() {
    let moves = |asked| obedient(asked) != obedient(Instruction::LookHere);
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let mut turned = 0;
        let verdict = (0..600).find_map(|_| {
            let heard = stage.heard();
            turned += usize::from(is_turn(heard));
            let shot = Shot {
                relief: if turned < 8 { SHALLOW } else { FLAT },
                ..obedient(heard)
            };
            stage.frame(shot, usize::from(moves(heard)))
        });
        let verdict = verdict.expect("an end");
        assert_eq!(verdict.reason, Reason::FlatSurface, "draw {number}");
    }
}

#[test]
fn whose_depth_tells_nothing_in_its_moment_is_somebody_else() {
    let changed = (Decision::NotVerified, Reason::PersonChanged);
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let verdict = unlike_when_turned(&mut stage, |_| SHALLOW);
        assert_eq!((verdict.decision, verdict.reason), changed, "draw {number}");
        // Each turn lasts longer than that: it is told within the first.
        let mut stage = Stage::new(
            Enrolment::new(tolerance(), drawn_from(number)),
            matching(0.1),
        );
        let verdict = unlike_when_turned(&mut stage, |_| SHALLOW);
        assert_eq!((verdict.decision, verdict.reason), changed, "draw {number}");
    }
}

#[test]
fn with_the_depth_of_a_head_somebody_else_is_told_at_once() {
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        let mut turned = 0;
        let verdict = (0..200).find_map(|_| {
            let heard = stage.heard();
            turned += usize::from(is_turn(heard));
            stage.frame(obedient(heard), usize::from(is_turn(heard)))
        });
        let verdict = verdict.expect("an end");
        assert_eq!(verdict.reason, Reason::PersonChanged, "draw {number}");
        assert!(turned <= 5, "after {turned} frames of the turn");
    }
}

#[test]
fn once_suspected_nothing_but_a_refusal_follows() {
    for number in 0..DRAWS {
        let mut stage = verification_drawn(drawn_from(number), matching(0.99));
        // Unlike for five frames of the first turn, enough for two comparisons
        // in a row; like again and deep from then on.
        let (mut turned, mut verdict) = (0, None);
        while verdict.is_none() {
            let heard = stage.heard();
            turned += usize::from(is_turn(heard));
            let unlike = is_turn(heard) && turned <= 5;
            let shot = Shot {
                relief: if turned <= 5 { SHALLOW } else { DEEP },
                ..obedient(heard)
            };
            verdict = stage.frame(shot, usize::from(unlike));
        }
        let verdict = verdict.expect("an end");
        assert_eq!(
            (verdict.decision, verdict.reason),
            (Decision::NotVerified, Reason::PersonChanged),
            "draw {number}"
        );
    }
}

#[test]
fn whatever_ends_it_meanwhile_it_stays_a_refusal() {
    for reason in [Reason::Cancelled, Reason::TimedOut, Reason::CameraChanged] {
        let mut stage = verification(matching(0.99));
        let mut turned = 0;
        while turned < 6 {
            let heard = stage.heard();
            turned += usize::from(is_turn(heard));
            let shot = Shot {
                relief: SHALLOW,
                ..obedient(heard)
            };
            assert_eq!(stage.frame(shot, usize::from(is_turn(heard))), None);
        }
        let effects = stage.machine.step(Event::Stop(reason));
        let [Effect::Finish(verdict)] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert_ne!(verdict.decision, Decision::Verified);
        let told = if reason == Reason::CameraChanged {
            reason
        } else {
            Reason::PersonChanged
        };
        assert_eq!(verdict.reason, told);
    }
}

#[test]
fn what_is_flat_once_all_is_measured_is_told_as_flat() {
    let mut stage = verification(matching(0.99));
    while stage.machine.asked() == Instruction::LookHere {
        assert_eq!(stage.frame(GOOD, 0), None);
    }
    // Once is not enough of a head that may be smeared.
    assert!(stage.machine.step(Event::Settled(FLAT)).is_empty());
    let flat = Shot {
        relief: FLAT,
        ..GOOD
    };
    for _ in 0..5 {
        assert_eq!(stage.frame(flat, 0), None);
    }
    let verdict = stage.frame(flat, 0).expect("an end");
    assert_eq!(verdict.reason, Reason::FlatSurface);
}
