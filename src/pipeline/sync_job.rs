//! The line to the centre, by itself while a window is there: a round every
//! few seconds. Nothing else ever waits for it.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::now;
use super::office::Office;
use crate::sync::{Line, SyncError, pause};

/// How long until somebody is asked again whether a centre was joined.
const UNJOINED: Duration = Duration::from_secs(5);

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
        if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
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
