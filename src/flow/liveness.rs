//! The liveness part of a session: what was asked, what each cue said.

use crate::domain::{
    Allowance, Cue, LivenessBounds, LivenessOutcome, LivenessSummary, Millis, Relief, ReliefVerdict,
};

use super::challenge::{Answer, Draw};

/// Gathers the cues of a session. All must hold; there is no average.
#[derive(Clone, Debug)]
pub(super) struct Liveness {
    bounds: LivenessBounds,
    nonce: [u8; 16],
    /// Whether depth is asked for: not of who can't turn the head.
    needs_depth: bool,
    order: Vec<&'static str>,
    relief: Option<(Relief, Millis)>,
    answers: Vec<(Answer, Millis)>,
    followed: Option<(bool, Millis)>,
    least_agreement: Option<(f32, f32, Millis)>,
}

impl Liveness {
    pub(super) fn new(bounds: LivenessBounds, draw: &Draw) -> Self {
        Self {
            bounds,
            nonce: draw.nonce,
            needs_depth: draw.allowance != Some(Allowance::NoTurn),
            order: Vec::new(),
            relief: None,
            answers: Vec::new(),
            followed: None,
            least_agreement: None,
        }
    }

    /// Begins anew: the order asked for now.
    pub(super) fn ask(&mut self, order: Vec<&'static str>) {
        self.order = order;
        self.relief = None;
        self.answers.clear();
        self.followed = None;
    }

    /// Takes what was measured up to this frame.
    pub(super) fn measured(&mut self, relief: Option<Relief>, at: Millis) -> ReliefVerdict {
        if let Some(relief) = relief {
            self.relief = Some((relief, at));
        }
        self.relief()
    }

    /// What the depth says.
    pub(super) fn relief(&self) -> ReliefVerdict {
        self.relief
            .as_ref()
            .map_or(ReliefVerdict::Undecided, |(relief, _)| {
                self.bounds.judge(relief)
            })
    }

    /// Whether the depth is a face's, or isn't asked for.
    pub(super) fn is_deep_enough(&self) -> bool {
        !self.needs_depth || self.relief() == ReliefVerdict::Live
    }

    /// A movement answered what was asked.
    pub(super) fn answered(&mut self, answer: Answer, at: Millis) {
        self.answers.push((answer, at));
    }

    /// The challenge was followed to its end, or wasn't.
    pub(super) fn followed(&mut self, followed: bool, at: Millis) {
        self.followed = Some((followed, at));
    }

    /// A frame agreed with the person by this much.
    pub(super) fn agreed(&mut self, cosine: f32, threshold: f32, at: Millis) {
        if self
            .least_agreement
            .is_none_or(|(least, ..)| cosine < least)
        {
            self.least_agreement = Some((cosine, threshold, at));
        }
    }

    /// The summary to keep with the session.
    pub(super) fn summary(&self) -> LivenessSummary {
        let cues = self.cues();
        let flat = self.relief() == ReliefVerdict::Flat;
        let contradicted = |name: &str| cues.iter().any(|cue| cue.name == name && !cue.passed);
        let followed = self.followed.is_some_and(|(followed, _)| followed);
        let outcome = if flat || contradicted("order") || contradicted("same_person") {
            LivenessOutcome::NotLive
        } else if followed && self.relief() == ReliefVerdict::Live {
            LivenessOutcome::Live
        } else if followed && self.is_deep_enough() {
            LivenessOutcome::Attended
        } else if self.order.is_empty() && self.relief.is_none() {
            LivenessOutcome::NotMeasured
        } else {
            LivenessOutcome::Inconclusive
        };
        let measured = self.relief.as_ref().filter(|_| self.tells_depth());
        LivenessSummary {
            outcome,
            p: measured.map(|(relief, _)| relief.turns.p),
            g: measured.map(|(relief, _)| relief.turns.g),
            order: self.order.iter().map(|word| (*word).to_owned()).collect(),
            nonce: Some(
                self.nonce
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            ),
            cues,
        }
    }

    /// Whether what was measured of depth says anything. Of a head that wasn't
    /// asked to turn it rarely does.
    fn tells_depth(&self) -> bool {
        self.needs_depth || self.relief() != ReliefVerdict::Undecided
    }

    fn cues(&self) -> Vec<Cue> {
        let mut cues = self.depth_cues();
        for (answer, at) in &self.answers {
            cues.push(cue(answer.word, answer.value, answer.threshold, true, *at));
        }
        if let Some((followed, at)) = self.followed {
            let value = f64::from(u8::from(followed));
            cues.push(cue("order", value, 1.0, followed, at));
        }
        if let Some((cosine, threshold, at)) = self.least_agreement {
            let passed = cosine >= threshold;
            cues.push(cue(
                "same_person",
                cosine.into(),
                threshold.into(),
                passed,
                at,
            ));
        }
        cues
    }

    fn depth_cues(&self) -> Vec<Cue> {
        let bounds = &self.bounds;
        let Some((relief, at)) = self.relief.as_ref().filter(|_| self.tells_depth()) else {
            let unmeasured = Cue {
                value: None,
                ..cue("relief", 0.0, bounds.live_p, false, Millis(0))
            };
            return if self.needs_depth {
                Vec::new()
            } else {
                vec![unmeasured]
            };
        };
        let turns = &relief.turns;
        let flat = self.relief() == ReliefVerdict::Flat;
        vec![
            cue("p", turns.p, bounds.live_p, turns.p >= bounds.live_p, *at),
            cue("g", turns.g, bounds.live_g, turns.g >= bounds.live_g, *at),
            cue("k", turns.k_min, bounds.flat_k, !flat, *at),
        ]
    }
}

fn cue(name: &str, value: f64, threshold: f64, passed: bool, at: Millis) -> Cue {
    Cue {
        name: name.to_owned(),
        value: Some(value),
        threshold,
        passed,
        advisory: false,
        at_millis: at.0,
    }
}
