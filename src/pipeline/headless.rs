//! Sessions without a window: recordings step by step, cameras in real time.

use std::time::Duration;

use thiserror::Error;

use crate::camera::{CameraError, CameraId, LiveCamera, Recording};
use crate::domain::Reason;
use crate::engine::EngineError;
use crate::flow::Instruction;
use crate::store::StoreError;

use super::office::{Office, OpenSession, Outcome};
use super::running::{ENGINE_PATIENCE, Running};
use super::stepped::Stepped;

/// How long to wait for a frame before time is looked at again.
const FRAME_WAIT: Duration = Duration::from_millis(100);

/// Why a session couldn't be carried through.
#[derive(Debug, Error)]
pub enum SessionError {
    /// The camera or recording.
    #[error(transparent)]
    Camera(#[from] CameraError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Carries a session through to its end and keeps it.
///
/// A recording runs on a stepped clock: every frame is analysed, and time
/// advances by one frame each, however long that takes.
///
/// # Errors
/// When the camera can't be used, the engine doesn't start, or the session
/// can't be kept.
pub fn carry_through(
    office: &Office,
    open: OpenSession,
    camera: &CameraId,
) -> Result<Outcome, SessionError> {
    carry_through_telling(office, open, camera, |_| {})
}

/// The same; before a live camera `tell` hears each new instruction, for
/// whoever sees no screen.
///
/// # Errors
/// As for [`carry_through`].
pub fn carry_through_telling(
    office: &Office,
    open: OpenSession,
    camera: &CameraId,
    tell: impl FnMut(Instruction),
) -> Result<Outcome, SessionError> {
    match camera {
        CameraId::Recording(path) => {
            let recording = Recording::open(path)?;
            office.engine().wait_ready(ENGINE_PATIENCE)?;
            step_through(office, open, recording)
        }
        CameraId::Device(_) | CameraId::First => {
            let camera = LiveCamera::open(camera.clone());
            office.engine().wait_ready(ENGINE_PATIENCE)?;
            watch(office, Running::new(open, &camera), &camera, tell)
        }
        // The service steps through those by itself.
        CameraId::Upload => Err(CameraError::NotACamera {
            text: camera.to_string(),
        }
        .into()),
    }
}

fn step_through(
    office: &Office,
    open: OpenSession,
    mut recording: Recording,
) -> Result<Outcome, SessionError> {
    let mut stepped = Stepped::new(office, open, ENGINE_PATIENCE);
    let mut verdict = None;
    while verdict.is_none()
        && let Some(frame) = recording.next(stepped.prompt())?
    {
        verdict = stepped.frame(office, &frame);
    }
    // A recording that ran out: what stood in its way is the reason.
    let verdict = verdict.unwrap_or_else(|| stepped.end(Reason::TimedOut));
    Ok(stepped.conclude(office, verdict)?)
}

fn watch(
    office: &Office,
    mut running: Running,
    camera: &LiveCamera,
    mut tell: impl FnMut(Instruction),
) -> Result<Outcome, SessionError> {
    let mut told = None;
    loop {
        let asked = running.view().instruction;
        if told.replace(asked) != Some(asked) {
            tell(asked);
        }
        let said = camera
            .events()
            .try_iter()
            .find_map(|event| running.camera_said(&event));
        let verdict = match said {
            Some(verdict) => Some(verdict),
            None => running.step(office, camera, FRAME_WAIT).verdict,
        };
        if let Some(verdict) = verdict {
            return Ok(office.conclude(running.open, verdict)?);
        }
    }
}
