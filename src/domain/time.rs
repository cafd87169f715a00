//! Two kinds of time: monotonic inside a session, wall time for what is kept.

use serde::{Deserialize, Serialize};

/// Milliseconds since a session's clock started. Monotonic; a recording's
/// stepped clock advances it by one frame at a time.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Millis(pub u64);

impl Millis {
    /// Time from `earlier` to this, zero if `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// This time moved on by `by`.
    #[must_use]
    pub fn plus(self, by: Self) -> Self {
        Self(self.0.saturating_add(by.0))
    }

    /// The same span in seconds, for people and JSON.
    #[must_use]
    pub fn seconds(self) -> f64 {
        // A session lasts minutes; u32::MAX milliseconds are 49 days.
        f64::from(u32::try_from(self.0).unwrap_or(u32::MAX)) / 1000.0
    }
}

/// Wall time: milliseconds since 1970-01-01 UTC, as kept in the store.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// When an id was made, which is in it (UUIDv7); 1970 of one of another
    /// kind.
    #[must_use]
    pub fn of_id(id: uuid::Uuid) -> Self {
        let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |at| at.to_unix());
        let millis = i64::try_from(seconds).unwrap_or(i64::MAX);
        let millis = millis.saturating_mul(1000);
        Self(millis.saturating_add(i64::from(nanos / 1_000_000)))
    }
}
