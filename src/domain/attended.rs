//! What an operator who attends may allow somebody.

use serde::{Deserialize, Serialize};

use super::{OperatorName, VouchReason};

/// A way around a part of the challenge that not everybody can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allowance {
    /// Blinks and an open mouth in place of turns: depth isn't measured.
    NoTurn,
    /// The same turns, with three times as long for each.
    LongerTime,
}

impl Allowance {
    /// Every allowance.
    pub const ALL: [Self; 2] = [Self::NoTurn, Self::LongerTime];

    /// The word for it on the command line, in JSON and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoTurn => "no-turn",
            Self::LongerTime => "longer-time",
        }
    }

    /// The allowance of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// An allowance, who attends, and why. Never without a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attended {
    /// What is allowed.
    pub allowance: Allowance,
    /// The operator who stands beside the person.
    pub operator: OperatorName,
    /// Why, in the operator's words.
    pub why: VouchReason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_json() {
        for allowance in Allowance::ALL {
            let word = format!("\"{}\"", allowance.as_str());
            assert_eq!(serde_json::to_string(&allowance).unwrap(), word);
            assert_eq!(Allowance::parse(allowance.as_str()), Some(allowance));
        }
        assert_eq!(Allowance::parse("everything"), None);
    }
}
