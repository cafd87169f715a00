//! What a session asks for, drawn from a number that nobody can guess.

use sha2::{Digest, Sha256};

use crate::domain::{
    Allowance, DrawnFrom, DrawnOrder, Gesture, LivenessBounds, Millis, Reason, Tolerance, Turn,
};

/// The shortest wait before a gesture is asked for, and how many longer ones
/// there are, a step apart (ours: a person stays attentive, and who plays a
/// video back doesn't know the moment).
const LEAST_WAIT_MILLIS: u64 = 600;
const WAITS: u64 = 15;
const WAIT_STEP_MILLIS: u64 = 100;

/// What a session's challenge is drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    /// From the system's random generator, for this session alone.
    pub nonce: [u8; 16],
    /// The words of the claim's last order, which isn't drawn again.
    pub avoid: Vec<String>,
    /// What an operator who attends has allowed.
    pub allowance: Option<Allowance>,
}

impl Draw {
    /// The tolerance with what was allowed.
    pub(in crate::flow) fn allow(&self, tolerance: Tolerance) -> Tolerance {
        match self.allowance {
            Some(Allowance::LongerTime) => tolerance.with_longer_time(),
            Some(Allowance::NoTurn) | None => tolerance,
        }
    }

    /// How many movements are asked for at the least.
    pub(in crate::flow) fn least_movements(&self, bounds: &LivenessBounds) -> u32 {
        match self.allowance {
            Some(Allowance::NoTurn) => bounds.challenge_gestures,
            Some(Allowance::LongerTime) | None => bounds.challenge_turns,
        }
    }

    /// What was drawn, to be kept with the nonce.
    pub(in crate::flow) fn drawn(
        &self,
        from: DrawnFrom,
        (attempt, movements): (u32, u32),
        order: impl IntoIterator<Item = &'static str>,
    ) -> DrawnOrder {
        let avoided = match from {
            DrawnFrom::Poses => Vec::new(),
            DrawnFrom::Turns | DrawnFrom::SidewaysFirst | DrawnFrom::Gestures => self.avoid.clone(),
        };
        DrawnOrder {
            from,
            attempt,
            movements,
            avoided,
            order: order.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Why a challenge that isn't followed in its time leads to nothing.
    pub(in crate::flow) fn not_followed(&self) -> Reason {
        match self.allowance {
            Some(Allowance::NoTurn) => Reason::GestureNotSeen,
            Some(Allowance::LongerTime) | None => Reason::TurnedTooLittle,
        }
    }
}

/// A gesture, and how long the person looks ahead before it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prompted {
    /// What is asked.
    pub gesture: Gesture,
    /// How long after the one before.
    pub wait: Millis,
}

/// Every order of `turns` turns with left and right both among them and none
/// twice in a row: 14 orders of three, 62 of four.
#[must_use]
pub fn orders(turns: u32) -> Vec<Vec<Turn>> {
    let mut all = sequences(&Turn::ALL, turns);
    all.retain(|order| {
        order.iter().zip(order.iter().skip(1)).all(|(a, b)| a != b)
            && order.contains(&Turn::Left)
            && order.contains(&Turn::Right)
    });
    all
}

/// Every order of `gestures` gestures with both kinds among them and none three
/// times in a row. With two kinds, none twice in a row would leave two orders.
#[must_use]
pub fn gesture_orders(gestures: u32) -> Vec<Vec<Gesture>> {
    let mut all = sequences(&Gesture::ALL, gestures);
    all.retain(|order| {
        !order
            .windows(3)
            .any(|w| w.iter().all(|g| w.first() == Some(g)))
            && Gesture::ALL.iter().all(|gesture| order.contains(gesture))
    });
    all
}

/// Draws a session's order from its nonce; `attempt` counts the times it is
/// drawn in one session. `avoid` are the words of the claim's last order.
///
/// The nonce comes from the system's random generator and is kept with the
/// session, so that the order can be told from it afterwards.
#[must_use]
pub fn draw(nonce: &[u8; 16], attempt: u32, turns: u32, avoid: &[String]) -> Vec<Turn> {
    pick_order(nonce, attempt, orders(turns), avoid)
}

/// How earlier versions drew after somebody hadn't come to the first turn: 10
/// orders of three, which a film that holds still first guesses too often. Kept
/// sessions are told by it.
fn draw_sideways_first(nonce: &[u8; 16], attempt: u32, turns: u32, avoid: &[String]) -> Vec<Turn> {
    let mut candidates = orders(turns);
    candidates.retain(|order| matches!(order.first(), Some(Turn::Left | Turn::Right)));
    pick_order(nonce, attempt, candidates, avoid)
}

fn pick_order(
    nonce: &[u8; 16],
    attempt: u32,
    mut candidates: Vec<Vec<Turn>>,
    avoid: &[String],
) -> Vec<Turn> {
    // Turns that were asked for besides stand behind it.
    let length = candidates.first().map_or(0, Vec::len);
    let avoid = avoid.get(..length).unwrap_or(avoid);
    candidates.retain(|order| !order.iter().map(|turn| turn.as_str()).eq(avoid));
    let [number, ..] = numbers(nonce, attempt);
    pick(candidates, number)
}

/// Draws the order of an enrolment's four turned poses: each once.
#[must_use]
pub fn draw_poses(nonce: &[u8; 16], attempt: u32) -> Vec<Turn> {
    let mut candidates = orders(4);
    candidates.retain(|order| Turn::ALL.iter().all(|turn| order.contains(turn)));
    let [number, ..] = numbers(nonce, attempt);
    pick(candidates, number)
}

/// Draws gestures: `least` of them or one more, in an order and at moments that
/// nobody knows before.
#[must_use]
pub fn draw_gestures(
    nonce: &[u8; 16],
    attempt: u32,
    least: u32,
    avoid: &[String],
) -> Vec<Prompted> {
    let [number, waits, ..] = numbers(nonce, attempt);
    let mut candidates = gesture_orders(least);
    candidates.extend(gesture_orders(least + 1));
    candidates.retain(|order| !order.iter().map(|gesture| gesture.as_str()).eq(avoid));
    let mut waits = waits;
    let prompted = |gesture| {
        let step = waits % WAITS;
        waits /= WAITS;
        let wait = Millis(LEAST_WAIT_MILLIS + step * WAIT_STEP_MILLIS);
        Prompted { gesture, wait }
    };
    pick(candidates, number).into_iter().map(prompted).collect()
}

/// Whether a nonce gives what was drawn from it: what a reviewer asks of a
/// session that is kept.
#[must_use]
pub fn follows_from(nonce: &[u8; 16], drawn: &DrawnOrder) -> bool {
    let DrawnOrder {
        attempt, movements, ..
    } = *drawn;
    let turns = |turns: Vec<Turn>| turns.iter().map(|turn| turn.as_str()).collect();
    let avoid = &drawn.avoided;
    let again: Vec<&str> = match drawn.from {
        DrawnFrom::Turns => turns(draw(nonce, attempt, movements, avoid)),
        DrawnFrom::SidewaysFirst => turns(draw_sideways_first(nonce, attempt, movements, avoid)),
        DrawnFrom::Poses => turns(draw_poses(nonce, attempt)),
        DrawnFrom::Gestures => draw_gestures(nonce, attempt, movements, avoid)
            .iter()
            .map(|next| next.gesture.as_str())
            .collect(),
    };
    again == drawn.order
}

/// The number of a session that is kept, from its hexadecimal digits.
#[must_use]
pub fn parse_nonce(text: &str) -> Option<[u8; 16]> {
    let number = u128::from_str_radix(text, 16).ok()?;
    (text.len() == 32).then(|| number.to_be_bytes())
}

/// Every sequence of that length.
fn sequences<T: Copy>(of: &[T], length: u32) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .iter()
            .flat_map(|begun| of.iter().map(|next| [begun.as_slice(), &[*next]].concat()))
            .collect();
    }
    all
}

/// Four numbers that only this nonce and attempt give.
fn numbers(nonce: &[u8; 16], attempt: u32) -> [u64; 4] {
    let digest = Sha256::new()
        .chain_update(nonce)
        .chain_update(attempt.to_le_bytes())
        .finalize();
    let mut numbers = [0; 4];
    for (number, bytes) in numbers.iter_mut().zip(digest.as_chunks::<8>().0) {
        *number = u64::from_le_bytes(*bytes);
    }
    numbers
}

fn pick<T>(candidates: Vec<Vec<T>>, number: u64) -> Vec<T> {
    let count = u64::try_from(candidates.len()).unwrap_or(1).max(1);
    // 2^64 is so much larger than 62 that no order is favoured.
    let index = usize::try_from(number % count).unwrap_or(0);
    candidates.into_iter().nth(index).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nonce(number: u32) -> [u8; 16] {
        let mut nonce = [0; 16];
        nonce[..4].copy_from_slice(&number.to_le_bytes());
        nonce
    }

    #[test]
    fn there_are_14_orders_of_three_and_62_of_four() {
        assert_eq!(orders(3).len(), 14);
        assert_eq!(orders(4).len(), 62);
    }

    #[test]
    fn every_order_is_drawn_about_as_often_and_the_last_one_never() {
        let all = orders(3);
        let avoid: Vec<String> = all[5].iter().map(|turn| turn.as_str().to_owned()).collect();
        let mut counts = vec![0_u32; all.len()];
        for number in 0..14_000 {
            let order = draw(&nonce(number), 0, 3, &avoid);
            counts[all.iter().position(|o| *o == order).unwrap()] += 1;
        }
        assert_eq!(counts[5], 0);
        for (index, count) in counts.iter().enumerate() {
            assert!(index == 5 || (950..1_210).contains(count), "{counts:?}");
        }
    }

    #[test]
    fn gestures_are_both_asked_for_in_16_orders_at_moments_that_differ() {
        assert_eq!(gesture_orders(3).len() + gesture_orders(4).len(), 16);
        assert_eq!(gesture_orders(4).len() + gesture_orders(5).len(), 26);
        let mut seen = std::collections::BTreeMap::new();
        let mut waits = std::collections::BTreeSet::new();
        for number in 0..8_000 {
            let drawn = draw_gestures(&nonce(number), 0, 3, &[]);
            assert!((3..=4).contains(&drawn.len()));
            let words: Vec<&str> = drawn.iter().map(|p| p.gesture.as_str()).collect();
            *seen.entry(words).or_insert(0_u32) += 1;
            waits.extend(drawn.iter().map(|prompted| prompted.wait));
        }
        assert_eq!(seen.len(), 16);
        assert!(
            seen.values().all(|count| (400..600).contains(count)),
            "{seen:?}"
        );
        assert_eq!(waits.len(), 15);
        let range = (waits.first().unwrap().0, waits.last().unwrap().0);
        assert_eq!(range, (600, 2_000));
        let last: Vec<String> = ["blink", "mouth", "blink"].map(str::to_owned).into();
        for number in 0..500 {
            let drawn = draw_gestures(&nonce(number), 0, 3, &last);
            assert!(!drawn.iter().map(|p| p.gesture.as_str()).eq(&last));
        }
    }

    #[test]
    fn what_was_drawn_follows_from_its_number_and_from_no_other() {
        let last: Vec<String> = ["left", "up", "right"].map(str::to_owned).into();
        let mut follow_from_another = 0;
        for number in 0..200 {
            let nonce = nonce(number);
            let draw = Draw {
                nonce,
                avoid: last.clone(),
                allowance: None,
            };
            let words = |turns: Vec<Turn>| turns.into_iter().map(Turn::as_str);
            let gestures = draw_gestures(&nonce, 2, 3, &last);
            let gestures = gestures.iter().map(|next| next.gesture.as_str());
            let all = [
                draw.drawn(
                    DrawnFrom::Turns,
                    (0, 3),
                    words(super::draw(&nonce, 0, 3, &last)),
                ),
                draw.drawn(
                    DrawnFrom::SidewaysFirst,
                    (1, 4),
                    words(draw_sideways_first(&nonce, 1, 4, &last)),
                ),
                draw.drawn(DrawnFrom::Poses, (0, 4), words(draw_poses(&nonce, 0))),
                draw.drawn(DrawnFrom::Gestures, (2, 3), gestures),
            ];
            for drawn in all {
                assert!(follows_from(&nonce, &drawn), "{drawn:?}");
                let mut another = nonce;
                another[15] ^= 1;
                follow_from_another += u32::from(follows_from(&another, &drawn));
            }
        }
        // By chance one of 8 to 62 orders is the same.
        assert!(follow_from_another < 120, "{follow_from_another}");
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let written = "000102030405060708090a0b0c0d0eff";
        let read = parse_nonce(written).unwrap();
        assert_eq!((read[1], read[15]), (1, 255));
        for wrong in ["", "7", "zz02030405060708090a0b0c0d0eff00"] {
            assert_eq!(parse_nonce(wrong), None);
        }
    }
}
