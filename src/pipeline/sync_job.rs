//! The line to the centre, by itself while a window is there: a round every
//! few seconds. Nothing else ever waits for it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::office::Office;
use super::{Problem, now};
use crate::sync::{Line, SyncError, pause, status};

pub use crate::sync::SyncStatus;

/// How long until somebody is asked again whether a centre was joined.
const UNJOINED: Duration = Duration::from_secs(5);

/// What an administrator wants of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncIntent {
    /// Say how it is.
    Look,
    /// Make a round now.
    Now,
    /// Have what the centre refused sent once more, now.
    Retry,
}

/// The line as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncView {
    /// How far both are equal.
    pub status: SyncStatus,
    /// Why the last round wasn't finished; none where it was.
    pub problem: Option<Problem>,
}

/// The thread that does it. It ends when this is dropped.
pub(super) struct SyncJob {
    wake: Sender<()>,
    problem: Arc<Mutex<Option<Problem>>>,
}

impl SyncJob {
    /// Starts it.
    pub(super) fn start(office: Arc<Office>) -> Self {
        let (wake, woken) = bounded(1);
        let problem = Arc::new(Mutex::new(None));
        let job = Self {
            wake,
            problem: Arc::clone(&problem),
        };
        let spawned = std::thread::Builder::new()
            .name("sync".to_owned())
            .spawn(move || rounds(&office, &woken, &problem));
        if let Err(error) = &spawned {
            tracing::error!(%error, "nothing is exchanged with the centre");
        }
        job
    }

    /// Makes a round now.
    pub(super) fn wake(&self) {
        // One that is asked for already is enough.
        let _ = self.wake.try_send(());
    }

    /// Why the last round wasn't finished, if it wasn't.
    pub(super) fn problem(&self) -> Option<Problem> {
        let problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        problem.clone()
    }
}

fn rounds(office: &Office, woken: &Receiver<()>, problem: &Mutex<Option<Problem>>) {
    let mut line = None;
    let mut failures = 0_u32;
    loop {
        let tried = match &line {
            Some(line) => office.wait(Line::round(line, now)).map(Some),
            None => match office.wait(Line::of(office.store())) {
                Ok(joined) => {
                    line = joined;
                    Ok(None)
                }
                Err(error) => Err(error),
            },
        };
        let wait = match &tried {
            Ok(None) if line.is_none() => UNJOINED,
            Ok(None) => Duration::ZERO,
            Ok(Some(_)) => {
                failures = 0;
                pause(0, drawn())
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                told(error, failures);
                // Somebody may have joined anew.
                if !error.is_offline() {
                    line = None;
                }
                pause(failures, drawn())
            }
        };
        let mut kept = problem.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = tried.err().map(|error| Problem::from(&error));
        drop(kept);
        if woken.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
    }
}

/// Once is enough for a centre that is away for days.
fn told(error: &SyncError, failures: u32) {
    if failures == 1 {
        tracing::warn!(%error, "the centre wasn't reached; what waits is kept");
    }
}

/// Anything from 0 to 1; where the system has no random numbers, the middle.
fn drawn() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

/// How the line is.
pub(super) fn look(office: &Office, job: &SyncJob) -> Result<SyncView, Problem> {
    let status = office.wait(status(office.store(), now()));
    Ok(SyncView {
        status: status.map_err(|error| Problem::from(&error))?,
        problem: job.problem(),
    })
}
