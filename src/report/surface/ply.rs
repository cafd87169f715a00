//! PLY (Turk 1994, The PLY polygon file format).

use super::Surface;

/// A surface as a PLY file: positions, normals and confidence of vertices,
/// then triangles.
#[must_use]
pub fn ply(surface: &Surface<'_>) -> Vec<u8> {
    let mut file = format!(
        "ply\n\
         format binary_little_endian 1.0\n\
         comment Secure Biometric {}, session {}\n\
         comment lengths are distances of the eyes; y is up, z out of the face\n\
         comment confidence is that of the measured depth, 0 to 1\n\
         element vertex {}\n\
         property float x\n\
         property float y\n\
         property float z\n\
         property float nx\n\
         property float ny\n\
         property float nz\n\
         property float confidence\n\
         element face {}\n\
         property list uchar int vertex_indices\n\
         end_header\n",
        env!("CARGO_PKG_VERSION"),
        surface.session,
        surface.positions.len(),
        surface.triangles.len(),
    )
    .into_bytes();
    let vertices = surface
        .positions
        .iter()
        .zip(&surface.normals)
        .zip(&surface.confidence);
    for ((position, normal), confidence) in vertices {
        for value in position.iter().chain(normal).chain(confidence) {
            file.extend(value.to_le_bytes());
        }
    }
    for triangle in surface.triangles {
        file.push(3);
        for corner in triangle {
            file.extend(i32::from(*corner).to_le_bytes());
        }
    }
    file
}
