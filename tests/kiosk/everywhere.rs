//! What must hold on every screen: nothing is said in one language alone, and
//! everything that can be used has a name and a role.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::accesskit::{Action, Role};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable, by};
use secure_biometric::domain::{PersonState, RecoveryKey, Role as OperatorRole};
use secure_biometric::kiosk::{LANGUAGES, Page};
use secure_biometric::pipeline::{
    Activity, CameraStatus, EngineStatus, Health, PeopleNotice, Problem, SignInStatus, Snapshot,
    WorkStatus,
};

use crate::opened::{Look, Opened, open};
use crate::problems::problems;
use crate::scenes::{Stage, desk_scenes, idle, people, plain_face, scenes};

/// What is the same in every language because it is nobody's words: names,
/// numbers, addresses, paths, commands, signs.
const DATA: [&str; 20] = [
    ".models/mobilefacenet.tflite",
    "python/facelab/structure.py",
    "Northgate Reception",
    "Secure Biometric",
    "m.okafor",
    "a.lindqvist",
    "j.tanaka",
    "Eileen Collins",
    "Ángel Núñez Fernández",
    "Γιώργος Παπαδόπουλος",
    "Юлия Орлова",
    "Engineering",
    "e.collins@example.org",
    "Integrated Camera",
    "Brio 500",
    "/var/lib/secure-biometric",
    "/var/lib/exports/backup-1803",
    "7KD0-11M2-X9AB",
    "PIN",
    "door.northgate",
];

/// Every state of every screen: name, what the pipeline shows, the open page.
fn everything() -> Vec<(String, Snapshot, Page)> {
    let seen = plain_face();
    let plain = scenes(&seen).into_iter();
    let mut all: Vec<(String, Snapshot, Page)> = plain
        .map(|(name, snapshot, _)| (name.to_owned(), snapshot, Page::Home))
        .collect();
    let desk = desk_scenes(&seen).into_iter();
    all.extend(desk.map(|(name, snapshot, _, page)| (name.to_owned(), snapshot, page)));
    for role in [OperatorRole::FrontDesk, OperatorRole::Administrator] {
        for (number, state) in [
            (1, PersonState::Active),
            (2, PersonState::Held),
            (3, PersonState::Disabled),
        ] {
            let shown = people::people(role, 4, Some((number, state)));
            all.push((format!("people {role:?} {state:?}"), shown, Page::People));
        }
    }
    let signed_in = people::signed_in(OperatorRole::FrontDesk);
    for (name, page) in [("enrol form", Page::EnrolForm), ("people", Page::People)] {
        all.push((name.to_owned(), signed_in.clone(), page));
    }
    for (name, page) in [("badge", Page::Badge), ("sign in", Page::SignIn)] {
        all.push((name.to_owned(), idle(), page));
    }
    all
}

fn window(snapshot: &Snapshot, page: Page, language: &str) -> (Stage, Opened) {
    let mut snapshot = snapshot.clone();
    let desk = Arc::make_mut(&mut snapshot.desk);
    if let Some(settings) = &mut desk.settings {
        language.clone_into(&mut Arc::make_mut(settings).language);
    }
    let stage = Stage::default();
    stage.show(snapshot);
    let look = Look {
        page,
        language,
        step: Some(0.02),
        ..Look::default()
    };
    let mut window = open(&stage, look);
    window.run_steps(30);
    (stage, window)
}

/// Everything that is read out.
fn said(window: &Opened) -> BTreeSet<String> {
    let nodes = window.query_all(by());
    let said = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [
            node.label().map(|text| text.to_string()),
            node.value().map(|text| text.to_string()),
        ]
    });
    said.flatten()
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// Whether a text has words in it that somebody must have written in a
/// language.
fn has_words(text: &str) -> bool {
    let names = LANGUAGES.iter().map(|language| language.name);
    let key = RecoveryKey::of(&[0xa5; RecoveryKey::BYTES]).written();
    let mut rest = text.replace(key.expose().as_str(), "");
    for data in names.chain(DATA) {
        rest = rest.replace(data, "");
    }
    // Icons are letters of a private area.
    rest.chars().any(char::is_alphabetic)
}

fn check_languages(name: &str, snapshot: &Snapshot, page: Page) {
    let mut in_all: Option<BTreeSet<String>> = None;
    for language in &LANGUAGES {
        let (_stage, window) = window(snapshot, page, language.code);
        let said = said(&window);
        in_all = Some(match in_all {
            None => said,
            Some(before) => before.intersection(&said).cloned().collect(),
        });
    }
    let mut same = in_all.unwrap();
    same.retain(|text| has_words(text));
    assert!(
        same.is_empty(),
        "{name}: the same in every language: {same:#?}"
    );
}

#[test]
fn nothing_on_any_screen_is_said_in_one_language_alone() {
    for (name, snapshot, page) in everything() {
        // Licences and model cards are documents, in the language they have.
        if name != "settings_about" {
            check_languages(&name, &snapshot, page);
        }
    }
}

#[test]
fn what_went_wrong_is_said_in_every_language_wherever_it_is_said() {
    for problem in problems() {
        let why = || problem.clone();
        let trouble = Snapshot {
            activity: Activity::Trouble { why: why() },
            ..people::signed_in(OperatorRole::Administrator)
        };
        check_languages(&format!("{problem:?}"), &trouble, Page::Home);
    }
    let why = || Problem::DiskFull;
    let desk_scene = |wanted: &str| {
        let mut all = desk_scenes(&plain_face()).into_iter();
        let (name, snapshot, _, page) = all.find(|scene| scene.0 == wanted).unwrap();
        (name, snapshot, page)
    };
    for wanted in ["pin", "vouch", "settings_look", "settings_data"] {
        let (name, mut snapshot, page) = desk_scene(wanted);
        let desk = Arc::make_mut(&mut snapshot.desk);
        let failed = || WorkStatus::Failed { why: why() };
        match wanted {
            "pin" | "vouch" => desk.way_in = failed(),
            _ => desk.work = failed(),
        }
        let (_stage, window) = window(&snapshot, page, "de");
        window.get_by_label_contains("Der Datenträger ist voll.");
        check_languages(name, &snapshot, page);
    }
    let (_, mut snapshot, page) = desk_scene("settings_health");
    Arc::make_mut(&mut snapshot.desk).health = Health::Trouble { why: why() };
    check_languages("health", &snapshot, page);
    let mut shown = people::people(OperatorRole::FrontDesk, 4, None);
    shown.people.notice = Some(PeopleNotice::Failed { why: why() });
    check_languages("people", &shown, Page::People);
    for state in [
        Snapshot {
            camera: CameraStatus::Lost { why: why() },
            ..idle()
        },
        Snapshot {
            engine: EngineStatus::Failed { why: why() },
            ..idle()
        },
        Snapshot {
            sign_in: SignInStatus::Trouble { why: why() },
            ..idle()
        },
    ] {
        check_languages("home", &state, Page::Home);
    }
}

#[test]
fn a_message_follows_the_language_while_it_is_shown() {
    // Who is signed in is told what is wrong.
    let lost = Snapshot {
        camera: CameraStatus::Lost {
            why: Problem::NoCamera,
        },
        ..people::signed_in(OperatorRole::FrontDesk)
    };
    let (_stage, mut window) = window(&lost, Page::Home, "en");
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
fn everything_that_can_be_used_has_a_name_and_a_role() {
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
    for (name, snapshot, page) in everything() {
        let (_stage, window) = window(&snapshot, page, "en");
        let mut found = 0;
        for node in window.query_all(by()).filter(can_be_used) {
            let role = node.accesskit_node().role();
            let what = name_of(&node);
            assert!(ROLES.contains(&role), "{name}: '{what}' is a {role:?}");
            assert!(!what.trim().is_empty(), "{name}: a {role:?} without a name");
            found += 1;
        }
        assert!(found > 0, "{name}: there is no way on");
    }
}
