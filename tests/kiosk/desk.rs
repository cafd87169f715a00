//! Other ways in, settings and the first start: each page draws, can be used
//! by touch and by keyboard, and sends what was chosen.

use std::sync::Arc;

use eframe::egui::{Key, Rect, ViewportCommand, ViewportId, accesskit::Role, pos2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use secure_biometric::camera::CameraId;
use secure_biometric::domain::{Decision, Reason, Role as OperatorRole};
use secure_biometric::kiosk::{
    Backend, DeskPage, KioskApp, KioskOptions, Page, SettingsPage, ThemeChoice,
};
use secure_biometric::pipeline::{DeskIntent, Intent, RetentionIntent, Snapshot, WorkStatus};

use crate::scenes::{
    Loudspeaker, Stage, desk_scenes, finished, idle, new_kiosk, operator, people, plain_face,
    settled,
};

/// The window of most tests.
const WINDOW: Rect = Rect {
    min: pos2(0.0, 0.0),
    max: pos2(1280.0, 800.0),
};

fn window<'a>(
    stage: &Stage,
    page: Page,
    (theme, language): (ThemeChoice, &str),
    size: Rect,
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
        .with_size(size.size())
        .build_eframe(move |creation| {
            let mut app = KioskApp::new(
                &creation.egui_ctx,
                Box::new(stage),
                options,
                jiff::Zoned::now,
            )
            .with_cues(Box::new(Loudspeaker::default()));
            app.open(page);
            app
        });
    window.run_steps(4);
    window
}

/// A window in English on a page, and what it sent so far forgotten.
fn showing<'a>(snapshot: Snapshot, page: Page) -> (Stage, Harness<'a, KioskApp>) {
    let stage = Stage::default();
    stage.show(snapshot);
    let window = window(&stage, page, (ThemeChoice::Light, "en"), WINDOW);
    stage.sent();
    (stage, window)
}

/// The scene of that name, in a window.
fn scene<'a>(name: &str) -> (Stage, Harness<'a, KioskApp>) {
    let scenes = desk_scenes(&plain_face());
    let found = scenes.into_iter().find(|scene| scene.0 == name);
    let (_, snapshot, _, page) = found.unwrap();
    showing(snapshot, page)
}

fn press(window: &mut Harness<'_, KioskApp>, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    window.run_steps(3);
}

fn choose(window: &mut Harness<'_, KioskApp>, tile: &str) {
    window
        .get_by_role_and_label(Role::RadioButton, tile)
        .click();
    window.run_steps(3);
}

fn write(window: &mut Harness<'_, KioskApp>, field: &str, text: &str, role: Role) {
    window.get_by_role_and_label(role, field).focus();
    window.run_steps(2);
    window.get_by_role_and_label(role, field).type_text(text);
    window.run_steps(2);
}

fn strike(window: &mut Harness<'_, KioskApp>, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

/// What was asked of the desk since the last call, other than reading what it
/// said.
fn asked(stage: &Stage) -> Vec<DeskIntent> {
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
                let window = window(&stage, page, (theme, language), WINDOW);
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
                let window = window(&stage, page, (ThemeChoice::Light, language), size);
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
    let (stage, mut window) = showing(settled(), Page::Home);
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
    let (stage, mut window) = showing(idle(), Page::Desk(DeskPage::Pin));
    write(&mut window, "Badge number", "10427", Role::TextInput);
    strike(&mut window, Key::Enter);
    assert!(
        asked(&stage).is_empty(),
        "a scanner's Enter leads to the PIN"
    );
    write(&mut window, "PIN", "204617", Role::PasswordInput);
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
    let (stage, mut window) = showing(idle(), Page::Desk(DeskPage::Pin));
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
        let (stage, mut window) = showing(idle(), Page::Desk(DeskPage::Pin));
        write(&mut window, "Badge number", "10427", Role::TextInput);
        write(&mut window, "PIN", digits, Role::PasswordInput);
        window.get_by_label_contains(said);
        strike(&mut window, Key::Enter);
        assert!(asked(&stage).is_empty(), "{digits}");
    }
}

#[test]
fn vouching_needs_a_badge_and_a_reason() {
    let at_desk = people::signed_in(OperatorRole::FrontDesk);
    let (stage, mut window) = showing(at_desk.clone(), Page::Desk(DeskPage::Vouch));
    write(&mut window, "Badge number", "10427", Role::TextInput);
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
        let (_stage, window) = showing(idle(), Page::Desk(page));
        window.get_by_label("Verify me");
    }
    // The front desk has no settings.
    let (_stage, window) = showing(
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
fn a_profile_is_chosen_and_saved() {
    let (stage, mut window) = scene("settings_tolerance");
    choose(&mut window, "Strict");
    window.get_by_label("Changes aren't saved yet.");
    press(&mut window, "Save");
    match &asked(&stage)[..] {
        [DeskIntent::Save(settings)] => assert_eq!(settings.tolerance, "strict"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn looks_are_switched_and_saved() {
    let (stage, mut window) = scene("settings_look");
    press(&mut window, "Dark");
    for name in ["High contrast", "Reduced motion", "Full screen"] {
        window.get_by_role_and_label(Role::Switch, name).click();
        window.run_steps(3);
    }
    press(&mut window, "Save");
    let saved = match &asked(&stage)[..] {
        [DeskIntent::Save(settings)] => settings.clone(),
        other => panic!("{other:?}"),
    };
    assert!(saved.high_contrast && saved.reduced_motion && saved.fullscreen);
    // In force, they rule the window itself, too; once is enough.
    let mut shown = Snapshot::clone(&stage.snapshot());
    Arc::make_mut(&mut shown.desk).settings = Some(Arc::new((*saved).clone()));
    stage.show(shown);
    let mut covered = Vec::new();
    for _ in 0..5 {
        window.step();
        let window = &window.output().viewport_output[&ViewportId::ROOT];
        covered.extend(window.commands.iter().filter_map(|command| match command {
            ViewportCommand::Fullscreen(covers) => Some(*covers),
            _ => None,
        }));
    }
    assert_eq!(covered, [true]);
}

#[test]
fn a_site_name_that_cannot_be_used_is_not_saved() {
    let (stage, mut window) = scene("settings_site");
    let field = "Name of this site";
    write(&mut window, field, &" x".repeat(40), Role::TextInput);
    window.get_by_label("One line of 1 to 48 characters.");
    press(&mut window, "Save");
    assert!(asked(&stage).is_empty());
}

#[test]
fn the_camera_is_looked_through_only_on_its_page() {
    let (stage, mut window) = scene("settings_tolerance");
    press(&mut window, "Camera");
    let looks: Vec<bool> = asked(&stage)
        .iter()
        .filter_map(|intent| match intent {
            DeskIntent::Look(on) => Some(*on),
            _ => None,
        })
        .collect();
    assert_eq!(looks, [true]);
    choose(&mut window, "Brio 500");
    match &asked(&stage)[..] {
        [DeskIntent::TryCamera(CameraId::Device(id))] => {
            assert!(id.as_str().ends_with("Brio 500"));
        }
        other => panic!("{other:?}"),
    }
    press(&mut window, "Data");
    assert!(matches!(
        asked(&stage)[..],
        [
            DeskIntent::Look(false),
            DeskIntent::Retention(RetentionIntent::Look)
        ]
    ));
}

#[test]
fn an_operator_is_added_with_a_password_typed_twice() {
    let (stage, mut window) = scene("settings_operators");
    press(&mut window, "Add an operator");
    write(
        &mut window,
        "Name to sign in with",
        "s.ride",
        Role::TextInput,
    );
    choose(&mut window, "Front desk");
    write(
        &mut window,
        "Password",
        "correct horse",
        Role::PasswordInput,
    );
    let again = "The same password again";
    write(&mut window, again, "correct horsf", Role::PasswordInput);
    window.get_by_label("The two passwords differ.");
    press(&mut window, "Save");
    assert!(asked(&stage).is_empty());
    window
        .get_by_role_and_label(Role::PasswordInput, again)
        .focus();
    window.run_steps(2);
    strike(&mut window, Key::Backspace);
    window
        .get_by_role_and_label(Role::PasswordInput, again)
        .type_text("e");
    window.run_steps(2);
    press(&mut window, "Save");
    match &asked(&stage)[..] {
        [
            DeskIntent::AddOperator {
                name,
                role,
                password,
            },
        ] => {
            assert_eq!(name.as_str(), "s.ride");
            assert_eq!(*role, OperatorRole::FrontDesk);
            assert_eq!(password.expose(), "correct horse");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn disabling_an_operator_is_asked_twice() {
    let (stage, mut window) = scene("settings_operators");
    choose(&mut window, "m.okafor");
    press(&mut window, "Disable");
    assert!(asked(&stage).is_empty());
    window.get_by_label("Disable m.okafor?");
    window.run_steps(20);
    press(&mut window, "Cancel");
    assert!(window.query_by_label("Disable m.okafor?").is_none());
    window.run_steps(20);
    press(&mut window, "Disable");
    window.run_steps(20);
    press(&mut window, "Disable");
    match &asked(&stage)[..] {
        [DeskIntent::DisableOperator(name)] => assert_eq!(name.as_str(), "m.okafor"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn health_is_asked_for_and_says_what_to_do() {
    let (stage, mut window) = scene("settings_health");
    window.get_by_label_contains("It sends no picture.");
    press(&mut window, "Check now");
    assert!(matches!(asked(&stage)[..], [DeskIntent::CheckHealth]));
}

#[test]
fn a_new_kiosk_is_set_up_and_has_no_password_before() {
    let (stage, mut window) = showing(new_kiosk(), Page::Home);
    choose(&mut window, "Español");
    press(&mut window, "Siguiente");
    write(&mut window, "Nombre de esta sede", "Norte", Role::TextInput);
    press(&mut window, "Siguiente");
    let looks = asked(&stage);
    assert!(matches!(looks.last(), Some(DeskIntent::Look(true))));
    press(&mut window, "Siguiente");
    assert!(matches!(asked(&stage)[..], [DeskIntent::Look(false)]));
    press(&mut window, "Preparar");
    assert!(asked(&stage).is_empty(), "there is no administrator yet");
    let name = "Nombre para iniciar sesión";
    write(&mut window, name, "a.lindqvist", Role::TextInput);
    for field in ["Contraseña", "La misma contraseña otra vez"] {
        write(&mut window, field, "correct horse", Role::PasswordInput);
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
    let (stage, mut window) = showing(
        finished(Decision::NotVerified, Reason::PinWrong),
        Page::Home,
    );
    press(&mut window, "Try again");
    stage.show(idle());
    window.run_steps(3);
    window.get_by_role_and_label(Role::PasswordInput, "PIN");
}
