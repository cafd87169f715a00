//! An operator's login at the service over HTTP.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::identifier;
use super::{Operator, OperatorId, Timestamp};

identifier!(
    /// Identifies a login (UUIDv7).
    LoginId
);

impl LoginId {
    /// When the login began; it is in the id.
    #[must_use]
    pub fn begun(self) -> Timestamp {
        let (seconds, nanos) = self.0.get_timestamp().map_or((0, 0), |at| at.to_unix());
        let millis = i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1000);
        Timestamp(millis.saturating_add(i64::from(nanos / 1_000_000)))
    }
}

/// An operator who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Which login.
    pub id: LoginId,
    /// Whose.
    pub operator_id: OperatorId,
    /// Who they are now.
    pub operator: Operator,
}
