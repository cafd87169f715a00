//! Ways in without a face, and what comes of failing: none of these needs a
//! camera.

use eframe::egui::Key;
use secure_biometric::domain::{AttemptCount, AttemptKey, Badge, PersonState, SessionKind};
use secure_biometric::store::{Attempt, SessionRecord, wall_clock};

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::made_up::{block_on, session};
use crate::rows::{put, store};
use crate::support::{ADMINISTRATOR, FRONT_DESK, REVIEWER, Site};

pub const PIN: &str = "204617";

/// Eileen is enrolled and has a PIN; the kiosk has neither camera nor analysis.
fn with_a_pin() -> Kiosk {
    with_a_pin_by(Hands::Mouse)
}

/// The same, by whoever uses these.
pub fn with_a_pin_by(hands: Hands) -> Kiosk {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("People");
    kiosk.press_line("Eileen Collins");
    kiosk.press("Set a PIN");
    for field in ["New PIN", "The PIN once more"] {
        kiosk.write_secret(field, PIN);
    }
    kiosk.finish("Keep this PIN");
    kiosk.sees("The PIN is kept.");
    kiosk.leave("Back");
    kiosk.press("Sign out");
    kiosk.sees("Staff sign-in");
    kiosk
}

pub fn open_pin(kiosk: &mut Kiosk) {
    kiosk.press("Other ways");
    kiosk.press("Badge and PIN");
    kiosk.sees("No picture is taken.");
}

/// Types a PIN that isn't hers.
fn fail(kiosk: &mut Kiosk) {
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", "204618");
    kiosk.strike(Key::Enter);
}

#[test]
fn badge_and_pin_let_in_without_camera_and_analysis() {
    for hands in Hands::ALL {
        lets_in(hands);
    }
}

fn lets_in(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = with_a_pin_by(hands);
    open_pin(&mut kiosk);
    // The badge is scanned into the field that has the cursor.
    kiosk.scan("10427");
    kiosk.type_text(PIN);
    kiosk.finish("Verify me");
    kiosk.sees("Welcome, Eileen.");
    kiosk.sees("You are verified by badge and PIN.");
    // Home by itself.
    kiosk.pass(7.0);
    kiosk.sees("Other ways");
    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    assert_eq!(sessions[0]["reason"], "pin_matched");
    assert_eq!(sessions[0]["source"], "kiosk");
    assert_eq!(sessions[0]["badge"], "10427");
}

#[test]
fn after_three_tries_the_front_desk_is_offered_and_after_five_a_pause_counts_down() {
    for hands in Hands::ALL {
        pauses(hands);
    }
}

fn pauses(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = with_a_pin_by(hands);
    open_pin(&mut kiosk);
    fail(&mut kiosk);
    kiosk.sees("2 tries left.");
    kiosk.press("Try again");
    fail(&mut kiosk);
    kiosk.sees("1 try left.");
    kiosk.press("Try again");
    fail(&mut kiosk);
    kiosk.sees("The front desk is glad to help.");
    assert!(!kiosk.shows("Try again"));
    kiosk.press("Call the front desk");
    kiosk.sees("The front desk is being called.");
    kiosk.press("Somebody is here");
    for _ in 0..2 {
        open_pin(&mut kiosk);
        fail(&mut kiosk);
        kiosk.sees("Badge and PIN don't fit.");
        if kiosk.shows("The front desk is glad to help.") {
            kiosk.press("Not now");
        }
    }
    let seconds = seconds_left(&kiosk);
    assert!((25..=30).contains(&seconds), "{seconds}");
    kiosk.pass(10.0);
    let passed = seconds - seconds_left(&kiosk);
    assert!((10..=11).contains(&passed), "{passed}");
    // The right PIN is no way round it.
    kiosk.press("Not now");
    open_pin(&mut kiosk);
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", PIN);
    kiosk.strike(Key::Enter);
    kiosk.sees("Let's pause for a moment.");
    kiosk.sees("The next try is possible in");
}

/// How long a pause lasts, by the screen.
fn seconds_left(kiosk: &Kiosk) -> u32 {
    let said = kiosk.labels();
    let next = "The next try is possible in ";
    let said = said.iter().find_map(|text| text.strip_prefix(next));
    said.unwrap().split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn the_front_desk_vouches_and_is_signed_out_after_it() {
    for hands in Hands::ALL {
        vouches(hands);
    }
}

fn vouches(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = with_a_pin_by(hands);
    kiosk.press("Other ways");
    kiosk.press("Somebody who knows me");
    kiosk.write("Name", FRONT_DESK.name);
    kiosk.write_secret("Password", FRONT_DESK.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("Before you vouch");
    kiosk.write("Badge number", "10427");
    kiosk.press("Face is covered");
    if hands == Hands::Mouse {
        kiosk.double_click("Vouch for this person");
    } else {
        kiosk.press("Vouch for this person");
    }
    kiosk.sees("The front desk vouched for you.");
    kiosk.press("Done");
    kiosk.sees("Staff sign-in");
    assert!(
        kiosk.snapshot().operator.is_none(),
        "nobody stays signed in"
    );
    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let attended: Vec<_> = sessions.as_array().unwrap().iter().collect();
    assert_eq!(
        attended.len(),
        2,
        "one enrolment, one vouching: {attended:?}"
    );
    assert_eq!(attended[0]["source"], "attended");
    assert_eq!(attended[0]["reason"], "vouched");
    assert_eq!(attended[0]["operator"], FRONT_DESK.name);
    let id = attended[0]["id"].as_str().unwrap();
    let shown = kiosk
        .site
        .run_as(REVIEWER, &["sessions", "show", id])
        .expect(0);
    assert_eq!(shown["vouch_reason"], "Face is covered", "{shown}");
}

#[test]
fn who_is_signed_in_without_the_role_vouches_for_nobody() {
    let mut kiosk = with_a_pin();
    kiosk.press("Other ways");
    kiosk.press("Somebody who knows me");
    kiosk.write("Name", REVIEWER.name);
    kiosk.write_secret("Password", REVIEWER.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("What would you like to do?");
    assert!(!kiosk.shows("Before you vouch"));
}

#[test]
fn a_badge_shut_by_failures_says_who_opens_it_and_that_does() {
    let mut kiosk = with_a_pin();
    fail_often(&kiosk.site, "10427");
    open_pin(&mut kiosk);
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", PIN);
    kiosk.finish("Verify me");
    kiosk.sees("An administrator has to look at this badge first.");
    kiosk.press("Not now");
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("People");
    kiosk.press_line("Eileen Collins");
    kiosk.sees("Switched off by itself: too many tries with this badge failed.");
    kiosk.press("Switch on");
    kiosk.sees("This person can verify again.");
    assert!(!kiosk.shows("Switched off by itself"));
    kiosk.press("Back");
    kiosk.press("Sign out");
    open_pin(&mut kiosk);
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", PIN);
    kiosk.finish("Verify me");
    kiosk.sees("Welcome, Eileen.");
}

/// The fiftieth failure in a row against a claim.
fn fail_often(site: &Site, badge: &str) {
    block_on(async {
        let store = store(site).await;
        let badge: Badge = badge.parse().unwrap();
        let person = store.person_by_badge(&badge).await.unwrap().unwrap();
        let claim = AttemptKey::Claim(badge);
        let refused = session(SessionKind::Verification, wall_clock().0);
        let fifty = AttemptCount {
            failures_in_row: 50,
            paused_until: None,
        };
        let record = SessionRecord {
            session: &refused,
            attempts: Some(Attempt {
                key: &claim,
                after: &|_| Some(fifty),
                disable: Some((person.id, |count| count.failures_in_row >= 50)),
            }),
        };
        store.record_session(&record).await.unwrap();
        store.close().await;
    });
}

#[test]
fn a_page_that_nobody_uses_goes_home_and_speaks_the_sites_language_again() {
    let mut kiosk = with_a_pin();
    kiosk.press("English");
    kiosk.press("Español");
    kiosk.sees("Andere Wege");
    kiosk.press("Andere Wege");
    kiosk.press("Ausweis und PIN");
    kiosk.type_text("104");
    kiosk.pass(45.0);
    assert!(kiosk.shows("PIN"), "there is time to look for the badge");
    kiosk.pass(16.0);
    kiosk.sees("Other ways");
    kiosk.press("Other ways");
    kiosk.press("Badge and PIN");
    assert_eq!(kiosk.value("Badge number"), "", "what was typed is gone");
}

#[test]
fn held_keys_ask_once() {
    let mut kiosk = with_a_pin();
    open_pin(&mut kiosk);
    kiosk.write("Badge number", "10427");
    kiosk.write_secret("PIN", "204618");
    kiosk.hold(Key::Enter);
    kiosk.sees("2 tries left.");
    kiosk.rest();
    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    assert_eq!(sessions.as_array().unwrap().len(), 2, "{sessions}");
    assert!(
        kiosk.shows("2 tries left."),
        "Enter isn't the next answer, too"
    );
}
