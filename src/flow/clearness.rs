//! Whether a head that moves as asked is seen well enough for that to count.
//! From which side it is seen doesn't matter here: it was asked to turn.

use std::collections::BTreeMap;

use crate::domain::{Component, Millis, QualityBounds, Reason};

use super::capture::has_second_face;
use super::challenge::Rest;
use super::guidance::{self, Observation};
use super::sameness::Facing;
use super::{Instruction, Obstacle};

/// What is asked of a head however it is turned: size, light and sharpness.
const ASKED: [Component; 5] = [
    Component::InterEyeDistance,
    Component::HeadSize,
    Component::Sharpness,
    Component::UnderExposurePrevention,
    Component::OverExposurePrevention,
];
/// Share of what the profile asks of a head that looks ahead: one side of a
/// turned face lies in the shade, and a head in mid-turn is a little smeared.
/// By `python -m facelab.likeness` rendered heads that turn in good light have a
/// sharpness of 72 at least to 35 degrees, and of 18 beyond 40; 15 are asked.
const TURNED_SHARE: f32 = 0.5;
/// What stands in the way for so long is said in place of what is asked.
const SAID_AFTER: Millis = Millis(400);

/// Watches how well a head is seen while it does what is asked.
#[derive(Clone, Debug)]
pub(super) struct Clearness {
    bounds: QualityBounds,
    /// Frames with a face since the movement was asked for.
    frames: u32,
    unclear: BTreeMap<Obstacle, u32>,
    /// What stands in the way now, and since when.
    lasting: Option<(Obstacle, Millis)>,
    now: Millis,
}

impl Clearness {
    /// Of heads that must be seen as well as `front` says when looking ahead.
    pub(super) fn new(front: &QualityBounds) -> Self {
        let asked = front.0.iter().filter(|(one, _)| ASKED.contains(one));
        let bounds = asked.map(|(one, least)| (*one, least * TURNED_SHARE));
        Self {
            bounds: QualityBounds(bounds.collect()),
            frames: 0,
            unclear: BTreeMap::new(),
            lasting: None,
            now: Millis(0),
        }
    }

    /// Another movement is asked for.
    pub(super) fn ask(&mut self) {
        self.frames = 0;
        self.unclear.clear();
    }

    /// Takes a frame with a face; whether it is seen well enough.
    pub(super) fn is_clear(&mut self, seen: &Observation<'_>) -> bool {
        self.now = seen.at;
        self.frames += 1;
        let found = self.obstacle(seen);
        self.lasting = match (found, self.lasting) {
            (Some(found), Some((before, since))) if found == before => Some((before, since)),
            (found, _) => found.map(|found| (found, seen.at)),
        };
        if let Some(found) = found {
            *self.unclear.entry(found).or_default() += 1;
        }
        found.is_none()
    }

    /// What stands in the way of seeing that face, if anything.
    pub(super) fn obstacle(&self, seen: &Observation<'_>) -> Option<Obstacle> {
        if has_second_face(seen) {
            Some(Obstacle::MoreThanOneFace)
        } else {
            guidance::worst_of_quality(seen, &self.bounds)
        }
    }

    /// Whether the main face of a frame is seen so that it could be compared,
    /// with nobody beside it.
    pub(super) fn can_be_compared(&self, seen: &Observation<'_>, rest: &Rest) -> bool {
        let face = seen.analysis.main();
        let facing = face.and_then(|face| Facing::of(face.pose, rest.reach(face.pose)));
        facing.is_some() && self.obstacle(seen).is_none()
    }

    /// What to say in place of what is asked. A head that moves is smeared: that
    /// isn't said to who was asked to move.
    pub(super) fn says(&self, asked: Instruction) -> Option<Instruction> {
        let (obstacle, since) = self.lasting?;
        let said = obstacle != Obstacle::Blurred && self.now.since(since) >= SAID_AFTER;
        said.then(|| obstacle.instruction(asked))
    }

    /// Why nothing came of what was asked, if it is that more than half of its
    /// frames were seen badly: what stood in the way of most.
    pub(super) fn reason(&self) -> Option<Reason> {
        let (worst, _) = self.unclear.iter().max_by_key(|(_, frames)| **frames)?;
        let unclear: u32 = self.unclear.values().sum();
        (unclear * 2 > self.frames).then(|| worst.reason())
    }
}
