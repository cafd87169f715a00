//! One trial of a self-test: what its session says about telling attacks from
//! people.

use serde::{Deserialize, Serialize};

use super::{Decision, LivenessOutcome, Reason, Session, SessionId, Source, Species, Timestamp};

/// What the liveness cues made of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Classified {
    /// A living face, by all cues: an attack that comes so far is *accepted*,
    /// whether or not the face also matched somebody.
    Live,
    /// An attack, by one cue at least.
    Attack,
    /// It couldn't be told.
    Inconclusive,
    /// Nothing was tried: it was broken off, or camera or engine failed.
    Void,
}

impl Classified {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Attack => "attack",
            Self::Inconclusive => "inconclusive",
            Self::Void => "void",
        }
    }

    /// What a session's end says.
    #[must_use]
    pub fn of(decision: Decision, reason: Reason, liveness: LivenessOutcome) -> Self {
        match (reason, decision, liveness) {
            (
                Reason::Cancelled
                | Reason::CameraUnavailable
                | Reason::CameraChanged
                | Reason::EngineUnavailable,
                ..,
            ) => Self::Void,
            (_, Decision::Inconclusive, _) => Self::Inconclusive,
            (_, _, LivenessOutcome::Live) => Self::Live,
            _ => Self::Attack,
        }
    }
}

/// One trial, as kept: figures, no face and nobody's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// What was held up.
    pub species: Species,
    /// The session.
    pub session: SessionId,
    /// When it started.
    pub started_at: Timestamp,
    /// What the session decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// What the cues made of it.
    pub classified: Classified,
    /// Whether the face also matched: the one claimed, or anybody.
    pub matched: bool,
    /// Relief parallax over the turn.
    pub p: Option<f64>,
    /// Parallax for the foreshortening seen.
    pub g: Option<f64>,
    /// How long it took, in the session's time.
    pub total_millis: u64,
    /// The recording that was played, by its folder's name; none where
    /// something was held up to the camera.
    pub recording: Option<String>,
    /// Whether the tester took it back, to try again. It stays, and doesn't
    /// count.
    pub withdrawn: bool,
}

impl Trial {
    /// The trial that a session was.
    #[must_use]
    pub fn of(species: Species, session: &Session) -> Self {
        let liveness = &session.liveness;
        Self {
            species,
            session: session.id,
            started_at: session.started_at,
            decision: session.decision,
            reason: session.reason,
            classified: Classified::of(session.decision, session.reason, liveness.outcome),
            matched: session.decision == Decision::Verified,
            p: liveness.p,
            g: liveness.g,
            total_millis: session.timings.total_millis,
            recording: (session.source == Source::Recording).then(|| {
                let camera = session.camera.as_str();
                camera
                    .strip_prefix("recording:")
                    .unwrap_or(camera)
                    .to_owned()
            }),
            withdrawn: false,
        }
    }

    /// Whether it is one of those that rates are reckoned from.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.withdrawn && self.classified != Classified::Void
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_all_cues_called_living_is_accepted() {
        use Decision::{Inconclusive, NotVerified, Verified};
        use LivenessOutcome::{Live, NotLive, NotMeasured};
        for (decision, reason, liveness, expected) in [
            (Verified, Reason::Matched, Live, Classified::Live),
            (NotVerified, Reason::NoMatch, Live, Classified::Live),
            (
                NotVerified,
                Reason::FlatSurface,
                NotLive,
                Classified::Attack,
            ),
            (
                NotVerified,
                Reason::OrderNotFollowed,
                NotLive,
                Classified::Attack,
            ),
            (
                Inconclusive,
                Reason::NoFace,
                NotMeasured,
                Classified::Inconclusive,
            ),
            (
                Inconclusive,
                Reason::FaceLost,
                Live,
                Classified::Inconclusive,
            ),
            (Inconclusive, Reason::Cancelled, Live, Classified::Void),
            (
                Inconclusive,
                Reason::EngineUnavailable,
                NotMeasured,
                Classified::Void,
            ),
        ] {
            assert_eq!(
                Classified::of(decision, reason, liveness),
                expected,
                "{reason:?}"
            );
        }
    }
}
