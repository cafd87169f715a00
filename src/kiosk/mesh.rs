//! The shape of a face as triangles to draw: positions, normals, texture
//! coordinates and depth. Pure arithmetic; `mesh_view` draws it.

use crate::domain::{Frame, Landmarks, Reconstruction, smooth_normals};
use crate::pipeline::MeasuredFace;

use super::canonical::CanonicalFace;

/// Triangles to draw, three corners each, in order. View space: x to the
/// right of the screen, y up, z towards the viewer; the face fits a cube of
/// -1 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeshGeometry {
    /// Where each corner is.
    pub positions: Vec<[f32; 3]>,
    /// Unit normals, smoothed over the triangles that share a point.
    pub normals: Vec<[f32; 3]>,
    /// `[u, v, corner, depth]`: texture coordinates (0 to 1, v from the
    /// picture's top), the corner's number in its triangle (0, 1 or 2), and
    /// depth (0 nearest to 1 farthest).
    pub details: Vec<[f32; 4]>,
}

impl MeshGeometry {
    /// The canonical face, untextured.
    #[must_use]
    pub fn of_canonical(face: &CanonicalFace) -> Self {
        let untextured = vec![[0.0; 2]; face.points.len()];
        Self::build(&face.points, &untextured, &face.triangles)
    }

    /// A face as seen in `frame`, mirrored like the live picture, with its
    /// own skin as texture.
    #[must_use]
    pub fn of_landmarks(landmarks: &Landmarks, frame: &Frame, triangles: &[[u16; 3]]) -> Self {
        let width = side(frame.width());
        let height = side(frame.height());
        // Landmarks have y down and z away from the viewer. Negating all
        // three turns them up and towards the viewer and mirrors x.
        let points: Vec<_> = landmarks
            .points()
            .iter()
            .map(|[x, y, z]| [-x, -y, -z])
            .collect();
        let texture: Vec<_> = landmarks
            .points()
            .iter()
            .map(|[x, y, _]| [x / width, y / height])
            .collect();
        Self::build(&points, &texture, triangles)
    }

    /// A measured face, mirrored like the live picture, with the skin of its
    /// portrait: the fine surface, or only what joins its landmarks.
    #[must_use]
    pub fn of_measured(face: &MeasuredFace, fine: bool) -> Self {
        let surface = &face.reconstruction;
        let points: Vec<_> = surface
            .vertices()
            .iter()
            .map(|[x, y, z]| [-x, -y, -z])
            .collect();
        let texture = face.portrait.as_ref().map(|portrait| {
            let [width, height] = [portrait.frame.width(), portrait.frame.height()].map(side);
            let at_landmarks = portrait.landmarks.points().iter();
            let at_landmarks: Vec<_> = at_landmarks
                .map(|[x, y, _]| [x / width, y / height])
                .collect();
            surface.spread(&at_landmarks)
        });
        let triangles = if fine {
            surface.triangles()
        } else {
            surface.landmark_triangles()
        };
        Self::build(&points, &texture.unwrap_or_default(), triangles)
    }

    /// A measured face without skin, mirrored like the live picture. What its
    /// vertices are tinted by, 0 to 1, stands in the place of their depth.
    #[must_use]
    pub fn of_surface(surface: &Reconstruction, fine: bool, tint: Option<&[[f32; 1]]>) -> Self {
        let points: Vec<_> = surface.vertices().iter().map(mirrored).collect();
        let triangles = if fine {
            surface.triangles()
        } else {
            surface.landmark_triangles()
        };
        let mut mesh = Self::build(&points, &[], triangles);
        if let Some(tint) = tint {
            let corners = triangles.as_flattened().iter();
            for (detail, corner) in mesh.details.iter_mut().zip(corners) {
                let [share] = tint.get(usize::from(*corner)).copied().unwrap_or([0.5]);
                detail[3] = share.clamp(0.0, 1.0);
            }
        }
        mesh
    }

    /// The landmarks of a face alone.
    #[must_use]
    pub fn of_points(points: &[[f32; 3]], triangles: &[[u16; 3]]) -> Self {
        let points: Vec<_> = points.iter().map(mirrored).collect();
        Self::build(&points, &[], triangles)
    }

    fn build(points: &[[f32; 3]], texture: &[[f32; 2]], triangles: &[[u16; 3]]) -> Self {
        let used = |triangle: &[u16; 3]| -> Option<[[f32; 3]; 3]> {
            let [a, b, c] = triangle.map(|index| points.get(usize::from(index)).copied());
            Some([a?, b?, c?])
        };
        let Some(bounds) = Bounds::of(triangles.iter().filter_map(used).flatten()) else {
            return Self::default();
        };
        let normals = towards_viewer(smooth_normals(points, triangles));
        let mut mesh = Self::default();
        for triangle in triangles {
            let Some(corners) = used(triangle) else {
                continue;
            };
            for ((index, point), corner) in triangle.iter().zip(corners).zip([0.0, 1.0, 2.0]) {
                let index = usize::from(*index);
                let [u, v] = texture.get(index).copied().unwrap_or_default();
                mesh.positions.push(bounds.normalised(point));
                mesh.normals
                    .push(normals.get(index).copied().unwrap_or([0.0, 0.0, 1.0]));
                mesh.details.push([u, v, corner, bounds.depth(point)]);
            }
        }
        mesh
    }
}

/// A frame's side as a number to divide by; frames have at most 4096 pixels a
/// side, which `u16` and `f32` hold exactly.
fn side(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}

/// Up and towards the viewer; measured points have y down and z away.
fn mirrored([x, y, z]: &[f32; 3]) -> [f32; 3] {
    [-x, -y, -z]
}

/// The box around all points.
struct Bounds {
    low: [f32; 3],
    high: [f32; 3],
}

impl Bounds {
    fn of(points: impl Iterator<Item = [f32; 3]>) -> Option<Self> {
        let bounds = points.fold(
            Self {
                low: [f32::INFINITY; 3],
                high: [f32::NEG_INFINITY; 3],
            },
            |bounds, point| Self {
                low: zip(bounds.low, point, f32::min),
                high: zip(bounds.high, point, f32::max),
            },
        );
        let [width, height, _] = zip(bounds.high, bounds.low, |high, low| high - low);
        (width.max(height) > f32::EPSILON).then_some(bounds)
    }

    fn normalised(&self, point: [f32; 3]) -> [f32; 3] {
        let middle = zip(self.low, self.high, |low, high| (low + high) / 2.0);
        let [width, height, _] = zip(self.high, self.low, |high, low| high - low);
        zip(point, middle, |value, middle| value - middle)
            .map(|value| value * 2.0 / width.max(height))
    }

    fn depth(&self, [_, _, z]: [f32; 3]) -> f32 {
        let ([_, _, far], [_, _, near]) = (self.low, self.high);
        ((near - z) / (near - far).max(f32::EPSILON)).clamp(0.0, 1.0)
    }
}

fn zip(a: [f32; 3], b: [f32; 3], f: impl Fn(f32, f32) -> f32) -> [f32; 3] {
    let ([ax, ay, az], [bx, by, bz]) = (a, b);
    [f(ax, bx), f(ay, by), f(az, bz)]
}

/// Normals on the side of the viewer where most of the face is: mirroring
/// turns the triangles' order of corners.
fn towards_viewer(mut normals: Vec<[f32; 3]>) -> Vec<[f32; 3]> {
    let facing: f32 = normals.iter().map(|[_, _, z]| z).sum();
    if facing < 0.0 {
        for normal in &mut normals {
            *normal = normal.map(|value| -value);
        }
    }
    normals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LANDMARK_COUNT, Millis};

    #[test]
    fn a_seen_face_is_mirrored_upright_and_textured() {
        let mut points = vec![[0.0_f32; 3]; LANDMARK_COUNT];
        // The tip is near (z smaller) and on the picture's right.
        points[0] = [480.0, 240.0, -50.0];
        points[1] = [160.0, 120.0, 0.0];
        points[2] = [160.0, 360.0, 0.0];
        let landmarks = Landmarks::try_from(points).unwrap();
        let frame = Frame::new(640, 480, vec![0; 640 * 480 * 3].into(), 1, Millis(0)).unwrap();
        let mesh = MeshGeometry::of_landmarks(&landmarks, &frame, &[[0, 1, 2]]);
        let [tip, top, bottom] = mesh.positions[..] else {
            panic!("three corners");
        };
        assert!(tip[0] < 0.0, "mirrored: the picture's right is on the left");
        assert!(top[1] > bottom[1], "upright");
        assert!(tip[2] > top[2], "near is towards the viewer");
        assert_eq!(mesh.details[0], [0.75, 0.5, 0.0, 0.0]);
        assert_eq!(mesh.details[1], [0.25, 0.25, 1.0, 1.0]);
        assert!(mesh.normals.iter().all(|normal| normal[2] > 0.0));
    }

    #[test]
    fn triangles_of_missing_points_or_without_size_are_left_out() {
        let points = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
        let mesh = MeshGeometry::build(&points, &[], &[[0, 1, 2], [0, 1, 9]]);
        assert_eq!(mesh.positions.len(), 3);
        let flat = MeshGeometry::build(&[[1.0; 3]; 3], &[], &[[0, 1, 2]]);
        assert_eq!(flat, MeshGeometry::default());
    }
}
