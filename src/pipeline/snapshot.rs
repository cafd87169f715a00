//! What a window sees of the pipeline, and what it may ask.

use std::sync::Arc;

use crate::domain::{
    Allowance, Analysis, Badge, Consent, Contact, Decision, Frame, Operator, PersonName, Reason,
    Secret, SessionKind, Timestamp, VouchReason,
};
use crate::engine::EngineState;
use crate::engine::protocol::Greeting;
use crate::flow::CaptureView;
use crate::sync::SyncState;

use super::face::MeasuredFace;
use super::kept_poses::EnrolmentView;
use super::people_view::{PeopleIntent, PeopleView};
use super::review_view::{ReviewIntent, ReviewView};
use super::{DeskIntent, DeskView, Problem, Receipt, StartIntent, StartView};

/// What a person at the window wants.
#[derive(Debug)]
pub enum Intent {
    /// Verify, with or without a badge.
    Verify {
        /// The badge claimed.
        claim: Option<Badge>,
    },
    /// The signed-in operator attends somebody who verifies with a badge.
    VerifyAttended {
        /// The badge claimed.
        claim: Badge,
        /// What is allowed.
        allowance: Allowance,
        /// Why.
        why: VouchReason,
    },
    /// An operator signs in.
    SignIn {
        /// Login name as typed.
        name: String,
        /// Password as typed.
        password: Secret<String>,
    },
    /// The operator signs out.
    SignOut,
    /// Somebody is at the window: touches, moves or types something.
    Present,
    /// The signed-in operator enrols a person who has agreed.
    Enrol {
        /// Their badge.
        badge: Badge,
        /// Their name.
        name: PersonName,
        /// What else they said.
        contact: Contact,
        /// What they agreed to.
        consent: Consent,
        /// What the operator allows them, and why.
        allowed: Option<(Allowance, VouchReason)>,
    },
    /// Something about the people who are enrolled.
    People(PeopleIntent),
    /// Something about the sessions that were.
    Review(ReviewIntent),
    /// Other ways in, settings, the first start.
    Desk(DeskIntent),
    /// Something about opening the data folder.
    Start(StartIntent),
    /// Leave what is going on; keeps nothing of it.
    Cancel,
    /// Leave the result and go home.
    Home,
}

/// The camera, in a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CameraStatus {
    /// Being opened.
    #[default]
    Opening,
    /// Sends frames.
    Running,
    /// Away; it is opened again when it is back.
    Lost {
        /// What happened.
        why: Problem,
    },
}

/// The engine, in a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EngineStatus {
    /// Being started.
    #[default]
    Starting,
    /// Analyses frames.
    Ready,
    /// Restarted after it died or hung.
    Restarting,
    /// Can't be started.
    Failed {
        /// What happened.
        why: Problem,
    },
}

impl From<EngineState> for EngineStatus {
    fn from(state: EngineState) -> Self {
        match state {
            EngineState::Starting => Self::Starting,
            EngineState::Ready(_) => Self::Ready,
            EngineState::Restarting { .. } => Self::Restarting,
            EngineState::Failed { fault, .. } => Self::Failed {
                why: Problem::Engine(fault),
            },
        }
    }
}

/// Signing in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SignInStatus {
    /// Nothing asked.
    #[default]
    Idle,
    /// The password is being checked.
    Checking,
    /// Refused: name or password is wrong.
    Refused,
    /// Too many tries.
    Wait {
        /// Seconds to wait.
        seconds: u64,
    },
    /// Couldn't be checked.
    Trouble {
        /// What happened.
        why: Problem,
    },
}

/// Whether people can verify without a badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OneToMany {
    /// Offered.
    Offered,
    /// Nobody is enrolled yet.
    #[default]
    NobodyEnrolled,
    /// The gallery is too large for the profile's false-positive target.
    BadgeRequired,
}

/// What is going on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// Nothing: home.
    #[default]
    Idle,
    /// A capture.
    Capturing {
        /// What for.
        kind: SessionKind,
        /// The badge claimed, or of who is enrolled.
        badge: Option<Badge>,
        /// Who is enrolled.
        name: Option<PersonName>,
        /// What to draw.
        view: Box<CaptureView>,
    },
    /// A decision is made and kept.
    Finished(Finished),
    /// Something went wrong that isn't the person's doing.
    Trouble {
        /// What happened.
        why: Problem,
    },
}

/// A decision as people see it: no scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// What it was for.
    pub kind: SessionKind,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// First name to greet, of who was verified or enrolled.
    pub first_name: Option<String>,
    /// When.
    pub at: Timestamp,
    /// How long it took.
    pub seconds: f64,
    /// Tries left before the front desk is offered alone.
    pub tries_left: u32,
    /// Seconds before another attempt is taken, when paused.
    pub paused_seconds: Option<u64>,
    /// Whether an operator stood beside and allowed something.
    pub attended: bool,
}

/// The face of who was identified, while the result is on the screen.
#[derive(Clone, Debug)]
pub enum FaceView {
    /// It is being measured.
    Coming,
    /// It was.
    Measured(Arc<MeasuredFace>),
}

impl PartialEq for FaceView {
    /// Faces are compared by being the same one.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coming, Self::Coming) => true,
            (Self::Measured(one), Self::Measured(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Everything a window draws, as it is now.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The camera.
    pub camera: CameraStatus,
    /// The engine.
    pub engine: EngineStatus,
    /// What the engine said of itself when it was ready last: versions and
    /// models.
    pub greeting: Option<Arc<Greeting>>,
    /// Who has signed in.
    pub operator: Option<Operator>,
    /// How signing in goes.
    pub sign_in: SignInStatus,
    /// Verifying without a badge.
    pub one_to_many: OneToMany,
    /// Whether there is any operator yet.
    pub has_operators: bool,
    /// What is going on.
    pub activity: Activity,
    /// The newest frame that was analysed, and what was seen in it.
    pub analysed: Option<Arc<(Frame, Analysis)>>,
    /// What an enrolment has so far; kept until its result has been left.
    pub enrolment: Option<Arc<EnrolmentView>>,
    /// The face of who was identified.
    pub face: Option<FaceView>,
    /// The token of who was verified, as a code, while the result is on the
    /// screen.
    pub receipt: Option<Arc<Receipt>>,
    /// People who are enrolled.
    pub people: PeopleView,
    /// What reviewers see of sessions.
    pub review: ReviewView,
    /// What staff see of the kiosk itself.
    pub desk: Arc<DeskView>,
    /// How far this kiosk and its centre are equal, for everybody.
    pub sync: SyncState,
    /// How opening the data folder goes, or went.
    pub start: StartView,
    /// Whether the window is to close.
    pub closing: bool,
}

/// Whether both are the same one, not merely alike.
fn same<T>(one: &Option<Arc<T>>, other: &Option<Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

impl PartialEq for Snapshot {
    /// Frames are compared by being the same one, not pixel by pixel.
    fn eq(&self, other: &Self) -> bool {
        same(&self.analysed, &other.analysed)
            && same(&self.enrolment, &other.enrolment)
            && same(&self.receipt, &other.receipt)
            && self.face == other.face
            && self.people == other.people
            && self.review == other.review
            && self.camera == other.camera
            && self.engine == other.engine
            && same(&self.greeting, &other.greeting)
            && self.operator == other.operator
            && self.sign_in == other.sign_in
            && self.one_to_many == other.one_to_many
            && self.has_operators == other.has_operators
            && self.activity == other.activity
            && self.desk == other.desk
            && self.sync == other.sync
            && self.start == other.start
            && self.closing == other.closing
    }
}
