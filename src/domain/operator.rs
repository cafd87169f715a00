//! People who run the kiosk.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What an operator may do. An administrator holds every role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Enrols people and helps at the kiosk.
    FrontDesk,
    /// Looks at sessions and their scores.
    Reviewer,
    /// All of it, and operators, tolerance profiles and removal.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::FrontDesk, Self::Reviewer, Self::Administrator];

    /// The word for it in JSON, in the store and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FrontDesk => "front-desk",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether who holds this role may act as `needed`.
    #[must_use]
    pub fn holds(self, needed: Self) -> bool {
        self == Self::Administrator || self == needed
    }
}

/// The text is not an operator's name.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("an operator's name is 1 to 64 letters, digits, dots, dashes or underscores")]
pub struct OperatorNameError;

/// An operator's login name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OperatorName(String);

impl OperatorName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OperatorName {
    type Error = OperatorNameError;

    fn try_from(text: String) -> Result<Self, OperatorNameError> {
        let text = text.trim();
        let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if (1..=64).contains(&text.chars().count()) && text.chars().all(good) {
            Ok(Self(text.to_owned()))
        } else {
            Err(OperatorNameError)
        }
    }
}

impl std::str::FromStr for OperatorName {
    type Err = OperatorNameError;

    fn from_str(text: &str) -> Result<Self, OperatorNameError> {
        Self::try_from(text.to_owned())
    }
}

impl From<OperatorName> for String {
    fn from(name: OperatorName) -> Self {
        name.0
    }
}

impl fmt::Debug for OperatorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperatorName(..)")
    }
}

/// An operator who has signed in, or is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Their login name.
    pub name: OperatorName,
    /// What they may do.
    pub role: Role,
    /// Whether they can't sign in any more.
    pub disabled: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_holds_every_role() {
        for role in Role::ALL {
            assert!(Role::Administrator.holds(role));
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert!(!Role::FrontDesk.holds(Role::Reviewer));
        assert!(!Role::Reviewer.holds(Role::FrontDesk));
    }
}
