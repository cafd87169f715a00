//! The language is switched on every screen, while it is shown.

use eframe::egui::{accesskit::Role, vec2};

use crate::scenes::{plain_face, states};
use crate::states::window::{Look, USUAL, Window};

/// Where the page itself asks for a language: the first one of a new kiosk,
/// and that of consent, which is said in the language of who gives it.
fn asks_for_one(name: &str) -> bool {
    name == "first_start" || name.starts_with("enrol_consent")
}

#[test]
fn the_language_is_switched_on_every_screen_while_it_is_shown() {
    let mut wrong = Vec::new();
    for points in [vec2(1280.0, 800.0), vec2(800.0, 1280.0)] {
        let mut window = Window::open(Look { points, ..USUAL });
        for state in states(&plain_face()) {
            if asks_for_one(&state.name) {
                continue;
            }
            window.show(&state).unwrap();
            if !window.press("English") {
                wrong.push(format!("{}: nothing to press", state.name));
                continue;
            }
            let buttons = window.parts(&[Role::Button]);
            if !buttons.iter().any(|(name, _)| name == "Español") {
                wrong.push(format!("{}: it isn't switched", state.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
