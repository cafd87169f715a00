//! Sessions without a window: recordings step by step, cameras in real time.

use std::time::{Duration, Instant};

use thiserror::Error;

use crate::camera::{CameraError, CameraEvent, CameraId, LiveCamera, Recording};
use crate::domain::{Millis, Reason};
use crate::engine::EngineError;
use crate::flow::Verdict;
use crate::store::StoreError;

use super::office::{Office, OpenSession, Outcome};

/// How long a session waits for the engine to come back.
const ENGINE_PATIENCE: Duration = Duration::from_secs(60);
/// How long a session waits for a camera to open or come back.
const CAMERA_PATIENCE: Duration = Duration::from_secs(10);
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
    mut open: OpenSession,
    camera: &CameraId,
) -> Result<Outcome, SessionError> {
    office.engine().wait_ready(ENGINE_PATIENCE)?;
    let verdict = match camera {
        CameraId::Recording(path) => step_through(office, &mut open, Recording::open(path)?)?,
        CameraId::Device(_) => watch(office, &mut open, LiveCamera::open(camera.clone()))?,
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
                Err(away) => {
                    if !engine_is_back(office, open, &away) {
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
    open: &mut OpenSession,
    camera: LiveCamera,
) -> Result<Verdict, SessionError> {
    let gallery = office.gallery();
    let events = camera.events();
    let mut started: Option<Instant> = None;
    let mut last_frame = Instant::now();
    let mut away = Duration::ZERO;
    loop {
        for event in events.try_iter() {
            if matches!(event, CameraEvent::IdentityChanged) {
                return Ok(ended(open, Reason::CameraChanged, Millis(0)));
            }
        }
        camera.ask(open.capture.prompt());
        let at = started.map_or(Millis(0), |start| {
            millis(start.elapsed().saturating_sub(away))
        });
        open.frames_dropped = camera.dropped();
        let Some(frame) = camera.take_newest(FRAME_WAIT) else {
            if last_frame.elapsed() > CAMERA_PATIENCE {
                return Ok(ended(open, Reason::CameraUnavailable, at));
            }
            if let Some(verdict) = open.capture.tick(at) {
                return Ok(verdict);
            }
            continue;
        };
        last_frame = Instant::now();
        let start = *started.get_or_insert(last_frame);
        let at = millis(start.elapsed().saturating_sub(away));
        match open.capture.frame(office.engine(), &gallery, &frame, at) {
            Ok(seen) => {
                if let Some(verdict) = seen.verdict {
                    return Ok(verdict);
                }
            }
            Err(error) => {
                let left = Instant::now();
                if !engine_is_back(office, open, &error) {
                    return Ok(ended(open, Reason::EngineUnavailable, at));
                }
                away += left.elapsed();
                last_frame = Instant::now();
            }
        }
    }
}

/// Waits for the engine after it went away; false if it stays away.
fn engine_is_back(office: &Office, open: &mut OpenSession, why: &EngineError) -> bool {
    tracing::warn!(%why, "the engine is away in mid-session");
    open.engine_restarts = open.engine_restarts.saturating_add(1);
    office.engine().wait_ready(ENGINE_PATIENCE).is_ok()
}

fn ended(open: &mut OpenSession, reason: Reason, at: Millis) -> Verdict {
    let verdict = open.capture.stop(reason);
    verdict.unwrap_or_else(|| Verdict::inconclusive(reason, at))
}

fn millis(span: Duration) -> Millis {
    Millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX))
}
