//! `sessions export --report` and `--csv`: files for other programs, only for a
//! reason, without names unless they are asked for.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::{BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up};

const WHY: [&str; 2] = ["--reason", "Asked for by the works council"];

#[test]
fn a_report_is_one_file_with_its_charts_and_without_the_badge() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let verified = site.verify(Some(BADGE), Head::FirstLater).expect(0);
    let id = verified["session"].as_str().unwrap();
    let file = site.path("report.html");
    let path = file.to_str().unwrap();
    let export = |more: &[&str]| {
        let command = ["sessions", "export", id, "--report"];
        site.run_as(REVIEWER, &[&command, more, &WHY].concat())
    };
    let answer = export(&[path]).expect(0);
    assert_eq!(answer, json!({"session": id, "report": path}));
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let page = fs::read_to_string(&file).unwrap();
    for says in [
        id,
        "stands as it was written",
        "\"type\":\"mesh3d\"",
        "turned to the left",
    ] {
        assert!(page.contains(says), "{says}");
    }
    assert!(!page.contains(BADGE), "nobody asked for it");
    // Nothing is fetched: a page that is opened years later is the same.
    let fetched = ["<script src", "<link", "<img"];
    assert!(fetched.iter().all(|tag| !page.contains(tag)));
    let shown = site.run_as(REVIEWER, &["sessions", "show", id]).expect(0);
    assert_eq!(shown["exports"][0]["reason"], WHY[1]);
    // No file is written over, and a failed one is no export.
    export(&[path]).expect_error("file_exists");
    let named = site.path("named.html");
    export(&[named.to_str().unwrap(), "--names"]).expect(0);
    assert!(fs::read_to_string(named).unwrap().contains(BADGE));
    let whole = [&["sessions", "export", id, "--report", path], &WHY[..]].concat();
    site.run_as(FRONT_DESK, &whole).expect_error("not_allowed");
}

#[test]
fn a_table_has_a_row_a_session_of_the_days_asked_for() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let file = site.path("sessions.csv");
    let path = file.to_str().unwrap();
    let table = |from: &str, path: &str, more: &[&str]| {
        let command = ["sessions", "export", "--csv", path, "--from", from];
        site.run_as(REVIEWER, &[&command, more, &WHY].concat())
    };
    let answer = table("2020-01-01", path, &[]).expect(0);
    assert_eq!(answer, json!({"csv": path, "sessions": 1}));
    let written = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert!(lines[0].starts_with("id,started_at,kind,decision,reason"));
    assert!(
        lines[1].contains("enrolment,verified,enrolled"),
        "{written}"
    );
    assert!(!written.contains(BADGE) && !written.contains(FRONT_DESK.name));
    let named = site.path("named.csv");
    table("2020-01-01", named.to_str().unwrap(), &["--names"]).expect(0);
    assert!(fs::read_to_string(named).unwrap().contains(BADGE));
    let none = site.path("none.csv");
    let answer = table("2099-01-01", none.to_str().unwrap(), &[]).expect(0);
    assert_eq!(answer["sessions"], 0);
    let usage = site.run_as(
        REVIEWER,
        &["sessions", "export", "--csv", path, WHY[0], WHY[1]],
    );
    assert_eq!(usage.code, 2, "{usage:?}");
}
