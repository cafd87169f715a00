//! What must hold on every screen: nothing is said in one language alone, and
//! everything that can be used has a name and a role.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{
    accesskit::{Action, Role},
    vec2,
};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT, Queryable, by},
};
use secure_biometric::domain::{PersonState, RecoveryKey, Role as OperatorRole};
use secure_biometric::engine::EngineFault;
use secure_biometric::kiosk::{KioskApp, KioskOptions, LANGUAGES, Page, ThemeChoice};
use secure_biometric::pipeline::{
    Activity, CameraStatus, EngineStatus, Health, PeopleNotice, Problem, SignInStatus, Snapshot,
    WorkStatus,
};
use secure_biometric::sync::CentreFault;

use crate::scenes::{Loudspeaker, Stage, desk_scenes, idle, people, plain_face, scenes};

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

fn window(snapshot: &Snapshot, page: Page, language: &str) -> (Stage, Harness<'static, KioskApp>) {
    let mut snapshot = snapshot.clone();
    let desk = Arc::make_mut(&mut snapshot.desk);
    if let Some(settings) = &mut desk.settings {
        language.clone_into(&mut Arc::make_mut(settings).language);
    }
    let stage = Stage::default();
    stage.show(snapshot);
    let options = KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: language.to_owned(),
        fullscreen: false,
        theme: ThemeChoice::Light,
        canonical_face: None,
    };
    let backend = stage.clone();
    let mut window = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_step_dt(0.02)
        .build_eframe(move |creation| {
            let ctx = &creation.egui_ctx;
            let mut app = KioskApp::new(ctx, Box::new(backend), options, jiff::Zoned::now)
                .with_cues(Box::new(Loudspeaker::default()));
            app.open(page);
            app
        });
    window.run_steps(30);
    (stage, window)
}

/// Everything that is read out.
fn said(window: &Harness<'_, KioskApp>) -> BTreeSet<String> {
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

/// Every problem, once; a new one is missed by the compiler.
fn problems() -> Vec<Problem> {
    let path = || std::path::PathBuf::from("/var/lib/secure-biometric");
    let camera = || "Brio 500".to_owned();
    let all = vec![
        Problem::Folder { path: path() },
        Problem::ForeignFolder { path: path() },
        Problem::Busy,
        Problem::DiskFull,
        Problem::KeyMissing,
        Problem::WrongKey,
        Problem::Key { path: Some(path()) },
        Problem::Key { path: None },
        Problem::KeyPassphrase,
        Problem::InUse,
        Problem::NewerData,
        Problem::Damaged,
        Problem::Database,
        Problem::BadgeTaken,
        Problem::NoSuchPerson,
        Problem::PersonChanged,
        Problem::PersonNotActive,
        Problem::TooManyLooks,
        Problem::NoSuchOperator,
        Problem::OperatorNameTaken,
        Problem::OperatorsThere,
        Problem::NoOperators,
        Problem::SignInFirst,
        Problem::NeedsAdministrator,
        Problem::NeedsReviewer,
        Problem::NeedsFrontDesk,
        Problem::LastAdministrator,
        Problem::OperatorDisabled,
        Problem::PasswordTooShort { least: 10 },
        Problem::PasswordTooLong { most: 256 },
        Problem::Memory,
        Problem::Threads,
        Problem::SiteName,
        Problem::RetentionDays,
        Problem::Language,
        Problem::TokenTerms,
        Problem::HandOver,
        Problem::NoSuchProfile,
        Problem::ProfileThere,
        Problem::ProfileNumbers,
        Problem::SettingsFile,
        Problem::NotACamera,
        Problem::NoCamera,
        Problem::CameraNotConnected { camera: camera() },
        Problem::CameraInUse { camera: camera() },
        Problem::CameraNotAllowed { camera: camera() },
        Problem::CameraFormat { camera: camera() },
        Problem::CameraBroken { camera: camera() },
        Problem::Recording { path: Some(path()) },
        Problem::Recording { path: None },
        Problem::Engine(EngineFault::Program),
        Problem::Engine(EngineFault::Version),
        Problem::Engine(EngineFault::Model { name: camera() }),
        Problem::Engine(EngineFault::KnownFaces),
        Problem::Engine(EngineFault::Environment),
        Problem::Engine(EngineFault::Thread),
        Problem::Engine(EngineFault::Ends),
        Problem::SelfTestPlan,
        Problem::SelfTestClaim,
        Problem::SelfTestEnded,
        Problem::NoSuchSelfTest,
        Problem::NoSuchSession,
        Problem::ExportFolder { path: path() },
        Problem::FileThere { path: path() },
        Problem::File { path: path() },
        Problem::Centre(CentreFault::Away),
        Problem::Centre(CentreFault::Untrusted),
        Problem::Centre(CentreFault::Refuses),
        Problem::Centre(CentreFault::Newer),
        Problem::Centre(CentreFault::Older),
        Problem::Centre(CentreFault::Waits),
        Problem::Centre(CentreFault::Failed),
        Problem::KeysHandedOver,
        Problem::KeyOtherCode,
        Problem::KeyOtherWorth,
        Problem::KeyNotForHere,
        Problem::KeyOfAnotherSite,
        Problem::KeyNotTheNext,
        Problem::BackupUnmade,
        Problem::BackupWrong,
        Problem::BackupForeign,
        Problem::BackupOtherKeys,
        Problem::BackupNeedsPassphrase,
        Problem::BackupNotRestored,
        Problem::BackupFile { path: path() },
        Problem::ErasedList { path: path() },
        Problem::KeysMadeAlready,
        Problem::TokenUsed,
        Problem::TokenRevoked,
        Problem::TokenExpired,
        Problem::TokenUnknown,
        Problem::ClockBehind,
        Problem::StartFiles {
            name: "mobilefacenet.tflite".to_owned(),
        },
        Problem::StartListRemoved,
        Problem::ProgramFiles,
        Problem::CheckUnfinished,
        Problem::Start,
    ];
    for problem in &all {
        match problem {
            Problem::Folder { .. }
            | Problem::ForeignFolder { .. }
            | Problem::Busy
            | Problem::DiskFull
            | Problem::KeyMissing
            | Problem::WrongKey
            | Problem::Key { .. }
            | Problem::KeyPassphrase
            | Problem::InUse
            | Problem::NewerData
            | Problem::Damaged
            | Problem::Database
            | Problem::BadgeTaken
            | Problem::NoSuchPerson
            | Problem::PersonChanged
            | Problem::PersonNotActive
            | Problem::TooManyLooks
            | Problem::NoSuchOperator
            | Problem::OperatorNameTaken
            | Problem::OperatorsThere
            | Problem::NoOperators
            | Problem::SignInFirst
            | Problem::NeedsAdministrator
            | Problem::NeedsReviewer
            | Problem::NeedsFrontDesk
            | Problem::LastAdministrator
            | Problem::OperatorDisabled
            | Problem::PasswordTooShort { .. }
            | Problem::PasswordTooLong { .. }
            | Problem::Memory
            | Problem::Threads
            | Problem::SiteName
            | Problem::RetentionDays
            | Problem::Language
            | Problem::TokenTerms
            | Problem::HandOver
            | Problem::NoSuchProfile
            | Problem::ProfileThere
            | Problem::ProfileNumbers
            | Problem::SettingsFile
            | Problem::NotACamera
            | Problem::NoCamera
            | Problem::CameraNotConnected { .. }
            | Problem::CameraInUse { .. }
            | Problem::CameraNotAllowed { .. }
            | Problem::CameraFormat { .. }
            | Problem::CameraBroken { .. }
            | Problem::Recording { .. }
            | Problem::SelfTestPlan
            | Problem::SelfTestClaim
            | Problem::SelfTestEnded
            | Problem::NoSuchSelfTest
            | Problem::NoSuchSession
            | Problem::ExportFolder { .. }
            | Problem::FileThere { .. }
            | Problem::File { .. }
            | Problem::KeysHandedOver
            | Problem::KeyOtherCode
            | Problem::KeyOtherWorth
            | Problem::KeyNotForHere
            | Problem::KeyOfAnotherSite
            | Problem::KeyNotTheNext
            | Problem::BackupUnmade
            | Problem::BackupWrong
            | Problem::BackupForeign
            | Problem::BackupOtherKeys
            | Problem::BackupNeedsPassphrase
            | Problem::BackupNotRestored
            | Problem::BackupFile { .. }
            | Problem::ErasedList { .. }
            | Problem::KeysMadeAlready
            | Problem::TokenUsed
            | Problem::TokenRevoked
            | Problem::TokenExpired
            | Problem::TokenUnknown
            | Problem::ClockBehind
            | Problem::StartFiles { .. }
            | Problem::StartListRemoved
            | Problem::ProgramFiles
            | Problem::CheckUnfinished
            | Problem::Start => {}
            Problem::Engine(
                EngineFault::Program
                | EngineFault::Version
                | EngineFault::Model { .. }
                | EngineFault::KnownFaces
                | EngineFault::Environment
                | EngineFault::Thread
                | EngineFault::Ends,
            ) => {}
            Problem::Centre(
                CentreFault::Away
                | CentreFault::Untrusted
                | CentreFault::Refuses
                | CentreFault::Newer
                | CentreFault::Older
                | CentreFault::Waits
                | CentreFault::Failed,
            ) => {}
        }
    }
    all
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
