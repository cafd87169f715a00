//! `sessions`: listed newest first, filtered, shown, cleaned up.

use serde_json::{Value, json};

use crate::support::{
    ADMINISTRATOR, Answer, BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up, keys,
};

/// A place with three sessions: an enrolment, a verification, a refusal.
fn with_sessions() -> Site {
    let site = Site::with_person();
    site.verify(Some(BADGE), Head::FirstLater).expect(0);
    site.verify(Some("unknown"), Head::First).expect(10);
    site
}

fn list(site: &Site, filter: &[&str]) -> Vec<Value> {
    let list = site.run_as(REVIEWER, &[&["sessions", "list"], filter].concat());
    list.expect(0).as_array().unwrap().clone()
}

#[test]
fn they_are_listed_newest_first_with_all_a_reviewer_sees() {
    if !is_set_up() {
        return;
    }
    let site = with_sessions();
    let all = list(&site, &[]);
    let kinds: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one["kind"].as_str().unwrap(),
                one["reason"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("verification", "not_enrolled"),
        ("verification", "matched"),
        ("enrolment", "enrolled"),
    ];
    assert_eq!(kinds, expected);
    let started: Vec<jiff::Timestamp> = all
        .iter()
        .map(|one| one["started_at"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(started.is_sorted_by(|a, b| a >= b), "{started:?}");
    let matched = &all[1];
    for key in [
        "badge",
        "camera",
        "decision",
        "id",
        "liveness",
        "mesh",
        "model",
        "quality",
        "reason",
        "score",
        "seconds",
        "source",
        "started_at",
        "threshold",
        "timings",
        "tolerance",
        "tolerance_version",
    ] {
        assert!(!matched[key].is_null(), "no {key}: {matched}");
    }
    assert_eq!(
        (&matched["source"], &matched["badge"]),
        (&json!("recording"), &json!(BADGE))
    );
    assert_eq!(all[2]["operator"], FRONT_DESK.name);
    let id = matched["id"].as_str().unwrap();
    let mut shown = site.run_as(REVIEWER, &["sessions", "show", id]).expect(0);
    // Who exported its mesh is told of one session alone.
    let exports = shown.as_object_mut().unwrap().remove("exports");
    assert_eq!(exports, Some(json!([])));
    // So is what reviewers say of it.
    let marks = shown.as_object_mut().unwrap().remove("marks");
    let standing = shown.as_object_mut().unwrap().remove("standing");
    assert_eq!((marks, standing), (Some(json!([])), Some(json!(null))));
    assert_eq!(&shown, matched);
}

#[test]
fn one_is_shown_to_people_with_what_each_cue_measured() {
    if !is_set_up() {
        return;
    }
    let site = with_sessions();
    let matched = &list(&site, &["--reason", "matched"])[0];
    let id = matched["id"].as_str().unwrap();
    let password = site.password_file(REVIEWER);
    let mut show = site.command();
    show.args(["sessions", "show", id, "--operator", REVIEWER.name]);
    show.arg("--password-file").arg(password);
    let shown = Answer::of(&mut show);
    assert_eq!(shown.code, 0, "{shown:?}");
    println!("{}", shown.stdout);
    let cues = matched["liveness"]["cues"].as_array().unwrap();
    assert!(cues.len() >= 7, "{matched}");
    for cue in cues {
        let (name, passed) = (
            cue["name"].as_str().unwrap(),
            cue["passed"].as_bool().unwrap(),
        );
        let value = format!("{:.2}", cue["value"].as_f64().unwrap());
        let verdict = match (cue["advisory"].as_bool(), passed) {
            (Some(true), true) => "advisory",
            (Some(true), false) => "doubtful",
            (_, true) => "passed",
            (_, false) => "FAILED",
        };
        let row = shown.stdout.lines().find(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(name) && words.next() == Some(value.as_str())
        });
        let row = row.unwrap_or_else(|| panic!("{name} isn't shown: {}", shown.stdout));
        assert!(row.contains(verdict), "{row}");
    }
    assert!(shown.stdout.contains("verified (matched)"), "{shown:?}");
}

#[test]
fn they_are_filtered_and_come_in_pages() {
    if !is_set_up() {
        return;
    }
    let site = with_sessions();
    let all = list(&site, &[]);
    assert_eq!(list(&site, &["--limit", "1"]), all[..1]);
    let newest = all[0]["id"].as_str().unwrap();
    assert_eq!(list(&site, &["--before", newest]), all[1..]);
    assert_eq!(list(&site, &["--decision", "not_verified"]), all[..1]);
    assert_eq!(list(&site, &["--reason", "matched"]), all[1..2]);
    assert!(list(&site, &["--decision", "inconclusive"]).is_empty());
}

#[test]
fn they_are_cleaned_up_when_they_are_old_and_not_before() {
    if !is_set_up() {
        return;
    }
    let site = with_sessions();
    let clean = |more: &[&str]| {
        let answer = site.run_as(ADMINISTRATOR, &[&["sessions", "clean"], more].concat());
        let answer = answer.expect(0);
        let fields = [
            "dry_run",
            "meshes",
            "meshes_older_than_days",
            "older_than_days",
            "people",
            "sessions",
            "unused_days",
        ];
        assert_eq!(keys(&answer), fields);
        assert_eq!(answer["dry_run"], more.contains(&"--dry-run"));
        (
            answer["sessions"].as_u64().unwrap(),
            answer["older_than_days"].as_u64().unwrap(),
        )
    };
    assert_eq!(clean(&[]), (0, 90));
    let all = ["--older-than-days", "0"];
    assert_eq!(clean(&[&all[..], &["--dry-run"]].concat()), (3, 0));
    assert_eq!(list(&site, &[]).len(), 3, "a dry run removed something");
    // How long they are kept is set in the settings file.
    let settings = site.data().join("settings.toml");
    std::fs::write(settings, "retention_days = 30\n").unwrap();
    assert_eq!(clean(&[]), (0, 30));
    assert_eq!(clean(&all), (3, 0));
    assert!(list(&site, &[]).is_empty());
    // The person stays.
    let people = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    assert_eq!(people.as_array().unwrap().len(), 1);
}

#[test]
fn one_that_is_not_there_is_told() {
    let site = Site::with_operators();
    let nobody = "01a00000-0000-7000-8000-000000000000";
    let show = ["sessions", "show", nobody];
    site.run_as(REVIEWER, &show).expect_error("no_session");
    assert_eq!(list(&site, &[]), Vec::<Value>::new());
}
