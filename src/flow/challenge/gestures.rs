//! Blinks and an open mouth, for who can't turn the head: each asked for at a
//! moment of its own, begun and finished in its time, in order.

use crate::domain::{Gesture, LivenessBounds, MainFace, Millis, Openness};
use crate::flow::Instruction;

use super::draw::Prompted;
use super::rest::Rest;
use super::{Answer, Progress};

/// Eyes that have this share of their usual openness are open again.
const OPEN_SHARE: f32 = 0.8;
/// A mouth that has opened by this share of what is asked for has begun to.
const BEGUN_SHARE: f32 = 0.4;
/// Frames that show an open mouth before it is believed.
const OPEN_FRAMES: u32 = 2;
/// A mouth that is open this long without being asked is another movement;
/// speaking is shorter (ours).
const UNASKED_MILLIS: Millis = Millis(400);

/// Gestures that are asked for.
#[derive(Clone, Debug)]
pub struct Gestures {
    bounds: LivenessBounds,
    plan: Vec<Prompted>,
    at: usize,
    rest: Rest,
    /// When the wait for the next one began.
    waiting_since: Millis,
    asked_at: Option<Millis>,
    begun_at: Option<Millis>,
    /// How far the one under way went.
    furthest: f32,
    open_frames: u32,
    /// The mouth has not been closed since it was last asked to open.
    closing: bool,
    unasked_since: Option<Millis>,
}

impl Gestures {
    /// Waits from `at` on to ask for each gesture of `plan`, of a face that
    /// rests so.
    pub fn new(bounds: LivenessBounds, plan: Vec<Prompted>, rest: Rest, at: Millis) -> Self {
        Self {
            bounds,
            plan,
            at: 0,
            rest,
            waiting_since: at,
            asked_at: None,
            begun_at: None,
            furthest: 0.0,
            open_frames: 0,
            closing: false,
            unasked_since: None,
        }
    }

    /// How many are done, and of how many.
    pub fn done(&self) -> (usize, usize) {
        (self.at, self.plan.len())
    }

    /// The gesture asked for now; none while the person is to look ahead.
    pub fn asked(&self) -> Option<Gesture> {
        self.asked_at?;
        self.plan.get(self.at).map(|next| next.gesture)
    }

    /// How to ask for it.
    pub fn instruction(&self) -> Instruction {
        match self.asked() {
            Some(Gesture::Blink) => Instruction::Blink,
            Some(Gesture::Mouth) => Instruction::OpenMouth,
            None => Instruction::LookHere,
        }
    }

    /// Whether the time for the gesture, or for getting ready for it, is up.
    pub fn is_late(&self, now: Millis) -> bool {
        let wait = self.plan.get(self.at).map_or(Millis(0), |next| next.wait);
        let since = self.asked_at.unwrap_or(self.waiting_since.plus(wait));
        now.since(since) > Millis(self.bounds.finish_millis)
    }

    /// Takes a face; `good` says whether it is seen well and from the front.
    pub fn step(&mut self, face: &MainFace, good: bool, now: Millis) -> Progress {
        let Some(next) = self.plan.get(self.at).copied() else {
            return Progress::Going;
        };
        let openness = face.openness;
        if self.opens_unasked(openness, now) {
            return Progress::Otherwise;
        }
        if self.is_late(now) {
            return Progress::TooSlow;
        }
        let Some(asked_at) = self.asked_at else {
            self.wait(next, openness, good, now);
            return Progress::Going;
        };
        let done = match next.gesture {
            Gesture::Blink => self.blink(openness, now),
            Gesture::Mouth => self.open(openness, now),
        };
        match done {
            Some((begun, answer)) if begun.since(asked_at) >= Millis(self.bounds.begin_millis) => {
                self.next(next.gesture, answer, now)
            }
            _ => Progress::Going,
        }
    }

    /// Whether the mouth is opened where that isn't asked. Blinking is nobody's
    /// fault.
    fn opens_unasked(&mut self, openness: Openness, now: Millis) -> bool {
        let rise = self.rest.mouth_rise(openness);
        self.closing &= rise >= self.bounds.mouth_rise * BEGUN_SHARE;
        let asked = self.asked() == Some(Gesture::Mouth);
        if asked || self.closing || rise < self.bounds.mouth_rise {
            self.unasked_since = None;
            return false;
        }
        now.since(*self.unasked_since.get_or_insert(now)) >= UNASKED_MILLIS
    }

    /// The person looks ahead until the moment that was drawn.
    fn wait(&mut self, next: Prompted, openness: Openness, good: bool, now: Millis) {
        let closed = self.rest.mouth_rise(openness) < self.bounds.mouth_rise * BEGUN_SHARE;
        let at_ease = good && closed && self.rest.eyes_share(openness) >= OPEN_SHARE;
        if !at_ease {
            return;
        }
        self.rest.at_ease(openness);
        if now.since(self.waiting_since) >= next.wait {
            self.asked_at = Some(now);
            self.begun_at = None;
            self.furthest = 0.0;
            self.open_frames = 0;
        }
    }

    /// A blink that is over: when it began, and how far the eyes were shut.
    fn blink(&mut self, openness: Openness, now: Millis) -> Option<(Millis, Answer)> {
        let share = self.rest.eyes_share(openness);
        if share < self.bounds.blink_below {
            if self.begun_at.is_none() {
                self.begun_at = Some(now);
                self.furthest = share;
            }
            self.furthest = self.furthest.min(share);
        } else if share >= OPEN_SHARE {
            let begun = self.begun_at.take()?;
            return Some((begun, self.answer(Gesture::Blink, self.bounds.blink_below)));
        }
        None
    }

    /// A mouth that is open: when it began to be, and how far.
    fn open(&mut self, openness: Openness, now: Millis) -> Option<(Millis, Answer)> {
        let rise = self.rest.mouth_rise(openness);
        if rise < self.bounds.mouth_rise * BEGUN_SHARE {
            self.begun_at = None;
            self.furthest = 0.0;
            return None;
        }
        let begun = *self.begun_at.get_or_insert(now);
        self.furthest = self.furthest.max(rise);
        if rise < self.bounds.mouth_rise {
            self.open_frames = 0;
            return None;
        }
        self.open_frames += 1;
        (self.open_frames >= OPEN_FRAMES)
            .then(|| (begun, self.answer(Gesture::Mouth, self.bounds.mouth_rise)))
    }

    fn answer(&self, gesture: Gesture, threshold: f32) -> Answer {
        Answer {
            word: gesture.as_str(),
            value: self.furthest.into(),
            threshold: threshold.into(),
        }
    }

    fn next(&mut self, done: Gesture, answer: Answer, now: Millis) -> Progress {
        self.at += 1;
        self.waiting_since = now;
        self.asked_at = None;
        self.closing = done == Gesture::Mouth;
        if self.at < self.plan.len() {
            Progress::Done(answer)
        } else {
            Progress::Complete(answer)
        }
    }
}
