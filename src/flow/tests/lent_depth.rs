//! Nobody borrows another head's depth: what counts is measured of a face that
//! is compared.

use super::*;
use crate::domain::{Decision, Reason};

const PERSON: usize = 0;
const LENDER: usize = 1;

#[test]
fn what_turned_before_anything_was_asked_lends_no_depth() {
    let mut stage = verification(matching(0.9));
    // A lender with eyes shut is no face to look at yet, but turns.
    let shut = Shot {
        low: Some(Component::EyesOpen),
        ..GOOD
    };
    for yaw in [0.0, 10.0, 20.0, 10.0, 0.0, -10.0, -20.0, 0.0] {
        for _ in 0..5 {
            assert_eq!(stage.frame(Shot { yaw, ..shut }, LENDER), None);
        }
    }
    assert!(stage.measured.contains(&LENDER), "it may tell a print");
    while stage.measured_anew == 0 {
        assert_eq!(stage.frame(GOOD, PERSON), None);
    }
    assert_ne!(stage.machine.asked(), Instruction::LookHere);
    assert!(stage.measured.is_empty(), "forgotten");
    let verdict = stage.play(20, obedient, PERSON);
    assert_eq!(verdict.reason, Reason::Matched);
    assert!(!stage.measured.contains(&LENDER));
    assert_eq!(stage.measured_anew, 1, "not while it is asked");
}

#[test]
fn what_turned_before_the_front_lends_an_enrolment_no_depth() {
    let mut stage = enrolment(Comparison::default());
    let shut = Shot {
        low: Some(Component::EyesOpen),
        ..GOOD
    };
    for yaw in [0.0, 10.0, 20.0, 0.0, -10.0, -20.0, 0.0] {
        for _ in 0..5 {
            assert_eq!(stage.frame(Shot { yaw, ..shut }, LENDER), None);
        }
    }
    let verdict = stage.play(40, obedient, PERSON);
    assert_eq!(verdict.reason, Reason::Enrolled);
    assert!(!stage.measured.contains(&LENDER));
}

#[test]
fn a_face_that_cannot_be_compared_lends_no_depth_while_it_is_asked() {
    let unseen = [
        Shot {
            low: Some(Component::Sharpness),
            ..GOOD
        },
        Shot {
            low: Some(Component::InterEyeDistance),
            ..GOOD
        },
        Shot { faces: 2, ..GOOD },
        Shot { yaw: 45.0, ..GOOD },
    ];
    for (number, lent) in unseen.into_iter().enumerate() {
        let mut stage = verification(matching(0.9));
        while stage.measured_anew == 0 {
            assert_eq!(stage.frame(GOOD, PERSON), None);
        }
        // A head that turns takes its time.
        for _ in 0..if lent.yaw > 0.0 { 8 } else { 0 } {
            assert_eq!(stage.frame(lent, PERSON), None);
        }
        stage.measured.clear();
        assert_eq!(stage.frame(lent, LENDER), None);
        assert!(stage.measured.is_empty(), "{number}");
    }
}

#[test]
fn on_the_way_to_a_pose_it_is_still_the_same_person() {
    let mut stage = enrolment(Comparison::default());
    while stage.measured_anew == 0 {
        assert_eq!(stage.frame(GOOD, PERSON), None);
    }
    // Another's head shows the depth in between, never as far as a pose is kept.
    let verdict = (0..60).find_map(|number: u8| {
        let yaw = if number % 20 < 10 { 9.0 } else { -9.0 };
        stage.frame(Shot { yaw, ..GOOD }, LENDER)
    });
    let verdict = verdict.expect("an end");
    assert_eq!(
        (verdict.decision, verdict.reason),
        (Decision::NotVerified, Reason::PersonChanged)
    );
}

#[test]
fn who_comes_back_is_compared_at_once() {
    let gone = Shot { faces: 0, ..GOOD };
    let mut stage = verification(matching(0.9));
    while stage.measured_anew == 0 {
        assert_eq!(stage.frame(GOOD, PERSON), None);
    }
    // Another is there for two frames at a time, each time after nobody was.
    let verdict = (0..60).find_map(|number| match number % 4 {
        0 => stage.frame(gone, PERSON),
        1 | 2 => stage.frame(GOOD, LENDER),
        _ => stage.frame(GOOD, PERSON),
    });
    let verdict = verdict.expect("an end");
    assert_eq!(verdict.reason, Reason::PersonChanged);
}
