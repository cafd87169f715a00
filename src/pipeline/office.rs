//! Opens sessions and concludes them: who may try, with which thresholds, and
//! what is kept. Window and commands go through here alike.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use uuid::Uuid;

use crate::access::{Operators, Tokens};
use crate::camera::CameraId;
use crate::domain::{
    Allowance, AttemptKey, Badge, Decision, FalsePositiveCurve, Millis, ModelHash, PersonName,
    Reason, Replay, Session, SessionId, SessionKind, Timestamp, TokenOutcome, Tolerance,
};
use crate::engine::Engine;
use crate::engine::protocol::StreamId;
use crate::flow::attempts::{self, Admission};
use crate::flow::{Draw, Verdict, profiles};
use crate::gallery::Gallery;
use crate::store::{PeopleStamp, Store, StoreError};

use super::capture::{Against, Capture};
use super::handing_over::Couriers;
use super::selftest::OpenTrial;
use super::sync_job::LineBoard;
use super::texture::Look;
use super::{EnrolRequest, KeyRoom, OneToMany, VerifyRequest, looks::OpenLook, now};

/// Everything that sessions need, for as long as the program runs.
pub struct Office {
    runtime: tokio::runtime::Runtime,
    pub(super) store: Store,
    operators: Operators,
    pub(super) tokens: Tokens,
    engine: Engine,
    pub(super) model: ModelHash,
    tolerance: RwLock<Arc<Tolerance>>,
    pub(super) keys: Option<Mutex<KeyRoom>>,
    curve: FalsePositiveCurve,
    gallery: RwLock<Arc<Gallery>>,
    gallery_stamp: Mutex<Option<PeopleStamp>>,
    pub(super) couriers: Mutex<Couriers>,
    pub(super) line: LineBoard,
}

/// A session whose capture is going on.
#[derive(Debug)]
pub struct OpenSession {
    pub(super) id: SessionId,
    pub(super) started_at: Timestamp,
    pub(super) camera: CameraId,
    pub(super) purpose: Purpose,
    /// The capture itself.
    pub capture: Capture,
    /// Frames passed over so far.
    pub frames_dropped: u64,
    /// Times the engine was restarted so far.
    pub engine_restarts: u32,
}

/// What a session is for.
#[derive(Debug)]
pub(super) enum Purpose {
    Verify(VerifyRequest),
    Enrol(EnrolRequest),
    AddLook(Box<OpenLook>),
    SelfTest(Box<OpenTrial>),
}

/// What begins when somebody wants to verify.
#[derive(Debug)]
pub enum Begun {
    /// A capture.
    Capture(Box<OpenSession>),
    /// It is decided already; the session is kept.
    Decided(Box<Outcome>),
}

/// A session as concluded and kept.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The session.
    pub session: Session,
    /// The badge of who was verified, enrolled or claimed.
    pub badge: Option<Badge>,
    /// The name of who was verified or enrolled.
    pub name: Option<PersonName>,
    /// No further attempt is taken before this time.
    pub paused_until: Option<Timestamp>,
    /// The engine's stream that its frames were in, if there were any.
    pub(super) stream: Option<StreamId>,
    /// Frames for the texture's hint.
    pub(super) looks: Vec<Look>,
    /// What was measured in each moment.
    pub(super) replay: Option<Arc<Replay>>,
    /// The receipt that it may leave the kiosk with.
    pub token: TokenOutcome,
}

impl Office {
    /// Puts the parts together and reads the gallery.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn new(
        runtime: tokio::runtime::Runtime,
        store: Store,
        (operators, tokens): (Operators, Tokens),
        engine: Engine,
        model: ModelHash,
        tolerance: Tolerance,
    ) -> Result<Self, StoreError> {
        let people = runtime.block_on(store.gallery(model))?;
        Ok(Self {
            gallery: RwLock::new(Arc::new(Gallery::new(people, model))),
            gallery_stamp: Mutex::default(),
            couriers: Mutex::default(),
            line: LineBoard::default(),
            curve: profiles::false_positive_curve(),
            runtime,
            store,
            operators,
            tokens,
            engine,
            model,
            tolerance: RwLock::new(Arc::new(tolerance)),
            keys: None,
        })
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Operators and their passwords.
    #[must_use]
    pub fn operators(&self) -> &Operators {
        &self.operators
    }

    /// The tolerance profile in force.
    #[must_use]
    pub fn tolerance(&self) -> Arc<Tolerance> {
        Arc::clone(
            &self
                .tolerance
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Puts another tolerance profile in force, for sessions that begin from
    /// now on.
    pub fn use_tolerance(&self, tolerance: Tolerance) {
        *self
            .tolerance
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(tolerance);
    }

    /// Waits for something of the store.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Everybody's templates as they are now.
    #[must_use]
    pub fn gallery(&self) -> Arc<Gallery> {
        Arc::clone(&self.gallery.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the gallery again after people have changed.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn refresh_gallery(&self) -> Result<(), StoreError> {
        let people = self.wait(self.store.gallery(self.model))?;
        let gallery = Arc::new(Gallery::new(people, self.model));
        *self.gallery.write().unwrap_or_else(PoisonError::into_inner) = gallery;
        Ok(())
    }

    /// Reads the gallery again if anybody was enrolled, changed or removed
    /// since, by this program or another.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn refresh_gallery_if_changed(&self) -> Result<(), StoreError> {
        let stamp = self.wait(self.store.people_stamp())?;
        let mut last = self
            .gallery_stamp
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() != Some(&stamp) {
            self.refresh_gallery()?;
            *last = Some(stamp);
        }
        Ok(())
    }

    /// Whether people can verify without a badge.
    #[must_use]
    pub fn one_to_many(&self) -> OneToMany {
        match (self.gallery().is_empty(), self.search_threshold()) {
            (true, _) => OneToMany::NobodyEnrolled,
            (_, Some(_)) => OneToMany::Offered,
            (_, None) => OneToMany::BadgeRequired,
        }
    }

    fn search_threshold(&self) -> Option<f32> {
        let looks = self.gallery().looks();
        self.curve.threshold_under(looks, &self.tolerance())
    }

    /// Begins a verification, or refuses it at once.
    ///
    /// # Errors
    /// When the store can't be read or written.
    pub fn begin_verification(
        &self,
        request: VerifyRequest,
        camera: &CameraId,
    ) -> Result<Begun, StoreError> {
        self.get_ready()?;
        let claim = request.claim.clone();
        let key = attempt_key(claim.as_ref());
        let count = self.wait(self.store.attempts(&key))?;
        let admission = attempts::admission(&key, count, now());
        let gallery = self.gallery();
        let claimed = claim.as_ref().map(|badge| gallery.by_badge(badge));
        let refusal = match (admission, claimed) {
            (Admission::Paused { .. } | Admission::Disabled, _) => {
                Some((Decision::Inconclusive, Reason::Locked))
            }
            (Admission::Go, Some(None)) => Some((Decision::NotVerified, Reason::NotEnrolled)),
            // Somebody vouches for one person's way, not for whoever it is.
            (Admission::Go, None) if request.attended.is_some() => {
                Some((Decision::Inconclusive, Reason::BadgeRequired))
            }
            (Admission::Go, None) => match self.one_to_many() {
                OneToMany::Offered => None,
                OneToMany::NobodyEnrolled => Some((Decision::NotVerified, Reason::NotEnrolled)),
                OneToMany::BadgeRequired => Some((Decision::Inconclusive, Reason::BadgeRequired)),
            },
            // In whatever state: that their access is switched off is told to
            // the person alone, once they are recognised.
            (Admission::Go, Some(Some(_))) => None,
        };
        let against = claimed
            .flatten()
            .map_or(Against::Everybody, |person| Against::Claim(person.id));
        let allowance = request.attended.as_ref().map(|attended| attended.allowance);
        let avoid = self.last_order(claim.as_ref())?;
        let capture = self.verification_capture(against, avoid, allowance)?;
        let open = OpenSession::new(Purpose::Verify(request), camera.clone(), capture);
        match refusal {
            None => Ok(Begun::Capture(Box::new(open))),
            Some((decision, reason)) => {
                let verdict = Verdict {
                    decision,
                    ..Verdict::inconclusive(reason, Millis(0))
                };
                let outcome = self.conclude(open, verdict)?;
                Ok(Begun::Decided(Box::new(outcome)))
            }
        }
    }

    /// A verification's capture, with a challenge drawn for it that isn't
    /// `avoid`.
    pub(super) fn verification_capture(
        &self,
        against: Against,
        avoid: Vec<String>,
        allowance: Option<Allowance>,
    ) -> Result<Capture, StoreError> {
        let threshold = match against {
            Against::Claim(_) => self.tolerance().match_threshold,
            Against::Everybody => self.search_threshold().unwrap_or(1.0),
        };
        let draw = Draw {
            nonce: nonce()?,
            avoid,
            allowance,
        };
        let stream = self.engine.new_stream();
        let tolerance = Tolerance::clone(&self.tolerance());
        Ok(Capture::verification(
            tolerance, threshold, against, draw, stream,
        ))
    }

    /// The order of a claim's last challenge, in its words.
    fn last_order(&self, claim: Option<&Badge>) -> Result<Vec<String>, StoreError> {
        let Some(badge) = claim else {
            return Ok(Vec::new());
        };
        let last = self.wait(self.store.last_challenged(badge))?;
        Ok(last
            .map(|session| session.liveness.order)
            .unwrap_or_default())
    }

    /// Begins an enrolment.
    ///
    /// # Errors
    /// `BadgeTaken`, or when the store can't be read.
    pub fn begin_enrolment(
        &self,
        request: EnrolRequest,
        camera: &CameraId,
    ) -> Result<OpenSession, StoreError> {
        self.get_ready()?;
        if self.wait(self.store.badge_taken(&request.badge))? {
            return Err(StoreError::BadgeTaken);
        }
        let draw = Draw {
            nonce: nonce()?,
            avoid: Vec::new(),
            allowance: request.allowed.as_ref().map(|(allowance, _)| *allowance),
        };
        let stream = self.engine.new_stream();
        let capture = Capture::enrolment(Tolerance::clone(&self.tolerance()), draw, stream);
        Ok(OpenSession::new(
            Purpose::Enrol(request),
            camera.clone(),
            capture,
        ))
    }
}

impl OpenSession {
    pub(super) fn new(purpose: Purpose, camera: CameraId, capture: Capture) -> Self {
        Self {
            id: SessionId(Uuid::now_v7()),
            started_at: now(),
            camera,
            purpose,
            capture,
            frames_dropped: 0,
            engine_restarts: 0,
        }
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> SessionKind {
        match self.purpose {
            Purpose::Verify(_) => SessionKind::Verification,
            Purpose::Enrol(_) | Purpose::AddLook(_) => SessionKind::Enrolment,
            Purpose::SelfTest(_) => SessionKind::SelfTest,
        }
    }

    /// The badge claimed, or of who is enrolled.
    #[must_use]
    pub fn badge(&self) -> Option<&Badge> {
        match &self.purpose {
            Purpose::Verify(request) => request.claim.as_ref(),
            Purpose::Enrol(request) => Some(&request.badge),
            Purpose::AddLook(look) => Some(&look.person.badge),
            Purpose::SelfTest(_) => None,
        }
    }

    /// Who is enrolled.
    #[must_use]
    pub fn name(&self) -> Option<&PersonName> {
        match &self.purpose {
            Purpose::Verify(_) | Purpose::SelfTest(_) => None,
            Purpose::Enrol(request) => Some(&request.name),
            Purpose::AddLook(look) => Some(&look.person.name),
        }
    }
}

/// A number that nobody can guess, for one session alone.
pub(super) fn nonce() -> Result<[u8; 16], StoreError> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|_| StoreError::Sealing)?;
    Ok(nonce)
}

/// What failures of a claim are counted against.
pub(super) fn attempt_key(claim: Option<&Badge>) -> AttemptKey {
    claim.map_or(AttemptKey::Kiosk, |badge| AttemptKey::Claim(badge.clone()))
}
