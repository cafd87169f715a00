//! Operators: signing in, what each role may do, being signed out, and two of
//! them at once.

use std::time::Duration;

use eframe::egui::Key;
use secure_biometric::domain::{PersonState, Role as OperatorRole};

use crate::hands::Hands;
use crate::kiosk::{Kiosk, PATIENCE};
use crate::refusals::check_refusals;
use crate::rows::{differing, put, rows};
use crate::support::{ADMINISTRATOR, Actor, FRONT_DESK, REVIEWER, Site};

/// What the staff's page offers, and the role that it is for; none where it is
/// for all of them.
const WAYS: [(&str, Option<OperatorRole>); 8] = [
    ("Enrol a person", Some(OperatorRole::FrontDesk)),
    ("People", Some(OperatorRole::FrontDesk)),
    ("Vouch for somebody", Some(OperatorRole::FrontDesk)),
    ("Stay beside somebody", Some(OperatorRole::FrontDesk)),
    ("Sessions", Some(OperatorRole::Reviewer)),
    ("Audit", Some(OperatorRole::Reviewer)),
    // What each sees there is another matter.
    ("Tokens", None),
    ("Settings", Some(OperatorRole::Administrator)),
];

fn role(actor: Actor) -> OperatorRole {
    OperatorRole::parse(actor.role).unwrap()
}

#[test]
fn a_wrong_password_is_said_and_the_wait_after_several_counts_down() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.press("Staff sign-in");
    let waits = |kiosk: &Kiosk| kiosk.shows("Too many tries. Wait");
    let mut tries = 0;
    while !waits(&kiosk) {
        tries += 1;
        kiosk.write("Name", FRONT_DESK.name);
        kiosk.write_secret("Password", "not the password");
        kiosk.strike(Key::Enter);
        kiosk.wait(PATIENCE, "an answer", |kiosk| {
            waits(kiosk) || kiosk.shows("The name or the password is wrong.")
        });
    }
    assert!(
        (4..9).contains(&tries),
        "two are free, others cost seconds: {tries}"
    );
    let seconds = seconds_left(&kiosk);
    kiosk.pass(1.0);
    assert!(seconds_left(&kiosk) < seconds, "it counts down");
    // Whoever comes next isn't told about that.
    kiosk.press("Back");
    kiosk.press("Staff sign-in");
    assert!(!kiosk.shows("Too many tries."));
    // Another name need not wait.
    kiosk.write("Name", REVIEWER.name);
    kiosk.write_secret("Password", REVIEWER.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("What would you like to do?");
}

#[test]
fn who_leaves_while_the_password_is_looked_at_is_not_signed_in_later() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.press("Staff sign-in");
    kiosk.write("Name", ADMINISTRATOR.name);
    kiosk.write_secret("Password", ADMINISTRATOR.password);
    kiosk.strike(Key::Enter);
    kiosk.press("Back");
    kiosk.sees("Staff sign-in");
    let signed_in = |kiosk: &Kiosk| {
        let acts = kiosk.site.run_as(REVIEWER, &["audit", "list"]).expect(0);
        let acts = acts.as_array().unwrap().clone();
        acts.iter()
            .filter(|entry| entry["act"] == "signed_in")
            .any(|entry| entry.to_string().contains(ADMINISTRATOR.name))
    };
    // Right it was; only nobody stands there any more.
    kiosk.wait(PATIENCE, "the password was looked at", |kiosk| {
        signed_in(kiosk)
    });
    kiosk.pass(0.5);
    for _ in 0..20 {
        kiosk.frame();
    }
    assert!(kiosk.snapshot().operator.is_none());
    kiosk.sees("Staff sign-in");
}

/// How long a name has to wait, by the screen; none where nothing is said.
fn seconds_left(kiosk: &Kiosk) -> u32 {
    let said = kiosk.labels();
    let said = said
        .iter()
        .find_map(|text| text.strip_prefix("Too many tries. Wait "));
    said.map_or(0, |said| {
        let digits = said.split(' ').next().unwrap();
        digits.parse().unwrap()
    })
}

#[test]
fn each_role_sees_what_it_may_do_and_the_pipeline_refuses_the_rest() {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    let before = rows(&kiosk.site.data());
    check_refusals(&mut kiosk, None);
    for actor in [FRONT_DESK, REVIEWER, ADMINISTRATOR] {
        kiosk.sign_in(actor);
        for (way, needed) in WAYS {
            let offered = kiosk.shows(way);
            let may = needed.is_none_or(|needed| role(actor).holds(needed));
            assert_eq!(offered, may, "{way} to {}", actor.role);
        }
        if actor.role != ADMINISTRATOR.role {
            check_refusals(&mut kiosk, Some(role(actor)));
        }
        kiosk.press("Sign out");
        kiosk.sees("Staff sign-in");
    }
    let differs = differing(&before, &rows(&kiosk.site.data()));
    // Failures at this kiosk are counted, whoever signs in.
    let traces = ["audit", "audit_head", "sign_ins"];
    assert_eq!(differs, traces, "signing in alone leaves a trace");
}

#[test]
fn who_walks_away_is_told_and_then_signed_out() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("Enrol a person");
    kiosk.write("Full name", "Eileen Collins");
    kiosk.pass(250.0);
    assert!(!kiosk.shows("Still there?"));
    kiosk.pass(15.0);
    kiosk.sees("Still there? You are signed out in");
    // A touch is enough to stay, and nothing typed is lost.
    kiosk.strike(Key::F8);
    assert!(!kiosk.shows("Still there?"));
    assert_eq!(kiosk.value("Full name"), "Eileen Collins");
    kiosk.pass(290.0);
    kiosk.sees("Still there?");
    kiosk.pass(11.0);
    kiosk.sees("Staff sign-in");
    assert!(kiosk.snapshot().operator.is_none());
    assert!(!kiosk.shows("Eileen"));
}

#[test]
fn who_is_disabled_elsewhere_can_do_nothing_more_here() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    let disable = ["operators", "disable", "--name", FRONT_DESK.name];
    kiosk.site.run_as(ADMINISTRATOR, &disable).expect(0);
    kiosk.sees_within(Duration::from_secs(10), "Staff sign-in");
    kiosk.press("Staff sign-in");
    kiosk.write("Name", FRONT_DESK.name);
    kiosk.write_secret("Password", FRONT_DESK.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("This operator can't sign in any more. Ask an administrator.");
}

#[test]
fn a_reviewer_looks_through_the_audit_and_checks_it() {
    for hands in Hands::ALL {
        checks_the_audit(hands);
    }
}

fn checks_the_audit(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let disable = ["people", "disable", "--badge", "10427"];
    site.run_as(ADMINISTRATOR, &disable).expect(0);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(REVIEWER);
    kiosk.press_line("Audit");
    kiosk.sees("A person was switched on or off");
    kiosk.press_line("A person was switched on or off");
    kiosk.sees("Switched off");
    kiosk.sees(ADMINISTRATOR.name);
    // Nobody's name or badge is in it.
    assert!(!kiosk.shows("Eileen Collins"));
    kiosk.press("Check the audit");
    kiosk.sees("all as they were written");
    kiosk.press("Sign-ins");
    kiosk.sees("Signed in");
    assert!(!kiosk.shows("A person was switched on or off"));
}
