//! Whether it is still the same person, in the poses and on the way to them.

use crate::domain::{Decision, Embedding, Reason, ReliefVerdict, Turn};
use crate::flow::capture::Effect;
use crate::flow::guidance::Observation;
use crate::flow::sameness::{EMBED_SPACING, Facing, Same};

use super::{Enrolment, Stage, Step};

impl Enrolment {
    /// A head on its way to a pose, whose depth counts, is still the person's:
    /// it is compared now and then, and as soon as it is back after it was gone.
    pub(super) fn compare_on_the_way(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        let Some(face) = seen.analysis.main() else {
            self.compared_at = None;
            return Vec::new();
        };
        let due = self
            .compared_at
            .is_none_or(|last| seen.at.since(last) >= EMBED_SPACING);
        let turning = matches!(self.stage, Stage::Taking(Step::Turned(_)));
        let facing = Facing::of(face.pose, self.rest.reach(face.pose));
        match facing {
            Some(facing) if due && turning && self.takes_depth(seen) => {
                self.facing = facing;
                self.compared_at = Some(seen.at);
                vec![Effect::Embed {
                    sequence: seen.sequence,
                }]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn embedded(&mut self, sequence: u64, embedding: Embedding) -> Vec<Effect> {
        // With the others of its pose and with the front.
        let front = self.front.as_ref().map(|front| front.cosine(&embedding));
        let agreement = self.window.agreement(&embedding).min(front.unwrap_or(1.0));
        let now = self.watch.now();
        match self.sameness.judge(agreement, self.facing) {
            Same::Yes(found) => self.liveness.agreed(found, now),
            Same::Perhaps => {
                if self.window.awaits(sequence) {
                    self.window.doubt(sequence);
                }
                // The next frame tells.
                self.compared_at = None;
                return Vec::new();
            }
            Same::No(found) => {
                self.liveness.agreed(found, now);
                return self.is_somebody_else();
            }
        }
        self.window.embedded(sequence, embedding);
        self.advance_when_complete()
    }

    /// As in a verification: a print that is turned aside becomes unlike itself
    /// just when its depth begins to show.
    fn is_somebody_else(&mut self) -> Vec<Effect> {
        let undecided = self.liveness.believed(self.watch.now()) == ReliefVerdict::Undecided;
        let aside = matches!(
            self.stage,
            Stage::Taking(Step::Turned(Turn::Left | Turn::Right))
        );
        if aside && undecided {
            self.suspicion.begin(self.watch.now());
            return Vec::new();
        }
        self.refuse_somebody_else()
    }

    pub(super) fn suspected(&mut self, seen: &Observation<'_>) -> Vec<Effect> {
        let is_back = seen.analysis.main().is_none_or(|face| {
            let sideways = self.rest.reach(face.pose).sideways();
            sideways <= self.tolerance.poses.front_yaw_degrees
        });
        if is_back || self.suspicion.is_over(seen.at) {
            return self.refuse_somebody_else();
        }
        Vec::new()
    }

    pub(super) fn refuse_somebody_else(&mut self) -> Vec<Effect> {
        self.finish(Decision::NotVerified, Reason::PersonChanged, None)
    }
}
