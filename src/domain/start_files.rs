//! What a kiosk starts with, so that what was exchanged meanwhile can be named.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// The files that faces are analysed with, and the site's own profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartFiles {
    /// Path below the program's folder, to SHA-256 in hexadecimal.
    pub files: BTreeMap<String, String>,
    /// A profile's name, to its newest version.
    pub profiles: BTreeMap<String, u32>,
    /// Absent in what earlier releases signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<StartSettings>,
}

/// What the settings say that decides who gets in, and who gets their tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartSettings {
    /// The name of the profile in force.
    pub profile: String,
    /// `off`, or the SHA-256 of where tokens are handed over to.
    pub hand_over: String,
}

/// What a kiosk says of them when it signs them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartListClaims {
    /// Which kiosk.
    pub iss: String,
    /// When, in seconds since 1970.
    pub iat: i64,
    /// What was there.
    #[serde(flatten)]
    pub started: StartFiles,
}

/// Something that isn't as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum StartChange {
    /// A file has another content.
    Changed {
        /// Its path below the program's folder.
        file: String,
    },
    /// A file is missing.
    Missing {
        /// Its path below the program's folder.
        file: String,
    },
    /// A file has come.
    Added {
        /// Its path below the program's folder.
        file: String,
    },
    /// A profile's newest version is gone.
    Profile {
        /// Its name.
        name: String,
        /// The version that was signed.
        version: u32,
    },
    /// A profile was changed past the program.
    ProfileChanged {
        /// Its name.
        name: String,
        /// Which version.
        version: u32,
    },
    /// A setting was changed past the program.
    Setting {
        /// Its name in the settings file.
        setting: String,
    },
}

impl StartChange {
    /// What it is about: the file's path, the profile's name and version, or
    /// the setting.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Changed { file } | Self::Missing { file } | Self::Added { file } => file.clone(),
            Self::Profile { name, version } | Self::ProfileChanged { name, version } => {
                format!("{name} {version}")
            }
            Self::Setting { setting } => setting.clone(),
        }
    }

    /// Whether it is about the program's files or the settings: these change
    /// with an upgrade or in an editor, profiles never go back by themselves.
    #[must_use]
    pub fn is_of_a_file(&self) -> bool {
        !matches!(self, Self::Profile { .. } | Self::ProfileChanged { .. })
    }
}

impl fmt::Display for StartChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { file } => write!(f, "{file} was changed"),
            Self::Missing { file } => write!(f, "{file} is missing"),
            Self::Added { file } => write!(f, "{file} has come"),
            Self::Profile { name, version } => {
                write!(f, "version {version} of the profile {name} is gone")
            }
            Self::ProfileChanged { name, version } => {
                write!(
                    f,
                    "version {version} of the profile {name} was changed past this program"
                )
            }
            Self::Setting { setting } => {
                write!(f, "the setting '{setting}' was changed past this program")
            }
        }
    }
}

impl StartFiles {
    /// What isn't any more as it is here.
    #[must_use]
    pub fn changes_in(&self, now: &Self) -> Vec<StartChange> {
        let names: BTreeSet<&String> = self.files.keys().chain(now.files.keys()).collect();
        let files = names.into_iter().filter_map(|name| {
            let file = name.clone();
            match (self.files.get(name), now.files.get(name)) {
                (Some(then), Some(now)) if then == now => None,
                (Some(_), Some(_)) => Some(StartChange::Changed { file }),
                (Some(_), None) => Some(StartChange::Missing { file }),
                (None, _) => Some(StartChange::Added { file }),
            }
        });
        let profiles = self.profiles.iter().filter_map(|(name, version)| {
            let newest = now.profiles.get(name).copied().unwrap_or(0);
            (newest < *version).then(|| StartChange::Profile {
                name: name.clone(),
                version: *version,
            })
        });
        files.chain(profiles).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(files: &[(&str, &str)], profiles: &[(&str, u32)]) -> StartFiles {
        let files = files
            .iter()
            .map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned()));
        let profiles = profiles
            .iter()
            .map(|(name, version)| ((*name).to_owned(), *version));
        StartFiles {
            files: files.collect(),
            profiles: profiles.collect(),
            settings: None,
        }
    }

    #[test]
    fn what_was_exchanged_is_named_and_later_profiles_are_no_change() {
        let then = started(
            &[("a", "1"), ("b", "1"), ("c", "1")],
            &[("night", 2), ("day", 1)],
        );
        assert_eq!(then.changes_in(&then), []);
        let later = started(
            &[("a", "1"), ("b", "1"), ("c", "1")],
            &[("night", 3), ("day", 1), ("new", 1)],
        );
        assert_eq!(then.changes_in(&later), []);
        let now = started(&[("a", "1"), ("b", "2"), ("d", "1")], &[("night", 1)]);
        let names: Vec<String> = then
            .changes_in(&now)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            names,
            [
                "b was changed",
                "c is missing",
                "d has come",
                "version 1 of the profile day is gone",
                "version 2 of the profile night is gone",
            ]
        );
    }
}
