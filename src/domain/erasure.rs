//! Erasing a person: why, who did it, and what is kept of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::decision::names;
use super::{AuditHead, OperatorId, PersonId, Timestamp};

/// Why a person is erased. It is chosen, never typed: what somebody writes
/// could name who is to be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureReason {
    /// The person asked for it, or took their consent back.
    Asked,
    /// The person left, or needs the kiosk no more.
    Left,
    /// The person was enrolled by mistake.
    Mistake,
    /// An authority or a court ordered it.
    Ordered,
    /// The person wasn't there for longer than people are kept.
    Unused,
    /// The person was erased at another kiosk of the site, which knows why.
    Elsewhere,
}

names!(ErasureReason {
    Asked = "asked",
    Left = "left",
    Mistake = "mistake",
    Ordered = "ordered",
    Unused = "unused",
    Elsewhere = "elsewhere",
});

impl ErasureReason {
    /// Those that operators choose from; the kiosk itself erases who isn't
    /// used.
    pub const CHOICES: [Self; 4] = [Self::Asked, Self::Left, Self::Mistake, Self::Ordered];
}

impl fmt::Display for ErasureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErasureReason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let choices = Self::CHOICES;
        let found = choices.into_iter().find(|reason| reason.as_str() == text);
        found.ok_or_else(|| {
            let all: Vec<&str> = choices.iter().map(|reason| reason.as_str()).collect();
            format!("a reason is one of {}", all.join(", "))
        })
    }
}

/// What is kept of somebody who was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The id that leads to nobody any more.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: ErasureReason,
    /// Who erased them; nobody where the kiosk itself did.
    pub first: Option<OperatorId>,
    /// Who agreed to it.
    pub second: Option<OperatorId>,
    /// How many of their sessions are kept, saying no longer whose they were.
    pub sessions_anonymised: u64,
    /// The audit's entry of it.
    pub audit: AuditHead,
}

/// What a receipt of an erasure says, as its signed claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptClaims {
    /// The kiosk that erased them.
    pub iss: String,
    /// The id that leads to nobody any more.
    pub sub: PersonId,
    /// When, in seconds since 1970 UTC.
    pub iat: i64,
    /// Why.
    pub reason: ErasureReason,
    /// The operator who erased them, by id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first: Option<OperatorId>,
    /// The operator who agreed, by id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub second: Option<OperatorId>,
    /// How many sessions were made anonymous.
    pub sessions_anonymised: u64,
    /// The audit's entry of it, as `NUMBER:HASH`.
    pub audit: String,
}

impl ReceiptClaims {
    /// The receipt of an erasure at this kiosk.
    #[must_use]
    pub fn of(tombstone: &Tombstone, issuer: &str) -> Self {
        Self {
            iss: issuer.to_owned(),
            sub: tombstone.person,
            iat: tombstone.at.0.div_euclid(1000),
            reason: tombstone.reason,
            first: tombstone.first,
            second: tombstone.second,
            sessions_anonymised: tombstone.sessions_anonymised,
            audit: tombstone.audit.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_choose_among_all_reasons_but_the_kiosks_own() {
        for reason in ErasureReason::ALL {
            let chosen = reason.as_str().parse::<ErasureReason>();
            let own = [ErasureReason::Unused, ErasureReason::Elsewhere];
            assert_eq!(chosen.is_ok(), !own.contains(reason));
        }
    }
}
