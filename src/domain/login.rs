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
        Timestamp::of_id(self.0)
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
    /// When it ends, however often it is renewed.
    pub ends_at: Timestamp,
}
