//! What is seen is read out, too: by name, by value, and by itself where
//! nobody can go and look for it.

use eframe::egui::accesskit::{Invalid, Live, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::kiosk::Page;

use crate::scenes::{Deed, State, idle, state};
use crate::states::named;
use crate::states::window::{USUAL, Window};

fn showing(state: &State) -> Window {
    let mut window = Window::open(USUAL);
    window.show(state).unwrap();
    window
}

#[test]
fn an_instruction_is_announced_as_it_changes() {
    let mut window = showing(&named("capture_turn_left"));
    for (name, words) in [
        ("capture_turn_left", "Turn your head to the left"),
        ("capture_come_closer", "Come closer"),
    ] {
        window.show(&named(name)).unwrap();
        let nodes = window.harness.query_all_by_label(words);
        let live = nodes.filter(|node| {
            let node = node.accesskit_node();
            node.data().live() == Some(Live::Polite)
        });
        assert_eq!(live.count(), 1, "{words}");
    }
}

#[test]
fn a_camera_that_is_away_is_told_of_with_what_to_do() {
    let window = showing(&named("capture_camera_lost"));
    assert!(window.says("The camera is away for a moment"));
    assert!(window.says("Please wait."));
}

#[test]
fn the_time_that_is_left_has_a_name_and_a_value() {
    for name in ["inconclusive", "trouble", "home_soon", "enrolled"] {
        let window = showing(&named(name));
        let words = "Time left before the home screen";
        let bar = window
            .harness
            .get_by_role_and_label(Role::ProgressIndicator, words);
        let left = bar.accesskit_node().data().numeric_value();
        let left = left.unwrap_or(-1.0);
        assert!((0.0..=1.0).contains(&left), "{name}: {left}");
    }
}

#[test]
fn what_is_wrong_with_a_field_is_told_with_the_field() {
    let wrong = "Only letters, digits, dots, dashes and underscores, at most 32.";
    let state = state("badge", idle(), Page::Badge).after([Deed::Write("badge-field", "10/427")]);
    let identity = named("enrol_identity_taken");
    for (state, name, words) in [
        (&state, "Badge number", wrong),
        (
            &identity,
            "E-mail",
            "An address looks like name@example.org.",
        ),
    ] {
        let window = showing(state);
        let field = window.harness.get_by_role_and_label(Role::TextInput, name);
        let node = field.accesskit_node();
        assert_eq!(node.data().description(), Some(words), "{name}");
        assert_eq!(node.data().invalid(), Some(Invalid::True), "{name}");
    }
    let window = showing(&named("badge_typed"));
    let field = window.harness.get_by_role(Role::TextInput);
    assert_eq!(field.accesskit_node().data().invalid(), None);
}
