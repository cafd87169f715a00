//! Other ways in, settings and the first start: each page draws, can be used
//! by touch and by keyboard, and sends what was chosen.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Rect, pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::domain::{Decision, Reason, Role as OperatorRole};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage, ThemeChoice};
use secure_biometric::pipeline::{DeskIntent, Intent, Snapshot, WorkStatus};

use crate::opened::{
    Look, Opened, WINDOW, choose, open, press, showing_in, strike, write, write_secret,
};
use crate::scenes::{
    Stage, desk_scenes, finished, idle, new_kiosk, operator, people, plain_face, settled,
};

/// A window on a page, and what it sent so far forgotten.
pub fn showing_page(snapshot: Snapshot, page: Page) -> (Stage, Opened) {
    let look = Look {
        page,
        ..Look::default()
    };
    let (stage, window) = showing_in(snapshot, look);
    stage.sent();
    (stage, window)
}

/// The scene of that name, in a window.
pub fn scene(name: &str) -> (Stage, Opened) {
    let scenes = desk_scenes(&plain_face());
    let found = scenes.into_iter().find(|scene| scene.0 == name);
    let (_, snapshot, _, page) = found.unwrap();
    showing_page(snapshot, page)
}

/// What was asked of the desk since the last call, other than reading what it
/// said.
pub fn asked(stage: &Stage) -> Vec<DeskIntent> {
    let sent = stage.sent().into_iter();
    sent.filter_map(|intent| match intent {
        Intent::Desk(DeskIntent::Dismiss) => None,
        Intent::Desk(intent) => Some(intent),
        _ => None,
    })
    .collect()
}

/// The same kiosk with its work in another state.
fn at_work(snapshot: &Snapshot, work: WorkStatus) -> Snapshot {
    let mut snapshot = snapshot.clone();
    Arc::make_mut(&mut snapshot.desk).work = work;
    snapshot
}

#[test]
fn every_page_draws_in_both_themes_and_every_language() {
    for (name, snapshot, says, page) in desk_scenes(&plain_face()) {
        for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
            for language in ["en", "es", "de"] {
                let mut snapshot = snapshot.clone();
                let desk = Arc::make_mut(&mut snapshot.desk);
                if let Some(settings) = &mut desk.settings {
                    language.clone_into(&mut Arc::make_mut(settings).language);
                }
                let stage = Stage::default();
                stage.show(snapshot);
                let look = Look {
                    page,
                    theme,
                    language,
                    ..Look::default()
                };
                let window = open(&stage, look);
                let found = window.query_all_by_label_contains(says).next().is_some();
                assert!(language != "en" || found, "{name} doesn't say '{says}'");
            }
        }
    }
}

#[test]
fn everything_that_is_pressed_has_a_name_a_finger_s_size_and_its_place() {
    let least = Rect::from_min_max(pos2(0.0, 0.0), pos2(1024.0, 720.0));
    for language in ["en", "es", "de"] {
        for size in [WINDOW, least] {
            for (name, mut snapshot, _, page) in desk_scenes(&plain_face()) {
                let desk = Arc::make_mut(&mut snapshot.desk);
                if let Some(settings) = &mut desk.settings {
                    language.clone_into(&mut Arc::make_mut(settings).language);
                }
                let stage = Stage::default();
                stage.show(snapshot);
                let look = Look {
                    page,
                    language,
                    size: size.size(),
                    ..Look::default()
                };
                let window = open(&stage, look);
                for role in [Role::Button, Role::RadioButton, Role::Switch] {
                    for part in window.query_all_by_role(role) {
                        let label = part.accesskit_node().label().unwrap_or_default();
                        let about = format!("{name} in {language} at {size}: '{label}'");
                        assert!(!label.is_empty(), "{about} has no name");
                        let rect = part.rect();
                        // Reviewers sit at it; what everybody stands before is larger.
                        let least = if name.starts_with("review") {
                            44.0
                        } else {
                            64.0
                        };
                        assert!(rect.size().min_elem() >= least, "{about} is {rect}");
                        let within = size.expand(1.0).x_range();
                        let fits = within.contains(rect.left()) && within.contains(rect.right());
                        assert!(fits, "{about} is at {rect}");
                    }
                }
            }
        }
    }
}

#[test]
fn other_ways_are_offered_at_home_and_lead_on() {
    let (stage, mut window) = showing_page(settled(), Page::Home);
    press(&mut window, "Other ways");
    press(&mut window, "Call the front desk");
    window.get_by_label("The front desk is being called.");
    press(&mut window, "Somebody is here");
    press(&mut window, "Other ways");
    press(&mut window, "Somebody who knows me");
    window.get_by_label("Staff sign-in");
    stage.show(Snapshot {
        operator: Some(operator()),
        ..idle()
    });
    window.run_steps(3);
    window.get_by_label("Before you vouch");
}

#[test]
fn badge_and_pin_are_typed() {
    let (stage, mut window) = showing_page(idle(), Page::Desk(DeskPage::Pin));
    write(&mut window, "Badge number", "10427");
    strike(&mut window, Key::Enter);
    assert!(
        asked(&stage).is_empty(),
        "a scanner's Enter leads to the PIN"
    );
    write_secret(&mut window, "PIN", "204617");
    strike(&mut window, Key::Enter);
    match &asked(&stage)[..] {
        [DeskIntent::VerifyByPin { claim, pin }] => {
            assert_eq!((claim.as_str(), pin.expose()), ("10427", "204617"));
        }
        other => panic!("{other:?}"),
    }
    strike(&mut window, Key::Enter);
    assert!(asked(&stage).is_empty(), "the PIN is gone from the window");
}

#[test]
fn badge_and_pin_are_touched() {
    let (stage, mut window) = showing_page(idle(), Page::Desk(DeskPage::Pin));
    for digit in ["1", "0", "4", "2", "7", "9", "Take back the last digit"] {
        press(&mut window, digit);
    }
    window
        .get_by_role_and_label(Role::PasswordInput, "PIN")
        .click();
    window.run_steps(3);
    for digit in ["2", "0", "4", "6", "1", "7"] {
        press(&mut window, digit);
    }
    press(&mut window, "Verify me");
    match &asked(&stage)[..] {
        [DeskIntent::VerifyByPin { claim, pin }] => {
            assert_eq!((claim.as_str(), pin.expose()), ("10427", "204617"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pin_that_cannot_be_one_is_not_sent() {
    for (digits, said) in [
        ("123456", "A PIN like this isn't given out"),
        ("20461x", "A PIN is 6 to 12 digits."),
    ] {
        let (stage, mut window) = showing_page(idle(), Page::Desk(DeskPage::Pin));
        write(&mut window, "Badge number", "10427");
        write_secret(&mut window, "PIN", digits);
        window.get_by_label_contains(said);
        strike(&mut window, Key::Enter);
        assert!(asked(&stage).is_empty(), "{digits}");
    }
}

#[test]
fn vouching_needs_a_badge_and_a_reason() {
    let at_desk = people::signed_in(OperatorRole::FrontDesk);
    let (stage, mut window) = showing_page(at_desk.clone(), Page::Desk(DeskPage::Vouch));
    write(&mut window, "Badge number", "10427");
    strike(&mut window, Key::Enter);
    press(&mut window, "Can't turn the head");
    press(&mut window, "Vouch for this person");
    assert!(asked(&stage).is_empty(), "before it is known whose it is");
    stage.show(people::badge(at_desk, "10427", true));
    window.run_steps(3);
    press(&mut window, "Vouch for this person");
    match &asked(&stage)[..] {
        [DeskIntent::Vouch { claim, why }] => {
            assert_eq!(claim.as_str(), "10427");
            assert_eq!(why.as_str(), "Can't turn the head");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn pages_of_staff_close_when_nobody_is_signed_in() {
    for page in [
        DeskPage::Staff,
        DeskPage::Vouch,
        DeskPage::Settings(SettingsPage::Operators),
    ] {
        let (_stage, window) = showing_page(idle(), Page::Desk(page));
        window.get_by_label("Verify me");
    }
    // The front desk has no settings.
    let (_stage, window) = showing_page(
        Snapshot {
            operator: Some(operator()),
            ..idle()
        },
        Page::Desk(DeskPage::Settings(SettingsPage::Data)),
    );
    window.get_by_label("Verify me");
}

#[test]
fn staff_see_what_their_role_may_do() {
    for (name, enrols, settings) in [
        ("staff_front_desk", true, false),
        ("staff_reviewer", false, false),
        ("staff_administrator", true, true),
    ] {
        let (_stage, window) = scene(name);
        let offers = |label| {
            window
                .query_by_role_and_label(Role::Button, label)
                .is_some()
        };
        assert_eq!(offers("Enrol a person"), enrols, "{name}");
        assert_eq!(offers("Settings"), settings, "{name}");
    }
}

#[test]
fn a_new_kiosk_is_set_up_and_has_no_password_before() {
    let (stage, mut window) = showing_page(new_kiosk(), Page::Home);
    choose(&mut window, "Español");
    press(&mut window, "Siguiente");
    write(&mut window, "Nombre de esta sede", "Norte");
    press(&mut window, "Siguiente");
    let looks = asked(&stage);
    assert!(matches!(looks.last(), Some(DeskIntent::Look(true))));
    press(&mut window, "Siguiente");
    assert!(matches!(asked(&stage)[..], [DeskIntent::Look(false)]));
    press(&mut window, "Preparar");
    assert!(asked(&stage).is_empty(), "there is no administrator yet");
    let name = "Nombre para iniciar sesión";
    write(&mut window, name, "a.lindqvist");
    for field in ["Contraseña", "La misma contraseña otra vez"] {
        write_secret(&mut window, field, "correct horse");
    }
    press(&mut window, "Preparar");
    match &asked(&stage)[..] {
        [
            DeskIntent::FirstStart {
                settings,
                name,
                password,
            },
        ] => {
            assert_eq!(settings.language, "es");
            // The name that was proposed is typed over.
            assert_eq!(settings.site_name, "Norte");
            assert_eq!(name.as_str(), "a.lindqvist");
            assert_eq!(password.expose(), "correct horse");
        }
        other => panic!("{other:?}"),
    }
    let mut ready = Snapshot {
        has_operators: true,
        ..at_work(&new_kiosk(), WorkStatus::Done)
    };
    let desk = Arc::make_mut(&mut ready.desk);
    let settings = desk.settings.as_mut().unwrap();
    "es".clone_into(&mut Arc::make_mut(settings).language);
    stage.show(ready);
    window.run_steps(3);
    window.get_by_label("Este quiosco está listo.");
    press(&mut window, "A la pantalla de inicio");
    assert!(matches!(stage.sent().last(), Some(Intent::SignOut)));
    window.run_steps(2);
    window.get_by_label("Otras formas");
}

#[test]
fn who_has_no_tries_left_is_offered_help() {
    let (stage, mut window) = scene("result_tried_out");
    press(&mut window, "Other ways");
    assert!(matches!(stage.sent().first(), Some(Intent::Home)));
    stage.show(idle());
    window.run_steps(3);
    window.get_by_label("Other ways in");
    let (stage, mut window) = showing_page(
        finished(Decision::NotVerified, Reason::PinWrong),
        Page::Home,
    );
    press(&mut window, "Try again");
    stage.show(idle());
    window.run_steps(3);
    window.get_by_role_and_label(Role::PasswordInput, "PIN");
}
