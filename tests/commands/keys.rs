//! `keys` and `tokens`: production keys in place of trial ones, what tokens
//! are checked by, and who may do what.

use std::fs;

use serde_json::Value;

use crate::support::{ADMINISTRATOR, Answer, BADGE, FRONT_DESK, Head, REVIEWER, Site};

const PASSPHRASE: &str = "a tangerine window on parade";

/// As somebody who starts the program with the passphrase at hand.
fn with_passphrase(site: &Site, arguments: &[&str]) -> Answer {
    let file = site.file("passphrase", PASSPHRASE);
    let mut command = site.command();
    command.env("SECURE_BIOMETRIC_PASSPHRASE_FILE", file);
    Answer::of(command.arg("--json").args(arguments))
}

#[test]
fn a_passphrase_seals_the_keys_of_a_folder_in_use() {
    let site = Site::with_operators();
    let before = site.run(&["keys", "show"]).expect(0);
    assert_eq!(
        (&before["kind"], &before["home"]),
        (&"trial".into(), &"file".into())
    );
    let new = site.file("new", PASSPHRASE);
    let init = [
        "keys",
        "init",
        "--home",
        "passphrase",
        "--new-passphrase-file",
        &new,
    ];
    site.run(&init).expect_error("operator_needed");
    site.run_as(FRONT_DESK, &init).expect_error("not_allowed");
    site.run_as(ADMINISTRATOR, &init).expect(0);
    let refused = site.run(&["keys", "show"]).expect_error("data_folder");
    assert!(
        refused.contains("SECURE_BIOMETRIC_PASSPHRASE_FILE"),
        "{refused}"
    );
    let after = with_passphrase(&site, &["keys", "show"]).expect(0);
    assert_eq!(after["kind"], "production");
    assert_eq!(after["site_generation"], 2);
    assert_ne!(after["signing_key"], before["signing_key"]);
    let files = fs::read_dir(site.path("keys")).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "the trial key is left: {names:?}");
    // The doctor says so, and asks for nothing.
    let doctor = Answer::of(site.command().args(["--json", "doctor"])).json();
    let checks = doctor["checks"].as_array().unwrap();
    let key = checks
        .iter()
        .find(|check| check["name"] == "site_key")
        .unwrap();
    assert!(key["detail"].to_string().contains("passphrase"), "{key}");
}

#[test]
fn a_rotated_signing_key_stays_in_the_public_set() {
    let site = Site::with_operators();
    let name = |set: &Value, at: usize| set["keys"][at]["kid"].clone();
    let before = site.run(&["keys", "jwks"]).expect(0);
    site.run_as(ADMINISTRATOR, &["keys", "rotate", "--signing"])
        .expect(0);
    site.run_as(ADMINISTRATOR, &["keys", "rotate"]).expect(0);
    let after = site.run(&["keys", "jwks"]).expect(0);
    assert_eq!(after["keys"].as_array().unwrap().len(), 2);
    assert_eq!(name(&after, 1), name(&before, 0));
    assert_ne!(name(&after, 0), name(&before, 0));
    assert_eq!(after["issuer"], before["issuer"]);
    assert_eq!(site.run(&["keys", "show"]).expect(0)["site_generation"], 2);
    site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
}

#[test]
fn keys_for_systemd_open_the_folder_from_its_credentials() {
    let site = Site::with_operators();
    let credentials = site.path("credentials");
    fs::create_dir(&credentials).unwrap();
    let out = credentials.join("secure-biometric-keys");
    let init = ["keys", "init", "--home", "credential"];
    site.run_as(ADMINISTRATOR, &init).expect_error("keys");
    let init = [&init[..], &["--out", out.to_str().unwrap()]].concat();
    site.run_as(ADMINISTRATOR, &init).expect(0);
    // Until systemd hands them over, the trial keys are in force.
    assert_eq!(site.run(&["keys", "show"]).expect(0)["kind"], "trial");
    let started = |arguments: &[&str]| {
        let mut command = site.command();
        command.env("CREDENTIALS_DIRECTORY", &credentials);
        Answer::of(command.arg("--json").args(arguments))
    };
    assert_eq!(started(&["keys", "show"]).expect(0)["home"], "credential");
    site.run(&["keys", "show"]).expect_error("data_folder");
    let password = site.password_file(ADMINISTRATOR);
    let who = [
        "--operator",
        ADMINISTRATOR.name,
        "--password-file",
        &password,
    ];
    let list = [&["operators", "list"], &who[..]].concat();
    assert_eq!(started(&list).expect(0).as_array().unwrap().len(), 3);
}

#[test]
fn made_up_tokens_and_clocks_are_answered_plainly() {
    let site = Site::with_operators();
    let token = site.file("token", "eyJhbGciOiJub25lIn0.e30.\n");
    let verify = ["tokens", "verify", "--token-file", &token];
    site.run(&verify).expect_error("token");
    let redeem = ["tokens", "redeem", "--token-file", &token];
    site.run(&redeem).expect_error("operator_needed");
    site.run_as(FRONT_DESK, &redeem).expect_error("token");
    site.run_as(FRONT_DESK, &["tokens", "list"])
        .expect_error("not_allowed");
    let listed = site.run_as(REVIEWER, &["tokens", "list"]).expect(0);
    assert!(listed.as_array().unwrap().is_empty());
    // Only a production key's set is taken, unless trying out is asked for.
    let set = site.run(&["keys", "jwks"]).expect(0).to_string();
    let set = site.file("jwks", &set);
    let by_set = [&verify[..], &["--jwks", &set]].concat();
    site.run(&by_set).expect_error("token");
    let clock = site.run_as(ADMINISTRATOR, &["tokens", "clock"]).expect(0);
    assert_eq!(clock["behind"], false);
    site.run_as(REVIEWER, &["tokens", "clock"])
        .expect_error("not_allowed");
    let reset = [
        "tokens",
        "clock",
        "--reset",
        "--reason",
        "The battery was changed",
    ];
    site.run_as(ADMINISTRATOR, &reset).expect(0);
    assert_eq!(site.run(&reset[..3]).code, 2, "a reason is asked for");
}

#[test]
fn a_token_is_revoked_once_by_who_may() {
    let site = Site::with_person();
    site.verify(Some(BADGE), Head::FirstLater)
        .expect_decision("verified", "matched");
    let list = || site.run_as(REVIEWER, &["tokens", "list"]).expect(0);
    let id = list()[0]["id"].as_str().unwrap().to_owned();
    let revoke = ["tokens", "revoke", &id, "--reason", "given_away"];
    site.run(&revoke).expect_error("operator_needed");
    site.run_as(ADMINISTRATOR, &revoke).expect(0);
    let again = site
        .run_as(ADMINISTRATOR, &revoke)
        .expect_error("token_revoked");
    assert!(again.contains("revoked"), "{again}");
    assert_eq!(list()[0]["state"], "revoked", "{}", list());
    let unknown = ["tokens", "revoke", "0192f0c4-7d3e-7a51-9c46-2f5b8e0d1a77"];
    site.run_as(ADMINISTRATOR, &unknown).expect_error("token");
}

/// A program's folder with made-up files, of which one can be exchanged.
fn program_files(site: &Site) -> std::path::PathBuf {
    let home = site.path("program");
    for folder in [".models", "python/facelab"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    std::os::unix::fs::symlink(assets, home.join("assets")).unwrap();
    fs::write(home.join("python/facelab/api.py"), "THRESHOLD = 0.30\n").unwrap();
    fs::write(home.join(".models/mobilefacenet.tflite"), "a model").unwrap();
    home
}

#[test]
fn one_changed_byte_of_a_model_or_threshold_refuses_to_start_and_is_named() {
    let site = Site::with_operators();
    let home = program_files(&site);
    let new = site.file("new", PASSPHRASE);
    let init = ["keys", "init", "--home", "passphrase"];
    let init = [&init[..], &["--new-passphrase-file", &new]].concat();
    site.run_as(ADMINISTRATOR, &init).expect(0);
    let run = |arguments: &[&str]| {
        let mut command = site.command();
        command
            .env("SECURE_BIOMETRIC_PASSPHRASE_FILE", &new)
            .env("SECURE_BIOMETRIC_HOME", &home);
        Answer::of(command.arg("--json").args(arguments))
    };
    let file = |actor| ("--operator", site.password_file(actor));
    let accept = |actor: crate::support::Actor| {
        let (flag, password) = file(actor);
        let who = [flag, actor.name, "--password-file", &password];
        run(&[&["keys", "files", "--accept"], &who[..]].concat())
    };
    let state = || run(&["keys", "files"]).json()["state"].clone();
    let start = || {
        run(&[
            "verify",
            "--badge",
            "X-1",
            "--camera",
            "recording:/nonexistent",
        ])
    };
    assert_eq!(state(), "unsigned");
    start().expect_decision("not_verified", "not_enrolled");
    assert_eq!(state(), "as_signed");
    for (name, changed) in [
        (".models/mobilefacenet.tflite", "a_model"),
        ("python/facelab/api.py", "THRESHOLD = 0.20\n"),
    ] {
        let before = fs::read(home.join(name)).unwrap();
        fs::write(home.join(name), changed).unwrap();
        let told = start().expect_error("start_files");
        assert!(told.contains(name), "{told}");
        assert_eq!(
            run(&["keys", "files"]).expect(1)["changes"][0]["file"],
            name
        );
        fs::write(home.join(name), before).unwrap();
        assert_eq!(state(), "as_signed");
    }
    // An upgrade that was meant is an administrator's act.
    fs::write(home.join("python/facelab/new.py"), "").unwrap();
    start().expect_error("start_files");
    run(&["keys", "files", "--accept"]).expect_error("operator_needed");
    accept(FRONT_DESK).expect_error("not_allowed");
    assert_eq!(state(), "changed");
    accept(ADMINISTRATOR).expect(0);
    assert_eq!(state(), "as_signed");
}
