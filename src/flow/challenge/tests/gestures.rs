use crate::domain::{Gesture, MainFace, Millis};
use crate::flow::Instruction;
use crate::flow::challenge::gestures::Gestures;
use crate::flow::challenge::{Progress, Prompted};

use super::{bounds, face, rest};

/// Somebody before the camera, 30 frames a second.
struct Person {
    gestures: Gestures,
    now: u64,
}

fn asked(order: &[Gesture]) -> Person {
    let plan = order.iter().map(|gesture| Prompted {
        gesture: *gesture,
        wait: Millis(900),
    });
    Person {
        gestures: Gestures::new(bounds(), plan.collect(), rest(), Millis(0)),
        now: 0,
    }
}

impl Person {
    /// Shows a face for so long, or until something comes of it.
    fn shows(&mut self, face: &MainFace, millis: u64) -> Progress {
        let until = self.now + millis;
        while self.now < until {
            self.now += 33;
            let progress = self.gestures.step(face, true, Millis(self.now));
            if progress != Progress::Going {
                return progress;
            }
        }
        Progress::Going
    }

    /// Waits calmly until asked.
    fn waits(&mut self) {
        while self.gestures.asked().is_none() {
            assert_eq!(self.shows(&face(), 33), Progress::Going);
        }
    }
}

fn with(eyes: f32, mouth: f32) -> MainFace {
    let mut face = face();
    face.openness.left_eye *= eyes;
    face.openness.right_eye *= eyes;
    face.openness.mouth += mouth;
    face
}

/// What was done, with its value.
fn done(progress: Progress) -> (&'static str, f64) {
    match progress {
        Progress::Done(answer) | Progress::Complete(answer) => (answer.word, answer.value),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_blink_and_an_open_mouth_are_seen() {
    let mut person = asked(&[Gesture::Blink, Gesture::Mouth]);
    assert_eq!(person.gestures.instruction(), Instruction::LookHere);
    person.waits();
    assert!(person.now >= 900);
    assert_eq!(person.gestures.instruction(), Instruction::Blink);
    assert_eq!(person.shows(&face(), 400), Progress::Going);
    assert_eq!(
        person.shows(&with(0.2, 0.0), 150),
        Progress::Going,
        "still shut"
    );
    let (word, value) = done(person.shows(&face(), 100));
    assert_eq!(word, "blink");
    assert!((value - 0.2).abs() < 0.01, "{value}");
    person.waits();
    assert_eq!(person.gestures.instruction(), Instruction::OpenMouth);
    assert_eq!(person.shows(&face(), 400), Progress::Going);
    assert_eq!(person.shows(&with(1.0, 0.15), 66), Progress::Going);
    let progress = person.shows(&with(1.0, 0.4), 100);
    assert!(matches!(progress, Progress::Complete(_)));
    assert!((done(progress).1 - 0.4).abs() < 0.01);
}

#[test]
fn a_photo_does_neither() {
    // What still pictures showed at the most.
    for (eyes, mouth) in [(0.75, 0.0), (1.0, 0.11)] {
        for gesture in Gesture::ALL {
            let mut person = asked(&[gesture]);
            person.waits();
            for _ in 0..6 {
                assert_eq!(person.shows(&with(eyes, mouth), 300), Progress::Going);
                assert_eq!(person.shows(&face(), 300), Progress::Going);
            }
            assert_eq!(
                person.shows(&face(), 1_000),
                Progress::TooSlow,
                "{gesture:?}"
            );
        }
    }
}

#[test]
fn what_is_done_before_it_is_asked_is_no_answer() {
    let mut person = asked(&[Gesture::Blink]);
    person.waits();
    // 100 ms after the words came: nobody reads so fast.
    assert_eq!(person.shows(&face(), 66), Progress::Going);
    assert_eq!(person.shows(&with(0.2, 0.0), 100), Progress::Going);
    assert_eq!(person.shows(&face(), 500), Progress::Going);
    assert_eq!(person.shows(&with(0.2, 0.0), 100), Progress::Going);
    assert_eq!(done(person.shows(&face(), 100)).0, "blink");
}

#[test]
fn a_mouth_that_opens_when_it_is_not_asked_to_is_another_movement() {
    let mut person = asked(&[Gesture::Blink]);
    person.waits();
    assert_eq!(
        person.shows(&with(1.0, 0.4), 300),
        Progress::Going,
        "a word"
    );
    assert_eq!(person.shows(&face(), 100), Progress::Going);
    assert_eq!(person.shows(&with(1.0, 0.4), 600), Progress::Otherwise);
    // Blinking, which everybody does, is none; nor is closing the mouth slowly.
    let mut person = asked(&[Gesture::Mouth, Gesture::Mouth]);
    for _ in 0..3 {
        assert_eq!(person.shows(&with(0.1, 0.0), 100), Progress::Going);
        assert_eq!(person.shows(&face(), 100), Progress::Going);
    }
    person.waits();
    assert_eq!(person.shows(&face(), 400), Progress::Going);
    assert_eq!(done(person.shows(&with(1.0, 0.4), 200)).0, "mouth");
    assert_eq!(person.shows(&with(1.0, 0.4), 1_200), Progress::Going);
    person.waits();
}

#[test]
fn nothing_is_asked_of_who_is_not_seen_well() {
    let mut person = asked(&[Gesture::Blink]);
    for frame in 1..=140 {
        let progress = person.gestures.step(&face(), false, Millis(frame * 33));
        assert_eq!(progress, Progress::Going, "{frame}");
        assert_eq!(person.gestures.asked(), None);
    }
    let late = person.gestures.step(&face(), false, Millis(4_950));
    assert_eq!(late, Progress::TooSlow);
}
