//! The line to the centre, for Prometheus.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::sync::SyncMetrics;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfKind {
    kind: &'static str,
}

type Seconds = Gauge<f64, AtomicU64>;

/// How far the kiosk of the data folder and its centre are equal.
#[derive(Default)]
pub struct SyncGauges {
    joined: Gauge,
    equal: Gauge,
    contact_age: Seconds,
    clock_difference: Seconds,
    oldest: Seconds,
    backlog: Family<OfKind, Gauge>,
    refused: Family<OfKind, Gauge>,
    aside: Family<OfKind, Gauge>,
}

impl SyncGauges {
    /// The gauges, registered.
    pub fn registered(registry: &mut Registry) -> Self {
        let gauges = Self::default();
        registry.register(
            "sync_joined",
            "Whether a centre was joined",
            gauges.joined.clone(),
        );
        registry.register(
            "sync_equal",
            "Whether all was exchanged with the centre a moment ago",
            gauges.equal.clone(),
        );
        let seconds = [
            (
                "sync_last_contact_age_seconds",
                "Time since the centre last answered; NaN if it never did",
                &gauges.contact_age,
            ),
            (
                "sync_clock_difference_seconds",
                "By how much the centre's clock is ahead",
                &gauges.clock_difference,
            ),
            (
                "sync_oldest_waiting_seconds",
                "For how long the oldest waits to be sent to the centre",
                &gauges.oldest,
            ),
        ];
        for (name, help, gauge) in seconds {
            registry.register(name, help, gauge.clone());
        }
        let kinds = [
            (
                "sync_backlog",
                "What waits to be sent to the centre, by kind",
                &gauges.backlog,
            ),
            (
                "sync_refused",
                "What the centre refused or can't be read here, by kind",
                &gauges.refused,
            ),
            (
                "sync_aside",
                "What of other kiosks can't be put to use, by kind",
                &gauges.aside,
            ),
        ];
        for (name, help, family) in kinds {
            registry.register(name, help, family.clone());
        }
        gauges
    }

    /// How it is now.
    pub fn set(&self, now: &SyncMetrics) {
        self.joined.set(i64::from(now.joined));
        self.equal.set(i64::from(now.equal));
        self.contact_age
            .set(now.last_contact_seconds.unwrap_or(f64::NAN));
        self.clock_difference.set(now.clock_difference_seconds);
        self.oldest.set(now.oldest_waiting_seconds);
        for of in &now.kinds {
            let labels = OfKind {
                kind: of.kind.as_str(),
            };
            let set = |family: &Family<OfKind, Gauge>, count: u64| {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                family.get_or_create(&labels).set(count);
            };
            set(&self.backlog, of.waiting);
            set(&self.refused, of.refused);
            set(&self.aside, of.aside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Backlog, Shared, Timestamp};
    use crate::sync::{SyncState, SyncStatus};

    fn text(gauges: &SyncGauges, registry: &Registry, waiting: u64) -> String {
        let backlog = (waiting > 0).then_some(Backlog {
            kind: Shared::Session,
            waiting,
            refused: 2,
            oldest: Some(Timestamp(4_000)),
        });
        gauges.set(&SyncMetrics::of(
            &SyncStatus {
                state: SyncState::Behind,
                centre: None,
                last_contact: None,
                clock_difference_millis: 1_500,
                backlog: backlog.into_iter().collect(),
                quarantine: Vec::new(),
                audit_parted: None,
            },
            Timestamp(10_000),
        ));
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, registry).unwrap();
        text
    }

    #[test]
    fn what_no_longer_waits_is_told_as_none() {
        let mut registry = Registry::default();
        let gauges = SyncGauges::registered(&mut registry);
        let first = text(&gauges, &registry, 7);
        for line in [
            "sync_joined 1\n",
            "sync_equal 0\n",
            "sync_last_contact_age_seconds NaN\n",
            "sync_clock_difference_seconds 1.5\n",
            "sync_oldest_waiting_seconds 6.0\n",
            "sync_backlog{kind=\"session\"} 7\n",
            "sync_refused{kind=\"session\"} 2\n",
            "sync_backlog{kind=\"person\"} 0\n",
        ] {
            assert!(first.contains(line), "{line} is not in:\n{first}");
        }
        let then = text(&gauges, &registry, 0);
        assert!(
            then.contains("sync_backlog{kind=\"session\"} 0\n"),
            "{then}"
        );
        assert!(then.contains("sync_oldest_waiting_seconds 0.0\n"), "{then}");
    }
}
