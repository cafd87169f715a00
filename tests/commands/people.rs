//! `people`: listed, shown, switched off and on, removed.

use serde_json::json;

use crate::support::{
    ADMINISTRATOR, Actor, Answer, BADGE, FRONT_DESK, Head, NAME, REVIEWER, Site, is_set_up, keys,
};

#[test]
fn nobody_is_an_empty_list_that_says_what_would_fill_it() {
    let site = Site::with_operators();
    let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    assert_eq!(list, json!([]));
    let mut list = site.command();
    list.args(["people", "list", "--operator", FRONT_DESK.name]);
    let password = site.password_file(FRONT_DESK);
    let answer = Answer::of(list.args(["--password-file", &password]));
    assert!(answer.stdout.contains("nobody is enrolled"), "{answer:?}");
}

#[test]
fn a_person_is_listed_and_shown_with_what_they_agreed_to() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    let person = &list[0];
    let there = keys(person);
    for key in [
        "badge",
        "enrolled_at",
        "id",
        "looks_like",
        "name",
        "state",
        "version",
    ] {
        assert!(there.contains(&key), "no {key}: {person}");
    }
    assert_eq!(
        (&person["badge"], &person["name"]),
        (&json!(BADGE), &json!(NAME))
    );
    let at: jiff::Timestamp = person["enrolled_at"].as_str().unwrap().parse().unwrap();
    assert!(
        at.duration_until(jiff::Timestamp::now()).as_secs() < 3600,
        "{at}"
    );
    let show = ["people", "show", "--badge", BADGE];
    let mut shown = site.run_as(FRONT_DESK, &show).expect(0);
    let consent = shown.as_object_mut().unwrap().remove("consent").unwrap();
    assert_eq!(&shown, person);
    assert!(consent["given_at"].is_string(), "{consent}");
    assert_eq!(
        (&consent["notice_version"], &consent["language"]),
        (&json!("7"), &json!("en"))
    );
}

#[test]
fn a_badge_that_nobody_has_is_told() {
    let site = Site::with_operators();
    for action in ["show", "disable", "enable"] {
        let answer = site.run_as(ADMINISTRATOR, &["people", action, "--badge", "1"]);
        answer.expect_error("not_enrolled");
    }
    site.remove("1").expect_error("not_enrolled");
}

#[test]
fn changes_say_what_was_done_and_count_versions() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    for (action, done, state, version) in [
        ("disable", "disabled", "disabled", 2),
        ("enable", "enabled", "active", 3),
    ] {
        let change = ["people", action, "--badge", BADGE];
        site.run_as(FRONT_DESK, &change).expect_error("not_allowed");
        let answer = site.run_as(ADMINISTRATOR, &change).expect(0);
        assert_eq!(answer, json!({"badge": BADGE, "done": done}));
        let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
        assert_eq!(
            (&list[0]["state"], &list[0]["version"]),
            (&json!(state), &json!(version))
        );
    }
}

#[test]
fn who_is_removed_is_gone_and_may_be_enrolled_again() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let keys = site.run(&["keys", "jwks"]).expect(0).to_string();
    // One operator alone, or one who agrees with themselves, erases nobody.
    let alone = site.removal(BADGE, ADMINISTRATOR);
    site.run_as(ADMINISTRATOR, &alone.each())
        .expect_error("second_operator");
    let guessed = Actor {
        password: "not the password",
        ..FRONT_DESK
    };
    let guessed = site.removal(BADGE, guessed);
    site.run_as(ADMINISTRATOR, &guessed.each())
        .expect_error("sign_in");
    let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    assert_eq!(list.as_array().unwrap().len(), 1);
    let answer = site.remove(BADGE).expect(0);
    assert_eq!(
        (&answer["badge"], &answer["done"]),
        (&json!(BADGE), &json!("removed"))
    );
    // The receipt counts for whoever has the kiosk's public keys.
    let receipt = site.file("receipt", answer["receipt"].as_str().unwrap());
    let jwks = site.file("jwks", &keys);
    let check = [
        "people",
        "check-receipt",
        &receipt,
        "--jwks",
        &jwks,
        "--trial",
    ];
    let said = site.run(&check).expect(0);
    assert_eq!(
        (&said["sub"], &said["reason"]),
        (&answer["person"], &json!("asked"))
    );
    site.run(&check[..5]).expect_error("receipt");
    let erased = site.run_as(REVIEWER, &["people", "erased"]).expect(0);
    assert_eq!(erased[0]["person"], answer["person"]);
    assert_ne!(erased[0]["first_operator"], erased[0]["second_operator"]);
    assert_eq!(erased[0]["audit"], said["audit"]);
    let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    assert_eq!(list, json!([]));
    site.verify(Some(BADGE), Head::First)
        .expect_decision("not_verified", "not_enrolled");
    site.enrol(BADGE, NAME, Head::First)
        .expect_decision("verified", "enrolled");
}

#[test]
fn a_consent_is_written_for_who_gave_it_and_no_change_passes() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let out = site.path("consent.html");
    let file = out.to_str().unwrap();
    let write = ["people", "consent", "--badge", BADGE, "--out", file];
    site.run(&write).expect_error("operator_needed");
    site.run_as(REVIEWER, &write).expect_error("not_allowed");
    site.run_as(FRONT_DESK, &write).expect(0);
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains(NAME),
        "{page}"
    );
    // No other file is written over.
    site.run_as(FRONT_DESK, &write).expect_error("consent_file");
    let check = |more: &[&str]| site.run(&[&["people", "check-consent", file], more].concat());
    let said = check(&[]).expect(0);
    assert_eq!(said["language"], "en");
    assert!(!said.to_string().contains(NAME), "{said}");
    let set = site.run(&["keys", "jwks"]).expect(0).to_string();
    let set = site.file("jwks", &set);
    check(&["--jwks", &set, "--trial"]).expect(0);
    check(&["--jwks", &set]).expect_error("consent");
    for (was, is) in [
        (NAME, "Somebody Else"),
        ("</h1>", " </h1>"),
        ("</html>", "</html> "),
    ] {
        std::fs::write(&out, page.replace(was, is)).unwrap();
        check(&[]).expect_error("consent");
    }
    let acts = site.run_as(REVIEWER, &["audit", "list"]).expect(0);
    assert_eq!(acts.to_string().matches("consent_exported").count(), 1);
}

#[test]
fn a_pin_is_set_and_whoever_it_is_refused_for_is_told_why() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let pin = |text: &str| site.file("pin", text);
    let set = |who, file: &str| {
        site.run_as(
            who,
            &["people", "pin", "--badge", BADGE, "--pin-file", file],
        )
    };
    set(REVIEWER, &pin("204617\n")).expect_error("not_allowed");
    set(FRONT_DESK, &pin("123456")).expect_error("pin");
    set(FRONT_DESK, &pin("2046")).expect_error("pin");
    let there = set(FRONT_DESK, &pin("204617\n")).expect(0);
    assert_eq!(there, json!({ "badge": BADGE, "done": "pin_set" }));
    let right = pin("204617");
    let nobody = ["people", "pin", "--badge", "99999", "--pin-file", &right];
    site.run_as(FRONT_DESK, &nobody)
        .expect_error("not_enrolled");
    let acts = site.run_as(REVIEWER, &["audit", "list"]).expect(0);
    assert!(!acts.to_string().contains("204617"));
}

#[test]
fn an_operator_vouches_with_a_reason_that_is_kept() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let vouch = |who, badge: &str, why: &str| {
        site.run_as(who, &["people", "vouch", "--badge", badge, "--reason", why])
    };
    let refused = vouch(REVIEWER, BADGE, "Camera is broken");
    assert_eq!(refused.code, 1, "{refused:?}");
    let let_in = vouch(FRONT_DESK, BADGE, "Camera is broken").expect(0);
    assert_eq!(let_in["reason"], "vouched", "{let_in}");
    assert_eq!(let_in["source"], "attended", "{let_in}");
    let unknown = vouch(FRONT_DESK, "99999", "Camera is broken").expect(10);
    assert_eq!(unknown["reason"], "not_enrolled", "{unknown}");
    let sessions = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let id = sessions[1]["id"].as_str().unwrap();
    let shown = site.run_as(REVIEWER, &["sessions", "show", id]).expect(0);
    assert_eq!(shown["operator"], FRONT_DESK.name, "{shown}");
    assert!(shown.to_string().contains("Camera is broken"), "{shown}");
}
