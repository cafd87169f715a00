//! The shape of a face, as the motion of its landmarks told it.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize;

/// The name of the cue that compares a shape with the enrolment's. It comes
/// after the decision.
pub const SHAPE_CUE: &str = "shape";
/// Points of a shape: the landmarks without the ten of the irises.
pub const SHAPE_POINTS: usize = 468;
/// Nothing of a face is further from between the eyes than this, in distances
/// of the eyes along an axis (ours: the largest faces are 2.9 high).
pub const SHAPE_REACH: f32 = 7.9;

/// Why numbers are not a shape or a reconstruction.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ShapeError {
    /// Too many or too few of something.
    #[error("a reconstruction's number of {0} is not what it must be")]
    Count(&'static str),
    /// Something isn't a number, or beyond what a face can be.
    #[error("a reconstruction's {0} are not all numbers that a face can have")]
    Range(&'static str),
}

/// The landmarks with their measured depth, in distances of the eyes; 0 is
/// between the eyes. x to the picture's right, y down, z away from the camera.
///
/// It is biometric data: it never prints, and is wiped when dropped.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawShape", into = "RawShape")]
pub struct Shape {
    points: Box<[[f32; 3]]>,
    confidence: Box<[f32]>,
}

impl Shape {
    /// Checks and takes points and how well the depth of each is known, from 0
    /// (not at all) to 1.
    ///
    /// # Errors
    /// When there aren't [`SHAPE_POINTS`] of each, or one can't be.
    pub fn new(points: Vec<[f32; 3]>, confidence: Vec<f32>) -> Result<Self, ShapeError> {
        if points.len() != SHAPE_POINTS || confidence.len() != SHAPE_POINTS {
            return Err(ShapeError::Count("points"));
        }
        if !within_reach(&points) {
            return Err(ShapeError::Range("points"));
        }
        if !confidence.iter().all(|value| (0.0..=1.0).contains(value)) {
            return Err(ShapeError::Range("confidences"));
        }
        Ok(Self {
            points: points.into_boxed_slice(),
            confidence: confidence.into_boxed_slice(),
        })
    }

    /// Where the landmarks are.
    #[must_use]
    pub fn points(&self) -> &[[f32; 3]] {
        &self.points
    }

    /// How well the depth of each is known.
    #[must_use]
    pub fn confidence(&self) -> &[f32] {
        &self.confidence
    }
}

/// Whether all points are numbers that a face can have.
pub(super) fn within_reach(points: &[[f32; 3]]) -> bool {
    points
        .as_flattened()
        .iter()
        .all(|value| value.abs() <= SHAPE_REACH)
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shape(..)")
    }
}

impl Drop for Shape {
    fn drop(&mut self) {
        self.points.zeroize();
        self.confidence.zeroize();
    }
}

/// The same on the wire, before it is checked.
#[derive(Serialize, Deserialize)]
struct RawShape {
    points: Vec<[f32; 3]>,
    confidence: Vec<f32>,
}

impl TryFrom<RawShape> for Shape {
    type Error = ShapeError;

    fn try_from(raw: RawShape) -> Result<Self, ShapeError> {
        Self::new(raw.points, raw.confidence)
    }
}

impl From<Shape> for RawShape {
    fn from(shape: Shape) -> Self {
        Self {
            points: shape.points.to_vec(),
            confidence: shape.confidence.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_468_points_that_a_face_can_have() {
        let points = vec![[0.1, -0.2, 0.3]; SHAPE_POINTS];
        let sure = vec![0.9; SHAPE_POINTS];
        let shape = Shape::new(points.clone(), sure.clone()).unwrap();
        assert_eq!(shape.points(), points);
        assert_eq!(format!("{shape:?}"), "Shape(..)");
        let count = Err(ShapeError::Count("points"));
        assert_eq!(Shape::new(points[1..].to_vec(), sure.clone()), count);
        assert_eq!(Shape::new(points.clone(), sure[1..].to_vec()), count);
        for bad in [f32::NAN, f32::INFINITY, -8.0] {
            let mut points = points.clone();
            points[467][2] = bad;
            let range = Err(ShapeError::Range("points"));
            assert_eq!(Shape::new(points, sure.clone()), range, "{bad}");
        }
        for bad in [f32::NAN, -0.1, 1.1] {
            let mut sure = sure.clone();
            sure[0] = bad;
            let range = Err(ShapeError::Range("confidences"));
            assert_eq!(Shape::new(points.clone(), sure), range, "{bad}");
        }
    }
}
