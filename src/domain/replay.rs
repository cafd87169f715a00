//! What was measured in each moment of a session, for replaying it: how the
//! head was turned, what the cues had come to, what was asked, and of who was
//! identified how the landmarks moved.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroize;

use super::shape::SHAPE_POINTS;

/// No replay has more moments: some minutes of them.
pub const MOST_MOMENTS: usize = 6_000;
/// No replay has more meshes; longer ones have fewer a second.
pub const MOST_MESHES: usize = 400;
/// Steps of a landmark's place in a distance of the eyes: 0.3 mm each, less
/// than landmarks tremble.
pub const MESH_STEPS: f32 = 200.0;

/// Why numbers are not a replay.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ReplayError {
    /// Too many, or too few of something.
    #[error("a replay's number of {0} is not what it must be")]
    Count(&'static str),
    /// Something isn't a number, or isn't in the order of time.
    #[error("a replay's {0} are not what they must be")]
    Range(&'static str),
}

/// One frame in numbers. What wasn't measured in it is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// When, in milliseconds of the session's time.
    pub at_millis: u32,
    /// How many faces were seen.
    pub faces: u8,
    /// How far the head was turned to the person's own left, in degrees.
    pub yaw_degrees: Option<f32>,
    /// How far it looked up, in degrees.
    pub pitch_degrees: Option<f32>,
    /// How open the eyes were, 0 to 1: the mean of both.
    pub eyes: Option<f32>,
    /// How open the mouth was.
    pub mouth: Option<f32>,
    /// Parallax of all turns so far.
    pub p: Option<f32>,
    /// Parallax for the foreshortening of all turns so far.
    pub g: Option<f32>,
    /// Foreshortening of all turns so far.
    pub k: Option<f32>,
    /// The worst of the bounded quality components over its bound: 1 is just
    /// enough.
    pub quality: Option<f32>,
    /// Cosine with the first picture of the session that was embedded.
    pub likeness: Option<f32>,
}

/// What can be drawn as a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Turned to the left and to the right.
    Yaw,
    /// Nodded.
    Pitch,
    /// P of the depth.
    P,
    /// G of the depth.
    G,
    /// k of the depth.
    K,
    /// The eyes.
    Eyes,
    /// The mouth.
    Mouth,
    /// Quality over its bound.
    Quality,
    /// Likeness to the first picture.
    Likeness,
}

impl Measure {
    /// Every measure, in the order in which they are shown and kept.
    pub const ALL: [Self; 9] = [
        Self::Yaw,
        Self::Pitch,
        Self::P,
        Self::G,
        Self::K,
        Self::Eyes,
        Self::Mouth,
        Self::Quality,
        Self::Likeness,
    ];
}

impl Moment {
    /// What was measured of one thing.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Option<f32> {
        match measure {
            Measure::Yaw => self.yaw_degrees,
            Measure::Pitch => self.pitch_degrees,
            Measure::P => self.p,
            Measure::G => self.g,
            Measure::K => self.k,
            Measure::Eyes => self.eyes,
            Measure::Mouth => self.mouth,
            Measure::Quality => self.quality,
            Measure::Likeness => self.likeness,
        }
    }

    /// The place of one measure, to be set.
    pub fn place(&mut self, measure: Measure) -> &mut Option<f32> {
        match measure {
            Measure::Yaw => &mut self.yaw_degrees,
            Measure::Pitch => &mut self.pitch_degrees,
            Measure::P => &mut self.p,
            Measure::G => &mut self.g,
            Measure::K => &mut self.k,
            Measure::Eyes => &mut self.eyes,
            Measure::Mouth => &mut self.mouth,
            Measure::Quality => &mut self.quality,
            Measure::Likeness => &mut self.likeness,
        }
    }
}

/// What was asked from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// From when, in milliseconds of the session's time.
    pub at_millis: u32,
    /// The instruction's word.
    pub word: String,
}

/// The landmarks in one moment, in steps from between the eyes of the first.
#[derive(Clone, PartialEq, Eq)]
pub struct MeshMoment {
    /// When, in milliseconds of the session's time.
    pub at_millis: u32,
    /// The landmarks without the irises'.
    pub points: Box<[[i16; 3]]>,
}

impl fmt::Debug for MeshMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MeshMoment({} ms)", self.at_millis)
    }
}

impl Drop for MeshMoment {
    fn drop(&mut self) {
        self.points.zeroize();
    }
}

/// A session, moment by moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    moments: Vec<Moment>,
    asked: Vec<Asked>,
    meshes: Vec<MeshMoment>,
}

impl Replay {
    /// Checks and takes what was recorded, in the order of time.
    ///
    /// # Errors
    /// When there is too much of it, or something can't be.
    pub fn new(
        moments: Vec<Moment>,
        asked: Vec<Asked>,
        meshes: Vec<MeshMoment>,
    ) -> Result<Self, ReplayError> {
        if moments.is_empty() || moments.len() > MOST_MOMENTS {
            return Err(ReplayError::Count("moments"));
        }
        if asked.len() > MOST_MOMENTS {
            return Err(ReplayError::Count("instructions"));
        }
        let whole = |mesh: &MeshMoment| mesh.points.len() == SHAPE_POINTS;
        if meshes.len() > MOST_MESHES || !meshes.iter().all(whole) {
            return Err(ReplayError::Count("meshes"));
        }
        let in_order = moments.is_sorted_by_key(|one| one.at_millis)
            && asked.is_sorted_by_key(|one| one.at_millis)
            && meshes.is_sorted_by_key(|one| one.at_millis);
        if !in_order {
            return Err(ReplayError::Range("times"));
        }
        let mut values = moments
            .iter()
            .flat_map(|one| Measure::ALL.map(|measure| one.get(measure)))
            .flatten();
        if !values.all(f32::is_finite) {
            return Err(ReplayError::Range("numbers"));
        }
        Ok(Self {
            moments,
            asked,
            meshes,
        })
    }

    /// The moments.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// What was asked, and from when on.
    #[must_use]
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// How the landmarks moved; empty of who wasn't identified.
    #[must_use]
    pub fn meshes(&self) -> &[MeshMoment] {
        &self.meshes
    }

    /// The same without landmarks: what may be kept of who wasn't identified.
    #[must_use]
    pub fn without_mesh(&self) -> Self {
        Self {
            meshes: Vec::new(),
            ..self.clone()
        }
    }

    /// How long it is, in milliseconds.
    #[must_use]
    pub fn millis(&self) -> u32 {
        self.moments.last().map_or(0, |last| last.at_millis)
    }

    /// The newest moment at that time.
    #[must_use]
    pub fn at(&self, millis: u32) -> Option<&Moment> {
        let after = self.moments.partition_point(|one| one.at_millis <= millis);
        self.moments.get(after.saturating_sub(1))
    }

    /// What was asked at that time.
    #[must_use]
    pub fn asked_at(&self, millis: u32) -> Option<&Asked> {
        let after = self.asked.partition_point(|one| one.at_millis <= millis);
        self.asked.get(after.checked_sub(1)?)
    }

    /// Where the landmarks were at that time, in distances of the eyes, between
    /// two moments on the way from one to the other.
    #[must_use]
    pub fn mesh_at(&self, millis: u32) -> Option<Vec<[f32; 3]>> {
        let after = self.meshes.partition_point(|one| one.at_millis <= millis);
        let before = self.meshes.get(after.saturating_sub(1))?;
        let next = self.meshes.get(after).unwrap_or(before);
        let apart = next.at_millis.saturating_sub(before.at_millis).max(1);
        let passed = millis.saturating_sub(before.at_millis).min(apart);
        let share = short(passed) / short(apart);
        let points = before.points.iter().zip(&next.points);
        let between = |(from, to): (&[i16; 3], &[i16; 3])| {
            let mut point = from.map(f32::from);
            for (value, to) in point.iter_mut().zip(to) {
                *value = (*value + (f32::from(*to) - *value) * share) / MESH_STEPS;
            }
            point
        };
        Some(points.map(between).collect())
    }
}

/// A time between two meshes as a number: longer ones are never far apart.
fn short(millis: u32) -> f32 {
    f32::from(u16::try_from(millis).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(at_millis: u32) -> Moment {
        Moment {
            at_millis,
            ..Moment::default()
        }
    }

    fn mesh(at_millis: u32, x: i16) -> MeshMoment {
        MeshMoment {
            at_millis,
            points: vec![[x, 0, 0]; SHAPE_POINTS].into_boxed_slice(),
        }
    }

    #[test]
    fn a_moment_is_found_and_a_mesh_is_between_two() {
        let asked = ["look_here", "turn_left"].into_iter().zip([0, 150]);
        let asked = asked.map(|(word, at_millis)| Asked {
            at_millis,
            word: word.to_owned(),
        });
        let replay = Replay::new(
            vec![moment(0), moment(100), moment(250)],
            asked.collect(),
            vec![mesh(0, 0), mesh(100, 200)],
        )
        .unwrap();
        assert_eq!(replay.millis(), 250);
        assert_eq!(replay.at(99).unwrap().at_millis, 0);
        assert_eq!(replay.at(100).unwrap().at_millis, 100);
        assert_eq!(replay.asked_at(149).unwrap().word, "look_here");
        assert_eq!(replay.asked_at(150).unwrap().word, "turn_left");
        let x = |millis| replay.mesh_at(millis).unwrap()[0][0];
        assert_eq!((x(0), x(50), x(100), x(240)), (0.0, 0.5, 1.0, 1.0));
        let curves = replay.without_mesh();
        assert!(curves.meshes().is_empty() && curves.mesh_at(50).is_none());
        assert_eq!(curves.moments(), replay.moments());
    }

    #[test]
    fn what_is_no_replay_is_refused() {
        let none = Replay::new(Vec::new(), Vec::new(), Vec::new());
        assert_eq!(none, Err(ReplayError::Count("moments")));
        let back = Replay::new(vec![moment(5), moment(4)], Vec::new(), Vec::new());
        assert_eq!(back, Err(ReplayError::Range("times")));
        let mut bad = moment(0);
        *bad.place(Measure::G) = Some(f32::NAN);
        let bad = Replay::new(vec![bad], Vec::new(), Vec::new());
        assert_eq!(bad, Err(ReplayError::Range("numbers")));
        let mut small = mesh(0, 0);
        small.points = vec![[0; 3]; 467].into_boxed_slice();
        let small = Replay::new(vec![moment(0)], Vec::new(), vec![small]);
        assert_eq!(small, Err(ReplayError::Count("meshes")));
    }
}
