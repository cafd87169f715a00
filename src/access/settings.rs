//! The settings file of a data folder. It never fails to load: what can't be
//! used is left at its default, with a warning. Only the tolerance profile
//! falls back to the strictest: a damaged file must not let more people in.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::handover::{HandOver, HandOverError};
use super::service_settings::{ServiceSettings, ServiceSettingsError};
use crate::auth::tokens::MOST_LIFE_SECONDS;
use crate::camera::{CameraError, CameraId};
use crate::domain::{Timestamp, TokenTerms, ToleranceError, ToleranceName};
use crate::flow::profiles;
use crate::store::RetentionLimits;

/// Name of the file in the data folder.
pub const SETTINGS_FILE: &str = "settings.toml";
/// No settings file is longer, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Most characters of a site's name: more don't fit beside the buttons of the
/// bar it stands in (ours).
const MOST_NAME_CHARACTERS: usize = 48;
/// Most days that sessions are kept (ours: ten years).
pub const MOST_RETENTION_DAYS: u32 = 3650;
/// Most characters of whom tokens are meant for (ours).
const MOST_AUDIENCE_CHARACTERS: usize = 200;
/// Shortest life of a token (ours): less is gone before it is shown.
const LEAST_TOKEN_SECONDS: u32 = 30;
/// Longest language tag, in bytes, that programs must take (RFC 5646, 4.4.1).
const MOST_LANGUAGE_BYTES: usize = 35;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// As the desktop says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Why settings can't be used or kept.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Not a site's name.
    #[error("a site's name is one line of 1 to {MOST_NAME_CHARACTERS} characters")]
    SiteName,
    /// Not a number of days.
    #[error(
        "sessions and surfaces are kept for 1 to {MOST_RETENTION_DAYS} days, people who aren't used for at most as many"
    )]
    RetentionDays,
    /// Not a language tag.
    #[error("a language is a tag like 'en' or 'de-AT'")]
    Language,
    /// Not somebody tokens can be meant for.
    #[error(
        "tokens are meant for a name of 1 to {MOST_AUDIENCE_CHARACTERS} characters without spaces"
    )]
    TokenAudience,
    /// Not a token's life.
    #[error("tokens live for 30 to {MOST_LIFE_SECONDS} seconds")]
    TokenSeconds,
    /// Not a camera.
    #[error(transparent)]
    Camera(#[from] CameraError),
    /// Not the name of a tolerance profile.
    #[error(transparent)]
    Tolerance(#[from] ToleranceError),
    /// Tokens can't be handed over like that.
    #[error(transparent)]
    HandOver(#[from] HandOverError),
    /// The service can't be set up like that.
    #[error(transparent)]
    Service(#[from] ServiceSettingsError),
    /// Can't be written.
    #[error("{path} can't be written ({source}); check that this user may write there")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Can't be put into words of TOML.
    #[error("the settings can't be written down ({0}); restore the file from a backup")]
    Format(#[from] toml::ser::Error),
}

/// What a site sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Shown at the top of every screen.
    pub site_name: String,
    /// Language of the screens (BCP 47).
    pub language: String,
    /// The camera, as `device:ID` or `recording:PATH`; the first one without.
    pub camera: Option<String>,
    /// Name of the tolerance profile.
    pub tolerance: String,
    /// Sessions older than this are removed, by themselves or by `sessions
    /// clean`.
    pub retention_days: u32,
    /// Surfaces of faces older than this are removed; their sessions stay.
    pub mesh_days: u32,
    /// People who were neither verified nor enrolled for so many days are
    /// removed; 0 is never.
    pub unused_days: u32,
    /// `light`, `dark`, or `system`.
    pub appearance: Appearance,
    /// Whether texts and lines stand out more than usual.
    pub high_contrast: bool,
    /// Whether nothing moves by itself.
    pub reduced_motion: bool,
    /// Whether everything is drawn larger.
    pub large_text: bool,
    /// Whether results and calls can be heard.
    pub sound: bool,
    /// Whether the window covers the screen.
    pub fullscreen: bool,
    /// For whom tokens of decisions are meant.
    pub token_audience: String,
    /// How long they are valid.
    pub token_seconds: u32,
    /// Where they are handed over to.
    pub handover: HandOver,
    /// How the service over HTTP is reached.
    pub service: ServiceSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            site_name: "Secure Biometric".to_owned(),
            language: "en".to_owned(),
            camera: None,
            tolerance: profiles::DEFAULT.to_owned(),
            retention_days: 90,
            mesh_days: 90,
            unused_days: 0,
            appearance: Appearance::System,
            high_contrast: false,
            reduced_motion: false,
            large_text: false,
            sound: true,
            fullscreen: false,
            token_audience: "secure-biometric".to_owned(),
            token_seconds: 300,
            handover: HandOver::default(),
            service: ServiceSettings::default(),
        }
    }
}

impl Settings {
    /// Reads the file of a data folder, if there is one. The warnings say
    /// what could not be read.
    #[must_use]
    pub fn load(folder: &Path) -> (Self, Vec<String>) {
        let path = folder.join(SETTINGS_FILE);
        let text = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Self::default(), Vec::new());
            }
            Err(error) => Err(error.to_string()),
            Ok(about) if about.len() > MAX_BYTES => Err("it is too long".to_owned()),
            Ok(_) => fs::read_to_string(&path).map_err(|error| error.to_string()),
        };
        let table = text.and_then(|text| {
            text.parse::<toml::Table>()
                .map_err(|error| error.message().to_owned())
        });
        match table {
            Ok(table) => Self::from_table(&table),
            Err(why) => (
                Self {
                    tolerance: profiles::STRICTEST.to_owned(),
                    ..Self::default()
                },
                vec![format!(
                    "{SETTINGS_FILE} can't be read ({why}): the defaults are used, with the \
                     tolerance profile '{}'; correct it",
                    profiles::STRICTEST
                )],
            ),
        }
    }

    /// What is kept no longer at this time.
    #[must_use]
    pub fn retention(&self, now: Timestamp) -> RetentionLimits {
        let before = |days: u32| {
            let millis = i64::from(days) * 24 * 60 * 60 * 1000;
            Timestamp(now.0.saturating_sub(millis))
        };
        RetentionLimits {
            sessions: before(self.retention_days),
            meshes: before(self.mesh_days),
            unused: (self.unused_days > 0).then(|| before(self.unused_days)),
        }
    }

    /// For whom tokens are meant, and how long they are valid.
    #[must_use]
    pub fn token_terms(&self) -> TokenTerms {
        TokenTerms {
            audience: self.token_audience.clone(),
            life_seconds: self.token_seconds,
        }
    }

    /// The same, if every value can be used.
    ///
    /// # Errors
    /// `SiteName`, `RetentionDays`, `Language`, `Camera`, `Tolerance`, `HandOver`
    /// or `Service`.
    pub fn validated(mut self) -> Result<Self, SettingsError> {
        self.site_name = self.site_name.trim().to_owned();
        let length = self.site_name.chars().count();
        if !(1..=MOST_NAME_CHARACTERS).contains(&length)
            || self.site_name.chars().any(char::is_control)
        {
            return Err(SettingsError::SiteName);
        }
        let days = 1..=MOST_RETENTION_DAYS;
        if !days.contains(&self.retention_days)
            || !days.contains(&self.mesh_days)
            || self.unused_days > MOST_RETENTION_DAYS
        {
            return Err(SettingsError::RetentionDays);
        }
        let in_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !(1..=MOST_LANGUAGE_BYTES).contains(&self.language.len())
            || !self.language.chars().all(in_tag)
        {
            return Err(SettingsError::Language);
        }
        let length = self.token_audience.chars().count();
        if !(1..=MOST_AUDIENCE_CHARACTERS).contains(&length)
            || !self.token_audience.chars().all(|c| c.is_ascii_graphic())
        {
            return Err(SettingsError::TokenAudience);
        }
        if !(LEAST_TOKEN_SECONDS..=MOST_LIFE_SECONDS).contains(&self.token_seconds) {
            return Err(SettingsError::TokenSeconds);
        }
        if let Some(camera) = &self.camera {
            camera.parse::<CameraId>()?;
        }
        ToleranceName::try_from(self.tolerance.clone())?;
        self.handover = self.handover.validated()?;
        self.service = self.service.validated()?;
        Ok(self)
    }

    /// Writes the file of a data folder: wholly or, if anything goes wrong
    /// (or the power goes), not at all. What stands there and isn't known to
    /// this version is kept; comments aren't.
    ///
    /// # Errors
    /// When a value can't be used, or why it couldn't be written; then the
    /// file is as it was.
    pub fn save(&self, folder: &Path) -> Result<(), SettingsError> {
        let settings = self.clone().validated()?;
        let path = folder.join(SETTINGS_FILE);
        let mut table = fs::read_to_string(&path)
            .ok()
            .and_then(|text| text.parse::<toml::Table>().ok())
            .unwrap_or_default();
        if settings.camera.is_none() {
            table.remove("camera");
        }
        table.extend(toml::Table::try_from(&settings)?);
        let text = toml::to_string_pretty(&table)?;
        replace_file(&path, text.as_bytes()).map_err(|source| SettingsError::Write { path, source })
    }

    /// Takes each known key that can be used, one by one.
    fn from_table(table: &toml::Table) -> (Self, Vec<String>) {
        let mut taken = Self::default();
        let mut warnings = Vec::new();
        for (key, value) in table {
            let is_known = toml::Table::try_from(&taken)
                .is_ok_and(|known| known.contains_key(key) || key == "camera");
            if !is_known {
                warnings.push(format!("{SETTINGS_FILE}: '{key}' is no setting"));
                continue;
            }
            match taken.with(key, value) {
                Ok(with_it) => taken = with_it,
                Err(why) if key == "tolerance" => {
                    taken.tolerance = profiles::STRICTEST.to_owned();
                    warnings.push(format!(
                        "{SETTINGS_FILE}: '{key}' can't be used ({why}): '{}' is",
                        profiles::STRICTEST
                    ));
                }
                Err(why) => warnings.push(format!(
                    "{SETTINGS_FILE}: '{key}' can't be used ({why}): its default is"
                )),
            }
        }
        (taken, warnings)
    }

    /// The same with another value of a setting; those of a part are named like
    /// `handover.qr`.
    ///
    /// # Errors
    /// Why that can't be used, in words.
    pub fn changed(&self, name: &str, value: &toml::Value) -> Result<Self, String> {
        let known = toml::Table::try_from(self).map_err(|error| error.to_string())?;
        let (key, part) = match name.split_once('.') {
            None => (name, None),
            Some((key, part)) => (key, Some(part)),
        };
        let value = match (part, known.get(key)) {
            (None, Some(_)) => value.clone(),
            (None, None) if key == "camera" => value.clone(),
            (Some(part), Some(toml::Value::Table(parts))) => {
                let mut parts = parts.clone();
                parts.insert(part.to_owned(), value.clone());
                toml::Value::Table(parts)
            }
            _ => return Err("there is no such setting".to_owned()),
        };
        let changed = self.with(key, &value)?;
        // What nothing came of was no part of it.
        let after = toml::Table::try_from(&changed).map_err(|error| error.to_string())?;
        let kept = |part: &str| after.get(key).and_then(|parts| parts.get(part)).is_some();
        match part {
            Some(part) if !kept(part) => Err("there is no such setting".to_owned()),
            _ => Ok(changed),
        }
    }

    /// The same with another value of a key, or why it can't be used.
    fn with(&self, key: &str, value: &toml::Value) -> Result<Self, String> {
        let mut table = toml::Table::try_from(self).map_err(|error| error.to_string())?;
        table.insert(key.to_owned(), value.clone());
        let read: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        read.validated().map_err(|error| error.to_string())
    }
}

/// Puts a new file in the place of `path`, on the disk before it is seen.
fn replace_file(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let new = path.with_extension("toml.new");
    let mut file = File::create(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
