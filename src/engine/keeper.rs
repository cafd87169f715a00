//! Keeps a child running. Two threads share one record: the
//! *keeper* starts a child, greets it, waits for its end and starts the next;
//! the *watch* ends a child that lets a deadline pass, dies or grows.
//!
//! The keeper's thread lives as long as the engine: a child asks the kernel to
//! be ended with the thread that started it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{info, warn};

use super::child::{self, Broken};
use super::config::{EngineConfig, EngineFault, EngineState};
use super::protocol::FirstWord;
use super::record::{Deadline, Ended, Shared, Useless};

/// How often the watch looks; deadlines are kept to within this.
const TICK: Duration = Duration::from_millis(200);
/// Pauses before a child is replaced, by how many ended in a row without a
/// good answer. Ours: at once at first, for a session may be waiting.
const PAUSES: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];
/// Pause once it has failed.
const LONG_PAUSE: Duration = Duration::from_secs(30);

/// The watch's thread.
pub(super) fn watch(shared: &Shared) {
    let mut record = shared.record();
    while !record.closing {
        if let Some(ended) = record.trouble(&shared.config) {
            record.end(ended);
            drop(record);
            shared.announce();
            record = shared.record();
        }
        record = shared.wait(record, TICK);
    }
    record.end(Ended::ByUs("it is no longer needed".to_owned()));
}

/// The keeper's thread.
pub(super) fn keep(shared: &Shared) {
    while let Some(ended) = run_child(shared) {
        let mut record = shared.record();
        record.in_a_row = if record.worked {
            1
        } else {
            record.in_a_row + 1
        };
        record.worked = false;
        record.restarts += 1;
        let why = ended.why();
        warn!(%why, in_a_row = record.in_a_row, "the engine ended");
        let pause = usize::try_from(record.in_a_row - 1)
            .ok()
            .and_then(|ends| PAUSES.get(ends).copied());
        let (state, pause) = match (ended, pause) {
            (Ended::Useless(Useless { fault, why, fix }), _) => (
                EngineState::Failed {
                    fault,
                    why,
                    fix: fix_and_retry(&fix),
                },
                LONG_PAUSE,
            ),
            (_, Some(pause)) => {
                let attempt = record.in_a_row;
                (EngineState::Restarting { attempt, why }, pause)
            }
            (_, None) => {
                let failed = EngineState::Failed {
                    fault: EngineFault::Ends,
                    why,
                    fix: fix_and_retry("run `secure-biometric doctor`"),
                };
                (failed, LONG_PAUSE)
            }
        };
        record.state = state;
        drop(record);
        shared.announce();
        pause_unless_closing(shared, pause);
    }
}

fn fix_and_retry(fix: &str) -> String {
    format!(
        "{fix}; the engine is tried again every {} seconds",
        LONG_PAUSE.as_secs()
    )
}

fn pause_unless_closing(shared: &Shared, pause: Duration) {
    let until = Instant::now() + pause;
    let mut record = shared.record();
    while !record.closing {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        record = shared.wait(record, left);
    }
}

/// Runs one child to its end. Nothing when the engine is closing.
fn run_child(shared: &Shared) -> Option<Ended> {
    if shared.record().closing {
        return None;
    }
    let begun = Instant::now();
    let (mut child, mut link) = match child::spawn(&shared.config) {
        Ok(started) => started,
        Err(error) => {
            let program = shared.config.program.display();
            return Some(Ended::Useless(Useless {
                fault: EngineFault::Program,
                why: format!("{program} can't be started: {error}"),
                fix: "run `make build`".to_owned(),
            }));
        }
    };
    let mut record = shared.record();
    if record.closing {
        // The watch may be gone already, and nobody else would end it.
        let _ = child.kill();
        let _ = child.wait();
        return None;
    }
    record.child = Some(child);
    record.generation += 1;
    record.ended = None;
    record.refusals = 0;
    record.deadline = Some(Deadline::after(shared.config.start_deadline));
    drop(record);

    let first_word = link.greeted();
    let mut record = shared.record();
    record.deadline = None;
    if record.ended.is_none() && !record.closing {
        match judge(first_word, &shared.config) {
            Ok(state) => {
                let millis = begun.elapsed().as_millis();
                info!(millis, "the engine is ready");
                record.link = Some(link);
                record.last_asked = Instant::now();
                record.state = state;
            }
            Err(ended) => record.end(ended),
        }
    }
    drop(record);
    shared.announce();

    let mut record = shared.record();
    while record.ended.is_none() && !record.closing {
        record = shared.wait(record, LONG_PAUSE);
    }
    let ended = record.ended.clone();
    record.link = None;
    let mut child = record.child.take()?;
    let closing = record.closing;
    drop(record);
    // It fails only when the child has ended already.
    let _ = child.kill();
    let status = child.wait();
    match (ended, status) {
        _ if closing => None,
        (Some(Ended::ByItself), Ok(status)) => Some(Ended::ByUs(child::ending(status))),
        (ended, _) => ended,
    }
}

/// The state that a child's first word leads to.
fn judge(
    first_word: Result<FirstWord, Broken>,
    config: &EngineConfig,
) -> Result<EngineState, Ended> {
    match first_word? {
        Ok(greeting) => match child::check(&greeting, config) {
            Ok(()) => Ok(EngineState::Ready(Arc::new(greeting))),
            Err(useless) => Err(Ended::Useless(useless)),
        },
        Err(why) => Err(Ended::Useless(Useless {
            fault: EngineFault::Environment,
            why,
            fix: "run `make setup`".to_owned(),
        })),
    }
}
