//! Why a key can't be had.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::passphrase::SealedFileError;

/// Names the folder of key files.
pub const KEY_FOLDER_VARIABLE: &str = "SECURE_BIOMETRIC_KEYS";

/// Why a key can't be had. Each text says what happened and, after the first
/// semicolon, what to do.
#[derive(Debug, Error)]
pub enum KeyError {
    /// No folder for keys is known.
    #[error(
        "there is no folder for keys; set {KEY_FOLDER_VARIABLE} to one outside the data folder"
    )]
    NoFolder,
    /// Keys would lie beside what they seal.
    #[error(
        "the key folder {0} is inside the data folder; set {KEY_FOLDER_VARIABLE} to one outside it"
    )]
    InsideData(PathBuf),
    /// Others may read the folder or the file.
    #[error("{path} can be reached by other users (mode {mode:03o}); run: chmod {wanted:o} {path}")]
    TooOpen {
        /// The folder or file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
        /// What they must be.
        wanted: u32,
    },
    /// Somebody else's file.
    #[error("the key file {0} belongs to another user; run: chown \"$USER\" {0}")]
    NotOwned(PathBuf),
    /// The file isn't a key.
    #[error("{0} is not a key file of this program; restore it from a backup")]
    Malformed(PathBuf),
    /// The file holds the keys of another data folder.
    #[error("the keys in {0} are another data folder's; put back those of this one")]
    OfAnotherFolder(PathBuf),
    /// A key of that id is there already.
    #[error("there is a key file {0} already; use that key")]
    Exists(PathBuf),
    /// The keys are sealed with a passphrase that nobody gave.
    #[error(
        "the keys of this data folder are sealed with a passphrase; name a file that holds it with SECURE_BIOMETRIC_PASSPHRASE_FILE, or start the program from a terminal"
    )]
    PassphraseNeeded,
    /// The passphrase is another one, or the file was changed.
    #[error("the passphrase doesn't open the keys in {0}; try again")]
    PassphraseWrong(PathBuf),
    /// The passphrase could not be used.
    #[error(transparent)]
    Passphrase(SealedFileError),
    /// What systemd hands over can't be written here.
    #[error(
        "keys that systemd hands over can't be changed from here; write them with --out FILE, and seal that file with systemd-creds"
    )]
    ReadOnly,
    /// The folder or file can't be read or written.
    #[error("key file {path}: {source}; check that this user may use it")]
    File {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system gave no random numbers.
    #[error("the system gives no random numbers; restart it")]
    Random,
}
