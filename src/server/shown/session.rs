//! A session: what reviewers see of it, and what all see of its outcome.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::{LivenessOutcome, Millis, Session};
use crate::pipeline::{Outcome, rfc3339};

/// A session with all that a reviewer sees.
#[derive(Serialize, ToSchema)]
pub struct SessionShown {
    /// Identifies it.
    pub id: Uuid,
    /// `verification`, `enrolment` or `selftest`.
    #[schema(example = "verification")]
    kind: &'static str,
    /// RFC 3339.
    #[schema(example = "2026-11-25T08:00:00Z")]
    started_at: String,
    /// `verified`, `not_verified` or `inconclusive`.
    #[schema(example = "verified")]
    decision: &'static str,
    /// Why.
    #[schema(example = "matched")]
    reason: &'static str,
    /// `kiosk`, `attended`, `upload` or `recording`.
    #[schema(example = "upload")]
    source: &'static str,
    /// The badge claimed.
    badge: Option<String>,
    /// Who it turned out to be.
    person: Option<Uuid>,
    /// The operator who ran it.
    operator: Option<String>,
    /// Why they vouched or attended.
    vouch_reason: Option<String>,
    /// Which camera.
    camera: String,
    /// The tolerance profile.
    tolerance: String,
    /// Its version.
    tolerance_version: u32,
    /// SHA-256 of the embedding model.
    model: Option<String>,
    /// The version of the program; none in sessions of versions that didn't
    /// say.
    program: Option<String>,
    /// How long it took.
    seconds: f64,
    /// The fused score, a cosine.
    score: Option<f64>,
    /// What it was compared with.
    threshold: Option<f64>,
    /// The least cosine between two frames of the session.
    consistency: Option<f64>,
    /// How many people it was compared with.
    compared: u32,
    /// How many frames were fused.
    frames_fused: u32,
    /// Quality components of its best frame, 0 to 100.
    #[schema(value_type = Object)]
    quality: Value,
    /// Each cue of liveness.
    #[schema(value_type = Object)]
    liveness: Value,
    /// Where its time went.
    #[schema(value_type = Object)]
    timings: Value,
    /// Whether the surface of its face is kept.
    mesh: bool,
}

impl SessionShown {
    /// A session; `mesh` is whether the surface of its face is kept.
    #[must_use]
    pub fn of(session: &Session, mesh: bool) -> Self {
        let text = |text: &dyn ToString| text.to_string();
        Self {
            id: session.id.0,
            kind: session.kind.as_str(),
            started_at: rfc3339(session.started_at),
            decision: session.decision.as_str(),
            reason: session.reason.as_str(),
            source: session.source.as_str(),
            badge: session.claim.as_ref().map(|badge| text(&badge.as_str())),
            person: session.person.map(|id| id.0),
            operator: session.operator.as_ref().map(|name| text(&name.as_str())),
            vouch_reason: session.vouch_reason.as_ref().map(|why| text(&why.as_str())),
            camera: session.camera.clone(),
            tolerance: text(&session.tolerance),
            tolerance_version: session.tolerance_version,
            model: session.model.map(|model| model.to_string()),
            program: Some(session.program.clone()).filter(|version| !version.is_empty()),
            seconds: seconds(session),
            score: session.scores.score.map(f64::from),
            threshold: session.scores.threshold.map(f64::from),
            consistency: session.scores.consistency.map(f64::from),
            compared: session.scores.compared,
            frames_fused: session.scores.frames_fused,
            quality: json!(session.quality),
            liveness: json!(session.liveness),
            timings: json!(session.timings),
            mesh,
        }
    }
}

/// How a verification or an enrolment ended. Scores and the values of cues are
/// for reviewers alone.
#[derive(Serialize, ToSchema)]
pub struct OutcomeShown {
    /// The session.
    session: Uuid,
    /// `verified`, `not_verified` or `inconclusive`.
    #[schema(example = "verified")]
    decision: &'static str,
    /// Why.
    #[schema(example = "matched")]
    reason: &'static str,
    /// Where its frames came from.
    #[schema(example = "upload")]
    source: &'static str,
    /// The badge of who was verified, enrolled or claimed.
    badge: Option<String>,
    /// How long it took.
    seconds: f64,
    /// Quality components of its best frame, 0 to 100.
    #[schema(value_type = Object)]
    quality: Value,
    /// What was found of liveness.
    #[schema(value_type = Object)]
    liveness: Value,
    /// The fused score; for reviewers.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Option<f64>>,
    /// What it was compared with; for reviewers.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<Option<f64>>,
}

/// What all see of liveness.
#[derive(Serialize)]
struct LivenessShown<'a> {
    outcome: LivenessOutcome,
    p: Option<f64>,
    g: Option<f64>,
    order: &'a [String],
}

impl OutcomeShown {
    /// An outcome; scores only where the reader may see them.
    #[must_use]
    pub fn of(outcome: &Outcome, with_scores: bool) -> Self {
        let session = &outcome.session;
        let liveness = &session.liveness;
        let few = || LivenessShown {
            outcome: liveness.outcome,
            p: liveness.p,
            g: liveness.g,
            order: &liveness.order,
        };
        Self {
            session: session.id.0,
            decision: session.decision.as_str(),
            reason: session.reason.as_str(),
            source: session.source.as_str(),
            badge: outcome
                .badge
                .as_ref()
                .map(|badge| badge.as_str().to_owned()),
            seconds: seconds(session),
            quality: json!(session.quality),
            liveness: match with_scores {
                true => json!(liveness),
                false => json!(few()),
            },
            score: with_scores.then_some(session.scores.score.map(f64::from)),
            threshold: with_scores.then_some(session.scores.threshold.map(f64::from)),
        }
    }

    /// The same for who may not see how near a try was: neither depth nor
    /// quality, which would teach an attacker who sends frames at will.
    #[must_use]
    pub fn without_figures(mut self) -> Self {
        self.quality = json!({});
        if let Some(fields) = self.liveness.as_object_mut() {
            fields.retain(|name, _| name == "outcome" || name == "order");
        }
        self
    }
}

fn seconds(session: &Session) -> f64 {
    Millis(session.timings.total_millis).seconds()
}
