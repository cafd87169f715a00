//! Verifying a person: 1:1 with a claim, 1:N without.

use crate::domain::{Decision, Embedding, Pose, PoseName, Reason, SessionScores, Tolerance};

use super::capture::{Effect, Event, Verdict, Watch};
use super::guidance::{self, Observation, Wanted, assess};
use super::{CaptureView, Comparison, Instruction, QualityBar, Window};

/// A verification as a state machine.
#[derive(Clone, Debug)]
pub struct Verification {
    tolerance: Tolerance,
    threshold: f32,
    window: Window,
    watch: Watch,
    stage: Stage,
    view: CaptureView,
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Looking,
    Comparing { probe: Embedding },
    Done,
}

impl Verification {
    /// A verification that needs `threshold`: the profile's own for one
    /// claimed person, or the greater one that 1:N takes at the gallery's
    /// size (`FalsePositiveCurve::threshold`).
    #[must_use]
    pub fn new(tolerance: Tolerance, threshold: f32) -> Self {
        Self {
            threshold: threshold.max(tolerance.match_threshold),
            window: Window::new(tolerance.frames_fused, tolerance.window_millis),
            watch: Watch::new(tolerance.verify_timeout_millis, tolerance.face_lost_millis),
            stage: Stage::Looking,
            view: CaptureView {
                steps: 1,
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

    /// What the camera's subject is asked for: to look here, all the time.
    #[must_use]
    pub fn asked(&self) -> Instruction {
        Instruction::LookHere
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
            } => {
                self.window.embedded(sequence, embedding);
                self.compare_when_complete()
            }
            Event::NotEmbedded { sequence } => {
                self.window.failed(sequence);
                Vec::new()
            }
            Event::Compared(comparison) => self.decide(comparison),
            Event::Tick(now) => match self.watch.tick(now) {
                Some(reason) if self.stage == Stage::Looking => self.give_up(reason),
                _ => Vec::new(),
            },
            Event::Stop(reason) => self.give_up(match reason {
                // A recording that ran out: what was wrong with it?
                Reason::TimedOut => self.watch.main_reason(),
                other => other,
            }),
        }
    }

    fn seen(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        if self.stage != Stage::Looking || !self.watch.is_new(seen) {
            return Vec::new();
        }
        let wanted = Wanted {
            pose: PoseName::Front,
            poses: &self.tolerance.poses,
            quality: &self.tolerance.verify_quality,
            baseline: Pose::default(),
        };
        let assessed = assess(seen, &wanted);
        if let Some(reason) = self.watch.frame(seen, assessed.err()) {
            return self.give_up(reason);
        }
        self.draw(seen, assessed.map_or_else(Some, |_| None));
        let (Ok(rank), Some(face)) = (assessed, seen.analysis.main()) else {
            return Vec::new();
        };
        if self
            .window
            .offer(seen.sequence, seen.at, rank, &face.quality)
        {
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        self.compare_when_complete()
    }

    fn draw(&mut self, seen: &Observation<'_>, obstacle: Option<super::Obstacle>) {
        let bounds = &self.tolerance.verify_quality;
        self.view.instruction =
            guidance::instruction(obstacle.map_or(Ok(0.0), Err), Instruction::LookHere);
        self.view.progress = self.window.progress(seen.at);
        self.view.checks = guidance::checks(seen, bounds);
        let quality = seen.analysis.main().map(|face| face.quality.clone());
        self.view.quality = quality.unwrap_or_default();
        self.view.bars = QualityBar::all(bounds, &self.view.quality);
    }

    fn compare_when_complete(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Looking || !self.window.complete(self.watch.now()) {
            return Vec::new();
        }
        let consistency = self.window.consistency();
        let Some(probe) = self.window.fused() else {
            return Vec::new();
        };
        if consistency < self.tolerance.consistency_threshold {
            return self.finish(Decision::NotVerified, Reason::PersonChanged, None);
        }
        self.stage = Stage::Comparing {
            probe: probe.clone(),
        };
        self.view.progress = 1.0;
        self.view.steps_done = 1;
        vec![Effect::Compare { probe }]
    }

    fn decide(&mut self, comparison: Comparison) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Comparing { .. }) {
            return Vec::new();
        }
        let matched = comparison
            .best
            .is_some_and(|(_, score)| score >= self.threshold);
        if matched {
            self.finish(Decision::Verified, Reason::Matched, Some(comparison))
        } else {
            self.finish(Decision::NotVerified, Reason::NoMatch, Some(comparison))
        }
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
                score: best.map(|(_, score)| score),
                threshold: Some(self.threshold),
                consistency: (frames_fused > 1).then(|| self.window.consistency()),
                compared: comparison.map_or(0, |found| found.compared),
                frames_fused,
            },
            quality: self.window.best_quality(),
            at: self.watch.now(),
        }))]
    }
}
