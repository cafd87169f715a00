//! Verifying a person: 1:1 with a claim, 1:N without. First they look here,
//! then they follow the turns drawn for this session; only a living face that
//! stayed the same throughout is compared.

use crate::domain::{
    Decision, Embedding, Millis, Pose, PoseName, Reason, ReliefVerdict, SessionScores, Tolerance,
    Turn,
};

use super::capture::{Effect, Event, Verdict, Watch};
use super::challenge::{self, Challenge, Progress};
use super::guidance::{self, Observation, Wanted, assess};
use super::liveness::Liveness;
use super::{CaptureView, Comparison, Instruction, Obstacle, QualityBar, Window};

/// While turning, frames are embedded at least this far apart.
const EMBED_SPACING: Millis = Millis(150);
/// Frames with a second face after which the capture ends.
const SECOND_FACE_FRAMES: u32 = 3;

/// What a session's turns are drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// From the system's random generator, for this session alone.
    pub nonce: [u8; 16],
    /// The claim's last order, which isn't drawn again.
    pub avoid: Vec<Turn>,
}

/// A verification as a state machine.
#[derive(Clone, Debug)]
pub struct Verification {
    tolerance: Tolerance,
    threshold: f32,
    draw: Draw,
    draws: u32,
    window: Window,
    watch: Watch,
    liveness: Liveness,
    stage: Stage,
    baseline: Pose,
    second_face: u32,
    last_embed: Option<Millis>,
    view: CaptureView,
}

#[derive(Clone, Debug)]
enum Stage {
    Looking,
    Turning {
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
        Self {
            threshold: threshold.max(tolerance.match_threshold),
            window: Window::new(tolerance.frames_fused, tolerance.window_millis),
            watch: Watch::new(tolerance.verify_timeout_millis, tolerance.face_lost_millis),
            liveness: Liveness::new(tolerance.liveness, draw.nonce),
            stage: Stage::Looking,
            draw,
            draws: 0,
            baseline: Pose::default(),
            second_face: 0,
            last_embed: None,
            view: CaptureView {
                steps: tolerance.liveness.challenge_turns + 1,
                ..CaptureView::default()
            },
            tolerance,
        }
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
            Stage::Turning { challenge, .. } => challenge.instruction(),
            _ => Instruction::LookHere,
        }
    }

    /// Whether the depth is about to decide, and so must be settled.
    #[must_use]
    pub fn wants_settled_depth(&self) -> bool {
        matches!(&self.stage, Stage::Turning { challenge, .. } if challenge.asked().is_none())
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
                if let Stage::Turning { awaited, .. } = &mut self.stage {
                    *awaited = None;
                }
                Vec::new()
            }
            Event::Compared(comparison) => self.decide(comparison),
            Event::Settled(relief) => {
                self.liveness.measured(Some(relief), self.watch.now());
                Vec::new()
            }
            Event::Restarted => {
                self.begin_again();
                Vec::new()
            }
            Event::Tick(now) => match (self.watch.tick(now), &self.stage) {
                (Some(reason), Stage::Looking) => self.give_up(reason),
                (_, Stage::Turning { challenge, .. }) if challenge.is_late(now) => {
                    self.give_up(Reason::TurnedTooLittle)
                }
                _ => Vec::new(),
            },
            Event::Stop(reason) => self.give_up(match (reason, &self.stage) {
                // A recording that ran out: what was wrong with it?
                (Reason::TimedOut, Stage::Turning { .. }) => Reason::TurnedTooLittle,
                (Reason::TimedOut, _) => self.watch.main_reason(),
                (other, _) => other,
            }),
        }
    }

    /// The engine forgot what it had measured: from the start, with new turns.
    fn begin_again(&mut self) {
        let tolerance = &self.tolerance;
        self.window = Window::new(tolerance.frames_fused, tolerance.window_millis);
        self.liveness.ask(&[]);
        self.watch.next_step();
        self.stage = Stage::Looking;
        self.view.steps_done = 0;
        self.view.turn = None;
    }

    fn seen(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        if matches!(self.stage, Stage::Comparing) || !self.watch.is_new(seen) {
            return Vec::new();
        }
        let assessed = assess(seen, &self.wanted());
        self.draw_checks(seen);
        if self.liveness.measured(seen.relief, seen.at) == ReliefVerdict::Flat {
            self.watch.tick(seen.at);
            return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
        }
        if matches!(self.stage, Stage::Turning { .. }) {
            return self.turning(seen, assessed);
        }
        if let Some(reason) = self.watch.frame(seen, assessed.err()) {
            return self.give_up(reason);
        }
        self.view.instruction = guidance::instruction(assessed, Instruction::LookHere);
        self.view.progress = self.share(self.window.progress(seen.at));
        let (Ok(rank), Some(face)) = (assessed, seen.analysis.main()) else {
            return Vec::new();
        };
        if self
            .window
            .offer(seen.sequence, seen.at, rank, &face.quality)
        {
            self.baseline = face.pose;
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        self.turn_when_complete()
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
        let least = self.tolerance.consistency_threshold;
        let now = self.watch.now();
        let Stage::Turning { probe, awaited, .. } = &mut self.stage else {
            self.window.embedded(sequence, embedding);
            return self.turn_when_complete();
        };
        if awaited.take_if(|awaited| *awaited == sequence).is_none() {
            return Vec::new();
        }
        let cosine = probe.cosine(&embedding);
        self.liveness.agreed(cosine, least, now);
        if cosine < least {
            return self.finish(Decision::NotVerified, Reason::PersonChanged, None);
        }
        self.compare_when_turned()
    }

    /// Once the front is fused, the turns begin.
    fn turn_when_complete(&mut self) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Looking) || !self.window.complete(self.watch.now()) {
            return Vec::new();
        }
        let Some(probe) = self.window.fused() else {
            return Vec::new();
        };
        let (consistency, least) = (
            self.window.consistency(),
            self.tolerance.consistency_threshold,
        );
        if consistency < least {
            self.liveness.agreed(consistency, least, self.watch.now());
            return self.finish(Decision::NotVerified, Reason::PersonChanged, None);
        }
        let bounds = self.tolerance.liveness;
        let Draw { nonce, avoid } = &self.draw;
        let order = challenge::draw(nonce, self.draws, bounds.challenge_turns, avoid);
        self.draws += 1;
        self.liveness.ask(&order);
        let now = self.watch.now();
        let challenge = Challenge::new(bounds, order, self.baseline, now);
        self.view.steps_done = 1;
        self.view.instruction = challenge.instruction();
        self.view.turn = challenge.view(self.baseline);
        self.stage = Stage::Turning {
            challenge: Box::new(challenge),
            probe,
            awaited: None,
        };
        Vec::new()
    }

    fn turning(&mut self, seen: &Observation<'_>, assessed: Result<f32, Obstacle>) -> Vec<Effect> {
        // While turning, facing aside is what was asked for.
        let obstacle = assessed.err().filter(|obstacle| {
            matches!(
                obstacle,
                Obstacle::NoFace | Obstacle::MoreThanOneFace | Obstacle::TooDark
            )
        });
        if let Some(reason) = self.watch.frame(seen, obstacle)
            && matches!(reason, Reason::FaceLost | Reason::FramesRepeated)
        {
            return self.give_up(reason);
        }
        self.second_face += u32::from(seen.analysis.faces().len() > 1);
        if self.second_face >= SECOND_FACE_FRAMES {
            return self.give_up(Reason::MoreThanOneFace);
        }
        let Stage::Turning { challenge, .. } = &mut self.stage else {
            return Vec::new();
        };
        let Some(face) = seen.analysis.main() else {
            self.view.instruction = Instruction::LookHere;
            return if challenge.is_late(seen.at) {
                self.give_up(Reason::TurnedTooLittle)
            } else {
                Vec::new()
            };
        };
        let progress = challenge.step(face.pose, seen.at);
        self.view.instruction = challenge.instruction();
        self.view.turn = challenge.view(face.pose);
        self.view.steps_done = 1 + challenge.done();
        self.view.progress = self.share(0.0);
        match progress {
            Progress::WrongWay => {
                self.liveness.turned(false, seen.at);
                return self.finish(Decision::NotVerified, Reason::OrderNotFollowed, None);
            }
            Progress::TooSlow => return self.give_up(Reason::TurnedTooLittle),
            Progress::Complete(_) => self.liveness.turned(true, seen.at),
            Progress::Done(_) | Progress::Going => {}
        }
        // Each turn's furthest frame must show the same person, and others on
        // the way there.
        let due = self
            .last_embed
            .is_none_or(|last| seen.at.since(last) >= EMBED_SPACING);
        if due || matches!(progress, Progress::Done(_) | Progress::Complete(_)) {
            self.last_embed = Some(seen.at);
            if let Stage::Turning { awaited, .. } = &mut self.stage {
                *awaited = Some(seen.sequence);
            }
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        Vec::new()
    }

    /// The last turn's frame agreed as well: now the depth decides, then the
    /// match.
    fn compare_when_turned(&mut self) -> Vec<Effect> {
        let Stage::Turning {
            challenge, probe, ..
        } = &self.stage
        else {
            return Vec::new();
        };
        if challenge.asked().is_some() {
            return Vec::new();
        }
        if self.liveness.relief() != ReliefVerdict::Live {
            return self.give_up(Reason::TurnedTooLittle);
        }
        let probe = probe.clone();
        self.stage = Stage::Comparing;
        self.view.progress = 1.0;
        self.view.turn = None;
        vec![Effect::Compare { probe }]
    }

    fn decide(&mut self, comparison: Comparison) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Comparing) {
            return Vec::new();
        }
        let enough = |score: f32| score >= self.threshold;
        let matched = comparison.best.is_some_and(|(_, score)| enough(score));
        let (decision, reason) = if matched {
            (Decision::Verified, Reason::Matched)
        } else if comparison.barred.is_some_and(enough) {
            (Decision::NotVerified, Reason::Disabled)
        } else {
            (Decision::NotVerified, Reason::NoMatch)
        };
        self.finish(decision, reason, Some(comparison))
    }

    fn draw_checks(&mut self, seen: &Observation<'_>) {
        let bounds = &self.tolerance.verify_quality;
        self.view.checks = guidance::checks(seen, bounds);
        let quality = seen.analysis.main().map(|face| face.quality.clone());
        self.view.quality = quality.unwrap_or_default();
        self.view.bars = QualityBar::all(bounds, &self.view.quality);
    }

    /// Progress over all steps, `within` the present one.
    fn share(&self, within: f32) -> f32 {
        let count = |n: u32| u16::try_from(n).map_or(1.0, f32::from);
        let (done, steps) = (count(self.view.steps_done), count(self.view.steps));
        ((done + within) / steps.max(1.0)).clamp(0.0, 1.0)
    }

    fn give_up(&mut self, reason: Reason) -> Vec<Effect> {
        self.finish(Decision::Inconclusive, reason, None)
    }

    fn finish(
        &mut self,
        decision: Decision,
        reason: Reason,
        comparison: Option<Comparison>,
    ) -> Vec<Effect> {
        self.stage = Stage::Done;
        let best = comparison.and_then(|found| found.best);
        let frames_fused = self.window.frames();
        vec![Effect::Finish(Box::new(Verdict {
            decision,
            reason,
            person: best
                .filter(|_| decision == Decision::Verified)
                .map(|(person, _)| person),
            scores: SessionScores {
                score: match (reason, comparison) {
                    (Reason::Disabled, Some(found)) => found.barred,
                    _ => best.map(|(_, score)| score),
                },
                threshold: Some(self.threshold),
                consistency: (frames_fused > 1).then(|| self.window.consistency()),
                compared: comparison.map_or(0, |found| found.compared),
                frames_fused,
            },
            quality: self.window.best_quality(),
            liveness: self.liveness.summary(),
            at: self.watch.now(),
        }))]
    }
}
