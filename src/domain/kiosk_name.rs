//! What a kiosk is called where several are.

use thiserror::Error;

use super::is_unseen;

/// Most characters of a name, as of a site's: more don't fit on a line (ours).
const MOST_CHARACTERS: usize = 48;

/// A text is no kiosk's name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a kiosk's name is one line of 1 to {MOST_CHARACTERS} characters")]
pub struct KioskNameError;

/// A kiosk's name: says to people which one is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KioskName(String);

impl KioskName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for KioskName {
    type Err = KioskNameError;

    fn from_str(text: &str) -> Result<Self, KioskNameError> {
        let text = text.trim();
        let length = text.chars().count();
        if (1..=MOST_CHARACTERS).contains(&length) && !text.chars().any(is_unseen) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KioskNameError)
        }
    }
}
