//! Whether a head travelled to where it is. A head turns; a picture of a turned
//! one that is held up in its place is there at once.

use crate::domain::{Millis, Pose};

/// Degrees by which landmarks may jump from one frame to the next (ours).
const JUMP_DEGREES: f32 = 10.0;
/// Degrees a second that no head turns at (ours: heads that follow what is
/// asked reach 90, and who is startled 200).
const FASTEST: f32 = 250.0;

/// Landmarks that jumped for one frame (glasses, hair, a hand) are back so near to
/// where the head was: it has moved on meanwhile (ours; less than a turn).
const BACK_DEGREES: f32 = 12.5;

/// Where the head was seen, and whether it has come from there.
#[derive(Clone, Debug, Default)]
pub struct Path {
    last: Option<(Pose, Millis)>,
    /// Whether no face was seen since.
    gap: bool,
    /// Where it was when the way broke off, and for how many frames it has.
    broken: Option<(Pose, u32)>,
}

impl Path {
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
            moved >= JUMP_DEGREES && (gap || f64::from(moved) / seconds > f64::from(FASTEST))
        });
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

    /// Whether the way is missing after these yaws, a frame each, 33 ms apart;
    /// none is a frame without a face.
    fn is_cut(yaws: &[Option<f32>]) -> bool {
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
                    cut = path.step(pose, yaw.abs() < 6.0, Millis(frame * 33));
                }
            }
        }
        cut
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
}
