//! Who changed a tolerance profile, when and why.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{OperatorName, Timestamp};

/// Fewest characters of a reason (ours: a word, not a keystroke).
const LEAST_CHARACTERS: usize = 3;
/// Most characters of a reason.
const MOST_CHARACTERS: usize = 300;

/// The text is not a reason.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a reason is one line of {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters")]
pub struct ChangeReasonError;

/// Why thresholds were changed, as an administrator wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChangeReason(String);

impl ChangeReason {
    /// The reason as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ChangeReason {
    type Error = ChangeReasonError;

    fn try_from(text: String) -> Result<Self, ChangeReasonError> {
        let text = text.trim();
        let fits = (LEAST_CHARACTERS..=MOST_CHARACTERS).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ChangeReasonError)
        }
    }
}

impl std::str::FromStr for ChangeReason {
    type Err = ChangeReasonError;

    fn from_str(text: &str) -> Result<Self, ChangeReasonError> {
        Self::try_from(text.to_owned())
    }
}

impl From<ChangeReason> for String {
    fn from(reason: ChangeReason) -> Self {
        reason.0
    }
}

impl fmt::Display for ChangeReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a version of a tolerance profile came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToleranceChange {
    /// Why.
    pub why: ChangeReason,
    /// Who changed it.
    pub by: OperatorName,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_on_one_line() {
        let reason: ChangeReason = " The hall is dark in winter ".parse().unwrap();
        assert_eq!(reason.as_str(), "The hall is dark in winter");
        for text in ["", "  x  ", "a\nbc", &"x".repeat(301)] {
            assert!(text.parse::<ChangeReason>().is_err(), "{text:?}");
        }
    }
}
