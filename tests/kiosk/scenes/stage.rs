//! A backend that shows one snapshot.

use std::sync::{Arc, Mutex};

use secure_biometric::domain::Frame;
use secure_biometric::kiosk::Backend;
use secure_biometric::pipeline::{Intent, Snapshot};

/// What a fake backend shows and what it was sent.
#[derive(Clone, Default)]
pub struct Stage(Arc<Mutex<Shown>>);

#[derive(Default)]
struct Shown {
    snapshot: Arc<Snapshot>,
    frame: Option<Frame>,
    sent: Vec<Intent>,
    wake: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Stage {
    /// Shows `snapshot`, and the frame it was analysed from as the newest.
    pub fn show(&self, snapshot: Snapshot) {
        let mut shown = self.0.lock().unwrap();
        shown.frame = snapshot.analysed.as_ref().map(|seen| seen.0.clone());
        shown.snapshot = Arc::new(snapshot);
        if let Some(wake) = &shown.wake {
            wake();
        }
    }

    /// What was sent since the last call.
    pub fn sent(&self) -> Vec<Intent> {
        std::mem::take(&mut self.0.lock().unwrap().sent)
    }
}

impl Backend for Stage {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.0.lock().unwrap().snapshot)
    }

    fn newest_frame(&self) -> Option<Frame> {
        self.0.lock().unwrap().frame.clone()
    }

    fn send(&self, intent: Intent) {
        // That somebody is there asks for nothing.
        if matches!(intent, Intent::Present) {
            return;
        }
        self.0.lock().unwrap().sent.push(intent);
    }

    fn set_waker(&self, wake: Box<dyn Fn() + Send + Sync>) {
        self.0.lock().unwrap().wake = Some(wake);
    }
}
