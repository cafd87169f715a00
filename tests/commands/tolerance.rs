//! `tolerance`: profiles are listed, shown, edited and saved as new versions.

use serde_json::json;

use crate::support::{ADMINISTRATOR, Answer, Site, keys};

#[test]
fn the_built_in_profiles_are_listed() {
    let list = Site::new().run(&["tolerance", "list"]).expect(0);
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["strict", "balanced", "lenient"]);
    assert_eq!(
        list[1],
        json!({"name": "balanced", "version": 1, "in_force": true})
    );
}

#[test]
fn what_is_shown_can_be_edited_and_saved() {
    let site = Site::with_operators();
    let shown = Answer::of(site.command().args(["tolerance", "show", "balanced"]));
    assert_eq!(shown.code, 0, "{shown:?}");
    let mut profile: toml::Table = shown.stdout.parse().unwrap();
    profile.insert("match_threshold".to_owned(), 0.7.into());
    let file = site.file("profile.toml", &profile.to_string());
    let saved = site.run_as(ADMINISTRATOR, &["tolerance", "save", &file]);
    let expected = json!({"name": "balanced", "version": 2});
    assert_eq!(saved.expect(0), expected);
    let shown = site.run(&["tolerance", "show", "balanced"]).expect(0);
    assert_eq!(shown["version"], 2);
    let threshold = shown["match_threshold"].as_f64().unwrap();
    assert!((threshold - 0.7).abs() < 1e-6, "{threshold}");
    let list = site.run(&["tolerance", "list"]).expect(0);
    let ours: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["name"] == "balanced")
        .collect();
    assert_eq!(ours.len(), 1, "{list}");
    assert_eq!(keys(ours[0]), ["in_force", "name", "version"]);
    assert_eq!(ours[0]["version"], 2);
}

#[test]
fn what_is_no_profile_is_not_saved() {
    let site = Site::with_operators();
    let shown = Answer::of(site.command().args(["tolerance", "show", "strict"])).stdout;
    let mut loose: toml::Table = shown.parse().unwrap();
    loose.insert("match_threshold".to_owned(), 0.01.into());
    for text in ["", "not toml", &loose.to_string(), &"#".repeat(70_000)] {
        let file = site.file("profile.toml", text);
        let answer = site.run_as(ADMINISTRATOR, &["tolerance", "save", &file]);
        let said = answer.expect_error("tolerance");
        assert!(said.contains(&file), "{said}");
    }
    let missing = site.path("none.toml");
    let save = ["tolerance", "save", missing.to_str().unwrap()];
    site.run_as(ADMINISTRATOR, &save).expect_error("tolerance");
    let shown = site.run(&["tolerance", "show", "strict"]).expect(0);
    assert_eq!(shown["version"], 1);
}

#[test]
fn a_profile_that_is_not_there_is_named() {
    let site = Site::new();
    for name in ["none", "no such/name"] {
        let said = site.run(&["tolerance", "show", name]);
        let said = said.expect_error("tolerance");
        assert!(said.contains(&format!("'{name}'")), "{said}");
    }
}
