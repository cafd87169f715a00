//! How somebody holds their face when nothing is asked: turns, blinks and an
//! open mouth are measured against that.

use std::collections::VecDeque;

use crate::domain::{MainFace, Millis, Openness, Pose, Turn};

use super::turns::BEGUN_DEGREES;

/// Values of which a median is taken.
const MOST_VALUES: usize = 45;
/// A head that stays within so many degrees for so long rests (ours: a tenth of
/// the speed of a turn, and longer than one takes to change direction).
const REST_DEGREES: f32 = 2.5;
const REST_MILLIS: Millis = Millis(400);
/// A head that rests further than this from where it rested first is not
/// followed: it is held aside.
const NEAR_DEGREES: f32 = 10.0;

/// The newest values and their median.
#[derive(Clone, Debug, Default)]
pub struct Running(VecDeque<f32>);

impl Running {
    /// Takes a value.
    pub fn take(&mut self, value: f32) {
        if self.0.len() == MOST_VALUES {
            self.0.pop_front();
        }
        self.0.push_back(value);
    }

    /// The median; none without a value.
    #[must_use]
    pub fn median(&self) -> Option<f32> {
        let mut sorted: Vec<f32> = self.0.iter().copied().collect();
        sorted.sort_by(f32::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }
}

/// Degrees from where the head rests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    yaw: f32,
    pitch: f32,
}

impl Reach {
    /// Degrees towards a turn.
    #[must_use]
    pub fn of(self, turn: Turn) -> f32 {
        match turn {
            Turn::Left => self.yaw,
            Turn::Right => -self.yaw,
            Turn::Up => self.pitch,
            Turn::Down => -self.pitch,
        }
    }

    /// Degrees to either side.
    #[must_use]
    pub fn sideways(self) -> f32 {
        self.yaw.abs()
    }

    /// Degrees up or down.
    #[must_use]
    pub fn nodded(self) -> f32 {
        self.pitch.abs()
    }

    /// Whether the head is on its way towards a turn.
    #[must_use]
    pub fn is_under_way(self, turn: Turn) -> bool {
        self.of(turn) >= BEGUN_DEGREES
    }

    /// The turns towards which it is so far or further.
    #[must_use]
    pub fn beyond(self, degrees: f32) -> Vec<Turn> {
        let mut turns = Turn::ALL.to_vec();
        turns.retain(|turn| self.of(*turn) >= degrees);
        turns
    }
}

/// A face at rest. Single frames don't decide it: heads sway, and landmarks
/// jump.
#[derive(Clone, Debug, Default)]
pub struct Rest {
    yaw: Running,
    pitch: Running,
    left_eye: Running,
    right_eye: Running,
    mouth: Running,
    /// Where the head rests, once it has been seen to rest elsewhere than at
    /// first.
    moved: Option<Pose>,
    newest: VecDeque<(Millis, Pose)>,
}

impl Rest {
    /// A good frame of somebody who looks ahead.
    pub fn looked(&mut self, face: &MainFace) {
        self.yaw.take(face.pose.yaw_degrees);
        self.pitch.take(face.pose.pitch_degrees);
        self.at_ease(face.openness);
    }

    /// Eyes and mouth of somebody who isn't asked to move them.
    pub fn at_ease(&mut self, openness: Openness) {
        self.left_eye.take(openness.left_eye);
        self.right_eye.take(openness.right_eye);
        self.mouth.take(openness.mouth);
    }

    /// Where the head rests.
    #[must_use]
    pub fn pose(&self) -> Pose {
        self.moved.unwrap_or_else(|| self.first())
    }

    fn first(&self) -> Pose {
        Pose {
            yaw_degrees: self.yaw.median().unwrap_or_default(),
            pitch_degrees: self.pitch.median().unwrap_or_default(),
            ..Pose::default()
        }
    }

    /// How far a head is from there.
    #[must_use]
    pub fn reach(&self, pose: Pose) -> Reach {
        let rest = self.pose();
        Reach {
            yaw: pose.yaw_degrees - rest.yaw_degrees,
            pitch: pose.pitch_degrees - rest.pitch_degrees,
        }
    }

    /// How much of their usual openness the eyes have, the wider one's.
    #[must_use]
    pub fn eyes_share(&self, openness: Openness) -> f32 {
        let share = |value: f32, usual: &Running| {
            let usual = usual.median().filter(|usual| *usual > 0.0);
            usual.map_or(1.0, |usual| value / usual)
        };
        let left = share(openness.left_eye, &self.left_eye);
        left.max(share(openness.right_eye, &self.right_eye))
    }

    /// How much wider than usual the mouth is open.
    #[must_use]
    pub fn mouth_rise(&self, openness: Openness) -> f32 {
        openness.mouth - self.mouth.median().unwrap_or(openness.mouth)
    }

    /// Follows a head that drifts, or that rests a little elsewhere after a
    /// turn; `free` is false while it does what was asked.
    pub fn follow(&mut self, pose: Pose, now: Millis, free: bool) {
        if !free {
            self.newest.clear();
            return;
        }
        self.newest.push_back((now, pose));
        while self
            .newest
            .get(1)
            .is_some_and(|(second, _)| now.since(*second) >= REST_MILLIS)
        {
            self.newest.pop_front();
        }
        let long_enough = self
            .newest
            .front()
            .is_some_and(|(first, _)| now.since(*first) >= REST_MILLIS);
        let yaw = Spread::of(self.newest.iter().map(|(_, pose)| pose.yaw_degrees));
        let pitch = Spread::of(self.newest.iter().map(|(_, pose)| pose.pitch_degrees));
        let first = self.first();
        let is_near = (yaw.middle - first.yaw_degrees).abs() <= NEAR_DEGREES
            && (pitch.middle - first.pitch_degrees).abs() <= NEAR_DEGREES;
        if long_enough && is_near && yaw.width.max(pitch.width) <= REST_DEGREES {
            self.moved = Some(Pose {
                yaw_degrees: yaw.middle,
                pitch_degrees: pitch.middle,
                ..Pose::default()
            });
        }
    }
}

/// Between which values some lie.
struct Spread {
    middle: f32,
    width: f32,
}

impl Spread {
    fn of(values: impl Iterator<Item = f32> + Clone) -> Self {
        let least = values.clone().fold(f32::INFINITY, f32::min);
        let most = values.fold(f32::NEG_INFINITY, f32::max);
        Self {
            middle: f32::midpoint(least, most),
            width: most - least,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pose(yaw: f32, pitch: f32) -> Pose {
        Pose {
            yaw_degrees: yaw,
            pitch_degrees: pitch,
            ..Pose::default()
        }
    }

    /// Where a head rests after these poses, 50 ms apart.
    fn rests(poses: impl Iterator<Item = (f32, f32)>) -> (f32, f32) {
        let mut rest = Rest::default();
        for (step, (yaw, pitch)) in poses.enumerate() {
            rest.follow(pose(yaw, pitch), Millis(step as u64 * 50), true);
        }
        (rest.pose().yaw_degrees, rest.pose().pitch_degrees)
    }

    #[test]
    fn a_median_is_not_moved_by_a_jump() {
        let mut running = Running::default();
        assert_eq!(running.median(), None);
        for value in [1.0, 1.1, 40.0, 0.9, 1.0] {
            running.take(value);
        }
        assert_eq!(running.median(), Some(1.0));
        for _ in 0..MOST_VALUES {
            running.take(3.0);
        }
        assert_eq!(
            running.median(),
            Some(3.0),
            "what was long ago is forgotten"
        );
    }

    #[test]
    fn a_head_that_rests_elsewhere_is_followed_a_little_and_a_turn_is_not() {
        let still = |yaw, pitch| (0..12).map(move |_| (yaw, pitch));
        assert_eq!(rests(still(3.0, -7.0)), (3.0, -7.0));
        assert_eq!(
            rests(still(0.0, -7.0).take(7)),
            (0.0, 0.0),
            "not long enough"
        );
        assert_eq!(rests(still(20.0, 0.0)), (0.0, 0.0), "held aside");
        // 20 degrees a second is a slow turn, 40 a usual one.
        let turning = (0..40_u8).map(|step| (f32::from(step), 0.0));
        assert_eq!(rests(turning), (0.0, 0.0));
    }
}
