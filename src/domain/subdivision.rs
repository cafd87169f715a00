//! How the triangles between landmarks are divided into finer ones.
//!
//! Loop's subdivision (Loop 1987) makes four triangles of each, by a new
//! vertex on every edge. Which vertices they join follows from the coarse
//! triangles alone, so that only the places of vertices need to be told and
//! kept. The order is that of Open3D, whose `subdivide_loop` makes them: the
//! engine compares, `tests/engine/reconstructs.rs` tries.

use std::collections::HashMap;

/// Triangles after a number of divisions, and where their vertices come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Subdivision {
    /// Three vertices each.
    pub(super) triangles: Vec<[u16; 3]>,
    /// Of each vertex beyond the coarse ones: the two between which it lies.
    pub(super) ends: Vec<[u16; 2]>,
}

impl Subdivision {
    /// Undivided triangles.
    pub(super) fn of(triangles: &[[u16; 3]]) -> Self {
        Self {
            triangles: triangles.to_vec(),
            ends: Vec::new(),
        }
    }

    /// Divides every triangle once, given how many vertices the undivided ones
    /// had. None where vertices can't be numbered any more.
    pub(super) fn divide(&mut self, coarse_vertices: usize) -> Option<()> {
        let mut halves = HashMap::<[u16; 2], u16>::new();
        let mut finer = Vec::with_capacity(self.triangles.len() * 4);
        let ends = &mut self.ends;
        let mut half = |a: u16, b: u16| -> Option<u16> {
            let edge = [a.min(b), a.max(b)];
            if let Some(known) = halves.get(&edge) {
                return Some(*known);
            }
            let new = u16::try_from(coarse_vertices + ends.len()).ok()?;
            ends.push(edge);
            halves.insert(edge, new);
            Some(new)
        };
        for [a, b, c] in &self.triangles {
            let (ab, bc, ca) = (half(*a, *b)?, half(*b, *c)?, half(*c, *a)?);
            finer.extend([[*a, ab, ca], [ab, *b, bc], [bc, *c, ca], [ab, bc, ca]]);
        }
        self.triangles = finer;
        Some(())
    }

    /// The triangles before the last division, between vertices that are still
    /// there; undivided ones as they are.
    pub(super) fn before_last(&self) -> Vec<[u16; 3]> {
        if self.ends.is_empty() {
            return self.triangles.clone();
        }
        let (fours, _) = self.triangles.as_chunks::<4>();
        let whole = |[[a, ..], [_, b, _], [_, c, _], _]: &[[u16; 3]; 4]| [*a, *b, *c];
        fours.iter().map(whole).collect()
    }

    /// What vertices have of something that the coarse ones have: each new
    /// vertex the mean of those it lies between.
    pub(super) fn spread<const N: usize>(&self, coarse: &[[f32; N]]) -> Vec<[f32; N]> {
        let mut values = coarse.to_vec();
        for ends in &self.ends {
            let [a, b] = ends.map(|end| values.get(usize::from(end)).copied());
            let (a, b) = (a.unwrap_or([0.0; N]), b.unwrap_or([0.0; N]));
            let mut mean = a;
            for (value, other) in mean.iter_mut().zip(b) {
                *value = f32::midpoint(*value, other);
            }
            values.push(mean);
        }
        values
    }
}

/// Unit normals of vertices, each the sum of those of its triangles, which are
/// as long as the triangle is large; on the side from which corners follow
/// each other anti-clockwise.
#[must_use]
pub fn smooth_normals(points: &[[f32; 3]], triangles: &[[u16; 3]]) -> Vec<[f32; 3]> {
    let mut sums = vec![[0.0; 3]; points.len()];
    for triangle in triangles {
        let [Some(a), Some(b), Some(c)] =
            triangle.map(|index| points.get(usize::from(index)).copied())
        else {
            continue;
        };
        let [bx, by, bz] = minus(b, a);
        let [cx, cy, cz] = minus(c, a);
        let normal = [by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx];
        for index in triangle {
            if let Some(sum) = sums.get_mut(usize::from(*index)) {
                for (total, part) in sum.iter_mut().zip(normal) {
                    *total += part;
                }
            }
        }
    }
    for sum in &mut sums {
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        *sum = sum.map(|value| value / length.max(f32::EPSILON));
    }
    sums
}

fn minus([ax, ay, az]: [f32; 3], [bx, by, bz]: [f32; 3]) -> [f32; 3] {
    [ax - bx, ay - by, az - bz]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles_become_four_and_share_the_vertex_on_their_edge() {
        let mut two = Subdivision::of(&[[0, 1, 2], [2, 1, 3]]);
        two.divide(4).unwrap();
        assert_eq!(
            two.triangles[..4],
            [[0, 4, 6], [4, 1, 5], [5, 2, 6], [4, 5, 6]]
        );
        assert_eq!(two.ends, [[0, 1], [1, 2], [0, 2], [1, 3], [2, 3]]);
        assert_eq!(two.triangles[4], [2, 5, 8]);
        assert_eq!(two.before_last(), [[0, 1, 2], [2, 1, 3]]);
        let once = two.triangles.clone();
        two.divide(4).unwrap();
        assert_eq!(two.before_last(), once);
        assert_eq!(two.triangles.len(), 32);
        // A plane's vertices less edges plus triangles are 1 (Euler).
        let vertices = 4 + two.ends.len();
        let edges = vertices + 32 - 1;
        assert_eq!((vertices, edges), (25, 56));
    }

    #[test]
    fn values_lie_between_those_of_the_ends() {
        let mut one = Subdivision::of(&[[0, 1, 2]]);
        assert_eq!(one.before_last(), one.triangles);
        one.divide(3).unwrap();
        let spread = one.spread(&[[0.0, 8.0], [4.0, 0.0], [0.0, 0.0]]);
        assert_eq!(spread[3..], [[2.0, 4.0], [2.0, 0.0], [0.0, 4.0]]);
    }

    #[test]
    fn more_vertices_than_have_numbers_are_refused() {
        let mut many = Subdivision::of(&[[0, 1, 2]]);
        assert_eq!(many.divide(usize::from(u16::MAX)), None);
    }

    #[test]
    fn normals_are_unit_and_on_the_side_of_the_corners_order() {
        let points = [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 2.0, 0.0]];
        assert_eq!(smooth_normals(&points, &[[0, 1, 2]]), [[0.0, 0.0, 1.0]; 3]);
        assert_eq!(smooth_normals(&points, &[[0, 2, 1]]), [[0.0, 0.0, -1.0]; 3]);
        assert_eq!(smooth_normals(&points, &[[0, 1, 9]]), [[0.0; 3]; 3]);
    }
}
