//! A badge without a keyboard: its digits are touched.

use eframe::egui::{Event, Key, accesskit::Role};
use egui_kittest::kittest::Queryable;
use secure_biometric::domain::{Decision, Reason};
use secure_biometric::kiosk::Page;
use secure_biometric::pipeline::Intent;

use crate::scenes::{Deed, State, finished, idle, state};
use crate::states::window::{USUAL, Window};

fn window() -> Window {
    Window::open(USUAL)
}

fn page(deeds: Vec<Deed>) -> State {
    State {
        deeds,
        ..state("badge", idle(), Page::Badge)
    }
}

fn claimed(window: &Window) -> Option<String> {
    match &window.sent()[..] {
        [.., Intent::Verify { claim: Some(badge) }] => Some(badge.as_str().to_owned()),
        _ => None,
    }
}

#[test]
fn a_badge_is_touched_and_typed_in_turns() {
    let mut window = window();
    window
        .show(&page(vec![Deed::Write("badge-field", "A-1")]))
        .unwrap();
    for key in ["0", "4", "9", "Take back the last character", "2"] {
        assert!(window.press(key), "{key}");
    }
    assert!(window.press("Verify me"));
    assert_eq!(claimed(&window).as_deref(), Some("A-1042"));
}

/// The badge page after a badge that nobody has.
fn corrected() -> Window {
    let mut window = window();
    let unknown = finished(Decision::NotVerified, Reason::NotEnrolled);
    let deeds = vec![
        Deed::Write("badge-field", "10472"),
        Deed::Press("home-verify"),
        Deed::Show(Box::new(unknown)),
        Deed::Press("badge-again"),
        Deed::Show(Box::new(idle())),
    ];
    window.show(&page(deeds)).unwrap();
    window.sent();
    window
}

fn typed(window: &Window) -> String {
    let field = window.harness.get_by_role(Role::TextInput);
    field.value().unwrap_or_default()
}

#[test]
fn a_badge_that_nobody_has_is_touched_anew() {
    let mut window = corrected();
    for digit in ["1", "0", "4", "2", "7"] {
        assert!(window.press(digit), "{digit}");
    }
    assert_eq!(typed(&window), "10427");
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(3);
    assert_eq!(claimed(&window).as_deref(), Some("10427"));
}

#[test]
fn a_badge_that_nobody_has_is_typed_or_scanned_anew() {
    let mut window = corrected();
    assert_eq!(typed(&window), "10472");
    window.harness.event(Event::Text("10427".to_owned()));
    window.harness.run_steps(2);
    assert_eq!(typed(&window), "10427");
}
