//! What must hold in every state of every screen: nothing is said in one
//! language alone, and everything that can be used has a name and a role.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::accesskit::{Action, Role};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable, by};
use secure_biometric::domain::{RecoveryKey, Role as OperatorRole};
use secure_biometric::kiosk::{LANGUAGES, Page};
use secure_biometric::pipeline::{Activity, CameraStatus, Problem, Snapshot, WorkStatus};

use crate::opened::showing;
use crate::problems::problems;
use crate::scenes::{Deed, State, people, plain_face, state, states};
use crate::states::named;
use crate::states::window::{Look, USUAL, Window};

/// What is the same in every language because it is nobody's words: names,
/// numbers, addresses, paths, commands, signs.
const DATA: [&str; 27] = [
    ".models/mobilefacenet.tflite",
    "python/facelab/structure.py",
    "Northgate Reception",
    "Secure Biometric",
    "m.okafor",
    "a.lindqvist",
    "j.tanaka",
    "s.moreau",
    "Eileen Collins",
    "Ángel Núñez Fernández",
    "Γιώργος Παπαδόπουλος",
    "Юлия Орлова",
    "Engineering",
    "e.collins@example.org",
    "Integrated Camera",
    "Brio 500",
    "C920",
    "/var/lib/secure-biometric",
    "/var/lib/exports/backup-1803",
    "7KD0-11M2-X9AB",
    // What reviewers called their choices.
    "Flat this week",
    "To be judged",
    "PIN",
    "door.northgate",
    "019375f1-0000-7000-8000-000000000001",
    "urn:uuid:01937500-0000-7000-8000-000000000001",
    "a5a5a5a5a5a5a5a5",
];

/// What is the same in Spanish and German by chance, and a profile's own name.
const BY_CHANCE: [&str; 3] = ["Personal", "Hash", "balanced"];

/// States that show what has a language of its own.
const OWN_LANGUAGE: [&str; 2] = [
    // Licences and model cards are documents, in the language they have.
    "settings_about",
    // The notice is in the language that was chosen for who reads it.
    "enrol_consent_spanish",
];

/// Everything that is read out.
fn said(window: &Window) -> BTreeSet<String> {
    let nodes = window.harness.query_all(by());
    let said = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value()]
    });
    said.flatten()
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// Whether a text has words in it that somebody must have written in a
/// language, other than what was typed.
fn has_words(text: &str, typed: &[&str]) -> bool {
    let names = LANGUAGES.iter().map(|language| language.name);
    let key = RecoveryKey::of(&[0xa5; RecoveryKey::BYTES]).written();
    let mut rest = text.replace(key.expose().as_str(), "");
    for data in names.chain(DATA).chain(typed.iter().copied()) {
        rest = rest.replace(data, "");
    }
    // Icons are letters of a private area.
    rest.chars().any(char::is_alphabetic)
}

/// Two windows, in languages that have few words in common: what was never
/// translated is in English in both.
struct Pair([Window; 2]);

impl Pair {
    fn open() -> Self {
        Self(["es", "de"].map(|language| Window::open(Look { language, ..USUAL })))
    }

    /// What both say alike though somebody must have written it.
    fn says_alike(&mut self, state: &State) -> Vec<String> {
        let [one, other] = self.0.each_mut().map(|window| {
            window.show(state).unwrap();
            said(window)
        });
        let typed = state.deeds.iter().filter_map(|deed| match deed {
            Deed::Write(_, words) => Some(*words),
            _ => None,
        });
        let typed: Vec<&str> = typed.collect();
        let alike = one.intersection(&other).cloned();
        alike
            .filter(|text| has_words(text, &typed) && !BY_CHANCE.contains(&text.as_str()))
            .collect()
    }

    /// Goes through these and says what isn't translated.
    #[track_caller]
    fn check(&mut self, states: impl IntoIterator<Item = State>) {
        let mut wrong = Vec::new();
        for state in states {
            let alike = self.says_alike(&state);
            wrong.extend(alike.iter().map(|text| format!("{}: {text}", state.name)));
        }
        assert!(wrong.is_empty(), "the same in both languages: {wrong:#?}");
    }
}

#[test]
fn nothing_in_any_state_is_said_in_one_language_alone() {
    let mut all = states(&plain_face());
    all.retain(|state| !OWN_LANGUAGE.contains(&state.name.as_str()));
    Pair::open().check(all);
}

#[test]
fn what_went_wrong_is_said_in_every_language() {
    let all = problems().into_iter().map(|why| {
        let name = format!("{why:?}");
        let trouble = Snapshot {
            activity: Activity::Trouble { why },
            ..people::signed_in(OperatorRole::Administrator)
        };
        state(&name, trouble, Page::Home)
    });
    Pair::open().check(all);
}

#[test]
fn what_went_wrong_is_said_wherever_it_is_said() {
    let mut window = Window::open(Look {
        language: "de",
        ..USUAL
    });
    let mut looks = named("settings_look");
    Arc::make_mut(&mut looks.snapshot.desk).work = WorkStatus::Failed {
        why: Problem::DiskFull,
    };
    let others = [
        "vouch_trouble",
        "sign_in_trouble",
        "people_failed",
        "settings_data",
        "trouble_staff",
    ];
    for state in others.map(named).into_iter().chain([looks]) {
        window.show(&state).unwrap();
        let said = window.says("Der Datenträger ist voll.");
        assert!(said, "{} doesn't say it", state.name);
    }
}

#[test]
fn a_text_that_was_never_translated_is_found() {
    let mut state = named("enrol_identity");
    let operator = state.snapshot.operator.as_mut().unwrap();
    operator.name = "never-translated".parse().unwrap();
    let alike = Pair::open().says_alike(&state);
    assert_eq!(alike, ["never-translated"]);
}

#[test]
fn a_message_follows_the_language_while_it_is_shown() {
    // Who is signed in is told what is wrong.
    let (_stage, mut window) = showing(Snapshot {
        camera: CameraStatus::Lost {
            why: Problem::NoCamera,
        },
        ..people::signed_in(OperatorRole::FrontDesk)
    });
    for (button, words) in [
        ("English", "No camera is connected. Plug one in."),
        ("Español", "No hay ninguna cámara conectada. Conecte una."),
        (
            "Deutsch",
            "Keine Kamera ist angeschlossen. Stecken Sie eine an.",
        ),
    ] {
        window.get_by_label(words);
        window.get_by_role_and_label(Role::Button, button).click();
        window.run_steps(20);
    }
    window.get_by_label("No camera is connected. Plug one in.");
}

/// What a screen reader can act on. What scrolls is paged by keys, and goes
/// along with what has the focus.
pub fn can_be_used(node: &Node<'_>) -> bool {
    let node = node.accesskit_node();
    let acts = |action| node.data().supports_action(action);
    let scrolls = node.role() == Role::ScrollBar;
    (acts(Action::Click) || acts(Action::Focus)) && !node.is_disabled() && !scrolls
}

pub fn name_of(node: &Node<'_>) -> String {
    node.accesskit_node()
        .label()
        .unwrap_or_default()
        .to_string()
}

#[test]
fn everything_that_can_be_used_in_any_state_has_a_name_and_a_role() {
    const ROLES: [Role; 9] = [
        Role::Button,
        Role::RadioButton,
        Role::CheckBox,
        Role::Switch,
        Role::TextInput,
        Role::PasswordInput,
        Role::Canvas,
        Role::Image,
        Role::Slider,
    ];
    let mut window = Window::open(USUAL);
    let mut wrong = Vec::new();
    for state in states(&plain_face()) {
        window.show(&state).unwrap();
        let mut found = 0;
        for node in window.harness.query_all(by()).filter(can_be_used) {
            let role = node.accesskit_node().role();
            let name = name_of(&node);
            if !ROLES.contains(&role) {
                wrong.push(format!("{}: '{name}' is a {role:?}", state.name));
            }
            if name.trim().is_empty() {
                wrong.push(format!("{}: a {role:?} without a name", state.name));
            }
            found += 1;
        }
        if found == 0 {
            wrong.push(format!("{}: there is no way on", state.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
