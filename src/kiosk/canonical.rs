//! The canonical face: which landmarks form triangles, and a face of mean
//! shape to show when nobody is there.
//!
//! It is read from MediaPipe's `GeometryPipelineMetadata` message, as its
//! npm package ships it. The fields used, by their numbers in
//! `face_geometry/protos/*.proto`: `canonical_mesh = 1` of the metadata; of
//! the mesh `vertex_buffer = 3` (floats, five a vertex: x, y, z, u, v) and
//! `index_buffer = 4` (unsigned, three a triangle).

use std::path::{Path, PathBuf};

use thiserror::Error;

/// Vertices of the canonical face; the first 468 landmarks are theirs.
pub const VERTEX_COUNT: usize = 468;

const FLOATS_A_VERTEX: usize = 5;

/// Why there is no canonical face.
#[derive(Debug, Error)]
pub enum CanonicalError {
    /// The file can't be read.
    #[error("the canonical face {path} can't be read ({source}); run `make setup` again")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file isn't what it should be.
    #[error("the canonical face {path} is damaged; run `make setup` again")]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
}

/// The canonical face.
#[derive(Clone, Debug, PartialEq)]
pub struct CanonicalFace {
    /// 468 points `[x, y, z]` in centimetres: x to the person's own left, y
    /// up, z out of the face.
    pub points: Vec<[f32; 3]>,
    /// Triangles as three vertex numbers, each below 468.
    pub triangles: Vec<[u16; 3]>,
}

impl CanonicalFace {
    /// Reads the face from a file.
    ///
    /// # Errors
    /// When the file can't be read or doesn't hold a face of 468 vertices.
    pub fn read(path: &Path) -> Result<Self, CanonicalError> {
        let bytes = std::fs::read(path).map_err(|source| CanonicalError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&bytes).ok_or_else(|| CanonicalError::Damaged {
            path: path.to_owned(),
        })
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mesh = fields(bytes)?.into_iter().find_map(|field| match field {
            (1, Value::Bytes(mesh)) => Some(mesh),
            _ => None,
        })?;
        let mut floats = Vec::new();
        let mut indices = Vec::new();
        for field in fields(mesh)? {
            match field {
                (3, Value::Fixed32(bits)) => floats.push(f32::from_bits(bits)),
                (3, Value::Bytes(packed)) => floats.extend(
                    packed
                        .as_chunks::<4>()
                        .0
                        .iter()
                        .map(|bytes| f32::from_le_bytes(*bytes)),
                ),
                (4, Value::Varint(index)) => indices.push(vertex_number(index)?),
                (4, Value::Bytes(mut packed)) => {
                    while !packed.is_empty() {
                        indices.push(vertex_number(varint(&mut packed)?)?);
                    }
                }
                _ => {}
            }
        }
        let (vertices, rest) = floats.as_chunks::<FLOATS_A_VERTEX>();
        let (triangles, loose) = indices.as_chunks::<3>();
        let whole = rest.is_empty() && loose.is_empty() && !triangles.is_empty();
        let finite = floats.iter().all(|value| value.is_finite());
        (whole && finite && vertices.len() == VERTEX_COUNT).then(|| Self {
            points: vertices.iter().map(|[x, y, z, ..]| [*x, *y, *z]).collect(),
            triangles: triangles.to_vec(),
        })
    }
}

fn vertex_number(index: u64) -> Option<u16> {
    let number = u16::try_from(index).ok()?;
    (usize::from(number) < VERTEX_COUNT).then_some(number)
}

/// One field of a protobuf message, by its wire type.
enum Value<'a> {
    Varint(u64),
    Fixed32(u32),
    Fixed64,
    Bytes(&'a [u8]),
}

/// The fields of a message in order, or nothing if it is malformed.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes)?;
        let value = match tag & 7 {
            0 => Value::Varint(varint(&mut bytes)?),
            1 => {
                take(&mut bytes, 8)?;
                Value::Fixed64
            }
            2 => {
                let length = usize::try_from(varint(&mut bytes)?).ok()?;
                Value::Bytes(take(&mut bytes, length)?)
            }
            5 => Value::Fixed32(u32::from_le_bytes(take(&mut bytes, 4)?.try_into().ok()?)),
            _ => return None,
        };
        found.push((tag >> 3, value));
    }
    Some(found)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = bytes.split_at_checked(length)?;
    *bytes = tail;
    Some(head)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message with one field of bytes.
    fn field(number: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![number << 3 | 2];
        let mut length = payload.len();
        while length > 0x7f {
            bytes.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
            length >>= 7;
        }
        bytes.push(u8::try_from(length).unwrap());
        bytes.extend_from_slice(payload);
        bytes
    }

    fn message(vertices: usize, indices: &[u8]) -> Vec<u8> {
        let floats: Vec<u8> = (0..vertices * 5)
            .flat_map(|i| f32::from(u16::try_from(i).unwrap()).to_le_bytes())
            .collect();
        let mesh = [field(3, &floats), field(4, indices)].concat();
        field(1, &mesh)
    }

    #[test]
    fn a_face_is_read_from_its_message() {
        // 467 = 0b11_1010011: two bytes.
        let face = CanonicalFace::parse(&message(468, &[0, 1, 0xd3, 0x03])).unwrap();
        assert_eq!(face.points[1], [5.0, 6.0, 7.0]);
        assert_eq!(face.triangles, [[0, 1, 467]]);
    }

    #[test]
    fn the_shipped_face_is_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".models/canonical_face.binarypb");
        let face = CanonicalFace::read(&path).unwrap();
        assert_eq!((face.points.len(), face.triangles.len()), (468, 898));
        // The nose's tip (point 1) is in the middle and out of the face.
        let [x, _, z] = face.points[1];
        assert!(x.abs() < 0.1 && z > 5.0);
    }

    #[test]
    fn damaged_messages_are_refused() {
        let whole = message(468, &[0, 1, 2]);
        for (what, bytes) in [
            ("empty", vec![]),
            ("cut short", whole[..whole.len() - 1].to_vec()),
            ("too few vertices", message(467, &[0, 1, 2])),
            (
                "a vertex that isn't there",
                message(468, &[0, 1, 0xd4, 0x03]),
            ),
            ("half a triangle", message(468, &[0, 1])),
            ("endless number", vec![0xff; 32]),
        ] {
            assert_eq!(CanonicalFace::parse(&bytes), None, "{what}");
        }
    }
}
