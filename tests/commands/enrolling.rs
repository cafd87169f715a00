//! `enrol`: who is kept, who is held, and when nothing is.

use serde_json::Value;

use crate::support::{
    ADMINISTRATOR, BADGE, FRONT_DESK, Head, NAME, REVIEWER, Site, is_set_up, keys,
};

/// Everybody who is enrolled, as the program lists them.
fn people(site: &Site) -> Vec<Value> {
    let list = site.run_as(FRONT_DESK, &["people", "list"]).expect(0);
    list.as_array().unwrap().clone()
}

#[test]
fn an_enrolment_answers_like_a_decision() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    let answer = site.enrol(BADGE, NAME, Head::First);
    let decision = answer.expect_decision("verified", "enrolled");
    let expected = [
        "badge", "decision", "liveness", "quality", "reason", "seconds", "session", "source",
    ];
    assert_eq!(keys(&decision), expected, "the front desk sees no scores");
    assert_eq!(decision["badge"], BADGE);
    assert_eq!(decision["source"], "recording");
    assert!(decision["seconds"].as_f64().unwrap() > 1.0);
    let kept = people(&site);
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (&kept[0]["badge"], &kept[0]["name"]),
        (&BADGE.into(), &NAME.into())
    );
    assert_eq!(kept[0]["state"], "active");
}

#[test]
fn an_administrator_sees_the_scores() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    let decision = site.enrol_as(ADMINISTRATOR, BADGE, NAME, &Head::First.folder());
    let decision = decision.expect_decision("verified", "enrolled");
    let score = decision["score"].as_f64().unwrap();
    assert!(score >= decision["threshold"].as_f64().unwrap());
}

#[test]
fn a_reviewer_may_not_enrol() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    site.enrol_as(REVIEWER, BADGE, NAME, &Head::First.folder())
        .expect_error("not_allowed");
    assert!(people(&site).is_empty());
}

#[test]
fn a_badge_that_is_taken_is_refused_before_the_capture() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let said = site.enrol(BADGE, "Somebody Else", Head::Second);
    said.expect_error("badge_taken");
    assert_eq!(people(&site).len(), 1);
}

#[test]
fn the_same_face_under_another_badge_is_held_until_an_administrator_looks() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let twin = "QX-0000002";
    site.enrol(twin, "Second Name", Head::FirstLater)
        .expect_decision("inconclusive", "duplicate_suspected");
    let kept = people(&site);
    let held = kept.iter().find(|one| one["badge"] == twin).unwrap();
    let first = kept.iter().find(|one| one["badge"] == BADGE).unwrap();
    assert_eq!(held["state"], "held");
    assert_eq!(held["looks_like"], first["id"]);
    assert_eq!(
        (&first["state"], &first["looks_like"]),
        (&"active".into(), &Value::Null)
    );
    site.verify(Some(twin), Head::FirstLater)
        .expect_decision("not_verified", "disabled");
    // Nor does the held one count as another person in the gallery.
    let found = site.verify(None, Head::FirstLater);
    assert_eq!(found.expect_decision("verified", "matched")["badge"], BADGE);
    let enable = ["people", "enable", "--badge", twin];
    site.run_as(FRONT_DESK, &enable).expect_error("not_allowed");
    site.run_as(ADMINISTRATOR, &enable).expect(0);
    let verified = site.verify(Some(twin), Head::FirstLater);
    let verified = verified.expect_decision("verified", "matched");
    assert_eq!(verified["badge"], twin);
}

#[test]
fn who_does_not_turn_is_not_enrolled() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    let clip = Head::First.folder().join("neutral");
    let answer = site.enrol_from(&clip);
    answer.expect_decision("inconclusive", "turned_too_little");
    assert!(people(&site).is_empty());
}

#[test]
fn a_replayed_film_of_one_turn_is_not_enough() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    for clip in ["left", "up"] {
        let answer = site.enrol_from(&Head::First.folder().join(clip));
        let decision = answer.expect(11);
        assert_eq!(decision["decision"], "inconclusive", "{clip}: {decision}");
    }
    assert!(people(&site).is_empty());
}

#[test]
fn another_person_in_mid_enrolment_ends_it() {
    if !is_set_up() {
        return;
    }
    // Somebody else does all turns to the right.
    let site = Site::with_operators();
    let spliced = site.path("spliced");
    std::fs::create_dir(&spliced).unwrap();
    let (first, second) = (Head::First.folder(), Head::Second.folder());
    for clip in ["neutral", "left", "right", "up", "down"] {
        let from = if clip == "right" { &second } else { &first };
        std::os::unix::fs::symlink(from.join(clip), spliced.join(clip)).unwrap();
    }
    site.enrol_from(&spliced)
        .expect_decision("not_verified", "person_changed");
    assert!(people(&site).is_empty());
}
