//! A token that was issued.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::Timestamp;
use crate::pipeline::rfc3339;
use crate::store::TokenRecord;

/// A token as it is kept.
#[derive(Serialize, ToSchema)]
pub struct TokenShown {
    /// Its `jti`.
    id: Uuid,
    /// The session that it is the receipt of.
    session: Uuid,
    /// Whose.
    person: Uuid,
    /// Where the session's frames came from.
    #[schema(example = "kiosk")]
    source: &'static str,
    /// For whom it is meant.
    audience: String,
    /// RFC 3339.
    issued_at: String,
    /// RFC 3339.
    expires_at: String,
    /// RFC 3339.
    redeemed_at: Option<String>,
    /// RFC 3339.
    revoked_at: Option<String>,
    /// `valid`, `expired`, `redeemed` or `revoked`.
    #[schema(example = "valid")]
    state: &'static str,
}

impl TokenShown {
    /// A token at `now`.
    #[must_use]
    pub fn of(token: &TokenRecord, now: Timestamp) -> Self {
        Self {
            id: token.id.0,
            session: token.session.0,
            person: token.person.0,
            source: token.source.as_str(),
            audience: token.audience.clone(),
            issued_at: rfc3339(token.issued_at),
            expires_at: rfc3339(token.expires_at),
            redeemed_at: token.redeemed_at.map(rfc3339),
            revoked_at: token.revoked_at.map(rfc3339),
            state: token.state(now).as_str(),
        }
    }
}
