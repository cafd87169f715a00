//! A session on a stepped clock: each frame that is handed in is looked at,
//! however long that takes, and time is the frames' own.

use std::sync::Arc;
use std::time::Duration;

use crate::camera::Prompt;
use crate::domain::{Frame, Millis, Reason, SessionId, SessionKind};
use crate::flow::{CaptureView, Verdict};
use crate::gallery::Gallery;
use crate::store::StoreError;

use super::office::{Office, OpenSession, Outcome};

/// A session whose frames are handed in one by one.
pub struct Stepped {
    open: OpenSession,
    gallery: Arc<Gallery>,
    at: Millis,
    patience: Duration,
}

impl Stepped {
    /// A session that begins. It waits for an engine that went away for
    /// `patience` at most.
    #[must_use]
    pub fn new(office: &Office, open: OpenSession, patience: Duration) -> Self {
        Self {
            open,
            gallery: office.gallery(),
            at: Millis(0),
            patience,
        }
    }

    /// Which session.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.open.id
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> SessionKind {
        self.open.kind()
    }

    /// What is asked for, and how far it is.
    #[must_use]
    pub fn view(&self) -> &CaptureView {
        self.open.capture.view()
    }

    /// What the subject is asked for.
    #[must_use]
    pub fn prompt(&self) -> Prompt {
        self.open.capture.prompt()
    }

    /// Looks at the next frame; the verdict if that ends the session. A frame
    /// over which the engine went away is looked at again when it is back.
    pub fn frame(&mut self, office: &Office, frame: &Frame) -> Option<Verdict> {
        self.at = frame.at();
        loop {
            let capture = &mut self.open.capture;
            match capture.frame(office.engine(), &self.gallery, frame, self.at) {
                Ok(seen) => return seen.verdict,
                Err(why) => {
                    tracing::warn!(%why, "the engine went away in mid-session");
                    self.open.engine_restarts = self.open.engine_restarts.saturating_add(1);
                    if office.engine().wait_ready(self.patience).is_err() {
                        return Some(self.end(Reason::EngineUnavailable));
                    }
                }
            }
        }
    }

    /// Ends it for a reason of its own; [`Reason::TimedOut`] stands for the
    /// end of the frames: what stood in their way is the reason then.
    pub fn end(&mut self, reason: Reason) -> Verdict {
        let verdict = self.open.capture.stop(reason);
        verdict.unwrap_or_else(|| Verdict::inconclusive(reason, self.at))
    }

    /// Keeps how it ended. Only when this returns may anybody be told.
    ///
    /// # Errors
    /// When it can't be kept; then nothing of it is.
    pub fn conclude(self, office: &Office, verdict: Verdict) -> Result<Outcome, StoreError> {
        office.conclude(self.open, verdict)
    }
}
