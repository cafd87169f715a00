//! A session's clock in real time. It stands still while the engine is away:
//! nobody loses time for that.

use std::time::{Duration, Instant};

use crate::domain::Millis;

/// Starts with the first frame.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SessionClock {
    started: Option<Instant>,
    stopped: Option<Instant>,
    away: Duration,
}

impl SessionClock {
    /// Starts it if it hasn't started, and lets it run on if it stood still.
    pub(super) fn run(&mut self, now: Instant) {
        self.started.get_or_insert(now);
        if let Some(stopped) = self.stopped.take() {
            self.away += now.saturating_duration_since(stopped);
        }
    }

    /// Lets it stand still.
    pub(super) fn stop(&mut self, now: Instant) {
        if self.started.is_some() {
            self.stopped.get_or_insert(now);
        }
    }

    /// The session's time.
    pub(super) fn at(&self, now: Instant) -> Millis {
        let until = self.stopped.unwrap_or(now);
        let span = self.started.map_or(Duration::ZERO, |started| {
            until.saturating_duration_since(started)
        });
        let span = span.saturating_sub(self.away);
        Millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_without_the_engine_does_not_count() {
        let begin = Instant::now();
        let after = |millis| begin + Duration::from_millis(millis);
        let mut clock = SessionClock::default();
        clock.stop(after(0));
        assert_eq!(clock.at(after(500)), Millis(0), "not started");
        clock.run(after(1_000));
        assert_eq!(clock.at(after(1_400)), Millis(400));
        clock.stop(after(1_400));
        assert_eq!(clock.at(after(9_000)), Millis(400));
        clock.run(after(9_000));
        assert_eq!(clock.at(after(9_100)), Millis(500));
    }
}
