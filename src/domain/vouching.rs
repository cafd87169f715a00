//! Why an operator vouched for somebody, or attended them.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Fewest characters of a reason (ours: a word, not a keystroke).
const LEAST_CHARACTERS: usize = 3;
/// Most characters of a reason.
const MOST_CHARACTERS: usize = 300;

/// The text is not a reason.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a reason is one line of {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters")]
pub struct VouchReasonError;

/// What an operator gave as the reason. It may say something about a person's
/// health, so it doesn't print and is kept sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VouchReason(String);

impl VouchReason {
    /// The reason as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for VouchReason {
    type Error = VouchReasonError;

    fn try_from(text: String) -> Result<Self, VouchReasonError> {
        let text = text.trim();
        let fits = (LEAST_CHARACTERS..=MOST_CHARACTERS).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(VouchReasonError)
        }
    }
}

impl std::str::FromStr for VouchReason {
    type Err = VouchReasonError;

    fn from_str(text: &str) -> Result<Self, VouchReasonError> {
        Self::try_from(text.to_owned())
    }
}

impl From<VouchReason> for String {
    fn from(reason: VouchReason) -> Self {
        reason.0
    }
}

impl fmt::Debug for VouchReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VouchReason(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_on_one_line() {
        assert!(" Neck in a brace ".parse::<VouchReason>().is_ok());
        for text in ["", "  x  ", "a\nbc", &"x".repeat(301)] {
            assert!(text.parse::<VouchReason>().is_err(), "{text:?}");
        }
    }
}
