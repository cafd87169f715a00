//! Decisions are three, each with one reason.

use serde::{Deserialize, Serialize};

use super::DrawnOrder;

/// What a session decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The person is who they claim to be (or was found without a claim).
    Verified,
    /// They are not, or what was shown was not a living face.
    NotVerified,
    /// It couldn't be told; the reason says what to do.
    Inconclusive,
}

macro_rules! names {
    ($type:ident { $($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)? }) => {
        impl $type {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word for it in JSON and in the store.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The value of that word.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

pub(super) use names;

names!(Decision {
    Verified = "verified",
    NotVerified = "not_verified",
    Inconclusive = "inconclusive",
});

/// Why a session ended as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The face matched.
    Matched,
    /// The enrolment is complete.
    Enrolled,
    /// Badge and PIN were right; no face was looked at.
    PinMatched,
    /// An operator looked at the person and vouched for them.
    Vouched,
    /// The PIN was not that badge's. Nobody learns whether the badge is
    /// enrolled, or has a PIN at all.
    PinWrong,
    /// The face matched nobody, or not the one claimed.
    NoMatch,
    /// The claimed badge, or anybody at all, is not enrolled here.
    NotEnrolled,
    /// Too many failures: wait, or ask the front desk.
    Locked,
    /// The person's access is switched off.
    Disabled,
    /// The gallery is too large for verifying without a badge.
    BadgeRequired,
    /// Another face came in front of the camera.
    PersonChanged,
    /// Another camera was put in place.
    CameraChanged,
    /// The camera stopped sending frames.
    CameraUnavailable,
    /// The face turned like a flat picture.
    FlatSurface,
    /// Another movement was made than the one asked for.
    OrderNotFollowed,
    /// The same picture came again and again.
    FramesRepeated,
    /// The head was not turned far enough.
    TurnedTooLittle,
    /// The head was turned so quickly that it wasn't seen to travel.
    TurnedTooFast,
    /// The blink or the open mouth that was asked for was not seen.
    GestureNotSeen,
    /// The face left the picture.
    FaceLost,
    /// Nobody was seen.
    NoFace,
    /// More than one face was seen.
    MoreThanOneFace,
    /// Too little light.
    TooDark,
    /// Too much light.
    TooBright,
    /// Out of focus or moving.
    TooBlurred,
    /// Too far from the camera.
    TooFar,
    /// Too near to the camera.
    TooNear,
    /// The face was partly outside the picture.
    OutOfPicture,
    /// The person didn't look at the camera.
    NotFacing,
    /// The eyes were closed.
    EyesClosed,
    /// The time was up.
    TimedOut,
    /// Cancelled by the person or the operator.
    Cancelled,
    /// Someone already enrolled looks alike: an administrator decides.
    DuplicateSuspected,
    /// The check after enrolling didn't match the new templates.
    VerifyBackFailed,
    /// The analysis couldn't be restarted in time.
    EngineUnavailable,
}

names!(Reason {
    Matched = "matched",
    Enrolled = "enrolled",
    PinMatched = "pin_matched",
    Vouched = "vouched",
    PinWrong = "pin_wrong",
    NoMatch = "no_match",
    NotEnrolled = "not_enrolled",
    Locked = "locked",
    Disabled = "disabled",
    BadgeRequired = "badge_required",
    PersonChanged = "person_changed",
    CameraChanged = "camera_changed",
    CameraUnavailable = "camera_unavailable",
    FlatSurface = "flat_surface",
    OrderNotFollowed = "order_not_followed",
    FramesRepeated = "frames_repeated",
    TurnedTooLittle = "turned_too_little",
    TurnedTooFast = "turned_too_fast",
    GestureNotSeen = "gesture_not_seen",
    FaceLost = "face_lost",
    NoFace = "no_face",
    MoreThanOneFace = "more_than_one_face",
    TooDark = "too_dark",
    TooBright = "too_bright",
    TooBlurred = "too_blurred",
    TooFar = "too_far",
    TooNear = "too_near",
    OutOfPicture = "out_of_picture",
    NotFacing = "not_facing",
    EyesClosed = "eyes_closed",
    TimedOut = "timed_out",
    Cancelled = "cancelled",
    DuplicateSuspected = "duplicate_suspected",
    VerifyBackFailed = "verify_back_failed",
    EngineUnavailable = "engine_unavailable",
});

/// Where a session's frames came from, and so what its result is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The kiosk itself: its pinned camera, or a PIN typed at it (the reason
    /// tells which; a PIN's session has no frames).
    Kiosk,
    /// An operator vouched.
    Attended,
    /// Frames uploaded over HTTP.
    Upload,
    /// A recording.
    Recording,
}

names!(Source {
    Kiosk = "kiosk",
    Attended = "attended",
    Upload = "upload",
    Recording = "recording",
});

/// What was found about the face being alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LivenessOutcome {
    /// This session measured no depth; nothing is claimed.
    #[default]
    NotMeasured,
    /// Every cue says that a living face was there.
    Live,
    /// A face followed what was asked under an operator's eyes; its depth was
    /// not measured.
    Attended,
    /// A cue says that it was not.
    NotLive,
    /// It couldn't be told.
    Inconclusive,
}

/// One cue of liveness, as measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Which: `p`, `g` and `k` of the depth (or `relief`, where it wasn't
    /// measured), each movement by its word, `order`, `same_person`, `texture`,
    /// `shape`.
    pub name: String,
    /// Its value; none if it was not measured.
    pub value: Option<f64>,
    /// What it was compared with.
    pub threshold: f64,
    /// Whether it spoke for a living face, or for the same shape.
    pub passed: bool,
    /// Whether it is only shown: nothing was decided on it. Absent in what
    /// earlier releases kept.
    #[serde(default)]
    pub advisory: bool,
    /// When, in milliseconds of the session's time.
    pub at_millis: u64,
}

/// The liveness part of a session's result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LivenessSummary {
    /// What was found.
    pub outcome: LivenessOutcome,
    /// Relief parallax over the turn, in inter-ocular distances.
    pub p: Option<f64>,
    /// Parallax for the foreshortening seen.
    pub g: Option<f64>,
    /// The instructions given, in order.
    pub order: Vec<String>,
    /// The random number that the order was drawn from, in hexadecimal.
    pub nonce: Option<String>,
    /// Each draw from it, the newest last. Empty in what earlier releases kept.
    pub drawn: Vec<DrawnOrder>,
    /// Each cue with its threshold.
    pub cues: Vec<Cue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_json() {
        for reason in Reason::ALL {
            assert_eq!(
                serde_json::to_string(reason).unwrap(),
                format!("\"{}\"", reason.as_str())
            );
            assert_eq!(Reason::parse(reason.as_str()), Some(*reason));
        }
        for source in Source::ALL {
            assert_eq!(Source::parse(source.as_str()), Some(*source));
        }
        assert_eq!(Decision::parse("maybe"), None);
    }
}
