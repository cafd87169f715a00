//! How often strangers match, and what threshold that asks for without a badge.

use serde::{Deserialize, Serialize};

use super::Tolerance;

/// Pictures of a stranger that were fused when the rates were measured.
const MEASURED_FRAMES: u32 = 3;

/// Measured chance that two strangers' fused score reaches a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FalsePositiveCurve {
    /// Impostor comparisons it was measured on.
    pub comparisons: u64,
    /// `(threshold, false match rate)`, thresholds rising, rates falling.
    pub points: Vec<(f32, f64)>,
}

impl FalsePositiveCurve {
    /// The least measured threshold at which a stranger matches any of
    /// `looks` with a chance of at most `target`; none if the measurement
    /// doesn't reach that far (1:N must not be offered then). A look is five
    /// templates; who has several counts as often.
    ///
    /// The chance of matching any of N is at most N times that of one (union
    /// bound).
    #[must_use]
    pub fn threshold(&self, looks: u32, target: f64) -> Option<f32> {
        self.points
            .iter()
            .find(|(_, rate)| *rate * f64::from(looks.max(1)) <= target)
            .map(|(threshold, _)| *threshold)
    }

    /// The same under a profile; none either where it fuses fewer pictures than
    /// were fused when the rates were measured.
    #[must_use]
    pub fn threshold_under(&self, looks: u32, profile: &Tolerance) -> Option<f32> {
        if profile.frames_fused < MEASURED_FRAMES {
            return None;
        }
        self.threshold(looks, profile.false_positive_target)
    }

    /// The chance that is claimed for a stranger to reach `threshold`: that of
    /// the nearest measured one below; none below the first.
    #[must_use]
    pub fn rate(&self, threshold: f32) -> Option<f64> {
        let below = self.points.iter().rev();
        let mut below = below.filter(|(measured, _)| *measured <= threshold + 1e-6);
        below.next().map(|(_, rate)| *rate)
    }

    /// How many people of one look there may be at most for 1:N to be offered
    /// with that target.
    #[must_use]
    pub fn most_people(&self, target: f64) -> u32 {
        let least = self.points.last().map_or(1.0, |(_, rate)| *rate);
        let people = (target / least + 1e-9).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float cast saturates, and more people than that are no number to show"
        )]
        let people = people as u32;
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_1_to_n_threshold_rises_with_the_gallery_and_ends() {
        let curve = FalsePositiveCurve {
            comparisons: 19_000,
            points: vec![(0.4, 1e-2), (0.5, 1e-3), (0.6, 1e-4)],
        };
        assert_eq!(curve.threshold(1, 1e-3), Some(0.5));
        assert_eq!(curve.threshold(0, 1e-3), Some(0.5));
        assert_eq!(curve.threshold(10, 1e-3), Some(0.6));
        assert_eq!(curve.threshold(11, 1e-3), None);
        assert_eq!(curve.most_people(1e-3), 10);
        assert_eq!(curve.most_people(1e-5), 0);
        assert_eq!(curve.rate(0.3), None);
        assert_eq!(curve.rate(0.55), Some(1e-3));
        assert_eq!(curve.rate(0.9), Some(1e-4));
    }
}
