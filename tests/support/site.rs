//! A place of its own for the program: data, keys, home, working folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{Answer, Head, cache};

/// Who acts: login name, role and password.
#[derive(Clone, Copy, Debug)]
pub struct Actor {
    pub name: &'static str,
    pub role: &'static str,
    pub password: &'static str,
}

/// Made by `operators init`.
pub const ADMINISTRATOR: Actor = Actor {
    name: "ada.admin",
    role: "administrator",
    password: "correct horse battery staple",
};
/// May enrol.
pub const FRONT_DESK: Actor = Actor {
    name: "fred.desk",
    role: "front-desk",
    password: "tangerine window parade",
};
/// May see sessions and scores.
pub const REVIEWER: Actor = Actor {
    name: "rita.review",
    role: "reviewer",
    password: "seven quiet otters swim",
};

/// Who is enrolled where somebody is.
pub const BADGE: &str = "QX-7731942";
pub const NAME: &str = "Philippa Quillworthy";

/// What a command is given.
pub struct Arguments(Vec<String>);

impl Arguments {
    /// Word by word.
    pub fn each(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

/// A place of its own, removed at the end.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// An empty one.
    pub fn new() -> Self {
        let site = Self {
            folder: TempDir::new().unwrap(),
        };
        for name in ["home", "work", "tmp"] {
            fs::create_dir(site.path(name)).unwrap();
        }
        site
    }

    /// One with an operator of each role.
    pub fn with_operators() -> Self {
        static TEMPLATE: OnceLock<Site> = OnceLock::new();
        let make = || {
            let site = Self::new();
            let password = site.password_file(ADMINISTRATOR);
            let name = ["--name", ADMINISTRATOR.name, "--password-file", &password];
            site.run(&[&["operators", "init"], &name[..]].concat())
                .expect(0);
            for actor in [FRONT_DESK, REVIEWER] {
                let password = site.password_file(actor);
                let name = ["--name", actor.name, "--role", actor.role];
                let new = ["--new-password-file", &password];
                let add = [&["operators", "add"], &name[..], &new].concat();
                site.run_as(ADMINISTRATOR, &add).expect(0);
            }
            site
        };
        TEMPLATE.get_or_init(make).copy()
    }

    /// One with operators where [`Head::First`] is enrolled as [`NAME`] under
    /// [`BADGE`].
    pub fn with_person() -> Self {
        static TEMPLATE: OnceLock<Site> = OnceLock::new();
        let make = || {
            let site = Self::with_operators();
            site.enrol(BADGE, NAME, Head::First)
                .expect_decision("verified", "enrolled");
            site
        };
        TEMPLATE.get_or_init(make).copy()
    }

    /// A file or folder of this place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program, to be started here; it knows nothing of the environment
    /// that the tests run in.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_secure-biometric"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("SECURE_BIOMETRIC_DATA", self.data())
            .env("SECURE_BIOMETRIC_KEYS", self.path("keys"))
            .env("SECURE_BIOMETRIC_CACHE", cache())
            .current_dir(self.path("work"));
        command
    }

    /// Runs a command that answers in JSON.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command().arg("--json").args(arguments))
    }

    /// The same as an operator.
    pub fn run_as(&self, actor: Actor, arguments: &[&str]) -> Answer {
        let password = self.password_file(actor);
        let who = ["--operator", actor.name, "--password-file", &password];
        self.run(&[arguments, &who].concat())
    }

    /// Erases a person as the administrator; the front desk agrees.
    pub fn remove(&self, badge: &str) -> Answer {
        self.run_as(ADMINISTRATOR, &self.removal(badge, FRONT_DESK).each())
    }

    /// How a person is erased, with this second operator.
    pub fn removal(&self, badge: &str, second: Actor) -> Arguments {
        let file = self.password_file(second);
        let words = ["people", "remove", "--badge", badge, "--reason", "asked"];
        let agrees = ["--second-operator", second.name, "--second-password-file"];
        let all = words.into_iter().chain(agrees).map(str::to_owned);
        Arguments(all.chain([file]).collect())
    }

    /// Enrols whom a recording shows, as the front desk.
    pub fn enrol(&self, badge: &str, name: &str, head: Head) -> Answer {
        self.enrol_as(FRONT_DESK, badge, name, &head.folder())
    }

    /// Enrols from frames that are not one of the heads' recordings, such as
    /// one clip alone, which plays once, whatever is asked.
    pub fn enrol_from(&self, recording: &Path) -> Answer {
        self.enrol_as(FRONT_DESK, BADGE, NAME, recording)
    }

    /// The same as another operator.
    pub fn enrol_as(&self, actor: Actor, badge: &str, name: &str, recording: &Path) -> Answer {
        let camera = format!("recording:{}", recording.display());
        let person = ["--badge", badge, "--name", name, "--consent-version", "7"];
        let enrol = [&["--camera", &camera, "enrol"], &person[..]].concat();
        self.run_as(actor, &enrol)
    }

    /// Lets whom a recording shows verify.
    pub fn verify(&self, badge: Option<&str>, head: Head) -> Answer {
        let camera = head.camera();
        let claim = badge.map_or(Vec::new(), |badge| vec!["--badge", badge]);
        self.run(&[&["--camera", &camera, "verify"], &claim[..]].concat())
    }

    /// A file with an operator's password.
    pub fn password_file(&self, actor: Actor) -> String {
        self.file(actor.name, &format!("{}\n", actor.password))
    }

    /// A file of this place with this text; its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Another place with the same data and keys, as they are now.
    pub fn copy(&self) -> Self {
        let site = Self::new();
        for name in ["data", "keys"] {
            copy_folder(&self.path(name), &site.path(name));
        }
        site
    }
}

/// Copies a folder of files, with its permissions.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
