//! Backups: one file, sealed with a passphrase, that holds a data folder and
//! its keys. What was erased since is erased again when it is put back.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::{DataFolder, DataFolderError, SETTINGS_FILE};
use crate::auth::passphrase::{self, Purpose, SealedFileError};
use crate::auth::{KeyError, KeyStores};
use crate::domain::{Act, ErasureReason, KeyId, KioskKeys, Note, OperatorName, PersonId, Secret};
use crate::store::{DATABASE_FILE, StoreError};

/// How what is sealed begins.
const MAGIC: &[u8; 8] = b"SBdata01";
/// The beginning, and the lengths of keys and settings.
const HEAD: usize = 16;
/// Neither keys nor settings are longer, in bytes.
const MOST_BYTES: u32 = 64 * 1024;

/// Why there is no backup, or none was put back.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The folder to put it into holds something.
    #[error("{0} isn't empty; name a new or empty folder with --data DIR")]
    NotEmpty(PathBuf),
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
    let note = Note::of(Act::BackupCreated);
    opened.store.note(&note).await?;
    // Its name begins as the database's: a folder of ours may hold it.
    let copy = format!("{DATABASE_FILE}-copy-{}", uuid::Uuid::now_v7());
    let copy = Meanwhile(folder.join(copy));
    drop(new_file(&copy.0)?);
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
    let mut file = new_file(out)?;
    let sealed = passphrase::seal(Purpose::Backup, passphrase, &mut whole, &mut file)
        .and_then(|()| Ok(file.sync_all()?));
    if sealed.is_err() {
        // Half a backup is none; why it failed is told already.
        let _ = fs::remove_file(out);
    }
    Ok(sealed?)
}

/// Who was erased since a backup was made, and why.
pub type Erased = (PersonId, ErasureReason);

/// Puts a backup into the new or empty folder `folder`, its keys into `stores`,
/// and erases again who was erased since. Says how many that were.
///
/// # Errors
/// When it couldn't be put back; then `folder` is empty again.
pub async fn restore_backup(
    file: &Path,
    passphrase: &Secret<String>,
    folder: &Path,
    stores: &KeyStores,
    erased: &[Erased],
) -> Result<u64, BackupError> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        entries => Some(entries.map_err(failed(folder))?),
    };
    if entries
        .as_mut()
        .is_some_and(|entries| entries.next().is_some())
    {
        return Err(BackupError::NotEmpty(folder.to_owned()));
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed(folder))?;
    let done = put_back(file, passphrase, folder, stores, erased).await;
    if done.is_err() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let _ = fs::remove_file(entry.path());
        }
    }
    done
}

async fn put_back(
    file: &Path,
    passphrase: &Secret<String>,
    folder: &Path,
    stores: &KeyStores,
    erased: &[Erased],
) -> Result<u64, BackupError> {
    let database = folder.join(DATABASE_FILE);
    let mut sealed = File::open(file).map_err(failed(file))?;
    let mut unpacked = Unpacking {
        first: Zeroizing::new(Vec::with_capacity(
            HEAD + 2 * usize::try_from(MOST_BYTES).unwrap_or(0),
        )),
        database: new_file(&database)?,
    };
    passphrase::open(Purpose::Backup, passphrase, &mut sealed, &mut unpacked)?;
    unpacked.database.sync_all().map_err(failed(&database))?;
    let (id, keys, settings) = unpacked.parts().ok_or(BackupError::Foreign)?;
    if !settings.is_empty() {
        let path = folder.join(SETTINGS_FILE);
        let mut file = new_file(&path)?;
        file.write_all(&settings)
            .and_then(|()| file.sync_all())
            .map_err(failed(&path))?;
    }
    match stores.create(keys.kind().kept_at(), &id, &keys) {
        Ok(()) | Err(KeyError::Exists(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let opened = match DataFolder::open_with(folder, stores).await {
        Err(DataFolderError::Store(StoreError::WrongKey)) => return Err(BackupError::OtherKeys),
        opened => opened?,
    };
    let mut again = 0;
    for (person, reason) in erased {
        match opened.store.erase_person(*person, *reason, None).await {
            Ok(_) => again += 1,
            // Enrolled after the backup, or erased before it.
            Err(StoreError::NoSuchPerson) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let note = Note::of(Act::BackupRestored).with("people", again);
    opened.store.note(&note).await?;
    opened.store.close().await;
    Ok(again)
}

/// Takes what was sealed apart as it comes: keys and settings never lie
/// unsealed on the disk, the database is written as it is.
struct Unpacking {
    /// The beginning, the keys and the settings.
    first: Zeroizing<Vec<u8>>,
    database: File,
}

impl Unpacking {
    /// Lengths of keys and settings, once the beginning is there.
    fn lengths(&self) -> Option<(usize, usize)> {
        let (magic, rest) = self.first.split_first_chunk::<8>()?;
        let (keys, rest) = rest.split_first_chunk::<4>()?;
        let (settings, _) = rest.split_first_chunk::<4>()?;
        let [keys, settings] = [keys, settings].map(|bytes| u32::from_le_bytes(*bytes));
        if magic != MAGIC || keys > MOST_BYTES || settings > MOST_BYTES {
            return None;
        }
        Some((usize::try_from(keys).ok()?, usize::try_from(settings).ok()?))
    }

    /// How much of the beginning, keys and settings is still to come.
    fn missing(&self) -> Option<usize> {
        if self.first.len() < HEAD {
            return Some(HEAD - self.first.len());
        }
        let (keys, settings) = self.lengths()?;
        Some((HEAD + keys + settings).saturating_sub(self.first.len()))
    }

    fn parts(&self) -> Option<(KeyId, KioskKeys, Vec<u8>)> {
        let (keys, settings) = self.lengths()?;
        let keys_text = self.first.get(HEAD..HEAD + keys)?;
        let settings = self.first.get(HEAD + keys..HEAD + keys + settings)?;
        let (id, keys) = KeyStores::of_text(std::str::from_utf8(keys_text).ok()?)?;
        Some((id, keys, settings.to_vec()))
    }
}

impl Write for Unpacking {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let missing = self.missing().ok_or(io::ErrorKind::InvalidData)?;
        if missing == 0 {
            return self.database.write(bytes);
        }
        let taken = bytes.get(..missing.min(bytes.len())).unwrap_or(bytes);
        self.first.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.database.flush()
    }
}

/// A file that isn't there yet, for this user alone.
fn new_file(path: &Path) -> Result<File, BackupError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
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
