//! Every field of every screen takes whatever is typed and pasted: too much of
//! it, right-to-left writing, pictures, and what can't be seen.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::scenes::{Deed, plain_face, states};
use crate::states::named;
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
        let mut names: Vec<(Role, String)> = Vec::new();
        for role in [Role::TextInput, Role::PasswordInput] {
            let fields = window.harness.query_all_by_role(role);
            let named = fields.filter_map(|node| node.accesskit_node().label());
            names.extend(named.map(|name| (role, name)));
        }
        for (role, name) in names {
            let field = |window: &Window| {
                let node = window.harness.query_by_role_and_label(role, &name)?;
                Some(node.accesskit_node().value().unwrap_or_default())
            };
            let Some(node) = window.harness.query_by_role_and_label(role, &name) else {
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
            // A PIN's digits are none of this, and what shows dots says nothing.
            if role == Role::TextInput && !value.contains('a') {
                wrong.push(format!("{what} takes nothing: {value:?}"));
            }
            if role == Role::PasswordInput && value.contains("xxxx") {
                wrong.push(format!("{what} shows what it keeps: {value:?}"));
            }
            tried.insert(name);
        }
    }
    println!("{} fields: {tried:?}", tried.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried.len() >= 18, "{tried:?}");
}

/// So many letters, for a field that takes fewer.
fn letters(count: usize) -> &'static str {
    Box::leak("x".repeat(count).into_boxed_str())
}

#[test]
fn what_is_beyond_a_field_s_limit_is_told_and_what_is_at_it_is_not() {
    // The state, its field, the longest or nearest that it takes, the first that
    // it doesn't, and what is said of that.
    let cases = [
        (
            "badge",
            "badge-field",
            letters(32),
            letters(33),
            "badge-wrong",
        ),
        (
            "enrol_identity",
            "badge-field",
            letters(32),
            letters(33),
            "badge-wrong",
        ),
        (
            "enrol_identity",
            "enrol-name",
            letters(120),
            letters(121),
            "enrol-name-wrong",
        ),
        (
            "enrol_identity",
            "enrol-department",
            letters(80),
            letters(81),
            "enrol-department-wrong",
        ),
        (
            "enrol_identity",
            "enrol-email",
            "a@b.example",
            "a.example",
            "enrol-email-wrong",
        ),
        (
            "enrol_consent_typed",
            "enrol-sign-typed",
            "",
            " also",
            "enrol-sign-typed-wrong",
        ),
        (
            "vouch",
            "vouch-reason",
            letters(300),
            letters(301),
            "vouch-reason-wrong",
        ),
        ("vouch", "vouch-reason", "abc", "ab", "vouch-reason-wrong"),
        (
            "settings_operators_add",
            "operators-name",
            letters(64),
            letters(65),
            "operators-name-wrong",
        ),
        (
            "settings_tolerance_edit",
            "tolerance-name",
            "",
            letters(41),
            "tolerance-name-wrong",
        ),
        (
            "settings_site",
            "site-name",
            "",
            letters(49),
            "site-name-wrong",
        ),
    ];
    let mut window = Window::open(USUAL);
    let mut wrong = Vec::new();
    for (name, field, well, beyond, key) in cases {
        let message = window.text(key);
        for (typed, told) in [(well, false), (beyond, true)] {
            let state = named(name).after([Deed::Write(field, typed)]);
            if let Err(what) = window.show(&state) {
                wrong.push(format!("{name}: nothing to {what}"));
            } else if window.says(&message) != told {
                wrong.push(format!("{name}, {field}, {} letters: {told}", typed.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
