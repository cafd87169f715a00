//! Every field of every screen takes whatever is typed and pasted: too much of
//! it, right-to-left writing, pictures, and what can't be seen.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::scenes::{plain_face, states};
use crate::states::window::{USUAL, Window};

/// More than any field keeps, in bytes.
const MOST: usize = 2_048;

/// What is pasted: in several lines, in both directions, with what has no
/// shape.
fn pasted() -> String {
    let odd = "a\r\nb\u{0}\u{1b}[31m\u{202e}\u{2066}שלום مرحبا 🦊👩\u{200d}🚀 \u{7f}\u{feff}";
    format!("{odd}{}", "x".repeat(600))
}

/// What no field shows.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn every_field_takes_whatever_is_pasted() {
    let mut window = Window::open(USUAL);
    let (mut wrong, mut tried) = (Vec::new(), BTreeSet::new());
    for state in states(&plain_face()) {
        window.show(&state).unwrap();
        let fields = window.harness.query_all_by_role(Role::TextInput);
        let names = fields.filter_map(|node| node.accesskit_node().label());
        let names: Vec<String> = names.collect();
        for name in names {
            let field = |window: &Window| {
                let node = window
                    .harness
                    .query_by_role_and_label(Role::TextInput, &name)?;
                Some(node.accesskit_node().value().unwrap_or_default())
            };
            let Some(node) = window
                .harness
                .query_by_role_and_label(Role::TextInput, &name)
            else {
                continue;
            };
            node.focus();
            window.harness.run_steps(2);
            window
                .harness
                .key_press_modifiers(Modifiers::COMMAND, Key::A);
            window.harness.event(Event::Paste(pasted()));
            window.harness.run_steps(3);
            // What is found leads elsewhere at some.
            let Some(value) = field(&window) else {
                continue;
            };
            let what = format!("'{name}' in {}", state.name);
            if value.len() > MOST {
                wrong.push(format!("{what} keeps {} bytes", value.len()));
            }
            if value.chars().any(is_unseen) {
                wrong.push(format!("{what} keeps what isn't seen: {value:?}"));
            }
            if !value.contains('a') {
                wrong.push(format!("{what} takes nothing: {value:?}"));
            }
            tried.insert(name);
        }
    }
    println!("{} fields: {tried:?}", tried.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried.len() >= 12, "{tried:?}");
}
