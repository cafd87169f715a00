//! A measured face as a file for other programs: the surface as PLY or GLB,
//! the face from the front as a picture of depths.
//!
//! In files y points up and z out of the face, as other programs expect. No
//! skin is exported: none is kept.

mod depth_picture;
mod glb;
mod ply;

use thiserror::Error;

use crate::domain::{Reconstruction, SessionId};

pub use depth_picture::depth_picture;
pub use glb::glb;
pub use ply::ply;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurfaceFormat {
    /// Polygon file format, binary and little-endian, with normals and
    /// confidence.
    Ply,
    /// Binary glTF 2.0 with the same.
    Glb,
}

impl SurfaceFormat {
    /// The format that the end of a file's name stands for, whatever its case.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        [Self::Ply, Self::Glb]
            .into_iter()
            .find(|format| format.as_str().eq_ignore_ascii_case(extension))
    }

    /// The word for it, which names end with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ply => "ply",
            Self::Glb => "glb",
        }
    }
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the face is too large for a file of this kind; name another kind")]
pub struct TooLarge;

/// A face's surface in the bytes of a file.
///
/// # Errors
/// When it has more of something than the format can count.
pub fn surface_file(
    format: SurfaceFormat,
    session: SessionId,
    face: &Reconstruction,
) -> Result<Vec<u8>, TooLarge> {
    let surface = Surface::of(session, face);
    match format {
        SurfaceFormat::Ply => Ok(ply(&surface)),
        SurfaceFormat::Glb => glb(&surface),
    }
}

/// A surface as files have it.
pub struct Surface<'a> {
    session: SessionId,
    /// y up, z out of the face.
    positions: Vec<[f32; 3]>,
    /// Unit, out of the face.
    normals: Vec<[f32; 3]>,
    /// How well the depth is known, 0 to 1.
    confidence: Vec<[f32; 1]>,
    triangles: &'a [[u16; 3]],
}

impl<'a> Surface<'a> {
    /// Half a turn about x makes the camera's axes those of files; it changes
    /// no triangle's order of corners.
    #[must_use]
    pub fn of(session: SessionId, face: &'a Reconstruction) -> Self {
        let half_turn = |[x, y, z]: [f32; 3]| [x, -y, -z];
        let confidence: Vec<[f32; 1]> = face
            .shape()
            .confidence()
            .iter()
            .map(|known| [*known])
            .collect();
        Self {
            session,
            positions: face.vertices().iter().copied().map(half_turn).collect(),
            normals: face.normals().into_iter().map(half_turn).collect(),
            confidence: face.spread(&confidence),
            triangles: face.triangles(),
        }
    }
}
