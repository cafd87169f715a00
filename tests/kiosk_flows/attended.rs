//! Who can't turn the head: an operator stays beside them.

use std::time::Duration;

use eframe::egui::accesskit::Role;

use crate::enrolment::{agree_and_start, alone, before, captured};
use crate::hands::Hands;
use crate::support::{FRONT_DESK, Head, REVIEWER, Site, is_set_up};

/// A capture takes some 15 s; others may use the processor meanwhile.
const CAPTURE: Duration = Duration::from_secs(120);

#[test]
fn who_cannot_turn_the_head_is_enrolled_and_verifies_beside_the_front_desk() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    for hands in Hands::before_the_camera(Hands::Keys) {
        is_attended(hands);
    }
}

fn is_attended(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = before(Head::First, Site::with_operators());
    kiosk.hands = hands;
    kiosk.sign_in(FRONT_DESK);
    kiosk.press_line("Enrol a person");
    kiosk.write("Badge number", "10427");
    kiosk.write("Full name", "Eileen Collins");
    kiosk.sees("This badge is free.");
    kiosk.click(Role::CheckBox, "Can't turn the head");
    assert!(kiosk.is_grey("Next: consent"), "a reason is asked for");
    kiosk.write("Why they can't", "A stiff neck");
    kiosk.finish("Next: consent");
    kiosk.sees("I have read this and agree.");
    agree_and_start(&mut kiosk);
    captured(&mut kiosk, "Eileen is enrolled.", agree_and_start);
    kiosk.press("Done");
    kiosk.press("Sign out fred.desk");

    // Later somebody of the front desk stays beside them.
    kiosk.hands = hands.next().next();
    kiosk.press("Other ways");
    kiosk.press("With the front desk beside me");
    kiosk.write("Name", FRONT_DESK.name);
    kiosk.write_secret("Password", FRONT_DESK.password);
    kiosk.finish("Sign in");
    kiosk.sees("Stay beside somebody");
    kiosk.write("Badge number", "10427");
    kiosk.sees("Eileen Collins");
    kiosk.press("Can't turn the head");
    kiosk.sees("Choose what helps them.");
    kiosk.click(Role::RadioButton, "Blink and open the mouth");
    kiosk.press("Start");
    kiosk.sees_within(CAPTURE, "Welcome, Eileen.");
    kiosk.pass(7.0);
    assert!(
        kiosk.snapshot().operator.is_none(),
        "nobody stays signed in"
    );

    let sessions = kiosk.site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let (verified, enrolled) = (&sessions[0], &sessions[1]);
    assert_eq!(verified["decision"], "verified", "{verified}");
    for session in [verified, enrolled] {
        let id = session["id"].as_str().unwrap();
        let shown = kiosk
            .site
            .run_as(REVIEWER, &["sessions", "show", id])
            .expect(0);
        assert_eq!(shown["operator"], FRONT_DESK.name, "{shown}");
        // Depth wasn't measured, and it doesn't say that it was.
        assert_eq!(shown["liveness"]["outcome"], "attended", "{shown}");
        assert_eq!(shown["liveness"]["p"], serde_json::Value::Null, "{shown}");
    }
}
