//! Sessions without a window: recordings step by step, cameras in real time.

use std::time::Duration;

use thiserror::Error;

use crate::camera::{CameraError, CameraId, LiveCamera, Recording};
use crate::domain::{Millis, Reason};
use crate::engine::EngineError;
use crate::flow::{Instruction, Verdict};
use crate::store::StoreError;

use super::office::{Office, OpenSession, Outcome};
use super::running::{ENGINE_PATIENCE, Running};

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
    mut open: OpenSession,
    camera: &CameraId,
    tell: impl FnMut(Instruction),
) -> Result<Outcome, SessionError> {
    let verdict = match camera {
        CameraId::Recording(path) => {
            let recording = Recording::open(path)?;
            office.engine().wait_ready(ENGINE_PATIENCE)?;
            step_through(office, &mut open, recording)?
        }
        CameraId::Device(_) | CameraId::First => {
            let camera = LiveCamera::open(camera.clone());
            office.engine().wait_ready(ENGINE_PATIENCE)?;
            return watch(office, Running::new(open, &camera), &camera, tell);
        }
    };
    Ok(office.conclude(open, verdict)?)
}

fn step_through(
    office: &Office,
    open: &mut OpenSession,
    mut recording: Recording,
) -> Result<Verdict, SessionError> {
    let gallery = office.gallery();
    let mut at = Millis(0);
    while let Some(frame) = recording.next(open.capture.prompt())? {
        at = frame.at();
        loop {
            match open.capture.frame(office.engine(), &gallery, &frame, at) {
                Ok(seen) => match seen.verdict {
                    Some(verdict) => return Ok(verdict),
                    None => break,
                },
                Err(why) => {
                    tracing::warn!(%why, "the engine went away in mid-session");
                    open.engine_restarts = open.engine_restarts.saturating_add(1);
                    if office.engine().wait_ready(ENGINE_PATIENCE).is_err() {
                        return Ok(ended(open, Reason::EngineUnavailable, at));
                    }
                }
            }
        }
    }
    // A recording that ran out: what stood in its way is the reason.
    Ok(ended(open, Reason::TimedOut, at))
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

fn ended(open: &mut OpenSession, reason: Reason, at: Millis) -> Verdict {
    let verdict = open.capture.stop(reason);
    verdict.unwrap_or_else(|| Verdict::inconclusive(reason, at))
}
