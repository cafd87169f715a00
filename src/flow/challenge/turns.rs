//! Turns of the head, each begun and finished in its time, in order.

use crate::domain::{LivenessBounds, Millis, Pose, Turn};
use crate::flow::{Hint, Instruction, TurnAxis, TurnView};

use super::path::Path;
use super::rest::{Reach, Rest};
use super::stray::{Stray, Strayed};
use super::{Answer, Progress};

/// Degrees from the front at which a movement has begun (ours: twice the
/// pose's noise).
pub const BEGUN_DEGREES: f32 = 6.0;
/// Degrees by which a head comes back from its furthest before a turn short of
/// the target counts.
const BACK_DEGREES: f32 = 3.0;
/// Degrees by which one turn more is to go further than those before (ours).
const FURTHER_DEGREES: f32 = 5.0;
/// How long a head that turned too early looks ahead before it is asked again.
const LOOK_AHEAD_MILLIS: Millis = Millis(500);
/// How often it is. Then its time goes on.
const EARLY_FORGIVEN: u32 = 2;

/// Why the head is to look ahead first, and since when it does.
#[derive(Clone, Copy, Debug)]
enum Wait {
    /// It turned too early. Whether it does again or waits is the same.
    Early(Millis),
    /// Another order begins. Until it rests, nothing that it does counts.
    Anew(Millis),
}

/// Turns that are asked for.
#[derive(Clone, Debug)]
pub struct Turns {
    bounds: LivenessBounds,
    order: Vec<Turn>,
    at: usize,
    rest: Rest,
    /// No movement that began sooner than a moment after this is an answer.
    asked_at: Millis,
    /// The turn's time counts from here.
    time_from: Millis,
    stray: Stray,
    path: Path,
    begun_at: Option<Millis>,
    last_reached: f32,
    furthest: f32,
    /// It is to look ahead before the turn is asked for, or asked for again.
    wait: Option<Wait>,
    times_early: u32,
    /// Whether it was there without having been seen to travel.
    too_fast: bool,
    /// How many turns were asked for at first; those behind go further.
    planned: usize,
    hint: Option<Hint>,
}

impl Turns {
    /// Asks from `at` on for the turns of `order`, of a head that rests so.
    pub fn new(bounds: LivenessBounds, order: Vec<Turn>, rest: Rest, at: Millis) -> Self {
        Self {
            bounds,
            planned: order.len(),
            order,
            at: 0,
            rest,
            asked_at: at,
            time_from: at,
            stray: Stray::default(),
            path: Path::default(),
            begun_at: None,
            last_reached: 0.0,
            furthest: 0.0,
            wait: None,
            times_early: 0,
            too_fast: false,
            hint: None,
        }
    }

    /// Begins another order, once the head is back from where it went. Of one
    /// that `strayed` nothing more is forgiven.
    pub fn begin_again(
        &mut self,
        order: Vec<Turn>,
        hint: Option<Hint>,
        strayed: bool,
        now: Millis,
    ) {
        let stray = match strayed {
            true => Stray::warned(),
            false => self.stray.anew(),
        };
        let rest = std::mem::take(&mut self.rest);
        *self = Self {
            path: self.path.clone(),
            stray,
            hint,
            wait: Some(Wait::Anew(now)),
            ..Self::new(self.bounds, order, rest, now)
        };
    }

    /// Asks for one turn more, further than before and to the other side than
    /// the last.
    pub fn ask_further(&mut self, now: Millis) -> Turn {
        let mut sideways = self.order.iter().rev();
        let last = sideways.find(|turn| matches!(turn, Turn::Left | Turn::Right));
        let turn = match last {
            Some(Turn::Left) => Turn::Right,
            _ => Turn::Left,
        };
        self.order.push(turn);
        (self.asked_at, self.time_from) = (now, now);
        self.hint = Some(Hint::Further);
        turn
    }

    /// How many are done, and of how many.
    pub fn done(&self) -> (usize, usize) {
        (self.at, self.order.len())
    }

    /// The turn asked for now; none while the person is to look ahead.
    pub fn asked(&self) -> Option<Turn> {
        self.next_turn().filter(|_| self.wait.is_none())
    }

    fn next_turn(&self) -> Option<Turn> {
        self.order.get(self.at).copied()
    }

    /// What went wrong a moment ago, until the next turn is done.
    pub fn hint(&self) -> Option<Hint> {
        self.hint
    }

    /// Whether the turn asked for was made too quickly to be followed.
    pub fn was_too_fast(&self) -> bool {
        self.too_fast
    }

    /// How to ask for it.
    pub fn instruction(&self) -> Instruction {
        self.asked()
            .map_or(Instruction::LookHere, Instruction::for_turn)
    }

    /// The arc to draw.
    pub fn view(&self, pose: Pose) -> Option<TurnView> {
        let turn = self.asked()?;
        let axis = match turn {
            Turn::Left | Turn::Right => TurnAxis::Yaw,
            Turn::Up | Turn::Down => TurnAxis::Pitch,
        };
        let (target, _) = self.wanted(turn);
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
        now.since(self.time_from) > Millis(self.bounds.finish_millis)
    }

    /// A frame that shows no face.
    pub fn lost(&mut self) {
        self.path.lost();
    }

    /// Takes a head pose. Where the head goes is followed in every frame; how
    /// far it came counts in those alone that are `clear`, seen well enough.
    pub fn step(&mut self, pose: Pose, clear: bool, now: Millis) -> Progress {
        let Some(asked) = self.next_turn() else {
            return Progress::Going;
        };
        // Where it glances is not where it rests.
        let free = !self.is_answer() && !self.stray.is_aside();
        self.rest.follow(pose, now, free);
        let reach = self.rest.reach(pose);
        let rests = reach.beyond(BEGUN_DEGREES).is_empty();
        let cut = self.path.step(pose, rests, now);
        if self.is_late(now) {
            return Progress::TooSlow;
        }
        if self.looks_ahead(rests && !cut, reach, now) {
            return Progress::Going;
        }
        let strayed = self.stray.step(asked, reach, !cut, &self.bounds, now);
        match strayed {
            Strayed::Otherwise => return Progress::Otherwise,
            Strayed::TooOften => {
                self.hint = Some(Hint::OtherWay);
                return Progress::TooSlow;
            }
            Strayed::Aside => self.hint = Some(Hint::OtherWay),
            Strayed::No => {}
        }
        let reached = reach.of(asked);
        // One frame alone may be a jump of the landmarks.
        let held = reached.min(self.last_reached);
        self.last_reached = reached;
        let (_, least) = self.wanted(asked);
        if cut && held >= least {
            self.too_fast = true;
            self.hint = Some(Hint::TooFast);
        }
        // A short nod is back from one frame to the next.
        let nothing_yet = reached < BEGUN_DEGREES && !(self.is_answer() && self.furthest >= least);
        if nothing_yet || cut || strayed == Strayed::Aside {
            self.begun_at = None;
            self.furthest = 0.0;
            return Progress::Going;
        }
        if self.stray.comes_back_from(asked) {
            return Progress::Going;
        }
        self.begun_at.get_or_insert(now);
        if clear {
            self.furthest = self.furthest.max(held);
        }
        if self.is_answer() && self.is_far_enough(asked, reached) {
            if self.leapt(asked, reached) {
                self.begun_at = None;
                self.furthest = 0.0;
                return Progress::Going;
            }
            return self.next(asked, reach, now);
        } else if !self.is_answer() && self.furthest >= least && self.wait.is_none() {
            self.began_too_early(now);
        }
        Progress::Going
    }

    /// Whether a turn was there nearly at once. Nods may be: 8 degrees are one
    /// step of a slow machine, and each order has turns to both sides.
    fn leapt(&mut self, asked: Turn, reached: f32) -> bool {
        let sideways = matches!(asked, Turn::Left | Turn::Right);
        let leapt = sideways && !self.path.leads_to(self.furthest.max(reached));
        if leapt {
            self.too_fast = true;
            self.hint = Some(Hint::TooFast);
        }
        leapt
    }

    /// A whole turn that began before anybody could have understood what was
    /// asked: the head comes back, and is asked again.
    fn began_too_early(&mut self, now: Millis) {
        self.hint = Some(Hint::TooEarly);
        if self.times_early < EARLY_FORGIVEN {
            self.times_early += 1;
            self.wait = Some(Wait::Early(now));
        }
    }

    /// Whether the head is only to look ahead now. Once it has for a moment,
    /// the turn is asked for.
    fn looks_ahead(&mut self, is_ahead: bool, reach: Reach, now: Millis) -> bool {
        let Some(wait) = self.wait else {
            return false;
        };
        let (Wait::Early(since) | Wait::Anew(since)) = wait;
        let lasted = is_ahead && now.since(since) >= LOOK_AHEAD_MILLIS;
        match wait {
            Wait::Early(_) if lasted => (self.wait, self.time_from) = (None, now),
            Wait::Anew(_) if lasted => self.ask(reach, now),
            Wait::Early(_) if !is_ahead => self.wait = Some(Wait::Early(now)),
            Wait::Anew(_) if !is_ahead => self.wait = Some(Wait::Anew(now)),
            Wait::Early(_) | Wait::Anew(_) => {}
        }
        matches!(self.wait, Some(Wait::Anew(_)))
    }

    /// Whether the movement under way began late enough to be an answer.
    fn is_answer(&self) -> bool {
        self.begun_at
            .is_some_and(|begun| begun.since(self.asked_at) >= Millis(self.bounds.begin_millis))
    }

    fn is_far_enough(&self, turn: Turn, reached: f32) -> bool {
        let (target, least) = self.wanted(turn);
        self.furthest >= target
            || (self.furthest >= least
                && (reached < BEGUN_DEGREES || reached <= self.furthest - BACK_DEGREES))
    }

    /// Degrees to which a turn is asked for, and from which it counts.
    fn wanted(&self, turn: Turn) -> (f32, f32) {
        let bounds = &self.bounds;
        let further = if self.at < self.planned {
            0.0
        } else {
            FURTHER_DEGREES
        };
        match turn {
            Turn::Left | Turn::Right => (
                bounds.turn_target_degrees + further,
                bounds.turn_least_degrees,
            ),
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
        self.hint = None;
        self.ask(reach, now);
        if self.asked().is_some() {
            Progress::Done(answer)
        } else {
            Progress::Complete(answer)
        }
    }

    /// What is next is asked for, while the head is there.
    fn ask(&mut self, reach: Reach, now: Millis) {
        (self.asked_at, self.time_from) = (now, now);
        self.wait = None;
        self.too_fast = false;
        self.stray.asked(reach);
        self.begun_at = None;
        self.last_reached = 0.0;
        self.furthest = 0.0;
    }
}
