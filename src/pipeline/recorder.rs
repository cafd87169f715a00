//! Records what is measured in each moment of a capture, for its replay. The
//! landmarks are recorded of everybody, in memory alone: who it is, is known
//! at the end, and the store refuses those of who wasn't identified.

use crate::domain::{
    Analysis, Asked, Embedding, Landmarks, MESH_STEPS, MOST_MESHES, MOST_MOMENTS, MainFace,
    MeshMoment, Millis, Moment, Relief, Replay, SHAPE_POINTS,
};
use crate::flow::{CaptureView, Instruction, QualityBar};

/// Meshes are recorded so far apart at the least, in milliseconds: between two
/// the window draws what is on the way.
const MESH_SPACING: u32 = 66;
/// The outer corners of the eyes among the landmarks.
const EYES: [usize; 2] = [33, 263];

/// What was recorded so far.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    moments: Vec<Moment>,
    asked: Vec<Asked>,
    meshes: Vec<MeshMoment>,
    mesh_spacing: u32,
    /// Between the eyes of the first face, and how far they are apart there.
    origin: Option<([f32; 3], f32)>,
    first: Option<Embedding>,
}

impl Recorder {
    /// Takes note of a frame and what the capture made of it.
    pub(super) fn note(
        &mut self,
        at: Millis,
        analysis: &Analysis,
        relief: Option<Relief>,
        view: &CaptureView,
    ) {
        let at_millis = u32::try_from(at.0).unwrap_or(u32::MAX);
        let later = |last: &Moment| last.at_millis <= at_millis;
        if self.moments.len() >= MOST_MOMENTS || !self.moments.last().is_none_or(later) {
            return;
        }
        let mut moment = Moment {
            at_millis,
            faces: u8::try_from(analysis.faces().len()).unwrap_or(u8::MAX),
            quality: worst(&view.bars),
            ..Moment::default()
        };
        if let Some(relief) = relief.filter(|relief| relief.turns.frames > 0) {
            let turns = relief.turns;
            moment.p = Some(single(turns.p));
            moment.g = Some(single(turns.g));
            moment.k = Some(single(turns.k_min));
        }
        if let Some(face) = analysis.main() {
            note_face(&mut moment, face);
            self.note_mesh(at_millis, &face.landmarks);
        }
        self.moments.push(moment);
        let word = word(view.instruction);
        if self.asked.last().is_none_or(|last| last.word != word) {
            self.asked.push(Asked { at_millis, word });
        }
    }

    /// Takes note of how the face of the newest moment looks.
    pub(super) fn note_embedding(&mut self, embedding: &Embedding) {
        let likeness = match &self.first {
            Some(first) => first.cosine(embedding),
            None => {
                self.first = Some(embedding.clone());
                1.0
            }
        };
        if let Some(moment) = self.moments.last_mut() {
            moment.likeness = Some(likeness);
        }
    }

    /// What was recorded; none where nothing was seen.
    pub(super) fn take(&mut self) -> Option<Replay> {
        let recorded = std::mem::take(self);
        Replay::new(recorded.moments, recorded.asked, recorded.meshes).ok()
    }

    fn note_mesh(&mut self, at_millis: u32, landmarks: &Landmarks) {
        let spacing = self.mesh_spacing.max(MESH_SPACING);
        let due = self
            .meshes
            .last()
            .is_none_or(|last| at_millis.saturating_sub(last.at_millis) >= spacing);
        if !due {
            return;
        }
        if self.meshes.len() >= MOST_MESHES {
            // A long one has fewer of them a second.
            let mut keep = false;
            self.meshes.retain(|_| {
                keep = !keep;
                keep
            });
            self.mesh_spacing = spacing * 2;
        }
        let Some((middle, apart)) = self.origin.or_else(|| origin(landmarks)) else {
            return;
        };
        self.origin = Some((middle, apart));
        let place = |point: &[f32; 3]| {
            let mut steps = [0_i16; 3];
            for ((step, value), middle) in steps.iter_mut().zip(point).zip(middle) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a float cast saturates, and no picture is so large"
                )]
                let whole = ((value - middle) / apart * MESH_STEPS).round() as i16;
                *step = whole;
            }
            steps
        };
        let points = landmarks.points().iter().take(SHAPE_POINTS).map(place);
        self.meshes.push(MeshMoment {
            at_millis,
            points: points.collect(),
        });
    }
}

fn origin(landmarks: &Landmarks) -> Option<([f32; 3], f32)> {
    let [left, right] = EYES.map(|eye| landmarks.point(eye));
    let ([ax, ay, az], [bx, by, bz]) = (left?, right?);
    let apart = (ax - bx).hypot(ay - by);
    let middle = [(ax + bx) / 2.0, (ay + by) / 2.0, (az + bz) / 2.0];
    (apart > 1.0).then_some((middle, apart))
}

fn note_face(moment: &mut Moment, face: &MainFace) {
    moment.yaw_degrees = Some(face.pose.yaw_degrees);
    moment.pitch_degrees = Some(face.pose.pitch_degrees);
    moment.eyes = Some((face.openness.left_eye + face.openness.right_eye) / 2.0);
    moment.mouth = Some(face.openness.mouth);
}

/// The worst component over its bound, at most twice it.
fn worst(bars: &[QualityBar]) -> Option<f32> {
    let bounded = bars.iter().filter(|bar| bar.bound > 0.0);
    bounded
        .map(|bar| (bar.value / bar.bound).clamp(0.0, 2.0))
        .min_by(f32::total_cmp)
}

fn word(instruction: Instruction) -> String {
    let value = serde_json::to_value(instruction).ok();
    let word = value.as_ref().and_then(|value| value.as_str());
    word.unwrap_or_default().to_owned()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a curve is drawn to a thousandth"
)]
fn single(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FaceBox, LANDMARK_COUNT, Openness, Pose, Quality};

    fn seen(x: f32) -> Analysis {
        let mut points = vec![[x, 100.0, 0.0]; LANDMARK_COUNT];
        points[33] = [x - 50.0, 100.0, 0.0];
        points[263] = [x + 50.0, 100.0, 0.0];
        let face = FaceBox {
            x,
            y: 0.0,
            width: 100.0,
            height: 100.0,
        };
        let main = MainFace {
            landmarks: Landmarks::try_from(points).unwrap(),
            pose: Pose {
                yaw_degrees: 12.0,
                ..Pose::default()
            },
            openness: Openness::default(),
            quality: Quality::default(),
        };
        Analysis::new(vec![face], Some(main)).unwrap()
    }

    fn view(instruction: Instruction) -> CaptureView {
        CaptureView {
            instruction,
            ..CaptureView::default()
        }
    }

    #[test]
    fn curves_are_of_every_frame_and_meshes_some_of_a_second() {
        let mut recorder = Recorder::default();
        for frame in 0..30_u16 {
            let asked = match frame < 10 {
                true => Instruction::LookHere,
                false => Instruction::TurnLeft,
            };
            let at = Millis(u64::from(frame) * 33);
            recorder.note(at, &seen(300.0 + f32::from(frame)), None, &view(asked));
        }
        let replay = recorder.take().unwrap();
        assert_eq!(replay.moments().len(), 30);
        assert_eq!(replay.moments()[3].yaw_degrees, Some(12.0));
        let asked: Vec<_> = replay.asked().iter().map(|one| one.word.as_str()).collect();
        assert_eq!(asked, ["look_here", "turn_left"]);
        assert_eq!(replay.meshes().len(), 15);
        // A hundred pixels are a distance of the eyes: two hundred steps.
        assert_eq!(replay.meshes()[0].points[0], [0, 0, 0]);
        assert_eq!(replay.meshes()[1].points[0], [4, 0, 0]);
        assert!(recorder.take().is_none(), "nothing is recorded twice");
    }

    #[test]
    fn a_long_one_has_fewer_meshes_a_second() {
        let mut recorder = Recorder::default();
        for frame in 0..2_000_u16 {
            let at = Millis(u64::from(frame) * 66);
            recorder.note(at, &seen(300.0), None, &view(Instruction::LookHere));
        }
        let replay = recorder.take().unwrap();
        assert!(replay.meshes().len() <= MOST_MESHES);
        let last = replay.meshes().last().unwrap().at_millis;
        assert!(last > 130_000, "{last}");
    }
}
