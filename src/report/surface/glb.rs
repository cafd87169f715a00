//! GLB: glTF 2.0 in one file (Khronos, glTF 2.0 Specification, section 4.4).

use serde_json::{Value, json};

use super::{Surface, TooLarge};

/// "glTF", "JSON" and "BIN\0", little-endian.
const MAGIC: u32 = 0x4654_6C67;
const JSON_CHUNK: u32 = 0x4E4F_534A;
const BINARY_CHUNK: u32 = 0x004E_4942;
/// Component types and targets of the specification.
const FLOAT: u32 = 5126;
const UNSIGNED_SHORT: u32 = 5123;
const ARRAY_BUFFER: u32 = 34962;
const ELEMENT_ARRAY_BUFFER: u32 = 34963;
/// glTF's lengths are metres. A camera alone doesn't tell how large a face is:
/// that of a mean distance of the eyes of adults (Dodgson 2004), 63 mm, is
/// assumed.
const METRES_A_DISTANCE_OF_THE_EYES: f32 = 0.063;
/// A quiet grey.
const COLOUR: [f32; 4] = [0.72, 0.7, 0.68, 1.0];

/// A surface as a GLB file: positions, normals, triangles, and confidence as
/// the attribute `_CONFIDENCE`.
///
/// # Errors
/// When it is longer than the format can say.
pub fn glb(surface: &Surface<'_>) -> Result<Vec<u8>, TooLarge> {
    let mut parts = Parts::default();
    let (low, high) = bounds(&surface.positions);
    let count = surface.positions.len();
    let position = parts.add(
        floats(&surface.positions),
        ARRAY_BUFFER,
        json!({ "componentType": FLOAT, "type": "VEC3", "count": count, "min": low, "max": high }),
    );
    let normal = parts.add(
        floats(&surface.normals),
        ARRAY_BUFFER,
        json!({ "componentType": FLOAT, "type": "VEC3", "count": count }),
    );
    let confidence = parts.add(
        floats(&surface.confidence),
        ARRAY_BUFFER,
        json!({ "componentType": FLOAT, "type": "SCALAR", "count": count }),
    );
    let corners = surface.triangles.as_flattened();
    let indices = parts.add(
        corners
            .iter()
            .flat_map(|corner| corner.to_le_bytes())
            .collect(),
        ELEMENT_ARRAY_BUFFER,
        json!({ "componentType": UNSIGNED_SHORT, "type": "SCALAR", "count": corners.len() }),
    );
    let scale = [METRES_A_DISTANCE_OF_THE_EYES; 3];
    let document = json!({
        "asset": {
            "version": "2.0",
            "generator": concat!("Secure Biometric ", env!("CARGO_PKG_VERSION")),
        },
        "scene": 0,
        "scenes": [{ "nodes": [0] }],
        "nodes": [{ "name": "face", "mesh": 0, "scale": scale }],
        "meshes": [{
            "name": "face",
            "primitives": [{
                "attributes": {
                    "POSITION": position,
                    "NORMAL": normal,
                    "_CONFIDENCE": confidence,
                },
                "indices": indices,
                "material": 0,
            }],
        }],
        "materials": [{
            "name": "skin was not kept",
            "doubleSided": true,
            "pbrMetallicRoughness": {
                "baseColorFactor": COLOUR,
                "metallicFactor": 0.0,
                "roughnessFactor": 0.9,
            },
        }],
        "accessors": parts.accessors,
        "bufferViews": parts.views,
        "buffers": [{ "byteLength": parts.bytes.len() }],
        "extras": {
            "session": surface.session,
            "assumed_metres_between_eyes": METRES_A_DISTANCE_OF_THE_EYES,
        },
    });
    file(document.to_string().into_bytes(), parts.bytes)
}

/// The binary chunk and what tells of its parts.
#[derive(Default)]
struct Parts {
    bytes: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
}

impl Parts {
    /// Adds a part of its own; its accessor's number.
    fn add(&mut self, bytes: Vec<u8>, target: u32, mut accessor: Value) -> usize {
        if let Some(fields) = accessor.as_object_mut() {
            fields.insert("bufferView".to_owned(), json!(self.views.len()));
        }
        self.views.push(json!({
            "buffer": 0,
            "byteOffset": self.bytes.len(),
            "byteLength": bytes.len(),
            "target": target,
        }));
        self.bytes.extend(bytes);
        pad(&mut self.bytes, 0);
        self.accessors.push(accessor);
        self.accessors.len() - 1
    }
}

fn floats<const N: usize>(values: &[[f32; N]]) -> Vec<u8> {
    let values = values.as_flattened().iter();
    values.flat_map(|value| value.to_le_bytes()).collect()
}

/// The corners of the box around all points; of none, two zeros.
fn bounds(points: &[[f32; 3]]) -> ([f32; 3], [f32; 3]) {
    let first = points.first().copied().unwrap_or_default();
    let mut corners = (first, first);
    for point in points {
        for ((value, low), high) in point.iter().zip(&mut corners.0).zip(&mut corners.1) {
            *low = low.min(*value);
            *high = high.max(*value);
        }
    }
    corners
}

/// Fills up to a whole number of four bytes.
fn pad(bytes: &mut Vec<u8>, with: u8) {
    bytes.resize(bytes.len().next_multiple_of(4), with);
}

fn file(mut document: Vec<u8>, mut binary: Vec<u8>) -> Result<Vec<u8>, TooLarge> {
    pad(&mut document, b' ');
    pad(&mut binary, 0);
    let length = |bytes: usize| u32::try_from(bytes).map_err(|_| TooLarge);
    let whole = 12 + 8 + document.len() + 8 + binary.len();
    let mut file = Vec::with_capacity(whole);
    for word in [MAGIC, 2, length(whole)?] {
        file.extend(word.to_le_bytes());
    }
    for (kind, chunk) in [(JSON_CHUNK, document), (BINARY_CHUNK, binary)] {
        file.extend(length(chunk.len())?.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(chunk);
    }
    Ok(file)
}
