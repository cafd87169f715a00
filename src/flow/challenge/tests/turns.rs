use crate::domain::{Millis, Pose, Turn};
use crate::flow::Hint;
use crate::flow::challenge::turns::Turns;
use crate::flow::challenge::{Answer, Progress};

use super::{bounds, rest};

/// What came of it, in a word.
pub(super) fn word(progress: Progress) -> Option<String> {
    Some(match progress {
        Progress::Going => return None,
        Progress::Done(Answer { word, .. }) => word.to_owned(),
        Progress::Complete(Answer { word, .. }) => format!("{word}, all done"),
        Progress::Otherwise => "another movement".to_owned(),
        Progress::TooSlow => "too slow".to_owned(),
    })
}

/// Plays `(milliseconds, yaw, pitch)`, moving evenly from each to the next, 30
/// frames a second, and gives what came of it. It ends with the first failure.
pub(super) fn play(order: &[Turn], path: &[(u64, f32, f32)]) -> Vec<String> {
    let mut turns = Turns::new(bounds(), order.to_vec(), rest(), Millis(0));
    let mut said = Vec::new();
    for (from, to) in path.iter().zip(&path[1..]) {
        let frames = u16::try_from((to.0 - from.0) * 30 / 1000).unwrap().max(1);
        for frame in 0..frames {
            let share = f32::from(frame) / f32::from(frames);
            let pose = Pose {
                yaw_degrees: from.1 + (to.1 - from.1) * share,
                pitch_degrees: from.2 + (to.2 - from.2) * share,
                ..Pose::default()
            };
            let at = Millis(from.0 + (to.0 - from.0) * u64::from(frame) / u64::from(frames));
            let progress = turns.step(pose, true, at);
            said.extend(word(progress));
            if matches!(progress, Progress::Otherwise | Progress::TooSlow) {
                return said;
            }
        }
    }
    said
}

const LEFT_RIGHT: [Turn; 2] = [Turn::Left, Turn::Right];
const LEFT_UP: [Turn; 2] = [Turn::Left, Turn::Up];

#[test]
fn turns_in_order_complete_it() {
    // Coming back from the left is no answer and no mistake.
    let path = [
        (0, 0.0, 0.0),
        (500, 0.0, 0.0),
        (900, 24.0, 1.0),
        (1_300, 0.0, 0.0),
        (1_700, -24.0, 0.0),
        (1_800, -24.0, 0.0),
    ];
    assert_eq!(play(&LEFT_RIGHT, &path), ["left", "right, all done"]);
}

#[test]
fn a_shorter_turn_counts_once_the_head_comes_back() {
    let turn = |degrees| {
        [
            (0, 0.0, 0.0),
            (500, 0.0, 0.0),
            (900, degrees, 0.0),
            (1_000, degrees, 0.0),
            (1_400, 0.0, 0.0),
        ]
    };
    assert_eq!(play(&LEFT_RIGHT, &turn(12.0)), ["left"]);
    assert!(play(&LEFT_RIGHT, &turn(9.0)).is_empty());
}

#[test]
fn a_clear_movement_to_elsewhere_is_another_one() {
    for (yaw, pitch) in [(-22.0, 0.0), (0.0, 15.0), (0.0, -15.0)] {
        let path = [
            (0, 0.0, 0.0),
            (500, 0.0, 0.0),
            (900, yaw, pitch),
            (1_300, yaw, pitch),
        ];
        assert_eq!(play(&LEFT_RIGHT, &path), ["another movement"]);
    }
    let path = [
        (0, 0.0, 0.0),
        (500, 0.0, 0.0),
        (900, 22.0, 0.0),
        (1_300, 22.0, 0.0),
    ];
    assert_eq!(play(&[Turn::Up], &path), ["another movement"]);
}

#[test]
fn a_turn_takes_the_other_axis_with_it() {
    // As measured of heads that turned by 25 degrees: up to 12 of pitch.
    for pitch in [-12.5, 12.5] {
        let path = [
            (0, 0.0, 0.0),
            (450, 0.0, 0.0),
            (1_000, 27.0, pitch),
            (1_500, 27.0, pitch),
            (2_000, 0.0, 0.0),
            (2_400, 0.0, 0.0),
            (2_900, 0.0, 16.0),
            (3_000, 0.0, 16.0),
        ];
        assert_eq!(play(&LEFT_UP, &path), ["left", "up, all done"]);
    }
    // A nod takes yaw with it.
    let nod = [
        (0, 0.0, 0.0),
        (450, 0.0, 0.0),
        (900, 11.0, -16.0),
        (1_300, 11.0, -16.0),
    ];
    assert_eq!(play(&[Turn::Down], &nod), ["down, all done"]);
}

#[test]
fn who_comes_back_too_far_or_starts_to_the_wrong_side_is_no_attacker() {
    let too_far = [
        (0, 0.0, 0.0),
        (450, 0.0, 0.0),
        (900, 26.0, -6.0),
        (1_400, -13.0, 5.0),
        (1_700, -13.0, 5.0),
        (1_900, 0.0, 0.0),
        (2_300, 0.0, 16.0),
        (2_400, 0.0, 16.0),
    ];
    assert_eq!(play(&LEFT_UP, &too_far), ["left", "up, all done"]);
    let wrong_side = [
        (0, 0.0, 0.0),
        (400, 0.0, 0.0),
        (600, -18.0, 0.0),
        (1_100, 24.0, 0.0),
        (1_200, 24.0, 0.0),
    ];
    assert_eq!(play(&[Turn::Left], &wrong_side), ["left, all done"]);
}

#[test]
fn a_head_that_comes_to_rest_lower_than_before_still_answers() {
    // Eight degrees lower after the first turn: more than a movement's begin.
    let path = [
        (0, 0.0, 0.0),
        (450, 0.0, 0.0),
        (900, 25.0, -4.0),
        (1_300, 0.0, -8.0),
        (2_200, 0.0, -8.0),
        (2_700, 0.0, -22.0),
        (2_800, 0.0, -22.0),
    ];
    assert_eq!(
        play(&[Turn::Left, Turn::Down], &path),
        ["left", "down, all done"]
    );
}

#[test]
fn landmarks_that_jump_are_no_movement() {
    let mut turns = Turns::new(bounds(), LEFT_RIGHT.to_vec(), rest(), Millis(0));
    for frame in 0..90_u64 {
        // Glare on glasses: two frames in seven, to one side and the other.
        let yaw_degrees = match frame % 7 {
            0 | 1 => -25.0,
            4 => 25.0,
            _ => 0.0,
        };
        let pose = Pose {
            yaw_degrees,
            ..Pose::default()
        };
        assert_eq!(
            turns.step(pose, true, Millis(frame * 33)),
            Progress::Going,
            "{frame}"
        );
    }
}

#[test]
fn a_movement_that_was_under_way_before_it_was_asked_is_no_answer() {
    let early = [
        (0, 0.0, 0.0),
        (100, 8.0, 0.0),
        (500, 24.0, 0.0),
        (900, 24.0, 0.0),
    ];
    assert!(play(&LEFT_RIGHT, &early).is_empty());
    let again = [
        (0, 0.0, 0.0),
        (100, 8.0, 0.0),
        (500, 24.0, 0.0),
        (900, 0.0, 0.0),
        (1_300, 0.0, 0.0),
        (1_700, 24.0, 0.0),
        (1_800, 24.0, 0.0),
    ];
    assert_eq!(play(&LEFT_RIGHT, &again), ["left"]);
}

/// Sees the head at yaw `degrees`, 30 times a second until `until`, on its way
/// from where it was; what came of it.
fn hold(turns: &mut Turns, at: &mut (u64, f32), degrees: f32, until: u64) -> Vec<String> {
    let mut said = Vec::new();
    while at.0 < until {
        at.0 += 33;
        at.1 += (degrees - at.1).clamp(-3.0, 3.0);
        let pose = Pose {
            yaw_degrees: at.1,
            ..Pose::default()
        };
        said.extend(word(turns.step(pose, true, Millis(at.0))));
    }
    said
}

#[test]
fn a_whole_turn_that_begins_too_early_is_asked_for_again() {
    let mut turns = Turns::new(bounds(), LEFT_RIGHT.to_vec(), rest(), Millis(0));
    let mut at = (0, 0.0);
    assert!(hold(&mut turns, &mut at, 24.0, 500).is_empty());
    assert_eq!(turns.hint(), Some(Hint::TooEarly));
    assert_eq!(turns.asked(), None, "it looks ahead first");
    assert!(hold(&mut turns, &mut at, 0.0, 1_500).is_empty());
    assert_eq!(turns.asked(), Some(Turn::Left));
    assert_eq!(hold(&mut turns, &mut at, 24.0, 2_100), ["left"]);
    assert_eq!(turns.hint(), None);
    // Its time counts from when it was asked again, but not for ever.
    let mut turns = Turns::new(bounds(), vec![Turn::Left], rest(), Millis(0));
    let mut at = (0, 0.0);
    let mut said = Vec::new();
    for round in 1..12 {
        // As soon as it is asked again, it is on its way already.
        said.extend(hold(&mut turns, &mut at, 24.0, 1_800 * round - 1_400));
        said.extend(hold(&mut turns, &mut at, 0.0, 1_800 * round));
        if !said.is_empty() {
            break;
        }
    }
    assert_eq!(said.first().map(String::as_str), Some("left, all done"));
}

#[test]
fn who_mixed_up_left_and_right_looks_ahead_and_gets_another_order() {
    let mut turns = Turns::new(bounds(), LEFT_RIGHT.to_vec(), rest(), Millis(0));
    let mut at = (0, 0.0);
    assert!(hold(&mut turns, &mut at, 0.0, 450).is_empty());
    let strayed = hold(&mut turns, &mut at, -24.0, 1_100);
    assert_eq!(
        strayed.first().map(String::as_str),
        Some("another movement")
    );
    turns.begin_again(
        vec![Turn::Up, Turn::Left],
        Some(Hint::OtherWay),
        true,
        Millis(at.0),
    );
    assert_eq!((turns.asked(), turns.hint()), (None, Some(Hint::OtherWay)));
    // Who swings to the side that was meant, before having read it, is not
    // judged by that.
    assert!(hold(&mut turns, &mut at, 24.0, 2_300).is_empty());
    assert!(hold(&mut turns, &mut at, 0.0, 3_400).is_empty());
    assert_eq!(turns.asked(), Some(Turn::Up));
    // Once more, and it is another movement.
    assert!(hold(&mut turns, &mut at, 0.0, 3_900).is_empty());
    let again = hold(&mut turns, &mut at, 24.0, 4_600);
    assert_eq!(again.first().map(String::as_str), Some("another movement"));
    // A head that stays aside has its time, too.
    let mut turns = Turns::new(bounds(), LEFT_RIGHT.to_vec(), rest(), Millis(0));
    let mut at = (0, 0.0);
    turns.begin_again(
        vec![Turn::Left, Turn::Right],
        Some(Hint::OtherWay),
        true,
        Millis(0),
    );
    let stayed = hold(&mut turns, &mut at, -24.0, 4_500);
    assert_eq!(stayed.first().map(String::as_str), Some("too slow"));
}

#[test]
fn one_turn_more_goes_further_to_the_other_side() {
    let mut turns = Turns::new(bounds(), vec![Turn::Left], rest(), Millis(0));
    let wanted = |turns: &Turns| turns.view(Pose::default()).unwrap().wanted_degrees;
    let before = wanted(&turns);
    let mut at = (0, 0.0);
    assert!(hold(&mut turns, &mut at, 0.0, 450).is_empty());
    assert_eq!(hold(&mut turns, &mut at, 24.0, 900), ["left, all done"]);
    assert!(hold(&mut turns, &mut at, 0.0, 5_000).is_empty());
    assert_eq!(turns.ask_further(Millis(5_000)), Turn::Right);
    assert_eq!(
        (turns.asked(), turns.hint()),
        (Some(Turn::Right), Some(Hint::Further))
    );
    assert!(wanted(&turns) < -before, "further");
    assert!(hold(&mut turns, &mut at, 0.0, 5_400).is_empty());
    assert!(
        hold(&mut turns, &mut at, -21.0, 6_000).is_empty(),
        "further yet"
    );
    let done = hold(&mut turns, &mut at, 0.0, 6_400);
    assert_eq!(done, ["right, all done"], "as far as it goes");
}

#[test]
fn each_turn_has_its_time() {
    let path = [(0, 0.0, 0.0), (3_900, 0.0, 0.0), (4_400, 24.0, 0.0)];
    assert_eq!(play(&LEFT_RIGHT, &path), ["too slow"]);
    let in_time = [
        (0, 0.0, 0.0),
        (3_300, 0.0, 0.0),
        (3_700, 24.0, 0.0),
        (3_900, 24.0, 0.0),
    ];
    assert_eq!(play(&LEFT_RIGHT, &in_time), ["left"]);
}

#[test]
fn few_frames_a_second_are_enough() {
    // 25 degrees there and back within a second, at 15 frames: three or four
    // frames beyond 10 degrees.
    let mut turns = Turns::new(bounds(), LEFT_RIGHT.to_vec(), rest(), Millis(0));
    let yaws = [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 12.0, 21.0, 23.0, 14.0, 4.0,
    ];
    let said: Vec<String> = yaws
        .iter()
        .enumerate()
        .filter_map(|(frame, yaw)| {
            let pose = Pose {
                yaw_degrees: *yaw,
                ..Pose::default()
            };
            word(turns.step(pose, true, Millis(frame as u64 * 67)))
        })
        .collect();
    assert_eq!(said, ["left"]);
}

/// The genuine turn of a rehearsal, seen `rate` times a second, 27 degrees and
/// back as `presenter._motion` moves a head; what came of it, and the hint.
fn turned(rate: u16, seconds: f32, clear: bool) -> (Vec<String>, Option<Hint>) {
    let mut turns = Turns::new(bounds(), vec![Turn::Left], rest(), Millis(0));
    let smooth = |part: f32| {
        let part = part.clamp(0.0, 1.0);
        part.powi(3) * (10.0 - 15.0 * part + 6.0 * part * part)
    };
    let (mut said, mut hint) = (Vec::new(), None);
    for frame in 0..3 * rate {
        let at = f32::from(frame) / f32::from(rate);
        let gone = smooth((at - 0.4) / seconds) - smooth((at - 0.75 - seconds) / seconds);
        let pose = Pose {
            yaw_degrees: 29.0 * gone,
            ..Pose::default()
        };
        let now = Millis(u64::from(frame) * 1000 / u64::from(rate));
        said.extend(word(turns.step(pose, clear, now)));
        hint = hint.or(turns.hint());
    }
    (said, hint)
}

#[test]
fn a_slow_machine_follows_a_usual_turn_and_tells_who_turns_too_fast_for_it() {
    let done = vec!["left, all done".to_owned()];
    for rate in [8, 10, 12, 15, 30] {
        assert_eq!(turned(rate, 0.55, true), (done.clone(), None), "{rate}");
    }
    // As quickly as somebody who is startled: one step of some 20 degrees.
    let (said, hint) = turned(8, 0.2, true);
    assert_eq!((said, hint), (Vec::new(), Some(Hint::TooFast)));
    assert_eq!(turned(30, 0.3, true), (done, None));
}

#[test]
fn a_turn_counts_by_frames_in_which_it_is_seen_well() {
    assert_eq!(turned(30, 0.55, false), (Vec::new(), None));
}
