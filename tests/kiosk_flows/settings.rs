//! Settings: kept, used at once, and said to be.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Key, accesskit::Role};
use secure_biometric::access::Settings;
use secure_biometric::domain::{SessionKind, Timestamp};
use secure_biometric::store::wall_clock;

use crate::enrolment::{alone, before};
use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::made_up::{block_on, session};
use crate::rows::store;
use crate::support::{ADMINISTRATOR, BADGE, Head, REVIEWER, Site, is_set_up};

/// What has the face analysis, or the doctor, in it.
const LONG: Duration = Duration::from_secs(120);

#[test]
fn settings_are_kept_used_at_once_and_said_to_be() {
    for hands in Hands::ALL {
        keeps_settings(hands);
    }
}

fn keeps_settings(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Site and language");
    kiosk.write("Name of this site", &"x".repeat(600));
    kiosk.sees("One line of 1 to 48 characters.");
    assert!(kiosk.value("Name of this site").len() <= 512);
    kiosk.strike(Key::Enter);
    // What is pasted is one line, and nothing of it is unseen.
    kiosk.write("Name of this site", "");
    kiosk.paste("North\r\ngate\u{202e}\u{0}\n");
    assert_eq!(kiosk.value("Name of this site"), "North gate");
    kiosk.write("Name of this site", "Südtor 🦊");
    kiosk.click(Role::RadioButton, "Deutsch");
    kiosk.finish("Save");
    kiosk.sees("Gespeichert");
    kiosk.press("Bild und Ton");
    kiosk.click(Role::Switch, "Große Schrift");
    kiosk.press("Speichern");
    kiosk.sees("Gespeichert");
    kiosk.press("Daten");
    kiosk.press("Kürzer");
    kiosk.press("Speichern");
    kiosk.sees("Gespeichert");
    let (kept, _) = Settings::load(&kiosk.site.data());
    assert_eq!(kept.site_name, "Südtor 🦊");
    assert_eq!((kept.language.as_str(), kept.large_text), ("de", true));
    assert_eq!(kept.retention_days, 60);
    assert_eq!(kiosk.snapshot().desk.settings, Some(Arc::new(kept)));
    // Each of the other pages opens and leaves again.
    for page in [
        "Kamera",
        "Toleranz",
        "Betreuer",
        "Schlüssel, Sicherung",
        "Zentrale",
        "Zustand",
        "Selbsttest",
        "Über",
        "Standort und Sprache",
    ] {
        kiosk.press_line(page);
    }
    // What isn't saved is left behind only on purpose.
    kiosk.press("Daten");
    kiosk.press("Kürzer");
    kiosk.leave("Zurück");
    kiosk.sees("Ohne Speichern verlassen?");
    kiosk.leave("Abbrechen");
    kiosk.sees("Die Änderungen sind noch nicht gespeichert.");
    kiosk.leave("Zurück");
    kiosk.press("Ohne Speichern verlassen");
    kiosk.sees("Einstellungen");
}

#[test]
fn an_administrator_looks_at_the_camera_changes_the_tolerance_and_renews_the_templates() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    let mut kiosk = before(Head::FirstLater, Site::with_person());
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    for hands in Hands::ALL {
        println!("by {hands:?}");
        kiosk.hands = hands;
        kiosk.press("Camera");
        kiosk.sees_within(LONG, "The camera looks straight at the face.");
        kiosk.press("Tolerance");
    }
    for (hands, door) in Hands::ALL
        .into_iter()
        .zip(["back-door", "side-door", "front-door"])
    {
        println!("by {hands:?}");
        kiosk.hands = hands;
        changes_tolerance(&mut kiosk, door);
    }
    kiosk.press("Data");
    kiosk.sees("By the saved settings: 0 sessions, 0 surfaces, 0 people.");
    let renewals = |kiosk: &Kiosk| {
        let entries = kiosk.site.run_as(REVIEWER, &["audit", "list"]).expect(0);
        let entries = entries.as_array().unwrap().clone();
        let renewals = entries
            .iter()
            .filter(|entry| entry["act"] == "templates_renewed");
        renewals.count()
    };
    for (at, hands) in Hands::ALL.into_iter().enumerate() {
        println!("by {hands:?}");
        kiosk.hands = hands;
        kiosk.press("Data");
        kiosk.confirm("Renew all templates");
        kiosk.wait(LONG, "renewed templates", |kiosk| renewals(kiosk) > at);
        kiosk.press("Health");
        kiosk.press("Check now");
        kiosk.wait(LONG, "what the doctor finds", |kiosk| {
            let ends = ["All is well.", "there is some advice.", "needs attention."];
            ends.iter().any(|end| kiosk.shows(end))
        });
    }

    // All of it is in use.
    kiosk.press("Back");
    kiosk.press("To the home screen");
    kiosk.press("Sign out ada.admin");
    kiosk.scan(BADGE);
    kiosk.sees_within(LONG, "Welcome, Philippa.");
    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let id = sessions[0]["id"].as_str().unwrap();
    let shown = kiosk
        .site
        .run_as(REVIEWER, &["sessions", "show", id])
        .expect(0);
    assert_eq!(shown["tolerance"], "front-door", "{shown}");
    let threshold = shown["threshold"].as_f64().unwrap();
    assert!((threshold - 0.67).abs() < 1e-6, "{shown}");
}

/// Takes the strict profile, and makes one of it for that door.
fn changes_tolerance(kiosk: &mut Kiosk, door: &str) {
    kiosk.press("Tolerance");
    kiosk.click(Role::RadioButton, "Strict");
    kiosk.sees("Changes aren't saved yet.");
    kiosk.press("Save");
    kiosk.sees("Saved, and in use.");
    kiosk.press("Change the numbers");
    kiosk.sees("It needs a name and a reason.");
    kiosk.write("Name of the profile", door);
    kiosk.write("Why it is changed", "Figures of October");
    kiosk.press("More: Likeness asked for");
    kiosk.press("Keep as version 1");
    kiosk.click(Role::RadioButton, door);
    kiosk.sees("Figures of October (ada.admin");
    kiosk.press("Save");
    kiosk.sees("Saved, and in use.");
}

#[test]
fn what_is_due_by_a_shorter_time_is_removed_when_it_is_confirmed() {
    for hands in Hands::ALL {
        removes_what_is_due(hands);
    }
}

fn removes_what_is_due(hands: Hands) {
    println!("by {hands:?}");
    const DAY: i64 = 24 * 3600 * 1000;
    let site = Site::with_operators();
    let Timestamp(today) = wall_clock();
    block_on(async {
        let store = store(&site).await;
        let before = |days: i64| session(SessionKind::Verification, today - days * DAY);
        let sessions = [before(1), before(75)];
        store.record_sessions(&sessions).await.unwrap();
        store.close().await;
    });
    let kept = |kiosk: &Kiosk| {
        let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
        sessions.as_array().unwrap().len()
    };
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Data");
    kiosk.sees("By the saved settings: 0 sessions, 0 surfaces, 0 people.");
    kiosk.press("Shorter");
    kiosk.press("Save");
    kiosk.sees("By the saved settings: 1 session, 0 surfaces, 0 people.");
    assert_eq!(kept(&kiosk), 2, "nothing is removed by that alone");
    kiosk.press("Remove what is due");
    kiosk.sees("1 session, 0 surfaces and 0 people go now.");
    kiosk.press("Cancel");
    assert_eq!(kept(&kiosk), 2);
    kiosk.confirm("Remove what is due");
    kiosk.sees("By the saved settings: 0 sessions, 0 surfaces, 0 people.");
    assert_eq!(kept(&kiosk), 1);
}

#[test]
fn a_window_that_opens_remembers_the_time() {
    let before = wall_clock();
    let kiosk = Kiosk::open(Site::with_operators());
    let clock = |at: i64| block_on(async { store(&kiosk.site).await.clock(Timestamp(at)).await });
    assert!(!clock(before.0 + 60_000).unwrap().is_behind());
    assert!(clock(before.0 - 3_600_000).unwrap().is_behind());
}
