//! Whether it is still the same person. One frame that says otherwise may be
//! smeared by a movement; two in a row are somebody else.

use crate::domain::{Decision, Millis, Reason};

/// How long the depth may go on being measured of somebody who is unlike the
/// person, to tell a print that is turned from another face (ours: half of a
/// turn, in which a print that turns shows that it is flat).
const SUSPICION: Millis = Millis(800);
/// The same where the head nods, which tells nothing of its depth: until it has
/// turned as well (ours: the rest of a nod, and the turn that follows it).
const SUSPICION_IN_A_NOD: Millis = Millis(3_000);

/// What a frame's face says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Same {
    /// The same person, with this cosine.
    Yes(f32),
    /// Not like them: the next frame has to tell.
    Perhaps,
    /// Somebody else, with this cosine.
    No(f32),
}

/// Compares one frame after another.
#[derive(Clone, Debug)]
pub(super) struct Sameness {
    least: f32,
    doubt: Option<f32>,
}

impl Sameness {
    /// Frames must agree by `least`, a cosine.
    pub(super) fn new(least: f32) -> Self {
        Self { least, doubt: None }
    }

    /// The least cosine.
    pub(super) fn least(&self) -> f32 {
        self.least
    }

    /// Takes how much a frame agrees.
    pub(super) fn judge(&mut self, cosine: f32) -> Same {
        if cosine >= self.least {
            self.doubt = None;
            return Same::Yes(cosine);
        }
        match self.doubt.replace(cosine) {
            Some(before) => Same::No(cosine.min(before)),
            None => Same::Perhaps,
        }
    }
}

/// Somebody is unlike the person while turned aside: what they are is still to
/// be told. Nothing but a refusal follows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion(Option<(Millis, Millis)>);

impl Suspicion {
    /// It begins, unless it has.
    pub(super) fn begin(&mut self, now: Millis) {
        self.0.get_or_insert((now, SUSPICION));
    }

    /// It begins in a nod, unless it has.
    pub(super) fn begin_in_a_nod(&mut self, now: Millis) {
        self.0.get_or_insert((now, SUSPICION_IN_A_NOD));
    }

    /// Whether it began in a nod.
    pub(super) fn is_of_a_nod(&self) -> bool {
        self.0.is_some_and(|(_, lasts)| lasts == SUSPICION_IN_A_NOD)
    }

    /// Whether it has begun.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it has lasted long enough.
    pub(super) fn is_over(&self, now: Millis) -> bool {
        self.0
            .is_some_and(|(since, lasts)| now.since(since) >= lasts)
    }

    /// How a session ends while it lasts: whatever else would end it, the
    /// person changed, unless the surface is flat or the camera another.
    pub(super) fn instead_of(&self, decision: Decision, reason: Reason) -> (Decision, Reason) {
        match reason {
            Reason::FlatSurface | Reason::CameraChanged => (decision, reason),
            _ if self.is_there() => (Decision::NotVerified, Reason::PersonChanged),
            _ => (decision, reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_smeared_frame_is_nobody_else_and_two_in_a_row_are() {
        let mut sameness = Sameness::new(0.45);
        let judged = [0.8, 0.3, 0.7, 0.2, 0.1].map(|cosine| sameness.judge(cosine));
        assert_eq!(
            judged,
            [
                Same::Yes(0.8),
                Same::Perhaps,
                Same::Yes(0.7),
                Same::Perhaps,
                Same::No(0.1)
            ]
        );
    }
}
