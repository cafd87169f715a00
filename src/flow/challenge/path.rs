//! Whether a head travelled to where it is. A head turns; a picture of a turned
//! one that is held up in its place is there at once.

use crate::domain::{Millis, Pose};

/// Degrees by which landmarks may jump from one frame to the next (ours).
const JUMP_DEGREES: f32 = 10.0;
/// Degrees a second that no head turns at (ours: heads that follow what is
/// asked reach 90, and who is startled 200).
const FASTEST: f64 = 250.0;

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

/// A picture that is exchanged for another was still before and is still after. Who
/// moved by no more than this from one frame to the next was still: the pose's
/// noise. A head doesn't come so far between two frames in which it is still: so
/// many degrees, or as many a second where frames are far apart (ours). Of nods that
/// isn't asked: one of 8 degrees may be one step.
const STILL_DEGREES: f32 = 2.0;
const SUDDEN_DEGREES: f64 = 4.5;
const SUDDEN_A_SECOND: f64 = 60.0;

/// Landmarks that jumped for one frame (glasses, hair, a hand) are back so near to
/// where the head was, and of one that was still nearer than to where they jumped:
/// it has moved on meanwhile (ours). That is a step as any other.
const BACK_DEGREES: f32 = 12.5;

/// Where the head was seen, and whether it has come from there.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// The largest step since it left its rest, jumps of the landmarks left out.
    largest_step: f32,
    rested: bool,
    last: Option<(Pose, Millis)>,
    /// Whether it was still in the last frame.
    still: bool,
    /// Where it was before it moved suddenly out of stillness.
    sudden: Option<Pose>,
    /// Whether no face was seen since.
    gap: bool,
    broken: Option<Broken>,
}

/// A way that broke off.
#[derive(Clone, Copy, Debug)]
struct Broken {
    /// Where the head was.
    before: Pose,
    /// Where it seemed to be then.
    jumped: Pose,
    /// For how many frames it has been elsewhere since.
    frames: u32,
    /// Whether it was still before.
    was_still: bool,
}

impl Broken {
    /// Whether the head is back where it was at once.
    fn is_mended(self, pose: Pose) -> bool {
        let back = apart(self.before, pose);
        let is_nearer = !self.was_still || back < apart(self.jumped, pose);
        self.frames == 0 && back < BACK_DEGREES && is_nearer
    }
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
        let step = last.map_or(0.0, |(last, _)| apart(last, pose));
        let still = step <= STILL_DEGREES;
        let was_still = std::mem::replace(&mut self.still, still);
        let exchanged = self.sudden.take().filter(|_| still);
        let seconds = last.map_or(0.0, |(_, at)| now.since(at).seconds().max(0.001));
        let turned = last.map_or(0.0, |(last, _)| (last.yaw_degrees - pose.yaw_degrees).abs());
        let is_sudden = f64::from(turned) > (SUDDEN_A_SECOND * seconds).max(SUDDEN_DEGREES);
        self.sudden = last
            .filter(|_| was_still && is_sudden)
            .map(|(last, _)| last);
        let jumped = step >= JUMP_DEGREES
            && (gap || f64::from(step) > FASTEST * seconds || step > LARGEST_STEP_DEGREES);
        let was_broken = self.broken;
        self.broken = match was_broken {
            Some(broken) if broken.is_mended(pose) || (rests && !jumped) => None,
            Some(broken) => Some(Broken {
                frames: broken.frames + 1,
                ..broken
            }),
            None => {
                let from = last.filter(|_| jumped).map(|(before, _)| before);
                from.or(exchanged.filter(|_| !rests)).map(|before| Broken {
                    before,
                    jumped: pose,
                    frames: 0,
                    was_still: was_still || exchanged.is_some(),
                })
            }
        };
        if std::mem::replace(&mut self.rested, rests) && !rests {
            self.largest_step = 0.0;
        }
        if self.broken.is_none() {
            // Where landmarks jumped and are back, it moved from where it was before.
            let mended = was_broken.filter(|_| !rests);
            let travelled = mended.map_or(step, |broken| apart(broken.before, pose));
            self.largest_step = self.largest_step.max(travelled);
            if let Some(broken) = mended.filter(|broken| broken.was_still)
                && f64::from(travelled) > SUDDEN_DEGREES
            {
                self.sudden = Some(broken.before);
            }
        }
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
