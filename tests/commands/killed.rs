//! Who is told something by a command is told the truth: what it says is on
//! the disk, even if it is killed the moment it has said it.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::support::{BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up};

/// How often each command is killed.
const ROUNDS: usize = 3;

/// Starts it, reads its answer and kills it.
fn killed_when_it_has_answered(site: &Site, arguments: &[&str]) -> Value {
    let mut child = site
        .command()
        .arg("--json")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answer = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    serde_json::from_str(&answer).unwrap()
}

/// The sessions that are kept, and that nothing is wrong with the audit.
fn kept(site: &Site) -> Vec<String> {
    site.run_as(REVIEWER, &["audit", "verify"]).expect(0);
    let sessions = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let sessions = sessions.as_array().unwrap().iter();
    sessions
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_a_command_has_told_is_kept_though_it_is_killed() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let camera = Head::FirstLater.camera();
    let verify = ["--camera", &camera, "verify", "--badge", BADGE];
    for _ in 0..ROUNDS {
        let told = killed_when_it_has_answered(&site, &verify);
        assert_eq!(told["decision"], "verified", "{told}");
        let session = told["session"].as_str().unwrap().to_owned();
        assert!(kept(&site).contains(&session), "{session} was told");
    }
    // Whom an enrolment has told so verifies.
    let site = Site::with_operators();
    let password = site.password_file(FRONT_DESK);
    let camera = Head::First.camera();
    let operator = ["--operator", FRONT_DESK.name];
    let person = ["--badge", BADGE, "--name", "A B", "--consent-version", "7"];
    let signed = ["--password-file", &password];
    let enrol = [
        &["--camera", &camera, "enrol"],
        &person[..],
        &operator[..],
        &signed[..],
    ]
    .concat();
    let told = killed_when_it_has_answered(&site, &enrol);
    assert_eq!(told["reason"], "enrolled", "{told}");
    let session = told["session"].as_str().unwrap().to_owned();
    assert!(kept(&site).contains(&session), "{session} was told");
    site.verify(Some(BADGE), Head::FirstLater)
        .expect_decision("verified", "matched");
}
