//! Operators: added, given another password, disabled; and two of them at once.

use eframe::egui::{Key, accesskit::Role};
use secure_biometric::domain::PersonState;
use secure_biometric::pipeline::WorkStatus;

use crate::hands::Hands;
use crate::kiosk::{Kiosk, PATIENCE};
use crate::rows::put;
use crate::support::{ADMINISTRATOR, REVIEWER, Site};

#[test]
fn two_operators_work_on_one_data_folder_at_once() {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    put(&site, "10428", "Ada Lovelace", PersonState::Active);
    let mut kiosk = Kiosk::open(site);
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("People");
    kiosk.press_line("Ada Lovelace");
    kiosk.sees("Last verified");
    // On the command line somebody else removes the one who is looked at.
    kiosk.site.remove("10428").expect(0);
    kiosk.confirm("Switch off");
    kiosk.sees("Somebody else changed or removed this person meanwhile.");
    // Their page is gone with them.
    kiosk.wait(PATIENCE, "nobody is shown", |kiosk| {
        !kiosk.shows("Last verified")
    });
    kiosk.press("Understood");
    kiosk.sees("Choose somebody from the list.");
    // Both take the same badge: whoever comes second is told, and loses
    // nothing of what was typed.
    kiosk.press("Enrol a person");
    kiosk.write("Badge number", "555");
    kiosk.write("Full name", "Grace Hopper");
    kiosk.sees("This badge is free.");
    kiosk.press("Next: consent");
    kiosk.read_on();
    kiosk.click(Role::CheckBox, "I have read this and agree.");
    kiosk.press("Type instead");
    kiosk.write("Your full name, as your signature", "Grace Hopper");
    put(&kiosk.site, "555", "Somebody Else", PersonState::Active);
    kiosk.press("Start the capture");
    kiosk.sees("Somebody has this badge already.");
    assert_eq!(kiosk.value("Full name"), "Grace Hopper");
}

#[test]
fn an_operator_is_added_given_another_password_and_disabled() {
    for hands in Hands::ALL {
        manages_operators(hands);
    }
}

fn manages_operators(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = Kiosk::open(Site::with_operators());
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Settings");
    kiosk.press("Operators");
    kiosk.sees(REVIEWER.name);
    kiosk.press("Add an operator");
    kiosk.write("Name to sign in with", REVIEWER.name);
    kiosk.click(Role::RadioButton, "Front desk");
    for field in ["Password", "The same password again"] {
        kiosk.write_secret(field, "seventeen green doors");
    }
    kiosk.strike(Key::Enter);
    kiosk.sees("There is an operator of that name already. Choose another name.");
    kiosk.write("Name to sign in with", "new.desk");
    for field in ["Password", "The same password again"] {
        kiosk.write_secret(field, "seventeen green doors");
    }
    if hands == Hands::Mouse {
        kiosk.double_click("Save");
    } else {
        kiosk.finish("Save");
    }
    kiosk.sees("new.desk");
    kiosk.click(Role::RadioButton, "new.desk");
    kiosk.press("Set a password");
    for field in ["Password", "The same password again"] {
        kiosk.write_secret(field, "eighteen yellow doors");
    }
    kiosk.strike(Key::Enter);
    kiosk.sees("Add an operator");
    kiosk.click(Role::RadioButton, "new.desk");
    // A double click is no second thought.
    if hands == Hands::Mouse {
        kiosk.double_click("Disable");
    } else {
        kiosk.press("Disable");
    }
    kiosk.press("Disable");
    kiosk.wait(PATIENCE, "it is done", |kiosk| {
        kiosk.snapshot().desk.work == WorkStatus::Done
    });
    kiosk.rest();
    let said = kiosk.description(Role::RadioButton, "new.desk");
    assert_eq!(said, "Front desk · Disabled");
    // Nobody can lock everybody out.
    kiosk.click(Role::RadioButton, ADMINISTRATOR.name);
    kiosk.confirm("Disable");
    kiosk.sees("This is the last administrator who can sign in.");
    let operators = kiosk.site.run_as(ADMINISTRATOR, &["operators", "list"]);
    let operators = operators.expect(0);
    let new = operators.as_array().unwrap().iter();
    let new: Vec<_> = new.filter(|one| one["name"] == "new.desk").collect();
    assert_eq!((new.len(), &new[0]["disabled"]), (1, &true.into()));
}
