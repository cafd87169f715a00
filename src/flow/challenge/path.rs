//! Whether a head travelled to where it is. A head turns; a picture of a turned
//! one that is held up in its place is there at once.

use crate::domain::{Millis, Pose};

/// Degrees by which landmarks may jump from one frame to the next (ours).
const JUMP_DEGREES: f32 = 10.0;
/// Degrees a second that no head turns at (ours: heads that follow what is
/// asked reach 90, and who is startled 200).
const FASTEST: f32 = 250.0;

/// Degrees that no head is believed to have turned from one frame to the next,
/// however long that took: of a picture that is exchanged between two frames a
/// slow machine sees no more than that. Rehearsed heads reach 99 degrees a second
/// (`presenter._motion`: 29 degrees in 0.55 s, the middle quickest), where 8
/// frames are analysed a second 12 from one to the next.
const LARGEST_STEP_DEGREES: f32 = 12.5;
/// The largest step's share of a turn from which it was no turn but an exchange
/// (ours). Rehearsed heads reach 0.45 at 12 frames a second, and at 8, by their
/// motion and the pose's noise, 0.65.
const LARGEST_STEP_SHARE: f32 = 0.75;

/// Landmarks that jumped for one frame (glasses, hair, a hand) are back so near to
/// where the head was: it has moved on meanwhile (ours; less than a turn).
const BACK_DEGREES: f32 = 12.5;

/// Where the head was seen, and whether it has come from there.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// The largest step since it left its rest, jumps of the landmarks left out.
    largest_step: f32,
    rested: bool,
    last: Option<(Pose, Millis)>,
    /// Whether no face was seen since.
    gap: bool,
    /// Where it was when the way broke off, and for how many frames it has.
    broken: Option<(Pose, u32)>,
}

impl Path {
    /// Whether a turn that came so far was travelled in more steps than one.
    #[must_use]
    pub fn leads_to(&self, degrees: f32) -> bool {
        self.largest_step <= LARGEST_STEP_SHARE * degrees
    }

    /// A frame that shows no face.
    pub fn lost(&mut self) {
        self.gap = true;
    }

    /// Takes where the head is, and whether that is where it rests; true while
    /// the way there is missing: until it has rested again, or is back at once.
    pub fn step(&mut self, pose: Pose, rests: bool, now: Millis) -> bool {
        let last = self.last.replace((pose, now));
        let gap = std::mem::take(&mut self.gap);
        let jumped_from = last.filter(|(last, at)| {
            let moved = apart(*last, pose);
            let seconds = now.since(*at).seconds().max(0.001);
            let too_fast = f64::from(moved) / seconds > f64::from(FASTEST);
            moved >= JUMP_DEGREES && (gap || too_fast || moved > LARGEST_STEP_DEGREES)
        });
        let was_broken = self.broken.is_some();
        self.broken = match (self.broken, jumped_from) {
            (Some((before, frames)), _) if frames == 0 && apart(before, pose) < BACK_DEGREES => {
                None
            }
            (Some((before, frames)), Some(_)) => Some((before, frames + 1)),
            (None, Some((last, _))) => Some((last, 0)),
            (Some(_), None) if rests => None,
            (Some((before, frames)), None) => Some((before, frames + 1)),
            (None, None) => None,
        };
        let step = last.map_or(0.0, |(last, _)| apart(last, pose));
        let leaves = std::mem::replace(&mut self.rested, rests) && !rests;
        let way = if leaves { 0.0 } else { self.largest_step };
        let travelled = !was_broken && self.broken.is_none();
        self.largest_step = if travelled { way.max(step) } else { way };
        self.broken.is_some()
    }
}

/// How far two poses are apart, in degrees about the axis that moved more.
fn apart(one: Pose, other: Pose) -> f32 {
    let yaw = (one.yaw_degrees - other.yaw_degrees).abs();
    yaw.max((one.pitch_degrees - other.pitch_degrees).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the way to the last of these yaws is missing, a frame each, 33 ms
    /// apart; none is a frame without a face.
    fn is_cut(yaws: &[Option<f32>]) -> bool {
        is_cut_at(33, yaws)
    }

    fn is_cut_at(millis: u64, yaws: &[Option<f32>]) -> bool {
        let mut path = Path::default();
        let mut cut = false;
        for (frame, yaw) in (0..).zip(yaws) {
            match yaw {
                None => path.lost(),
                Some(yaw) => {
                    let pose = Pose {
                        yaw_degrees: *yaw,
                        ..Pose::default()
                    };
                    cut = path.step(pose, yaw.abs() < 6.0, Millis(frame * millis));
                }
            }
        }
        let furthest = yaws.last().copied().flatten().unwrap_or_default().abs();
        cut || (furthest >= 6.0 && !path.leads_to(furthest))
    }

    #[test]
    fn a_picture_that_is_exchanged_has_not_turned_and_a_head_has() {
        assert!(is_cut(&[Some(0.0), Some(28.0), Some(28.5), Some(29.0)]));
        assert!(is_cut(&[Some(0.0), Some(13.0), Some(27.0), Some(28.0)]));
        assert!(is_cut(&[Some(0.0), None, None, Some(28.0), Some(28.0)]));
        // A quick head: 90 degrees a second and twice as much.
        let turning: Vec<_> = (0..9_u8).map(|step| Some(f32::from(step) * 3.0)).collect();
        assert!(!is_cut(&turning));
        let quick: Vec<_> = (0..5_u8).map(|step| Some(f32::from(step) * 6.0)).collect();
        assert!(!is_cut(&quick));
        // A frame in which the face isn't found is no exchange.
        assert!(!is_cut(&[
            Some(0.0),
            Some(5.0),
            None,
            Some(10.0),
            Some(14.0)
        ]));
        // Landmarks that jump for a moment haven't left the way.
        assert!(!is_cut(&[Some(3.0), Some(30.0), Some(7.0), Some(10.0)]));
        // Once the head rests, a new way begins.
        let mut again = vec![Some(0.0), Some(28.0), Some(0.0), Some(0.0)];
        again.extend(turning);
        assert!(!is_cut(&again));
    }

    #[test]
    fn few_frames_a_second_do_not_let_an_exchange_pass_for_a_turn() {
        // What is held up as asked, at 12, 10, 8 and 4 frames a second: shown
        // for a while, the front again, and the other side.
        for millis in [83, 100, 125, 250] {
            for far in [10.0, 11.0, 13.0, 15.0, 20.0, 28.0] {
                let shown = [0.0, 0.0, far, far, far].map(Some);
                assert!(is_cut_at(millis, &shown), "{far} in {millis} ms");
                assert!(is_cut_at(millis, &shown.map(|yaw| yaw.map(|yaw| -yaw))));
                // Nor when it is turned a little further then.
                let turned = [0.0, 0.0, far, far + 1.5, far + 3.0].map(Some);
                assert!(is_cut_at(millis, &turned), "{far} in {millis} ms");
            }
        }
        // A rehearsed head, which turns by 29 degrees in 0.6 s, at 8 frames a
        // second, begun at any moment between two.
        for begun in 0..12_u8 {
            let turning: Vec<_> = (0..10_u8)
                .map(|frame| {
                    let seconds = f32::from(frame) * 0.125 - f32::from(begun) * 0.01;
                    let part = (seconds / 0.6).clamp(0.0, 1.0);
                    let share = part.powi(3) * (10.0 - 15.0 * part + 6.0 * part * part);
                    Some(29.2 * share)
                })
                .collect();
            assert!(!is_cut_at(125, &turning), "{turning:?}");
        }
    }
}
