//! Turns of the head, each begun and finished in its time, in order.

use crate::domain::{LivenessBounds, Millis, Pose, Turn};
use crate::flow::{Instruction, TurnAxis, TurnView};

use super::rest::{Reach, Rest};
use super::stray::Stray;
use super::{Answer, Progress};

/// Degrees from the front at which a movement has begun (ours: twice the
/// pose's noise).
pub const BEGUN_DEGREES: f32 = 6.0;
/// Degrees by which a head comes back from its furthest before a turn short of
/// the target counts.
const BACK_DEGREES: f32 = 3.0;

/// Turns that are asked for.
#[derive(Clone, Debug)]
pub struct Turns {
    bounds: LivenessBounds,
    order: Vec<Turn>,
    at: usize,
    rest: Rest,
    asked_at: Millis,
    stray: Stray,
    begun_at: Option<Millis>,
    last_reached: f32,
    furthest: f32,
}

impl Turns {
    pub fn new(bounds: LivenessBounds, order: Vec<Turn>, rest: Rest, at: Millis) -> Self {
        Self {
            bounds,
            order,
            at: 0,
            rest,
            asked_at: at,
            stray: Stray::default(),
            begun_at: None,
            last_reached: 0.0,
            furthest: 0.0,
        }
    }

    /// How many are done, and of how many.
    pub fn done(&self) -> (usize, usize) {
        (self.at, self.order.len())
    }

    /// The turn asked for now.
    pub fn asked(&self) -> Option<Turn> {
        self.order.get(self.at).copied()
    }

    /// How to ask for it.
    pub fn instruction(&self) -> Instruction {
        self.asked()
            .map_or(Instruction::LookHere, Instruction::for_turn)
    }

    /// The arc to draw.
    pub fn view(&self, pose: Pose) -> Option<TurnView> {
        let turn = self.asked()?;
        let (axis, target) = match turn {
            Turn::Left | Turn::Right => (TurnAxis::Yaw, self.bounds.turn_target_degrees),
            Turn::Up | Turn::Down => (TurnAxis::Pitch, self.bounds.nod_target_degrees),
        };
        let sign = match turn {
            Turn::Left | Turn::Up => 1.0,
            Turn::Right | Turn::Down => -1.0,
        };
        Some(TurnView {
            axis,
            wanted_degrees: target * sign,
            reached_degrees: self.rest.reach(pose).of(turn) * sign,
        })
    }

    /// Whether the time for the turn is up.
    pub fn is_late(&self, now: Millis) -> bool {
        now.since(self.asked_at) > Millis(self.bounds.finish_millis)
    }

    /// Takes a head pose.
    pub fn step(&mut self, pose: Pose, now: Millis) -> Progress {
        let Some(asked) = self.asked() else {
            return Progress::Going;
        };
        self.rest.follow(pose, now, !self.is_answer());
        let reach = self.rest.reach(pose);
        if self.stray.step(asked, reach, &self.bounds, now) {
            return Progress::Otherwise;
        }
        if self.is_late(now) {
            return Progress::TooSlow;
        }
        let reached = reach.of(asked);
        // One frame alone may be a jump of the landmarks.
        let held = reached.min(self.last_reached);
        self.last_reached = reached;
        if reached < BEGUN_DEGREES {
            self.begun_at = None;
            self.furthest = 0.0;
            return Progress::Going;
        }
        if self.stray.comes_back_from(asked) {
            return Progress::Going;
        }
        self.begun_at.get_or_insert(now);
        self.furthest = self.furthest.max(held);
        if self.is_answer() && self.is_far_enough(asked, reached) {
            return self.next(asked, reach, now);
        }
        Progress::Going
    }

    /// Whether the movement under way began late enough to be an answer.
    fn is_answer(&self) -> bool {
        self.begun_at
            .is_some_and(|begun| begun.since(self.asked_at) >= Millis(self.bounds.begin_millis))
    }

    fn is_far_enough(&self, turn: Turn, reached: f32) -> bool {
        let (target, least) = self.wanted(turn);
        self.furthest >= target
            || (self.furthest >= least && reached <= self.furthest - BACK_DEGREES)
    }

    /// Degrees to which a turn is asked for, and from which it counts.
    fn wanted(&self, turn: Turn) -> (f32, f32) {
        let bounds = &self.bounds;
        match turn {
            Turn::Left | Turn::Right => (bounds.turn_target_degrees, bounds.turn_least_degrees),
            Turn::Up | Turn::Down => (bounds.nod_target_degrees, bounds.nod_least_degrees),
        }
    }

    fn next(&mut self, done: Turn, reach: Reach, now: Millis) -> Progress {
        let answer = Answer {
            word: done.as_str(),
            value: self.furthest.into(),
            threshold: self.wanted(done).1.into(),
        };
        self.at += 1;
        self.asked_at = now;
        self.stray.asked(reach);
        self.begun_at = None;
        self.last_reached = 0.0;
        self.furthest = 0.0;
        if self.asked().is_some() {
            Progress::Done(answer)
        } else {
            Progress::Complete(answer)
        }
    }
}
