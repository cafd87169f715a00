//! Confidence bounds of a rate: how little a count proves.

/// Widest gap of the bisection when it stops.
const BISECTION_ERROR: f64 = 1e-12;
/// Relative error at which the continued fraction stops.
const FRACTION_ERROR: f64 = 1e-14;
/// Terms after which the continued fraction stops in any case. It needs some
/// `sqrt(max(a, b))`: this is enough for 10^10 trials.
const MAX_TERMS: u32 = 200_000;
/// Stands for zero where the continued fraction divides by it.
const TINY: f64 = 1e-300;

/// Both bounds of a rate of which `count` in `trials` were seen, at this
/// confidence (0.95: each bound is passed with a chance of 2.5 %).
///
/// Clopper and Pearson, "The use of confidence or fiducial limits illustrated
/// in the case of the binomial", Biometrika 26 (1934). Holds for independent
/// trials. Without trials nothing is known: 0 to 1.
#[must_use]
pub fn clopper_pearson(count: u64, trials: u64, confidence: f64) -> (f64, f64) {
    let tail = (1.0 - confidence) / 2.0;
    let (k, rest) = (real(count), real(trials.saturating_sub(count)));
    let lower = if count == 0 {
        0.0
    } else {
        quantile(k, rest + 1.0, tail)
    };
    let upper = if count >= trials {
        1.0
    } else {
        quantile(k + 1.0, rest, 1.0 - tail)
    };
    (lower, upper)
}

/// `part` of `whole`; of nothing, nothing.
#[must_use]
pub fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    real(part) / real(whole)
}

/// A count as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to 2^53, far more than can be compared"
)]
fn real(count: u64) -> f64 {
    count as f64
}

/// The x in 0..1 below which a beta(a, b) variable falls with this chance.
fn quantile(a: f64, b: f64, chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while high - low > BISECTION_ERROR * high {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if regularised(a, b, middle) < chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function I_x(a, b), for x in 0..1.
///
/// NIST Digital Library of Mathematical Functions, 8.17.22; the symmetry
/// 8.17.4 keeps the fraction where it converges quickly.
fn regularised(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - regularised(b, a, 1.0 - x);
    }
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta).exp() / a;
    front / fraction(a, b, x)
}

/// The continued fraction 1 + d1/(1 + d2/(1 + ...)) of 8.17.22, from the front
/// by the modified Lentz method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut value, mut c, mut d) = (1.0, 1.0, 0.0);
    for term in 1..=MAX_TERMS {
        let m = f64::from(term / 2);
        let coefficient = if term % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 / away_from_zero(1.0 + coefficient * d);
        c = away_from_zero(1.0 + coefficient / c);
        let step: f64 = c * d;
        value *= step;
        if (step - 1.0).abs() < FRACTION_ERROR {
            break;
        }
    }
    value
}

/// Natural logarithm of the gamma function, for x > 0: Stirling's series
/// (NIST DLMF 5.11.1) where it is exact to 1e-15, after the recurrence.
fn ln_gamma(x: f64) -> f64 {
    const LARGE: f64 = 15.0;
    let (mut x, mut passed) = (x, 0.0);
    while x < LARGE {
        passed += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square
                * (1.0 / 360.0
                    - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 2e-4 * expected.abs().max(1e-9),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn the_gamma_function_is_a_factorial() {
        check(ln_gamma(1.0), 0.0);
        check(ln_gamma(11.0), 3_628_800.0_f64.ln());
        check(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
        check(ln_gamma(171.0), 706.573_062_245_787_5);
    }

    #[test]
    fn the_incomplete_beta_function_has_its_closed_forms() {
        for x in [0.001, 0.2, 0.5, 0.9, 0.999] {
            check(regularised(1.0, 1.0, x), x);
            check(regularised(3.0, 1.0, x), x.powi(3));
            check(regularised(1.0, 4.0, x), 1.0 - (1.0 - x).powi(4));
        }
        check(regularised(40.0, 40.0, 0.5), 0.5);
        check(regularised(2.0, 3.0, 0.4), 0.5248);
    }

    #[test]
    fn none_of_n_is_bounded_by_the_closed_form() {
        // Both tails of 5 %: the upper bound is 1 - 0.05^(1/n).
        for n in [1_u64, 10, 43, 19_000, 152_000, 2_000_000_000] {
            let (lower, upper) = clopper_pearson(0, n, 0.90);
            check(lower, 0.0);
            check(upper, -(0.05_f64.ln() / real(n)).exp_m1());
        }
        // "0 accepted of 43 trials supports at most 7 %".
        assert!((0.06..0.07).contains(&clopper_pearson(0, 43, 0.90).1));
    }

    #[test]
    fn intervals_are_those_of_published_tables() {
        for (count, trials, lower, upper) in [
            (0, 10, 0.0, 0.308_497),
            (1, 10, 0.002_529, 0.445_016),
            (5, 10, 0.187_086, 0.812_914),
            (5, 100, 0.016_432, 0.112_835),
            (10, 100, 0.049_005, 0.176_223),
            (10, 10, 0.691_503, 1.0),
        ] {
            let found = clopper_pearson(count, trials, 0.95);
            check(found.0, lower);
            check(found.1, upper);
        }
        assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
    }
}
