//! People who are enrolled: found, looked at, given a PIN, switched off,
//! approved, removed.

use eframe::egui::{Key, Modifiers};
use secure_biometric::domain::PersonState;

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::rows::{differing, put, rows};
use crate::support::{ADMINISTRATOR, FRONT_DESK, Site};

const LONG: &str = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley-Warner of Upper Wolverhampton and Lower Slaughter, the Younger, MA";

fn peopled() -> Kiosk {
    peopled_by(Hands::Mouse)
}

/// The same, by whoever uses these.
fn peopled_by(hands: Hands) -> Kiosk {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    put(&site, "10428", "Ángel Núñez", PersonState::Held);
    put(&site, "10429", "Zoë 🦊 O'Neil", PersonState::Active);
    put(&site, "10430", "محمد بن سلمان", PersonState::Active);
    put(&site, "10431", LONG, PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk
}

#[test]
fn people_are_found_by_typing_and_by_arrow_keys() {
    for hands in Hands::ALL {
        finds(hands);
    }
}

fn finds(hands: Hands) {
    let mut kiosk = peopled_by(hands);
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("People");
    kiosk.sees("5 of 5");
    for (typed, found) in [
        ("núñ", "1 of 5"),
        ("🦊", "1 of 5"),
        ("محمد", "1 of 5"),
        ("1043", "2 of 5"),
        ("nobody at all", "0 of 5"),
        ("department-canary", "5 of 5"),
    ] {
        kiosk.write("Search by name, badge or department", typed);
        kiosk.sees(found);
    }
    kiosk.write("Search by name, badge or department", "coll");
    kiosk.sees("1 of 5");
    // Enter opens the first.
    kiosk.strike(Key::Enter);
    kiosk.sees("canary@example.org");
    kiosk.sees("Typed: Eileen Collins");
    kiosk.write("Search by name, badge or department", "");
    kiosk.press("Held (1)");
    kiosk.sees("1 of 5");
    kiosk.leave("Back");
    kiosk.sees("What would you like to do?");
}

#[test]
fn an_administrator_approves_switches_off_and_on_and_removes() {
    for hands in Hands::ALL {
        approves_and_removes(hands);
    }
}

fn approves_and_removes(hands: Hands) {
    let mut kiosk = peopled_by(hands);
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("People");
    kiosk.press_line("Ángel Núñez");
    kiosk.confirm("Let verify");
    kiosk.sees("This person can verify now.");
    kiosk.press("Understood");
    kiosk.press_line("Eileen Collins");
    kiosk.confirm("Switch off");
    kiosk.sees("This person can't verify any more.");
    kiosk.press("Understood");
    kiosk.press("Switch on");
    kiosk.sees("This person can verify again.");
    kiosk.press("Understood");
    kiosk.press("Remove …");
    kiosk.sees("Remove Eileen Collins for good?");
    kiosk.press("They asked for it");
    kiosk.write("Second operator's name", ADMINISTRATOR.name);
    kiosk.write_secret("Second operator's password", ADMINISTRATOR.password);
    kiosk.write("Type 10427 to confirm", "10428");
    kiosk.strike(Key::Enter);
    kiosk.sees("That isn't this person's badge.");
    kiosk.write("Type 10427 to confirm", "10427");
    kiosk.finish("Remove for good");
    kiosk.sees("The second operator must be another one than you.");
    // What was typed stays, but for the password, which the cursor waits for.
    assert_eq!(kiosk.value("Type 10427 to confirm"), "10427");
    kiosk.write("Second operator's name", FRONT_DESK.name);
    kiosk.strike(Key::Enter);
    kiosk.sees("A second operator has to agree.");
    kiosk.type_text(FRONT_DESK.password);
    kiosk.finish("Remove for good");
    kiosk.sees("Removed. Nothing of their face is left.");
    kiosk.sees("The signed receipt: ");
    let receipts = std::fs::read_dir(kiosk.site.path("exports")).unwrap();
    assert_eq!(receipts.count(), 1);
    kiosk.sees("4 of 4");
    let people = kiosk
        .site
        .run_as(ADMINISTRATOR, &["people", "list"])
        .expect(0);
    assert_eq!(people.as_array().unwrap().len(), 4);
}

#[test]
fn the_longest_name_and_other_scripts_stand_where_they_should() {
    let mut kiosk = peopled();
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("People");
    for name in [LONG, "Zoë 🦊 O'Neil", "محمد بن سلمان"] {
        kiosk.press_line(name);
        kiosk.sees(name);
        kiosk.press("Remove …");
        kiosk.sees(&format!("Remove {name} for good?"));
        kiosk.strike(Key::Escape);
        kiosk.sees("Set a PIN");
    }
}

#[test]
fn the_front_desk_gives_a_pin_that_cannot_be_guessed() {
    for hands in Hands::ALL {
        gives_a_pin(hands);
    }
}

fn gives_a_pin(hands: Hands) {
    let mut kiosk = peopled_by(hands);
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("People");
    kiosk.press_line("Eileen Collins");
    kiosk.press("Set a PIN");
    let before = rows(&kiosk.site.data());
    for (pin, said) in [
        ("12345", "A PIN is 6 to 12 digits."),
        ("2046172046172", "A PIN is 6 to 12 digits."),
        ("20461x", "A PIN is 6 to 12 digits."),
        ("123456", "Too easy to guess"),
        ("777777", "Too easy to guess"),
    ] {
        kiosk.write_secret("New PIN", pin);
        kiosk.write_secret("The PIN once more", pin);
        kiosk.sees(said);
        kiosk.strike(Key::Enter);
    }
    kiosk.write_secret("New PIN", "204617");
    kiosk.write_secret("The PIN once more", "204618");
    kiosk.sees("That differs from the first.");
    kiosk.strike(Key::Enter);
    assert!(differing(&before, &rows(&kiosk.site.data())).is_empty());
    // The cursor is where it must be typed again.
    kiosk
        .window()
        .key_press_modifiers(Modifiers::COMMAND, Key::A);
    kiosk.type_text("204617");
    kiosk.finish("Keep this PIN");
    kiosk.sees("The PIN is kept.");
    // Their page is back, and what was said goes with the next thing done.
    kiosk.sees("Add a look");
    kiosk.press("Add a look");
    assert!(!kiosk.shows("The PIN is kept."));
    kiosk.leave("Cancel");
    // A PIN goes with the person's next version.
    let traces = ["audit", "audit_head", "people", "people_changes", "pins"];
    assert_eq!(differing(&before, &rows(&kiosk.site.data())), traces);
}

#[test]
fn a_consent_is_written_to_a_file_that_can_be_checked() {
    for hands in Hands::ALL {
        writes_a_consent(hands);
    }
}

fn writes_a_consent(hands: Hands) {
    let mut kiosk = peopled_by(hands);
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("People");
    kiosk.press_line("Eileen Collins");
    kiosk.press("Consent to a file");
    kiosk.press("Write the file");
    kiosk.sees("The consent is in ");
    let written = std::fs::read_dir(kiosk.site.path("exports")).unwrap();
    let written: Vec<_> = written.map(|file| file.unwrap().path()).collect();
    let [file] = &written[..] else {
        panic!("{written:?}");
    };
    let page = std::fs::read_to_string(file).unwrap();
    assert!(page.contains("Eileen Collins"), "{page}");
    let check = ["people", "check-consent", file.to_str().unwrap()];
    kiosk.site.run(&check).expect(0);
}
