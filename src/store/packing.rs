//! How shapes and surfaces are written before they are sealed: whole numbers
//! in steps far finer than what is measured, each as its difference from the
//! one before, deflated. A surface takes about 50 kB; as it is in memory it
//! would take 280.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use zeroize::Zeroizing;

use crate::domain::{
    DEPTH_MAP_SIDE, DepthMap, RawReconstruction, Reconstruction, SHAPE_POINTS, Shape,
};

/// How records are written now.
pub(super) const VERSION: u8 = 1;
/// Steps in a distance of the eyes: 15 thousandths of a millimetre.
const STEPS: f32 = 4096.0;
/// Steps from no confidence to certainty.
const CONFIDENCE_STEPS: f32 = 255.0;
/// No record is longer, in bytes: 65,535 vertices and triangles would fit.
const MOST_BYTES: u64 = 1 << 20;

/// A shape, written.
pub(super) fn pack_shape(shape: &Shape) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut plain = Plain::default();
    plain.shape(shape);
    plain.deflated()
}

/// A shape, read; none where it isn't one.
pub(super) fn unpack_shape(record: &[u8]) -> Option<Shape> {
    let inflated = inflate(record)?;
    let mut plain = Reader(&inflated);
    let shape = plain.shape()?;
    plain.0.is_empty().then_some(shape)
}

/// A reconstruction, written.
pub(super) fn pack(whole: &Reconstruction) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut plain = Plain::default();
    plain.0.extend(whole.frames().to_le_bytes());
    plain.0.extend(whole.seconds().to_le_bytes());
    plain.shape(whole.shape());
    plain.count(whole.landmark_triangles().len());
    for corner in whole.landmark_triangles().as_flattened() {
        plain.0.extend(corner.to_le_bytes());
    }
    plain.count(whole.vertices().len());
    plain.points(whole.vertices());
    plain.differences(whole.depth_map().raw().iter().copied());
    plain.deflated()
}

/// A reconstruction, read; none where it isn't one.
pub(super) fn unpack(record: &[u8]) -> Option<Reconstruction> {
    let inflated = inflate(record)?;
    let mut plain = Reader(&inflated);
    let frames = u32::from_le_bytes(plain.bytes()?);
    let seconds = f32::from_le_bytes(plain.bytes()?);
    let shape = plain.shape()?;
    let triangles = plain.count()?;
    let corner = |plain: &mut Reader<'_>| Some(u16::from_le_bytes(plain.bytes()?));
    let landmark_triangles = (0..triangles)
        .map(|_| {
            Some([
                corner(&mut plain)?,
                corner(&mut plain)?,
                corner(&mut plain)?,
            ])
        })
        .collect::<Option<_>>()?;
    let vertices = plain.count()?;
    let whole = RawReconstruction {
        shape,
        landmark_triangles,
        vertices: plain.points(vertices)?,
        depth_map: DepthMap::try_from(plain.differences(DEPTH_MAP_SIDE * DEPTH_MAP_SIDE)?).ok()?,
        frames,
        seconds,
    };
    if !plain.0.is_empty() {
        return None;
    }
    Reconstruction::try_from(whole).ok()
}

fn inflate(record: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::new());
    let mut inflating = DeflateDecoder::new(record).take(MOST_BYTES + 1);
    inflating.read_to_end(&mut plain).ok()?;
    (u64::try_from(plain.len()).ok()? <= MOST_BYTES).then_some(plain)
}

/// What is being written.
#[derive(Default)]
struct Plain(Zeroizing<Vec<u8>>);

impl Plain {
    fn shape(&mut self, shape: &Shape) {
        self.points(shape.points());
        for confidence in shape.confidence() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a confidence is 0 to 1, and a float cast saturates"
            )]
            self.0.push((confidence * CONFIDENCE_STEPS).round() as u8);
        }
    }

    /// All x, then all y, then all z: neighbours are alike.
    fn points(&mut self, points: &[[f32; 3]]) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "points are within `SHAPE_REACH`, and a float cast saturates"
        )]
        let step = |value: f32| (value * STEPS).round() as i16;
        self.differences(points.iter().map(|[x, _, _]| step(*x)));
        self.differences(points.iter().map(|[_, y, _]| step(*y)));
        self.differences(points.iter().map(|[_, _, z]| step(*z)));
    }

    fn differences(&mut self, values: impl Iterator<Item = i16>) {
        let mut before = 0_i16;
        for value in values {
            self.0.extend(value.wrapping_sub(before).to_le_bytes());
            before = value;
        }
    }

    fn count(&mut self, count: usize) {
        // Vertices and triangles between landmarks are numbered with 16 bits.
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        self.0.extend(count.to_le_bytes());
    }

    fn deflated(self) -> std::io::Result<Zeroizing<Vec<u8>>> {
        let mut deflating = DeflateEncoder::new(Vec::new(), Compression::default());
        deflating.write_all(&self.0)?;
        Ok(Zeroizing::new(deflating.finish()?))
    }
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn count(&mut self) -> Option<usize> {
        Some(usize::from(u16::from_le_bytes(self.bytes()?)))
    }

    fn differences(&mut self, count: usize) -> Option<Vec<i16>> {
        let mut before = 0_i16;
        (0..count)
            .map(|_| {
                before = before.wrapping_add(i16::from_le_bytes(self.bytes()?));
                Some(before)
            })
            .collect()
    }

    fn points(&mut self, count: usize) -> Option<Vec<[f32; 3]>> {
        let mut axis = || self.differences(count);
        let (x, y, z) = (axis()?, axis()?, axis()?);
        let points = x.iter().zip(&y).zip(&z);
        Some(
            points
                .map(|((x, y), z)| [*x, *y, *z].map(|step| f32::from(step) / STEPS))
                .collect(),
        )
    }

    fn shape(&mut self) -> Option<Shape> {
        let points = self.points(SHAPE_POINTS)?;
        let confidence = (0..SHAPE_POINTS)
            .map(|_| Some(f32::from(u8::from_le_bytes(self.bytes()?)) / CONFIDENCE_STEPS))
            .collect::<Option<_>>()?;
        Shape::new(points, confidence).ok()
    }
}
