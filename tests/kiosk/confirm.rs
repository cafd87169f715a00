//! What is heavy is asked for twice: by keys, too, and nothing that is pressed
//! by mistake does it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::pipeline::{DeskIntent, Intent, KeysIntent};

use crate::states::named;
use crate::states::window::{USUAL, Window};

const ASKS: &str = "Rotate the site key";
const QUESTION: &str = "Put another site key in place?";

/// The page of keys, its heavy button focused.
fn page() -> Window {
    let mut window = Window::open(USUAL);
    window.show(&named("settings_keys")).unwrap();
    window
        .harness
        .get_by_role_and_label(Role::Button, ASKS)
        .focus();
    window.harness.run_steps(3);
    window.sent();
    window
}

fn strike(window: &mut Window, key: Key) {
    window.harness.key_press_modifiers(Modifiers::NONE, key);
    window.harness.run_steps(4);
}

fn asks(window: &Window) -> bool {
    window.harness.query_by_label(QUESTION).is_some()
}

fn has_focus(window: &Window, button: &str) -> bool {
    let node = window.harness.get_by_role_and_label(Role::Button, button);
    node.accesskit_node().is_focused()
}

/// How often the key was to be rotated.
fn rotated(window: &Window) -> usize {
    let rotates =
        |intent: &Intent| matches!(intent, Intent::Desk(DeskIntent::Keys(KeysIntent::Rotate)));
    window.sent().iter().filter(|one| rotates(one)).count()
}

#[test]
fn the_keyboard_asks_and_answers() {
    let mut window = page();
    strike(&mut window, Key::Enter);
    assert!(asks(&window) && rotated(&window) == 0);
    // Who strikes once more goes back, to where they were.
    assert!(has_focus(&window, "Cancel"));
    strike(&mut window, Key::Enter);
    assert!(!asks(&window) && rotated(&window) == 0);
    assert!(has_focus(&window, ASKS));
    strike(&mut window, Key::Enter);
    strike(&mut window, Key::Tab);
    assert!(has_focus(&window, ASKS));
    strike(&mut window, Key::Enter);
    assert_eq!(rotated(&window), 1);
    assert!(!asks(&window));
}

#[test]
fn escape_leaves_the_card_and_not_the_page() {
    let mut window = page();
    strike(&mut window, Key::Enter);
    assert!(asks(&window));
    strike(&mut window, Key::Escape);
    assert!(!asks(&window));
    assert!(has_focus(&window, ASKS));
    assert_eq!(rotated(&window), 0);
}

#[test]
fn a_key_that_is_held_down_opens_the_card_and_no_more() {
    let mut window = page();
    for repeat in [false, true, true, true] {
        window.harness.event(Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat,
            modifiers: Modifiers::NONE,
        });
        window.harness.run_steps(3);
    }
    assert!(asks(&window) && rotated(&window) == 0);
}

#[test]
fn a_card_is_forgotten_with_its_page() {
    let mut window = page();
    strike(&mut window, Key::Enter);
    assert!(asks(&window));
    for page in ["Centre", "Keys and backups"] {
        let node = window.harness.get_by_role_and_label(Role::Button, page);
        node.click();
        window.harness.run_steps(4);
    }
    assert!(!asks(&window));
    window.harness.get_by_role_and_label(Role::Button, ASKS);
}
