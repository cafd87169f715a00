//! The pipeline's thread: takes intents, watches camera and engine, moves the
//! running session on, and publishes what to draw.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::access::SignInError;
use crate::camera::{CameraEvent, CameraId};
use crate::domain::{Decision, Operator, Reason, SessionKind};
use crate::engine::EngineState;
use crate::engine::protocol::StreamId;
use crate::flow::Verdict;
use crate::flow::attempts::TRIES_BEFORE_FRONT_DESK;
use crate::store::StoreError;

use super::desk_asking::Asked;
use super::desk_work::{DeskAnswer, Site};
use super::enrol_thread::EnrolWish;
use super::face_thread::FaceWork;
use super::live::{Message, Shared};
use super::office::{Office, OpenSession, Outcome};
use super::people_view::PeopleIntent;
use super::people_work::PeopleDesk;
use super::requests::VerifyRequest;
use super::retention::RetentionJob;
use super::review_work::ReviewDesk;
use super::running::Running;
use super::sync_job::SyncJob;
use super::{Activity, CameraStatus, Finished, Intent, Problem, Snapshot, StartIntent, now};

/// How long to wait for an intent, or for a frame.
pub(super) const WAIT: Duration = Duration::from_millis(50);
/// Tries belong to one visit until nobody has tried for this long.
const VISIT: Duration = Duration::from_secs(60);
/// An operator who does nothing for this long is signed out.
pub const OPERATOR_IDLE: Duration = Duration::from_secs(5 * 60);
/// How often people enrolled elsewhere, and new operators, are looked for.
const LOOK_AROUND: Duration = Duration::from_secs(3);

/// Answers of the desk's work that may wait.
const DESK_ANSWERS_KEPT: usize = 4;

pub(super) type SignedIn = Result<Operator, SignInError>;

/// What came of the desk's work, and what it was asked for.
type Answered = (Asked, DeskAnswer);

pub(super) struct LiveThread<'a> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) office: Arc<Office>,
    pub(super) site: Site,
    pub(super) camera: CameraId,
    camera_status: CameraStatus,
    pub(super) running: Option<Running>,
    pub(super) people: PeopleDesk,
    pub(super) review: ReviewDesk,
    /// What goes on by itself while the window is there.
    _jobs: (RetentionJob, SyncJob),
    pub(super) face_work: FaceWork,
    pub(super) drawn: Snapshot,
    /// The stream on which the camera is judged, while it is.
    pub(super) looking: Option<StreamId>,
    /// The camera to go back to after another was tried.
    pub(super) tried_from: Option<CameraId>,
    pub(super) desk_answers: (Sender<Answered>, Receiver<Answered>),
    /// How often somebody signed in or out: what was asked for before is late.
    pub(super) sign_ins: u64,
    /// Where the answer to a sign-in comes, while somebody waits for it.
    pub(super) signing_in: Option<Receiver<SignedIn>>,
    tries: u32,
    last_try: Instant,
    pub(super) last_intent: Instant,
    last_look: Option<Instant>,
}

impl<'a> LiveThread<'a> {
    pub(super) fn new(
        shared: &'a Arc<Shared>,
        office: Office,
        site: Site,
        camera: CameraId,
    ) -> Self {
        let office = Arc::new(office);
        let mut new = Self {
            shared,
            people: PeopleDesk::new(Arc::clone(&office), site.exports.clone()),
            review: ReviewDesk::new(Arc::clone(&office), site.exports.clone()),
            _jobs: (
                RetentionJob::start(Arc::clone(&office), site.folder.clone()),
                SyncJob::start(Arc::clone(&office)),
            ),
            office,
            site,
            camera,
            camera_status: CameraStatus::Opening,
            running: None,
            face_work: FaceWork::default(),
            drawn: Snapshot::default(),
            looking: None,
            tried_from: None,
            desk_answers: bounded(DESK_ANSWERS_KEPT),
            sign_ins: 0,
            signing_in: None,
            tries: 0,
            last_try: Instant::now(),
            last_intent: Instant::now(),
            last_look: None,
        };
        // Who asks first is told whether anybody runs this kiosk yet.
        new.look_around();
        new.show_site();
        new
    }

    /// Runs until the window's handle is gone, or the data folder is to be
    /// opened anew for what somebody wants: then nothing here holds it, and
    /// soon nothing else.
    pub(super) fn run(
        mut self,
        messages: &Receiver<Message>,
    ) -> Option<(StartIntent, Weak<Office>)> {
        self.see_clock();
        self.drawn.people.interrupted_enrolment = self.office.interruption();
        loop {
            let wait = if self.running.is_some() || self.looking.is_some() {
                Duration::ZERO
            } else {
                WAIT
            };
            match messages.recv_timeout(wait) {
                Ok(Message::Intent(Intent::Start(wish))) => {
                    // A kiosk that somebody looks after is opened by command.
                    if !self.drawn.has_operators && self.running.is_none() {
                        let office = &self.office;
                        office.wait(office.store().clone().close());
                        return Some((wish, Arc::downgrade(office)));
                    }
                }
                Ok(Message::Intent(intent)) => self.take(intent),
                Ok(Message::UseCamera(camera)) => self.use_camera(camera),
                Ok(Message::Close) => self.drawn.closing = true,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            self.listen();
            self.listen_to_desk();
            self.listen_to_face();
            self.move_on();
            self.look_through_camera();
            self.look_around();
            self.publish();
        }
    }

    fn take(&mut self, intent: Intent) {
        self.last_intent = Instant::now();
        match intent {
            Intent::Verify { claim } => self.verify(VerifyRequest::of(claim)),
            Intent::VerifyAttended {
                claim,
                allowance,
                why,
            } => self.verify_attended(claim, allowance, why),
            Intent::SignIn { name, password } => self.sign_in(&name, password),
            Intent::SignOut => self.sign_out(),
            // It is noted above that somebody is here; the others end the thread.
            Intent::Present | Intent::Start(_) => {}
            Intent::Desk(intent) => self.take_desk(intent),
            Intent::Enrol {
                badge,
                name,
                contact,
                consent,
                allowed,
            } => self.enrol(EnrolWish {
                badge,
                name,
                contact,
                consent,
                allowed,
            }),
            Intent::People(PeopleIntent::AddLook { person, kind }) => self.add_look(person, kind),
            Intent::People(intent) => {
                let operator = self.drawn.operator.as_ref();
                self.people.ask(intent, operator, &mut self.drawn.people);
            }
            Intent::Review(intent) => self.take_review(intent),
            Intent::Cancel => {
                if let Some(mut running) = self.running.take() {
                    let verdict = running.end(Reason::Cancelled);
                    self.conclude(running, verdict);
                }
                self.leave_sign_in();
                // What came to its end before this was heard is kept: it is told.
                if !matches!(
                    self.drawn.activity,
                    Activity::Finished(_) | Activity::Trouble { .. }
                ) {
                    self.drawn.activity = Activity::Idle;
                    self.drawn.enrolment = None;
                }
            }
            Intent::Home => {
                if self.running.is_none() {
                    self.drawn.activity = Activity::Idle;
                    self.drawn.enrolment = None;
                }
            }
        }
    }

    pub(super) fn use_camera(&mut self, camera: CameraId) {
        // Opened again it would find itself in use.
        if camera == self.camera && self.camera_status == CameraStatus::Running {
            return;
        }
        if let Some(mut running) = self.running.take() {
            let verdict = running.end(Reason::CameraChanged);
            self.conclude(running, verdict);
        }
        self.camera_status = CameraStatus::Opening;
        self.shared.use_camera(camera.clone());
        self.camera = camera;
        self.show_site();
    }

    pub(super) fn begin(&mut self, open: OpenSession) {
        self.stop_looking();
        self.running = Some(Running::new(open, &self.shared.camera()));
    }

    /// Takes what came from other threads.
    fn listen(&mut self) {
        self.listen_to_sign_in();
        self.people.listen(&mut self.drawn.people);
        self.review.listen(&mut self.drawn.review);
        let camera = self.shared.camera();
        let events: Vec<CameraEvent> = camera.events().try_iter().collect();
        for event in events {
            self.camera_status = match &event {
                CameraEvent::Lost { why } => CameraStatus::Lost {
                    why: Problem::of(why.as_ref()),
                },
                CameraEvent::Ready(_) | CameraEvent::Back => CameraStatus::Running,
                CameraEvent::IdentityChanged | CameraEvent::Ended => self.camera_status.clone(),
            };
            if let (CameraEvent::Ready(Some(info)), CameraId::First) = (&event, &self.camera) {
                self.camera = CameraId::Device(info.id.clone());
            }
            let Some(mut running) = self.running.take() else {
                continue;
            };
            match running.camera_said(&event) {
                Some(verdict) => self.conclude(running, verdict),
                None => self.running = Some(running),
            }
        }
    }

    /// Moves the running session on by a frame, or for a moment.
    fn move_on(&mut self) {
        let Some(mut running) = self.running.take() else {
            return;
        };
        let step = running.step(&self.office, &self.shared.camera(), WAIT);
        if step.analysed.is_some() {
            self.drawn.analysed = step.analysed;
        }
        self.show_poses(&running);
        if let Some(verdict) = step.verdict {
            self.conclude(running, verdict);
            return;
        }
        self.drawn.activity = Activity::Capturing {
            kind: running.open.kind(),
            badge: running.open.badge().cloned(),
            name: running.open.name().cloned(),
            view: Box::new(running.view()),
        };
        self.running = Some(running);
    }

    pub(super) fn conclude(&mut self, running: Running, verdict: Verdict) {
        let Running { open, portrait, .. } = running;
        self.shared.camera().ask(crate::camera::Prompt::Neutral);
        if open.kind() == SessionKind::SelfTest {
            return self.conclude_trial(open, verdict);
        }
        let cancelled = verdict.reason == Reason::Cancelled;
        if open.kind() == SessionKind::Enrolment {
            self.end_enrolment();
        }
        match self.office.conclude(open, verdict) {
            Ok(outcome) => {
                self.office.hand_over(&outcome);
                if cancelled {
                    self.drawn.activity = Activity::Idle;
                } else {
                    self.finished(&outcome);
                }
                self.measure_face(outcome, portrait);
            }
            Err(error) => self.trouble(Problem::of(&error)),
        }
        // The last picture of a person isn't kept on for the next.
        self.drawn.analysed = None;
        // Whoever was captured, or watched it, was here until now.
        self.last_intent = Instant::now();
    }

    pub(super) fn finished(&mut self, outcome: &Outcome) {
        self.forget_face();
        self.drawn.receipt = self.office.receipt(outcome).map(Arc::new);
        let session = &outcome.session;
        if session.kind == SessionKind::Verification {
            if self.last_try.elapsed() > VISIT || session.decision == Decision::Verified {
                self.tries = 0;
            }
            if session.decision != Decision::Verified {
                self.tries += 1;
            }
            self.last_try = Instant::now();
        }
        let paused = outcome.paused_until.map(|until| until.0 - now().0);
        self.drawn.activity = Activity::Finished(Finished {
            kind: session.kind,
            decision: session.decision,
            reason: session.reason,
            first_name: outcome.name.as_ref().map(|name| name.first().to_owned()),
            at: now(),
            seconds: crate::domain::Millis(session.timings.total_millis).seconds(),
            tries_left: TRIES_BEFORE_FRONT_DESK.saturating_sub(self.tries),
            paused_seconds: paused
                .and_then(|millis| u64::try_from(millis.div_euclid(1000) + 1).ok()),
            attended: session.allowance.is_some(),
        });
    }

    pub(super) fn trouble(&mut self, why: Problem) {
        self.drawn.activity = Activity::Trouble { why };
    }

    /// Now and then, when nothing goes on: who was enrolled elsewhere, whether
    /// there is an operator now, whether the one signed in has gone.
    fn look_around(&mut self) {
        if self.running.is_some() {
            return;
        }
        if self.drawn.operator.is_some() && self.last_intent.elapsed() > OPERATOR_IDLE {
            self.sign_out();
        }
        if self
            .last_look
            .is_some_and(|last| last.elapsed() < LOOK_AROUND)
        {
            return;
        }
        self.last_look = Some(Instant::now());
        if let Err(error) = self.look() {
            tracing::error!(%error, "the store can't be read");
        }
    }

    fn look(&mut self) -> Result<(), StoreError> {
        self.office.refresh_gallery_if_changed()?;
        self.drawn.one_to_many = self.office.one_to_many();
        self.recheck_operator();
        self.look_at_clock()?;
        self.look_at_line()?;
        if !self.drawn.has_operators {
            let store = self.office.store();
            self.drawn.has_operators = self.office.wait(store.has_operators())?;
        }
        Ok(())
    }

    fn publish(&mut self) {
        self.drawn.camera = self.camera_status.clone();
        let engine = self.office.engine().state();
        if let EngineState::Ready(greeting) = &engine {
            self.drawn.greeting = Some(Arc::clone(greeting));
        }
        self.drawn.engine = engine.into();
        self.show_handing_over();
        if *self.shared.snapshot() != self.drawn {
            self.shared.publish(self.drawn.clone());
        }
    }
}
