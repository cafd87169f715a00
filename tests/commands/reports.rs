//! `sessions export --report` and `--csv`: files for other programs, only for a
//! reason, without names unless they are asked for.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up, skip};

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
    // What it was in truth, and the same for the file, on paper.
    let command = ["sessions", "mark", id, "--as", "genuine", "--note", "Known"];
    let marked = site.run_as(REVIEWER, &command).expect(0);
    assert_eq!(marked["standing"], "genuine");
    let unknown = ["sessions", "mark", id, "--as", "bona-fide"];
    assert_eq!(site.run_as(REVIEWER, &unknown).code, 2);
    let theirs = ["sessions", "mark", id, "--as", "flat"];
    site.run_as(FRONT_DESK, &theirs).expect_error("not_allowed");
    let shown = site.run_as(REVIEWER, &["sessions", "show", id]).expect(0);
    assert_eq!(shown["marks"][0]["note"], "Known");
    let paper = site.path("report.pdf");
    export(&[paper.to_str().unwrap()]).expect(0);
    assert!(fs::read(paper).unwrap().starts_with(b"%PDF-"));
    in_a_browser(&site, &file);
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
    // The same with types, the site's report and its charts, in one go.
    let [parquet, report, charts] =
        ["sessions.parquet", "site.html", "charts"].map(|name| site.path(name));
    let files = [&parquet, &report, &charts].map(|path| path.to_str().unwrap());
    let [parquet, report, charts] = files;
    let command = [
        "sessions",
        "export",
        "--from",
        "2020-01-01",
        "--parquet",
        parquet,
        "--report",
        report,
        "--charts",
        charts,
    ];
    let whole = [&command[..], &WHY].concat();
    site.run_as(FRONT_DESK, &whole).expect_error("not_allowed");
    let answer = site.run_as(REVIEWER, &whole).expect(0);
    assert_eq!(
        (&answer["report"], &answer["sessions"]),
        (&json!(report), &json!(1))
    );
    assert!(fs::read(parquet).unwrap().starts_with(b"PAR1"));
    let page = fs::read_to_string(report).unwrap();
    assert!(
        page.contains("Both errors") || page.contains("not known"),
        "no visits yet"
    );
    assert!(
        page.contains(WHY[1]) && !page.contains(REVIEWER.name),
        "why, and not who"
    );
    let drawn = answer["charts"].as_array().unwrap();
    assert!(
        drawn
            .iter()
            .any(|file| file.as_str().unwrap().ends_with("hours.svg"))
    );
    let mode = fs::metadata(charts).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    site.run_as(REVIEWER, &whole).expect_error("file_exists");
}

/// Opens a report in Chromium, without a network, and looks at what it drew.
fn in_a_browser(site: &Site, file: &Path) {
    let Ok(program) = Command::new("chromium").arg("--version").output() else {
        skip("Debian's chromium isn't installed; run `make setup`");
        return;
    };
    assert!(program.status.success());
    let picture = site.path("report.png");
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--virtual-time-budget=10000",
        ])
        .args([
            "--window-size=1100,3600",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ])
        .arg(format!(
            "--user-data-dir={}",
            site.path("browser").display()
        ))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let picture = image::open(&picture);
    let said = String::from_utf8_lossy(&output.stderr);
    let picture = picture
        .unwrap_or_else(|error| panic!("{error}: {said}"))
        .into_rgb8();
    // The curves' and the difference map's colours are there: script and mesh
    // were run and drawn.
    let near = |wanted: [u8; 3]| {
        let alike =
            |pixel: &image::Rgb<u8>| pixel.0.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 24);
        picture.pixels().filter(|pixel| alike(pixel)).count()
    };
    let (curve, outside, inside) = (
        near([31, 119, 180]),
        near([245, 158, 11]),
        near([59, 130, 246]),
    );
    assert!(curve > 200, "{curve} pixels of a curve");
    assert!(
        outside + inside > 200,
        "{outside} and {inside} pixels of the face"
    );
}
