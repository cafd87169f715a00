//! Settings come from flags, then the environment, then `.env`, then the
//! settings file of the data folder.

use std::fs;

use crate::support::{ADMINISTRATOR, Answer, FRONT_DESK, Head, REVIEWER, Site, is_set_up};

/// The tolerance profile in force as the program sees it.
fn in_force(site: &Site, flags: &[&str], environment: &[(&str, &str)]) -> String {
    let mut list = site.command();
    list.arg("--json").args(flags).args(["tolerance", "list"]);
    list.envs(environment.iter().copied());
    let all = Answer::of(&mut list).expect(0);
    let all = all.as_array().unwrap();
    let mut names = all.iter().filter(|one| one["in_force"] == true);
    let name = names.next().unwrap()["name"].as_str().unwrap();
    assert!(names.next().is_none());
    name.to_owned()
}

#[test]
fn each_place_goes_before_the_next() {
    let site = Site::new();
    site.run(&["migrate"]).expect(0);
    let variable = "SECURE_BIOMETRIC_TOLERANCE";
    assert_eq!(in_force(&site, &[], &[]), "balanced");
    fs::write(site.data().join("settings.toml"), "tolerance = 'lenient'\n").unwrap();
    assert_eq!(in_force(&site, &[], &[]), "lenient");
    let dot_env = site.path("work").join(".env");
    fs::write(&dot_env, format!("{variable}=strict\n")).unwrap();
    assert_eq!(in_force(&site, &[], &[]), "strict");
    let environment = [(variable, "balanced")];
    assert_eq!(in_force(&site, &[], &environment), "balanced");
    let flag = ["--tolerance", "lenient"];
    assert_eq!(in_force(&site, &flag, &environment), "lenient");
}

#[test]
fn a_broken_env_file_is_an_error_like_others_and_shows_nothing_of_itself() {
    let site = Site::new();
    fs::write(site.path("work").join(".env"), "PASSWORD='hunter2\n").unwrap();
    let answer = site.run(&["people", "list"]);
    let said = format!("{answer:?}");
    assert!(!said.contains("hunter2"), "{said}");
    answer.expect_error("env_file");
}

#[test]
fn the_data_folder_is_the_flags_before_the_environments() {
    let site = Site::new();
    let other = site.path("other");
    let migrated = site.run(&["migrate", "--data", other.to_str().unwrap()]);
    let database = migrated.expect(0)["database"].as_str().unwrap().to_owned();
    assert!(database.starts_with(other.to_str().unwrap()), "{database}");
    assert!(!site.data().exists());
}

#[test]
fn without_either_it_is_the_users_own() {
    let site = Site::new();
    let mut migrate = site.command();
    migrate.env_remove("SECURE_BIOMETRIC_DATA");
    let answer = Answer::of(migrate.args(["--json", "migrate"])).expect(0);
    let own = site.path("home/.local/share/secure-biometric");
    let database = answer["database"].as_str().unwrap();
    assert!(database.starts_with(own.to_str().unwrap()), "{database}");
}

#[test]
fn the_camera_is_the_flags_then_the_environments_then_the_files() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let settings = site.data().join("settings.toml");
    let settings = |camera: &str| fs::write(&settings, format!("camera = '{camera}'\n")).unwrap();
    let seen = |flags: &[&str], environment: &str| {
        let mut verify = site.command();
        verify.args(["--json", "verify"]).args(flags);
        verify.args(["--badge", crate::support::BADGE]);
        if !environment.is_empty() {
            verify.env("SECURE_BIOMETRIC_CAMERA", environment);
        }
        Answer::of(&mut verify)
    };
    // A camera that isn't there names the one that was chosen.
    let chosen = |answer: &Answer| answer.expect_error("camera");
    settings("recording:/of/the/file");
    assert!(chosen(&seen(&[], "")).contains("/of/the/file"));
    let environment = "recording:/of/the/environment";
    assert!(chosen(&seen(&[], environment)).contains("/of/the/environment"));
    let camera = Head::FirstLater.camera();
    seen(&["--camera", &camera], environment).expect_decision("verified", "matched");
    settings(&camera);
    seen(&[], "").expect_decision("verified", "matched");
}

#[test]
fn settings_that_cannot_be_used_are_told_and_let_nobody_in_more_easily() {
    let site = Site::new();
    site.run(&["migrate"]).expect(0);
    for (text, warnings) in [
        ("tolerance = 3\nx = 1\n", 2),
        ("tolerance = 'nobodys'\n", 1),
        ("not toml at all", 1),
    ] {
        fs::write(site.data().join("settings.toml"), text).unwrap();
        let answer = site.run(&["tolerance", "list"]);
        answer.expect(0);
        let told = answer.stderr.matches("warning: ").count();
        assert_eq!(told, warnings, "{answer:?}");
        assert_eq!(in_force(&site, &[], &[]), "strict", "{text}");
    }
    // Who names a profile means that one.
    let named = site.run(&["--tolerance", "nobodys", "tolerance", "list"]);
    named.expect_error("tolerance");
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    let site = Site::new();
    site.run(&["migrate"]).expect(0);
    let empty = [
        ("SECURE_BIOMETRIC_TOLERANCE", ""),
        ("SECURE_BIOMETRIC_CAMERA", ""),
    ];
    assert_eq!(in_force(&site, &[], &empty), "balanced");
    let mut migrate = site.command();
    migrate.env("SECURE_BIOMETRIC_DATA", "");
    let answer = Answer::of(migrate.args(["--json", "migrate"])).expect(0);
    let own = site.path("home/.local/share/secure-biometric");
    let database = answer["database"].as_str().unwrap();
    assert!(database.starts_with(own.to_str().unwrap()), "{database}");
}

#[test]
fn where_tokens_go_is_an_administrators_to_say_and_is_in_the_audit() {
    let site = Site::with_operators();
    let off = site
        .run_as(ADMINISTRATOR, &["tokens", "handover"])
        .expect(0);
    assert_eq!(off["qr"], false);
    assert!(off.get("file").is_none() && off.get("url").is_none());
    let on = ["tokens", "handover", "--code", "on", "--file", "/run/token"];
    for actor in [FRONT_DESK, REVIEWER] {
        site.run_as(actor, &on).expect_error("not_allowed");
    }
    assert_eq!(site.run_as(ADMINISTRATOR, &on).expect(0)["qr"], true);
    let elsewhere = ["tokens", "handover", "--url", "http://10.0.0.1/t"];
    site.run_as(ADMINISTRATOR, &elsewhere)
        .expect_error("settings");
    let kept = site
        .run_as(ADMINISTRATOR, &["tokens", "handover"])
        .expect(0);
    assert_eq!(kept["file"], "/run/token");
    let audit = site.run_as(REVIEWER, &["audit", "list"]).expect(0);
    let audit = audit.to_string();
    assert!(audit.contains("code_file"), "{audit}");
    // Where exactly is nobody's business there.
    assert!(!audit.contains("/run/token"), "{audit}");
}

#[test]
fn settings_are_shown_and_changed_by_an_administrator_alone() {
    let site = Site::with_operators();
    let set = |who, change: &str| site.run_as(who, &["settings", "set", change]);
    set(FRONT_DESK, "retention_days=30").expect_error("not_allowed");
    set(ADMINISTRATOR, "retention_days=0").expect_error("settings");
    set(ADMINISTRATOR, "colour=red").expect_error("settings");
    set(ADMINISTRATOR, "tolerance=none-such").expect_error("tolerance");
    let after = set(ADMINISTRATOR, "retention_days=30").expect(0);
    assert_eq!(after["retention_days"], 30);
    let shown = site.run_as(ADMINISTRATOR, &["settings", "show"]).expect(0);
    assert_eq!(shown, after);
    // What is signed follows: the kiosk still starts, also with another profile.
    set(ADMINISTRATOR, "tolerance=strict").expect(0);
    assert_eq!(in_force(&site, &[], &[]), "strict");
    let acts = site.run_as(REVIEWER, &["audit", "list"]).expect(0);
    let acts = acts.to_string();
    assert_eq!(acts.matches("settings_saved").count(), 2, "{acts}");
}
