//! Who stands before the gallery's camera: a mannequin with the canonical
//! face, drawn here. No picture of anybody is needed, and each is the same.

use std::path::Path;
use std::sync::Arc;

use crate::domain::{Frame, Millis, SHAPE_POINTS, smooth_normals};
use crate::kiosk::canonical::CanonicalFace;

const WIDTH: u16 = 640;
const HEIGHT: u16 = 480;
/// Between the eyes, in pixels of the picture.
const MIDDLE: [f32; 2] = [320.0, 205.0];
/// Pixels a centimetre of the face.
const SCALE: f32 = 15.0;
/// Turned so far to its own left, in degrees: its depth can be seen.
const TURNED_DEGREES: f32 = 7.0;
/// Where the light comes from: left, above, in front.
const LIGHT: [f32; 3] = [-0.45, 0.55, 0.7];
/// Corners of the eyes, whose middles are the irises'.
const EYES: [[usize; 2]; 2] = [[33, 133], [263, 362]];
/// Landmarks of one iris.
const IRIS_POINTS: usize = 5;
/// What of the picture is a pose's small one: its corner, and its size, which
/// is made so many times smaller.
const SMALL_FROM: [usize; 2] = [200, 75];
const SMALL_SIZE: [u16; 2] = [120, 140];
const SMALLER: usize = 2;
/// Centimetres between the outer corners of the eyes: about one and a half
/// distances of the eyes, which shapes are measured in.
const EYES_APART: f32 = 6.3;

/// What is painted, as red, green and blue from 0 to 1.
type Paint = [f32; 3];
const WALL: [Paint; 2] = [[0.80, 0.83, 0.85], [0.62, 0.66, 0.70]];
const CLOTH: Paint = [0.20, 0.29, 0.33];
const SHADOW: Paint = [0.36, 0.28, 0.24];
const CLAY: Paint = [0.86, 0.70, 0.60];

/// The mannequin as a camera sees it, and its shape.
pub struct Mannequin {
    /// The camera's picture.
    pub frame: Frame,
    /// All landmarks, in its pixels.
    pub landmarks: Vec<[f32; 3]>,
    /// The landmarks without the irises', in distances of the eyes from
    /// between them.
    pub shape: Vec<[f32; 3]>,
    /// What joins them.
    pub triangles: Vec<[u16; 3]>,
    /// The face alone, as small as a pose's picture is.
    pub small: Frame,
}

impl Mannequin {
    /// The mannequin with the canonical face of a file; none without it.
    #[must_use]
    pub fn read(canonical_face: &Path) -> Option<Self> {
        let face = CanonicalFace::read(canonical_face).ok()?;
        let (sin, cos) = TURNED_DEGREES.to_radians().sin_cos();
        let turned = face.points.iter();
        let turned = turned.map(|[x, y, z]| [x * cos + z * sin, *y, z * cos - x * sin]);
        let turned: Vec<_> = turned.collect();
        let mut picture = Picture::empty();
        picture.paint_body();
        picture.paint_face(&turned, &face.triangles);
        let [width, height] = SMALL_SIZE.map(u32::from);
        let small = picture.small().into();
        let small = Frame::new(width, height, small, 1, Millis(33)).ok()?;
        let bytes: Arc<[u8]> = bytes(picture.colours.iter()).into();
        let frame = Frame::new(WIDTH.into(), HEIGHT.into(), bytes, 1, Millis(33)).ok()?;
        let mut landmarks: Vec<[f32; 3]> = turned.iter().map(in_picture).collect();
        for [outer, inner] in EYES {
            let ([ax, ay, az], [bx, by, bz]) = (*landmarks.get(outer)?, *landmarks.get(inner)?);
            let middle = [(ax + bx) / 2.0, (ay + by) / 2.0, (az + bz) / 2.0];
            landmarks.extend([middle; IRIS_POINTS]);
        }
        let shape = turned.iter().take(SHAPE_POINTS);
        let shape = shape.map(|[x, y, z]| [*x, 2.0 - y, 5.0 - z].map(|side| side / EYES_APART));
        Some(Self {
            frame,
            landmarks,
            shape: shape.collect(),
            triangles: face.triangles,
            small,
        })
    }
}

/// Where a point of the face, in centimetres, is in the picture.
fn in_picture([x, y, z]: &[f32; 3]) -> [f32; 3] {
    let [left, top] = MIDDLE;
    [left + x * SCALE, top + (2.0 - y) * SCALE, -z * SCALE]
}

/// A picture that is painted, and how near each pixel is.
struct Picture {
    colours: Vec<Paint>,
    near: Vec<f32>,
}

impl Picture {
    fn empty() -> Self {
        let size = usize::from(WIDTH) * usize::from(HEIGHT);
        Self {
            colours: vec![[0.0; 3]; size],
            near: vec![f32::NEG_INFINITY; size],
        }
    }

    fn set(&mut self, x: u16, y: u16, near: f32, colour: Paint) {
        let at = usize::from(y) * usize::from(WIDTH) + usize::from(x);
        let (Some(pixel), Some(before)) = (self.colours.get_mut(at), self.near.get_mut(at)) else {
            return;
        };
        if near >= *before {
            (*pixel, *before) = (colour, near);
        }
    }

    /// The wall, shoulders, a neck, and the head behind the face.
    fn paint_body(&mut self) {
        let inside = |x: u16, y: u16, [cx, cy]: [f32; 2], [rx, ry]: [f32; 2]| {
            ((f32::from(x) - cx) / rx).powi(2) + ((f32::from(y) - cy) / ry).powi(2)
        };
        for y in 0..HEIGHT {
            let down = f32::from(y) / f32::from(HEIGHT);
            for x in 0..WIDTH {
                let across = f32::from(x) / f32::from(WIDTH);
                let mut colour = mixed(WALL[0], WALL[1], 0.6 * down + 0.4 * across);
                let neck = inside(x, y, [322.0, 380.0], [56.0, 110.0]);
                if neck < 1.0 {
                    colour = mixed(SHADOW, CLAY, 0.35 * (1.0 - neck));
                }
                let shoulders = inside(x, y, [320.0, 545.0], [270.0, 150.0]);
                if shoulders < 1.0 {
                    colour = mixed(CLOTH, WALL[1], 0.25 * (1.0 - across) * shoulders);
                }
                let head = inside(x, y, [322.0, 190.0], [128.0, 158.0]);
                if head < 1.0 {
                    colour = mixed(SHADOW, CLAY, 0.5 * (1.0 - head) * (1.0 - across));
                }
                self.set(x, y, f32::NEG_INFINITY, colour);
            }
        }
    }

    fn paint_face(&mut self, points: &[[f32; 3]], triangles: &[[u16; 3]]) {
        let normals = smooth_normals(points, triangles);
        let corner = |at: u16| -> Option<([f32; 3], f32)> {
            let normal = normals.get(usize::from(at))?;
            let lit: f32 = normal.iter().zip(LIGHT).map(|(n, l)| n * l).sum();
            Some((in_picture(points.get(usize::from(at))?), lit.max(0.0)))
        };
        for triangle in triangles {
            if let [Some(a), Some(b), Some(c)] = triangle.map(corner) {
                self.paint_triangle([a, b, c]);
            }
        }
    }

    fn paint_triangle(&mut self, corners: [([f32; 3], f32); 3]) {
        let [a, b, c] = corners.map(|([x, y, _], _)| [x, y]);
        let whole = side(a, b, c);
        if whole.abs() < f32::EPSILON {
            return;
        }
        let pixels = |axis: usize, end: u16| {
            let sides = [a, b, c].map(|point| point.get(axis).copied().unwrap_or_default());
            let least = sides.iter().copied().fold(f32::INFINITY, f32::min);
            let most = sides.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            (0..end).filter(move |at| (least - 1.0..most + 1.0).contains(&f32::from(*at)))
        };
        for y in pixels(1, HEIGHT) {
            for x in pixels(0, WIDTH) {
                let at = [f32::from(x), f32::from(y)];
                let shares = [side(b, c, at), side(c, a, at), side(a, b, at)];
                let shares = shares.map(|share| share / whole);
                if shares.iter().any(|share| *share < 0.0) {
                    continue;
                }
                let of_corners = |value: fn(&([f32; 3], f32)) -> f32| -> f32 {
                    corners
                        .iter()
                        .zip(shares)
                        .map(|(one, s)| value(one) * s)
                        .sum()
                };
                let near = of_corners(|([_, _, z], _)| -z);
                let lit = of_corners(|(_, lit)| *lit);
                self.set(x, y, near, mixed(SHADOW, CLAY, 0.25 + 0.8 * lit));
            }
        }
    }

    fn small(&self) -> Vec<u8> {
        let [left, top] = SMALL_FROM;
        let [width, height] = SMALL_SIZE.map(usize::from);
        let rows = (0..height).map(|y| (top + y * SMALLER) * usize::from(WIDTH) + left);
        let places = rows.flat_map(|row| (0..width).map(move |x| row + x * SMALLER));
        bytes(places.filter_map(|at| self.colours.get(at)))
    }
}

fn bytes<'a>(colours: impl Iterator<Item = &'a Paint>) -> Vec<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte"
    )]
    colours
        .flatten()
        .map(|value| (value * 255.0).round().clamp(0.0, 255.0) as u8)
        .collect()
}

/// Twice the area of a triangle; its sign is that of its direction.
fn side([ax, ay]: [f32; 2], [bx, by]: [f32; 2], [x, y]: [f32; 2]) -> f32 {
    (bx - ax) * (y - ay) - (by - ay) * (x - ax)
}

fn mixed(from: Paint, to: Paint, share: f32) -> Paint {
    let ([r, g, b], [tr, tg, tb]) = (from, to);
    [
        r + (tr - r) * share,
        g + (tg - g) * share,
        b + (tb - b) * share,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Landmarks;

    #[test]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places in the picture"
    )]
    fn its_landmarks_are_on_its_face() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".models/canonical_face.binarypb");
        let mannequin = Mannequin::read(&path).unwrap();
        let landmarks = Landmarks::try_from(mannequin.landmarks).unwrap();
        let lit = landmarks.points().iter().filter(|[x, y, _]| {
            let at = (y.round() as usize * usize::from(WIDTH) + x.round() as usize) * 3;
            let red = mannequin.frame.pixels()[at];
            let blue = mannequin.frame.pixels()[at + 2];
            red > blue
        });
        assert!(lit.count() > 440, "skin is redder than wall and cloth");
        assert_eq!(mannequin.shape.len(), SHAPE_POINTS);
    }
}
