//! A loudspeaker that only notes what is played.

use std::sync::{Arc, Mutex};

use secure_biometric::kiosk::{Cue, Cues};

/// What was played, until it is asked for.
#[derive(Clone, Default)]
pub struct Loudspeaker(Arc<Mutex<Played>>);

#[derive(Default)]
struct Played {
    cues: Vec<Cue>,
    broken: bool,
}

impl Loudspeaker {
    /// What was played since the last call.
    pub fn played(&self) -> Vec<Cue> {
        std::mem::take(&mut self.0.lock().unwrap().cues)
    }

    /// From now on nothing can be heard.
    pub fn breaks(&self) {
        self.0.lock().unwrap().broken = true;
    }
}

impl Cues for Loudspeaker {
    fn play(&mut self, cue: Cue) {
        self.0.lock().unwrap().cues.push(cue);
    }

    fn are_heard(&self) -> bool {
        !self.0.lock().unwrap().broken
    }
}
