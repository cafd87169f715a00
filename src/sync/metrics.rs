//! The line to the centre as numbers, for whatever watches many kiosks. No
//! person, kiosk or place is in a name or label of them.

use super::{SyncState, SyncStatus};
use crate::domain::{Shared, Timestamp};

/// The same as [`SyncStatus`], counted.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncMetrics {
    /// Whether a centre was joined.
    pub joined: bool,
    /// Whether all was exchanged a moment ago.
    pub equal: bool,
    /// Seconds since the last contact; none where there was none yet.
    pub last_contact_seconds: Option<f64>,
    /// Seconds by which the centre's clock is ahead.
    pub clock_difference_seconds: f64,
    /// Seconds for which the oldest waits to be sent.
    pub oldest_waiting_seconds: f64,
    /// Of every kind: how many wait to be sent, are held back here, and of
    /// other kiosks' can't be put to use.
    pub kinds: Vec<KindMetrics>,
}

/// Numbers of one kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindMetrics {
    /// The kind: its word is the label.
    pub kind: Shared,
    /// How many wait to be sent.
    pub waiting: u64,
    /// How many were refused by the centre or can't be read here.
    pub refused: u64,
    /// How many of other kiosks wait aside.
    pub aside: u64,
}

impl SyncMetrics {
    /// The numbers of a status at a time.
    #[must_use]
    pub fn of(status: &SyncStatus, now: Timestamp) -> Self {
        let since = |at: Timestamp| seconds(now.0.saturating_sub(at.0).max(0));
        let kinds = Shared::ALL.iter().map(|kind| {
            let backlog = status.backlog.iter().find(|of| of.kind == *kind);
            let aside = status.quarantine.iter();
            let aside = aside.filter(|held| held.incoming && held.kind == *kind);
            KindMetrics {
                kind: *kind,
                waiting: backlog.map_or(0, |of| of.waiting),
                refused: backlog.map_or(0, |of| of.refused),
                aside: aside.map(|held| held.count).sum(),
            }
        });
        Self {
            joined: status.state != SyncState::Alone,
            equal: status.state == SyncState::Equal,
            last_contact_seconds: status.last_contact.map(since),
            clock_difference_seconds: seconds(status.clock_difference_millis),
            oldest_waiting_seconds: status.oldest().map_or(0.0, since),
            kinds: kinds.collect(),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times between two clocks are far below what a double holds exactly"
)]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Backlog, Quarantined};

    #[test]
    fn every_kind_is_counted_and_ages_are_those_of_the_oldest() {
        let held = |kind, incoming, count| Quarantined {
            kind,
            incoming,
            reason: "sealed_is_at_most_1_mib".to_owned(),
            count,
        };
        let waits = |kind, waiting, refused, oldest| Backlog {
            kind,
            waiting,
            refused,
            oldest,
        };
        let status = SyncStatus {
            state: SyncState::Behind,
            centre: Some("postgres://centre.example/secure_biometric".to_owned()),
            last_contact: Some(Timestamp(40_000)),
            clock_difference_millis: -1_500,
            backlog: vec![
                waits(Shared::Person, 2, 1, Some(Timestamp(90_000))),
                waits(Shared::Session, 7, 0, Some(Timestamp(50_000))),
            ],
            quarantine: vec![
                held(Shared::Person, false, 1),
                held(Shared::Template, true, 5),
                held(Shared::Template, true, 2),
            ],
            audit_parted: None,
        };
        let metrics = SyncMetrics::of(&status, Timestamp(100_000));
        assert!(metrics.joined && !metrics.equal);
        assert_eq!(metrics.last_contact_seconds, Some(60.0));
        assert_eq!(metrics.clock_difference_seconds, -1.5);
        assert_eq!(metrics.oldest_waiting_seconds, 50.0);
        assert_eq!(metrics.kinds.len(), Shared::ALL.len());
        let of = |kind| metrics.kinds.iter().find(|of| of.kind == kind).unwrap();
        let counts = |kind| (of(kind).waiting, of(kind).refused, of(kind).aside);
        assert_eq!(counts(Shared::Person), (2, 1, 0));
        assert_eq!(counts(Shared::Session), (7, 0, 0));
        assert_eq!(counts(Shared::Template), (0, 0, 7));
        assert_eq!(counts(Shared::Tombstone), (0, 0, 0));
        // A quarter of an hour without contact is told, and not less.
        let minute = 60_000;
        let away = |minutes: i64| status.long_away(Timestamp(40_000 + minutes * minute));
        assert_eq!((away(14), away(15)), (None, Some(status.last_contact)));
    }
}
