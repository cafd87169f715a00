//! `verify`: the decisions, what they say, and to whom.

use serde_json::Value;

use crate::support::{
    ADMINISTRATOR, Actor, Answer, BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up, keys,
};

/// Verifies as somebody who asks for the score.
fn verify_as(site: &Site, actor: Actor) -> Answer {
    let camera = Head::FirstLater.camera();
    site.run_as(actor, &["--camera", &camera, "verify", "--badge", BADGE])
}

#[test]
fn the_enrolled_person_is_verified_on_another_occasion() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let answer = site.verify(Some(BADGE), Head::FirstLater);
    let decision = answer.expect_decision("verified", "matched");
    let expected = [
        "badge", "decision", "liveness", "quality", "reason", "seconds", "session", "source",
    ];
    assert_eq!(keys(&decision), expected);
    assert_eq!(decision["badge"], BADGE);
    assert_eq!(decision["source"], "recording");
    assert_eq!(keys(&decision["liveness"]), ["g", "order", "outcome", "p"]);
    assert!(decision["liveness"]["order"].is_array());
    let sharpness = decision["quality"]["Sharpness"].as_f64().unwrap();
    assert!((0.0..=100.0).contains(&sharpness), "{sharpness}");
    assert!(decision["seconds"].as_f64().unwrap() > 0.0);
    // Without a badge the person is found, and named by theirs.
    let found = site.verify(None, Head::FirstLater);
    let found = found.expect_decision("verified", "matched");
    assert_eq!(found["badge"], BADGE);
}

#[test]
fn a_line_for_people_has_no_score() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let mut verify = site.command();
    verify.args(["--camera", &Head::FirstLater.camera()]);
    let answer = Answer::of(verify.args(["verify", "--badge", BADGE]));
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.stdout.starts_with("verified: "), "{answer:?}");
    assert_eq!(answer.stdout.lines().count(), 1);
    // One number with a point: the seconds.
    let points = answer.stdout.matches('.').count();
    assert_eq!(points, 1, "{}", answer.stdout);
}

#[test]
fn scores_are_for_reviewers_and_administrators() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    for (actor, sees) in [(REVIEWER, true), (ADMINISTRATOR, true), (FRONT_DESK, false)] {
        let decision = verify_as(&site, actor);
        let decision = decision.expect_decision("verified", "matched");
        let cues = decision["liveness"].get("cues").is_some();
        assert_eq!(cues, sees, "cues bear their thresholds: {decision}");
        let number = |key: &str| decision.get(key).and_then(Value::as_f64);
        let scores = (number("score"), number("threshold"));
        match scores {
            (Some(score), Some(threshold)) if sees => {
                assert!(score >= threshold, "{decision}");
            }
            scores => assert_eq!((scores, sees), ((None, None), false), "{decision}"),
        }
    }
}

#[test]
fn a_wrong_password_verifies_nobody() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let guess = Actor {
        password: "not the password",
        ..REVIEWER
    };
    verify_as(&site, guess).expect_error("sign_in");
    let kept = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    assert_eq!(kept.as_array().unwrap().len(), 1, "only the enrolment");
}

#[test]
fn somebody_else_is_not_verified() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let claimed = site.verify(Some(BADGE), Head::Second);
    let claimed = claimed.expect_decision("not_verified", "no_match");
    assert_eq!(claimed["badge"], BADGE);
    let unclaimed = site.verify(None, Head::Second);
    let unclaimed = unclaimed.expect_decision("not_verified", "no_match");
    assert_eq!(unclaimed["badge"], Value::Null);
}

#[test]
fn a_badge_that_nobody_has_is_not_enrolled() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    site.verify(Some("unknown"), Head::First)
        .expect_decision("not_verified", "not_enrolled");
    // Nobody at all is.
    Site::with_operators()
        .verify(None, Head::First)
        .expect_decision("not_verified", "not_enrolled");
}

#[test]
fn five_failures_in_a_row_pause_the_claim_and_an_administrator_ends_it() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    for _ in 0..5 {
        site.verify(Some(BADGE), Head::Second)
            .expect_decision("not_verified", "no_match");
    }
    // Not even the person themselves gets in now, but others would.
    let locked = site.verify(Some(BADGE), Head::FirstLater);
    locked.expect_decision("inconclusive", "locked");
    site.verify(None, Head::FirstLater)
        .expect_decision("verified", "matched");
    let enable = ["people", "enable", "--badge", BADGE];
    site.run_as(ADMINISTRATOR, &enable).expect(0);
    site.verify(Some(BADGE), Head::FirstLater)
        .expect_decision("verified", "matched");
}

#[test]
fn an_unknown_badge_is_paused_like_a_known_one() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    for _ in 0..5 {
        site.verify(Some("unknown"), Head::First)
            .expect_decision("not_verified", "not_enrolled");
    }
    site.verify(Some("unknown"), Head::First)
        .expect_decision("inconclusive", "locked");
}

#[test]
fn a_disabled_person_is_told_so_and_nobody_else_is() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let disable = ["people", "disable", "--badge", BADGE];
    site.run_as(ADMINISTRATOR, &disable).expect(0);
    for claim in [Some(BADGE), None] {
        site.verify(claim, Head::FirstLater)
            .expect_decision("not_verified", "disabled");
        site.verify(claim, Head::Second)
            .expect_decision("not_verified", "no_match");
    }
    let enable = ["people", "enable", "--badge", BADGE];
    site.run_as(ADMINISTRATOR, &enable).expect(0);
    site.verify(Some(BADGE), Head::FirstLater)
        .expect_decision("verified", "matched");
}

#[test]
fn a_disabled_person_who_enrols_under_another_name_is_held() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let disable = ["people", "disable", "--badge", BADGE];
    site.run_as(ADMINISTRATOR, &disable).expect(0);
    site.enrol("other", "Somebody Else", Head::FirstLater)
        .expect_decision("inconclusive", "duplicate_suspected");
}

#[test]
fn attempts_at_the_same_time_are_no_more_guesses_than_one_after_the_other() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    for _ in 0..4 {
        site.verify(Some(BADGE), Head::Second)
            .expect_decision("not_verified", "no_match");
    }
    let at_once: Vec<Answer> = std::thread::scope(|scope| {
        let verify = || site.verify(Some(BADGE), Head::Second);
        let trying: Vec<_> = (0..3).map(|_| scope.spawn(verify)).collect();
        trying.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let told = |code: i32| at_once.iter().filter(|answer| answer.code == code).count();
    assert_eq!((told(10), told(11)), (1, 2), "{at_once:?}");
}

#[test]
fn a_tolerance_profile_that_asks_for_more_refuses_who_matched() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let shown = Answer::of(site.command().args(["tolerance", "show", "balanced"]));
    let mut profile: toml::Table = shown.stdout.parse().unwrap();
    profile.insert("match_threshold".to_owned(), 0.95.into());
    profile.insert("name".to_owned(), "ours".into());
    let file = site.file("ours.toml", &profile.to_string());
    site.run_as(ADMINISTRATOR, &["tolerance", "save", &file])
        .expect(0);
    let camera = Head::FirstLater.camera();
    let verify = ["--camera", &camera, "--tolerance", "ours", "verify"];
    site.run(&[&verify[..], &["--badge", BADGE]].concat())
        .expect_decision("not_verified", "no_match");
    let kept = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    assert_eq!(kept[0]["tolerance"], "ours");
}
