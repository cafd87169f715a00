//! Enrolling and people at the window, by mouse, finger and keyboard: what is
//! asked, what is sent, and what isn't shown to whom.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::{self, Decision, Reason, Signature};
use secure_biometric::kiosk::NOTICE_VERSION;
use secure_biometric::pipeline::{Intent, PeopleIntent};

use crate::opened::{Opened, press, showing, strike, write};
use crate::people::asked;
use crate::scenes::Stage;
use crate::scenes::people::{badge, ended, signed_in};

const DESK: domain::Role = domain::Role::FrontDesk;

/// The form with somebody typed in, and the badge free.
fn identified() -> (Stage, Opened) {
    let (stage, mut window) = showing(signed_in(DESK));
    press(&mut window, "Enrol a person");
    write(&mut window, "Badge number", "10427");
    write(&mut window, "Full name", "Eileen Collins");
    stage.show(badge(signed_in(DESK), "10427", false));
    window.run_steps(3);
    (stage, window)
}

fn enrolment_sent(stage: &Stage) -> Option<Intent> {
    let mut sent = stage.sent();
    sent.retain(|intent| matches!(intent, Intent::Enrol { .. }));
    sent.pop()
}

/// Draws a line from `from` in steps of a finger's speed.
fn draw(window: &mut Opened, from: Pos2, steps: &[[f32; 2]]) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let mut at = from;
    window.event(Event::PointerMoved(at));
    window.event(button(at, true));
    window.run_steps(1);
    for [dx, dy] in steps {
        at += vec2(*dx, *dy);
        window.event(Event::PointerMoved(at));
        window.run_steps(1);
    }
    window.event(button(at, false));
    window.run_steps(2);
}

#[test]
fn a_badge_is_asked_about_while_it_is_typed() {
    let (stage, mut window) = showing(signed_in(DESK));
    press(&mut window, "Enrol a person");
    stage.sent();
    write(&mut window, "Badge number", "10427");
    window.run_steps(3);
    let expected = PeopleIntent::CheckBadge("10427".parse().unwrap());
    assert_eq!(asked(&stage), std::slice::from_ref(&expected), "once");
    window.get_by_label("Looking whether the badge is free …");
    stage.show(badge(signed_in(DESK), "10427", true));
    window.run_steps(2);
    window.get_by_label("Somebody has this badge already.");
    write(&mut window, "Full name", "Eileen Collins");
    strike(&mut window, Key::Enter);
    window.get_by_label("The badge must be a free one.");
    stage.show(badge(signed_in(DESK), "10427", false));
    window.run_steps(2);
    window.get_by_label("This badge is free.");
    write(&mut window, "E-mail", "e.collins");
    window.get_by_label("An address looks like name@example.org.");
    window.get_by_label("E-mail or department isn't right yet.");
    assert!(window.query_by_label("Start the capture").is_none());
}

/// Pages to the end of the notice.
pub fn read_on(window: &mut Opened) {
    for _ in 0..6 {
        strike(window, Key::PageDown);
    }
    window.run_steps(4);
}

#[test]
fn a_person_agrees_and_signs_with_a_finger() {
    let (stage, mut window) = identified();
    press(&mut window, "Next: consent");
    // Ticking does nothing before the end of the notice was in view.
    window.get_by_label("The notice goes on: it is read to its end first.");
    window.get_by_label("I have read this and agree.").click();
    window.run_steps(2);
    press(&mut window, "Read on");
    read_on(&mut window);
    window.get_by_label("Read to its end.");
    window.get_by_label("The person has to agree first.");
    window.get_by_label("I have read this and agree.").click();
    window.run_steps(2);
    window.get_by_label("The signature is missing.");
    let pad = window
        .get_by_role_and_label(Role::Canvas, "Pad to sign on with a finger or a mouse")
        .rect();
    // A tap, then a slip: too little ink.
    draw(&mut window, pad.center(), &[[6.0, 0.0]]);
    window.get_by_label("A little more: sign with the whole name.");
    strike(&mut window, Key::Enter);
    assert!(enrolment_sent(&stage).is_none());
    draw(
        &mut window,
        pad.left_center() + vec2(40.0, 0.0),
        &[[30.0, -40.0]; 3],
    );
    window.get_by_label("Signed.");
    press(&mut window, "Clear");
    assert!(window.query_by_label("Signed.").is_none());
    draw(
        &mut window,
        pad.left_center() + vec2(40.0, 0.0),
        &[[60.0, 20.0]; 5],
    );
    press(&mut window, "Start the capture");
    let Some(Intent::Enrol {
        badge,
        name,
        contact,
        consent,
        allowed,
    }) = enrolment_sent(&stage)
    else {
        panic!("nothing was sent");
    };
    assert_eq!(allowed, None);
    assert_eq!((badge.as_str(), name.as_str()), ("10427", "Eileen Collins"));
    assert_eq!(contact, domain::Contact::default());
    assert_eq!(consent.notice_version, NOTICE_VERSION);
    assert_eq!(consent.language, "en");
    assert!(consent.given_at.0 > 0);
    let Some(Signature::Drawn(drawing)) = consent.signature else {
        panic!("it was drawn");
    };
    assert_eq!(drawing.strokes().len(), 1);
}

#[test]
fn a_person_reads_signs_and_agrees_in_their_language_by_keyboard() {
    let (stage, mut window) = identified();
    write(&mut window, "Department", "Engineering");
    strike(&mut window, Key::Enter);
    read_on(&mut window);
    window.get_by_label("I have read this and agree.").click();
    window.run_steps(2);
    press(&mut window, "Deutsch");
    // They agreed to what they had read before, which was another text.
    window.get_by_label("Der Hinweis geht weiter: Er wird zuerst bis zum Ende gelesen.");
    let on = "Weiterlesen";
    window.get_by_role_and_label(Role::Button, on).focus();
    window.run_steps(2);
    while window.query_by_label(on).is_some() {
        strike(&mut window, Key::Space);
        window.run_steps(4);
    }
    // What led to the end has gone; the keys go on with what comes next.
    window.get_by_label("Zuerst muss die Person einverstanden sein.");
    strike(&mut window, Key::Space);
    press(&mut window, "Lieber tippen");
    let field = "Ihr voller Name als Unterschrift";
    write(&mut window, field, "Eileen");
    window.get_by_label("Es muss der Name sein, der registriert wird.");
    write(&mut window, field, " Collins");
    strike(&mut window, Key::Enter);
    let Some(Intent::Enrol {
        contact, consent, ..
    }) = enrolment_sent(&stage)
    else {
        panic!("nothing was sent");
    };
    assert_eq!(contact.department.unwrap().as_str(), "Engineering");
    assert_eq!(consent.language, "de");
    assert!(matches!(consent.signature, Some(Signature::Typed(_))));
}

#[test]
fn stepping_back_takes_agreement_and_signature_back() {
    let (_stage, mut window) = identified();
    press(&mut window, "Next: consent");
    read_on(&mut window);
    window.get_by_label("I have read this and agree.").click();
    window.run_steps(2);
    strike(&mut window, Key::Escape);
    let name = window.get_by_role_and_label(Role::TextInput, "Full name");
    assert_eq!(name.value().unwrap_or_default(), "Eileen Collins");
    press(&mut window, "Next: consent");
    window.get_by_label("The notice goes on: it is read to its end first.");
    read_on(&mut window);
    window.get_by_label("The person has to agree first.");
}

#[test]
fn an_interruption_is_told_until_it_is_read() {
    let mut interrupted = signed_in(DESK);
    interrupted.people.interrupted_enrolment = true;
    let (stage, mut window) = showing(interrupted);
    window.get_by_label_contains("An enrolment was interrupted.");
    press(&mut window, "Understood");
    assert_eq!(asked(&stage), [PeopleIntent::DismissInterrupted]);
    press(&mut window, "Enrol a person");
    window.get_by_label_contains("An enrolment was interrupted.");
}

#[test]
fn a_failed_enrolment_is_tried_again_with_a_new_consent() {
    let (stage, mut window) = identified();
    stage.show(ended(Decision::Inconclusive, Reason::TooDark));
    window.run_steps(3);
    press(&mut window, "Try again");
    stage.show(badge(signed_in(DESK), "10427", false));
    window.run_steps(3);
    press(&mut window, "Next: consent");
    window.get_by_label("The notice goes on: it is read to its end first.");
    read_on(&mut window);
    window.get_by_label("The person has to agree first.");
}
