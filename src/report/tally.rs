//! Scores counted in fine steps: the memory it takes doesn't grow with the
//! number of comparisons.

use super::beta::share;

/// Steps between two thresholds one apart.
const STEPS_PER_UNIT: u32 = 100_000;
/// Steps from -1 to 1, both included.
const STEPS: usize = 200_001;

/// A threshold as its number of steps above -1. All thresholds are multiples
/// of 0.00001: finer than any score means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step(pub(super) usize);

impl Step {
    /// The highest step that `score` reaches.
    pub(super) fn reached_by(score: f32) -> Self {
        let steps = ((f64::from(score) + 1.0) * f64::from(STEPS_PER_UNIT)).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the steps there are"
        )]
        let step = steps.clamp(0.0, 2.0 * f64::from(STEPS_PER_UNIT)) as usize;
        Self(step)
    }

    /// The threshold.
    pub(super) fn threshold(self) -> f64 {
        let steps = i32::try_from(self.0).unwrap_or(i32::MAX);
        let zero = i32::try_from(STEPS_PER_UNIT).unwrap_or(i32::MAX);
        f64::from(steps.saturating_sub(zero)) / f64::from(STEPS_PER_UNIT)
    }
}

/// How many scores fell on each step.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    counts: Vec<u64>,
    total: u64,
    /// The highest and the lowest score.
    range: Option<(f32, f32)>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            counts: vec![0; STEPS],
            total: 0,
            range: None,
        }
    }
}

impl Tally {
    /// Counts a score.
    pub(super) fn add(&mut self, score: f32) {
        if let Some(count) = self.counts.get_mut(Step::reached_by(score).0) {
            *count += 1;
            self.total += 1;
            let (low, high) = self.range.unwrap_or((score, score));
            self.range = Some((low.min(score), high.max(score)));
        }
    }

    /// Number of scores.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// The lowest and the highest score, if there are any.
    pub(super) fn range(&self) -> Option<(f32, f32)> {
        self.range
    }

    /// How many scores fell on exactly this step.
    pub(super) fn on(&self, step: Step) -> u64 {
        self.counts.get(step.0).copied().unwrap_or(0)
    }

    /// How many scores reach this threshold.
    pub(super) fn reaching(&self, step: Step) -> u64 {
        self.counts.iter().skip(step.0).sum()
    }

    /// The share of scores that reach this threshold.
    pub(super) fn share_reaching(&self, step: Step) -> f64 {
        share(self.reaching(step), self.total)
    }

    /// The least threshold that at most `most` scores reach.
    pub(super) fn least_reached_by(&self, most: u64) -> Step {
        let mut reaching = 0_u64;
        for (index, count) in self.counts.iter().enumerate().rev() {
            reaching += count;
            if reaching > most {
                return Step(index + 1);
            }
        }
        Step(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_counts_the_scores_that_reach_it() {
        let mut tally = Tally::default();
        for score in [-1.0, 0.25, 0.5, 0.5, 1.0, 1.5] {
            tally.add(score);
        }
        let at = |threshold| tally.reaching(Step::reached_by(threshold));
        assert_eq!(
            [at(-1.0), at(0.25), at(0.250_02), at(0.5), at(1.0)],
            [6, 5, 4, 4, 2]
        );
        assert!((tally.least_reached_by(2).threshold() - 0.500_01).abs() < 1e-9);
        assert!((tally.least_reached_by(4).threshold() - 0.250_01).abs() < 1e-9);
        assert_eq!(tally.least_reached_by(6), Step(0));
        assert_eq!(tally.range(), Some((-1.0, 1.5)));
    }
}
