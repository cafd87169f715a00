//! What the engine sees in one frame.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Quality;

/// Points of a face: MediaPipe's 468 and ten of the irises.
pub const LANDMARK_COUNT: usize = 478;

/// 478 points `[x, y, z]`: x and y in pixels of the frame (x to the right, y
/// down), z in the same scale (smaller is nearer). The z is *predicted* from
/// one picture; nothing may be decided on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<[f32; 3]>", into = "Vec<[f32; 3]>")]
pub struct Landmarks(Box<[[f32; 3]]>);

impl Landmarks {
    /// All points in MediaPipe's order.
    #[must_use]
    pub fn points(&self) -> &[[f32; 3]] {
        &self.0
    }

    /// One point, if there is one of that number.
    #[must_use]
    pub fn point(&self, index: usize) -> Option<[f32; 3]> {
        self.0.get(index).copied()
    }
}

impl TryFrom<Vec<[f32; 3]>> for Landmarks {
    type Error = AnalysisError;

    fn try_from(points: Vec<[f32; 3]>) -> Result<Self, AnalysisError> {
        if points.len() != LANDMARK_COUNT {
            return Err(AnalysisError::Count(points.len()));
        }
        if points.iter().flatten().any(|value| !value.is_finite()) {
            return Err(AnalysisError::NotFinite("landmarks"));
        }
        Ok(Self(points.into_boxed_slice()))
    }
}

impl From<Landmarks> for Vec<[f32; 3]> {
    fn from(landmarks: Landmarks) -> Self {
        landmarks.0.into_vec()
    }
}

/// Why an engine's answer can't be taken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AnalysisError {
    /// The wrong number of landmarks.
    #[error("a face has {LANDMARK_COUNT} landmarks, not {0}")]
    Count(usize),
    /// A number is NaN or infinite.
    #[error("the engine's {0} are not all finite numbers")]
    NotFinite(&'static str),
    /// More faces than were asked for, or a main face without a box.
    #[error("the engine's list of faces contradicts itself")]
    Faces,
}

/// A face's upright box in pixels; it may reach beyond the frame.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaceBox {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Head pose in degrees, as the person would say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pose {
    /// Positive: turned to the person's own left.
    pub yaw_degrees: f32,
    /// Positive: looking up.
    pub pitch_degrees: f32,
    /// Positive: tilted to the person's own left shoulder.
    pub roll_degrees: f32,
    /// Root mean square distance of the fit, in pixels.
    pub error_pixels: f32,
}

/// How open eyes and mouth are, 0 (closed) to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Openness {
    /// The person's own left eye.
    pub left_eye: f32,
    /// The person's own right eye.
    pub right_eye: f32,
    /// The mouth.
    pub mouth: f32,
}

/// The largest face, looked at closely.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MainFace {
    /// Its points.
    pub landmarks: Landmarks,
    /// Its head's pose.
    pub pose: Pose,
    /// Its eyes and mouth.
    pub openness: Openness,
    /// Its quality components.
    pub quality: Quality,
}

/// What the engine saw in one frame. At most two faces, the largest first;
/// the first is the main one. A face whose pose can't be solved has a box only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawAnalysis", into = "RawAnalysis")]
pub struct Analysis {
    faces: Vec<FaceBox>,
    main: Option<MainFace>,
}

impl Analysis {
    /// Checks and takes the engine's numbers.
    ///
    /// # Errors
    /// When a number isn't finite or the faces contradict each other.
    pub fn new(faces: Vec<FaceBox>, main: Option<MainFace>) -> Result<Self, AnalysisError> {
        if faces.len() > 2 || (faces.is_empty() && main.is_some()) {
            return Err(AnalysisError::Faces);
        }
        let mut boxes = faces.iter().flat_map(|b| [b.x, b.y, b.width, b.height]);
        if boxes.any(|value| !value.is_finite()) {
            return Err(AnalysisError::NotFinite("face boxes"));
        }
        if let Some(face) = &main {
            let pose = face.pose;
            let open = face.openness;
            let values = [
                pose.yaw_degrees,
                pose.pitch_degrees,
                pose.roll_degrees,
                pose.error_pixels,
                open.left_eye,
                open.right_eye,
                open.mouth,
            ];
            if values.iter().any(|value| !value.is_finite()) {
                return Err(AnalysisError::NotFinite("pose and openness"));
            }
        }
        Ok(Self { faces, main })
    }

    /// Boxes of the faces seen.
    #[must_use]
    pub fn faces(&self) -> &[FaceBox] {
        &self.faces
    }

    /// The main face, if any face was seen.
    #[must_use]
    pub fn main(&self) -> Option<&MainFace> {
        self.main.as_ref()
    }
}

/// The same on the wire, before it is checked.
#[derive(Serialize, Deserialize)]
struct RawAnalysis {
    faces: Vec<FaceBox>,
    main: Option<MainFace>,
}

impl TryFrom<RawAnalysis> for Analysis {
    type Error = AnalysisError;

    fn try_from(raw: RawAnalysis) -> Result<Self, AnalysisError> {
        Self::new(raw.faces, raw.main)
    }
}

impl From<Analysis> for RawAnalysis {
    fn from(analysis: Analysis) -> Self {
        Self {
            faces: analysis.faces,
            main: analysis.main,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks_are_478_finite_points() {
        assert!(Landmarks::try_from(vec![[0.0; 3]; 478]).is_ok());
        assert_eq!(
            Landmarks::try_from(vec![[0.0; 3]; 468]),
            Err(AnalysisError::Count(468))
        );
        let mut points = vec![[0.0; 3]; 478];
        points[100][2] = f32::NAN;
        assert!(Landmarks::try_from(points).is_err());
    }

    #[test]
    fn a_main_face_has_a_box_and_faces_are_two_at_most() {
        let face = FaceBox {
            x: 0.0,
            y: 0.0,
            width: 10.0,
            height: 10.0,
        };
        let main = MainFace {
            landmarks: Landmarks::try_from(vec![[0.0; 3]; 478]).unwrap(),
            pose: Pose::default(),
            openness: Openness::default(),
            quality: Quality::default(),
        };
        assert!(Analysis::new(vec![], None).is_ok());
        assert!(Analysis::new(vec![face], Some(main.clone())).is_ok());
        assert_eq!(Analysis::new(vec![], Some(main)), Err(AnalysisError::Faces));
        assert_eq!(
            Analysis::new(vec![face; 3], None),
            Err(AnalysisError::Faces)
        );
    }
}
