//! How long it takes until faces are analysed again when the engine hangs: the
//! slowest of its troubles, for the deadline of a request passes first.

use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::camera::{Prompt, Recording};
use crate::commands::CommandError;
use crate::engine::{Engine, EngineError};

use super::{Figure, Target};

/// A replaced engine that isn't ready after this long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The figure; none where it can't be measured.
///
/// # Errors
/// When the recording can't be played, or the engine doesn't come back.
pub(super) fn figure(engine: &Engine, recording: &Path) -> Result<Option<Figure>, CommandError> {
    let figure = |took: Duration| {
        Figure::new(
            "recovery_seconds",
            "from the engine's hanging to the next analysis",
            (took.as_secs_f64(), "s"),
            Target::AtMost(5.0),
        )
    };
    Ok(after_hanging(engine, recording)?.map(figure))
}

/// Stops the engine's process in mid-analysis. None where the recording is
/// empty or the process can't be stopped.
fn after_hanging(engine: &Engine, recording: &Path) -> Result<Option<Duration>, CommandError> {
    let Some(frame) = Recording::open(recording)?.next(Prompt::default())? else {
        return Ok(None);
    };
    let stream = engine.new_stream();
    engine.analyse(stream, &frame)?;
    let process = engine
        .process_id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    let Some(process) = process else {
        return Ok(None);
    };
    if kill_process(process, Signal::STOP).is_err() {
        return Ok(None);
    }
    let begun = Instant::now();
    loop {
        match engine.analyse(stream, &frame) {
            Ok(_) => return Ok(Some(begun.elapsed())),
            Err(EngineError::Restarting(_)) => engine.wait_ready(PATIENCE)?,
            Err(other) => return Err(other.into()),
        };
    }
}
