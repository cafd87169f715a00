//! Enrolling a person: five poses, a look for duplicates, and one
//! verification with what was just taken. The turned poses come in an order
//! drawn for this session, and their depth must be a face's. Until all of that
//! has passed, nothing is kept.

use crate::domain::{
    Decision, Embedding, Millis, Pose, PoseName, Quality, Reason, ReliefVerdict, SessionScores,
    Tolerance,
};

use super::capture::{Effect, Event, Verdict, Watch};
use super::challenge;
use super::guidance::{self, Observation, Wanted, assess};
use super::liveness::Liveness;
use super::verification::Draw;
use super::{CaptureView, Comparison, Instruction, Obstacle, QualityBar, Window, score};

/// Frames that make one pose's template, and the time they take at least.
const POSE_FRAMES: u32 = 3;
const POSE_WINDOW: Millis = Millis(120);
/// A pose that isn't reached for this long is asked for again from the start.
const ASK_AGAIN_AFTER: Millis = Millis(4_000);
/// For this long the person looks ahead before they are asked again.
const LOOK_AHEAD_FOR: Millis = Millis(900);
/// Poses, the look for duplicates, and the verification.
const STEPS: u32 = 7;

/// An enrolment as a state machine.
#[derive(Clone, Debug)]
pub struct Enrolment {
    tolerance: Tolerance,
    stage: Stage,
    watch: Watch,
    window: Window,
    baseline: Pose,
    templates: Vec<(PoseName, Embedding)>,
    front: Option<Embedding>,
    front_quality: Quality,
    alike: Option<Comparison>,
    draw: Draw,
    draws: u32,
    order: Vec<PoseName>,
    liveness: Liveness,
    view: CaptureView,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Pose(PoseName),
    Duplicates,
    VerifyBack,
    Done,
}

impl Enrolment {
    /// An enrolment at its first pose.
    #[must_use]
    pub fn new(tolerance: Tolerance, draw: Draw) -> Self {
        let mut enrolment = Self {
            watch: Watch::new(tolerance.pose_timeout_millis, tolerance.face_lost_millis),
            window: Window::new(POSE_FRAMES, POSE_WINDOW),
            stage: Stage::Pose(PoseName::Front),
            baseline: Pose::default(),
            templates: Vec::new(),
            front: None,
            front_quality: Quality::default(),
            alike: None,
            liveness: Liveness::new(tolerance.liveness, draw.nonce),
            draw,
            draws: 0,
            order: Vec::new(),
            view: CaptureView::default(),
            tolerance,
        };
        enrolment.begin();
        enrolment
    }

    /// From the first pose, with a new order: at first, and when the engine
    /// forgot what it had measured.
    fn begin(&mut self) {
        let turns = challenge::draw_poses(&self.draw.nonce, self.draws);
        self.draws += 1;
        self.liveness.ask(&turns);
        self.order = [PoseName::Front]
            .into_iter()
            .chain(turns.into_iter().map(PoseName::from))
            .collect();
        self.stage = Stage::Pose(PoseName::Front);
        self.window = Window::new(POSE_FRAMES, POSE_WINDOW);
        self.templates.clear();
        self.front = None;
        self.alike = None;
        self.watch.next_step();
        self.view = CaptureView {
            steps: STEPS,
            pose: Some(PoseName::Front),
            ..CaptureView::default()
        };
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
        let Stage::Pose(pose) = self.stage else {
            return Instruction::LookHere;
        };
        let round = ASK_AGAIN_AFTER.plus(LOOK_AHEAD_FOR);
        let into_round = self.watch.elapsed().0.checked_rem(round.0).unwrap_or(0);
        if into_round < ASK_AGAIN_AFTER.0 {
            Instruction::for_pose(pose)
        } else {
            Instruction::LookHere
        }
    }

    /// Whether the depth is about to decide, and so must be settled.
    #[must_use]
    pub fn wants_settled_depth(&self) -> bool {
        matches!(self.stage, Stage::Pose(pose) if self.order.last() == Some(&pose))
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
                let agreement = self.agreement(&embedding);
                let least = self.tolerance.consistency_threshold;
                self.liveness.agreed(agreement, least, self.watch.now());
                if agreement < least {
                    return self.finish(Decision::NotVerified, Reason::PersonChanged, None);
                }
                self.window.embedded(sequence, embedding);
                self.advance_when_complete()
            }
            Event::NotEmbedded { sequence } => {
                self.window.failed(sequence);
                Vec::new()
            }
            Event::Compared(comparison) => self.compared(comparison),
            Event::Settled(relief) => {
                self.liveness.measured(Some(relief), self.watch.now());
                Vec::new()
            }
            Event::Restarted => {
                self.begin();
                Vec::new()
            }
            Event::Tick(now) => self
                .watch
                .tick(now)
                .map_or_else(Vec::new, |reason| self.give_up(reason)),
            Event::Stop(Reason::TimedOut) => self.give_up(self.watch.main_reason()),
            Event::Stop(reason) => self.give_up(reason),
        }
    }

    fn seen(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        if self.stage == Stage::Duplicates || !self.watch.is_new(seen) {
            return Vec::new();
        }
        let (pose, verifying) = match self.stage {
            Stage::Pose(pose) => (pose, false),
            _ => (PoseName::Front, true),
        };
        let wanted = Wanted {
            pose,
            poses: &self.tolerance.poses,
            quality: if verifying {
                &self.tolerance.verify_quality
            } else {
                &self.tolerance.enrol_quality
            },
            baseline: self.baseline,
        };
        let assessed = assess(seen, &wanted);
        let turn = seen.analysis.main().and_then(|face| wanted.turn(face.pose));
        if let Some(reason) = self.watch.frame(seen, assessed.err()) {
            return self.give_up(reason);
        }
        if self.liveness.measured(seen.relief, seen.at) == ReliefVerdict::Flat {
            return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
        }
        self.draw(seen, assessed.err(), verifying);
        self.view.turn = turn;
        let (Ok(rank), Some(face)) = (assessed, seen.analysis.main()) else {
            return Vec::new();
        };
        if self
            .window
            .offer(seen.sequence, seen.at, rank, &face.quality)
        {
            if pose == PoseName::Front && !verifying {
                self.baseline = face.pose;
            }
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        self.advance_when_complete()
    }

    fn draw(&mut self, seen: &Observation<'_>, obstacle: Option<Obstacle>, verifying: bool) {
        let bounds = if verifying {
            &self.tolerance.verify_quality
        } else {
            &self.tolerance.enrol_quality
        };
        self.view.instruction = guidance::instruction(obstacle.map_or(Ok(0.0), Err), self.asked());
        self.view.checks = guidance::checks(seen, bounds);
        let quality = seen.analysis.main().map(|face| face.quality.clone());
        self.view.quality = quality.unwrap_or_default();
        self.view.bars = QualityBar::all(bounds, &self.view.quality);
        self.view.progress = share(self.view.steps_done, self.window.progress(seen.at));
    }

    /// How much a frame agrees with the others of its pose and with the front.
    fn agreement(&self, embedding: &Embedding) -> f32 {
        let front = self.front.as_ref().map(|front| front.cosine(embedding));
        self.window.agreement(embedding).min(front.unwrap_or(1.0))
    }

    fn advance_when_complete(&mut self) -> Vec<Effect> {
        if !self.window.complete(self.watch.now()) {
            return Vec::new();
        }
        let Some(fused) = self.window.fused() else {
            return Vec::new();
        };
        match self.stage {
            Stage::Pose(pose) => self.keep_pose(pose, fused),
            Stage::VerifyBack => self.verify_back(&fused),
            Stage::Duplicates | Stage::Done => Vec::new(),
        }
    }

    fn keep_pose(&mut self, pose: PoseName, fused: Embedding) -> Vec<Effect> {
        if pose == PoseName::Front {
            self.front = Some(fused.clone());
            self.front_quality = self.window.best_quality();
        }
        self.templates.push((pose, fused));
        self.view.poses_done.push(pose);
        self.view.steps_done += 1;
        let next = self
            .order
            .iter()
            .copied()
            .find(|pose| !self.view.poses_done.contains(pose));
        self.view.pose = next;
        self.view.turn = None;
        self.window = Window::new(POSE_FRAMES, POSE_WINDOW);
        self.watch.next_step();
        match (next, self.front.clone()) {
            (Some(next), _) => {
                self.stage = Stage::Pose(next);
                self.view.instruction = Instruction::for_pose(next);
                Vec::new()
            }
            (None, Some(probe)) => {
                let now = self.watch.now();
                self.liveness.turned(true, now);
                if self.liveness.relief() != ReliefVerdict::Live {
                    return self.give_up(Reason::TurnedTooLittle);
                }
                self.stage = Stage::Duplicates;
                vec![Effect::Compare { probe }]
            }
            (None, None) => self.give_up(Reason::TimedOut),
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
            liveness: self.liveness.summary(),
            at: self.watch.now(),
        }))]
    }
}

/// Progress over all steps, 0 to 1.
fn share(done: u32, within: f32) -> f32 {
    let steps = u16::try_from(STEPS).map_or(1.0, f32::from);
    let done = u16::try_from(done).map_or(steps, f32::from);
    ((done + within) / steps).clamp(0.0, 1.0)
}
