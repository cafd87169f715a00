//! What settings are taken and kept.

use super::*;

fn load(text: &str) -> (Settings, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(SETTINGS_FILE), text).unwrap();
    Settings::load(folder.path())
}

#[test]
fn settings_never_fail_to_load() {
    let (settings, warnings) = load("site_name = 'Northgate'\nretention_days = 'soon'\nx = 1\n");
    assert_eq!(settings.site_name, "Northgate");
    assert_eq!(settings.retention_days, 90);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    let (settings, warnings) = load("not toml at all");
    let strict = Settings {
        tolerance: "strict".to_owned(),
        ..Settings::default()
    };
    assert_eq!((settings, warnings.len()), (strict, 1));
    let (settings, warnings) = load("camera = 'device:usb-1/Cam'\n");
    assert_eq!(settings.camera.as_deref(), Some("device:usb-1/Cam"));
    assert!(warnings.is_empty());
}

#[test]
fn what_cannot_be_used_is_told_and_left_at_its_default() {
    for line in [
        "retention_days = 0",
        "retention_days = 3651",
        "site_name = ' '",
        r#"site_name = "two\nlines""#,
        "language = 'no tag'",
        "appearance = 'sepia'",
        "camera = 'the left one'",
        "token_audience = 'a b'",
        "token_audience = ''",
        "token_seconds = 29",
        "token_seconds = 3601",
    ] {
        let (settings, warnings) = load(line);
        assert_eq!(settings, Settings::default(), "{line}");
        assert_eq!(warnings.len(), 1, "{line}: {warnings:?}");
    }
    for line in ["tolerance = 'No Name'", "tolerance = 3"] {
        let (settings, warnings) = load(line);
        assert_eq!((settings.tolerance.as_str(), warnings.len()), ("strict", 1));
    }
}

#[test]
fn settings_are_written_whole_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(SETTINGS_FILE);
    fs::write(
        &path,
        "camera = 'device:usb-1/Cam'\nof_a_newer_version = 3\n",
    )
    .unwrap();
    let changed = Settings {
        site_name: " Northgate ".to_owned(),
        appearance: Appearance::Dark,
        ..Settings::default()
    };
    changed.save(folder.path()).unwrap();
    let (read, warnings) = Settings::load(folder.path());
    assert_eq!(read.site_name, "Northgate");
    assert_eq!((read.appearance, read.camera), (Appearance::Dark, None));
    assert_eq!(warnings.len(), 1, "what is unknown was kept: {warnings:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn settings_that_cannot_be_kept_leave_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    Settings::default().save(folder.path()).unwrap();
    let before = fs::read(folder.path().join(SETTINGS_FILE)).unwrap();
    let bad = |site_name: &str, retention_days| Settings {
        site_name: site_name.to_owned(),
        retention_days,
        ..Settings::default()
    };
    for settings in [bad(" ", 90), bad("a\nb", 90), bad(&"x".repeat(49), 90)] {
        let saved = settings.save(folder.path());
        assert!(matches!(saved, Err(SettingsError::SiteName)));
    }
    for days in [0, 3651] {
        let saved = bad("Northgate", days).save(folder.path());
        assert!(matches!(saved, Err(SettingsError::RetentionDays)));
    }
    // The new file's place is taken by a folder: writing it must fail.
    fs::create_dir(folder.path().join("settings.toml.new")).unwrap();
    let saved = bad("Northgate", 30).save(folder.path());
    assert!(matches!(saved, Err(SettingsError::Write { .. })));
    assert_eq!(fs::read(folder.path().join(SETTINGS_FILE)).unwrap(), before);
}
