//! How a token that was issued stands, and why one is made worthless.

use std::fmt;
use std::str::FromStr;

use super::decision::names;

/// How a token stands, where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// It counts, once.
    Valid,
    /// It was used.
    Redeemed,
    /// It was made worthless.
    Revoked,
    /// Its time is over.
    Expired,
}

names!(TokenState {
    Valid = "valid",
    Redeemed = "redeemed",
    Revoked = "revoked",
    Expired = "expired",
});

/// Why a token is revoked. It is chosen, never typed: what somebody writes
/// could name who it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationReason {
    /// The person, or who was to take it, asked.
    Asked,
    /// It is in somebody else's hands.
    GivenAway,
    /// It wasn't the person it says.
    WrongPerson,
    /// Whatever else.
    Other,
}

names!(RevocationReason {
    Asked = "asked",
    GivenAway = "given_away",
    WrongPerson = "wrong_person",
    Other = "other",
});

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RevocationReason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|reason| reason.as_str()).collect();
            format!("a reason is one of {}", all.join(", "))
        })
    }
}
