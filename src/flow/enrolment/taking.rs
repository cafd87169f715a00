//! Taking what an enrolment keeps: poses, and gestures in between.

use crate::domain::{Decision, Embedding, Millis, Reason, Relief, ReliefVerdict, Turn};
use crate::flow::capture::Effect;
use crate::flow::challenge::{Answer, BEGUN_DEGREES, Challenge, Progress, Stray, Strayed};
use crate::flow::guidance::{self, Observation, Wanted, assess};
use crate::flow::sameness::Facing;
use crate::flow::{Hint, Instruction, Obstacle, Window};

use super::{Enrolment, MORE_TURNS, POSE_FRAMES, POSE_WINDOW, Stage, Step};

/// Another movement than the one asked for is forgiven so often: an operator
/// stands beside, and left and right are easily confused.
const SLIPS_FORGIVEN: u32 = 1;

impl Enrolment {
    pub(super) fn seen(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        if self.stage == Stage::Duplicates {
            return Vec::new();
        }
        if !self.watch.is_new(seen) {
            return if self.watch.goes_back() {
                self.give_up(Reason::FramesRepeated)
            } else {
                Vec::new()
            };
        }
        self.put_off_what_does_not_come();
        let (step, verifying) = match self.stage {
            Stage::Taking(step) => (step, false),
            _ => (Step::Front, true),
        };
        let wanted = Wanted {
            pose: step.pose(),
            poses: &self.tolerance.poses,
            quality: if verifying {
                &self.tolerance.verify_quality
            } else {
                &self.tolerance.enrol_quality
            },
            baseline: self.rest.pose(),
        };
        let facing = seen.analysis.main().and_then(|face| {
            let reach = self.rest.reach(face.pose);
            Facing::of(face.pose, reach)
        });
        // A pose in which no face can be compared is no template either.
        let assessed = assess(seen, &wanted)
            .and_then(|rank| facing.map(|_| rank).ok_or(Obstacle::TurnedTooFar));
        let turn = seen.analysis.main().and_then(|face| wanted.turn(face.pose));
        self.view.draw_quality(seen, wanted.quality);
        if let Some(reason) = self.watch.frame(seen, assessed.err()) {
            return self.give_up(reason);
        }
        // Before there is a front, and when all is taken, such frames only don't count.
        if self.front.is_some() && !verifying && self.second_face.stays(seen) {
            if self.liveness.relief() == ReliefVerdict::Flat {
                return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
            }
            return self.give_up(Reason::MoreThanOneFace);
        }
        if self.is_flat(seen.relief, seen.at) {
            return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
        }
        if self.suspicion.is_there() {
            return self.suspected(seen);
        }
        self.view.instruction = guidance::instruction(assessed, self.asked());
        self.view.progress = self.view.share(self.window.progress(seen.at));
        self.view.turn = turn;
        match step {
            Step::Gestures => return self.gesturing(seen, assessed),
            Step::Turned(asked) => match self.strays(seen, asked, assessed.is_ok()) {
                Strayed::Otherwise | Strayed::TooOften => {
                    self.liveness.followed(false, seen.at);
                    return self.finish(Decision::NotVerified, Reason::OrderNotFollowed, None);
                }
                Strayed::Aside => return self.compare_on_the_way(seen),
                Strayed::No if !self.is_answer(asked, seen.at) => {
                    if assessed.is_ok() {
                        // It is asked for again.
                        self.view.instruction = Instruction::LookHere;
                    }
                    return self.compare_on_the_way(seen);
                }
                Strayed::No => {}
            },
            Step::Front => {}
        }
        let (Ok(rank), Some(face)) = (assessed, seen.analysis.main()) else {
            return self.compare_on_the_way(seen);
        };
        if step == Step::Front {
            self.rest.looked(face);
        }
        if self
            .window
            .offer(seen.sequence, seen.at, rank, &face.quality)
        {
            self.facing = facing.unwrap_or_default();
            self.compared_at = Some(seen.at);
            return vec![Effect::Embed {
                sequence: seen.sequence,
            }];
        }
        self.advance_when_complete()
    }

    /// A pose that isn't reached in its time comes last: the others show what
    /// can be shown meanwhile.
    fn put_off_what_does_not_come(&mut self) {
        let Stage::Taking(Step::Turned(turn)) = self.stage else {
            return;
        };
        if self.asked() == Instruction::for_turn(turn) {
            self.put_off = false;
            return;
        }
        let done = usize::try_from(self.view.steps_done).unwrap_or(usize::MAX);
        let left = self.steps.get_mut(done..).unwrap_or_default();
        if std::mem::replace(&mut self.put_off, true) || left.len() < 2 {
            return;
        }
        left.rotate_left(1);
        if let Some(next) = left.first().copied() {
            self.view.pose = Some(next.pose());
            self.stage = Stage::Taking(next);
        }
        let turns = self.steps.iter().filter_map(|step| match step {
            Step::Turned(turn) => Some(turn.as_str()),
            Step::Front | Step::Gestures => None,
        });
        self.liveness.reorder(turns);
    }

    /// Whether the turn under way began late enough after it was asked to be an
    /// answer, and is in time. What stays aside from before is none.
    fn is_answer(&mut self, asked: Turn, now: Millis) -> bool {
        if !self.reach.is_under_way(asked) {
            self.begun_at = None;
            return true;
        }
        let begun = *self.begun_at.get_or_insert(now);
        let bounds = &self.tolerance.liveness;
        let since_asked = self.since_asked();
        if since_asked >= Millis(bounds.finish_millis) {
            return false;
        }
        let before = now.since(begun).plus(Millis(bounds.begin_millis)) > since_asked;
        if before {
            self.view.hint = Some(Hint::TooEarly);
        }
        !before
    }

    /// Takes what was measured, and says whether the surface is flat. Once
    /// somebody is suspected it is believed at once: it is a refusal either way.
    pub(super) fn is_flat(&mut self, relief: Option<Relief>, at: Millis) -> bool {
        let believed = self.liveness.measured(relief, at);
        self.view.depth = self.liveness.depth();
        let told = if self.suspicion.is_there() {
            self.liveness.relief()
        } else {
            believed
        };
        told == ReliefVerdict::Flat
    }

    /// Whether the head has moved otherwise than asked once too often, or has to
    /// rest before its pose is one that was asked for; `is_there` where it is
    /// held as asked.
    fn strays(&mut self, seen: &Observation<'_>, asked: Turn, is_there: bool) -> Strayed {
        let Some(face) = seen.analysis.main() else {
            self.path.lost();
            return Strayed::No;
        };
        let reach = self.rest.reach(face.pose);
        self.reach = reach;
        let free = !reach.is_under_way(asked) && !self.stray.is_aside();
        self.rest.follow(face.pose, seen.at, free);
        let rests = reach.beyond(BEGUN_DEGREES).is_empty();
        // Nods may be one step of a slow machine, as in a verification.
        let sideways = matches!(asked, Turn::Left | Turn::Right);
        let cut = self.path.step(face.pose, rests, seen.at)
            || (is_there && sideways && !self.path.leads_to(reach.of(asked)));
        if !reach.is_under_way(asked) {
            // Frames of two visits to a pose are not one pose that was held.
            self.window = Window::new(POSE_FRAMES, POSE_WINDOW);
        }
        if self.asked() != Instruction::for_turn(asked) {
            return Strayed::No;
        }
        let bounds = &self.tolerance.liveness;
        match self.stray.step(asked, reach, !cut, bounds, seen.at) {
            Strayed::Otherwise => {}
            // Who glances is told, and the pose's time goes on.
            Strayed::TooOften => {
                self.view.hint = Some(Hint::OtherWay);
                self.stray = self.stray.anew();
                self.stray.asked(reach);
                return Strayed::Aside;
            }
            Strayed::No if cut => {
                if is_there {
                    self.view.hint = Some(Hint::TooFast);
                }
                return Strayed::Aside;
            }
            Strayed::No => return Strayed::No,
            Strayed::Aside => {
                self.view.hint = Some(Hint::OtherWay);
                return Strayed::Aside;
            }
        }
        self.view.hint = Some(Hint::OtherWay);
        self.slips += 1;
        self.stray = Stray::default();
        self.stray.asked(reach);
        if self.slips > SLIPS_FORGIVEN {
            Strayed::Otherwise
        } else {
            Strayed::Aside
        }
    }

    fn gesturing(
        &mut self,
        seen: &Observation<'_>,
        assessed: Result<f32, Obstacle>,
    ) -> Vec<Effect> {
        let Some(challenge) = &mut self.gestures else {
            return Vec::new();
        };
        let good = guidance::is_good_but_moving(assessed);
        let progress = match seen.analysis.main() {
            Some(face) => challenge.step(face, good, seen.at),
            None if challenge.is_late(seen.at) => Progress::TooSlow,
            None => Progress::Going,
        };
        self.view.instruction = challenge.instruction();
        let (done, all) = challenge.done();
        self.view.progress = self.view.share(ratio(done, all));
        match progress {
            Progress::Going => {}
            Progress::Done(answer) => self.liveness.answered(answer, seen.at),
            Progress::Complete(answer) => {
                self.liveness.answered(answer, seen.at);
                self.next_step();
            }
            Progress::TooSlow => return self.give_up(self.draw.not_followed()),
            Progress::Otherwise => {
                self.liveness.followed(false, seen.at);
                return self.finish(Decision::NotVerified, Reason::OrderNotFollowed, None);
            }
        }
        Vec::new()
    }

    pub(super) fn advance_when_complete(&mut self) -> Vec<Effect> {
        if !self.window.complete(self.watch.now()) {
            return Vec::new();
        }
        let Some(fused) = self.window.fused() else {
            return Vec::new();
        };
        match self.stage {
            Stage::Taking(step) => self.keep_pose(step, fused),
            Stage::VerifyBack => self.verify_back(&fused),
            Stage::Duplicates | Stage::Done => Vec::new(),
        }
    }

    fn keep_pose(&mut self, step: Step, fused: Embedding) -> Vec<Effect> {
        let is_first = self.front.is_none();
        if is_first {
            self.front = Some(fused.clone());
            self.front_quality = self.window.best_quality();
        }
        if let (Step::Turned(turn), Some(view)) = (step, &self.view.turn) {
            let answer = Answer {
                word: turn.as_str(),
                value: view.reached_degrees.abs().into(),
                threshold: view.wanted_degrees.abs().into(),
            };
            self.liveness.answered(answer, self.watch.now());
        }
        if self.templates.len() < self.view.poses.len() {
            self.templates.push((step.pose(), fused));
            self.view.poses_done.push(step.pose());
        }
        let further = self.ask_further(step);
        self.next_step();
        self.view.hint = further.then_some(Hint::Further);
        if is_first {
            self.liveness.measure_anew();
            return vec![Effect::MeasureAnew];
        }
        let Stage::Duplicates = self.stage else {
            return Vec::new();
        };
        self.liveness.followed(true, self.watch.now());
        match self.front.clone() {
            Some(probe) if self.liveness.is_deep_enough() => vec![Effect::Compare { probe }],
            _ => self.give_up(self.draw.not_followed()),
        }
    }

    /// All poses are taken and the depth isn't told yet: one turn more, to the
    /// other side. Nothing is kept of it.
    fn ask_further(&mut self, step: Step) -> bool {
        let is_last = usize::try_from(self.view.steps_done + 1) == Ok(self.steps.len());
        let turned = matches!(step, Step::Turned(_));
        if !(is_last && turned) || self.liveness.is_deep_enough() || self.more_turns >= MORE_TURNS {
            return false;
        }
        let mut sideways = self.steps.iter().rev();
        let turn =
            match sideways.find(|step| matches!(step, Step::Turned(Turn::Left | Turn::Right))) {
                Some(Step::Turned(Turn::Left)) => Turn::Right,
                _ => Turn::Left,
            };
        self.more_turns += 1;
        self.steps.push(Step::Turned(turn));
        self.view.steps += 1;
        self.liveness.ask_also(turn.as_str());
        true
    }

    /// Goes on to what is taken next, or to the look for duplicates.
    fn next_step(&mut self) {
        self.view.steps_done += 1;
        self.view.turn = None;
        self.begun_at = None;
        self.stray.asked(self.reach);
        self.window = Window::new(POSE_FRAMES, POSE_WINDOW);
        self.watch.next_step();
        let done = usize::try_from(self.view.steps_done).unwrap_or(usize::MAX);
        let next = self.steps.get(done).copied();
        self.view.pose = next.map(Step::pose);
        self.stage = next.map_or(Stage::Duplicates, Stage::Taking);
        if next == Some(Step::Gestures) {
            let (bounds, now) = (self.tolerance.liveness, self.watch.now());
            let rest = self.rest.clone();
            let (challenge, drawn) = Challenge::draw(&self.draw, self.draws, bounds, rest, now);
            self.draws += 1;
            self.liveness.begin();
            self.liveness.ask(drawn);
            self.gestures = Some(challenge);
        }
        self.view.instruction = self.asked();
    }
}

fn ratio(part: u32, of: u32) -> f32 {
    let count = |n: u32| u16::try_from(n).map_or(1.0, f32::from);
    count(part) / count(of).max(1.0)
}
