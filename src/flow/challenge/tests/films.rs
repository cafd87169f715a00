//! Films of a head, and stills, against turns that are drawn anew.

use crate::domain::{Millis, Pose, Turn};
use crate::flow::Hint;
use crate::flow::challenge::turns::Turns;
use crate::flow::challenge::{Progress, orders};

use super::{bounds, rest};

/// Whether a film of a head, seen 30 times a second, completes an order, or the
/// one that is drawn `again` after it strayed; `film` gives yaw and pitch at a
/// second.
fn completes(order: &[Turn], again: &[Turn], film: impl Fn(f32) -> (f32, f32)) -> bool {
    completes_at(30, order, again, film)
}

/// The same, seen `rate` times a second.
fn completes_at(
    rate: u16,
    order: &[Turn],
    again: &[Turn],
    film: impl Fn(f32) -> (f32, f32),
) -> bool {
    let mut turns = Turns::new(bounds(), order.to_vec(), rest(), Millis(0));
    let mut strayed = false;
    for frame in 0..20 * rate {
        let (yaw_degrees, pitch_degrees) = film(f32::from(frame) / f32::from(rate));
        let pose = Pose {
            yaw_degrees,
            pitch_degrees,
            ..Pose::default()
        };
        let now = Millis(u64::from(frame) * 1000 / u64::from(rate));
        let progress = turns.step(pose, true, now);
        match progress {
            Progress::Complete(_) => return true,
            Progress::Otherwise | Progress::TooSlow if !strayed => {
                strayed = true;
                turns.begin_again(
                    again.to_vec(),
                    Some(Hint::OtherWay),
                    progress == Progress::Otherwise,
                    now,
                );
            }
            Progress::Otherwise | Progress::TooSlow => return false,
            Progress::Going | Progress::Done(_) => {}
        }
    }
    false
}

/// How many of all orders of three, with all that may be drawn after straying,
/// a film that repeats itself completes when it is begun at eight moments of it,
/// and of how many.
fn completed(period: f32, film: impl Fn(f32) -> (f32, f32)) -> (usize, usize) {
    let all = orders(3);
    let begun = all
        .iter()
        .flat_map(|order| (0..8_u8).map(move |at| (order, at)));
    let pairs = begun.flat_map(|(order, at)| all.iter().map(move |again| (order, again, at)));
    let done = pairs.filter(|(order, again, at)| {
        let begin = period * f32::from(*at) / 8.0;
        completes(order, again, |second| film(begin + second))
    });
    (done.count(), 8 * all.len() * all.len())
}

#[test]
fn a_film_of_a_head_that_goes_everywhere_follows_few_orders() {
    let turn = std::f32::consts::TAU;
    for (yaw, pitch, period) in [
        (10.5, 7.5, 2.0),
        (12.0, 9.0, 2.0),
        (14.5, 10.5, 2.0),
        (18.0, 13.0, 1.0),
        (20.0, 14.0, 1.0),
    ] {
        let circle = |second: f32| {
            let angle = turn * second / period;
            (yaw * angle.cos(), pitch * angle.sin())
        };
        let (done, all) = completed(period, circle);
        println!("circle {yaw}/{pitch} in {period} s: {done} of {all}");
        assert!(done * 5 <= all, "circle {yaw}/{pitch}: {done} of {all}");
    }
    // Left, up, right, down, each out and back from where it rests.
    for (yaw, pitch, each) in [
        (11.0, 8.0, 0.5),
        (13.0, 9.0, 0.7),
        (18.0, 13.0, 0.6),
        (15.5, 11.5, 0.5),
        (22.0, 14.0, 0.8),
    ] {
        let round = |second: f32| {
            let at = second / each % 4.0;
            let far = (at.fract() * turn / 2.0).sin();
            match at {
                ..1.0 => (yaw * far, 0.0),
                1.0..2.0 => (0.0, pitch * far),
                2.0..3.0 => (-yaw * far, 0.0),
                _ => (0.0, -pitch * far),
            }
        };
        let (done, all) = completed(4.0 * each, round);
        println!("round {yaw}/{pitch} of {each} s: {done} of {all}");
        assert!(done * 5 <= all, "round {yaw}/{pitch}: {done} of {all}");
    }
}

#[test]
fn a_film_of_two_sessions_fits_twice_as_often_as_one_at_most() {
    // Each turn as in a session: a still moment, there, and back.
    let turns = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (1.0, 0.0),
    ];
    const EACH: f32 = 2.0;
    let film = |second: f32| {
        let at = second / EACH % 6.0;
        let number = (0_u8..6).zip(turns).find(|(number, _)| {
            let begin = f32::from(*number);
            (begin..begin + 1.0).contains(&at)
        });
        let (yaw, pitch) = number.map_or((0.0, 0.0), |(_, turn)| turn);
        let far = ((at.fract() - 0.3) / 0.7).max(0.0) * std::f32::consts::PI;
        (25.0 * yaw * far.sin(), 16.0 * pitch * far.sin())
    };
    let (done, all) = completed(6.0 * EACH, film);
    println!("film of two sessions: {done} of {all}");
    assert!(done > 0 && done * 7 <= all, "{done} of {all}");
}

/// Noise of the pose, degrees, the same for the same frame.
fn noise(second: f32) -> f32 {
    let spread = (second * 30.0).round() * 12.9898;
    ((spread.sin() * 43_758.547).fract() - 0.5) * 2.0
}

/// What is held up from half a second after it is asked on: `way` says which part
/// of a picture's turn is shown at which second after that.
fn held_up(order: &[Turn], second: f32, far: f32, way: impl Fn(f32) -> f32) -> (f32, f32) {
    let at = second / 2.0;
    let asked = (0_u8..).zip(order).find_map(|(number, turn)| {
        let since = (at - f32::from(number) - 0.25) * 2.0;
        (0.0..1.5).contains(&since).then(|| (*turn, way(since)))
    });
    match asked {
        Some((Turn::Left, part)) => (far * part, 0.0),
        Some((Turn::Right, part)) => (-far * part, 0.0),
        Some((Turn::Up, part)) => (0.0, 9.0 * part),
        Some((Turn::Down, part)) => (0.0, -9.0 * part),
        None => (0.0, 0.0),
    }
}

#[test]
fn pictures_that_sway_or_are_two_a_turn_are_none_either() {
    // Held still but for the pose's noise; let back a little; swiped, two a turn.
    type Way = fn(f32) -> f32;
    let ways: [(&str, Way); 3] = [
        ("still", |_| 1.0),
        ("let back", |since| if since < 0.7 { 1.0 } else { 0.7 }),
        ("swiped", |since| match since {
            ..0.4 => 0.5,
            0.4..0.8 => 1.0,
            _ => 0.5,
        }),
    ];
    for order in orders(3) {
        for far in [10.5, 11.5, 12.4, 14.0, 17.5, 19.0, 24.0] {
            for (name, way) in ways {
                // Half a short turn is no sudden step, nor half of any on a slow machine.
                let rates: [u16; 5] = [8, 12, 15, 20, 30];
                let judged = |rate: &u16| {
                    name != "swiped" || (far > 12.0 && f32::from(*rate) * far >= 150.0)
                };
                for rate in rates.into_iter().filter(judged) {
                    let film = |second: f32| {
                        let (yaw, pitch) = held_up(&order, second, far, way);
                        (yaw + 0.7 * noise(second), pitch)
                    };
                    let done = completes_at(rate, &order, &order, film);
                    assert!(!done, "{name} {order:?}, {far} degrees, {rate} a second");
                }
            }
        }
    }
}

#[test]
fn pictures_that_are_held_up_as_asked_are_no_turns() {
    // From the front, then the one that is asked for: half a second after it is
    // asked, and the front again. Turned as far as a turn is asked for, further,
    // or only as far as one counts from, on however slow a machine.
    for (order, far) in orders(3)
        .into_iter()
        .flat_map(|order| [10.5, 12.0, 13.5, 15.0, 21.0, 28.0].map(|far| (order.clone(), far)))
    {
        let stills = |second: f32| {
            let at = second / 2.0;
            let asked = (0_u8..).zip(&order).find_map(|(number, turn)| {
                let begun = f32::from(number) + 0.25;
                (begun..begun + 0.75).contains(&at).then_some(*turn)
            });
            match asked {
                Some(Turn::Left) => (far, 0.0),
                Some(Turn::Right) => (-far, 0.0),
                Some(Turn::Up) => (0.0, 16.0),
                Some(Turn::Down) => (0.0, -16.0),
                None => (0.0, 0.0),
            }
        };
        for rate in [4, 8, 10, 12, 15, 20, 30] {
            let done = completes_at(rate, &order, &order, stills);
            assert!(!done, "{order:?}, {far} degrees, {rate} frames a second");
        }
    }
}
