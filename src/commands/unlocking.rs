//! Opening a data folder with its keys, wherever these are.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::access::{DataFolder, DataFolderError};
use crate::auth::{KeyError, KeyStores};
use crate::domain::Secret;

use super::context::read_password;
use super::error::CommandError;

/// What waits for the store's work.
///
/// # Errors
/// When the system gives no thread.
pub fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("store")
        .enable_all()
        .build()
        .map_err(|error| CommandError::new("system", error))
}

/// Names a file with the passphrase of sealed keys.
const PASSPHRASE_VARIABLE: &str = "SECURE_BIOMETRIC_PASSPHRASE_FILE";

/// Opens a data folder with its keys, and says where these are. A passphrase
/// that they are sealed with comes from the file that the environment names,
/// or is asked for on a terminal.
///
/// # Errors
/// When the folder, its keys or its database can't be used.
pub fn open_folder(
    runtime: &tokio::runtime::Runtime,
    folder: &Path,
) -> Result<(DataFolder, KeyStores), CommandError> {
    let stores = KeyStores::from_environment(folder).map_err(DataFolderError::from)?;
    open_folder_by(runtime, (folder, stores), passphrase)
}

/// The same for a window: what was typed there counts before the file that the
/// environment names, and no terminal is asked.
///
/// # Errors
/// As for [`open_folder`].
pub fn open_folder_at_a_window(
    runtime: &tokio::runtime::Runtime,
    (folder, stores): (&Path, KeyStores),
    typed: Option<&Secret<String>>,
) -> Result<(DataFolder, KeyStores), CommandError> {
    open_folder_by(runtime, (folder, stores), || {
        match (typed, passphrase_file()) {
            (Some(typed), _) => Ok(Secret::new(typed.expose().clone())),
            (None, Some(file)) => read_password(Some(&file), ""),
            (None, None) => Err(DataFolderError::from(KeyError::PassphraseNeeded).into()),
        }
    })
}

fn open_folder_by(
    runtime: &tokio::runtime::Runtime,
    (folder, stores): (&Path, KeyStores),
    passphrase: impl FnOnce() -> Result<Secret<String>, CommandError>,
) -> Result<(DataFolder, KeyStores), CommandError> {
    match runtime.block_on(DataFolder::open_with(folder, &stores)) {
        Err(DataFolderError::Key(KeyError::PassphraseNeeded)) => {
            let stores = stores.with_passphrase(passphrase()?);
            let opened = runtime.block_on(DataFolder::open_with(folder, &stores))?;
            Ok((opened, stores))
        }
        opened => Ok((opened?, stores)),
    }
}

/// The passphrase of sealed keys.
///
/// # Errors
/// When no file is named and there is no terminal to ask on.
pub fn passphrase() -> Result<Secret<String>, CommandError> {
    let file = passphrase_file();
    if file.is_none() && !std::io::stdin().is_terminal() {
        return Err(DataFolderError::from(KeyError::PassphraseNeeded).into());
    }
    read_password(file.as_deref(), "Passphrase of the keys: ")
}

/// The file that the environment names.
fn passphrase_file() -> Option<PathBuf> {
    let file = std::env::var_os(PASSPHRASE_VARIABLE).filter(|value| !value.is_empty());
    file.map(PathBuf::from)
}
