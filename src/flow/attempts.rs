//! Limits on failing: short pauses first, then an administrator.
//!
//! The numbers follow NIST SP 800-63B-4, 3.2.3: at most five failures in a
//! row, then at least 30 s, and no more than 50 before the claim is disabled.

use crate::domain::{AttemptCount, AttemptKey, Decision, Reason, Timestamp};

/// Failures in a row that lead to a pause.
pub const FAILURES_BEFORE_PAUSE: u32 = 5;
/// Failures in a row after which a claim is disabled.
pub const FAILURES_BEFORE_DISABLING: u32 = 50;
/// Length of the first pause, in milliseconds; each later one is twice as long.
pub const FIRST_PAUSE_MILLIS: i64 = 30_000;
/// No pause is longer, in milliseconds (ours).
pub const LONGEST_PAUSE_MILLIS: i64 = 30 * 60_000;
/// Tries, inconclusive ones included, after which the front desk is offered.
pub const TRIES_BEFORE_FRONT_DESK: u32 = 3;

/// Whether another attempt is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Go,
    /// Not before this time.
    Paused {
        /// When the pause ends.
        until: Timestamp,
    },
    /// Not until an administrator looks.
    Disabled,
}

/// Whether a claim with so many failures is disabled.
#[must_use]
pub fn disables(count: AttemptCount) -> bool {
    count.failures_in_row >= FAILURES_BEFORE_DISABLING
}

/// Whether an attempt against this claim, or at the kiosk without one, may be
/// made now. A kiosk pauses but is never disabled.
#[must_use]
pub fn admission(key: &AttemptKey, count: AttemptCount, now: Timestamp) -> Admission {
    match key {
        AttemptKey::Claim(_) => admit(count, now),
        AttemptKey::Kiosk => admit_kiosk(count, now),
    }
}

/// When the pause that holds now ends, if one does.
#[must_use]
pub fn paused_until(key: &AttemptKey, count: AttemptCount, now: Timestamp) -> Option<Timestamp> {
    match admission(key, count, now) {
        Admission::Paused { until } => Some(until),
        Admission::Go | Admission::Disabled => None,
    }
}

/// The count after a session that ended so, asked when it is kept. None where
/// a pause began while the session went on: else everyone who tries at the
/// same time would have a guess more. What was inconclusive guessed nothing.
#[must_use]
pub fn settle(
    key: &AttemptKey,
    before: AttemptCount,
    (decision, reason): (Decision, Reason),
    now: Timestamp,
) -> Option<AttemptCount> {
    if decision == Decision::Inconclusive {
        return Some(held_off(before, now));
    }
    match admission(key, before, now) {
        Admission::Paused { .. } | Admission::Disabled => None,
        // Who is switched off was recognised: that is no failed guess.
        Admission::Go if reason == Reason::Disabled => Some(before),
        Admission::Go => Some(after(before, decision, now)),
    }
}

fn admit(count: AttemptCount, now: Timestamp) -> Admission {
    if disables(count) {
        Admission::Disabled
    } else {
        admit_kiosk(count, now)
    }
}

fn admit_kiosk(count: AttemptCount, now: Timestamp) -> Admission {
    match held_off(count, now).paused_until {
        Some(until) if now < until => Admission::Paused { until },
        _ => Admission::Go,
    }
}

/// The count after an attempt that wasn't taken. If the clock was turned back,
/// the pause starts again instead of lasting until the clock has caught up.
fn held_off(count: AttemptCount, now: Timestamp) -> AttemptCount {
    let latest = Timestamp(now.0.saturating_add(pause_millis(count.failures_in_row)));
    AttemptCount {
        paused_until: count.paused_until.map(|until| until.min(latest)),
        ..count
    }
}

/// Success clears the count; an inconclusive session leaves it; a failure
/// counts and may pause.
fn after(count: AttemptCount, decision: Decision, now: Timestamp) -> AttemptCount {
    match decision {
        Decision::Verified => AttemptCount::default(),
        Decision::Inconclusive => count,
        Decision::NotVerified => {
            let failures_in_row = count.failures_in_row.saturating_add(1);
            let paused_until = failures_in_row
                .is_multiple_of(FAILURES_BEFORE_PAUSE)
                .then(|| Timestamp(now.0 + pause_millis(failures_in_row)));
            AttemptCount {
                failures_in_row,
                paused_until,
            }
        }
    }
}

fn pause_millis(failures_in_row: u32) -> i64 {
    let doublings = (failures_in_row / FAILURES_BEFORE_PAUSE).saturating_sub(1);
    2_i64
        .checked_pow(doublings)
        .and_then(|factor| FIRST_PAUSE_MILLIS.checked_mul(factor))
        .unwrap_or(LONGEST_PAUSE_MILLIS)
        .min(LONGEST_PAUSE_MILLIS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(times: u32, mut now: i64) -> (AttemptCount, Vec<i64>) {
        let mut count = AttemptCount::default();
        let mut pauses = Vec::new();
        for _ in 0..times {
            count = after(count, Decision::NotVerified, Timestamp(now));
            if let Admission::Paused { until } = admit(count, Timestamp(now)) {
                pauses.push(until.0 - now);
                now = until.0;
            }
        }
        (count, pauses)
    }

    #[test]
    fn five_failures_pause_and_each_pause_is_longer() {
        let (_, pauses) = failing(15, 1_000);
        assert_eq!(pauses, [30_000, 60_000, 120_000]);
    }

    #[test]
    fn fifty_failures_disable_a_claim_but_not_a_kiosk() {
        let (count, _) = failing(50, 0);
        let later = Timestamp(i64::MAX / 2);
        assert_eq!(admit(count, later), Admission::Disabled);
        assert_eq!(admit_kiosk(count, later), Admission::Go);
        let (count, _) = failing(49, 0);
        assert_eq!(admit(count, later), Admission::Go);
    }

    #[test]
    fn success_clears_and_looking_away_is_no_failure() {
        let (count, _) = failing(4, 0);
        assert_eq!(after(count, Decision::Inconclusive, Timestamp(0)), count);
        assert_eq!(
            after(count, Decision::Verified, Timestamp(0)),
            AttemptCount::default()
        );
    }

    #[test]
    fn a_pause_that_began_meanwhile_holds_for_what_is_decided_in_it() {
        let claim = AttemptKey::Claim("7".parse().unwrap());
        let matched = (Decision::Verified, Reason::Matched);
        let failed = (Decision::NotVerified, Reason::NoMatch);
        let disabled = (Decision::NotVerified, Reason::Disabled);
        let late = (Decision::Inconclusive, Reason::TimedOut);
        let (paused, _) = failing(4, 0);
        let paused = settle(&claim, paused, failed, Timestamp(0)).unwrap();
        for ended in [matched, failed, disabled] {
            assert_eq!(settle(&claim, paused, ended, Timestamp(29_999)), None);
            assert!(settle(&claim, paused, ended, Timestamp(30_000)).is_some());
        }
        assert_eq!(settle(&claim, paused, late, Timestamp(0)), Some(paused));
        let after = settle(&claim, paused, disabled, Timestamp(30_000));
        assert_eq!(after, Some(paused), "it is no failure");
        let (fifty, _) = failing(50, 0);
        let later = Timestamp(i64::MAX / 2);
        assert_eq!(settle(&claim, fifty, matched, later), None);
        assert!(settle(&AttemptKey::Kiosk, fifty, matched, later).is_some());
    }

    #[test]
    fn a_clock_turned_back_starts_the_pause_again_and_no_more() {
        let (count, _) = failing(5, 10_000_000_000);
        for back in [10_000_000_000, 3_600_000, 9_000] {
            let now = Timestamp(10_000_000_000 - back);
            let until = Timestamp(now.0 + 30_000);
            assert_eq!(admit(count, now), Admission::Paused { until });
            // Who tries in the pause is held off by the clock as it is now.
            let count = held_off(count, now);
            let later = Timestamp(now.0 + 20_000);
            assert_eq!(admit(count, later), Admission::Paused { until });
            assert_eq!(admit(count, until), Admission::Go);
        }
        // Forward: the pause ends sooner than it would have.
        let count = held_off(count, Timestamp(10_000_100_000));
        assert_eq!(admit(count, Timestamp(10_000_100_000)), Admission::Go);
    }
}
