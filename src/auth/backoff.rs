//! How long an account waits after failed sign-ins, and how long everybody at a
//! kiosk does, where many accounts are tried.

use crate::domain::{AttemptCount, Timestamp};

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: u32 = 2;
/// The pause after the first failure that costs; each further one doubles it.
const FIRST_PAUSE_MILLIS: i64 = 2_000;
/// No pause is longer, so that nobody can lock an operator out for good.
const LONGEST_PAUSE_MILLIS: i64 = 15 * 60 * 1000;

/// Failures at a kiosk, under whatever names, that cost nothing (ours: what a
/// front desk mistypes in a morning).
const FREE_AT_KIOSK: i64 = 10;
/// One of them is forgotten after so long; nobody waits for longer, so that
/// who tries names can't keep the front desk out.
const FORGOTTEN_MILLIS: i64 = 60_000;

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

/// Asks for a try at `now` for everybody at a kiosk. Gives the count to keep,
/// whose time says until when all failures are forgotten, and the answer.
///
/// Ten failures cost nothing; then one a minute may be tried. A try counts as
/// failed until it is taken back.
#[must_use]
pub fn ask_kiosk(count: AttemptCount, now: Timestamp) -> (AttemptCount, Gate) {
    // However far the clock was turned back, no more is remembered than that.
    let most = after(now, FREE_AT_KIOSK * FORGOTTEN_MILLIS);
    let forgotten = count.paused_until.unwrap_or(now).clamp(now, most);
    let free = after(now, (FREE_AT_KIOSK - 1) * FORGOTTEN_MILLIS);
    if forgotten > free {
        let wait = forgotten.0.saturating_sub(free.0);
        let kept = AttemptCount {
            paused_until: Some(forgotten),
            ..count
        };
        return (kept, Gate::Closed(after(now, wait)));
    }
    let kept = AttemptCount {
        failures_in_row: count.failures_in_row.saturating_add(1),
        paused_until: Some(after(forgotten, FORGOTTEN_MILLIS)),
    };
    (kept, Gate::Open)
}

/// Takes back a try that didn't fail, or wasn't looked at.
#[must_use]
pub fn take_back_at_kiosk(count: AttemptCount) -> AttemptCount {
    AttemptCount {
        failures_in_row: count.failures_in_row.saturating_sub(1),
        paused_until: count
            .paused_until
            .map(|until| Timestamp(until.0.saturating_sub(FORGOTTEN_MILLIS))),
    }
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
    fn a_kiosk_takes_ten_failures_and_then_one_a_minute() {
        let now = Timestamp(1_000_000_000);
        let at = |seconds: i64| Timestamp(now.0 + seconds * 1000);
        let mut count = AttemptCount::default();
        let mut ask = |now| {
            let (kept, gate) = ask_kiosk(count, now);
            count = kept;
            gate
        };
        for second in 0..10 {
            assert_eq!(ask(at(second)), Gate::Open);
        }
        // Whoever asks in the pause makes it no longer.
        for second in [10, 30, 59] {
            assert_eq!(ask(at(second)), Gate::Closed(at(60)));
        }
        assert_eq!(ask(at(60)), Gate::Open);
        assert_eq!(ask(at(61)), Gate::Closed(at(120)));
        // A clock turned back makes nobody wait for longer than that.
        let back = Timestamp(now.0 - 1_000_000);
        assert_eq!(ask(back), Gate::Closed(Timestamp(back.0 + 60_000)));
        // After ten minutes all is as it was.
        for _ in 0..10 {
            assert_eq!(ask(at(3600)), Gate::Open);
        }
        assert_eq!(ask(at(3600)), Gate::Closed(at(3660)));
        let taken_back = take_back_at_kiosk(count);
        assert_eq!(ask_kiosk(taken_back, at(3600)).1, Gate::Open);
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
