//! A backend that shows one state and takes no notice of intents; a
//! loudspeaker that plays nothing.

use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::Frame;
use crate::kiosk::{Backend, Cue, Cues};
use crate::pipeline::{Intent, Snapshot};

/// Shows what it was given last.
#[derive(Clone, Default)]
pub struct Stage(Arc<Mutex<Arc<Snapshot>>>);

impl Stage {
    /// Shows another state.
    pub fn show(&self, snapshot: Snapshot) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }
}

impl Backend for Stage {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn newest_frame(&self) -> Option<Frame> {
        let snapshot = self.snapshot();
        snapshot.analysed.as_ref().map(|seen| seen.0.clone())
    }

    fn send(&self, _intent: Intent) {}

    fn set_waker(&self, _wake: Box<dyn Fn() + Send + Sync>) {}
}

/// A loudspeaker that is said to be heard: pictures are the same with and
/// without one.
pub struct Loudspeaker;

impl Cues for Loudspeaker {
    fn play(&mut self, _cue: Cue) {}

    fn are_heard(&self) -> bool {
        true
    }
}
