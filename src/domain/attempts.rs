//! How often somebody failed, as kept between sessions.

use serde::{Deserialize, Serialize};

use super::{Badge, Timestamp};

/// What failures are counted against.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AttemptKey {
    /// One claimed badge at this kiosk.
    Claim(Badge),
    /// This kiosk, without a claim.
    Kiosk,
}

/// Failures in a row, and the pause they led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptCount {
    /// Failures since the last success.
    pub failures_in_row: u32,
    /// No attempt is taken before this time.
    pub paused_until: Option<Timestamp>,
}
