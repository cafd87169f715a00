//! People at the window: searched, shown, switched off and removed, and what
//! is shown to whom.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::domain::{self, ErasureReason, LookKind, PersonState, Secret};
use secure_biometric::kiosk::ThemeChoice;
use secure_biometric::pipeline::{Intent, PeopleIntent, PeopleNotice, SecondOperator};

use crate::opened::{Look, Opened, open, press, showing, strike, write};
use crate::scenes::people::{held, id, list, people};
use crate::scenes::{Stage, idle};

const DESK: domain::Role = domain::Role::FrontDesk;
const ADMINISTRATOR: domain::Role = domain::Role::Administrator;

/// From home to the list of people.
fn open_people(window: &mut Opened, language: &str) {
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

/// What was asked about people since the last call.
pub fn asked(stage: &Stage) -> Vec<PeopleIntent> {
    let people = |intent| match intent {
        Intent::People(intent) => Some(intent),
        _ => None,
    };
    stage.sent().into_iter().filter_map(people).collect()
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
    let lines = |window: &Opened| {
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
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        for language in ["en", "es", "de"] {
            for size in sizes {
                let mut snapshot = people(ADMINISTRATOR, 40, Some((2, PersonState::Held)));
                snapshot.people.notice = Some(PeopleNotice::Removed {
                    sessions: 3,
                    receipt: None,
                    log_emptied: false,
                });
                let stage = Stage::default();
                stage.show(snapshot);
                let look = Look {
                    theme,
                    language,
                    size,
                    ..Look::default()
                };
                let mut window = open(&stage, look);
                open_people(&mut window, language);
                strike(&mut window, Key::ArrowDown);
                strike(&mut window, Key::ArrowDown);
                inside_and_large_enough(&window, size);
            }
        }
    }
}

fn inside_and_large_enough(window: &Opened, size: eframe::egui::Vec2) {
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
fn who_signs_out_leaves_people_behind() {
    let (stage, mut window) = showing(people(DESK, 9, None));
    open_people(&mut window, "en");
    stage.show(idle());
    window.run_steps(3);
    window.get_by_label("Verify me");
    assert!(window.query_by_label_contains("Eileen").is_none());
}
