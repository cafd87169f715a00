//! What never shows: passwords nowhere, names and badges in no log and no
//! file, whatever is asked.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{
    ADMINISTRATOR, Actor, Answer, BADGE, FRONT_DESK, Head, NAME, REVIEWER, Site, is_set_up,
};

const OPERATORS: [Actor; 3] = [ADMINISTRATOR, FRONT_DESK, REVIEWER];

/// Runs a command that logs all it can.
fn traced(site: &Site, actor: Actor, arguments: &[&str]) -> Answer {
    let password = site.password_file(actor);
    let mut command = site.command();
    command.env("RUST_LOG", "trace").arg("--json");
    command.args(arguments);
    command.args(["--operator", actor.name, "--password-file", &password]);
    let answer = Answer::of(&mut command);
    // Colours are for terminals.
    assert!(!answer.stderr.contains('\u{1b}'), "{}", answer.stderr);
    answer
}

#[test]
fn nothing_personal_is_logged_and_no_password_is_told() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_operators();
    let first = Head::First.camera();
    let second = Head::Second.camera();
    let later = Head::FirstLater.camera();
    let file = site.file("new", "a new and long password");
    let enrol = ["enrol", "--badge", BADGE, "--name", NAME];
    let enrol = [
        &["--camera", &first],
        &enrol[..],
        &["--consent-version", "7"],
    ]
    .concat();
    let verify = ["verify", "--badge", BADGE, "--camera"];
    let guess = Actor {
        password: "a guess that is wrong",
        ..FRONT_DESK
    };
    let add = ["operators", "add", "--name", "new", "--role", "reviewer"];
    let removal = site.removal(BADGE, FRONT_DESK);
    let commands: [(Actor, &[&str], i32); 12] = [
        (FRONT_DESK, &enrol, 0),
        (FRONT_DESK, &enrol, 1),
        (REVIEWER, &[&verify[..], &[&later]].concat(), 0),
        (REVIEWER, &[&verify[..], &[&second]].concat(), 10),
        (guess, &["people", "list"], 1),
        (FRONT_DESK, &["people", "list"], 0),
        (FRONT_DESK, &["people", "show", "--badge", BADGE], 0),
        (REVIEWER, &["sessions", "list"], 0),
        (FRONT_DESK, &["sessions", "list"], 1),
        (
            ADMINISTRATOR,
            &[&add[..], &["--new-password-file", &file]].concat(),
            0,
        ),
        (ADMINISTRATOR, &["people", "disable", "--badge", BADGE], 0),
        (ADMINISTRATOR, &removal.each(), 0),
    ];
    let mut traces = 0;
    for (actor, arguments, code) in commands {
        let answer = traced(&site, actor, arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {answer:?}");
        traces += answer.stderr.matches("TRACE").count();
        traces += answer.stderr.matches("DEBUG").count();
        for personal in [BADGE, NAME, NAME.split(' ').next().unwrap()] {
            assert!(
                !answer.stderr.contains(personal),
                "{arguments:?} logs {personal}"
            );
        }
        let told = answer.stdout + &answer.stderr;
        for actor in OPERATORS.into_iter().chain([guess]) {
            assert!(
                !told.contains(actor.password),
                "{arguments:?} tells a password"
            );
        }
        assert!(!told.contains("a new and long password"), "{arguments:?}");
        assert!(!told.contains("$argon2"), "{arguments:?} tells a hash");
    }
    assert!(traces > 0, "nothing was traced");
}

#[test]
fn no_file_holds_a_name_a_badge_or_a_password_in_plain_text() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    site.verify(Some(BADGE), Head::FirstLater).expect(0);
    site.verify(Some(BADGE), Head::Second).expect(10);
    site.verify(Some("QX-CLAIMED-1"), Head::First).expect(10);
    let remains = ["QX-CLAIMED-1", BADGE, NAME, "Quillworthy", "Philippa"];
    let passwords = OPERATORS.map(|actor| actor.password);
    let files = [site.path("data"), site.path("tmp"), site.path("home")];
    let files: Vec<PathBuf> = files.iter().flat_map(|folder| files_in(folder)).collect();
    let sizes: u64 = files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .sum();
    assert!(sizes > 10_000, "nothing is kept: {files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for text in remains.iter().chain(&passwords) {
            let lower = text.to_lowercase();
            for form in [text.as_bytes(), lower.as_bytes(), &utf_16(text)] {
                let found = bytes.windows(form.len()).any(|part| part == form);
                assert!(!found, "{} holds {text}", file.display());
            }
        }
    }
}

#[test]
fn keys_are_outside_the_data_folder_and_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.run(&["migrate"]).expect(0);
    let keys = files_in(&site.path("keys"));
    assert_eq!(keys.len(), 1, "{keys:?}");
    for (path, mode) in [(&site.path("keys"), 0o700), (&keys[0], 0o600)] {
        let found = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{}", path.display());
    }
    let mut inside = site.command();
    inside.env("SECURE_BIOMETRIC_KEYS", site.data().join("keys"));
    let said = Answer::of(inside.args(["--json", "migrate"])).expect_error("data_folder");
    assert!(said.contains("SECURE_BIOMETRIC_KEYS"), "{said}");
}

/// All files in a folder and the folders in it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
