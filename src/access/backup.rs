//! Backups: one file, sealed with a passphrase, that holds a data folder and
//! its keys. `restoring` puts one back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{DataFolder, DataFolderError, SETTINGS_FILE};
use crate::auth::passphrase::{self, Purpose, SealedFileError};
use crate::auth::{KeyError, KeyStores};
use crate::domain::{Act, Note, OperatorName, Secret};
use crate::store::{COPY_PREFIX, StoreError};

/// How what is sealed begins.
pub(super) const MAGIC: &[u8; 8] = b"SBdata01";
/// The beginning, and the lengths of keys and settings.
pub(super) const HEAD: usize = 16;
/// Neither keys nor settings are longer, in bytes.
pub(super) const MOST_BYTES: u32 = 64 * 1024;

/// Why there is no backup, or none was put back.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The folder to put it into holds something.
    #[error("{0} isn't empty; name a new or empty folder with --data DIR")]
    NotEmpty(PathBuf),
    /// A file of that name is there.
    #[error("there is a file {0} already; name one that isn't there yet")]
    FileThere(PathBuf),
    /// The kiosk of that folder is in use already.
    #[error(
        "somebody looks after this kiosk already, or people are enrolled; a backup is put into a new folder, with --data DIR"
    )]
    NotNew,
    /// What was sealed isn't a data folder.
    #[error("this backup was made by a later version of this program; install that version")]
    Foreign,
    /// The keys here are those of a later time.
    #[error(
        "other keys of this data folder are here already, which don't open the backup; put them aside, or name another folder for keys with SECURE_BIOMETRIC_KEYS"
    )]
    OtherKeys,
    /// The sealed file can't be made or opened.
    #[error(transparent)]
    Sealed(#[from] SealedFileError),
    /// A file can't be read or written.
    #[error("{path}: {source}; check that this user may use it, and that there is room")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The data folder or its keys can't be used.
    #[error(transparent)]
    Data(#[from] DataFolderError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Data(error.into())
    }
}

impl From<KeyError> for BackupError {
    fn from(error: KeyError) -> Self {
        Self::Data(error.into())
    }
}

/// Removes a file that is only needed meanwhile.
struct Meanwhile(PathBuf);

impl Drop for Meanwhile {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, "a copy of the database stays behind");
        }
    }
}

/// Makes a backup of the data folder `folder` in the new file `out`.
///
/// # Errors
/// When it couldn't be made; then `out` isn't there.
pub async fn create_backup(
    opened: &DataFolder,
    folder: &Path,
    passphrase: &Secret<String>,
    out: &Path,
) -> Result<(), BackupError> {
    let file = new_file(out)?;
    // Before it: whoever ends the program in time has no backup that isn't
    // written down. That it was made is written down once it was.
    let made: Result<(), BackupError> = async {
        opened.store.note(&Note::of(Act::BackupBegun)).await?;
        write_backup(opened, folder, passphrase, file).await?;
        Ok(opened.store.note(&Note::of(Act::BackupCreated)).await?)
    }
    .await;
    if made.is_err() {
        // Half a backup is none; why it failed is told already.
        let _ = fs::remove_file(out);
    }
    made
}

async fn write_backup(
    opened: &DataFolder,
    folder: &Path,
    passphrase: &Secret<String>,
    mut file: File,
) -> Result<(), BackupError> {
    let copy = format!("{COPY_PREFIX}{}", uuid::Uuid::now_v7());
    let copy = Meanwhile(folder.join(copy));
    // Who finds it without this lock removes it: its maker was killed.
    let held = new_file(&copy.0)?;
    held.lock().map_err(failed(&copy.0))?;
    opened.store.copy_to(&copy.0).await?;
    let keys = KeyStores::as_text(&opened.key_id, &opened.keys);
    let settings = match fs::read(folder.join(SETTINGS_FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read.map_err(failed(folder))?,
    };
    let database = File::open(&copy.0).map_err(failed(&copy.0))?;
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(MAGIC);
    for part in [keys.len(), settings.len()] {
        let length = u32::try_from(part).unwrap_or(u32::MAX);
        if length > MOST_BYTES {
            return Err(BackupError::Foreign);
        }
        head.extend_from_slice(&length.to_le_bytes());
    }
    let mut whole = head
        .as_slice()
        .chain(keys.as_bytes())
        .chain(settings.as_slice())
        .chain(database);
    passphrase::seal(Purpose::Backup, passphrase, &mut whole, &mut file)?;
    Ok(file.sync_all().map_err(SealedFileError::from)?)
}

/// A file that isn't there yet, for this user alone.
pub(super) fn new_file(path: &Path) -> Result<File, BackupError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(failed(path))
}

pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::AlreadyExists => BackupError::FileThere(path),
        _ => BackupError::File { path, source },
    }
}

impl DataFolder {
    /// Makes a backup for an operator; the audit names them.
    ///
    /// # Errors
    /// As [`create_backup`].
    pub async fn back_up(
        &mut self,
        operator: &OperatorName,
        folder: &Path,
        passphrase: &Secret<String>,
        out: &Path,
    ) -> Result<(), BackupError> {
        self.act_as(operator);
        create_backup(self, folder, passphrase, out).await
    }
}
