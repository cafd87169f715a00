//! How a verification ends.

use crate::domain::{Allowance, Decision, Millis, Reason, Relief, ReliefVerdict, SessionScores};
use crate::flow::capture::{Effect, Verdict};
use crate::flow::challenge::Progress;
use crate::flow::guidance::Observation;
use crate::flow::{Comparison, Hint};

use super::{MORE_TURNS, Stage, Verification};

impl Verification {
    /// Two frames in a row were unlike the person. A print that is turned aside
    /// becomes unlike itself just when its depth begins to show: before it is
    /// told that somebody else is there, the depth has a moment to say that
    /// nobody is.
    pub(super) fn is_somebody_else(&mut self) -> Vec<Effect> {
        let undecided = self.liveness.believed(self.watch.now()) == ReliefVerdict::Undecided;
        let turning = matches!(self.stage, Stage::Challenged { .. });
        if turning && undecided && (self.aside || self.nodded) {
            if self.aside {
                self.suspicion.begin(self.watch.now());
            } else {
                self.suspicion.begin_in_a_nod(self.watch.now());
            }
            return Vec::new();
        }
        self.refuse_somebody_else()
    }

    /// A frame while that moment lasts. There is no way back from here: it ends
    /// as a flat surface or as somebody else.
    /// None while it goes on with what is asked.
    pub(super) fn suspected(&mut self, seen: &Observation<'_>) -> Option<Vec<Effect>> {
        self.watch.tick(seen.at);
        let is_deep = self.liveness.relief() == ReliefVerdict::Live;
        if is_deep || self.suspicion.is_over(seen.at) {
            return Some(self.refuse_somebody_else());
        }
        if self.suspicion.is_of_a_nod() {
            return None;
        }
        let is_back = seen.analysis.main().is_none_or(|face| {
            let sideways = self.rest.reach(face.pose).sideways();
            sideways <= self.tolerance.poses.front_yaw_degrees
        });
        Some(if is_back {
            self.refuse_somebody_else()
        } else {
            Vec::new()
        })
    }

    fn refuse_somebody_else(&mut self) -> Vec<Effect> {
        self.finish(Decision::NotVerified, Reason::PersonChanged, None)
    }

    /// What a movement ends with that is no answer, if it ends with that. Once in
    /// a session all turns are drawn anew instead: left and right are easily
    /// confused, and somebody may be slow to see what is asked.
    pub(super) fn nothing_came_of_it(
        &mut self,
        progress: Progress,
        at: Millis,
    ) -> Option<Vec<Effect>> {
        let strayed = progress == Progress::Otherwise;
        if !(strayed || progress == Progress::TooSlow) {
            return None;
        }
        self.strays += u32::from(strayed);
        let glanced = match &self.stage {
            Stage::Challenged { challenge, .. } => challenge.hint() == Some(Hint::OtherWay),
            _ => false,
        };
        let hint = match self.what_hindered() {
            _ if strayed || glanced => Some(Hint::OtherWay),
            None => Some(Hint::Further),
            Some(Reason::TurnedTooFast) => Some(Hint::TooFast),
            // What hinders is said in place of what is asked.
            Some(_) => None,
        };
        // Who turns as asked but not further has shown what they can.
        let all_was_done = self.more_turns > 0;
        if let Stage::Challenged { challenge, .. } = &mut self.stage
            && !all_was_done
            && !std::mem::replace(&mut self.drawn_again, true)
            && let Some(drawn) = challenge.begin_again(
                &self.draw,
                self.draws,
                self.tolerance.liveness,
                hint,
                strayed,
                at,
            )
        {
            self.draws += 1;
            self.liveness.ask(drawn);
            self.clearness.ask();
            return None;
        }
        // In other turns than the first, another way is a second try at guessing
        // them, whatever the first came to.
        let goes_on = all_was_done && self.strays < 2;
        let can_turn = self.draw.allowance != Some(Allowance::NoTurn);
        if !strayed || (can_turn && goes_on) {
            return Some(self.give_up(self.not_followed()));
        }
        self.liveness.followed(false, at);
        Some(self.finish(Decision::NotVerified, Reason::OrderNotFollowed, None))
    }

    /// The last movement's frame agreed as well: now the depth decides, then
    /// the match.
    pub(super) fn compare_when_followed(&mut self) -> Vec<Effect> {
        let Stage::Challenged { challenge, .. } = &self.stage else {
            return Vec::new();
        };
        if !challenge.is_over() || !self.is_told() {
            return Vec::new();
        }
        if !self.liveness.is_deep_enough() {
            return self.ask_further();
        }
        let Stage::Challenged { probe, .. } = &self.stage else {
            return Vec::new();
        };
        let probe = probe.clone();
        self.stage = Stage::Comparing;
        self.view.progress = 1.0;
        self.view.turn = None;
        vec![Effect::Compare { probe }]
    }

    /// All was followed, and the depth isn't told yet: a little further.
    fn ask_further(&mut self) -> Vec<Effect> {
        let Stage::Challenged { challenge, .. } = &mut self.stage else {
            return Vec::new();
        };
        if self.more_turns < MORE_TURNS
            && let Some(turn) = challenge.ask_further(self.watch.now())
        {
            self.more_turns += 1;
            self.liveness.ask_also(turn.as_str());
            self.view.steps = 1 + challenge.done().1;
            self.view.instruction = challenge.instruction();
            self.view.hint = challenge.hint();
            return Vec::new();
        }
        self.give_up(Reason::TurnedTooLittle)
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

    pub(super) fn decide(&mut self, comparison: Comparison) -> Vec<Effect> {
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

    pub(super) fn give_up(&mut self, reason: Reason) -> Vec<Effect> {
        self.finish(Decision::Inconclusive, reason, None)
    }

    pub(super) fn finish(
        &mut self,
        decision: Decision,
        reason: Reason,
        comparison: Option<Comparison>,
    ) -> Vec<Effect> {
        let (decision, reason) = self.suspicion.instead_of(decision, reason);
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
            liveness: self.liveness.summary(reason),
            at: self.watch.now(),
        }))]
    }
}
