//! What an enrolment shows of the poses it has: a small picture and how good
//! it was. Both are in memory only, and gone when the capture has ended.

use crate::domain::{
    Analysis, Contact, FaceBox, Frame, LookKind, PoseName, Quality, QualityBounds,
};

/// Size of a pose's picture, in pixels (ours: sharp on a screen of scale 2).
const WIDTH: u32 = 192;
const HEIGHT: u32 = 224;
/// How much wider than the face's box a pose's picture is.
const ROOM: f32 = 1.5;

/// What an enrolment is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnrolmentKind {
    /// Somebody new.
    #[default]
    NewPerson,
    /// Another look of somebody who is enrolled.
    Look(LookKind),
}

/// One pose as it was kept.
#[derive(Clone, Debug)]
pub struct PoseReport {
    /// Which.
    pub pose: PoseName,
    /// How good its last frame was.
    pub quality: Quality,
    /// A small picture of the face; none once the capture has ended.
    pub picture: Option<Frame>,
}

/// What the screens of an enrolment show beside the capture itself.
#[derive(Clone, Debug, Default)]
pub struct EnrolmentView {
    /// What it is for.
    pub kind: EnrolmentKind,
    /// What the person said beyond badge and name.
    pub contact: Contact,
    /// The poses kept so far, in the order in which they were taken.
    pub poses: Vec<PoseReport>,
    /// Least quality that an enrolment accepts.
    pub bounds: QualityBounds,
}

impl EnrolmentView {
    /// The same without pictures: the capture has ended.
    #[must_use]
    pub fn without_pictures(&self) -> Self {
        let mut view = self.clone();
        for pose in &mut view.poses {
            pose.picture = None;
        }
        view
    }
}

impl PoseReport {
    /// Reports a pose that was kept with this frame.
    pub(super) fn of(pose: PoseName, frame: &Frame, seen: &Analysis) -> Self {
        Self {
            pose,
            quality: seen
                .main()
                .map(|face| face.quality.clone())
                .unwrap_or_default(),
            picture: seen.faces().first().and_then(|face| around(frame, face)),
        }
    }
}

/// The part of a frame around a face, made small. None where that is no
/// picture.
fn around(frame: &Frame, face: &FaceBox) -> Option<Frame> {
    let [wide, high] = [WIDTH, HEIGHT].map(|side| f32::from(u16::try_from(side).unwrap_or(1)));
    let scale = (face.width.max(face.height * wide / high) * ROOM / wide).max(f32::EPSILON);
    let left = face.x + face.width / 2.0 - scale * wide / 2.0;
    let top = face.y + face.height / 2.0 - scale * high / 2.0;
    let mut pixels = Vec::with_capacity(usize::try_from(WIDTH * HEIGHT * 3).ok()?);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let [x, y] = [(x, left), (y, top)].map(|(at, from)| {
                let at = f32::from(u16::try_from(at).unwrap_or_default());
                from + (at + 0.5) * scale
            });
            pixels.extend_from_slice(&pixel(frame, x, y));
        }
    }
    Frame::new(WIDTH, HEIGHT, pixels.into(), frame.sequence(), frame.at()).ok()
}

/// The nearest pixel, those at the edge going on outside the frame.
fn pixel(frame: &Frame, x: f32, y: f32) -> [u8; 3] {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates, and what is outside is the edge's"
    )]
    let at = |value: f32, side: u32| (value as u32).min(side.saturating_sub(1));
    let (x, y) = (at(x, frame.width()), at(y, frame.height()));
    let first = u64::from(y) * u64::from(frame.width()) + u64::from(x);
    usize::try_from(3 * first)
        .ok()
        .and_then(|first| frame.pixels().get(first..)?.first_chunk())
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Millis;

    #[test]
    fn a_face_is_cut_out_and_made_small() {
        // White where the face is, black around it.
        let mut pixels = vec![0_u8; 640 * 480 * 3];
        for y in 100..300 {
            for x in 200..360 {
                let at = (y * 640 + x) * 3;
                pixels[at..at + 3].fill(255);
            }
        }
        let frame = Frame::new(640, 480, pixels.into(), 7, Millis(1)).unwrap();
        let face = |x: f32, y: f32| FaceBox {
            x,
            y,
            width: 160.0,
            height: 200.0,
        };
        let small = around(&frame, &face(200.0, 100.0)).unwrap();
        assert_eq!(
            (small.width(), small.height(), small.sequence()),
            (192, 224, 7)
        );
        let at = |x: usize, y: usize| small.pixels()[(y * 192 + x) * 3];
        assert_eq!((at(96, 112), at(2, 2), at(189, 221)), (255, 0, 0));
        // A face at the edge, or beyond it, is no trouble.
        assert!(around(&frame, &face(-500.0, 5_000.0)).is_some());
    }

    #[test]
    fn pictures_go_when_the_capture_ends() {
        let frame = Frame::new(640, 480, vec![9; 640 * 480 * 3].into(), 1, Millis(1)).unwrap();
        let view = EnrolmentView {
            poses: vec![PoseReport {
                picture: Some(frame.clone()),
                ..PoseReport::of(PoseName::Front, &frame, &Analysis::default())
            }],
            ..EnrolmentView::default()
        };
        let after = view.without_pictures();
        assert_eq!(after.poses.len(), 1);
        assert!(after.poses.iter().all(|pose| pose.picture.is_none()));
    }
}
