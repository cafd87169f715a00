//! Settings at the window: what is chosen is sent, once it can be.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, ViewportCommand, ViewportId};
use egui_kittest::kittest::Queryable;
use secure_biometric::camera::CameraId;
use secure_biometric::domain::Role as OperatorRole;
use secure_biometric::kiosk::Backend;
use secure_biometric::pipeline::{DeskIntent, RetentionIntent, Snapshot};

use crate::desk::{asked, scene};
use crate::opened::{choose, press, strike, write, write_secret};

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
    write(&mut window, field, &" x".repeat(40));
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
    write(&mut window, "Name to sign in with", "s.ride");
    choose(&mut window, "Front desk");
    write_secret(&mut window, "Password", "correct horse");
    let again = "The same password again";
    write_secret(&mut window, again, "correct horsf");
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
