//! The surface of a face as it was measured: to be shown, exported, compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::shape::{SHAPE_POINTS, Shape, ShapeError, within_reach};
use super::subdivision::{Subdivision, smooth_normals};

/// Pixels of a depth map along each side.
pub const DEPTH_MAP_SIDE: usize = 256;
/// What a depth map shows along each side, in distances of the eyes.
pub const DEPTH_MAP_SPAN: f32 = 3.2;
/// Steps of a depth map in a distance of the eyes: about a quarter of a
/// millimetre, a tenth of what is measured (ours).
pub const DEPTH_STEPS: f32 = 256.0;
/// Where a depth map shows no face.
const NO_DEPTH: i16 = i16::MIN;

/// Most triangles between landmarks: the canonical face has 898.
const MOST_TRIANGLES: usize = 2_000;
/// Most divisions of them: the engine makes two.
const MOST_DIVISIONS: usize = 3;

/// How far each pixel of a picture straight from the front is behind the eyes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i16>", into = "Vec<i16>")]
pub struct DepthMap(Box<[i16]>);

impl DepthMap {
    /// Takes depths in distances of the eyes, row by row from the top; none
    /// beside the face.
    ///
    /// # Errors
    /// When there are too many or too few.
    pub fn from_depths(depths: impl Iterator<Item = Option<f32>>) -> Result<Self, ShapeError> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float cast saturates, and a face is far less deep"
        )]
        let step = |depth: f32| ((depth * DEPTH_STEPS).round() as i16).max(NO_DEPTH + 1);
        let steps: Vec<i16> = depths.map(|depth| depth.map_or(NO_DEPTH, step)).collect();
        Self::try_from(steps)
    }

    /// The depths in steps of `1 / DEPTH_STEPS` distances of the eyes, row by
    /// row from the top; none beside the face.
    pub fn steps(&self) -> impl Iterator<Item = Option<i16>> + '_ {
        self.0
            .iter()
            .map(|step| (*step != NO_DEPTH).then_some(*step))
    }

    /// The same as kept, with a number of its own for beside the face.
    #[must_use]
    pub fn raw(&self) -> &[i16] {
        &self.0
    }
}

impl TryFrom<Vec<i16>> for DepthMap {
    type Error = ShapeError;

    fn try_from(steps: Vec<i16>) -> Result<Self, ShapeError> {
        if steps.len() == DEPTH_MAP_SIDE * DEPTH_MAP_SIDE {
            Ok(Self(steps.into_boxed_slice()))
        } else {
            Err(ShapeError::Count("depths"))
        }
    }
}

impl From<DepthMap> for Vec<i16> {
    fn from(map: DepthMap) -> Self {
        map.0.to_vec()
    }
}

impl fmt::Debug for DepthMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DepthMap(..)")
    }
}

impl Drop for DepthMap {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// A face's measured shape and the smooth surface through it. Axes and unit
/// are those of [`Shape`].
///
/// It is biometric data: it never prints, and is wiped when dropped.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawReconstruction", into = "RawReconstruction")]
pub struct Reconstruction {
    shape: Shape,
    landmark_triangles: Box<[[u16; 3]]>,
    vertices: Box<[[f32; 3]]>,
    division: Subdivision,
    depth_map: DepthMap,
    frames: u32,
    seconds: f32,
}

impl Reconstruction {
    /// The landmarks and how well each is known.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The triangles between the landmarks.
    #[must_use]
    pub fn landmark_triangles(&self) -> &[[u16; 3]] {
        &self.landmark_triangles
    }

    /// The vertices of the surface; the first [`SHAPE_POINTS`] are the
    /// landmarks, smoothed.
    #[must_use]
    pub fn vertices(&self) -> &[[f32; 3]] {
        &self.vertices
    }

    /// The triangles of the surface; seen from outside, the corners of each
    /// follow each other anti-clockwise.
    #[must_use]
    pub fn triangles(&self) -> &[[u16; 3]] {
        &self.division.triangles
    }

    /// A quarter as many triangles, between some of the same vertices: what a
    /// screen needs of the surface, where software draws it.
    #[must_use]
    pub fn lighter_triangles(&self) -> Vec<[u16; 3]> {
        self.division.before_last()
    }

    /// Unit normals of the vertices, out of the face.
    #[must_use]
    pub fn normals(&self) -> Vec<[f32; 3]> {
        smooth_normals(&self.vertices, &self.division.triangles)
    }

    /// What the vertices have of something that is known of the landmarks, as
    /// their confidence or their place in a picture. `at_landmarks` has a
    /// value for each, and may have more, which aren't used.
    #[must_use]
    pub fn spread<const N: usize>(&self, at_landmarks: &[[f32; N]]) -> Vec<[f32; N]> {
        let known = at_landmarks.get(..SHAPE_POINTS).unwrap_or(at_landmarks);
        self.division.spread(known)
    }

    /// The face from the front.
    #[must_use]
    pub fn depth_map(&self) -> &DepthMap {
        &self.depth_map
    }

    /// How many frames told of it.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.frames
    }

    /// How long the engine worked on the surface.
    #[must_use]
    pub fn seconds(&self) -> f32 {
        self.seconds
    }
}

impl fmt::Debug for Reconstruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reconstruction(of {} frames)", self.frames)
    }
}

impl Drop for Reconstruction {
    fn drop(&mut self) {
        self.vertices.zeroize();
    }
}

/// A reconstruction in parts, as the engine says it and the store keeps it,
/// before it is checked. The triangles of the surface follow from those
/// between the landmarks.
#[derive(Clone, Serialize, Deserialize)]
pub struct RawReconstruction {
    /// The landmarks.
    pub shape: Shape,
    /// Triangles between them.
    pub landmark_triangles: Vec<[u16; 3]>,
    /// Vertices of the surface.
    pub vertices: Vec<[f32; 3]>,
    /// The face from the front.
    pub depth_map: DepthMap,
    /// Frames that told of it.
    pub frames: u32,
    /// Seconds of work.
    pub seconds: f32,
}

impl TryFrom<RawReconstruction> for Reconstruction {
    type Error = ShapeError;

    fn try_from(raw: RawReconstruction) -> Result<Self, ShapeError> {
        let triangles = &raw.landmark_triangles;
        if !(1..=MOST_TRIANGLES).contains(&triangles.len()) {
            return Err(ShapeError::Count("triangles"));
        }
        if triangles
            .as_flattened()
            .iter()
            .any(|index| usize::from(*index) >= SHAPE_POINTS)
        {
            return Err(ShapeError::Range("triangles"));
        }
        if !within_reach(&raw.vertices) {
            return Err(ShapeError::Range("vertices"));
        }
        if raw.frames == 0 {
            return Err(ShapeError::Count("frames"));
        }
        if !(0.0..1e6).contains(&raw.seconds) {
            return Err(ShapeError::Range("seconds"));
        }
        let mut division = Subdivision::of(triangles);
        for _ in 0..MOST_DIVISIONS {
            if SHAPE_POINTS + division.ends.len() < raw.vertices.len() {
                division
                    .divide(SHAPE_POINTS)
                    .ok_or(ShapeError::Count("vertices"))?;
            }
        }
        if SHAPE_POINTS + division.ends.len() != raw.vertices.len() {
            return Err(ShapeError::Count("vertices"));
        }
        Ok(Self {
            shape: raw.shape,
            landmark_triangles: raw.landmark_triangles.into_boxed_slice(),
            vertices: raw.vertices.into_boxed_slice(),
            division,
            depth_map: raw.depth_map,
            frames: raw.frames,
            seconds: raw.seconds,
        })
    }
}

impl From<Reconstruction> for RawReconstruction {
    fn from(whole: Reconstruction) -> Self {
        Self {
            shape: whole.shape.clone(),
            landmark_triangles: whole.landmark_triangles.to_vec(),
            vertices: whole.vertices.to_vec(),
            depth_map: whole.depth_map.clone(),
            frames: whole.frames,
            seconds: whole.seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Change = fn(&mut RawReconstruction);

    /// A flat triangle among points that belong to none, divided twice.
    fn raw() -> RawReconstruction {
        let mut points = vec![[0.0; 3]; SHAPE_POINTS];
        points[1] = [0.0, 1.0, 0.0];
        points[2] = [1.0, 0.0, 0.0];
        let mut division = Subdivision::of(&[[0, 1, 2]]);
        division.divide(SHAPE_POINTS).unwrap();
        division.divide(SHAPE_POINTS).unwrap();
        RawReconstruction {
            shape: Shape::new(points.clone(), vec![1.0; SHAPE_POINTS]).unwrap(),
            landmark_triangles: vec![[0, 1, 2]],
            vertices: division.spread(&points),
            depth_map: DepthMap::from_depths(
                (0..DEPTH_MAP_SIDE * DEPTH_MAP_SIDE).map(|at| (at == 7).then_some(0.5)),
            )
            .unwrap(),
            frames: 40,
            seconds: 0.2,
        }
    }

    #[test]
    fn the_surface_follows_from_the_landmarks_triangles() {
        let whole = Reconstruction::try_from(raw()).unwrap();
        assert_eq!(whole.triangles().len(), 16);
        assert_eq!(whole.vertices().len(), SHAPE_POINTS + 12);
        // Out of the face is towards the camera.
        assert_eq!(whole.normals()[0], [0.0, 0.0, -1.0]);
        let sure: Vec<[f32; 1]> = (0..SHAPE_POINTS).map(|at| [f32::from(at == 1)]).collect();
        let spread = whole.spread(&sure);
        assert_eq!(spread.len(), whole.vertices().len());
        assert_eq!(spread[SHAPE_POINTS], [0.5], "between the first two");
        let again = Reconstruction::try_from(RawReconstruction::from(whole.clone()));
        assert_eq!(again, Ok(whole));
    }

    #[test]
    fn a_depth_map_has_quarter_millimetres_and_nothing_beside_the_face() {
        let map = raw().depth_map;
        let seen: Vec<_> = map
            .steps()
            .enumerate()
            .filter(|(_, step)| step.is_some())
            .collect();
        assert_eq!(seen, [(7, Some(128))]);
        assert!(DepthMap::from_depths([None].into_iter()).is_err());
        let far = DepthMap::from_depths((0..DEPTH_MAP_SIDE.pow(2)).map(|_| Some(-1e9))).unwrap();
        assert!(far.steps().all(|step| step == Some(i16::MIN + 1)));
    }

    #[test]
    fn what_is_no_face_is_refused() {
        let changes: [(&str, Change); 9] = [
            ("no triangle", |raw| raw.landmark_triangles.clear()),
            ("too many", |raw| {
                raw.landmark_triangles = vec![[0, 1, 2]; 2_001]
            }),
            ("a point that isn't there", |raw| {
                raw.landmark_triangles[0] = [0, 1, 468]
            }),
            ("a vertex too few", |raw| raw.vertices.truncate(479)),
            ("a vertex too many", |raw| raw.vertices.push([0.0; 3])),
            ("no number", |raw| raw.vertices[470][1] = f32::NAN),
            ("beyond a face", |raw| raw.vertices[3][0] = 8.0),
            ("of no frame", |raw| raw.frames = 0),
            ("no time", |raw| raw.seconds = f32::NAN),
        ];
        for (what, change) in changes {
            let mut changed = raw();
            change(&mut changed);
            assert!(Reconstruction::try_from(changed).is_err(), "{what}");
        }
        let whole = Reconstruction::try_from(raw()).unwrap();
        assert_eq!(format!("{whole:?}"), "Reconstruction(of 40 frames)");
    }
}
