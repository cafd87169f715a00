//! Enrolling a person: five poses, a look for duplicates, and one
//! verification with what was just taken. The turned poses come in an order
//! drawn for this session, and their depth must be a face's. Who can't turn the
//! head is looked at from the front several times instead, with gestures in
//! between and an operator beside. Until all of that has passed, nothing is
//! kept.

mod comparing;
mod taking;

use crate::domain::{
    Allowance, Decision, DrawnFrom, Embedding, Millis, PoseName, Quality, Reason, SessionScores,
    Tolerance, Turn,
};

use super::capture::{Effect, Event, SecondFace, Verdict, Watch};
use super::challenge::{self, Challenge, Draw, Path, Reach, Rest, Stray};
use super::clearness::Clearness;
use super::guidance::Observation;
use super::liveness::Liveness;
use super::sameness::{Facing, Sameness, Suspicion};
use super::{CaptureView, Comparison, Instruction, Window, score};

/// Frames that make one pose's template, and the time they take at least.
const POSE_FRAMES: u32 = 3;
const POSE_WINDOW: Millis = Millis(120);
/// So many turns are asked for besides the poses, while the depth has not been
/// told.
const MORE_TURNS: u32 = 2;
/// For this long the person looks ahead before they are asked again.
const LOOK_AHEAD_FOR: Millis = Millis(900);
/// The look for duplicates, and the verification.
const LAST_STEPS: u32 = 2;

/// What is taken one after another.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Front,
    Turned(Turn),
    Gestures,
}

impl Step {
    fn pose(self) -> PoseName {
        match self {
            Self::Front | Self::Gestures => PoseName::Front,
            Self::Turned(turn) => turn.into(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Taking(Step),
    Duplicates,
    VerifyBack,
    Done,
}

/// An enrolment as a state machine.
#[derive(Clone, Debug)]
pub struct Enrolment {
    tolerance: Tolerance,
    draw: Draw,
    draws: u32,
    steps: Vec<Step>,
    stage: Stage,
    watch: Watch,
    window: Window,
    rest: Rest,
    stray: Stray,
    path: Path,
    reach: Reach,
    slips: u32,
    /// In which asking the pose was put off.
    put_off: bool,
    /// When the turn under way began.
    begun_at: Option<Millis>,
    more_turns: u32,
    second_face: SecondFace,
    gestures: Option<Challenge>,
    templates: Vec<(PoseName, Embedding)>,
    front: Option<Embedding>,
    front_quality: Quality,
    alike: Option<Comparison>,
    sameness: Sameness,
    /// How well the head is seen while it moves.
    clearness: Clearness,
    /// When a face was compared last.
    compared_at: Option<Millis>,
    /// How the head was held in the frame whose embedding was asked for.
    facing: Facing,
    suspicion: Suspicion,
    liveness: Liveness,
    view: CaptureView,
}

impl Enrolment {
    /// An enrolment at its first pose.
    #[must_use]
    pub fn new(tolerance: Tolerance, draw: Draw) -> Self {
        let tolerance = draw.allow(tolerance);
        let mut enrolment = Self {
            watch: Watch::new(tolerance.pose_timeout_millis, tolerance.face_lost_millis),
            window: Window::new(POSE_FRAMES, POSE_WINDOW),
            steps: Vec::new(),
            stage: Stage::Taking(Step::Front),
            rest: Rest::default(),
            stray: Stray::default(),
            path: Path::default(),
            reach: Reach::default(),
            slips: 0,
            put_off: false,
            begun_at: None,
            more_turns: 0,
            second_face: SecondFace::default(),
            gestures: None,
            templates: Vec::new(),
            front: None,
            front_quality: Quality::default(),
            alike: None,
            sameness: Sameness::new(&tolerance),
            clearness: Clearness::new(&tolerance.verify_quality),
            compared_at: None,
            facing: Facing::Ahead,
            suspicion: Suspicion::default(),
            liveness: Liveness::new(tolerance.liveness, &draw),
            draw,
            draws: 0,
            view: CaptureView::default(),
            tolerance,
        };
        enrolment.begin();
        enrolment
    }

    /// From the first pose, with a new order: at first, and when the engine
    /// forgot what it had measured.
    fn begin(&mut self) {
        self.steps = vec![Step::Front];
        self.liveness.begin();
        if self.draw.allowance == Some(Allowance::NoTurn) {
            // What is asked is drawn when the front has been seen.
            self.steps
                .extend([Step::Gestures, Step::Front, Step::Front]);
        } else {
            let turns = challenge::draw_poses(&self.draw.nonce, self.draws);
            let words = turns.iter().map(|turn| turn.as_str());
            let drawn = (self.draws, count(turns.len()));
            self.liveness
                .ask(self.draw.drawn(DrawnFrom::Poses, drawn, words));
            self.draws += 1;
            self.steps.extend(turns.into_iter().map(Step::Turned));
        }
        self.stage = Stage::Taking(Step::Front);
        self.window = Window::new(POSE_FRAMES, POSE_WINDOW);
        self.rest = Rest::default();
        self.stray = Stray::default();
        self.path = Path::default();
        self.reach = Reach::default();
        self.slips = 0;
        self.begun_at = None;
        self.more_turns = 0;
        self.second_face = SecondFace::default();
        self.sameness = Sameness::new(&self.tolerance);
        self.compared_at = None;
        self.gestures = None;
        self.templates.clear();
        self.front = None;
        self.alike = None;
        self.watch.next_step();
        let steps = count(self.steps.len());
        let poses = self.steps.iter().filter(|step| **step != Step::Gestures);
        self.view = CaptureView {
            steps: steps.saturating_add(LAST_STEPS),
            poses: poses.map(|step| step.pose()).collect(),
            pose: Some(PoseName::Front),
            ..CaptureView::default()
        };
    }

    /// The profile that it is judged by.
    #[must_use]
    pub fn tolerance(&self) -> &Tolerance {
        &self.tolerance
    }

    /// What to draw.
    #[must_use]
    pub fn view(&self) -> &CaptureView {
        &self.view
    }

    /// One fused embedding a pose, once it has finished well; else none.
    #[must_use]
    pub fn into_templates(self) -> Vec<(PoseName, Embedding)> {
        self.templates
    }

    /// What the person is asked for now. A turn that doesn't come is asked
    /// for again after looking ahead.
    #[must_use]
    pub fn asked(&self) -> Instruction {
        match self.stage {
            Stage::Taking(Step::Turned(turn)) => {
                if self.since_asked() < Millis(self.tolerance.liveness.finish_millis) {
                    Instruction::for_turn(turn)
                } else {
                    Instruction::LookHere
                }
            }
            Stage::Taking(Step::Gestures) => self
                .gestures
                .as_ref()
                .map_or(Instruction::LookHere, Challenge::instruction),
            _ => Instruction::LookHere,
        }
    }

    /// Time since the pose was asked for, or asked for again: one that isn't
    /// finished in its time is, after looking ahead.
    fn since_asked(&self) -> Millis {
        let round = Millis(self.tolerance.liveness.finish_millis).plus(LOOK_AHEAD_FOR);
        Millis(self.watch.elapsed().0.checked_rem(round.0).unwrap_or(0))
    }

    /// Whether the depth is about to decide, and so must be settled.
    #[must_use]
    pub fn wants_settled_depth(&self) -> bool {
        self.suspicion.is_there()
            || matches!(self.stage, Stage::Taking(step @ Step::Turned(_)) if self.steps.last() == Some(&step))
    }

    /// Whether the depth of a frame's face may be measured: as in a
    /// verification, once the front is known.
    #[must_use]
    pub fn takes_depth(&self, seen: &Observation<'_>) -> bool {
        match (self.stage, seen.analysis.main()) {
            // What all was decided on stays as it was then.
            (Stage::Duplicates | Stage::VerifyBack, _) if !self.suspicion.is_there() => false,
            (Stage::Taking(Step::Turned(_)), Some(_)) if !self.suspicion.is_there() => {
                self.clearness.can_be_compared(seen, &self.rest)
            }
            (_, face) => face.is_some(),
        }
    }

    /// Takes an event; what follows from it is to be done in order.
    pub fn step(&mut self, event: Event<'_>) -> Vec<Effect> {
        if self.stage == Stage::Done {
            return Vec::new();
        }
        match event {
            Event::Seen(seen) => self.seen(&seen),
            Event::Embedded {
                sequence,
                embedding,
            } => self.embedded(sequence, embedding),
            Event::NotEmbedded { sequence } => {
                self.window.failed(sequence);
                Vec::new()
            }
            Event::Compared(comparison) => self.compared(comparison),
            Event::Settled(relief) => {
                if self.is_flat(Some(relief), self.watch.now()) {
                    return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
                }
                Vec::new()
            }
            // What they are can't be told any more.
            Event::Restarted if self.suspicion.is_there() => self.refuse_somebody_else(),
            Event::Restarted => {
                self.begin();
                Vec::new()
            }
            Event::Tick(now) if self.suspicion.is_over(now) => self.refuse_somebody_else(),
            Event::Tick(now) => self
                .watch
                .tick(now)
                .map_or_else(Vec::new, |reason| self.give_up(reason)),
            Event::Stop(Reason::TimedOut) => self.give_up(self.watch.main_reason()),
            Event::Stop(reason) => self.give_up(reason),
        }
    }

    fn compared(&mut self, comparison: Comparison) -> Vec<Effect> {
        if self.stage != Stage::Duplicates {
            return Vec::new();
        }
        self.alike = Some(comparison);
        self.view.steps_done += 1;
        self.view.verifying_back = true;
        self.view.instruction = Instruction::LookHere;
        self.window = Window::new(self.tolerance.frames_fused, self.tolerance.window_millis);
        self.watch.next_step();
        self.stage = Stage::VerifyBack;
        Vec::new()
    }

    fn verify_back(&mut self, probe: &Embedding) -> Vec<Effect> {
        let own = score(probe, self.templates.iter().map(|(_, kept)| kept));
        if own.is_none_or(|own| own < self.tolerance.match_threshold) {
            return self.finish(Decision::NotVerified, Reason::VerifyBackFailed, own);
        }
        let alike = self
            .alike
            .and_then(|found| found.best)
            .is_some_and(|(_, score)| score >= self.tolerance.duplicate_threshold);
        self.view.steps_done += 1;
        self.view.progress = 1.0;
        if alike {
            self.finish(Decision::Inconclusive, Reason::DuplicateSuspected, own)
        } else {
            self.finish(Decision::Verified, Reason::Enrolled, own)
        }
    }

    fn give_up(&mut self, reason: Reason) -> Vec<Effect> {
        self.finish(Decision::Inconclusive, reason, None)
    }

    fn finish(&mut self, decision: Decision, reason: Reason, score: Option<f32>) -> Vec<Effect> {
        let (decision, reason) = self.suspicion.instead_of(decision, reason);
        self.stage = Stage::Done;
        let frames_fused = self.window.frames();
        let held = reason == Reason::DuplicateSuspected;
        let alike = self.alike.and_then(|found| found.best);
        if !held && decision != Decision::Verified {
            self.templates.clear();
        }
        vec![Effect::Finish(Box::new(Verdict {
            decision,
            reason,
            person: alike.filter(|_| held).map(|(person, _)| person),
            scores: SessionScores {
                score,
                threshold: Some(self.tolerance.match_threshold),
                consistency: (frames_fused > 1).then(|| self.window.consistency()),
                compared: self.alike.map_or(0, |found| found.compared),
                frames_fused,
            },
            quality: self.front_quality.clone(),
            liveness: self.liveness.summary(reason),
            at: self.watch.now(),
        }))]
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
