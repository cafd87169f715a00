//! `selftest`: attacks and people are tried, counted and kept; nobody is
//! verified by it.

use std::fs;

use serde_json::{Value, json};

use crate::support::{
    ADMINISTRATOR, Answer, BADGE, FRONT_DESK, Head, REVIEWER, Site, flat_print, is_set_up, keys,
};

fn present(species: &str, folder: &std::path::Path) -> String {
    format!("{species}={}", folder.display())
}

/// A self-test by the administrator: the lines of its trials, and its result.
fn attacks(site: &Site, arguments: &[&str]) -> (Vec<Value>, Value) {
    let arguments = [&["selftest", "attacks"], arguments].concat();
    let answer = site.run_as(ADMINISTRATOR, &arguments);
    assert_eq!(answer.code, 0, "{answer:?}");
    let mut lines = answer.json_lines();
    let result = lines.pop().unwrap();
    (lines, result)
}

/// A place where two flat prints and two people were tried.
fn tried() -> (Site, Vec<Value>, Value) {
    let site = Site::with_person();
    let flat = present("flat", &flat_print());
    let person = present("bona-fide", &Head::FirstLater.folder());
    let shown = ["--present", &flat, "--present", &person, "--trials", "2"];
    let (trials, result) = attacks(&site, &shown);
    (site, trials, result)
}

#[test]
fn attacks_and_people_are_tried_counted_and_kept() {
    if !is_set_up() {
        return;
    }
    let (site, trials, result) = tried();
    let species: Vec<_> = trials.iter().map(|trial| &trial["species"]).collect();
    assert_eq!(species, ["flat", "flat", "bona-fide", "bona-fide"]);
    for trial in &trials {
        let expected = match trial["species"].as_str() {
            Some("flat") => ["attack", "inconclusive"].as_slice(),
            _ => ["live"].as_slice(),
        };
        let classified = trial["classified"].as_str().unwrap();
        assert!(expected.contains(&classified), "{trial}");
        assert!(trial["liveness"]["cues"].is_array(), "{trial}");
    }
    assert_eq!(
        (&result["complete"], &result["camera"]),
        (&json!(true), &json!("recordings"))
    );
    let flat = &result["species"][0];
    assert_eq!((&flat["apcer"], &flat["trials"]), (&json!(0.0), &json!(2)));
    // 1 - 0.05^(1/2): exact and one-sided.
    let bound = flat["at_most"].as_f64().unwrap();
    assert!((bound - 0.776_393_2).abs() < 1e-6, "{bound}");
    assert_eq!(flat["supports"], "0 of 2 accepted: supports at most 78 %");
    let person = &result["species"][1];
    assert_eq!(
        (&person["bpcer"], &person["matched"]),
        (&json!(0.0), &json!(2))
    );
    assert_eq!(person["recordings"], 1, "the same was played twice");
    assert!(
        result["definitions"]
            .as_str()
            .unwrap()
            .contains("no conformance")
    );

    // It is kept, and its sessions say what they were and nothing of anybody.
    let list = site.run_as(ADMINISTRATOR, &["selftest", "list"]).expect(0);
    assert_eq!(list, json!([result]));
    let id = result["selftest"].as_str().unwrap();
    let shown = site.run_as(ADMINISTRATOR, &["selftest", "show", id]);
    assert_eq!(shown.expect(0)["trials"].as_array().unwrap().len(), 4);
    let sessions = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 5, "the enrolment, too");
    for session in &sessions[..4] {
        assert_eq!(session["kind"], "selftest");
        assert_eq!(session["operator"], ADMINISTRATOR.name);
        for nobody in ["badge", "person", "score"] {
            assert_eq!(session[nobody], Value::Null, "{session}");
        }
        assert!(!session["liveness"]["cues"].as_array().unwrap().is_empty());
    }
}

#[test]
fn trials_stand_under_no_limit_and_count_against_nobody() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let stranger = present("stranger", &Head::Second.folder());
    let shown = ["--present", &stranger, "--trials", "6", "--badge", BADGE];
    let (trials, result) = attacks(&site, &shown);
    assert!(
        trials.iter().all(|trial| trial["reason"] == "no_match"),
        "{trials:?}"
    );
    // A stranger is as alive as anybody: for telling attacks that is accepted.
    let stranger = &result["species"][0];
    assert_eq!(
        (&stranger["accepted"], &stranger["matched"]),
        (&json!(6), &json!(0))
    );
    assert_eq!(result["claimed"], true);
    site.verify(Some(BADGE), Head::FirstLater)
        .expect_decision("verified", "matched");
    let missing = [
        "selftest",
        "attacks",
        "--species",
        "flat",
        "--badge",
        "nobody",
    ];
    let camera = Head::First.camera();
    let missing = [&["--camera", &camera], &missing[..]].concat();
    site.run_as(ADMINISTRATOR, &missing)
        .expect_error("not_enrolled");
}

#[test]
fn a_result_is_written_to_a_new_file_only() {
    if !is_set_up() {
        return;
    }
    let (site, _, result) = tried();
    let id = result["selftest"].as_str().unwrap();
    let export = |name: &str| {
        let file = site.path(name);
        let file = file.to_str().unwrap();
        let arguments = ["selftest", "export", id, "--out", file];
        site.run_as(ADMINISTRATOR, &arguments)
    };
    let answer = export("result.json").expect(0);
    assert_eq!(keys(&answer), ["file", "selftest"]);
    let written = fs::read_to_string(site.path("result.json")).unwrap();
    let whole: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(whole["species"], result["species"]);
    export("result.csv").expect(0);
    let csv = fs::read_to_string(site.path("result.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 5, "{csv}");
    assert!(
        lines[0].starts_with("selftest,number,species,attack,"),
        "{csv}"
    );
    assert!(lines[1].starts_with(&format!("{id},1,flat,true,")), "{csv}");
    let said = export("result.json").expect_error("export");
    assert!(said.contains("isn't overwritten"), "{said}");
    assert_eq!(
        fs::read_to_string(site.path("result.json")).unwrap(),
        written
    );
    export("result.txt").expect_error("format");
    assert!(!site.path("result.txt").exists());
}

#[test]
fn only_an_administrator_may() {
    let site = Site::with_operators();
    let id = "00000000-0000-7000-8000-000000000000";
    for command in [
        &["attacks", "--species", "flat"][..],
        &["list"],
        &["show", id],
        &["export", id, "--out", "result.json"],
    ] {
        let command = [&["selftest"], command].concat();
        for actor in [FRONT_DESK, REVIEWER] {
            site.run_as(actor, &command).expect_error("not_allowed");
        }
        site.run(&command).expect_error("operator_needed");
    }
    let list = site.run_as(ADMINISTRATOR, &["selftest", "list"]);
    assert_eq!(list.expect(0), json!([]));
    let show = site.run_as(ADMINISTRATOR, &["selftest", "show", id]);
    show.expect_error("no_selftest");
}

#[test]
fn what_cannot_be_tried_is_told_before_anything_is() {
    let site = Site::with_operators();
    let camera = ["--camera", "device:usb-1/None", "selftest", "attacks"];
    let by_hand = [&camera[..], &["--species", "flat"]].concat();
    let said = site.run_as(ADMINISTRATOR, &by_hand);
    let said = said.expect_error("terminal_needed");
    assert!(said.contains("--present SPECIES=DIR"), "{said}");
    for (arguments, code) in [
        (&["--species", "flat", "--trials", "0"][..], "plan"),
        (&["--species", "flat,flat"], "plan"),
        (&["--species", "flat", "--present", "bent=x"], "plan"),
        (&["--present", "flat=nowhere"], "camera"),
        // Without a species all that are known are held up, by somebody.
        (&[], "terminal_needed"),
    ] {
        let arguments = [&camera[..], arguments].concat();
        let answer = site.run_as(ADMINISTRATOR, &arguments);
        answer.expect_error(code);
    }
    for wrong in [&["--species", "Flat"][..], &["--present", "flat"]] {
        let mut command = site.command();
        let answer = Answer::of(command.args(camera).args(wrong));
        assert_eq!(answer.code, 2, "{answer:?}");
    }
    let list = site.run_as(ADMINISTRATOR, &["selftest", "list"]);
    assert_eq!(list.expect(0), json!([]), "nothing was begun");
}
