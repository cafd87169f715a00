//! What staff see of the kiosk itself, and what they may ask of it.

use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use crate::access::Settings;
use crate::camera::{CameraId, CameraInfo};
use crate::domain::{
    Badge, ChangeReason, Operator, OperatorName, PersonId, Pin, Pose, Role, Secret, Timestamp,
    Tolerance, ToleranceChange, ToleranceName, VouchReason,
};
use crate::flow::QualityBar;

use super::{
    AuditIntent, AuditView, CentreIntent, CentreView, ErasuresIntent, ErasuresView, HandOverView,
    Health, KeysIntent, KeysView, LineView, Problem, Progress, RetentionIntent, RetentionView,
    SelfTestIntent, SelfTestView, TokensIntent, TokensView,
};

/// What somebody at the desk wants. Who may is looked at when it is done.
#[derive(Debug)]
pub enum DeskIntent {
    /// Verify by badge and PIN.
    VerifyByPin {
        /// The badge claimed.
        claim: Badge,
        /// The PIN typed.
        pin: Pin,
    },
    /// The signed-in operator vouches for who claims a badge.
    Vouch {
        /// The badge claimed.
        claim: Badge,
        /// Why no face was verified.
        why: VouchReason,
    },
    /// Give a person a PIN.
    SetPin {
        /// Who.
        person: PersonId,
        /// Their PIN.
        pin: Pin,
    },
    /// Make the first administrator of a new kiosk, with its first settings.
    FirstStart {
        /// What was chosen so far.
        settings: Box<Settings>,
        /// The administrator's login name.
        name: OperatorName,
        /// Their password.
        password: Secret<String>,
    },
    /// Keep other settings and use them at once.
    Save(Box<Settings>),
    /// Keep a tolerance profile as the next version of its name.
    SaveTolerance {
        /// Its numbers.
        tolerance: Box<Tolerance>,
        /// Why they are changed.
        why: ChangeReason,
    },
    /// Fill the lists of operators, cameras and profiles.
    Refresh,
    /// Add an operator.
    AddOperator {
        /// Login name.
        name: OperatorName,
        /// What they may do.
        role: Role,
        /// Password.
        password: Secret<String>,
    },
    /// Keep an operator from signing in.
    DisableOperator(OperatorName),
    /// Set an operator's password.
    SetPassword {
        /// Whose.
        name: OperatorName,
        /// The new one.
        password: Secret<String>,
    },
    /// Look through the camera to judge picture, light and pose, or stop it.
    Look(bool),
    /// Use another camera until settings are saved or the page is left.
    TryCamera(CameraId),
    /// Look at everything the program needs.
    CheckHealth,
    /// Something about the attack self-test.
    SelfTest(SelfTestIntent),
    /// Something about the audit.
    Audit(AuditIntent),
    /// Take today's time for right, though a later one was seen before.
    ResetClock {
        /// Why the later time was wrong.
        why: VouchReason,
    },
    /// Keep all templates under another secret.
    RenewTemplates,
    /// Something about tokens.
    Tokens(TokensIntent),
    /// Something about erasures.
    Erasures(ErasuresIntent),
    /// Something about keys and backups.
    Keys(KeysIntent),
    /// Something about the line to the centre.
    Centre(CentreIntent),
    /// Say what is due to be removed, or remove it.
    Retention(RetentionIntent),
    /// What was said about the last work has been read.
    Dismiss,
}

/// How work that was asked for goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WorkStatus {
    /// Nothing was asked.
    #[default]
    Idle,
    /// Under way.
    Working,
    /// Done and kept.
    Done,
    /// Not done.
    Failed {
        /// What happened.
        why: Problem,
    },
}

/// What the camera sees while it is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CameraLook {
    /// How many faces.
    pub faces: usize,
    /// Light and focus of the main face, each with its bound.
    pub bars: Vec<QualityBar>,
    /// How the main face is held.
    pub pose: Option<Pose>,
    /// Whether that is straight enough to verify.
    pub pose_good: bool,
}

/// Staff's view of the kiosk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskView {
    /// The settings in force; none until the data folder is open.
    pub settings: Option<Arc<Settings>>,
    /// Where the data is.
    pub data_folder: PathBuf,
    /// The newest version of every tolerance profile, built-in ones first.
    pub profiles: Vec<Tolerance>,
    /// How the newest versions of those came about that somebody gave a reason
    /// for.
    pub profile_changes: Vec<(ToleranceName, ToleranceChange)>,
    /// Every operator; empty until an administrator asked.
    pub operators: Vec<Operator>,
    /// The ids of operators whose record doesn't open.
    pub damaged_operators: Vec<Uuid>,
    /// The cameras of this machine; empty until somebody asked.
    pub cameras: Vec<CameraInfo>,
    /// Why there are none.
    pub cameras_trouble: Option<Problem>,
    /// The camera that is looked through.
    pub camera: Option<CameraId>,
    /// What it sees, while somebody judges it.
    pub look: Option<CameraLook>,
    /// Health.
    pub health: Health,
    /// Attack self-tests.
    pub selftest: SelfTestView,
    /// The audit.
    pub audit: AuditView,
    /// Tokens.
    pub tokens: TokensView,
    /// Erasures.
    pub erasures: ErasuresView,
    /// The latest time that was seen, if the clock is behind it: no token is
    /// issued or redeemed then.
    pub clock_behind: Option<Timestamp>,
    /// How tokens are handed over.
    pub hand_over: HandOverView,
    /// What is due to be removed; none until an administrator asked.
    pub retention: Option<RetentionView>,
    /// Keys and backups; none until an administrator asked.
    pub keys: Option<KeysView>,
    /// How joining a centre stands; none until an administrator asked.
    pub centre: Option<CentreView>,
    /// The line to the centre.
    pub line: LineView,
    /// How far long work is, while it is under way.
    pub progress: Option<Progress>,
    /// How the last work went.
    pub work: WorkStatus,
    /// How the last way in without a face went: a badge with its PIN, or an
    /// operator who vouches. Other work doesn't hold it up.
    pub way_in: WorkStatus,
}
