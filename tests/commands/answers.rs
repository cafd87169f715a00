//! The form of answers, whatever the command.

use crate::support::{ADMINISTRATOR, Answer, Site, keys};

#[test]
fn wrong_usage_ends_with_2_and_says_so_on_stderr_alone() {
    let site = Site::new();
    for arguments in [
        &["nonsense"][..],
        &["verify", "--badge", "a b"],
        &["enrol", "--badge", "1"],
        &["--camera", "webcam", "verify"],
        &["sessions", "list", "--decision", "perhaps"],
        &["sessions", "show", "no-id"],
        &["operators", "add", "--name", "x", "--role", "king"],
        &["people", "list", "--password-file", "x"],
    ] {
        let answer = site.run(arguments);
        assert_eq!(answer.code, 2, "{arguments:?}: {answer:?}");
        assert_eq!(answer.stdout, "", "{arguments:?}");
        assert!(answer.stderr.starts_with("error: "), "{answer:?}");
    }
    assert!(!site.data().exists(), "wrong usage made a data folder");
}

#[test]
fn failures_end_with_1_and_one_line_without_json() {
    let site = Site::with_operators();
    let mut list = site.command();
    let answer = Answer::of(list.args(["people", "list"]));
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert_eq!(answer.stderr.lines().count(), 1, "{}", answer.stderr);
    assert!(answer.stderr.contains("--operator NAME"), "{answer:?}");
}

#[test]
fn a_new_data_folder_says_that_its_key_is_a_trial_one_and_only_once() {
    let site = Site::new();
    let first = site.run(&["migrate"]);
    first.expect(0);
    assert!(first.stderr.contains("trial key"), "{}", first.stderr);
    let again = site.run(&["migrate"]);
    again.expect(0);
    assert_eq!(again.stderr, "");
}

#[test]
fn migrate_names_the_database() {
    let site = Site::new();
    let answer = site.run(&["migrate"]).expect(0);
    assert_eq!(keys(&answer), ["database", "up_to_date"]);
    assert_eq!(answer["up_to_date"], true);
    let database = answer["database"].as_str().unwrap();
    assert!(std::path::Path::new(database).is_file(), "{database}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let site = Site::new();
    let file = site.file("a file", "");
    // The last is a folder in which nobody, not even root, may make another.
    for data in [&file, &format!("{file}/data"), "/proc/data"] {
        for command in [
            &["migrate"][..],
            &["verify"],
            &["operators", "list"],
            &["tolerance", "list"],
        ] {
            let answer = site.run(&[command, &["--data", data]].concat());
            let said = answer.expect_error("data_folder");
            assert!(said.contains(data), "{said}");
            assert!(said.contains("may write"), "{said}");
        }
    }
}

#[test]
fn a_data_folder_without_its_key_is_not_opened_with_a_new_one() {
    let site = Site::with_operators();
    std::fs::remove_dir_all(site.path("keys")).unwrap();
    let said = site
        .run_as(ADMINISTRATOR, &["people", "list"])
        .expect_error("data_folder");
    assert!(said.contains("backup"), "{said}");
    assert!(!site.path("keys").exists());
}

#[test]
fn the_kiosk_without_a_display_says_what_to_do() {
    let said = Site::new().run(&[]).expect_error("display");
    assert!(said.contains("rehearse --headless"), "{said}");
}

#[test]
fn present_names_a_photo_that_is_not_there() {
    if !crate::support::is_set_up() {
        return;
    }
    let site = Site::new();
    let out = site.path("out");
    let present = ["present", "nobody.png", "--as", "head"];
    let answer = site.run(&[&present[..], &["--out", out.to_str().unwrap()]].concat());
    let said = answer.expect_error("presenter");
    assert!(said.contains("nobody.png"), "{said}");
    assert!(!out.exists(), "half a recording was left");
}

#[test]
fn rehearsals_are_listed_as_json() {
    let answer = Site::new().run(&["rehearse", "--list"]).expect(0);
    let list = answer.as_array().unwrap();
    assert!(!list.is_empty());
    for scenario in list {
        assert_eq!(keys(scenario), ["about", "scenario"]);
    }
}
