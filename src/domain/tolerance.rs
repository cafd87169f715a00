//! Tolerance profiles: named, versioned sets of thresholds.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Component, LivenessBounds, Millis, Quality};

/// No profile may match more loosely: a false match rate of 1e-4 on the
/// measuring set (`secure-biometric evaluate`; `flow::profiles` has the
/// figures).
const LEAST_MATCH_THRESHOLD: f64 = 0.54;

/// Why a tolerance profile can't be used.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ToleranceError {
    /// Not a profile's name.
    #[error("a tolerance profile's name is 1 to 40 lower-case letters, digits or dashes")]
    Name,
    /// A number outside its range.
    #[error("in tolerance profile '{profile}', {field} is {value}; it must be {low} to {high}")]
    Range {
        /// The profile.
        profile: String,
        /// The field.
        field: &'static str,
        /// What it is.
        value: f64,
        /// Least accepted.
        low: f64,
        /// Greatest accepted.
        high: f64,
    },
}

/// A profile's name: `strict`, `balanced`, `lenient` or a site's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ToleranceName(String);

impl ToleranceName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ToleranceName {
    type Error = ToleranceError;

    fn try_from(text: String) -> Result<Self, ToleranceError> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=40).contains(&text.len()) && text.chars().all(good) {
            Ok(Self(text))
        } else {
            Err(ToleranceError::Name)
        }
    }
}

impl From<ToleranceName> for String {
    fn from(name: ToleranceName) -> Self {
        name.0
    }
}

impl fmt::Display for ToleranceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Least accepted value of each bounded quality component, 0 to 100.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QualityBounds(pub BTreeMap<Component, f32>);

impl QualityBounds {
    /// Components of `quality` below their bound (or not measured), with the
    /// measured value and the bound.
    pub fn failing<'a>(
        &'a self,
        quality: &'a Quality,
    ) -> impl Iterator<Item = (Component, f32, f32)> + 'a {
        self.0.iter().filter_map(|(component, bound)| {
            let value = quality.get(*component).unwrap_or(0.0);
            (value < *bound).then_some((*component, value, *bound))
        })
    }
}

/// How a head must be held, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PoseBounds {
    /// Facing the camera: greatest yaw to either side.
    pub front_yaw_degrees: f32,
    /// Facing the camera: greatest pitch up or down.
    pub front_pitch_degrees: f32,
    /// Greatest tilt, always.
    pub roll_degrees: f32,
    /// Turned: least yaw that counts.
    pub turn_degrees: f32,
    /// Turned: greatest yaw still good for a template.
    pub turn_limit_degrees: f32,
    /// Looking up or down: least change of pitch that counts.
    pub nod_degrees: f32,
    /// Looking up or down: greatest change still good for a template.
    pub nod_limit_degrees: f32,
}

/// What becomes of a token that is to be used while nobody can ask the centre
/// whether it was used or revoked at another kiosk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfflineTokens {
    /// It is taken until it expires. Should it have been used elsewhere, too,
    /// the centre raises an alarm later.
    #[default]
    Accept,
    /// It is refused until the centre is back.
    Refuse,
}

/// What is asked of a capture before it is believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tolerance {
    /// Its name.
    pub name: ToleranceName,
    /// Counts its versions from 1.
    pub version: u32,
    /// Least fused score that matches one claimed person, a cosine.
    pub match_threshold: f32,
    /// Greatest accepted chance that a stranger matches anyone in 1:N.
    pub false_positive_target: f64,
    /// Fused score from which two people are held as perhaps one.
    pub duplicate_threshold: f32,
    /// Least cosine between two frames of one session.
    pub consistency_threshold: f32,
    /// Bounds of a frame good enough to verify with.
    pub verify_quality: QualityBounds,
    /// Bounds of a frame good enough to enrol.
    pub enrol_quality: QualityBounds,
    /// Head poses.
    pub poses: PoseBounds,
    /// Liveness.
    pub liveness: LivenessBounds,
    /// Frames that are fused into one score.
    pub frames_fused: u32,
    /// Least time over which they are taken.
    pub window_millis: Millis,
    /// How long a verification may take.
    pub verify_timeout_millis: Millis,
    /// How long one pose of an enrolment may take.
    pub pose_timeout_millis: Millis,
    /// How long a face may be missing in mid-capture.
    pub face_lost_millis: Millis,
    /// What becomes of its tokens while the centre is away. Absent in profiles
    /// of earlier releases.
    #[serde(default)]
    pub tokens_offline: OfflineTokens,
}

/// By how much more time is given to who needs longer (ours).
const LONGER: u64 = 3;

impl Tolerance {
    /// The same with three times as long for everything that a person does.
    #[must_use]
    pub fn with_longer_time(mut self) -> Self {
        self.liveness.finish_millis *= LONGER;
        for time in [
            &mut self.verify_timeout_millis,
            &mut self.pose_timeout_millis,
        ] {
            time.0 *= LONGER;
        }
        self
    }

    /// Checks every number.
    ///
    /// # Errors
    /// Names the first field that is out of its range.
    pub fn validated(self) -> Result<Self, ToleranceError> {
        let p = &self.poses;
        let l = &self.liveness;
        let millis = |value: Millis| value.seconds() * 1000.0;
        let mut fields: Vec<(&'static str, f64, f64, f64)> = vec![
            (
                "match_threshold",
                self.match_threshold.into(),
                LEAST_MATCH_THRESHOLD,
                0.99,
            ),
            (
                "false_positive_target",
                self.false_positive_target,
                1e-9,
                0.1,
            ),
            (
                "duplicate_threshold",
                self.duplicate_threshold.into(),
                LEAST_MATCH_THRESHOLD,
                0.99,
            ),
            (
                "consistency_threshold",
                self.consistency_threshold.into(),
                0.3,
                0.99,
            ),
            ("front_yaw_degrees", p.front_yaw_degrees.into(), 3.0, 30.0),
            (
                "front_pitch_degrees",
                p.front_pitch_degrees.into(),
                3.0,
                30.0,
            ),
            ("roll_degrees", p.roll_degrees.into(), 3.0, 45.0),
            ("turn_degrees", p.turn_degrees.into(), 5.0, 45.0),
            (
                "turn_limit_degrees",
                p.turn_limit_degrees.into(),
                f64::from(p.turn_degrees) + 5.0,
                60.0,
            ),
            ("nod_degrees", p.nod_degrees.into(), 3.0, 30.0),
            (
                "nod_limit_degrees",
                p.nod_limit_degrees.into(),
                f64::from(p.nod_degrees) + 5.0,
                45.0,
            ),
            ("live_p", l.live_p, 0.3, 2.0),
            ("live_g", l.live_g, 0.3, 2.0),
            ("flat_k", l.flat_k, 0.8, 0.99),
            ("flat_g", l.flat_g, 0.05, l.live_g),
            ("challenge_turns", l.challenge_turns.into(), 3.0, 6.0),
            (
                "turn_target_degrees",
                l.turn_target_degrees.into(),
                l.turn_least_degrees.into(),
                35.0,
            ),
            (
                "turn_least_degrees",
                l.turn_least_degrees.into(),
                10.0,
                30.0,
            ),
            (
                "nod_target_degrees",
                l.nod_target_degrees.into(),
                l.nod_least_degrees.into(),
                25.0,
            ),
            ("nod_least_degrees", l.nod_least_degrees.into(), 6.5, 20.0),
            (
                "begin_millis",
                millis(Millis(l.begin_millis)),
                100.0,
                1_000.0,
            ),
            (
                "finish_millis",
                millis(Millis(l.finish_millis)),
                2_000.0,
                30_000.0,
            ),
            (
                "wrong_turn_degrees",
                l.wrong_turn_degrees.into(),
                10.0,
                l.turn_target_degrees.into(),
            ),
            ("wrong_nod_degrees", l.wrong_nod_degrees.into(), 8.0, 20.0),
            ("wrong_millis", millis(Millis(l.wrong_millis)), 100.0, 600.0),
            ("challenge_gestures", l.challenge_gestures.into(), 3.0, 5.0),
            ("blink_below", l.blink_below.into(), 0.3, 0.7),
            ("mouth_rise", l.mouth_rise.into(), 0.15, 0.6),
            ("frames_fused", self.frames_fused.into(), 2.0, 16.0),
            ("window_millis", millis(self.window_millis), 200.0, 5_000.0),
            (
                "verify_timeout_millis",
                millis(self.verify_timeout_millis),
                3_000.0,
                120_000.0,
            ),
            (
                "pose_timeout_millis",
                millis(self.pose_timeout_millis),
                3_000.0,
                120_000.0,
            ),
            (
                "face_lost_millis",
                millis(self.face_lost_millis),
                300.0,
                10_000.0,
            ),
        ];
        for bounds in [&self.verify_quality, &self.enrol_quality] {
            for (component, bound) in &bounds.0 {
                fields.push((component.name(), (*bound).into(), 0.0, 100.0));
            }
        }
        for (field, value, low, high) in fields {
            if !(low..=high).contains(&value) {
                return Err(ToleranceError::Range {
                    profile: self.name.to_string(),
                    field,
                    value,
                    low,
                    high,
                });
            }
        }
        Ok(self)
    }
}
