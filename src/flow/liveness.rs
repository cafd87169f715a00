//! The liveness part of a session: what was asked, what each cue said.

use crate::domain::{
    Allowance, Cue, DrawnOrder, LivenessBounds, LivenessOutcome, LivenessSummary, Millis, Reason,
    Relief, ReliefVerdict,
};

use super::challenge::{Answer, Draw};
use super::sameness::Likeness;

/// How long, and in how many frames, a surface must be flat before that is
/// believed. A head that is smeared while it turns shows no depth until it slows
/// down at its furthest (ours: half of how long a turn is held and comes back).
/// On a busy machine frames are few and far between, and points are followed
/// badly from one to the next: a head was flat for three of them then.
const FLAT_MILLIS: Millis = Millis(300);
const FLAT_FRAMES: u32 = 6;
/// Likeness of the shapes that both sides of a turn tell from which they are one
/// (ours). For reviewers: nothing is decided on it.
const STABLE_LEAST: f64 = 0.5;

/// Gathers the cues of a session. All must hold; there is no average.
#[derive(Clone, Debug)]
pub(super) struct Liveness {
    bounds: LivenessBounds,
    nonce: [u8; 16],
    /// Whether depth is asked for: not of who can't turn the head.
    needs_depth: bool,
    order: Vec<String>,
    /// All that was drawn, the newest last.
    drawn: Vec<DrawnOrder>,
    relief: Option<(Relief, Millis)>,
    /// Since when it is flat, and in how many frames.
    flat_since: Option<(Millis, u32)>,
    stable: Option<(f64, Millis)>,
    answers: Vec<(Answer, Millis)>,
    followed: Option<(bool, Millis)>,
    least_agreement: Option<(Likeness, Millis)>,
}

impl Liveness {
    pub(super) fn new(bounds: LivenessBounds, draw: &Draw) -> Self {
        Self {
            bounds,
            nonce: draw.nonce,
            needs_depth: draw.allowance != Some(Allowance::NoTurn),
            order: Vec::new(),
            drawn: Vec::new(),
            relief: None,
            flat_since: None,
            stable: None,
            answers: Vec::new(),
            followed: None,
            least_agreement: None,
        }
    }

    /// Begins anew: nothing is asked for yet.
    pub(super) fn begin(&mut self) {
        self.order.clear();
        self.measure_anew();
        self.answers.clear();
        self.followed = None;
    }

    /// What was measured of the depth was forgotten.
    pub(super) fn measure_anew(&mut self) {
        self.relief = None;
        self.flat_since = None;
        self.stable = None;
    }

    /// An order that was drawn is asked for; what was measured stays.
    pub(super) fn ask(&mut self, drawn: DrawnOrder) {
        self.order.clone_from(&drawn.order);
        self.drawn.push(drawn);
        self.answers.clear();
        self.followed = None;
    }

    /// The same is asked for in another order.
    pub(super) fn reorder<'a>(&mut self, order: impl Iterator<Item = &'a str>) {
        self.order = order.map(str::to_owned).collect();
    }

    /// One movement more is asked for.
    pub(super) fn ask_also(&mut self, word: &str) {
        self.order.push(word.to_owned());
        self.followed = None;
    }

    /// Takes what was measured up to this frame, and says what is believed.
    pub(super) fn measured(&mut self, relief: Option<Relief>, at: Millis) -> ReliefVerdict {
        if let Some(relief) = relief {
            self.relief = Some((relief, at));
            // It is measured anew only when all is settled.
            if let Some(stable) = relief.stable
                && self.stable.is_none_or(|(before, _)| before != stable)
            {
                self.stable = Some((stable, at));
            }
            self.flat_since = (self.relief() == ReliefVerdict::Flat).then(|| {
                let (since, frames) = self.flat_since.unwrap_or((at, 0));
                (since, frames + 1)
            });
        }
        self.believed(at)
    }

    /// What the depth says, flat only once that has lasted.
    pub(super) fn believed(&self, now: Millis) -> ReliefVerdict {
        let lasted = |(since, frames): (Millis, u32)| {
            now.since(since) >= FLAT_MILLIS && frames >= FLAT_FRAMES
        };
        match self.relief() {
            ReliefVerdict::Flat if !self.flat_since.is_some_and(lasted) => ReliefVerdict::Undecided,
            other => other,
        }
    }

    /// What the newest measurement of depth says.
    pub(super) fn relief(&self) -> ReliefVerdict {
        self.relief
            .as_ref()
            .map_or(ReliefVerdict::Undecided, |(relief, _)| {
                self.bounds.judge(relief)
            })
    }

    /// How much of the depth that is asked for was measured by now, 0 to 1; none
    /// where none is asked for, or nothing was measured.
    pub(super) fn depth(&self) -> Option<f32> {
        let (relief, _) = self.relief.as_ref().filter(|_| self.needs_depth)?;
        let turns = relief.turns;
        let share = (turns.p / self.bounds.live_p).min(turns.g / self.bounds.live_g);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share to draw, between 0 and 1"
        )]
        let share = share.clamp(0.0, 1.0) as f32;
        (turns.frames > 0).then_some(share)
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

    /// A frame agreed with the person by this much. Kept is the one that was
    /// nearest to its bound, or furthest below.
    pub(super) fn agreed(&mut self, found: Likeness, at: Millis) {
        if self
            .least_agreement
            .is_none_or(|(least, _)| found.margin() < least.margin())
        {
            self.least_agreement = Some((found, at));
        }
    }

    /// The summary to keep with the session that ended for that reason. A surface
    /// that was flat for a moment alone has told nothing.
    pub(super) fn summary(&self, ended: Reason) -> LivenessSummary {
        let last = self.relief.as_ref().map(|(_, at)| self.believed(*at));
        let flat = ended == Reason::FlatSurface || last == Some(ReliefVerdict::Flat);
        let cues = self.cues(flat);
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
            order: self.order.clone(),
            drawn: self.drawn.clone(),
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

    fn cues(&self, flat: bool) -> Vec<Cue> {
        let mut cues = self.depth_cues(flat);
        for (answer, at) in &self.answers {
            cues.push(cue(answer.word, answer.value, answer.threshold, true, *at));
        }
        if let Some((followed, at)) = self.followed {
            let value = f64::from(u8::from(followed));
            cues.push(cue("order", value, 1.0, followed, at));
        }
        if let Some((found, at)) = self.least_agreement {
            let (cosine, least) = (found.cosine.into(), found.least.into());
            let passed = found.margin() >= 0.0;
            cues.push(cue("same_person", cosine, least, passed, at));
        }
        cues
    }

    fn depth_cues(&self, flat: bool) -> Vec<Cue> {
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
        let structure = self.stable.map(|(stable, at)| Cue {
            advisory: true,
            ..cue(
                "structure",
                stable,
                STABLE_LEAST,
                stable >= STABLE_LEAST,
                at,
            )
        });
        let decisive = [
            cue("p", turns.p, bounds.live_p, turns.p >= bounds.live_p, *at),
            cue("g", turns.g, bounds.live_g, turns.g >= bounds.live_g, *at),
            cue("k", turns.k_min, bounds.flat_k, !flat, *at),
        ];
        decisive.into_iter().chain(structure).collect()
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
