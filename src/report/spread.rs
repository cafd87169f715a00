//! How the values of liveness cues are spread: of sessions in which they
//! passed, beside those in which they failed, and the threshold between.

use std::collections::BTreeMap;

use crate::domain::{Cue, Session};

/// Bars of a spread.
pub const SPREAD_BARS: usize = 40;
/// The cues that have values worth a spread, each between the ends of its axis
/// (ours: what is beyond stands in the last bar there).
pub const SPREADS: [(&str, f64, f64); 6] = [
    ("p", 0.0, 1.5),
    ("g", 0.0, 1.5),
    ("k", 0.6, 1.1),
    ("same_person", 0.0, 1.0),
    ("texture", 0.0, 1.0),
    ("shape", 0.0, 1.0),
];

/// How a cue's values are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct CueSpread {
    /// Where its axis begins and ends.
    pub ends: (f64, f64),
    /// What it was compared with last.
    pub threshold: f64,
    /// Sessions by value in which it passed.
    pub passed: [u64; SPREAD_BARS],
    /// Sessions by value in which it failed.
    pub failed: [u64; SPREAD_BARS],
    /// Whether nothing is decided on it.
    pub advisory: bool,
}

impl CueSpread {
    fn new(ends: (f64, f64)) -> Self {
        Self {
            ends,
            threshold: 0.0,
            passed: [0; SPREAD_BARS],
            failed: [0; SPREAD_BARS],
            advisory: false,
        }
    }

    fn take(&mut self, cue: &Cue, value: f64) {
        (self.threshold, self.advisory) = (cue.threshold, cue.advisory);
        let (low, high) = self.ends;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of forty bars is a small number"
        )]
        let bar = (share * SPREAD_BARS as f64) as usize;
        let bars = match cue.passed {
            true => &mut self.passed,
            false => &mut self.failed,
        };
        if let Some(count) = bars.get_mut(bar.min(SPREAD_BARS - 1)) {
            *count += 1;
        }
    }

    /// How many passed, and how many there are.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let passed: u64 = self.passed.iter().sum();
        (passed, passed + self.failed.iter().sum::<u64>())
    }
}

/// Counts the cues of a session.
pub(super) fn take(spreads: &mut BTreeMap<&'static str, CueSpread>, session: &Session) {
    for cue in &session.liveness.cues {
        let known = SPREADS.iter().find(|(name, ..)| *name == cue.name);
        if let (Some((name, low, high)), Some(value)) = (known, cue.value) {
            let spread = spreads.entry(name);
            spread
                .or_insert_with(|| CueSpread::new((*low, *high)))
                .take(cue, value);
        }
    }
}
