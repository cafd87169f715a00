//! Which text and which icon stands for what reviewers look at: in a word or
//! two, where the public is told in sentences.

use crate::domain::{CueKind, CueState, Decision, Reason, SessionKind, Source, Species, Truth};
use crate::pipeline::MarkState;

use super::icons;
use super::words::{self, Said};

const fn said(key: &'static str, icon: &'static str) -> Said {
    Said { key, icon }
}

/// A decision.
#[must_use]
pub fn decision(decision: Decision) -> Said {
    match decision {
        Decision::Verified => said("audit-word-verified", icons::CHECK),
        Decision::NotVerified => said("audit-word-not-verified", icons::CROSS),
        Decision::Inconclusive => said("audit-word-inconclusive", icons::QUESTION),
    }
}

/// What a session was for.
#[must_use]
pub fn kind(kind: SessionKind) -> Said {
    match kind {
        SessionKind::Verification => said("audit-word-verification", icons::USER_FOCUS),
        SessionKind::Enrolment => said("audit-word-enrolment", icons::USER_PLUS),
        SessionKind::SelfTest => said("settings-selftest", icons::FLASK),
    }
}

/// Where its frames came from.
#[must_use]
pub fn source(source: Source) -> Said {
    match source {
        Source::Kiosk => said("review-source-kiosk", icons::CAMERA),
        Source::Attended => said("review-source-attended", icons::HANDSHAKE),
        Source::Upload => said("review-source-upload", icons::GLOBE),
        Source::Recording => said("review-source-recording", icons::FOLDER),
    }
}

/// What a session was in truth; none for species that a site named itself.
#[must_use]
pub fn truth(truth: &Truth) -> Option<Said> {
    Some(match truth {
        Truth::Genuine => said("review-mark-genuine", icons::USER),
        Truth::Impostor => said("review-mark-impostor", icons::USER_SWITCH),
        Truth::Unclear => said("review-mark-unclear", icons::QUESTION),
        Truth::Attack(species) => {
            let known = Species::KNOWN.contains(&species.as_str());
            return known.then(|| words::species(species.as_str()));
        }
    })
}

/// How far reviewers are with a session.
#[must_use]
pub fn mark_state(state: MarkState) -> Said {
    match state {
        MarkState::Unmarked => said("review-marks-none", icons::MINUS),
        MarkState::Settled => said("review-marks-settled", icons::CHECK),
        MarkState::Disputed => said("review-marks-disputed", icons::SCALES),
    }
}

/// A group of cues.
#[must_use]
pub fn cue_kind(kind: CueKind) -> Said {
    match kind {
        CueKind::Depth => said("review-cue-depth", icons::CUBE),
        CueKind::Movements => said("review-cue-movements", icons::REFRESH),
        CueKind::SamePerson => said("review-cue-same-person", icons::USER),
        CueKind::Texture => said("review-cue-texture", icons::FINGERPRINT),
        CueKind::Shape => said("review-cue-shape", icons::POLYGON),
    }
}

/// What a group of cues said.
#[must_use]
pub fn cue_state(state: CueState) -> Said {
    match state {
        CueState::Passed => said("review-cue-passed", icons::CHECK),
        CueState::Failed => said("review-cue-failed", icons::CROSS),
        CueState::Doubtful => said("review-cue-doubtful", icons::QUESTION),
        CueState::NotMeasured => said("review-cue-not-measured", icons::MINUS),
    }
}

/// A cue by its name; one that a later version measures has none.
#[must_use]
pub fn cue(name: &str) -> Option<&'static str> {
    Some(match name {
        "p" => "review-cue-p",
        "g" => "review-cue-g",
        "k" => "review-cue-k",
        "structure" => "review-cue-structure",
        "relief" => "review-cue-depth",
        "left" => "instruction-turn-left",
        "right" => "instruction-turn-right",
        "up" => "instruction-look-up",
        "down" => "instruction-look-down",
        "blink" => "instruction-blink",
        "mouth" => "instruction-open-mouth",
        "order" => "review-cue-order",
        "same_person" => "review-cue-same-person",
        "texture" => "review-cue-texture",
        "shape" => "review-cue-shape",
        _ => return None,
    })
}

/// Why a session ended as it did, in a word or two.
#[must_use]
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Matched => "review-why-matched",
        Reason::Enrolled => "review-why-enrolled",
        Reason::PinMatched => "review-why-pin-matched",
        Reason::Vouched => "review-why-vouched",
        Reason::PinWrong => "review-why-pin-wrong",
        Reason::NoMatch => "review-why-no-match",
        Reason::NotEnrolled => "review-why-not-enrolled",
        Reason::Locked => "review-why-locked",
        Reason::Disabled => "review-why-disabled",
        Reason::BadgeRequired => "review-why-badge-required",
        Reason::PersonChanged => "review-why-person-changed",
        Reason::CameraChanged => "review-why-camera-changed",
        Reason::CameraUnavailable => "review-why-camera-unavailable",
        Reason::FlatSurface => "review-why-flat-surface",
        Reason::OrderNotFollowed => "review-why-order-not-followed",
        Reason::FramesRepeated => "review-why-frames-repeated",
        Reason::TurnedTooLittle => "review-why-turned-too-little",
        Reason::TurnedTooFast => "review-why-turned-too-fast",
        Reason::GestureNotSeen => "review-why-gesture-not-seen",
        Reason::FaceLost => "review-why-face-lost",
        Reason::NoFace => "review-why-no-face",
        Reason::MoreThanOneFace => "review-why-more-than-one-face",
        Reason::TooDark => "review-why-too-dark",
        Reason::TooBright => "review-why-too-bright",
        Reason::TooBlurred => "review-why-too-blurred",
        Reason::TooFar => "review-why-too-far",
        Reason::TooNear => "review-why-too-near",
        Reason::OutOfPicture => "review-why-out-of-picture",
        Reason::NotFacing => "review-why-not-facing",
        Reason::EyesClosed => "review-why-eyes-closed",
        Reason::TimedOut => "review-why-timed-out",
        Reason::Cancelled => "review-why-cancelled",
        Reason::DuplicateSuspected => "review-why-duplicate-suspected",
        Reason::VerifyBackFailed => "review-why-verify-back-failed",
        Reason::EngineUnavailable => "review-why-engine-unavailable",
    }
}
