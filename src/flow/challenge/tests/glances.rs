//! Small movements: glances that answer nothing, and nods that hardly do.

use crate::domain::{Millis, Pose, Turn};

use super::turns::{play, word};
use super::{bounds, rest};
use crate::flow::challenge::turns::Turns;

#[test]
fn who_looks_at_the_screen_before_a_turn_is_no_attacker() {
    // 9 degrees down, shortly or for long, then what is asked.
    for held in [250, 400, 700] {
        let path = [
            (0, 0.0, 0.0),
            (400, 0.0, 0.0),
            (550, 0.0, -9.0),
            (550 + held, 0.0, -9.0),
            (700 + held, 0.0, 0.0),
            (1_300 + held, 24.0, 0.0),
            (1_500 + held, 24.0, 0.0),
        ];
        assert_eq!(play(&[Turn::Left], &path), ["left, all done"], "{held}");
    }
}

#[test]
fn who_glances_hardly_at_all_may_do_so_before_each_turn() {
    // 7 degrees down for half a second, then what is asked.
    let mut path = vec![(0, 0.0, 0.0)];
    for (number, yaw) in [(0, 24.0), (1, -24.0), (2, 24.0)] {
        let from = number * 2_500;
        path.extend([
            (from + 400, 0.0, 0.0),
            (from + 550, 0.0, -7.0),
            (from + 950, 0.0, -7.0),
            (from + 1_100, 0.0, 0.0),
            (from + 1_700, yaw, 0.0),
            (from + 1_900, yaw, 0.0),
            (from + 2_450, 0.0, 0.0),
        ]);
    }
    let order = [Turn::Left, Turn::Right, Turn::Left];
    assert_eq!(play(&order, &path), ["left", "right", "left, all done"]);
}

#[test]
fn who_looks_elsewhere_again_and_again_is_asked_anew() {
    let mut path = vec![(0, 0.0, 0.0)];
    for number in 0..5 {
        let from = 400 + number * 700;
        path.extend([
            (from, 0.0, 0.0),
            (from + 100, 0.0, -9.0),
            (from + 400, 0.0, -9.0),
            (from + 500, 0.0, 0.0),
        ]);
    }
    assert_eq!(play(&[Turn::Left], &path), ["too slow"]);
}

#[test]
fn a_short_nod_counts_though_it_is_back_within_a_frame() {
    let mut turns = Turns::new(bounds(), vec![Turn::Up, Turn::Left], rest(), Millis(0));
    let pitches = [0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 6.0, 8.0, 9.5, 9.3, 9.4, 5.8];
    let said: Vec<String> = (0..)
        .zip(pitches)
        .filter_map(|(frame, pitch_degrees)| {
            let pose = Pose {
                pitch_degrees,
                ..Pose::default()
            };
            word(turns.step(pose, true, Millis(frame * 83)))
        })
        .collect();
    assert_eq!(said, ["up"]);
}
