//! What things are: plain values, parsed once and valid ever after.
//!
//! No I/O, no clock and no async here. Everything that people, screens and
//! documents have a word for has that word as its type's name.

mod act;
mod analysis;
mod attempts;
mod attended;
mod audit;
mod consent_receipt;
mod contact;
mod cue_kind;
mod decision;
mod drawn;
mod embedding;
mod erasure;
mod false_positives;
mod frame;
mod identity;
mod key;
mod kiosk_name;
mod liveness;
mod login;
mod mark;
mod operator;
mod pin;
mod quality;
mod reconstruction;
mod recovery_key;
mod replay;
mod secret;
mod selftest;
mod session;
mod shape;
mod shape_difference;
mod sharing;
mod short_code;
mod signature;
mod start_files;
mod subdivision;
mod time;
mod token;
mod token_state;
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
pub use consent_receipt::ConsentClaims;
pub use contact::{Contact, ContactError, Department, EmailAddress};
pub use cue_kind::{CueKind, CueState};
pub use decision::{Cue, Decision, LivenessOutcome, LivenessSummary, Reason, Source};
pub use drawn::{DrawnFrom, DrawnOrder};
pub use embedding::{EMBEDDING_LENGTH, Embedding, EmbeddingError, ModelHash, ModelHashError};
pub use erasure::{ErasureReason, ReceiptClaims, Tombstone};
pub use false_positives::FalsePositiveCurve;
pub use frame::{Frame, FrameError, MAX_SIDE_PIXELS, MIN_SIDE_PIXELS};
pub use identity::{
    BADGE_LONGEST, Badge, Consent, FaceTemplate, IdentityError, Look, LookKind, MAX_LOOKS, Person,
    PersonId, PersonName, PersonState, PoseName, TemplateId,
};
pub use key::{
    KeyHome, KeyId, KeyKind, KioskKeys, Membership, PublicKey, RetiredKey, SiteId, SiteKey,
    SiteKeys,
};
pub use kiosk_name::{KioskName, KioskNameError};
pub use liveness::{AxisRelief, Gesture, LivenessBounds, Relief, ReliefVerdict, Turn};
pub use login::{Login, LoginId};
pub use mark::{Mark, MarkNote, MarkNoteError, Standing, Truth, TruthError};
pub use operator::{Operator, OperatorName, OperatorNameError, Role};
pub use pin::{PIN_LEAST_DIGITS, PIN_MOST_DIGITS, Pin, PinError};
pub use quality::{Component, Quality};
pub use reconstruction::{
    DEPTH_MAP_SIDE, DEPTH_MAP_SPAN, DEPTH_STEPS, DepthMap, RawReconstruction, Reconstruction,
};
pub use recovery_key::{RecoveryKey, RecoveryKeyError};
pub use replay::{
    Asked, MESH_STEPS, MOST_MESHES, MOST_MOMENTS, Measure, MeshMoment, Moment, Replay, ReplayError,
};
pub use secret::Secret;
pub use selftest::{
    MOST_SPECIES, MOST_TRIALS, NextTrial, SelfTest, SelfTestId, SelfTestPlan, SelfTestPlanError,
    Species,
};
pub use session::{Session, SessionId, SessionKind, SessionScores, SessionTimings};
pub use shape::{SHAPE_CUE, SHAPE_POINTS, SHAPE_REACH, Shape, ShapeError};
pub use shape_difference::{MILLIMETRES_OF_EYES, ShapeDifference};
pub use sharing::{
    AsideReason, Backlog, Outgoing, Quarantined, Shared, SharedRecord, SharedSession, UnsentReason,
};
pub use short_code::{CODE_ALPHABET, ShortCode, ShortCodeError, meant_by};
pub use signature::{
    Drawing, MAX_POINTS, MAX_STROKES, MIN_INK, PAD_WIDTH, Signature, SignatureError, Stroke, ink,
};
pub use start_files::{StartChange, StartFiles, StartListClaims, StartSettings};
pub use subdivision::smooth_normals;
pub use time::{Millis, Timestamp};
pub use token::{
    Assurance, ConsentId, Token, TokenClaims, TokenId, TokenOutcome, TokenTerms, may_sign,
};
pub use token_state::{RevocationReason, TokenState};
pub use tolerance::{
    OfflineTokens, PoseBounds, QualityBounds, Tolerance, ToleranceError, ToleranceName,
};
pub use tolerance_change::{ChangeReason, ChangeReasonError, ToleranceChange};
pub use trial::{Classified, Trial};
pub use unseen::is_unseen;
pub use vouching::{VouchReason, VouchReasonError};
