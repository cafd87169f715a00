//! Names as people have them: with pictures, from right to left, as long as they
//! may be. What is none is told where it stands, and what to do about it.

use std::sync::Arc;

use eframe::egui::accesskit::{Invalid, Role};
use eframe::egui::{Key, MissingGlyphPolicy, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::domain::{PersonName, Role as OperatorRole};
use secure_biometric::kiosk::Texts;
use secure_biometric::pipeline::{Activity, Intent, Snapshot};

use crate::opened::{Opened, press, showing, strike, write};
use crate::scenes::people::{badge, signed_in};
use crate::scenes::{Deed, Stage, State, plain_face, states};
use crate::staff::read_on;
use crate::states::layout;
use crate::states::window::{Look, USUAL, Window};

const BADGE: &str = "10427";
const NAME_WRONG: &str = "A name is one line of at most 120 characters.";
const BADGE_WRONG: &str = "Only letters, digits, dots, dashes and underscores, at most 32.";
const MISSING: &str = "Badge and name come first.";
const ON: &str = "Next: consent";

/// Some that are good.
fn names() -> [String; 5] {
    [
        "Zoë 🦊 O'Neil".to_owned(),
        "محمد بن سلمان".to_owned(),
        "שרה Cohen-לוי".to_owned(),
        "n".repeat(120),
        "Maria ".repeat(20).trim().to_owned(),
    ]
}

/// The form with that typed in; a badge that is one is free.
fn form(number: &str, name: &str) -> (Stage, Opened) {
    let desk = || signed_in(OperatorRole::FrontDesk);
    let (stage, mut window) = showing(desk());
    // The harness would stop at what no face can draw; the window draws a box.
    window
        .ctx
        .set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    press(&mut window, "Enrol a person");
    write(&mut window, "Badge number", number);
    if number == BADGE {
        stage.show(badge(desk(), number, false));
    }
    write(&mut window, "Full name", name);
    (stage, window)
}

/// How often that stands on the screen.
fn times(window: &Opened, words: &str) -> usize {
    window.query_all_by_label(words).count()
}

#[test]
fn a_name_that_is_one_is_kept_as_it_is() {
    let texts = Texts::new("en");
    for name in names() {
        let (stage, mut window) = form(BADGE, &name);
        let field = window.get_by_role_and_label(Role::TextInput, "Full name");
        assert_eq!(field.value().as_deref(), Some(&*name));
        for words in [NAME_WRONG, MISSING] {
            assert_eq!(times(&window, words), 0, "{name}: {words}");
        }
        strike(&mut window, Key::Enter);
        read_on(&mut window);
        window.get_by_label(&texts.get("enrol-agrees")).click();
        window.run_steps(2);
        press(&mut window, &texts.get("enrol-sign-type"));
        write(&mut window, &texts.get("enrol-sign-typed"), &name);
        stage.sent();
        press(&mut window, "Start the capture");
        match &stage.sent()[..] {
            [Intent::Enrol { name: sent, .. }] => assert_eq!(sent.as_str(), name),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// What is wrong is said at its field and at the foot, and leads no further.
fn check_refused(number: &str, name: &str, field: &str, words: &str) {
    let (_stage, mut window) = form(number, name);
    assert_eq!(times(&window, words), 2, "{number} {name}");
    assert_eq!(times(&window, MISSING), 0, "{number} {name}");
    let node = window.get_by_role_and_label(Role::TextInput, field);
    let node = node.accesskit_node();
    assert_eq!(node.data().invalid(), Some(Invalid::True), "{field}");
    assert_eq!(node.data().description(), Some(words), "{field}");
    let on = window.get_by_role_and_label(Role::Button, ON);
    assert!(on.accesskit_node().is_disabled(), "{number} {name}");
    strike(&mut window, Key::Enter);
    window.get_by_role_and_label(Role::TextInput, field);
}

#[test]
fn what_is_no_name_or_no_badge_says_so() {
    for name in ["n".repeat(121), "n".repeat(200), "\u{202e}Ada".to_owned()] {
        check_refused(BADGE, &name, "Full name", NAME_WRONG);
    }
    for number in ["10/427", "10 427", &"1".repeat(33)] {
        check_refused(number, "Eileen Collins", "Badge number", BADGE_WRONG);
    }
}

#[test]
fn what_is_not_there_yet_is_asked_for() {
    for (number, name) in [("", "Eileen Collins"), (BADGE, " "), ("", "")] {
        let (_stage, window) = form(number, name);
        assert_eq!(times(&window, MISSING), 1, "'{number}' '{name}'");
        assert_eq!(times(&window, BADGE_WRONG), 0, "'{number}' '{name}'");
    }
}

/// The same with everybody called that.
fn all_called(mut snapshot: Snapshot, name: &PersonName) -> Snapshot {
    match &mut snapshot.activity {
        Activity::Capturing {
            name: Some(shown), ..
        } => shown.clone_from(name),
        Activity::Finished(finished) => {
            let first = finished.first_name.as_mut();
            first.unwrap().replace_range(.., name.first());
        }
        _ => {}
    }
    let people = &mut snapshot.people;
    if let Some(list) = &mut people.list {
        for row in &mut Arc::make_mut(list).rows {
            row.name = name.clone();
        }
    }
    if let Some(details) = &mut people.details {
        Arc::make_mut(details).person.name = name.clone();
    }
    let holder = people
        .badge
        .as_mut()
        .and_then(|badge| badge.holder.as_mut());
    if let Some(holder) = holder {
        holder.name = name.clone();
    }
    snapshot
}

fn called(mut state: State, name: &PersonName) -> State {
    state.snapshot = all_called(state.snapshot, name);
    for deed in &mut state.deeds {
        match deed {
            Deed::Press(pressed) if *pressed == "Eileen Collins" => {
                *pressed = name.as_str().to_owned().leak();
            }
            Deed::Show(shown) => **shown = all_called(Snapshot::clone(shown), name),
            _ => {}
        }
    }
    state
}

/// Screens that say a name.
const SAID_ON: [&str; 14] = [
    "verified",
    "verified_measured",
    "verified_code",
    "enrolled",
    "enrolled_measured",
    "look_added",
    "enrol_capture",
    "enrol_check",
    "enrol_verify_back",
    "people_active_administrator",
    "people_disable_sure",
    "people_remove",
    "vouch_filled",
    "attend_filled",
];

#[test]
fn every_screen_has_room_for_every_name() {
    let mut screens = states(&plain_face());
    screens.retain(|state| SAID_ON.contains(&state.name.as_str()));
    assert_eq!(screens.len(), SAID_ON.len());
    let mut wrong = Vec::new();
    for (points, large_text) in [
        (vec2(1280.0, 800.0), false),
        (vec2(1024.0, 600.0), false),
        (vec2(600.0, 1024.0), true),
    ] {
        let mut window = Window::open(Look {
            points,
            large_text,
            ..USUAL
        });
        for (screen, name) in screens
            .iter()
            .flat_map(|screen| names().map(|name| (screen, name)))
        {
            let name: PersonName = name.parse().unwrap();
            let state = called(screen.clone(), &name);
            let place = format!("{points:?}: {}: {}", state.name, name.as_str());
            window.show(&state).unwrap();
            let said = match &state.snapshot.activity {
                Activity::Finished(_) => name.first(),
                _ => name.as_str(),
            };
            if !window.says(said) {
                wrong.push(format!("{place}: the name isn't said"));
            }
            let mut found = layout::problems(&window, &state);
            // A name may be cut short where all of it is read out.
            found.retain(|what| !what.ends_with("ends in '…'"));
            wrong.extend(found.into_iter().map(|what| format!("{place}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
