//! Enrolling and verifying before a recording, through the real face analysis.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use eframe::egui::{Key, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable;
use secure_biometric::camera::CameraId;
use secure_biometric::domain::{SessionKind, Signature};
use secure_biometric::kiosk::NOTICE_VERSION;
use secure_biometric::pipeline::Activity;

use crate::hands::Hands;
use crate::kiosk::{Kiosk, Sees};
use crate::made_up::block_on;
use crate::rows::{Rows, differing, rows, store};
use crate::support::{ADMINISTRATOR, FRONT_DESK, Head, REVIEWER, Site, is_set_up};

/// A capture takes some 15 s; others may use the processor meanwhile.
const CAPTURE: Duration = Duration::from_secs(120);

/// Who follows a camera in real time has the machine alone: two engines on two
/// processors see too few frames of a turn.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn before(head: Head, site: Site) -> Kiosk {
    let folder = head.folder();
    Kiosk::before(site, Sees::Recording(&folder), vec2(1280.0, 800.0))
}

/// From the staff's page to the consent.
fn identify(kiosk: &mut Kiosk, badge: &str, name: &str) {
    kiosk.press_line("Enrol a person");
    kiosk.write("Badge number", badge);
    kiosk.write("Full name", name);
    kiosk.sees("This badge is free.");
    kiosk.finish("Next: consent");
    kiosk.sees("I have read this and agree.");
}

/// Signs with a mouse or a finger.
fn sign(kiosk: &mut Kiosk, pad: &str) {
    let pad = kiosk
        .window()
        .get_by_role_and_label(Role::Canvas, pad)
        .rect();
    let mut at = pad.left_center() + vec2(40.0, 0.0);
    let mut line = vec![at];
    for step in 0..8 {
        at += vec2(30.0, if step % 2 == 0 { 40.0 } else { -40.0 });
        line.push(at);
    }
    kiosk.draw(&line);
}

pub fn agree_and_start(kiosk: &mut Kiosk) {
    agree_as(kiosk, "Eileen Collins");
}

fn agree_as(kiosk: &mut Kiosk, name: &str) {
    kiosk.read_on();
    kiosk.click(Role::CheckBox, "I have read this and agree.");
    if kiosk.hands == Hands::Keys {
        kiosk.press("Type instead");
        kiosk.write("Your full name, as your signature", name);
    } else {
        sign(kiosk, "Pad to sign on with a finger or a mouse");
        kiosk.sees("Signed.");
    }
    kiosk.press("Start the capture");
    kiosk.sees("Quality of this pose");
}

fn agree_in_german(kiosk: &mut Kiosk) {
    kiosk.read_on();
    let agreed = "Ich habe das gelesen und bin einverstanden.";
    kiosk.click(Role::CheckBox, agreed);
    if kiosk.hands == Hands::Keys {
        kiosk.press("Lieber tippen");
        kiosk.write("Ihr voller Name als Unterschrift", "Eileen Collins");
    } else {
        sign(kiosk, "Feld zum Unterschreiben mit Finger oder Maus");
        kiosk.sees("Unterschrieben.");
    }
}

/// Waits for the end of a capture. On a busy machine the camera's frames may
/// come too late to see a turn by; then once more, with another consent, as
/// people do.
#[track_caller]
pub fn captured(kiosk: &mut Kiosk, end: &str, agree: impl Fn(&mut Kiosk)) {
    for _ in 0..3 {
        kiosk.wait(CAPTURE, end, |kiosk| {
            kiosk.shows(end) || kiosk.shows("Try again")
        });
        if kiosk.shows(end) {
            return;
        }
        eprintln!("{end}: once more after {:#?}", kiosk.labels());
        kiosk.press("Try again");
        // In the language that the person reads.
        let words = ["This badge is free.", "Dieser Ausweis ist frei."];
        kiosk.wait(CAPTURE, "the form", |kiosk| {
            words.iter().any(|words| kiosk.shows(words))
        });
        kiosk.press(if kiosk.shows(words[0]) {
            "Next: consent"
        } else {
            "Weiter: Einwilligung"
        });
        agree(kiosk);
    }
    panic!("{end}: not in three captures");
}

fn poses(kiosk: &Kiosk) -> usize {
    match &kiosk.snapshot().activity {
        Activity::Capturing { view, .. } => view.poses_done.len(),
        _ => 0,
    }
}

#[test]
fn a_person_is_enrolled_looked_at_given_a_look_and_verifies() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    // Whoever enrols, adds a look and verifies uses something else.
    for hands in Hands::before_the_camera(Hands::Mouse) {
        enrols_and_verifies(hands);
    }
}

fn enrols_and_verifies(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = before(Head::First, Site::with_operators());
    kiosk.hands = hands;
    kiosk.sign_in(FRONT_DESK);
    identify(&mut kiosk, "10427", "Eileen Collins");
    // Nobody agrees to what they haven't seen the end of.
    kiosk.sees("The notice goes on: it is read to its end first.");
    kiosk.press("Read on");
    kiosk.read_on();
    kiosk.sees("Read to its end.");
    kiosk.click(Role::CheckBox, "I have read this and agree.");
    kiosk.press("Deutsch");
    agree_in_german(&mut kiosk);
    if hands == Hands::Mouse {
        kiosk.double_click("Aufnahme beginnen");
    } else {
        kiosk.press("Aufnahme beginnen");
    }
    // The operator's words stay; the person's are theirs.
    kiosk.sees("Quality of this pose");
    kiosk.wait(CAPTURE, "a second pose", |kiosk| poses(kiosk) == 2);
    let pictures = kiosk.snapshot().enrolment.clone().unwrap();
    assert!(pictures.poses.iter().all(|pose| pose.picture.is_some()));
    captured(&mut kiosk, "Eileen is enrolled.", |kiosk| {
        agree_in_german(kiosk);
        kiosk.press("Aufnahme beginnen");
    });
    kiosk.sees("Quality passport");
    let after = kiosk.snapshot().enrolment.clone().unwrap();
    assert_eq!(after.poses.len(), 5);
    assert!(after.poses.iter().all(|pose| pose.picture.is_none()));
    kiosk.press("Done");
    let consent = block_on(async {
        let store = store(&kiosk.site).await;
        let person = store.person_by_badge(&"10427".parse().unwrap()).await;
        store
            .consent(person.unwrap().unwrap().id)
            .await
            .unwrap()
            .unwrap()
    });
    assert_eq!(consent.notice_version, NOTICE_VERSION);
    assert_eq!(consent.language, "de");
    let drawn = matches!(consent.signature, Some(Signature::Drawn(_)));
    assert_eq!(drawn, hands != Hands::Keys);

    // Another look, from the person's page.
    kiosk.hands = hands.next();
    kiosk.press("Staff");
    kiosk.press_line("People");
    kiosk.press_line("Eileen Collins");
    kiosk.sees("5 templates, 1 of 4 looks");
    kiosk.press("Add a look");
    kiosk.press("In another light");
    kiosk.press("Start the capture");
    kiosk.sees_within(CAPTURE, "The look is added, Eileen.");
    kiosk.press("Done");
    kiosk.sees("10 templates, 2 of 4 looks");

    // They verify, without a badge and with it.
    kiosk.hands = hands.next().next();
    kiosk.leave("Back");
    kiosk.sees("What would you like to do?");
    kiosk.strike(Key::Escape);
    kiosk.press("Verify me");
    kiosk.sees_within(CAPTURE, "Welcome, Eileen.");
    // The next one scans before that has gone.
    scan_until_welcome(&mut kiosk);
    kiosk.pass(7.0);
    kiosk.sees("Verify me");
    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let sessions = sessions.as_array().unwrap().iter();
    let reasons: Vec<&str> = sessions
        .filter(|one| one["decision"] == "verified")
        .map(|one| one["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["matched", "matched", "enrolled", "enrolled"]);
}

/// Scans a badge and verifies. On a busy machine the camera's frames may come
/// too late to see a turn by; then once more, as people do.
fn scan_until_welcome(kiosk: &mut Kiosk) {
    for _ in 0..3 {
        kiosk.scan("10427");
        kiosk.sees_within(CAPTURE, "Badge 10427");
        kiosk.wait(CAPTURE, "an end", |kiosk| {
            kiosk.shows("Welcome, Eileen.") || kiosk.shows("Verify me") || kiosk.shows("Try again")
        });
        if kiosk.shows("Welcome, Eileen.") {
            return;
        }
        let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
        eprintln!("scanned once more after {}", sessions[0]);
    }
    panic!("not welcomed in three scans");
}

/// Enrols from the staff's page as far as asked. On a busy machine the camera's
/// frames may come too late to see a turn by; then once more, with what that
/// left, its session, as what is there.
fn enrol_until(kiosk: &mut Kiosk, there: &mut Rows, what: &str, so_far: impl Fn(&Kiosk) -> bool) {
    for _ in 0..3 {
        identify(kiosk, "10427", "Eileen Collins");
        agree_and_start(kiosk);
        kiosk.wait(CAPTURE, what, |kiosk| {
            so_far(kiosk) || kiosk.shows("Not now")
        });
        if so_far(kiosk) {
            return;
        }
        eprintln!("{what}: once more");
        kiosk.press("Not now");
        kiosk.press("Staff");
        // A hint about that session's frames comes later.
        loop {
            *there = rows(&kiosk.site.data());
            std::thread::sleep(std::time::Duration::from_secs(2));
            if differing(there, &rows(&kiosk.site.data())).is_empty() {
                break;
            }
        }
    }
    panic!("{what}: not in three enrolments");
}

#[test]
fn leaving_an_enrolment_anywhere_keeps_nothing() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    let mut kiosk = before(Head::First, Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    let mut untouched = rows(&kiosk.site.data());
    let check = |kiosk: &Kiosk, untouched: &_, about: &str| {
        let differs = differing(untouched, &rows(&kiosk.site.data()));
        assert!(differs.is_empty(), "{about}: {differs:?}");
    };
    // In the form, and under the notice.
    identify(&mut kiosk, "10427", "Eileen Collins");
    kiosk.strike(Key::Escape);
    assert_eq!(kiosk.value("Full name"), "Eileen Collins", "one step back");
    kiosk.press("Cancel");
    kiosk.sees("What would you like to do?");
    check(&kiosk, &untouched, "the form");
    for (at, by_key) in [(0, false), (2, true), (4, false)] {
        let what = format!("{at} poses");
        enrol_until(&mut kiosk, &mut untouched, &what, |kiosk| {
            poses(kiosk) >= at
        });
        if by_key {
            kiosk.strike(Key::Escape);
        } else {
            kiosk.press("Stop and discard");
        }
        // Where it was begun.
        kiosk.sees("What would you like to do?");
        check(&kiosk, &untouched, &what);
        assert!(kiosk.snapshot().enrolment.is_none());
        assert!(kiosk.snapshot().analysed.is_none());
    }
    // When everything has been taken and they verify once.
    let verifying_back = |kiosk: &Kiosk| match &kiosk.snapshot().activity {
        Activity::Capturing { view, .. } => view.verifying_back,
        _ => false,
    };
    enrol_until(&mut kiosk, &mut untouched, "verifying back", verifying_back);
    kiosk.strike(Key::Escape);
    kiosk.sees("What would you like to do?");
    check(&kiosk, &untouched, "verifying back");
    let people = kiosk
        .site
        .run_as(ADMINISTRATOR, &["people", "list"])
        .expect(0);
    assert_eq!(people.as_array().unwrap().len(), 0);
}

#[test]
fn an_enrolment_that_a_crash_interrupts_is_told_until_somebody_has_read_it() {
    const TOLD: &str = "An enrolment was interrupted.";
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    let mut kiosk = before(Head::First, Site::with_operators());
    kiosk.sign_in(FRONT_DESK);
    identify(&mut kiosk, "10427", "Eileen Collins");
    agree_and_start(&mut kiosk);
    kiosk.wait(CAPTURE, "a pose", |kiosk| poses(kiosk) >= 1);
    // What is on the disk in this moment is all that a crash leaves.
    let crashed = kiosk.site.copy();
    drop(kiosk);

    // Started twice before anybody of the staff comes by.
    let kiosk = Kiosk::open(crashed);
    assert!(!kiosk.shows(TOLD), "it is for the staff");
    let mut kiosk = Kiosk::open(kiosk.close());
    kiosk.sign_in(FRONT_DESK);
    kiosk.sees(TOLD);
    kiosk.press("Understood");
    let site = kiosk.close();
    let people = site.run_as(ADMINISTRATOR, &["people", "list"]).expect(0);
    assert_eq!(people.as_array().unwrap().len(), 0);
    let mut kiosk = Kiosk::open(site);
    kiosk.sign_in(FRONT_DESK);
    assert!(!kiosk.shows(TOLD), "it was read");
}

#[test]
fn without_the_analysis_an_enrolment_says_so_soon_and_keeps_nothing() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    let folder = Head::First.folder();
    let sees = Sees::Unanalysed(&folder);
    let mut kiosk = Kiosk::before(Site::with_operators(), sees, vec2(1280.0, 800.0));
    kiosk.sign_in(FRONT_DESK);
    identify(&mut kiosk, "10427", "Eileen Collins");
    kiosk.read_on();
    kiosk.click(Role::CheckBox, "I have read this and agree.");
    sign(&mut kiosk, "Pad to sign on with a finger or a mouse");
    kiosk.sees("Signed.");
    kiosk.press("Start the capture");
    let soon = Duration::from_secs(20);
    kiosk.sees_within(soon, "The face analysis stopped meanwhile.");
    let people = kiosk
        .site
        .run_as(ADMINISTRATOR, &["people", "list"])
        .expect(0);
    assert_eq!(people.as_array().unwrap().len(), 0);
}

#[test]
fn who_is_enrolled_already_is_held_until_an_administrator_decides() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    for hands in Hands::before_the_camera(Hands::Finger) {
        holds_who_is_enrolled(hands);
    }
}

fn holds_who_is_enrolled(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = before(Head::FirstLater, Site::with_person());
    kiosk.hands = hands;
    kiosk.sign_in(FRONT_DESK);
    identify(&mut kiosk, "20001", "Another Name");
    agree_as(&mut kiosk, "Another Name");
    captured(&mut kiosk, "Held: an administrator decides.", |kiosk| {
        agree_as(kiosk, "Another Name");
    });
    assert!(
        !kiosk.shows("Quillworthy"),
        "whom they look like isn't told"
    );
    kiosk.press("People");
    kiosk.press("Held (1)");
    kiosk.press_line("Another Name");
    kiosk.sees("Held: an administrator decides whether this person can verify.");
    kiosk.press("Back");
    kiosk.press("Sign out");
    kiosk.sees("Staff sign-in");
    kiosk.scan("20001");
    kiosk.sees("Your access is switched off.");
    kiosk.press("Not now");
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("People");
    kiosk.press_line("Another Name");
    kiosk.sees("Looks very much like Philippa Quillworthy");
}

#[test]
fn a_window_is_made_smaller_and_its_language_switched_in_mid_capture() {
    if !is_set_up() {
        return;
    }
    // Made before anybody stands there: it takes its time.
    let another = Head::Second.folder();
    let _alone = alone();
    let mut kiosk = before(Head::First, Site::with_person());
    kiosk.hands = Hands::Finger;
    kiosk.press("Verify me");
    kiosk.sees("Step 1 of");
    for (width, height) in [
        (1024.0, 720.0),
        (1920.0, 1080.0),
        (320.0, 200.0),
        (1280.0, 800.0),
    ] {
        kiosk.window().set_size(vec2(width, height));
        kiosk.rest();
    }
    let capturing = |kiosk: &Kiosk| {
        matches!(&kiosk.snapshot().activity, Activity::Capturing { kind, .. }
            if *kind == SessionKind::Verification)
    };
    assert!(capturing(&kiosk) || kiosk.shows("Welcome"));
    kiosk.sees_within(CAPTURE, "Welcome, Philippa.");
    kiosk.strike(Key::Enter);
    kiosk.sees("Verify me");
    // Another camera in mid-capture ends it, and says so.
    kiosk.press("Verify me");
    kiosk.sees("Step 1 of");
    kiosk.pipeline.use_camera(CameraId::Recording(another));
    kiosk.sees("The camera was changed meanwhile.");
}
