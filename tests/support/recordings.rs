//! Recordings of heads, rendered once a checkout: the first test program that
//! needs one makes it, the others wait for it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use secure_biometric::resources::Resources;
use sha2::{Digest, Sha256};

use super::{Answer, Site};

/// Rendering all recordings takes minutes on a small machine.
const MAKING: Duration = Duration::from_secs(30 * 60);

/// A recording of somebody who does what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Somebody.
    First,
    /// The same person on another occasion.
    FirstLater,
    /// Somebody else.
    Second,
}

impl Head {
    /// How its folder's name begins, and a scenario that needs it.
    fn made_by(self) -> (&'static str, &'static str) {
        match self {
            Self::First => ("obama-head-0-", "enrol-and-verify"),
            Self::FirstLater => ("obama2-head-0-", "verify-other-photo"),
            Self::Second => ("biden-head-0-", "wrong-claim"),
        }
    }

    /// Its folder, with a sub-folder for each instruction; made if it isn't
    /// there.
    pub fn folder(self) -> PathBuf {
        let (beginning, scenario) = self.made_by();
        folder_of(beginning, scenario)
    }

    /// It as the camera of a command.
    pub fn camera(self) -> String {
        format!("recording:{}", self.folder().display())
    }
}

/// The recording of a photo that is held up flat and turned.
pub fn flat_print() -> PathBuf {
    folder_of("obama3-flat-turned-0-", "flat-photo")
}

/// The folder whose name begins so; made by that scenario if it isn't there.
fn folder_of(beginning: &str, scenario: &str) -> PathBuf {
    find(beginning).unwrap_or_else(|| {
        make_with(&[scenario]);
        find(beginning).unwrap_or_else(|| panic!("'{scenario}' makes {beginning}"))
    })
}

/// Makes the recordings of every scenario.
pub fn make_all() {
    // A file says that it is done.
    let done = cache().join("all");
    if !done.exists() {
        make_with(&[]);
        File::create(done).unwrap();
    }
}

/// Plays scenarios (all without names), which makes their recordings; one
/// program at a time. Recordings of another presenter go.
fn make_with(scenarios: &[&str]) {
    let cache = cache();
    let lock = File::create(cache.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    for entry in fs::read_dir(cache.parent().unwrap()).unwrap() {
        let other = entry.unwrap().path();
        if other.is_dir() && other != cache {
            fs::remove_dir_all(other).unwrap();
        }
    }
    let site = Site::new();
    let mut rehearse = site.command();
    rehearse.arg("rehearse").args(scenarios).arg("--headless");
    let answer = Answer::within(&mut rehearse, MAKING);
    assert!(answer.code == 0, "{answer:?}");
}

/// The cache of recordings that all tests of this checkout share. Another
/// presenter has another one.
pub fn cache() -> PathBuf {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recordings");
    let cache = all.join(presenter());
    fs::create_dir_all(&cache).unwrap();
    cache
}

fn find(beginning: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(cache().join("rehearsals")).ok()?;
    entries
        .map(|entry| entry.unwrap())
        .find(|entry| entry.file_name().to_string_lossy().starts_with(beginning))
        .map(|entry| entry.path())
}

/// Names the presenter by its sources.
fn presenter() -> String {
    let folder = Resources::find().unwrap().python().join("presenter");
    let entries = fs::read_dir(folder).unwrap();
    let mut sources: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    sources.retain(|path| path.extension().is_some_and(|suffix| suffix == "py"));
    sources.sort();
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(fs::read(source).unwrap());
    }
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
