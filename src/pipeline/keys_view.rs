//! Keys and backups as an administrator sees them, and what they may ask.

use std::path::PathBuf;

use crate::domain::{KeyHome, KeyKind, Secret, ShortCode, Timestamp};

/// What an administrator wants of the keys.
#[derive(Debug)]
pub enum KeysIntent {
    /// Say which keys there are, and when the last backup was made.
    Look,
    /// Put another site key in the place of today's.
    Rotate,
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
        /// What opens it.
        passphrase: Secret<String>,
    },
}

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysDone {
    /// Another site key is in place.
    Rotated,
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
    },
}

/// The keys of this kiosk; no secret is among it.
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
    /// When the last backup was made here.
    pub backed_up: Option<Timestamp>,
    /// Where a backup would be written to.
    pub backup_file: PathBuf,
    /// What was done last.
    pub done: Option<KeysDone>,
}

/// How far long work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Done so far.
    pub done: u64,
    /// Of how many, if that is known.
    pub all: Option<u64>,
}
