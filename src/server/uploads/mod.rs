//! Captures over HTTP: the kiosk's own sessions, with frames that somebody
//! sends in the place of a camera's. Engines are few and slow beside requests,
//! so that each has a thread with a short queue; who finds it full comes again.

mod going;
mod once;
mod worker;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use actix_web::http::StatusCode;
use crossbeam_channel::{Sender, TrySendError, bounded};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::error::ApiError;
use super::metrics::Metrics;
use crate::camera::Upload;
use crate::domain::{OperatorId, SessionId};
use crate::pipeline::{EnrolRequest, Office, VerifyRequest};

pub use going::{Capture, CaptureShown};
pub use once::Once;

/// Jobs that wait for an engine (ours): each takes seconds.
const WAITING_JOBS: usize = 8;
/// Uploads that are in memory at the same time, wherever they are (ours: at
/// 8 MB each, 64 MB).
const UPLOADS_AT_ONCE: usize = 8;
/// Captures whose engine is remembered.
const MOST_REMEMBERED: usize = 1024;

/// What a capture is for.
#[derive(Debug)]
pub enum Wanted {
    /// Somebody claims a badge.
    Verification(VerifyRequest),
    /// Somebody is enrolled.
    Enrolment(EnrolRequest),
}

/// What is asked of a capture.
#[derive(Debug)]
enum What {
    /// It begins.
    Begin(Box<Wanted>, u32),
    /// Here are its next frames; they have their place until they are seen.
    Frames(SessionId, Upload, Option<Once>, OwnedSemaphorePermit),
    /// How is it?
    Look(SessionId),
    /// It is given up.
    Stop(SessionId),
}

/// The same, who asks, and where the answer goes.
struct Job {
    what: What,
    by: OperatorId,
    reply: oneshot::Sender<Result<Capture, ApiError>>,
}

/// An engine, and what it has to do.
struct Place {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
    /// Captures that go on there.
    going: Arc<AtomicUsize>,
}

/// The engines and the captures on them.
pub struct Uploads {
    engines: Vec<Place>,
    /// Which engine a capture is on, and whose it is.
    places: Mutex<HashMap<SessionId, (usize, OperatorId)>>,
    memory: Arc<Semaphore>,
}

impl Uploads {
    /// Captures on these offices' engines, a thread each.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(offices: Vec<Office>, metrics: &Metrics) -> std::io::Result<Self> {
        let mut engines = Vec::new();
        for (number, office) in offices.into_iter().enumerate() {
            let (jobs, waiting) = bounded(WAITING_JOBS);
            let going = Arc::new(AtomicUsize::new(0));
            let counted = metrics.captures(number);
            let worker = worker::Worker::new(office, counted, Arc::clone(&going));
            let thread = std::thread::Builder::new()
                .name("uploads".to_owned())
                .spawn(move || worker.run(&waiting))?;
            engines.push(Place {
                jobs,
                thread,
                going,
            });
        }
        Ok(Self {
            engines,
            places: Mutex::default(),
            memory: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
        })
    }

    /// Begins a capture where fewest go on and wait.
    ///
    /// # Errors
    /// 503 where too many wait, or why it can't begin.
    pub async fn begin(
        &self,
        wanted: Wanted,
        frames_per_second: u32,
        by: OperatorId,
    ) -> Result<Capture, ApiError> {
        let load =
            |(_, place): &(usize, &Place)| place.going.load(Ordering::Relaxed) + place.jobs.len();
        let least = self.engines.iter().enumerate().min_by_key(load);
        let (engine, _) = least.ok_or_else(no_engine)?;
        let what = What::Begin(Box::new(wanted), frames_per_second);
        let begun = self.ask(engine, what, by).await?;
        let mut places = self.places();
        if places.len() >= MOST_REMEMBERED {
            // Those are minutes old: ids are UUIDv7.
            let mut ids: Vec<SessionId> = places.keys().copied().collect();
            ids.sort_unstable();
            for id in ids.iter().take(MOST_REMEMBERED / 2) {
                places.remove(id);
            }
        }
        places.insert(begun.id(), (engine, by));
        Ok(begun)
    }

    /// A place in memory for an upload to a capture, to be taken before its
    /// body is read.
    ///
    /// # Errors
    /// 404 where there is no such capture of this operator, 503 where there is
    /// no place.
    pub fn place(&self, id: SessionId, by: OperatorId) -> Result<OwnedSemaphorePermit, ApiError> {
        self.engine_of(id, by)?;
        Arc::clone(&self.memory)
            .try_acquire_owned()
            .map_err(|_| busy())
    }

    /// Has a capture look at its next frames.
    ///
    /// # Errors
    /// 404 where there is no such capture of this operator, 503 where too much
    /// waits, or why the frames can't be used.
    pub async fn frames(
        &self,
        id: SessionId,
        (upload, once): (Upload, Option<Once>),
        place: OwnedSemaphorePermit,
        by: OperatorId,
    ) -> Result<Capture, ApiError> {
        let what = What::Frames(id, upload, once, place);
        self.ask(self.engine_of(id, by)?, what, by).await
    }

    /// How a capture is.
    ///
    /// # Errors
    /// As for frames.
    pub async fn look(&self, id: SessionId, by: OperatorId) -> Result<Capture, ApiError> {
        self.ask(self.engine_of(id, by)?, What::Look(id), by).await
    }

    /// Gives a capture up.
    ///
    /// # Errors
    /// As for frames.
    pub async fn stop(&self, id: SessionId, by: OperatorId) -> Result<Capture, ApiError> {
        self.ask(self.engine_of(id, by)?, What::Stop(id), by).await
    }

    fn engine_of(&self, id: SessionId, by: OperatorId) -> Result<usize, ApiError> {
        let found = self.places().get(&id).copied();
        found
            .filter(|(_, whose)| *whose == by)
            .map(|(engine, _)| engine)
            .ok_or_else(ApiError::not_found)
    }

    fn places(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, (usize, OperatorId)>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self, engine: usize, what: What, by: OperatorId) -> Result<Capture, ApiError> {
        let (reply, answer) = oneshot::channel();
        let jobs = &self.engines.get(engine).ok_or_else(no_engine)?.jobs;
        let job = Job { what, by, reply };
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => busy(),
            TrySendError::Disconnected(_) => no_engine(),
        })?;
        answer.await.map_err(|_| no_engine())?
    }
}

impl Drop for Uploads {
    fn drop(&mut self) {
        for Place { jobs, thread, .. } in self.engines.drain(..) {
            drop(jobs);
            if thread.join().is_err() {
                tracing::error!("a thread of the uploads panicked");
            }
        }
    }
}

/// Too much waits already.
fn busy() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "the engines have as much to do as they can; send this again in a moment",
    )
    .retry_after(1)
}

/// There is none, or it doesn't answer.
fn no_engine() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "engine_unavailable",
        "no engine answers here; look at what doctor says on the service's machine",
    )
    .retry_after(5)
}
