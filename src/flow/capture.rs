//! What every guided capture watches besides its own steps: time, the face's
//! presence, and that frames are new.

use std::collections::BTreeMap;

use crate::domain::{
    Decision, Embedding, LivenessSummary, Millis, PersonId, Quality, Reason, Relief, SessionScores,
};

use super::{Comparison, Observation, Obstacle};

/// Frames in a row with a second face that are somebody else beside. One or two
/// may be a pattern behind the person that is taken for a face.
const SECOND_FACE_IN_A_ROW: u32 = 3;
/// So many in all are no mistake either, however they are spread (ours: a third
/// of a second's).
const SECOND_FACE_IN_ALL: u32 = 10;

/// Identical frames for this long are a frozen or fed camera.
const REPEATED_LIMIT: Millis = Millis(1_000);
/// So many frames in a row that are older than one before are no camera's.
const OLDER_LIMIT: u32 = 5;

/// What happens to a capture.
#[derive(Debug)]
pub enum Event<'a> {
    /// A frame was analysed.
    Seen(Observation<'a>),
    /// The embedding asked for is there.
    Embedded {
        /// The frame's number.
        sequence: u64,
        /// Its face.
        embedding: Embedding,
    },
    /// The embedding asked for can't be made.
    NotEmbedded {
        /// The frame's number.
        sequence: u64,
    },
    /// The comparison asked for is done.
    Compared(Comparison),
    /// The depth with everything measured that was still left to measure.
    Settled(Relief),
    /// The engine was restarted: what it had measured is gone.
    Restarted,
    /// Time passed without a frame.
    Tick(Millis),
    /// It must end now, for this reason.
    Stop(Reason),
}

/// What a capture wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Embed the main face of the frame just seen.
    Embed {
        /// The frame's number.
        sequence: u64,
    },
    /// Compare with the gallery: with the claimed person, or with everybody.
    Compare {
        /// The fused probe.
        probe: Embedding,
    },
    /// Forget the depth that was measured: from here on each frame that counts
    /// is of a face that is compared.
    MeasureAnew,
    /// It is decided. Nothing follows.
    Finish(Box<Verdict>),
}

/// How a capture ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Who was identified (or, of an enrolment, who looks alike).
    pub person: Option<PersonId>,
    /// Scores, for reviewers.
    pub scores: SessionScores,
    /// Quality of the best frame.
    pub quality: Quality,
    /// What was found about liveness.
    pub liveness: LivenessSummary,
    /// When, in the session's time.
    pub at: Millis,
}

impl Verdict {
    /// A verdict that couldn't be reached.
    #[must_use]
    pub fn inconclusive(reason: Reason, at: Millis) -> Self {
        Self {
            decision: Decision::Inconclusive,
            reason,
            person: None,
            scores: SessionScores::default(),
            quality: Quality::default(),
            liveness: LivenessSummary::default(),
            at,
        }
    }
}

/// Exactly one face must be there throughout. A frame with another counts for
/// nothing; when they are too many, the capture ends.
#[derive(Clone, Debug, Default)]
pub(super) struct SecondFace {
    in_a_row: u32,
    in_all: u32,
}

impl SecondFace {
    /// Takes a frame; true when a second face is there to stay.
    pub(super) fn stays(&mut self, seen: &Observation<'_>) -> bool {
        if has_second_face(seen) {
            self.in_a_row += 1;
            self.in_all += 1;
        } else {
            self.in_a_row = 0;
        }
        self.in_a_row >= SECOND_FACE_IN_A_ROW || self.in_all >= SECOND_FACE_IN_ALL
    }
}

/// Whether a frame shows more than one face.
pub(super) fn has_second_face(seen: &Observation<'_>) -> bool {
    seen.analysis.faces().len() > 1
}

/// Watches one step of a capture (a verification, or one pose).
#[derive(Clone, Debug)]
pub(super) struct Watch {
    started: Option<Millis>,
    timeout: Millis,
    face_lost_after: Millis,
    face_last_at: Option<Millis>,
    last_sequence: Option<u64>,
    older: u32,
    identical: Option<(u64, Millis)>,
    spent: BTreeMap<Obstacle, u32>,
    now: Millis,
}

impl Watch {
    pub(super) fn new(timeout: Millis, face_lost_after: Millis) -> Self {
        Self {
            started: None,
            timeout,
            face_lost_after,
            face_last_at: None,
            last_sequence: None,
            older: 0,
            identical: None,
            spent: BTreeMap::new(),
            now: Millis(0),
        }
    }

    /// The newest time heard of.
    pub(super) fn now(&self) -> Millis {
        self.now
    }

    /// Time since the step began.
    pub(super) fn elapsed(&self) -> Millis {
        self.started
            .map_or(Millis(0), |start| self.now.since(start))
    }

    /// Begins the next step with a fresh time limit; what was seen stays seen.
    pub(super) fn next_step(&mut self) {
        self.started = Some(self.now);
        self.spent.clear();
    }

    /// Whether the frame is newer than the last, by its number and its time.
    /// Older ones are passed over.
    pub(super) fn is_new(&mut self, seen: &Observation<'_>) -> bool {
        let newer = self.last_sequence.is_none_or(|last| seen.sequence > last);
        let new = newer && seen.at >= self.now;
        if new {
            self.last_sequence = Some(seen.sequence);
            self.older = 0;
        } else {
            self.older += 1;
        }
        new
    }

    /// Whether older frames come and come: somebody feeds them.
    pub(super) fn goes_back(&self) -> bool {
        self.older >= OLDER_LIMIT
    }

    /// Takes note of a frame; a reason when the capture must end.
    pub(super) fn frame(
        &mut self,
        seen: &Observation<'_>,
        obstacle: Option<Obstacle>,
    ) -> Option<Reason> {
        self.now = self.now.max(seen.at);
        self.started.get_or_insert(seen.at);
        let face = seen.analysis.main().is_some();
        match self.identical {
            Some((digest, since)) if digest == seen.digest => {
                // A covered lens may well send one black frame after another.
                if face && seen.at.since(since) > REPEATED_LIMIT {
                    return Some(Reason::FramesRepeated);
                }
            }
            _ => self.identical = Some((seen.digest, seen.at)),
        }
        if let Some(obstacle) = obstacle {
            *self.spent.entry(obstacle).or_default() += 1;
        }
        if face {
            self.face_last_at = Some(seen.at);
        }
        self.time_is_up()
    }

    /// Time passed without a frame.
    pub(super) fn tick(&mut self, now: Millis) -> Option<Reason> {
        self.now = self.now.max(now);
        self.started.get_or_insert(now);
        self.time_is_up()
    }

    fn time_is_up(&self) -> Option<Reason> {
        let lost = self
            .face_last_at
            .is_some_and(|last| self.now.since(last) > self.face_lost_after);
        if lost {
            return Some(Reason::FaceLost);
        }
        (self.elapsed() >= self.timeout).then(|| self.main_reason())
    }

    /// Why it took so long: what stood in the way in most frames.
    pub(super) fn main_reason(&self) -> Reason {
        self.spent
            .iter()
            .max_by_key(|(_, frames)| **frames)
            .map_or(Reason::TimedOut, |(obstacle, _)| obstacle.reason())
    }
}
