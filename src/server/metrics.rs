//! What the service counts, for Prometheus. Labels are the program's own words
//! and numbers: no path, name, badge or address can be one.

use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::sync_metrics::SyncGauges;
use crate::domain::Session;

/// Bounds of the histogram, in seconds: an answer out of memory takes less
/// than a millisecond, a password half a second.
const SECONDS: [f64; 12] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// What the text is (OpenMetrics 1.0).
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Took {
    method: &'static str,
    route: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Decided {
    kind: &'static str,
    decision: &'static str,
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfEngine {
    engine: u64,
}

/// What is counted of the captures on one engine.
#[derive(Clone)]
pub struct Captures {
    engine: OfEngine,
    ended: Family<Decided, Counter>,
    going: Family<OfEngine, Gauge>,
    waiting: Family<OfEngine, Gauge>,
    ready: Family<OfEngine, Gauge>,
    restarts: Family<OfEngine, Gauge>,
}

impl Captures {
    /// Counts one that has ended.
    pub fn ended(&self, session: &Session) {
        let labels = Decided {
            kind: session.kind.as_str(),
            decision: session.decision.as_str(),
            reason: session.reason.as_str(),
        };
        self.ended.get_or_create(&labels).inc();
    }

    /// How it is with them now.
    pub fn now(&self, going: usize, waiting: usize, ready: bool, restarts: u32) {
        let set = |of: &Family<OfEngine, Gauge>, value: usize| {
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            of.get_or_create(&self.engine).set(value);
        };
        set(&self.going, going);
        set(&self.waiting, waiting);
        set(&self.ready, usize::from(ready));
        set(
            &self.restarts,
            usize::try_from(restarts).unwrap_or(usize::MAX),
        );
    }
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Took, Histogram>,
    captures: Captures,
    /// The line to the centre.
    pub sync: SyncGauges,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("secure_biometric");
        let answered = Family::<Answered, Counter>::default();
        registry.register(
            "http_requests",
            "Requests answered, by route and status",
            answered.clone(),
        );
        let took = Family::<Took, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        registry.register(
            "http_request_duration_seconds",
            "Time from a request's head to its answer, by route",
            took.clone(),
        );
        let captures = Captures {
            engine: OfEngine { engine: 0 },
            ended: Family::default(),
            going: Family::default(),
            waiting: Family::default(),
            ready: Family::default(),
            restarts: Family::default(),
        };
        registry.register(
            "captures_ended",
            "Captures that ended, by decision and reason",
            captures.ended.clone(),
        );
        let gauges = [
            ("captures_going", "Captures that go on", &captures.going),
            (
                "engine_queue",
                "Jobs that wait for an engine",
                &captures.waiting,
            ),
            ("engine_ready", "Whether an engine answers", &captures.ready),
            (
                "engine_restarts",
                "How often an engine was replaced",
                &captures.restarts,
            ),
        ];
        for (name, help, gauge) in gauges {
            registry.register(name, help, gauge.clone());
        }
        let sync = SyncGauges::registered(&mut registry);
        Self {
            registry,
            answered,
            took,
            captures,
            sync,
        }
    }
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(
        &self,
        method: &'static str,
        route: &'static str,
        status: u16,
        after: Duration,
    ) {
        let labels = Answered {
            method,
            route,
            status,
        };
        self.answered.get_or_create(&labels).inc();
        let labels = Took { method, route };
        self.took
            .get_or_create(&labels)
            .observe(after.as_secs_f64());
    }

    /// What is counted of the captures on the engine of this number.
    pub fn captures(&self, engine: usize) -> Captures {
        Captures {
            engine: OfEngine {
                engine: u64::try_from(engine).unwrap_or(u64::MAX),
            },
            ..self.captures.clone()
        }
    }

    /// All of it as text.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
