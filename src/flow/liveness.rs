//! The liveness part of a session: what was asked, what each cue said.

use crate::domain::{
    Cue, LivenessBounds, LivenessOutcome, LivenessSummary, Millis, Relief, ReliefVerdict, Turn,
};

/// Gathers the cues of a session. All must hold; there is no average.
#[derive(Clone, Debug)]
pub(super) struct Liveness {
    bounds: LivenessBounds,
    nonce: [u8; 16],
    order: Vec<Turn>,
    relief: Option<(Relief, Millis)>,
    turned: Option<(bool, Millis)>,
    least_agreement: Option<(f32, f32, Millis)>,
}

impl Liveness {
    pub(super) fn new(bounds: LivenessBounds, nonce: [u8; 16]) -> Self {
        Self {
            bounds,
            nonce,
            order: Vec::new(),
            relief: None,
            turned: None,
            least_agreement: None,
        }
    }

    /// Begins anew: the order asked for now.
    pub(super) fn ask(&mut self, order: &[Turn]) {
        self.order = order.to_vec();
        self.relief = None;
        self.turned = None;
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

    /// The challenge was followed to its end, or wasn't.
    pub(super) fn turned(&mut self, followed: bool, at: Millis) {
        self.turned = Some((followed, at));
    }

    /// A frame of the challenge agreed with the person by this much.
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
        let live =
            self.relief() == ReliefVerdict::Live && self.turned.is_some_and(|(done, _)| done);
        let outcome = if flat || contradicted("order") || contradicted("same_person") {
            LivenessOutcome::NotLive
        } else if live {
            LivenessOutcome::Live
        } else if self.order.is_empty() && self.relief.is_none() {
            LivenessOutcome::NotMeasured
        } else {
            LivenessOutcome::Inconclusive
        };
        LivenessSummary {
            outcome,
            p: self.relief.as_ref().map(|(relief, _)| relief.turns.p),
            g: self.relief.as_ref().map(|(relief, _)| relief.turns.g),
            order: self
                .order
                .iter()
                .map(|turn| turn.as_str().to_owned())
                .collect(),
            nonce: Some(
                self.nonce
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            ),
            cues,
        }
    }

    fn cues(&self) -> Vec<Cue> {
        let cue = |name: &str, value: f64, threshold: f64, passed: bool, at: Millis| Cue {
            name: name.to_owned(),
            value,
            threshold,
            passed,
            advisory: false,
            at_millis: at.0,
        };
        let mut cues = Vec::new();
        if let Some((relief, at)) = &self.relief {
            let bounds = &self.bounds;
            let turns = &relief.turns;
            cues.push(cue(
                "p",
                turns.p,
                bounds.live_p,
                turns.p >= bounds.live_p,
                *at,
            ));
            cues.push(cue(
                "g",
                turns.g,
                bounds.live_g,
                turns.g >= bounds.live_g,
                *at,
            ));
            let flat = self.relief() == ReliefVerdict::Flat;
            cues.push(cue("k", turns.k_min, bounds.flat_k, !flat, *at));
        }
        if let Some((followed, at)) = self.turned {
            cues.push(cue(
                "order",
                f64::from(u8::from(followed)),
                1.0,
                followed,
                at,
            ));
        }
        if let Some((cosine, threshold, at)) = self.least_agreement {
            let (value, least) = (f64::from(cosine), f64::from(threshold));
            cues.push(cue("same_person", value, least, cosine >= threshold, at));
        }
        cues
    }
}
