//! People, what they agreed to, and what is kept of their faces.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::unseen::is_unseen;
use super::{Contact, Embedding, ModelHash, Signature, Timestamp, Turn};

/// Why a text is not a badge or a name.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum IdentityError {
    /// Not a badge number.
    #[error("a badge is 1 to 32 letters, digits, dots, dashes or underscores")]
    Badge,
    /// Not a name.
    #[error("a name is 1 to 120 characters on one line, all of them visible")]
    Name,
}

/// Longest badge, in bytes of ASCII.
pub const BADGE_LONGEST: usize = 32;

/// A badge number: what a person claims to be at the kiosk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Badge(String);

impl Badge {
    /// The number as printed on the badge.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Badge {
    type Error = IdentityError;

    fn try_from(text: String) -> Result<Self, IdentityError> {
        let text = text.trim();
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if (1..=BADGE_LONGEST).contains(&text.len()) && text.chars().all(good) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdentityError::Badge)
        }
    }
}

impl std::str::FromStr for Badge {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::try_from(text.to_owned())
    }
}

impl From<Badge> for String {
    fn from(badge: Badge) -> Self {
        badge.0
    }
}

impl fmt::Debug for Badge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Badge(..)")
    }
}

/// A person's name as shown on the screen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the greeting says: the first word of the name.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.split_whitespace().next().unwrap_or(&self.0)
    }
}

impl TryFrom<String> for PersonName {
    type Error = IdentityError;

    fn try_from(text: String) -> Result<Self, IdentityError> {
        let text = text.trim();
        if (1..=120).contains(&text.chars().count()) && !text.chars().any(is_unseen) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdentityError::Name)
        }
    }
}

impl std::str::FromStr for PersonName {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        Self::try_from(text.to_owned())
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(..)")
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    };
}
pub(super) use identifier;

identifier!(
    /// Identifies a person (UUIDv7, made at the kiosk).
    PersonId
);
identifier!(
    /// Identifies a template (UUIDv7).
    TemplateId
);

/// Whether a person can verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// Enrolled.
    Active,
    /// Looks like someone already enrolled: waits for an administrator.
    Held,
    /// Switched off by an administrator, or by too many failures.
    Disabled,
}

impl PersonState {
    /// The word for it in JSON and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Held => "held",
            Self::Disabled => "disabled",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Held, Self::Disabled]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A person as enrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Their badge; no two people share one.
    pub badge: Badge,
    /// Their name.
    pub name: PersonName,
    /// What else they said.
    pub contact: Contact,
    /// Whether they can verify.
    pub state: PersonState,
    /// Whether failures switched them off: they may still be vouched for.
    pub locked_out: bool,
    /// Whom a held person looks like.
    pub held_for: Option<PersonId>,
    /// When they were enrolled.
    pub enrolled_at: Timestamp,
    /// The looks that were added since, oldest first.
    pub added_looks: Vec<Look>,
    /// Counts changes of this person, from 1.
    pub version: u32,
}

/// Most looks of one person, the first one included (ours: more of them make
/// it likelier that a stranger matches one).
pub const MAX_LOOKS: usize = 4;

/// Why a look was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookKind {
    /// With glasses, or without.
    Glasses,
    /// In another light.
    Light,
    /// Another change: hair, beard, head-dress.
    Other,
}

impl LookKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Glasses, Self::Light, Self::Other];

    /// The word for it in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Glasses => "glasses",
            Self::Light => "light",
            Self::Other => "other",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A set of templates added after the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Why.
    pub kind: LookKind,
    /// When.
    pub added_at: Timestamp,
}

impl Person {
    /// Whether an operator who knows them may let them in: they can verify, or
    /// only others' failures say that they can't.
    #[must_use]
    pub fn may_be_vouched_for(&self) -> bool {
        self.state == PersonState::Active
            || (self.state == PersonState::Disabled && self.locked_out)
    }

    /// What a search looks through, in lower case: badge, name, department.
    #[must_use]
    pub fn searched(&self) -> String {
        let department = &self.contact.department;
        let department = department.as_ref().map_or("", |text| text.as_str());
        format!("{} {} {department}", self.badge.0, self.name.0).to_lowercase()
    }

    /// Whether each word is somewhere in badge, name or department.
    #[must_use]
    pub fn is_found_by(&self, words: &str) -> bool {
        let searched = self.searched();
        let words = words.to_lowercase();
        words.split_whitespace().all(|word| searched.contains(word))
    }

    /// How many looks are kept, the first one included.
    #[must_use]
    pub fn looks(&self) -> usize {
        1 + self.added_looks.len()
    }
}

/// What a person agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Version of the notice they were shown.
    pub notice_version: String,
    /// Language it was shown in (BCP 47).
    pub language: String,
    /// When they agreed.
    pub given_at: Timestamp,
    /// Their signature; none where it was given on paper.
    #[serde(default)]
    pub signature: Option<Signature>,
}

/// A pose of the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoseName {
    /// Facing the camera.
    Front,
    /// Turned to the person's own left.
    Left,
    /// Turned to the person's own right.
    Right,
    /// Looking up.
    Up,
    /// Looking down.
    Down,
}

impl PoseName {
    /// The five poses.
    pub const ALL: [Self; 5] = [Self::Front, Self::Left, Self::Right, Self::Up, Self::Down];

    /// The word for it in JSON and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The pose of that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pose| pose.as_str() == text)
    }
}

impl From<Turn> for PoseName {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Left => Self::Left,
            Turn::Right => Self::Right,
            Turn::Up => Self::Up,
            Turn::Down => Self::Down,
        }
    }
}

/// What is kept of a face in one pose.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceTemplate {
    /// Identifies it.
    pub id: TemplateId,
    /// The pose it was taken in.
    pub pose: PoseName,
    /// The model that made it.
    pub model: ModelHash,
    /// The face.
    pub embedding: Embedding,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_and_names_are_checked_and_do_not_print() {
        for text in ["10427", "A-1", " x_9.b "] {
            assert!(text.parse::<Badge>().is_ok(), "{text}");
        }
        for text in ["", " ", "a b", "a/b", "é", &"1".repeat(33)] {
            assert!(text.parse::<Badge>().is_err(), "{text}");
        }
        let name: PersonName = " Zoë O'Neil ".parse().unwrap();
        assert_eq!((name.as_str(), name.first()), ("Zoë O'Neil", "Zoë"));
        assert_eq!(format!("{name:?}"), "PersonName(..)");
        assert!("a\nb".parse::<PersonName>().is_err());
        assert!("n".repeat(121).parse::<PersonName>().is_err());
    }

    #[test]
    fn a_name_holds_nothing_that_reorders_or_hides() {
        let bidi = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        let others = "\u{200b}\u{200e}\u{200f}\u{ad}\u{61c}\u{2028}\u{feff}\u{e0041}";
        for unseen in bidi.chain(others.chars()) {
            let name = format!("Ada{unseen}Lovelace");
            assert!(name.parse::<PersonName>().is_err(), "{unseen:?}");
        }
        for name in ["José Núñez", "Nguyễn Thị Hà", "אדה", "D’Arcy–Smith"] {
            assert!(name.parse::<PersonName>().is_ok(), "{name}");
        }
    }
}
