//! How well scores tell people apart: false match rate (FMR: strangers'
//! scores that reach a threshold), false non-match rate (FNMR: one person's
//! scores that don't), and what follows from them. ISO/IEC 19795-1 defines
//! both.
//!
//! All rates are fractions, and empirical: they hold for the set they were
//! measured on. Comparisons that share a photo or a person are not
//! independent; every confidence bound here treats them as if they were, and
//! so is narrower than the truth.

use serde::Serialize;

pub use super::beta::clopper_pearson;
use super::beta::share;
use super::tally::{Step, Tally};

/// False match rates for which thresholds are given.
pub const FMR_TARGETS: [f64; 3] = [1e-2, 1e-3, 1e-4];
/// Confidence of an interval.
const CONFIDENCE: f64 = 0.95;
/// A one-sided bound of the same confidence is one of a two-sided interval of
/// this.
const ONE_SIDED: f64 = 0.90;
/// Distance of the thresholds of a curve, in steps of 0.00001: 0.01.
const CURVE_STEPS: usize = 1_000;
/// A curve begins at the last of its thresholds that more than this share of
/// strangers reaches: below, no threshold is of use.
const CURVE_FROM_FMR: f64 = 0.1;

/// Scores of one kind of comparison.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    genuine: Tally,
    impostor: Tally,
}

/// Both rates at a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// The threshold; a score that equals it matches.
    pub threshold: f64,
    /// False match rate.
    pub fmr: f64,
    /// False non-match rate.
    pub fnmr: f64,
}

/// What a threshold does that was chosen for a false match rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OperatingPoint {
    /// The false match rate aimed at; no more strangers match.
    pub fmr: f64,
    /// The least threshold that keeps to it, to 0.00001.
    pub threshold: f64,
    /// False non-match rate.
    pub fnmr: f64,
    /// Clopper-Pearson interval of the false non-match rate, 95 %.
    pub fnmr_ci95: [f64; 2],
}

/// One point of the curve by which 1:N chooses its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// The threshold.
    pub threshold: f64,
    /// False match rate there.
    pub fmr: f64,
    /// Upper bound of that rate, one-sided, 95 %: what the number of
    /// comparisons supports (0 of n: about 3/n).
    pub fmr_upper95: f64,
}

/// The figures of a kind of comparison, as `evaluate` prints them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// Comparisons of a person with themselves.
    pub genuine: u64,
    /// Comparisons of a person with another.
    pub impostor: u64,
    /// Equal error rate.
    pub eer: f64,
    /// At each of [`FMR_TARGETS`].
    pub at: Vec<OperatingPoint>,
}

impl Scores {
    /// Counts a score of a person with themselves.
    pub fn add_genuine(&mut self, score: f32) {
        self.genuine.add(score);
    }

    /// Counts a score of two people.
    pub fn add_impostor(&mut self, score: f32) {
        self.impostor.add(score);
    }

    /// Number of comparisons of a person with themselves.
    #[must_use]
    pub fn genuine(&self) -> u64 {
        self.genuine.total()
    }

    /// Number of comparisons of two people.
    #[must_use]
    pub fn impostor(&self) -> u64 {
        self.impostor.total()
    }

    /// The lowest score of a person with themselves.
    #[must_use]
    pub fn lowest_genuine(&self) -> Option<f32> {
        self.genuine.range().map(|(low, _)| low)
    }

    /// The highest score of two people.
    #[must_use]
    pub fn highest_impostor(&self) -> Option<f32> {
        self.impostor.range().map(|(_, high)| high)
    }

    /// Both rates at a threshold (taken to 0.00001, downwards).
    #[must_use]
    pub fn at(&self, threshold: f32) -> Rates {
        self.rates(Step::reached_by(threshold))
    }

    fn rates(&self, step: Step) -> Rates {
        let matched = self.genuine.reaching(step);
        let missed = self.genuine.total().saturating_sub(matched);
        Rates {
            threshold: step.threshold(),
            fmr: self.impostor.share_reaching(step),
            fnmr: share(missed, self.genuine.total()),
        }
    }

    /// The least threshold with an empirical false match rate of at most
    /// `fmr`. Where there are too few comparisons for it, no stranger matches:
    /// the number of comparisons says what that proves.
    #[must_use]
    pub fn at_fmr(&self, fmr: f64) -> OperatingPoint {
        let step = self.impostor.least_reached_by(self.strangers_within(fmr));
        let total = self.genuine.total();
        let missed = total.saturating_sub(self.genuine.reaching(step));
        let (low, high) = clopper_pearson(missed, total, CONFIDENCE);
        OperatingPoint {
            fmr,
            threshold: step.threshold(),
            fnmr: share(missed, total),
            fnmr_ci95: [low, high],
        }
    }

    /// The greatest number of strangers' comparisons whose share is at most
    /// `fmr`.
    fn strangers_within(&self, fmr: f64) -> u64 {
        let total = self.impostor.total();
        let (mut low, mut high) = (0, total);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if share(middle, total) <= fmr {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }

    /// The DET curve: both rates at every threshold where one of them
    /// changes, from all matching to none.
    #[must_use]
    pub fn det(&self) -> Vec<Rates> {
        let (genuine, impostor) = (self.genuine.total(), self.impostor.total());
        let (mut below, mut reaching) = (0_u64, impostor);
        let mut points = vec![self.rates(Step(0))];
        for index in 0..=Step::reached_by(1.0).0 {
            let (missed, refused) = (self.genuine.on(Step(index)), self.impostor.on(Step(index)));
            if missed + refused == 0 {
                continue;
            }
            below += missed;
            reaching -= refused;
            points.push(Rates {
                threshold: Step(index + 1).threshold(),
                fmr: share(reaching, impostor),
                fnmr: share(below, genuine),
            });
        }
        points
    }

    /// The equal error rate: where the line between the last point of the DET
    /// curve with more false matches than false non-matches and the next one
    /// crosses the diagonal.
    #[must_use]
    pub fn eer(&self) -> f64 {
        let mut before: Option<Rates> = None;
        for point in self.det() {
            let gap = point.fmr - point.fnmr;
            if gap <= 0.0 {
                let Some(last) = before else {
                    return point.fmr;
                };
                let last_gap = last.fmr - last.fnmr;
                let way = last_gap / (last_gap - gap);
                return last.fmr + way * (point.fmr - last.fmr);
            }
            before = Some(point);
        }
        // Without any comparison there is no error either.
        0.0
    }

    /// False match rates at thresholds 0.01 apart, from the last that one
    /// stranger in ten reaches to the first that none does.
    #[must_use]
    pub fn curve(&self) -> Vec<CurvePoint> {
        let total = self.impostor.total();
        let point = |step: Step| {
            let count = self.impostor.reaching(step);
            CurvePoint {
                threshold: step.threshold(),
                fmr: share(count, total),
                fmr_upper95: clopper_pearson(count, total, ONE_SIDED).1,
            }
        };
        let mut points: Vec<CurvePoint> = Vec::new();
        for step in (0..=Step::reached_by(1.0).0).step_by(CURVE_STEPS) {
            let next = point(Step(step));
            if next.fmr > CURVE_FROM_FMR {
                points.clear();
            }
            points.push(next);
            if next.fmr == 0.0 {
                break;
            }
        }
        points
    }

    /// All figures.
    #[must_use]
    pub fn accuracy(&self) -> Accuracy {
        Accuracy {
            genuine: self.genuine(),
            impostor: self.impostor(),
            eer: self.eer(),
            at: FMR_TARGETS.map(|fmr| self.at_fmr(fmr)).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(genuine: &[f32], impostor: &[f32]) -> Scores {
        let mut scores = Scores::default();
        genuine.iter().for_each(|score| scores.add_genuine(*score));
        impostor
            .iter()
            .for_each(|score| scores.add_impostor(*score));
        scores
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1.5e-5,
            "{found} is not {expected}"
        );
    }

    #[test]
    fn people_who_are_told_apart_have_no_errors() {
        let scores = scores(&[0.7, 0.8], &[0.1, 0.2, 0.3]);
        near(scores.eer(), 0.0);
        let at = scores.at_fmr(1e-4);
        near(at.threshold, 0.300_01);
        near(at.fnmr, 0.0);
        // 0 of 2: anything up to 1 - 0.025^(1/2).
        near(at.fnmr_ci95[1], 1.0 - 0.025_f64.sqrt());
    }

    #[test]
    fn the_equal_error_rate_lies_between_two_thresholds() {
        // Just above 0.4, FMR is 1/4 and FNMR 1/4: exactly equal.
        near(
            scores(&[0.4, 0.6, 0.7, 0.8], &[0.1, 0.2, 0.3, 0.5]).eer(),
            0.25,
        );
        // From (FMR 1/2, FNMR 1/3) to (1/2, 2/3) the diagonal is crossed at 1/2.
        near(scores(&[0.2, 0.4, 0.6], &[0.1, 0.5]).eer(), 0.5);
        // From (2/3, 1/2) to (1/3, 1/2), likewise.
        near(scores(&[0.15, 0.6], &[0.1, 0.4, 0.7]).eer(), 0.5);
        // A tie moves both rates at once, from (1/2, 0) to (0, 1/3): the line
        // between them crosses at 1/5.
        near(scores(&[0.5, 0.8, 0.9], &[0.1, 0.5]).eer(), 0.2);
        near(scores(&[0.1], &[0.9]).eer(), 1.0);
    }

    #[test]
    fn a_threshold_is_the_least_that_keeps_to_its_rate() {
        let impostor: Vec<f32> = (0..1000_u16).map(|n| f32::from(n) / 2000.0).collect();
        let scores = scores(&[0.2, 0.45, 0.495, 0.499, 0.6], &impostor);
        // 10 of 1000 may match: those from 0.495 up. The next is 0.4945.
        let at = scores.at_fmr(1e-2);
        near(at.threshold, 0.494_51);
        near(at.fnmr, 0.4);
        near(scores.at(0.495).fmr, 0.01);
        near(scores.at_fmr(1e-3).threshold, 0.499_01);
        // 1e-4 of 1000 is none.
        near(scores.at_fmr(1e-4).threshold, 0.499_51);
        near(scores.at_fmr(1e-4).fnmr, 0.8);
    }

    #[test]
    fn the_det_curve_runs_from_all_to_none() {
        let det = scores(&[0.4, 0.6], &[0.1, 0.4]).det();
        let rates: Vec<(f64, f64)> = det.iter().map(|p| (p.fmr, p.fnmr)).collect();
        assert_eq!(rates, [(1.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.0, 1.0)]);
        assert!(det.is_sorted_by(|a, b| a.threshold < b.threshold));
    }

    #[test]
    fn a_curve_falls_to_nothing_and_bounds_what_it_saw() {
        let impostor: Vec<f32> = (0..200_u16).map(|n| f32::from(n) / 400.0).collect();
        let curve = scores(&[0.9], &impostor).curve();
        near(curve[0].threshold, 0.44);
        assert!(curve[0].fmr > 0.1 && curve[1].fmr <= 0.1);
        assert!(curve.is_sorted_by(|a, b| a.fmr >= b.fmr && a.threshold < b.threshold));
        assert!(curve.iter().all(|point| point.fmr < point.fmr_upper95));
        let last = curve.last().unwrap();
        near(last.threshold, 0.50);
        near(last.fmr, 0.0);
        near(last.fmr_upper95, 1.0 - 0.05_f64.powf(1.0 / 200.0));
    }

    #[test]
    fn without_comparisons_nothing_is_claimed() {
        let scores = Scores::default();
        near(scores.eer(), 0.0);
        assert_eq!(scores.at_fmr(1e-4).fnmr_ci95, [0.0, 1.0]);
        assert!(scores.curve().iter().all(|point| point.fmr_upper95 >= 1.0));
    }
}
