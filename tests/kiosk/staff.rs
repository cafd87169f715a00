//! Enrolling and people at the window, by mouse, finger and keyboard: what is
//! asked, what is sent, and what isn't shown to whom.

use std::sync::Arc;

use eframe::egui::{
    Event, Key, MissingGlyphPolicy, Modifiers, PointerButton, Pos2, Rect, accesskit::Role, pos2,
    vec2,
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use secure_biometric::domain::{
    self, Decision, ErasureReason, LookKind, PersonState, Reason, Secret, Signature,
};
use secure_biometric::kiosk::{KioskApp, KioskOptions, NOTICE_VERSION, ThemeChoice};
use secure_biometric::pipeline::{Intent, PeopleIntent, PeopleNotice, SecondOperator, Snapshot};

use crate::scenes::people::{badge, held, id, list, people, signed_in};
use crate::scenes::{Stage, idle};

const DESK: domain::Role = domain::Role::FrontDesk;
const ADMINISTRATOR: domain::Role = domain::Role::Administrator;
const THEMES: [ThemeChoice; 2] = [ThemeChoice::Light, ThemeChoice::Dark];
const LANGUAGES: [&str; 3] = ["en", "es", "de"];

fn window<'a>(
    stage: &Stage,
    theme: ThemeChoice,
    language: &str,
    size: eframe::egui::Vec2,
) -> Harness<'a, KioskApp> {
    let stage = stage.clone();
    let options = KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: language.to_owned(),
        fullscreen: false,
        theme,
        canonical_face: None,
    };
    let mut window = Harness::builder()
        .with_size(size)
        .build_eframe(move |creation| {
            KioskApp::new(
                &creation.egui_ctx,
                Box::new(stage),
                options,
                jiff::Zoned::now,
            )
        });
    window.run_steps(4);
    window
}

fn showing<'a>(snapshot: Snapshot) -> (Stage, Harness<'a, KioskApp>) {
    let stage = Stage::default();
    stage.show(snapshot);
    let window = window(&stage, ThemeChoice::Light, "en", vec2(1280.0, 800.0));
    (stage, window)
}

fn press(window: &mut Harness<'_, KioskApp>, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(3);
}

fn write(window: &mut Harness<'_, KioskApp>, field: &str, text: &str) {
    let role = Role::TextInput;
    window.get_by_role_and_label(role, field).focus();
    window.run_steps(2);
    window.get_by_role_and_label(role, field).type_text(text);
    window.run_steps(3);
}

fn strike(window: &mut Harness<'_, KioskApp>, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

/// From home to the list of people.
fn open_people(window: &mut Harness<'_, KioskApp>, language: &str) {
    let (staff, people) = match language {
        "es" => ("Personal", "Personas"),
        "de" => ("Personal", "Personen"),
        _ => ("Staff", "People"),
    };
    press(window, staff);
    let tiles = window.query_all_by_role(Role::Button);
    let tile = tiles.into_iter().find(|tile| {
        let label = tile.accesskit_node().label().unwrap_or_default();
        label.starts_with(people)
    });
    tile.unwrap().click();
    window.run_steps(3);
}

fn asked(stage: &Stage) -> Vec<PeopleIntent> {
    let people = |intent| match intent {
        Intent::People(intent) => Some(intent),
        _ => None,
    };
    stage.sent().into_iter().filter_map(people).collect()
}

/// The form with somebody typed in, and the badge free.
fn identified<'a>() -> (Stage, Harness<'a, KioskApp>) {
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
fn draw(window: &mut Harness<'_, KioskApp>, from: Pos2, steps: &[[f32; 2]]) {
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

#[test]
fn fields_hold_any_name_and_refuse_what_is_none() {
    for (name, good) in [
        ("Zoë 🦊 O'Neil", true),
        ("محمد بن سلمان", true),
        (&*"n".repeat(120), true),
        (&*"n".repeat(200), false),
        ("\u{202e}Ada", false),
    ] {
        let (stage, mut window) = showing(signed_in(DESK));
        // The harness would stop at what no face can draw; the window draws a box.
        window
            .ctx
            .set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        press(&mut window, "Enrol a person");
        write(&mut window, "Badge number", "10427");
        stage.show(badge(signed_in(DESK), "10427", false));
        write(&mut window, "Full name", name);
        strike(&mut window, Key::Enter);
        let went_on = window.query_by_label("Start the capture").is_some();
        assert_eq!(went_on, good, "{name:?}");
    }
}

/// Pages to the end of the notice.
fn read_on(window: &mut Harness<'_, KioskApp>) {
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
fn who_is_held_learns_of_nobody_else() {
    let (stage, mut window) = showing(held());
    window.get_by_label("Held: an administrator decides.");
    press(&mut window, "People");
    assert!(matches!(stage.sent().first(), Some(Intent::Home)));

    let held = Some((2, PersonState::Held));
    for (role, told) in [(DESK, false), (ADMINISTRATOR, true)] {
        let (_stage, mut window) = showing(people(role, 9, held));
        open_people(&mut window, "en");
        press(&mut window, "Ángel Núñez Fernández, Badge 10002");
        let says = window.query_all_by_label_contains("Looks very much like Eileen Collins");
        assert_eq!(says.count() > 0, told, "{role:?}");
        assert_eq!(window.query_by_label("Let verify").is_some(), told);
        assert_eq!(window.query_by_label("Remove …").is_some(), told);
    }
}

#[test]
fn people_are_searched_and_shown() {
    let (stage, mut window) = showing(people(DESK, 9, None));
    open_people(&mut window, "en");
    let everybody = PeopleIntent::List(Default::default());
    assert!(asked(&stage).contains(&everybody));
    write(&mut window, "Search by name, badge or department", "coll");
    window.run_steps(3);
    let lists = asked(&stage);
    assert!(
        matches!(&lists[..], [PeopleIntent::List(query)] if query.text == "coll"),
        "{lists:?}"
    );
    press(&mut window, "Held (1)");
    let lists = asked(&stage);
    assert!(
        matches!(&lists[..], [PeopleIntent::List(query)] if query.only == Some(PersonState::Held)),
        "{lists:?}"
    );
    strike(&mut window, Key::ArrowDown);
    assert_eq!(asked(&stage), [PeopleIntent::Show(id(1))]);
    strike(&mut window, Key::ArrowDown);
    assert_eq!(asked(&stage), [PeopleIntent::Show(id(2))]);
}

#[test]
fn ten_thousand_people_are_drawn_a_screenful_at_a_time() {
    let (stage, mut window) = showing(people(DESK, 10_000, None));
    open_people(&mut window, "en");
    let lines = |window: &Harness<'_, KioskApp>| {
        let buttons = window.query_all_by_role(Role::Button);
        let labels = buttons.filter_map(|button| button.accesskit_node().label());
        labels.filter(|label| label.contains("Badge 1")).count()
    };
    assert!((4..20).contains(&lines(&window)), "{}", lines(&window));
    let began = std::time::Instant::now();
    for _ in 0..30 {
        window.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -3_000.0),
            modifiers: Modifiers::NONE,
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
        });
        window.run_steps(1);
    }
    // Generous: a frame of the harness takes a few milliseconds.
    assert!(began.elapsed().as_millis() < 3_000, "{:?}", began.elapsed());
    assert!((4..20).contains(&lines(&window)));
    drop(stage);
}

#[test]
fn only_an_administrator_switches_off_and_removes() {
    let (stage, mut window) = showing(people(ADMINISTRATOR, 9, Some((1, PersonState::Active))));
    open_people(&mut window, "en");
    press(&mut window, "Eileen Collins, Badge 10001");
    asked(&stage);
    press(&mut window, "Switch off");
    assert!(asked(&stage).is_empty());
    window.get_by_label_contains("they aren't let in, by face or by PIN");
    window.run_steps(20);
    press(&mut window, "Switch off");
    let expected = PeopleIntent::SetState {
        person: id(1),
        version: 3,
        state: PersonState::Disabled,
    };
    assert_eq!(asked(&stage), [expected]);
    press(&mut window, "Remove …");
    window.get_by_label_contains("What stays:");
    press(&mut window, "Remove for good");
    write(&mut window, "Type 10001 to confirm", "10002");
    window.get_by_label("That isn't this person's badge.");
    press(&mut window, "Remove for good");
    assert!(asked(&stage).is_empty(), "the badge isn't typed");
    press(&mut window, "Cancel");
    press(&mut window, "Remove …");
    write(&mut window, "Type 10001 to confirm", "10001");
    press(&mut window, "Remove for good");
    assert!(asked(&stage).is_empty(), "nobody agreed to it yet");
    press(&mut window, "They asked for it");
    write(&mut window, "Second operator's name", "m.okafor");
    press(&mut window, "Remove for good");
    assert!(asked(&stage).is_empty(), "the password isn't typed");
    let password = "Second operator's password";
    let field = window.get_by_role_and_label(Role::PasswordInput, password);
    field.focus();
    window.run_steps(2);
    let field = window.get_by_role_and_label(Role::PasswordInput, password);
    field.type_text("tangerine window parade");
    window.run_steps(2);
    press(&mut window, "Remove for good");
    let expected = PeopleIntent::Remove {
        person: id(1),
        badge: "10001".parse().unwrap(),
        reason: ErasureReason::Asked,
        second: SecondOperator {
            name: "m.okafor".to_owned(),
            password: Arc::new(Secret::new("tangerine window parade".to_owned())),
        },
    };
    assert_eq!(asked(&stage), [expected]);

    let (_stage, mut window) = showing(people(DESK, 9, Some((1, PersonState::Active))));
    open_people(&mut window, "en");
    press(&mut window, "Eileen Collins, Badge 10001");
    for word in ["Switch off", "Remove …"] {
        assert!(window.query_by_label(word).is_none(), "{word}");
    }
    window.get_by_label_contains("An administrator can");
}

#[test]
fn a_look_is_asked_for_with_its_reason() {
    let (stage, mut window) = showing(people(DESK, 9, Some((1, PersonState::Active))));
    open_people(&mut window, "en");
    press(&mut window, "Eileen Collins, Badge 10001");
    press(&mut window, "Add a look");
    press(&mut window, "In another light");
    asked(&stage);
    press(&mut window, "Start the capture");
    let expected = PeopleIntent::AddLook {
        person: id(1),
        kind: LookKind::Light,
    };
    assert_eq!(asked(&stage), [expected]);
}

#[test]
fn every_page_of_people_draws_in_both_themes_every_language_and_size() {
    let sizes = [
        vec2(1024.0, 720.0),
        vec2(1280.0, 800.0),
        vec2(1920.0, 1080.0),
    ];
    for theme in THEMES {
        for language in LANGUAGES {
            for size in sizes {
                let mut snapshot = people(ADMINISTRATOR, 40, Some((2, PersonState::Held)));
                snapshot.people.notice = Some(PeopleNotice::Removed {
                    sessions: 3,
                    receipt: None,
                    log_emptied: false,
                });
                let stage = Stage::default();
                stage.show(snapshot);
                let mut window = window(&stage, theme, language, size);
                open_people(&mut window, language);
                strike(&mut window, Key::ArrowDown);
                strike(&mut window, Key::ArrowDown);
                inside_and_large_enough(&window, size);
            }
        }
    }
}

fn inside_and_large_enough(window: &Harness<'_, KioskApp>, size: eframe::egui::Vec2) {
    let whole = Rect::from_min_size(pos2(0.0, 0.0), size).expand(1.0);
    for button in window.query_all_by_role(Role::Button) {
        let label = button.accesskit_node().label().unwrap_or_default();
        assert!(!label.is_empty(), "a button without a name");
        // The grid of pixels takes a fraction where all is drawn larger.
        assert!(button.rect().size().min_elem() >= 63.5, "{label}");
        // Lines of a list go on below its edge.
        if !label.contains("100") {
            assert!(whole.contains_rect(button.rect()), "{label} at {size}");
        }
    }
}

#[test]
fn empty_lists_say_what_would_fill_them() {
    let mut nobody = people(DESK, 0, None);
    let (_stage, mut window) = showing(nobody.clone());
    open_people(&mut window, "en");
    window.get_by_label_contains("Nobody is enrolled yet.");
    let mut none_found = list(9).as_ref().clone();
    none_found.rows.clear();
    nobody.people.list = Some(none_found.into());
    let (_stage, mut window) = showing(nobody);
    open_people(&mut window, "en");
    window.get_by_label("Nobody fits this search.");
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
fn who_signs_out_leaves_people_behind() {
    let (stage, mut window) = showing(people(DESK, 9, None));
    open_people(&mut window, "en");
    stage.show(idle());
    window.run_steps(3);
    window.get_by_label("Verify me");
    assert!(window.query_by_label_contains("Eileen").is_none());
}

#[test]
fn a_failed_enrolment_is_tried_again_with_a_new_consent() {
    let (stage, mut window) = identified();
    stage.show(crate::scenes::people::ended(
        Decision::Inconclusive,
        Reason::TooDark,
    ));
    window.run_steps(3);
    press(&mut window, "Try again");
    stage.show(badge(signed_in(DESK), "10427", false));
    window.run_steps(3);
    press(&mut window, "Next: consent");
    window.get_by_label("The notice goes on: it is read to its end first.");
    read_on(&mut window);
    window.get_by_label("The person has to agree first.");
}
