//! Keys and backups as an administrator sees them, and what they may ask.

use std::path::PathBuf;

use crate::domain::{KeyHome, KeyKind, RecoveryKey, Secret, ShortCode, Timestamp};

/// What an administrator wants of the keys.
#[derive(Debug)]
pub enum KeysIntent {
    /// Say which keys there are, and when the last backup was made.
    Look,
    /// Put production keys, sealed with this passphrase, in the place of trial
    /// ones.
    MakeProduction(Secret<String>),
    /// Sign for the files that the kiosk starts with, as they are now.
    SignFiles,
    /// Put another site key in the place of today's.
    Rotate,
    /// Put another signing key in the place of today's.
    RotateSigning,
    /// Write a request for another kiosk's site key.
    Ask,
    /// Take what another kiosk wrote: seal the site key for its request, or
    /// take the one that it sealed.
    Take {
        /// The file.
        file: PathBuf,
        /// The code that the other kiosk shows.
        code: ShortCode,
    },
    /// Make a backup.
    BackUp {
        /// The new file.
        file: PathBuf,
        /// What opens it; none draws a recovery key.
        passphrase: Option<Secret<String>>,
    },
}

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysDone {
    /// Production keys are in place.
    ProductionMade,
    /// Signed for what the kiosk starts with.
    FilesSigned,
    /// Another site key is in place.
    Rotated,
    /// Another signing key is in place.
    SigningRotated,
    /// A request is written; the other kiosk asks for the code.
    Asked {
        /// Where.
        file: PathBuf,
        /// Its code.
        code: ShortCode,
    },
    /// The site key is sealed for another kiosk, which asks for the code.
    Granted {
        /// What people call that kiosk.
        name: String,
        /// Where.
        file: PathBuf,
        /// Its code.
        code: ShortCode,
    },
    /// Another kiosk's site key is in place.
    Accepted,
    /// A backup is made.
    BackedUp {
        /// Where.
        file: PathBuf,
        /// What opens it, if that was drawn: it is shown until the page is
        /// left, and kept nowhere.
        recovery_key: Option<RecoveryKey>,
    },
}

/// The keys of this kiosk; no secret is among it but a recovery key that was
/// just drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysView {
    /// What they are worth.
    pub kind: KeyKind,
    /// Where they are kept.
    pub home: KeyHome,
    /// The site's id.
    pub site: String,
    /// Which of the site's keys is in force.
    pub generation: u32,
    /// The signing key's name, which tokens give.
    pub signing: String,
    /// The public exchange key, in hexadecimal digits.
    pub exchange: String,
    /// What the kiosk starts with, beside what was signed for.
    pub files: FilesView,
    /// When the last backup was made here.
    pub backed_up: Option<Timestamp>,
    /// Where a backup would be written to.
    pub backup_file: PathBuf,
    /// What was done last.
    pub done: Option<KeysDone>,
}

/// What the kiosk starts with, beside what was signed for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesView {
    /// How many files there are.
    pub count: usize,
    /// When they were signed for; none if they weren't yet.
    pub signed_at: Option<Timestamp>,
    /// What isn't as it was signed, by name.
    pub changed: Vec<String>,
    /// Whether the signed list was removed, or isn't this kiosk's.
    pub removed: bool,
}

/// How far long work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Done so far.
    pub done: u64,
    /// Of how many, if that is known.
    pub all: Option<u64>,
}
