//! One capture and its decision, as kept.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

use super::identity::identifier;
use super::{
    Allowance, Badge, Decision, LivenessSummary, ModelHash, OperatorName, PersonId, Quality,
    Reason, Source, Timestamp, ToleranceName, VouchReason,
};

identifier!(
    /// Identifies a session (UUIDv7, made at the kiosk).
    SessionId
);

/// What a session was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionKind {
    /// Enrolling a person.
    Enrolment,
    /// Verifying a person.
    Verification,
    /// A trial of a self-test: it counts for nobody and grants nothing.
    SelfTest,
}

impl SessionKind {
    /// The word for it in JSON and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::Verification => "verification",
            Self::SelfTest => "selftest",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Enrolment, Self::Verification, Self::SelfTest]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Scores, for reviewers only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionScores {
    /// The fused score compared with the threshold, a cosine.
    pub score: Option<f32>,
    /// The threshold it was compared with.
    pub threshold: Option<f32>,
    /// The least cosine between two frames of this session.
    pub consistency: Option<f32>,
    /// How many people it was compared with.
    pub compared: u32,
    /// How many frames were fused.
    pub frames_fused: u32,
}

/// Where a session's time went, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTimings {
    /// From start to decision, in the session's time.
    pub total_millis: u64,
    /// Computing after the last frame that counted.
    pub deciding_millis: u64,
    /// Frames analysed.
    pub frames_analysed: u64,
    /// Frames passed over because a newer one was there.
    pub frames_dropped: u64,
    /// Times the engine was restarted in mid-session.
    pub engine_restarts: u32,
}

/// A session as kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Identifies it.
    pub id: SessionId,
    /// What it was for.
    pub kind: SessionKind,
    /// When it started.
    pub started_at: Timestamp,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Where its frames came from.
    pub source: Source,
    /// The badge claimed, if one was.
    pub claim: Option<Badge>,
    /// Who it turned out to be: only of people who were identified.
    pub person: Option<PersonId>,
    /// The operator who ran it or vouched, if one did.
    pub operator: Option<OperatorName>,
    /// Why that operator vouched or attended, if so.
    pub vouch_reason: Option<VouchReason>,
    /// What the operator who attended allowed, if so.
    pub allowance: Option<Allowance>,
    /// Which camera; empty if none was looked through.
    pub camera: String,
    /// The tolerance profile it was judged by.
    pub tolerance: ToleranceName,
    /// That profile's version.
    pub tolerance_version: u32,
    /// The embedding model.
    pub model: Option<ModelHash>,
    /// The version of the program, rules and analysis alike; empty in sessions
    /// of versions that didn't say.
    pub program: String,
    /// Its scores.
    pub scores: SessionScores,
    /// Quality of its best frame.
    pub quality: Quality,
    /// What was found about liveness.
    pub liveness: LivenessSummary,
    /// Where the time went.
    pub timings: SessionTimings,
}

impl Session {
    /// The same session where a pause began while it went on: whatever it
    /// found isn't told, and nobody was identified.
    #[must_use]
    pub fn locked(&self) -> Self {
        Self {
            decision: Decision::Inconclusive,
            reason: Reason::Locked,
            person: None,
            ..self.clone()
        }
    }
}
