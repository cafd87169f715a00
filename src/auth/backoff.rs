//! How long an account waits after failed sign-ins.

use crate::domain::{AttemptCount, Timestamp};

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: u32 = 2;
/// The pause after the first failure that costs; each further one doubles it.
const FIRST_PAUSE_MILLIS: i64 = 2_000;
/// No pause is longer, so that nobody can lock an operator out for good.
const LONGEST_PAUSE_MILLIS: i64 = 15 * 60 * 1000;

/// Whether a sign-in may be tried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Yes. It is counted as failed until it has succeeded, so that tries at
    /// the same time, or cut off half-way, count too.
    Open,
    /// Not before this time.
    Closed(Timestamp),
}

/// Asks for a try at `now`. Gives the count to keep and the answer.
///
/// Failures one and two cost nothing, the third 2 s, then 4 s, 8 s ... up to
/// 15 min. If the clock was turned back, the pause starts again instead of
/// lasting until the clock has caught up.
#[must_use]
pub fn ask(count: AttemptCount, now: Timestamp) -> (AttemptCount, Gate) {
    if let Some(until) = count.paused_until.filter(|until| *until > now) {
        let latest = after(now, pause_millis(count.failures_in_row));
        let until = until.min(latest);
        let kept = AttemptCount {
            paused_until: Some(until),
            ..count
        };
        return (kept, Gate::Closed(until));
    }
    let failures_in_row = count.failures_in_row.saturating_add(1);
    let pause = pause_millis(failures_in_row);
    let kept = AttemptCount {
        failures_in_row,
        paused_until: (pause > 0).then(|| after(now, pause)),
    };
    (kept, Gate::Open)
}

/// The pause that so many failures in a row lead to, in milliseconds.
#[must_use]
pub fn pause_millis(failures_in_row: u32) -> i64 {
    let Some(doublings) = failures_in_row.checked_sub(FREE_FAILURES + 1) else {
        return 0;
    };
    2_i64
        .checked_pow(doublings)
        .and_then(|factor| factor.checked_mul(FIRST_PAUSE_MILLIS))
        .map_or(LONGEST_PAUSE_MILLIS, |pause| {
            pause.min(LONGEST_PAUSE_MILLIS)
        })
}

fn after(now: Timestamp, millis: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let pauses: Vec<i64> = (0..=13).map(|n| pause_millis(n) / 1000).collect();
        let expected = [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
        assert_eq!(pauses, expected);
        assert_eq!(pause_millis(u32::MAX), LONGEST_PAUSE_MILLIS);
    }

    #[test]
    fn the_fourth_try_waits() {
        let (mut count, now) = (AttemptCount::default(), Timestamp(1_000_000));
        for _ in 0..3 {
            let (kept, gate) = ask(count, now);
            assert_eq!(gate, Gate::Open);
            count = kept;
        }
        let until = Timestamp(now.0 + 2_000);
        assert_eq!(ask(count, now), (count, Gate::Closed(until)));
        assert_eq!(ask(count, Timestamp(until.0 - 1)).1, Gate::Closed(until));
        let (count, gate) = ask(count, until);
        assert_eq!(gate, Gate::Open);
        assert_eq!(count.failures_in_row, 4);
        assert_eq!(count.paused_until, Some(Timestamp(until.0 + 4_000)));
    }

    #[test]
    fn a_clock_turned_back_lengthens_no_pause() {
        let count = AttemptCount {
            failures_in_row: 3,
            paused_until: Some(Timestamp(1_000_000_000)),
        };
        let (kept, gate) = ask(count, Timestamp(5_000));
        assert_eq!(gate, Gate::Closed(Timestamp(7_000)));
        assert_eq!(ask(kept, Timestamp(7_000)).1, Gate::Open);
    }
}
