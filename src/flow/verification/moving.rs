//! A frame while movements are asked for: what the head does, whether it is
//! seen well enough to count, and whether it is still the same person.

use crate::domain::{Allowance, Decision, MainFace, Reason, ReliefVerdict};
use crate::flow::capture::Effect;
use crate::flow::challenge::Progress;
use crate::flow::guidance::{self, Observation};
use crate::flow::sameness::{EMBED_SPACING, Facing};
use crate::flow::{Instruction, Obstacle};

use super::{Stage, Verification};

impl Verification {
    pub(super) fn challenged(
        &mut self,
        seen: &Observation<'_>,
        assessed: Result<f32, Obstacle>,
    ) -> Vec<Effect> {
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
        if self.second_face.stays(seen) {
            // A print that is turned may show a second one.
            if self.liveness.relief() == ReliefVerdict::Flat {
                return self.finish(Decision::NotVerified, Reason::FlatSurface, None);
            }
            return self.give_up(Reason::MoreThanOneFace);
        }
        let Stage::Challenged { challenge, .. } = &mut self.stage else {
            return Vec::new();
        };
        let Some(face) = seen.analysis.main() else {
            self.view.instruction = Instruction::LookHere;
            challenge.lost();
            // Whoever comes back is compared first.
            self.is_owed = true;
            return if challenge.is_late(seen.at) {
                self.give_up(self.not_followed())
            } else {
                Vec::new()
            };
        };
        let reach = self.rest.reach(face.pose);
        self.nodded = reach.nodded() > self.tolerance.liveness.nod_least_degrees;
        self.aside = reach.sideways() > self.tolerance.poses.front_yaw_degrees;
        let clear = self.clearness.is_clear(seen);
        let good = if self.draw.allowance == Some(Allowance::NoTurn) {
            guidance::is_good_but_moving(assessed)
        } else {
            clear
        };
        let progress = challenge.step(face, good, seen.at);
        if let Some(given_up) = self.nothing_came_of_it(progress, seen.at) {
            return given_up;
        }
        let Stage::Challenged { challenge, .. } = &self.stage else {
            return Vec::new();
        };
        if challenge.is_over() && challenge.is_late(seen.at) {
            return self.give_up(self.not_followed());
        }
        let asked = challenge.instruction();
        self.view.hint = challenge.hint();
        self.view.instruction = self.clearness.says(asked).unwrap_or(asked);
        self.view.turn = challenge.view(face.pose);
        self.view.steps_done = 1 + challenge.done().0;
        self.view.progress = self.view.share(0.0);
        match progress {
            Progress::Done(answer) => {
                self.liveness.answered(answer, seen.at);
                self.clearness.ask();
            }
            Progress::Complete(answer) => {
                self.liveness.answered(answer, seen.at);
                self.liveness.followed(true, seen.at);
                self.clearness.ask();
            }
            Progress::Going | Progress::Otherwise | Progress::TooSlow => {}
        }
        if self.suspicion.is_there() {
            return Vec::new();
        }
        let ended_a_movement = matches!(progress, Progress::Done(_) | Progress::Complete(_));
        self.compare_face(seen, face, clear, ended_a_movement)
    }

    /// Each movement's last frame must show the same person, and others on the
    /// way there. A head that is turned too far, or seen badly, can't be told:
    /// it has to be seen again before anything is decided.
    fn compare_face(
        &mut self,
        seen: &Observation<'_>,
        face: &MainFace,
        clear: bool,
        ended_a_movement: bool,
    ) -> Vec<Effect> {
        let reach = self.rest.reach(face.pose);
        let facing = Facing::of(face.pose, reach).filter(|_| clear);
        let settles = !self.sameness.is_settled() && facing == Some(Facing::Ahead);
        let due = ended_a_movement
            || self.is_owed
            || settles
            || self
                .last_embed
                .is_none_or(|last| seen.at.since(last) >= EMBED_SPACING);
        if !due {
            return Vec::new();
        }
        let Some(facing) = facing else {
            self.is_owed = true;
            return Vec::new();
        };
        self.facing = facing;
        self.last_embed = Some(seen.at);
        if let Stage::Challenged { awaited, .. } = &mut self.stage {
            *awaited = Some(seen.sequence);
        }
        vec![Effect::Embed {
            sequence: seen.sequence,
        }]
    }

    /// Whether it is known whose face is there.
    pub(super) fn is_told(&self) -> bool {
        !self.is_owed && self.sameness.is_settled()
    }

    /// Why nothing came of what is asked: it was seen badly, or made too
    /// quickly, or not made; or all was done, and no face has been seen since
    /// that tells whose.
    pub(super) fn not_followed(&self) -> Reason {
        let owed = match &self.stage {
            Stage::Challenged { challenge, .. } => challenge.is_over() && !self.is_told(),
            _ => false,
        };
        self.what_hindered().unwrap_or_else(|| {
            if owed {
                Reason::NotFacing
            } else {
                self.draw.not_followed()
            }
        })
    }

    /// What stood in the way of who may have done what is asked.
    pub(super) fn what_hindered(&self) -> Option<Reason> {
        let too_fast = match &self.stage {
            Stage::Challenged { challenge, .. } => challenge.was_too_fast(),
            _ => false,
        };
        let unclear = self.clearness.reason();
        unclear.or_else(|| too_fast.then_some(Reason::TurnedTooFast))
    }
}
