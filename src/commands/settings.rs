//! The settings file of a data folder. It never fails to load: what can't be
//! read is left at its default, with a warning.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// Name of the file in the data folder.
pub const SETTINGS_FILE: &str = "settings.toml";
/// No settings file is longer, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

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
    /// Sessions older than this are removed by `sessions clean`.
    pub retention_days: u32,
    /// `light`, `dark`, or `system`.
    pub appearance: String,
    /// Whether the window covers the screen.
    pub fullscreen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            site_name: "Secure Biometric".to_owned(),
            language: "en".to_owned(),
            camera: None,
            tolerance: crate::flow::profiles::DEFAULT.to_owned(),
            retention_days: 90,
            appearance: "system".to_owned(),
            fullscreen: false,
        }
    }
}

impl Settings {
    /// Reads the file of a data folder, if there is one. The warnings say
    /// what could not be read.
    #[must_use]
    pub fn load(folder: &Path) -> (Self, Vec<String>) {
        let path = folder.join(SETTINGS_FILE);
        let text = match std::fs::metadata(&path) {
            Err(_) => return (Self::default(), Vec::new()),
            Ok(about) if about.len() > MAX_BYTES => Err("it is too long".to_owned()),
            Ok(_) => std::fs::read_to_string(&path).map_err(|error| error.to_string()),
        };
        let table = text.and_then(|text| {
            text.parse::<toml::Table>()
                .map_err(|error| error.message().to_owned())
        });
        match table {
            Ok(table) => Self::from_table(&table),
            Err(why) => (
                Self::default(),
                vec![format!(
                    "{SETTINGS_FILE} can't be read ({why}): the defaults are used; correct it"
                )],
            ),
        }
    }

    /// Takes each known key that can be read, one by one.
    fn from_table(table: &toml::Table) -> (Self, Vec<String>) {
        let mut known = toml::Table::try_from(Self::default()).unwrap_or_default();
        let mut warnings = Vec::new();
        for (key, value) in table {
            let mut tried = known.clone();
            tried.insert(key.clone(), value.clone());
            let read: Result<Self, _> = tried.clone().try_into();
            let is_known = known.contains_key(key) || key == "camera";
            match read {
                Ok(_) if is_known => known = tried,
                Ok(_) => warnings.push(format!("{SETTINGS_FILE}: '{key}' is no setting")),
                Err(error) => warnings.push(format!(
                    "{SETTINGS_FILE}: '{key}' can't be used ({}): its default is",
                    error.message()
                )),
            }
        }
        (known.try_into().unwrap_or_default(), warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> (Settings, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS_FILE), text).unwrap();
        Settings::load(folder.path())
    }

    #[test]
    fn settings_never_fail_to_load() {
        let (settings, warnings) =
            load("site_name = 'Northgate'\nretention_days = 'soon'\nx = 1\n");
        assert_eq!(settings.site_name, "Northgate");
        assert_eq!(settings.retention_days, 90);
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        let (settings, warnings) = load("not toml at all");
        assert_eq!((settings, warnings.len()), (Settings::default(), 1));
        let (settings, warnings) = load("camera = 'device:usb-1/Cam'\n");
        assert_eq!(settings.camera.as_deref(), Some("device:usb-1/Cam"));
        assert!(warnings.is_empty());
    }
}
