//! `audit`: listed and verified by reviewers; every act of an operator is in
//! it under their name.

use serde_json::{Value, json};

use crate::support::{
    ADMINISTRATOR, Actor, BADGE, FRONT_DESK, Head, NAME, REVIEWER, Site, is_set_up, keys,
};

fn list(site: &Site, filter: &[&str]) -> Vec<Value> {
    let arguments = [&["audit", "list"], filter].concat();
    let list = site.run_as(REVIEWER, &arguments).expect(0);
    list.as_array().unwrap().clone()
}

#[test]
fn only_reviewers_and_administrators_read_it() {
    let site = Site::with_operators();
    for command in [&["audit", "list"], &["audit", "verify"]] {
        site.run_as(FRONT_DESK, command).expect_error("not_allowed");
        site.run(command).expect_error("operator_needed");
        for actor in [REVIEWER, ADMINISTRATOR] {
            site.run_as(actor, command).expect(0);
        }
    }
}

#[test]
fn sign_ins_and_operators_are_listed_and_filtered() {
    let site = Site::with_operators();
    let guess = Actor {
        password: "not the password",
        ..FRONT_DESK
    };
    site.run_as(guess, &["people", "list"])
        .expect_error("sign_in");
    let all = list(&site, &[]);
    let fields = [
        "act", "at", "facts", "hash", "id", "number", "operator", "subject",
    ];
    assert_eq!(keys(&all[0]), fields);
    let numbers: Vec<_> = all
        .iter()
        .map(|one| one["number"].as_u64().unwrap())
        .collect();
    assert!(numbers.is_sorted_by(|a, b| a == &(b + 1)), "{numbers:?}");
    assert_eq!(numbers.last(), Some(&1));
    let failed = list(&site, &["--act", "sign_in_failed"]);
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["facts"], json!({"why": "wrong"}));
    assert_eq!(failed[0]["operator"], Value::Null, "they didn't sign in");
    let theirs = failed[0]["id"].as_str().unwrap();
    let of_theirs = list(&site, &["--subject", theirs]);
    let acts: Vec<_> = of_theirs.iter().map(|one| &one["act"]).collect();
    assert_eq!(acts, ["sign_in_failed", "operator_added"]);
    assert_eq!(of_theirs[1]["operator"], ADMINISTRATOR.name);
    let by = list(&site, &["--by", REVIEWER.name]);
    assert!(!by.is_empty() && by.iter().all(|one| one["act"] == "signed_in"));
    assert_eq!(list(&site, &["--limit", "2", "--before", "4"]).len(), 2);
    assert!(list(&site, &["--until", "2001-01-01T00:00:00Z"]).is_empty());
    let unknown = ["audit", "list", "--by", "nobody"];
    site.run_as(REVIEWER, &unknown).expect_error("no_operator");
}

#[test]
fn verifying_says_that_all_is_sound_and_gives_the_head() {
    let site = Site::with_operators();
    let checked = site.run_as(REVIEWER, &["audit", "verify"]).expect(0);
    assert_eq!(checked["sound"], true);
    assert_eq!(checked["flaws"], json!([]));
    let head = checked["head"].as_str().unwrap();
    let entries = checked["entries"].as_u64().unwrap();
    assert!(head.starts_with(&format!("{entries}:")), "{checked}");
    let again = ["audit", "verify", "--head", head];
    site.run_as(REVIEWER, &again).expect(0);
    // A head of another chain.
    let digits = head.split_once(':').unwrap().1;
    let flipped = if digits.starts_with('0') { "1" } else { "0" };
    let other = format!("{entries}:{flipped}{}", &digits[1..]);
    let answer = site.run_as(REVIEWER, &["audit", "verify", "--head", &other]);
    let found = answer.expect(1);
    assert_eq!(found["sound"], false);
    assert_eq!(
        found["flaws"],
        json!([{"flaw": "another_chain", "sequence": entries}])
    );
    let told = list(&site, &["--act", "audit_verified", "--limit", "1"]);
    assert_eq!(
        told[0]["facts"]["flaws"], "1",
        "that is in the audit as well"
    );
}

#[test]
fn what_is_done_to_people_and_sessions_is_told_without_their_names() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    site.verify(Some(BADGE), Head::FirstLater).expect(0);
    let sessions = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let session = sessions[0]["id"].as_str().unwrap();
    site.run_as(REVIEWER, &["sessions", "show", session])
        .expect(0);
    let disable = ["people", "disable", "--badge", BADGE];
    site.run_as(ADMINISTRATOR, &disable).expect(0);
    site.remove(BADGE).expect(0);
    let of_session = list(&site, &["--subject", session]);
    let told: Vec<_> = of_session
        .iter()
        .map(|one| (&one["act"], &one["operator"]))
        .collect();
    let expected = [
        (&json!("session_viewed"), &json!(REVIEWER.name)),
        (&json!("token_issued"), &Value::Null),
        (&json!("decided"), &Value::Null),
    ];
    assert_eq!(told, expected);
    assert_eq!(of_session[2]["facts"]["decision"], "verified");
    let person = list(&site, &["--act", "person_removed"])[0]["id"].clone();
    let of_person = list(&site, &["--subject", person.as_str().unwrap()]);
    let told: Vec<_> = of_person
        .iter()
        .map(|one| (&one["act"], &one["operator"]))
        .collect();
    let administrator = json!(ADMINISTRATOR.name);
    let expected = [
        (&json!("person_removed"), &administrator),
        (&json!("person_state_set"), &administrator),
        (&json!("enrolled"), &json!(FRONT_DESK.name)),
    ];
    assert_eq!(told, expected);
    let shown = json!(list(&site, &[])).to_string();
    for secret in [BADGE, NAME, "Quillworthy"] {
        assert!(!shown.contains(secret), "{secret} is in the audit");
    }
    site.run_as(REVIEWER, &["audit", "verify"]).expect(0);
}
