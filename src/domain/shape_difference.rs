//! Where a measured face differs from that of the enrolment: one shape is laid
//! onto the other as well as turning, moving and scaling can, and what is left
//! is told point by point.
//!
//! The turn that fits best is Horn's (1987): the quaternion that belongs to
//! the largest eigenvalue of a symmetric matrix of four by four.

use std::fmt;

use super::shape::Shape;
use super::subdivision::smooth_normals;

/// Millimetres in a distance of the eyes: the mean of adults (Dodgson 2004).
/// Of one person it is a guess, as sizes aren't measured.
pub const MILLIMETRES_OF_EYES: f32 = 63.0;
/// Steps until the quaternion stands; faces that nearly fit need about ten.
const STEPS: usize = 200;

type Point = [f32; 3];
type Matrix = [[f32; 3]; 3];

/// How far each landmark lies outside (or, less than 0, inside) the face of
/// the enrolment, in millimetres.
#[derive(Clone, PartialEq)]
pub struct ShapeDifference {
    millimetres: Box<[f32]>,
    typical: f32,
    largest: f32,
}

impl ShapeDifference {
    /// Lays `seen` onto `enrolled`; `triangles` join the landmarks of both.
    /// None where too little is known of one of them.
    #[must_use]
    pub fn of(enrolled: &Shape, seen: &Shape, triangles: &[[u16; 3]]) -> Option<Self> {
        let sure = enrolled.confidence().iter().zip(seen.confidence());
        let weights: Vec<f32> = sure.map(|(one, other)| one.min(*other)).collect();
        let laid = lay_onto(enrolled.points(), seen.points(), &weights)?;
        let outwards = smooth_normals(enrolled.points(), triangles);
        let pairs = enrolled.points().iter().zip(&laid).zip(&outwards);
        let millimetres: Vec<f32> = pairs
            .map(|((enrolled, seen), out)| dot(minus(*seen, *enrolled), *out) * MILLIMETRES_OF_EYES)
            .collect();
        let mut sizes: Vec<f32> = millimetres
            .iter()
            .zip(&weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(value, _)| value.abs())
            .collect();
        sizes.sort_by(f32::total_cmp);
        Some(Self {
            typical: share(&sizes, 50)?,
            largest: share(&sizes, 95)?,
            millimetres: millimetres.into_boxed_slice(),
        })
    }

    /// Of each landmark, outwards, in millimetres.
    #[must_use]
    pub fn millimetres(&self) -> &[f32] {
        &self.millimetres
    }

    /// Half of the landmarks differ by no more, in millimetres.
    #[must_use]
    pub fn typical(&self) -> f32 {
        self.typical
    }

    /// Nineteen in twenty differ by no more, in millimetres.
    #[must_use]
    pub fn largest(&self) -> f32 {
        self.largest
    }
}

impl fmt::Debug for ShapeDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShapeDifference(..)")
    }
}

/// What that share of sorted values, in per cent, doesn't exceed.
fn share(sorted: &[f32], percent: usize) -> Option<f32> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get(last * percent / 100).copied()
}

/// The points of `seen`, turned, scaled and moved onto `fixed`.
fn lay_onto(fixed: &[Point], seen: &[Point], weights: &[f32]) -> Option<Vec<Point>> {
    let (fixed_middle, seen_middle) = (middle(fixed, weights)?, middle(seen, weights)?);
    let mut crossed: Matrix = [[0.0; 3]; 3];
    let (mut fixed_size, mut seen_size) = (0.0_f32, 0.0_f32);
    for ((to, from), weight) in fixed.iter().zip(seen).zip(weights) {
        let (to, from) = (minus(*to, fixed_middle), minus(*from, seen_middle));
        for (row, from) in crossed.iter_mut().zip(from) {
            for (cell, to) in row.iter_mut().zip(to) {
                *cell += weight * from * to;
            }
        }
        fixed_size += weight * dot(to, to);
        seen_size += weight * dot(from, from);
    }
    if seen_size <= f32::EPSILON || fixed_size <= f32::EPSILON {
        return None;
    }
    let turn = turn_of(&crossed);
    let scale = (fixed_size / seen_size).sqrt();
    let moved = |point: &Point| {
        let turned = turned(&turn, minus(*point, seen_middle));
        let mut laid = fixed_middle;
        for (value, part) in laid.iter_mut().zip(turned) {
            *value += part * scale;
        }
        laid
    };
    Some(seen.iter().map(moved).collect())
}

fn middle(points: &[Point], weights: &[f32]) -> Option<Point> {
    let mut sum = [0.0_f32; 3];
    let mut all = 0.0_f32;
    for (point, weight) in points.iter().zip(weights) {
        for (sum, value) in sum.iter_mut().zip(point) {
            *sum += weight * value;
        }
        all += weight;
    }
    (all > f32::EPSILON).then(|| sum.map(|value| value / all))
}

/// The quaternion `[w, x, y, z]` of the turn that brings the points together
/// whose products are summed in `crossed`.
fn turn_of(crossed: &Matrix) -> [f32; 4] {
    let [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = *crossed;
    let matrix = [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ];
    // Shifted so that the largest eigenvalue is the one of greatest size.
    let shift: f32 = matrix.as_flattened().iter().map(|cell| cell.abs()).sum();
    let mut found = [1.0_f32, 0.1, 0.1, 0.1];
    for _ in 0..STEPS {
        let mut next = found.map(|value| value * shift);
        for (value, row) in next.iter_mut().zip(&matrix) {
            *value += row.iter().zip(found).map(|(a, b)| a * b).sum::<f32>();
        }
        let length = next.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length <= f32::EPSILON {
            return [1.0, 0.0, 0.0, 0.0];
        }
        found = next.map(|value| value / length);
    }
    found
}

fn turned([w, x, y, z]: &[f32; 4], point: Point) -> Point {
    let axis = [*x, *y, *z];
    let twice = cross(axis, point).map(|value| 2.0 * value);
    let again = cross(axis, twice);
    let mut turned = point;
    for ((value, once), again) in turned.iter_mut().zip(twice).zip(again) {
        *value += w * once + again;
    }
    turned
}

fn minus([ax, ay, az]: Point, [bx, by, bz]: Point) -> Point {
    [ax - bx, ay - by, az - bz]
}

fn dot([ax, ay, az]: Point, [bx, by, bz]: Point) -> f32 {
    ax * bx + ay * by + az * bz
}

fn cross([ax, ay, az]: Point, [bx, by, bz]: Point) -> Point {
    [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SHAPE_POINTS;

    /// A dome of points, and triangles between neighbours.
    fn dome() -> (Vec<Point>, Vec<[u16; 3]>) {
        let points = (0_u16..).take(SHAPE_POINTS).map(|at| {
            let (x, y) = (
                f32::from(at % 22) / 11.0 - 1.0,
                f32::from(at / 22) / 11.0 - 1.0,
            );
            [x, y, 0.4 * (x * x + y * y)]
        });
        let triangles = (0_u16..440).flat_map(|at| {
            let inside = at % 22 != 21;
            inside.then_some([at, at + 22, at + 1])
        });
        (points.collect(), triangles.collect())
    }

    fn shape(points: Vec<Point>) -> Shape {
        Shape::new(points, vec![1.0; SHAPE_POINTS]).unwrap()
    }

    #[test]
    fn a_face_that_is_only_turned_moved_or_nearer_doesn_t_differ() {
        let (points, triangles) = dome();
        let (sin, cos) = 0.6_f32.sin_cos();
        let other = |[x, y, z]: &Point| {
            let (x, z) = (cos * x + sin * z, cos * z - sin * x);
            let (x, y) = (0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y);
            [1.3 * x + 0.4, 1.3 * y - 0.2, 1.3 * z + 1.0]
        };
        let seen = shape(points.iter().map(other).collect());
        let found = ShapeDifference::of(&shape(points), &seen, &triangles).unwrap();
        assert!(found.largest() < 0.05, "{}", found.largest());
    }

    #[test]
    fn what_stands_out_is_told_where_and_how_far() {
        let (points, triangles) = dome();
        let mut seen = points.clone();
        // Out of the face is towards the camera.
        seen[233][2] -= 0.1;
        let found = ShapeDifference::of(&shape(points), &shape(seen), &triangles).unwrap();
        let there = found.millimetres()[233];
        assert!((5.0..7.0).contains(&there), "{there} mm");
        assert!(found.typical() < 0.2 && found.millimetres()[20].abs() < 0.5);
        assert_eq!(format!("{found:?}"), "ShapeDifference(..)");
    }

    #[test]
    fn nothing_is_said_of_what_isn_t_known() {
        let (points, triangles) = dome();
        let unsure = Shape::new(points.clone(), vec![0.0; SHAPE_POINTS]).unwrap();
        assert!(ShapeDifference::of(&shape(points), &unsure, &triangles).is_none());
    }
}
