//! What things are: plain values, parsed once and valid ever after.
//!
//! No I/O, no clock and no async here. Everything that people, screens and
//! documents have a word for has that word as its type's name.

mod act;
mod analysis;
mod attempts;
mod attended;
mod audit;
mod contact;
mod decision;
mod embedding;
mod erasure;
mod frame;
mod identity;
mod key;
mod kiosk_name;
mod liveness;
mod operator;
mod pin;
mod quality;
mod reconstruction;
mod secret;
mod selftest;
mod session;
mod shape;
mod sharing;
mod short_code;
mod signature;
mod subdivision;
mod time;
mod token;
mod tolerance;
mod tolerance_change;
mod trial;
mod unseen;
mod vouching;

pub use act::{Act, Fact, Facts, Note, OperatorId, Subject};
pub use analysis::{
    Analysis, AnalysisError, FaceBox, LANDMARK_COUNT, Landmarks, MainFace, Openness, Pose,
};
pub use attempts::{AttemptCount, AttemptKey};
pub use attended::{Allowance, Attended};
pub use audit::{AuditCheck, AuditEntry, AuditFlaw, AuditHash, AuditHead, AuditHeadError};
pub use contact::{Contact, ContactError, Department, EmailAddress};
pub use decision::{Cue, Decision, LivenessOutcome, LivenessSummary, Reason, Source};
pub use embedding::{EMBEDDING_LENGTH, Embedding, EmbeddingError, ModelHash, ModelHashError};
pub use erasure::{ErasureReason, ReceiptClaims, Tombstone};
pub use frame::{Frame, FrameError, MAX_SIDE_PIXELS, MIN_SIDE_PIXELS};
pub use identity::{
    Badge, Consent, FaceTemplate, IdentityError, Look, LookKind, MAX_LOOKS, Person, PersonId,
    PersonName, PersonState, PoseName, TemplateId,
};
pub use key::{
    KeyHome, KeyId, KeyKind, KioskKeys, Membership, PublicKey, SiteId, SiteKey, SiteKeys,
};
pub use kiosk_name::{KioskName, KioskNameError};
pub use liveness::{AxisRelief, Gesture, LivenessBounds, Relief, ReliefVerdict, Turn};
pub use operator::{Operator, OperatorName, OperatorNameError, Role};
pub use pin::{PIN_LEAST_DIGITS, PIN_MOST_DIGITS, Pin, PinError};
pub use quality::{Component, Quality};
pub use reconstruction::{
    DEPTH_MAP_SIDE, DEPTH_MAP_SPAN, DEPTH_STEPS, DepthMap, RawReconstruction, Reconstruction,
};
pub use secret::Secret;
pub use selftest::{
    MOST_SPECIES, MOST_TRIALS, NextTrial, SelfTest, SelfTestId, SelfTestPlan, SelfTestPlanError,
    Species,
};
pub use session::{Session, SessionId, SessionKind, SessionScores, SessionTimings};
pub use shape::{SHAPE_CUE, SHAPE_POINTS, SHAPE_REACH, Shape, ShapeError};
pub use sharing::{
    AsideReason, Backlog, Outgoing, Quarantined, Shared, SharedRecord, SharedSession,
};
pub use short_code::{CODE_ALPHABET, ShortCode, ShortCodeError, meant_by};
pub use signature::{
    Drawing, MAX_POINTS, MAX_STROKES, MIN_INK, PAD_WIDTH, Signature, SignatureError, Stroke, ink,
};
pub use subdivision::smooth_normals;
pub use time::{Millis, Timestamp};
pub use token::{
    Assurance, ConsentId, Token, TokenClaims, TokenId, TokenOutcome, TokenTerms, may_sign,
};
pub use tolerance::{
    FalsePositiveCurve, PoseBounds, QualityBounds, Tolerance, ToleranceError, ToleranceName,
};
pub use tolerance_change::{ChangeReason, ChangeReasonError, ToleranceChange};
pub use trial::{Classified, Trial};
pub use unseen::is_unseen;
pub use vouching::{VouchReason, VouchReasonError};
