//! The line to the centre, by itself while a window is there: a round every
//! few seconds. Nothing else ever waits for it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, select};

use super::office::Office;
use super::{Problem, now};
use crate::sync::{Line, Round, SyncError, pause};

/// How long until somebody is asked again whether a centre was joined.
const UNJOINED: Duration = Duration::from_secs(5);

/// What is known of the line beside what the store has, and the way to have a
/// round made at once.
pub(super) struct LineBoard {
    trouble: Mutex<Option<Problem>>,
    wake: (Sender<()>, Receiver<()>),
}

impl Default for LineBoard {
    fn default() -> Self {
        Self {
            trouble: Mutex::default(),
            wake: bounded(1),
        }
    }
}

impl LineBoard {
    /// Why the last round wasn't finished.
    pub(super) fn trouble(&self) -> Option<Problem> {
        let trouble = self.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has a round made now.
    pub(super) fn wake(&self) {
        // One that waits to be made is enough.
        let _ = self.wake.0.try_send(());
    }

    fn keep(&self, trouble: Option<Problem>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

/// The thread that does it. It ends when this is dropped.
pub(super) struct SyncJob {
    _stop: Sender<()>,
}

impl SyncJob {
    /// Starts it.
    pub(super) fn start(office: Arc<Office>) -> Self {
        let (stop, stopped) = bounded(1);
        let spawned = std::thread::Builder::new()
            .name("sync".to_owned())
            .spawn(move || rounds(&office, &stopped));
        if let Err(error) = &spawned {
            tracing::error!(%error, "nothing is exchanged with the centre");
        }
        Self { _stop: stop }
    }
}

fn rounds(office: &Office, stopped: &Receiver<()>) {
    let mut line = None;
    let mut failures = 0_u32;
    loop {
        let tried = match &line {
            Some(line) => round(office, line).map(Some),
            None => match office.wait(Line::of(office.store())) {
                Ok(joined) => {
                    line = joined;
                    Ok(None)
                }
                Err(error) => Err(error),
            },
        };
        office.line.keep(tried.as_ref().err().map(Problem::of));
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
        select! {
            recv(stopped) -> _ => return,
            recv(office.line.wake.1) -> _ => {}
            default(wait) => {}
        }
    }
}

/// A round, and what it brought put to use at once: nobody who verifies next
/// waits for it.
fn round(office: &Office, line: &Line) -> Result<Round, SyncError> {
    office.wait(office.tokens().publish_keys())?;
    let round = office.wait(Line::round(line, now))?;
    if round.used + round.erased > 0 {
        office.refresh_gallery_if_changed()?;
        office.use_newest_tolerance()?;
    }
    Ok(round)
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
