//! The challenge: turns drawn for this session alone, each begun and finished
//! in its time, in order.

use sha2::{Digest, Sha256};

use crate::domain::{LivenessBounds, Millis, Pose, Turn};

use super::{Instruction, TurnAxis, TurnView};

/// Degrees from the front at which a movement has begun (ours: twice the
/// pose's noise).
const BEGUN_DEGREES: f32 = 6.0;
/// Degrees by which a head comes back from its furthest before a turn short of
/// the target counts.
const BACK_DEGREES: f32 = 3.0;
/// Degrees at which another movement than the one asked for is a wrong one.
/// A head that turns nods by up to 5 degrees by itself.
const WRONG_YAW_DEGREES: f32 = 14.0;
const WRONG_PITCH_DEGREES: f32 = 11.0;

/// Every order of `turns` turns with left and right both among them and none
/// twice in a row: 14 orders of three, 62 of four.
#[must_use]
pub fn orders(turns: u32) -> Vec<Vec<Turn>> {
    let mut all: Vec<Vec<Turn>> = vec![Vec::new()];
    for _ in 0..turns {
        all = all
            .into_iter()
            .flat_map(|order| {
                Turn::ALL
                    .into_iter()
                    .filter(|turn| order.last() != Some(turn))
                    .map(|turn| order.iter().copied().chain([turn]).collect())
                    .collect::<Vec<Vec<Turn>>>()
            })
            .collect();
    }
    all.retain(|order| order.contains(&Turn::Left) && order.contains(&Turn::Right));
    all
}

/// Draws a session's order from its nonce; `attempt` counts the times it is
/// drawn in one session. `avoid` is the claim's last order.
///
/// The nonce comes from the system's random generator and is kept with the
/// session, so that the order can be told from it afterwards.
#[must_use]
pub fn draw(nonce: &[u8; 16], attempt: u32, turns: u32, avoid: &[Turn]) -> Vec<Turn> {
    let mut candidates = orders(turns);
    candidates.retain(|order| order != avoid);
    pick(candidates, nonce, attempt)
}

/// Draws the order of an enrolment's four turned poses: each once.
#[must_use]
pub fn draw_poses(nonce: &[u8; 16], attempt: u32) -> Vec<Turn> {
    let mut candidates = orders(4);
    candidates.retain(|order| Turn::ALL.iter().all(|turn| order.contains(turn)));
    pick(candidates, nonce, attempt)
}

fn pick(candidates: Vec<Vec<Turn>>, nonce: &[u8; 16], attempt: u32) -> Vec<Turn> {
    let digest = Sha256::new()
        .chain_update(nonce)
        .chain_update(attempt.to_le_bytes())
        .finalize();
    let (first, _) = digest.as_chunks::<8>();
    let number = first.first().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let count = u64::try_from(candidates.len()).unwrap_or(1).max(1);
    // 2^64 is so much larger than 62 that no order is favoured.
    let index = usize::try_from(number % count).unwrap_or(0);
    candidates.into_iter().nth(index).unwrap_or_default()
}

/// What a frame does to the challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing yet.
    Going,
    /// A turn is done; the next is asked for.
    Done(Turn),
    /// All are done.
    Complete(Turn),
    /// Another movement than the one asked for.
    WrongWay,
    /// The time for a turn is up.
    TooSlow,
}

/// A challenge that is going on.
#[derive(Clone, Debug)]
pub(super) struct Challenge {
    bounds: LivenessBounds,
    order: Vec<Turn>,
    at: usize,
    baseline: Pose,
    asked_at: Millis,
    /// Movements that were not yet near the front since the turn was asked:
    /// coming back from the last turn is no answer, and no wrong one.
    coming_back: Vec<Turn>,
    begun_at: Option<Millis>,
    furthest: f32,
}

impl Challenge {
    pub(super) fn new(
        bounds: LivenessBounds,
        order: Vec<Turn>,
        baseline: Pose,
        at: Millis,
    ) -> Self {
        Self {
            bounds,
            order,
            at: 0,
            baseline,
            asked_at: at,
            coming_back: Vec::new(),
            begun_at: None,
            furthest: 0.0,
        }
    }

    /// How many turns are done.
    pub(super) fn done(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    /// The turn asked for now.
    pub(super) fn asked(&self) -> Option<Turn> {
        self.order.get(self.at).copied()
    }

    /// How to ask for it.
    pub(super) fn instruction(&self) -> Instruction {
        match self.asked() {
            Some(Turn::Left) => Instruction::TurnLeft,
            Some(Turn::Right) => Instruction::TurnRight,
            Some(Turn::Up) => Instruction::LookUp,
            Some(Turn::Down) => Instruction::LookDown,
            None => Instruction::LookHere,
        }
    }

    /// The arc to draw.
    pub(super) fn view(&self, pose: Pose) -> Option<TurnView> {
        let turn = self.asked()?;
        let (axis, target) = match turn {
            Turn::Left | Turn::Right => (TurnAxis::Yaw, self.bounds.turn_target_degrees),
            Turn::Up | Turn::Down => (TurnAxis::Pitch, self.bounds.nod_target_degrees),
        };
        let sign = match turn {
            Turn::Left | Turn::Up => 1.0,
            Turn::Right | Turn::Down => -1.0,
        };
        Some(TurnView {
            axis,
            wanted_degrees: target * sign,
            reached_degrees: self.reached(turn, pose) * sign,
        })
    }

    /// Time that passes without a frame.
    pub(super) fn is_late(&self, now: Millis) -> bool {
        now.since(self.asked_at) > Millis(self.bounds.finish_millis)
    }

    /// Takes a head pose.
    pub(super) fn step(&mut self, pose: Pose, now: Millis) -> Progress {
        let Some(asked) = self.asked() else {
            return Progress::Going;
        };
        let far: Vec<Turn> = Turn::ALL
            .into_iter()
            .filter(|turn| self.reached(*turn, pose) >= BEGUN_DEGREES)
            .collect();
        self.coming_back.retain(|turn| far.contains(turn));
        if Turn::ALL.into_iter().any(|turn| {
            turn != asked
                && !self.coming_back.contains(&turn)
                && self.reached(turn, pose) >= wrong_degrees(turn)
        }) {
            return Progress::WrongWay;
        }
        if self.is_late(now) {
            return Progress::TooSlow;
        }
        let reached = self.reached(asked, pose);
        if reached < BEGUN_DEGREES {
            self.begun_at = None;
            self.furthest = 0.0;
            return Progress::Going;
        }
        if self.coming_back.contains(&asked) {
            return Progress::Going;
        }
        let begun_at = *self.begun_at.get_or_insert(now);
        self.furthest = self.furthest.max(reached);
        let in_answer = begun_at.since(self.asked_at) >= Millis(self.bounds.begin_millis);
        if in_answer && self.is_far_enough(asked, reached) {
            return self.next(asked, far, now);
        }
        Progress::Going
    }

    fn is_far_enough(&self, turn: Turn, reached: f32) -> bool {
        let (target, least) = match turn {
            Turn::Left | Turn::Right => (
                self.bounds.turn_target_degrees,
                self.bounds.turn_least_degrees,
            ),
            Turn::Up | Turn::Down => (
                self.bounds.nod_target_degrees,
                self.bounds.nod_least_degrees,
            ),
        };
        reached >= target || (self.furthest >= least && reached <= self.furthest - BACK_DEGREES)
    }

    fn next(&mut self, done: Turn, far: Vec<Turn>, now: Millis) -> Progress {
        self.at += 1;
        self.asked_at = now;
        self.coming_back = far;
        self.begun_at = None;
        self.furthest = 0.0;
        if self.asked().is_some() {
            Progress::Done(done)
        } else {
            Progress::Complete(done)
        }
    }

    /// Degrees towards a turn, from the front.
    fn reached(&self, turn: Turn, pose: Pose) -> f32 {
        let yaw = pose.yaw_degrees - self.baseline.yaw_degrees;
        let pitch = pose.pitch_degrees - self.baseline.pitch_degrees;
        match turn {
            Turn::Left => yaw,
            Turn::Right => -yaw,
            Turn::Up => pitch,
            Turn::Down => -pitch,
        }
    }
}

fn wrong_degrees(turn: Turn) -> f32 {
    match turn {
        Turn::Left | Turn::Right => WRONG_YAW_DEGREES,
        Turn::Up | Turn::Down => WRONG_PITCH_DEGREES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::profiles;

    fn bounds() -> LivenessBounds {
        profiles::built_in("balanced").unwrap().liveness
    }

    /// Plays `(milliseconds, yaw, pitch)` and gives every progress that isn't
    /// `Going`.
    fn play(order: &[Turn], poses: &[(u64, f32, f32)]) -> Vec<Progress> {
        let mut challenge = Challenge::new(bounds(), order.to_vec(), Pose::default(), Millis(0));
        poses
            .iter()
            .map(|(at, yaw, pitch)| {
                let pose = Pose {
                    yaw_degrees: *yaw,
                    pitch_degrees: *pitch,
                    ..Pose::default()
                };
                challenge.step(pose, Millis(*at))
            })
            .filter(|progress| *progress != Progress::Going)
            .collect()
    }

    #[test]
    fn there_are_14_orders_of_three_and_62_of_four() {
        assert_eq!(orders(3).len(), 14);
        assert_eq!(orders(4).len(), 62);
    }

    #[test]
    fn every_order_is_drawn_about_as_often_and_the_last_one_never() {
        let all = orders(3);
        let avoid = all[5].clone();
        let mut counts = vec![0_u32; all.len()];
        for number in 0_u32..14_000 {
            let mut nonce = [0; 16];
            nonce[..4].copy_from_slice(&number.to_le_bytes());
            let order = draw(&nonce, 0, 3, &avoid);
            counts[all.iter().position(|o| *o == order).unwrap()] += 1;
        }
        assert_eq!(counts[5], 0);
        for (index, count) in counts.iter().enumerate() {
            assert!(index == 5 || (950..1_210).contains(count), "{counts:?}");
        }
    }

    #[test]
    fn turns_in_order_complete_it() {
        let order = [Turn::Left, Turn::Right];
        assert_eq!(
            play(
                &order,
                &[
                    (100, 0.0, 0.0),
                    (600, 10.0, 1.0),
                    (900, 21.0, 2.0),
                    // Coming back from the left is no answer and no mistake.
                    (1_100, 15.0, 0.0),
                    (1_300, 0.0, 0.0),
                    (1_500, -10.0, 0.0),
                    (1_700, -22.0, 0.0),
                ]
            ),
            [Progress::Done(Turn::Left), Progress::Complete(Turn::Right)]
        );
    }

    #[test]
    fn a_shorter_turn_counts_once_the_head_comes_back() {
        let poses = [(500, 8.0, 0.0), (700, 15.0, 0.0), (900, 11.0, 0.0)];
        assert_eq!(
            play(&[Turn::Left, Turn::Right], &poses),
            [Progress::Done(Turn::Left)]
        );
        let poses = [(500, 8.0, 0.0), (700, 11.0, 0.0), (900, 5.0, 0.0)];
        assert_eq!(play(&[Turn::Left, Turn::Right], &poses), []);
    }

    #[test]
    fn the_other_way_is_a_wrong_way() {
        for (yaw, pitch) in [(-15.0, 0.0), (0.0, 12.0), (0.0, -12.0)] {
            assert_eq!(
                play(&[Turn::Left], &[(500, yaw, pitch)]),
                [Progress::WrongWay]
            );
        }
        assert_eq!(play(&[Turn::Up], &[(500, 15.0, 0.0)]), [Progress::WrongWay]);
    }

    #[test]
    fn a_movement_that_was_under_way_before_it_was_asked_is_no_answer() {
        let early = [(100, 8.0, 0.0), (500, 21.0, 0.0), (900, 22.0, 0.0)];
        assert_eq!(play(&[Turn::Left], &early), []);
        let again = [
            (100, 8.0, 0.0),
            (500, 21.0, 0.0),
            (900, 0.0, 0.0),
            (1_300, 10.0, 0.0),
            (1_600, 21.0, 0.0),
        ];
        assert_eq!(
            play(&[Turn::Left], &again),
            [Progress::Complete(Turn::Left)]
        );
    }

    #[test]
    fn each_turn_has_its_time() {
        assert_eq!(
            play(&[Turn::Left], &[(3_000, 0.0, 0.0), (4_001, 21.0, 0.0)]),
            [Progress::TooSlow]
        );
    }
}
