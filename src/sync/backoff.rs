//! When the next round is made.

use std::time::Duration;

/// Between two rounds where all is well (ours: a token that ended at one kiosk
/// is refused at the others within five seconds).
const REGULAR: Duration = Duration::from_secs(2);
/// The longest pause after failures (ours: a centre that is back is noticed
/// within a minute, and thousands of kiosks don't keep it down).
const LONGEST: Duration = Duration::from_secs(60);

/// How long to wait after so many failures in a row. `drawn` is anything from
/// 0 to 1: kiosks that lost a centre at the same moment don't come back at the
/// same moment.
#[must_use]
pub fn pause(failures: u32, drawn: f64) -> Duration {
    if failures == 0 {
        return REGULAR.mul_f64(0.75 + 0.5 * drawn);
    }
    let doubled = REGULAR.saturating_mul(1 << failures.min(16));
    // From half of it to all of it.
    doubled.min(LONGEST).mul_f64(0.5 + 0.5 * drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_a_minute_and_differ_between_kiosks() {
        assert_eq!(pause(0, 0.5), REGULAR);
        let longest: Vec<Duration> = (1..8).map(|failures| pause(failures, 1.0)).collect();
        let seconds: Vec<u64> = longest.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [4, 8, 16, 32, 60, 60, 60]);
        for failures in [1, 5, u32::MAX] {
            assert_eq!(pause(failures, 0.0) * 2, pause(failures, 1.0));
        }
        // What ended at one kiosk is heard of in time even at the latest draw.
        assert!(pause(0, 1.0) * 2 <= Duration::from_secs(5));
    }
}
