//! The challenge: movements drawn for this session alone. Turns of the head for
//! everybody; blinks and an open mouth for who can't turn it, where an operator
//! attends.

mod draw;
mod gestures;
mod path;
mod rest;
mod stray;
#[cfg(test)]
mod tests;
mod turns;

pub use draw::{
    Draw, Prompted, draw, draw_gestures, draw_poses, follows_from, gesture_orders, orders,
    parse_nonce,
};
pub(super) use path::Path;
pub(super) use rest::{Reach, Rest};
pub(super) use stray::{Stray, Strayed};
pub(super) use turns::BEGUN_DEGREES;

use crate::domain::{
    Allowance, DrawnFrom, DrawnOrder, LivenessBounds, MainFace, Millis, Pose, Turn,
};

use self::gestures::Gestures;
use self::turns::Turns;
use super::{Hint, Instruction, TurnView};

/// A movement that answered what was asked, for reviewers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    /// The movement's word.
    pub word: &'static str,
    /// How far it went.
    pub value: f64,
    /// How far it had to.
    pub threshold: f64,
}

/// What a frame does to the challenge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Progress {
    /// Nothing yet.
    Going,
    /// A movement is done; the next is asked for.
    Done(Answer),
    /// All are done.
    Complete(Answer),
    /// Another movement than the one asked for.
    Otherwise,
    /// The time for a movement is up.
    TooSlow,
}

/// A challenge that is going on.
#[derive(Clone, Debug)]
pub(super) enum Challenge {
    Turns(Turns),
    Gestures(Gestures),
}

impl Challenge {
    /// Draws a challenge, the `attempt`th of a session.
    pub(super) fn draw(
        draw: &Draw,
        attempt: u32,
        bounds: LivenessBounds,
        rest: Rest,
        at: Millis,
    ) -> (Self, DrawnOrder) {
        let Draw { nonce, avoid, .. } = draw;
        if draw.allowance == Some(Allowance::NoTurn) {
            let least = bounds.challenge_gestures;
            let plan = draw_gestures(nonce, attempt, least, avoid);
            let words = plan.iter().map(|next| next.gesture.as_str());
            let drawn = draw.drawn(DrawnFrom::Gestures, (attempt, least), words);
            return (Self::Gestures(Gestures::new(bounds, plan, rest, at)), drawn);
        }
        let turns = bounds.challenge_turns;
        let order = self::draw(nonce, attempt, turns, avoid);
        let words = order.iter().map(|turn| turn.as_str());
        let drawn = draw.drawn(DrawnFrom::Turns, (attempt, turns), words);
        (Self::Turns(Turns::new(bounds, order, rest, at)), drawn)
    }

    /// Begins again with another order, the `attempt`th of a session, as nothing
    /// came of this one, because it `strayed` or otherwise; with a hint why, where
    /// there is one. None of who can't turn.
    pub(super) fn begin_again(
        &mut self,
        draw: &Draw,
        attempt: u32,
        bounds: LivenessBounds,
        hint: Option<Hint>,
        strayed: bool,
        at: Millis,
    ) -> Option<DrawnOrder> {
        let Self::Turns(turns) = self else {
            return None;
        };
        let movements = bounds.challenge_turns;
        // Of all orders: a film that waits for this one finds as many as at first.
        let order = self::draw(&draw.nonce, attempt, movements, &draw.avoid);
        let words = order.iter().map(|turn| turn.as_str());
        let drawn = draw.drawn(DrawnFrom::Turns, (attempt, movements), words);
        turns.begin_again(order, hint, strayed, at);
        Some(drawn)
    }

    /// Asks for one turn more, further than those before; none of who can't
    /// turn.
    pub(super) fn ask_further(&mut self, at: Millis) -> Option<Turn> {
        match self {
            Self::Turns(turns) => Some(turns.ask_further(at)),
            Self::Gestures(_) => None,
        }
    }

    /// What went wrong a moment ago, and what to do about it.
    pub(super) fn hint(&self) -> Option<Hint> {
        match self {
            Self::Turns(turns) => turns.hint(),
            Self::Gestures(_) => None,
        }
    }

    /// Whether the turn asked for now was made, but too quickly to be followed.
    pub(super) fn was_too_fast(&self) -> bool {
        match self {
            Self::Turns(turns) => turns.was_too_fast(),
            Self::Gestures(_) => false,
        }
    }

    /// How many movements are done, and of how many.
    pub(super) fn done(&self) -> (u32, u32) {
        let (done, all) = match self {
            Self::Turns(turns) => turns.done(),
            Self::Gestures(gestures) => gestures.done(),
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (count(done), count(all))
    }

    /// Whether all are done.
    pub(super) fn is_over(&self) -> bool {
        let (done, all) = self.done();
        done >= all
    }

    /// How to ask for what is asked for now.
    pub(super) fn instruction(&self) -> Instruction {
        match self {
            Self::Turns(turns) => turns.instruction(),
            Self::Gestures(gestures) => gestures.instruction(),
        }
    }

    /// The arc to draw.
    pub(super) fn view(&self, pose: Pose) -> Option<TurnView> {
        match self {
            Self::Turns(turns) => turns.view(pose),
            Self::Gestures(_) => None,
        }
    }

    /// A frame that shows no face.
    pub(super) fn lost(&mut self) {
        if let Self::Turns(turns) = self {
            turns.lost();
        }
    }

    /// Whether the time for what is asked for is up.
    pub(super) fn is_late(&self, now: Millis) -> bool {
        match self {
            Self::Turns(turns) => turns.is_late(now),
            Self::Gestures(gestures) => gestures.is_late(now),
        }
    }

    /// Takes a face; `good` says whether it is seen well enough to count and,
    /// for gestures, from the front.
    pub(super) fn step(&mut self, face: &MainFace, good: bool, now: Millis) -> Progress {
        match self {
            Self::Turns(turns) => turns.step(face.pose, good, now),
            Self::Gestures(gestures) => gestures.step(face, good, now),
        }
    }
}
