//! The thread of an engine: does one job after another, and lets go of
//! captures that nobody sends frames for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::going::{Asked, Capture};
use super::{Job, Once, Wanted, What, busy, no_engine};
use crate::camera::{CameraId, Upload, UploadError, Uploads};
use crate::domain::{OperatorId, Reason, SessionId};
use crate::engine::EngineState;
use crate::flow::Verdict;
use crate::pipeline::{Begun, Office, Outcome, Stepped};
use crate::server::error::ApiError;
use crate::server::metrics::Captures;

/// Captures that go on at the same time on one engine (ours).
const MOST_GOING: usize = 16;
/// Of which one operator has so many at most (ours): others find a place.
const MOST_OF_ONE: usize = 12;
/// Outcomes that can be asked for again.
const MOST_ENDED: usize = 64;
/// A capture without frames for so long is let go (ours).
const IDLE: Duration = Duration::from_secs(20);
/// No capture goes on for longer (ours): an enrolment takes half a minute.
const LONGEST: Duration = Duration::from_secs(180);
/// How often captures are looked at that nobody asks about.
const TICK: Duration = Duration::from_secs(1);
/// How long a capture waits for an engine that went away: others wait, too.
const PATIENCE: Duration = Duration::from_secs(10);

/// A capture that goes on.
struct Going {
    by: OperatorId,
    session: Stepped,
    uploads: Uploads,
    begun: Instant,
    fed: Instant,
    /// The upload that was looked at last, if its client named it.
    last: Option<Once>,
}

/// An engine's captures.
pub(super) struct Worker {
    office: Office,
    going: HashMap<SessionId, Going>,
    ended: VecDeque<(OperatorId, Box<Outcome>)>,
    counted: Captures,
    /// How many captures go on, for who chooses an engine.
    load: Arc<AtomicUsize>,
}

impl Worker {
    pub(super) fn new(office: Office, counted: Captures, load: Arc<AtomicUsize>) -> Self {
        Self {
            office,
            going: HashMap::new(),
            ended: VecDeque::new(),
            counted,
            load,
        }
    }

    /// Works until nobody can ask any more; what goes on then is let go.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            match jobs.recv_timeout(TICK) {
                // Whoever asked has gone: nothing of it is done.
                Ok(job) if job.reply.is_closed() => {}
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.let_go(|going, now| {
                now.saturating_duration_since(going.fed) > IDLE
                    || now.saturating_duration_since(going.begun) > LONGEST
            });
            let engine = self.office.engine();
            let ready = matches!(engine.state(), EngineState::Ready(_));
            let going = self.going.len();
            self.load.store(going, Ordering::Relaxed);
            self.counted
                .now(going, jobs.len(), ready, engine.restarts());
        }
        self.let_go(|_, _| true);
    }

    fn take(&mut self, job: Job) {
        let Job { what, by, reply } = job;
        let answer = match what {
            What::Begin(wanted, rate) => self.begin(*wanted, rate, by),
            What::Frames(id, upload, once, _place) => self.frames(id, by, (&upload, once)),
            What::Look(id) => self.look(id, by),
            What::Stop(id) => self.stop(id, by),
        };
        let measured = match &answer {
            Ok(Capture::Ended(outcome)) => Some(outcome.clone()),
            _ => None,
        };
        // Nobody listens any more: it is kept, and can be asked for.
        let _ = reply.send(answer);
        if let Some(outcome) = measured {
            // They have been told.
            self.office.measure_face(&outcome);
        }
    }

    fn begin(&mut self, wanted: Wanted, rate: u32, by: OperatorId) -> Result<Capture, ApiError> {
        let of_one = self.going.values().filter(|going| going.by == by);
        if self.going.len() >= MOST_GOING || of_one.count() >= MOST_OF_ONE {
            return Err(busy());
        }
        if !matches!(self.office.engine().state(), EngineState::Ready(_)) {
            return Err(no_engine());
        }
        // Whoever has saved another version meanwhile, here or elsewhere.
        self.office.use_newest_tolerance()?;
        let camera = CameraId::Upload;
        let open = match wanted {
            Wanted::Verification(request) => {
                match self.office.begin_verification(request, &camera)? {
                    Begun::Capture(open) => *open,
                    Begun::Decided(outcome) => return Ok(self.remember(by, *outcome)),
                }
            }
            Wanted::Enrolment(request) => self.office.begin_enrolment(request, &camera)?,
        };
        let session = Stepped::new(&self.office, open, PATIENCE);
        let asked = Asked::of(&session);
        let now = Instant::now();
        let going = Going {
            by,
            uploads: Uploads::new(rate),
            begun: now,
            fed: now,
            last: None,
            session,
        };
        self.going.insert(going.session.id(), going);
        // Before who asked for it asks for the next one.
        self.load.store(self.going.len(), Ordering::Relaxed);
        Ok(Capture::Going(asked))
    }

    fn frames(
        &mut self,
        id: SessionId,
        by: OperatorId,
        (upload, once): (&Upload, Option<Once>),
    ) -> Result<Capture, ApiError> {
        let Some(going) = self.going.get_mut(&id).filter(|going| going.by == by) else {
            return self.look(id, by);
        };
        going.fed = Instant::now();
        if let Some(once) = &once
            && once.is_again(going.last.as_ref())?
        {
            return Ok(Capture::Going(Asked::of(&going.session)));
        }
        let mut number = 0;
        while let Some(frame) = going.uploads.next(upload, number)? {
            number += 1;
            if let Some(verdict) = going.session.frame(&self.office, &frame) {
                return self.conclude(id, verdict);
            }
        }
        going.fed = Instant::now();
        going.last = once;
        Ok(Capture::Going(Asked::of(&going.session)))
    }

    fn look(&self, id: SessionId, by: OperatorId) -> Result<Capture, ApiError> {
        if let Some(going) = self.going.get(&id).filter(|going| going.by == by) {
            return Ok(Capture::Going(Asked::of(&going.session)));
        }
        let mut ended = self.ended.iter();
        let found = ended.find(|(whose, outcome)| *whose == by && outcome.session.id == id);
        found
            .map(|(_, outcome)| Capture::Ended(outcome.clone()))
            .ok_or_else(ApiError::not_found)
    }

    fn stop(&mut self, id: SessionId, by: OperatorId) -> Result<Capture, ApiError> {
        let Some(going) = self.going.get_mut(&id).filter(|going| going.by == by) else {
            return self.look(id, by);
        };
        let verdict = going.session.end(Reason::Cancelled);
        self.conclude(id, verdict)
    }

    fn conclude(&mut self, id: SessionId, verdict: Verdict) -> Result<Capture, ApiError> {
        let Some(going) = self.going.remove(&id) else {
            return Err(ApiError::not_found());
        };
        let outcome = going.session.conclude(&self.office, verdict)?;
        Ok(self.remember(going.by, outcome))
    }

    fn remember(&mut self, by: OperatorId, outcome: Outcome) -> Capture {
        self.counted.ended(&outcome.session);
        let outcome = Box::new(outcome);
        if self.ended.len() == MOST_ENDED {
            self.ended.pop_front();
        }
        self.ended.push_back((by, outcome.clone()));
        Capture::Ended(outcome)
    }

    /// Ends captures as one at the kiosk ends whose person walks away.
    fn let_go(&mut self, is_over: impl Fn(&Going, Instant) -> bool) {
        let now = Instant::now();
        let over: Vec<SessionId> = self
            .going
            .iter()
            .filter(|(_, going)| is_over(going, now))
            .map(|(id, _)| *id)
            .collect();
        for id in over {
            let Some(going) = self.going.get_mut(&id) else {
                continue;
            };
            let verdict = going.session.end(Reason::TimedOut);
            if let Err(error) = self.conclude(id, verdict) {
                tracing::warn!(%error, "a capture that was left isn't kept");
            }
        }
    }
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::TooLarge | UploadError::TooMany => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, "frames", &error)
    }
}
