//! Taking a clock for right that is behind a time that was seen.

use serde::{Deserialize, Serialize};

use super::Tokens;
use crate::domain::{OperatorName, Timestamp, VouchReason};
use crate::store::StoreError;

/// Names the setting that keeps the last reset of the clock.
const CLOCK_RESET: &str = "clock reset";

/// Who took a clock for right that was behind, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReset {
    /// When, by that clock.
    pub at: Timestamp,
    /// The latest time that had been seen.
    pub latest_before: Timestamp,
    /// Who.
    pub operator: OperatorName,
    /// Why.
    pub reason: VouchReason,
}

impl Tokens {
    /// Takes today's time for right, for a clock that once ran ahead, and
    /// keeps who did and why.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn reset_clock(&self, reset: &ClockReset) -> Result<(), StoreError> {
        self.store
            .acting(&reset.operator)
            .reset_clock(reset.at, (CLOCK_RESET, reset))
            .await
    }

    /// The last reset of the clock, if there was one.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn last_clock_reset(&self) -> Result<Option<ClockReset>, StoreError> {
        self.store.setting(CLOCK_RESET).await
    }
}
