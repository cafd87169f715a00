//! Whether a head makes another movement than the one asked for. A head that
//! turns nods a little, too, comes back past the middle, or starts to the wrong
//! side: none of these is another movement.

use crate::domain::{LivenessBounds, Millis, Turn};

use super::rest::Reach;
use super::turns::BEGUN_DEGREES;

/// Frames that show another movement before it is believed: landmarks that jump
/// (glasses, hair, a hand) come back sooner.
const LEAST_FRAMES: u32 = 3;

/// Frames that show the head elsewhere before it must come back first.
const ASIDE_FRAMES: u32 = 2;
/// Times in an order that a head may go elsewhere for a moment: people start to
/// the wrong side. A film in which a head goes everywhere would fit any order.
const ASIDE_FORGIVEN: u32 = 1;
/// Times in an order that it may nod a little for a moment: people look at the
/// screen for what is asked.
const NODS_FORGIVEN: u32 = 1;

/// What the head does besides what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strayed {
    /// Nothing.
    No,
    /// It went elsewhere: it must rest before a movement is an answer.
    Aside,
    /// It clearly makes another movement, or turned elsewhere once too often.
    Otherwise,
    /// It nodded a little once too often: nobody follows so, and nobody is called
    /// an attacker for it.
    TooOften,
}

/// Watches for another movement than the one asked for.
#[derive(Clone, Debug, Default)]
pub struct Stray {
    /// Movements that were under way when the turn was asked: coming back from
    /// them is no answer, and no wrong one.
    coming_back: Vec<Turn>,
    /// What it moves to instead, since when, in how many frames.
    seen: Option<(Turn, Millis, u32)>,
    /// Frames in a row that show it elsewhere.
    frames_aside: u32,
    /// Whether it has to rest first.
    aside: bool,
    /// How often it had to, after a turn and after a nod.
    times_aside: u32,
    times_nodded: u32,
}

impl Stray {
    /// Of a head that has strayed before: nothing more is forgiven.
    #[must_use]
    pub fn warned() -> Self {
        Self {
            times_aside: ASIDE_FORGIVEN,
            ..Self::default()
        }
    }

    /// Of the same head in another order: turns elsewhere that were forgiven count
    /// on.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self {
            times_aside: self.times_aside,
            ..Self::default()
        }
    }

    /// Another turn is asked for while the head is there.
    pub fn asked(&mut self, reach: Reach) {
        self.coming_back = reach.beyond(BEGUN_DEGREES);
        self.seen = None;
        self.frames_aside = 0;
        self.aside = false;
    }

    /// Whether the head is elsewhere than asked, and has to rest first.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.aside
    }

    /// Whether the head still comes back from there.
    #[must_use]
    pub fn comes_back_from(&self, turn: Turn) -> bool {
        self.coming_back.contains(&turn)
    }

    /// Takes where the head is and whether it has travelled there, and says what
    /// it does besides what is asked.
    pub fn step(
        &mut self,
        asked: Turn,
        reach: Reach,
        travelled: bool,
        bounds: &LivenessBounds,
        now: Millis,
    ) -> Strayed {
        // Landmarks that jump say nothing of where the head goes.
        if !travelled {
            return if self.aside {
                Strayed::Aside
            } else {
                Strayed::No
            };
        }
        self.coming_back
            .retain(|turn| reach.of(*turn) >= BEGUN_DEGREES);
        // A turn carries the other axis with it until the head is back.
        let judged = self.coming_back.is_empty();
        let beyond = |degrees: fn(Turn, &LivenessBounds) -> f32| {
            Turn::ALL.into_iter().find(|turn| {
                judged
                    && *turn != asked
                    && reach.of(*turn) >= degrees(*turn, bounds)
                    && reach.of(*turn) > reach.of(asked)
            })
        };
        self.seen = beyond(wrong_degrees).map(|turn| match self.seen {
            Some((before, since, frames)) if before == turn => (turn, since, frames + 1),
            _ => (turn, now, 1),
        });
        self.note_aside(beyond(aside_degrees), reach);
        let clearly = self.seen.is_some_and(|(_, since, frames)| {
            frames >= LEAST_FRAMES && now.since(since) >= Millis(bounds.wrong_millis)
        });
        if clearly || self.times_aside > ASIDE_FORGIVEN {
            Strayed::Otherwise
        } else if self.times_nodded > NODS_FORGIVEN {
            Strayed::TooOften
        } else if self.aside {
            Strayed::Aside
        } else {
            Strayed::No
        }
    }

    fn note_aside(&mut self, aside: Option<Turn>, reach: Reach) {
        self.frames_aside = aside.map_or(0, |_| self.frames_aside + 1);
        if reach.beyond(BEGUN_DEGREES).is_empty() {
            self.aside = false;
        }
        if self.frames_aside >= ASIDE_FRAMES && !self.aside {
            self.aside = true;
            match aside {
                Some(Turn::Up | Turn::Down) => self.times_nodded += 1,
                _ => self.times_aside += 1,
            }
        }
    }
}

/// What would be an answer, had it been asked for. Were it more, a film of a head
/// that goes everywhere, but only so far, would answer whatever is asked.
fn aside_degrees(turn: Turn, bounds: &LivenessBounds) -> f32 {
    match turn {
        Turn::Left | Turn::Right => bounds.turn_least_degrees,
        Turn::Up | Turn::Down => bounds.nod_least_degrees,
    }
}

fn wrong_degrees(turn: Turn, bounds: &LivenessBounds) -> f32 {
    match turn {
        Turn::Left | Turn::Right => bounds.wrong_turn_degrees,
        Turn::Up | Turn::Down => bounds.wrong_nod_degrees,
    }
}
