//! Whether a head makes another movement than the one asked for. A head that
//! turns nods a little, too, comes back past the middle, or starts to the wrong
//! side: none of these is another movement.

use crate::domain::{LivenessBounds, Millis, Turn};

use super::rest::Reach;
use super::turns::BEGUN_DEGREES;

/// Frames that show another movement before it is believed: landmarks that jump
/// (glasses, hair, a hand) come back sooner.
const LEAST_FRAMES: u32 = 3;

/// Watches for another movement than the one asked for.
#[derive(Clone, Debug, Default)]
pub struct Stray {
    /// Movements that were under way when the turn was asked: coming back from
    /// them is no answer, and no wrong one.
    coming_back: Vec<Turn>,
    /// What it moves to instead, since when, in how many frames.
    seen: Option<(Turn, Millis, u32)>,
}

impl Stray {
    /// Another turn is asked for while the head is there.
    pub fn asked(&mut self, reach: Reach) {
        self.coming_back = reach.beyond(BEGUN_DEGREES);
        self.seen = None;
    }

    /// Whether the head still comes back from there.
    #[must_use]
    pub fn comes_back_from(&self, turn: Turn) -> bool {
        self.coming_back.contains(&turn)
    }

    /// Takes where the head is; true once it clearly moves otherwise.
    pub fn step(
        &mut self,
        asked: Turn,
        reach: Reach,
        bounds: &LivenessBounds,
        now: Millis,
    ) -> bool {
        self.coming_back
            .retain(|turn| reach.of(*turn) >= BEGUN_DEGREES);
        // A turn carries the other axis with it until the head is back.
        let judged = self.coming_back.is_empty();
        let other = Turn::ALL.into_iter().find(|turn| {
            judged
                && *turn != asked
                && reach.of(*turn) >= wrong_degrees(*turn, bounds)
                && reach.of(*turn) > reach.of(asked)
        });
        self.seen = other.map(|turn| match self.seen {
            Some((before, since, frames)) if before == turn => (turn, since, frames + 1),
            _ => (turn, now, 1),
        });
        self.seen.is_some_and(|(_, since, frames)| {
            frames >= LEAST_FRAMES && now.since(since) >= Millis(bounds.wrong_millis)
        })
    }
}

fn wrong_degrees(turn: Turn, bounds: &LivenessBounds) -> f32 {
    match turn {
        Turn::Left | Turn::Right => bounds.wrong_turn_degrees,
        Turn::Up | Turn::Down => bounds.wrong_nod_degrees,
    }
}
