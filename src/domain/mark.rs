//! What reviewers say that a session was, which is what rates of errors are
//! reckoned from: the kiosk knows only what it decided.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{OperatorName, SelfTestPlanError, Species, Timestamp};

/// Most characters of a note.
const MOST_CHARACTERS: usize = 300;
/// Who disagree need so many of one opinion.
const ENOUGH_TO_SETTLE: usize = 2;

/// What a session was in truth, as a reviewer judged it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Truth {
    /// A living person, who was who they claimed to be.
    Genuine,
    /// A living person, who was somebody else.
    Impostor,
    /// An attack, of this species.
    Attack(Species),
    /// It can't be told.
    Unclear,
}

/// The text is not what a session can have been.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "a session was genuine, impostor, unclear, or an attack by its species, such as flat or bent"
)]
pub struct TruthError;

impl Truth {
    /// Those that aren't attacks.
    pub const PLAIN: [Self; 3] = [Self::Genuine, Self::Impostor, Self::Unclear];

    /// The word for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Genuine => "genuine",
            Self::Impostor => "impostor",
            Self::Attack(species) => species.as_str(),
            Self::Unclear => "unclear",
        }
    }

    /// The same for the audit, which keeps no text that somebody typed.
    #[must_use]
    pub fn fact(&self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Impostor => "impostor",
            Self::Attack(_) => "attack",
            Self::Unclear => "unclear",
        }
    }
}

impl TryFrom<String> for Truth {
    type Error = TruthError;

    fn try_from(text: String) -> Result<Self, TruthError> {
        let plain = Self::PLAIN.into_iter().find(|one| one.as_str() == text);
        if let Some(plain) = plain {
            return Ok(plain);
        }
        let species = Species::try_from(text).map_err(|_: SelfTestPlanError| TruthError)?;
        match species.is_attack() {
            true => Ok(Self::Attack(species)),
            false => Err(TruthError),
        }
    }
}

impl std::str::FromStr for Truth {
    type Err = TruthError;

    fn from_str(text: &str) -> Result<Self, TruthError> {
        Self::try_from(text.trim().to_owned())
    }
}

impl From<Truth> for String {
    fn from(truth: Truth) -> Self {
        truth.as_str().to_owned()
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a note.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a note is one line of at most {MOST_CHARACTERS} characters")]
pub struct MarkNoteError;

/// What a reviewer saw, in a line. It may be about a person: it is shredded
/// with them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MarkNote(String);

impl MarkNote {
    /// The note as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for MarkNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MarkNote(..)")
    }
}

impl TryFrom<String> for MarkNote {
    type Error = MarkNoteError;

    fn try_from(text: String) -> Result<Self, MarkNoteError> {
        let text = text.trim();
        if text.chars().count() <= MOST_CHARACTERS && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MarkNoteError)
        }
    }
}

impl std::str::FromStr for MarkNote {
    type Err = MarkNoteError;

    fn from_str(text: &str) -> Result<Self, MarkNoteError> {
        Self::try_from(text.to_owned())
    }
}

impl From<MarkNote> for String {
    fn from(note: MarkNote) -> Self {
        note.0
    }
}

/// What one reviewer said of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What it was.
    pub truth: Truth,
    /// Who says so.
    pub by: OperatorName,
    /// When.
    pub at: Timestamp,
}

/// What the marks of a session come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has marked it.
    #[default]
    Unmarked,
    /// It counts as this: one reviewer said so and nobody else anything, or two
    /// and more say so and fewer anything else.
    Settled(Truth),
    /// Reviewers disagree: it counts as nothing until two of them are of one
    /// opinion, and more than of any other.
    Disputed,
}

impl Standing {
    /// What these marks come to. Of each reviewer the last one counts; marks
    /// stand in the order of time.
    #[must_use]
    pub fn of<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Self {
        let mut opinions: BTreeMap<&OperatorName, &Truth> = BTreeMap::new();
        for mark in marks {
            opinions.insert(&mark.by, &mark.truth);
        }
        let mut counts: BTreeMap<&Truth, usize> = BTreeMap::new();
        for truth in opinions.values() {
            *counts.entry(truth).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let mut leading = counts.iter().filter(|(_, count)| **count == most);
        match (leading.next(), leading.next()) {
            (None, _) => Self::Unmarked,
            (Some((truth, _)), None) if counts.len() == 1 || most >= ENOUGH_TO_SETTLE => {
                Self::Settled((*truth).clone())
            }
            _ => Self::Disputed,
        }
    }

    /// What it counts as, if it does.
    #[must_use]
    pub fn settled(&self) -> Option<&Truth> {
        match self {
            Self::Settled(truth) => Some(truth),
            Self::Unmarked | Self::Disputed => None,
        }
    }

    /// The word for it: what it counts as, `disputed` or none.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Unmarked => None,
            Self::Settled(truth) => Some(truth.as_str()),
            Self::Disputed => Some("disputed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(by: &str, truth: &str) -> Mark {
        Mark {
            truth: truth.parse().unwrap(),
            by: by.parse().unwrap(),
            at: Timestamp(0),
        }
    }

    #[test]
    fn who_disagree_need_a_second_one_of_an_opinion() {
        let settled = |truth: &str| Standing::Settled(truth.parse().unwrap());
        let cases: [(&[(&str, &str)], Standing); 7] = [
            (&[], Standing::Unmarked),
            (&[("ann", "flat")], settled("flat")),
            (&[("ann", "flat"), ("bob", "bent")], Standing::Disputed),
            (
                &[("ann", "flat"), ("bob", "bent"), ("cleo", "bent")],
                settled("bent"),
            ),
            // Who thinks again has one opinion, and not two.
            (
                &[("ann", "genuine"), ("bob", "flat"), ("ann", "genuine")],
                Standing::Disputed,
            ),
            (
                &[("ann", "genuine"), ("bob", "flat"), ("ann", "flat")],
                settled("flat"),
            ),
            (
                &[
                    ("ann", "flat"),
                    ("bob", "flat"),
                    ("cleo", "bent"),
                    ("dan", "bent"),
                ],
                Standing::Disputed,
            ),
        ];
        for (marks, expected) in cases {
            let marks: Vec<Mark> = marks.iter().map(|(by, truth)| mark(by, truth)).collect();
            assert_eq!(Standing::of(&marks), expected, "{marks:?}");
        }
    }

    #[test]
    fn a_truth_is_a_word_and_an_attack_its_species() {
        for word in ["genuine", "impostor", "unclear", "flat", "silicone-mask"] {
            let truth: Truth = word.parse().unwrap();
            assert_eq!(truth.as_str(), word);
            assert_eq!(matches!(truth, Truth::Attack(_)), truth.fact() == "attack");
        }
        for none in ["", "bona-fide", "Flat", "a b"] {
            assert_eq!(none.parse::<Truth>(), Err(TruthError), "{none}");
        }
        let note: MarkNote = " A print, held low ".parse().unwrap();
        assert_eq!(note.as_str(), "A print, held low");
        assert!(!format!("{note:?}").contains("print"), "it may name people");
        assert!("a\nb".parse::<MarkNote>().is_err());
        assert!("x".repeat(301).parse::<MarkNote>().is_err());
    }
}
