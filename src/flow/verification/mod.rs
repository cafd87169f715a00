//! Verifying a person: 1:1 with a claim, 1:N without. First they look here,
//! then they follow the challenge drawn for this session; only a living face
//! that stayed the same throughout is compared.

mod ending;
mod moving;

use crate::domain::{Decision, Embedding, Millis, Pose, PoseName, Reason, Tolerance};

use super::capture::{Effect, Event, SecondFace, Watch};
use super::challenge::{Challenge, Draw, Rest};
use super::clearness::Clearness;
use super::guidance::{self, Observation, Wanted, assess};
use super::liveness::Liveness;
use super::sameness::{Facing, Same, Sameness, Suspicion};
use super::{CaptureView, Instruction, Window};

/// So many turns are asked for besides those that were drawn, while the depth
/// has not been told.
pub(super) const MORE_TURNS: u32 = 2;

/// A verification as a state machine.
#[derive(Clone, Debug)]
pub struct Verification {
    tolerance: Tolerance,
    threshold: f32,
    draw: Draw,
    draws: u32,
    /// How often the head went another way than asked.
    strays: u32,
    /// Whether the turns were drawn anew since nothing had come of the first.
    drawn_again: bool,
    /// Turns asked for besides those drawn.
    more_turns: u32,
    window: Window,
    watch: Watch,
    liveness: Liveness,
    sameness: Sameness,
    suspicion: Suspicion,
    stage: Stage,
    rest: Rest,
    second_face: SecondFace,
    /// How well the head is seen while it moves.
    clearness: Clearness,
    last_embed: Option<Millis>,
    /// How the head was held in the frame whose embedding was asked for.
    facing: Facing,
    /// Frames went by in which no face could be compared: one that can be has to
    /// agree before anything is decided.
    is_owed: bool,
    /// Whether the head was turned aside in the newest frame.
    aside: bool,
    /// Whether it was nodded.
    nodded: bool,
    view: CaptureView,
}

#[derive(Clone, Debug)]
enum Stage {
    Looking,
    Challenged {
        challenge: Box<Challenge>,
        probe: Embedding,
        awaited: Option<u64>,
    },
    Comparing,
    Done,
}

impl Verification {
    /// A verification that needs `threshold`: the profile's own for one
    /// claimed person, or the greater one that 1:N takes at the gallery's
    /// size (`FalsePositiveCurve::threshold`).
    #[must_use]
    pub fn new(tolerance: Tolerance, threshold: f32, draw: Draw) -> Self {
        let tolerance = draw.allow(tolerance);
        Self {
            threshold: threshold.max(tolerance.match_threshold),
            window: Window::new(tolerance.frames_fused, tolerance.window_millis),
            watch: Watch::new(tolerance.verify_timeout_millis, tolerance.face_lost_millis),
            liveness: Liveness::new(tolerance.liveness, &draw),
            sameness: Sameness::new(&tolerance),
            suspicion: Suspicion::default(),
            stage: Stage::Looking,
            draws: 0,
            strays: 0,
            drawn_again: false,
            more_turns: 0,
            rest: Rest::default(),
            second_face: SecondFace::default(),
            clearness: Clearness::new(&tolerance.verify_quality),
            last_embed: None,
            facing: Facing::Ahead,
            is_owed: false,
            aside: false,
            nodded: false,
            view: CaptureView {
                steps: draw.least_movements(&tolerance.liveness) + 1,
                ..CaptureView::default()
            },
            draw,
            tolerance,
        }
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

    /// What the person is asked for now.
    #[must_use]
    pub fn asked(&self) -> Instruction {
        match &self.stage {
            Stage::Challenged { challenge, .. } => challenge.instruction(),
            _ => Instruction::LookHere,
        }
    }

    /// Whether the depth is about to decide, and so must be settled.
    #[must_use]
    pub fn wants_settled_depth(&self) -> bool {
        match &self.stage {
            Stage::Challenged { challenge, .. } => challenge.is_over() || self.suspicion.is_there(),
            _ => false,
        }
    }

    /// Whether the depth of a frame's face may be measured. What is measured
    /// before anything is asked can only tell a print; from then on a face that
    /// can't be compared, or has another beside it, lends nobody its depth.
    /// Who is suspected is measured however they are seen.
    #[must_use]
    pub fn takes_depth(&self, seen: &Observation<'_>) -> bool {
        match (&self.stage, seen.analysis.main()) {
            (Stage::Challenged { .. }, Some(_)) if !self.suspicion.is_there() => {
                self.clearness.can_be_compared(seen, &self.rest)
            }
            (_, face) => face.is_some(),
        }
    }

    /// Takes an event; what follows from it is to be done in order.
    pub fn step(&mut self, event: Event<'_>) -> Vec<Effect> {
        if matches!(self.stage, Stage::Done) {
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
                if let Stage::Challenged { awaited, .. } = &mut self.stage {
                    *awaited = None;
                }
                Vec::new()
            }
            Event::Compared(comparison) => self.decide(comparison),
            Event::Settled(relief) => {
                if self.is_flat(Some(relief), self.watch.now()) {
                    return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
                }
                Vec::new()
            }
            // What they are can't be told any more.
            Event::Restarted if self.suspicion.is_there() => self.give_up(Reason::PersonChanged),
            Event::Restarted => {
                self.begin_again();
                Vec::new()
            }
            Event::Tick(now) => match (self.watch.tick(now), &self.stage) {
                _ if self.suspicion.is_over(now) => self.give_up(Reason::PersonChanged),
                (Some(reason), Stage::Looking) => self.give_up(reason),
                (_, Stage::Challenged { challenge, .. }) if challenge.is_late(now) => {
                    self.give_up(self.not_followed())
                }
                _ => Vec::new(),
            },
            Event::Stop(reason) => self.give_up(match (reason, &self.stage) {
                // A recording that ran out: what was wrong with it?
                (Reason::TimedOut, Stage::Challenged { .. }) => self.not_followed(),
                (Reason::TimedOut, _) => self.watch.main_reason(),
                (other, _) => other,
            }),
        }
    }

    /// The engine forgot what it had measured: from the start, with new turns.
    fn begin_again(&mut self) {
        let tolerance = &self.tolerance;
        self.window = Window::new(tolerance.frames_fused, tolerance.window_millis);
        self.sameness = Sameness::new(tolerance);
        self.rest = Rest::default();
        self.second_face = SecondFace::default();
        self.last_embed = None;
        (self.facing, self.is_owed) = (Facing::Ahead, false);
        self.more_turns = 0;
        (self.aside, self.nodded) = (false, false);
        self.liveness.begin();
        self.watch.next_step();
        self.stage = Stage::Looking;
        self.view.steps_done = 0;
        self.view.turn = None;
        self.view.hint = None;
    }

    fn seen(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        if matches!(self.stage, Stage::Comparing) {
            return Vec::new();
        }
        if !self.watch.is_new(seen) {
            return if self.watch.goes_back() {
                self.give_up(Reason::FramesRepeated)
            } else {
                Vec::new()
            };
        }
        let assessed = assess(seen, &self.wanted());
        self.view.draw_quality(seen, &self.tolerance.verify_quality);
        if self.is_flat(seen.relief, seen.at) {
            self.watch.tick(seen.at);
            return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
        }
        if self.suspicion.is_there()
            && let Some(refused) = self.suspected(seen)
        {
            return refused;
        }
        if matches!(self.stage, Stage::Challenged { .. }) {
            return self.challenged(seen, assessed);
        }
        if let Some(reason) = self.watch.frame(seen, assessed.err()) {
            return self.give_up(reason);
        }
        self.view.instruction = guidance::instruction(assessed, Instruction::LookHere);
        self.view.progress = self.view.share(self.window.progress(seen.at));
        let (Ok(rank), Some(face)) = (assessed, seen.analysis.main()) else {
            return Vec::new();
        };
        self.rest.looked(face);
        if self
            .window
            .offer(seen.sequence, seen.at, rank, &face.quality)
        {
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        self.ask_when_complete()
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            pose: PoseName::Front,
            poses: &self.tolerance.poses,
            quality: &self.tolerance.verify_quality,
            baseline: Pose::default(),
        }
    }

    fn embedded(&mut self, sequence: u64, embedding: Embedding) -> Vec<Effect> {
        let cosine = match &mut self.stage {
            Stage::Challenged { probe, awaited, .. } => {
                if awaited.take_if(|awaited| *awaited == sequence).is_none() {
                    return Vec::new();
                }
                probe.cosine(&embedding)
            }
            _ => self.window.agreement(&embedding),
        };
        let now = self.watch.now();
        match self.sameness.judge(cosine, self.facing) {
            Same::Yes(found) => {
                self.liveness.agreed(found, now);
                self.is_owed = false;
            }
            Same::Perhaps => {
                self.window.doubt(sequence);
                // The next frame tells.
                self.last_embed = None;
                return Vec::new();
            }
            Same::No(found) => {
                self.liveness.agreed(found, now);
                return self.is_somebody_else();
            }
        }
        if matches!(self.stage, Stage::Challenged { .. }) {
            return self.compare_when_followed();
        }
        self.window.embedded(sequence, embedding);
        self.ask_when_complete()
    }

    /// Once the front is fused, the challenge begins.
    fn ask_when_complete(&mut self) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Looking) || !self.window.complete(self.watch.now()) {
            return Vec::new();
        }
        let Some(probe) = self.window.fused() else {
            return Vec::new();
        };
        let bounds = self.tolerance.liveness;
        let (rest, now) = (self.rest.clone(), self.watch.now());
        let (challenge, drawn) = Challenge::draw(&self.draw, self.draws, bounds, rest, now);
        self.draws += 1;
        self.liveness.begin();
        self.liveness.ask(drawn);
        self.clearness.ask();
        self.view.steps = 1 + challenge.done().1;
        self.view.steps_done = 1;
        self.view.instruction = challenge.instruction();
        self.view.turn = challenge.view(self.rest.pose());
        self.stage = Stage::Challenged {
            challenge: Box::new(challenge),
            probe,
            awaited: None,
        };
        vec![Effect::MeasureAnew]
    }
}
