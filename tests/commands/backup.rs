//! `backup`: made with a passphrase or a recovery key, and put back without
//! anybody who was erased since.

use std::fs;

use crate::support::{ADMINISTRATOR, Answer, FRONT_DESK, Site};

const PASSPHRASE: &str = "seven quiet windows parade";

/// Puts a backup into another folder of the same kiosk.
fn restore(site: &Site, arguments: &[&str]) -> Answer {
    let mut command = site.command();
    command.env("SECURE_BIOMETRIC_DATA", site.path("there"));
    let restore = [&["backup", "restore"], arguments].concat();
    Answer::of(command.arg("--json").args(restore))
}

#[test]
fn a_recovery_key_is_told_once_and_opens_the_backup() {
    let site = Site::with_operators();
    let file = site.path("backup");
    let file = file.to_str().unwrap();
    let create = ["backup", "create", file, "--recovery-key"];
    site.run(&create).expect_error("operator_needed");
    site.run_as(FRONT_DESK, &create).expect_error("not_allowed");
    let made = site.run_as(ADMINISTRATOR, &create).expect(0);
    let key = made["recovery_key"].as_str().unwrap();
    assert_eq!(key.len(), 44, "{key}");
    let mistyped = key.replacen(char::is_alphanumeric, "!", 1);
    let wrong = site.file("wrong", &mistyped);
    restore(&site, &[file, "--recovery-key-file", &wrong]).expect_error("recovery_key");
    let passphrase = site.file("passphrase", PASSPHRASE);
    restore(&site, &[file, "--passphrase-file", &passphrase]).expect_error("backup");
    assert!(!site.path("there").join("secure-biometric.db").exists());
    let right = site.file("right", &format!("{}\n", key.to_lowercase()));
    let restored = restore(&site, &[file, "--recovery-key-file", &right]).expect(0);
    assert_eq!(restored["erased_again"], 0);
    assert!(restored["erased_by_centre"].is_null());
}

#[test]
fn production_keys_of_a_backup_get_a_passphrase_again() {
    let site = Site::with_operators();
    let new = site.file("new", PASSPHRASE);
    let init = ["keys", "init", "--home", "passphrase"];
    let init = [&init[..], &["--new-passphrase-file", &new]].concat();
    site.run_as(ADMINISTRATOR, &init).expect(0);
    let file = site.path("backup");
    let file = file.to_str().unwrap();
    let password = site.password_file(ADMINISTRATOR);
    let mut create = site.command();
    create
        .env("SECURE_BIOMETRIC_PASSPHRASE_FILE", &new)
        .args(["--json", "backup", "create", file, "--recovery-key"])
        .args(["--operator", ADMINISTRATOR.name])
        .args(["--password-file", &password]);
    let made = Answer::of(&mut create).expect(0);
    let key = site.file("key", made["recovery_key"].as_str().unwrap());
    // As on another machine.
    fs::remove_dir_all(site.path("keys")).unwrap();
    let by_key = [file, "--recovery-key-file", &key];
    restore(&site, &by_key).expect_error("passphrase");
    let again = site.file("again", "another window on parade");
    let by_key = [&by_key[..], &["--new-passphrase-file", &again]].concat();
    restore(&site, &by_key).expect(0);
    let show = |passphrase: &str| {
        let mut command = site.command();
        command
            .env("SECURE_BIOMETRIC_DATA", site.path("there"))
            .env("SECURE_BIOMETRIC_PASSPHRASE_FILE", passphrase);
        Answer::of(command.args(["--json", "keys", "show"]))
    };
    show(&new).expect_error("data_folder");
    assert_eq!(show(&again).expect(0)["kind"], "production");
}
