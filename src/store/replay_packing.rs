//! How replays are written before they are sealed: whole numbers in steps finer
//! than what is measured, column by column, each as its difference from the one
//! before; most fit into a byte, and deflating takes most of the rest. Six
//! seconds of a turning face take about 100 kB.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use zeroize::Zeroizing;

use crate::domain::{Asked, Measure, MeshMoment, Moment, Replay, SHAPE_POINTS};

/// How records are written now.
pub(super) const VERSION: u8 = 1;
/// No record is longer, in bytes: the most moments and meshes would fit.
const MOST_BYTES: u64 = 1 << 22;
/// Stands where nothing was measured.
const NOTHING: i32 = i32::MIN;

/// Steps in a unit of a measure: hundredths of degrees, thousandths of others.
fn steps(measure: Measure) -> f32 {
    match measure {
        Measure::Yaw | Measure::Pitch => 100.0,
        _ => 1_000.0,
    }
}

/// A replay, written.
pub(super) fn pack(replay: &Replay) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut plain = Plain::default();
    let moments = replay.moments();
    plain.count(moments.len());
    plain.column(
        moments
            .iter()
            .map(|one| i32::try_from(one.at_millis).unwrap_or(i32::MAX)),
    );
    plain.column(moments.iter().map(|one| i32::from(one.faces)));
    for measure in Measure::ALL {
        let steps = steps(measure);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "what is measured is far smaller, and a float cast saturates"
        )]
        let step = |one: &Moment| {
            one.get(measure)
                .map_or(NOTHING, |value| (value * steps).round() as i32)
        };
        plain.column(moments.iter().map(step));
    }
    plain.count(replay.asked().len());
    for asked in replay.asked() {
        plain.number(i32::try_from(asked.at_millis).unwrap_or(i32::MAX));
        plain.count(asked.word.len());
        plain.0.extend(asked.word.as_bytes());
    }
    let meshes = replay.meshes();
    plain.count(meshes.len());
    plain.column(
        meshes
            .iter()
            .map(|one| i32::try_from(one.at_millis).unwrap_or(i32::MAX)),
    );
    // A face moves as a whole: each landmark's step differs little from that
    // of the landmark before.
    let mut before = vec![[0_i16; 3]; SHAPE_POINTS];
    for mesh in meshes {
        for axis in [0_usize, 1, 2] {
            let of = |point: &[i16; 3]| point.get(axis).copied().unwrap_or_default();
            let moved = mesh.points.iter().zip(&before);
            plain.column(moved.map(|(now, then)| i32::from(of(now)) - i32::from(of(then))));
        }
        before.clone_from_slice(&mesh.points);
    }
    let mut deflating = DeflateEncoder::new(Vec::new(), Compression::best());
    deflating.write_all(&plain.0)?;
    Ok(Zeroizing::new(deflating.finish()?))
}

/// A replay, read; none where it isn't one.
pub(super) fn unpack(record: &[u8]) -> Option<Replay> {
    let mut inflated = Zeroizing::new(Vec::new());
    let mut inflating = DeflateDecoder::new(record).take(MOST_BYTES + 1);
    inflating.read_to_end(&mut inflated).ok()?;
    if u64::try_from(inflated.len()).ok()? > MOST_BYTES {
        return None;
    }
    let mut plain = Reader(&inflated);
    let count = plain.count()?;
    let mut moments = vec![Moment::default(); count];
    for (moment, at) in moments.iter_mut().zip(plain.column(count)?) {
        moment.at_millis = u32::try_from(at).ok()?;
    }
    for (moment, faces) in moments.iter_mut().zip(plain.column(count)?) {
        moment.faces = u8::try_from(faces).ok()?;
    }
    for measure in Measure::ALL {
        let steps = steps(measure);
        for (moment, step) in moments.iter_mut().zip(plain.column(count)?) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "what is measured is exact to the step"
            )]
            let value = (step != NOTHING).then(|| step as f32 / steps);
            *moment.place(measure) = value;
        }
    }
    let mut asked = Vec::new();
    for _ in 0..plain.count()? {
        let at_millis = u32::try_from(plain.number()?).ok()?;
        let length = plain.count()?;
        let word = std::str::from_utf8(plain.bytes(length)?).ok()?.to_owned();
        asked.push(Asked { at_millis, word });
    }
    let count = plain.count()?;
    let times = plain.column(count)?;
    let mut before = vec![[0_i16; 3]; SHAPE_POINTS];
    let mut meshes = Vec::new();
    for at in times {
        for axis in [0_usize, 1, 2] {
            let moved = plain.column(SHAPE_POINTS)?;
            for (point, moved) in before.iter_mut().zip(moved) {
                let value = point.get_mut(axis)?;
                *value = i16::try_from(i32::from(*value).checked_add(moved)?).ok()?;
            }
        }
        meshes.push(MeshMoment {
            at_millis: u32::try_from(at).ok()?,
            points: before.clone().into_boxed_slice(),
        });
    }
    if !plain.0.is_empty() {
        return None;
    }
    Replay::new(moments, asked, meshes).ok()
}

/// What is being written.
#[derive(Default)]
struct Plain(Zeroizing<Vec<u8>>);

impl Plain {
    /// Seven bits a byte, the sign in the lowest bit.
    fn number(&mut self, value: i32) {
        let mut rest = (value << 1 ^ value >> 31).cast_unsigned();
        while rest > 0x7f {
            self.0.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        self.0.push(rest.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(i32::try_from(count).unwrap_or(i32::MAX));
    }

    /// Each value as its difference from the one before.
    fn column(&mut self, values: impl Iterator<Item = i32>) {
        let mut before = 0_i32;
        for value in values {
            self.number(value.wrapping_sub(before));
            before = value;
        }
    }
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<i32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let half = (value >> 1).cast_signed();
                return Some(half ^ -(value & 1).cast_signed());
            }
        }
        None
    }

    /// A count of things of a byte or more each.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn column(&mut self, count: usize) -> Option<Vec<i32>> {
        let mut before = 0_i32;
        (0..count)
            .map(|_| {
                before = before.wrapping_add(self.number()?);
                Some(before)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six seconds of a head that turns, thirty moments and fifteen meshes a
    /// second, each landmark trembling by itself.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "made-up landmarks are small"
    )]
    fn turning() -> Replay {
        let mut tremble = 0x2545_f491_u32;
        let mut random = move || {
            tremble ^= tremble << 13;
            tremble ^= tremble >> 17;
            tremble ^= tremble << 5;
            f32::from(u16::try_from(tremble >> 16).unwrap()) / 65_536.0 - 0.5
        };
        let moments = (0..180_u16).map(|at| Moment {
            at_millis: u32::from(at) * 33,
            faces: 1,
            yaw_degrees: Some(24.0 * (f32::from(at) / 20.0).sin()),
            p: (at > 20).then_some(f32::from(at) / 200.0),
            likeness: (at % 5 == 0).then_some(0.81),
            ..Moment::default()
        });
        let mut meshes = Vec::new();
        for at in 0..90_u16 {
            let (sin, cos) = (0.42 * (f32::from(at) / 10.0).sin()).sin_cos();
            let point = |index: u16| {
                let (x, y) = (
                    f32::from(index % 22) / 8.0 - 1.3,
                    f32::from(index / 22) / 8.0 - 1.3,
                );
                let z = 0.4 * (x * x + y * y);
                let turned = [x * cos + z * sin, y, z * cos - x * sin];
                // Landmarks tremble by about half a millimetre.
                turned.map(|value| ((value + 0.01 * random()) * 200.0).round() as i16)
            };
            let points: Vec<[i16; 3]> = (0..468).map(point).collect();
            meshes.push(MeshMoment {
                at_millis: u32::from(at) * 66,
                points: points.into_boxed_slice(),
            });
        }
        let asked = vec![
            Asked {
                at_millis: 0,
                word: "look_here".to_owned(),
            },
            Asked {
                at_millis: 1_400,
                word: "turn_left".to_owned(),
            },
        ];
        Replay::new(moments.collect(), asked, meshes).unwrap()
    }

    #[test]
    fn a_replay_goes_there_and_back_and_six_seconds_are_small() {
        let replay = turning();
        let packed = pack(&replay).unwrap();
        println!("six seconds: {} bytes", packed.len());
        assert!(packed.len() < 150_000, "{} bytes", packed.len());
        let read = unpack(&packed).unwrap();
        assert_eq!(read.meshes(), replay.meshes());
        assert_eq!(read.asked(), replay.asked());
        for (read, was) in read.moments().iter().zip(replay.moments()) {
            assert_eq!((read.at_millis, read.faces), (was.at_millis, was.faces));
            for measure in Measure::ALL {
                match (read.get(measure), was.get(measure)) {
                    (Some(read), Some(was)) => assert!((read - was).abs() < 0.006),
                    (read, was) => assert_eq!(read, was),
                }
            }
        }
        let curves = pack(&replay.without_mesh()).unwrap();
        assert!(curves.len() < 4_000, "{} bytes", curves.len());
    }

    #[test]
    fn what_is_cut_or_changed_is_no_replay_or_another_one() {
        let packed = pack(&turning()).unwrap();
        for at in [0, 1, 40, packed.len() / 2, packed.len() - 1] {
            assert!(unpack(&packed[..at]).is_none(), "{at}");
        }
        let whole = unpack(&packed);
        for at in (0..packed.len()).step_by(977) {
            let mut changed = packed.to_vec();
            changed[at] ^= 0x10;
            assert_ne!(unpack(&changed), whole, "{at}");
        }
        // A count that isn't there takes no memory.
        let mut deflating = DeflateEncoder::new(Vec::new(), Compression::best());
        deflating
            .write_all(&[0xfe, 0xff, 0xff, 0xff, 0x0f])
            .unwrap();
        assert!(unpack(&deflating.finish().unwrap()).is_none());
    }
}
