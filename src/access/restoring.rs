//! Putting a backup back: it is unpacked, opened and cleared of who was erased
//! since beside the data folder's place, and takes that place whole. Whenever
//! it ends before, the place is as it was.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use zeroize::Zeroizing;

use super::backup::{HEAD, MAGIC, MOST_BYTES, failed, new_file};
use super::{BackupError, DataFolder, DataFolderError, SETTINGS_FILE};
use crate::auth::passphrase::{self, Purpose, SealedFileError};
use crate::auth::{KeyError, KeyStores};
use crate::domain::{Act, ErasureReason, KeyId, KioskKeys, Note, PersonId, Secret};
use crate::store::{DATABASE_FILE, RESTORING_FOLDER, Store, StoreError};

/// Who was erased since a backup was made, and why.
pub type Erased = (PersonId, ErasureReason);

/// What putting a backup back brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How many were erased again.
    pub erased_again: u64,
    /// Whether the kiosk has a centre, which knows who else was erased.
    pub has_centre: bool,
}

/// A backup that is to be put back.
pub struct Restoring<'a> {
    /// The backup.
    pub file: &'a Path,
    /// What opens it.
    pub passphrase: &'a Secret<String>,
    /// Where it is put.
    pub folder: &'a Path,
    /// Where its keys are put.
    pub stores: &'a KeyStores,
    /// Who was erased since it was made.
    pub erased: &'a [Erased],
}

/// Hears how many bytes of the backup were read, and of how many.
pub type Told<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

impl Restoring<'_> {
    /// Puts it into a new or empty folder.
    ///
    /// # Errors
    /// `NotEmpty`, or when it couldn't be put back; then the folder is empty
    /// again.
    pub async fn into_empty(&self, told: Told<'_>) -> Result<Restored, BackupError> {
        require_empty(self.folder)?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(self.folder)
            .map_err(failed(self.folder))?;
        let alone = Store::keep_out(self.folder)?;
        // Whoever was quicker has put something there.
        require_empty(self.folder)?;
        let done = self.put_back(told).await;
        if done.is_err() {
            for entry in fs::read_dir(self.folder).into_iter().flatten().flatten() {
                let _ = fs::remove_file(entry.path());
            }
        }
        drop(alone);
        done
    }

    /// Puts it in the place of a kiosk that nobody looks after yet.
    ///
    /// # Errors
    /// `NotNew`, `InUse` of the store, or when it couldn't be put back; then
    /// the kiosk is as it was.
    pub async fn over_new(&self, told: Told<'_>) -> Result<Restored, BackupError> {
        let new = DataFolder::open_with(self.folder, self.stores).await?;
        if new.store.has_operators().await? || !new.store.people().await?.is_empty() {
            return Err(BackupError::NotNew);
        }
        let alone = new.store.exclusively()?;
        let id = new.key_id;
        new.store.close().await;
        let (restored, was) = self.put_back_as(told).await?;
        if was != id
            && let Err(error) = self.stores.forget(&id)
        {
            tracing::warn!(%error, "a key that opens nothing stays behind");
        }
        drop(alone);
        Ok(restored)
    }

    async fn put_back(&self, told: Told<'_>) -> Result<Restored, BackupError> {
        let (restored, _) = self.put_back_as(told).await?;
        Ok(restored)
    }

    /// Puts it in place; says of which kiosk it is, too.
    async fn put_back_as(&self, told: Told<'_>) -> Result<(Restored, KeyId), BackupError> {
        let beside = self.folder.join(RESTORING_FOLDER);
        match fs::remove_dir_all(&beside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(failed(&beside))?,
        }
        DirBuilder::new()
            .mode(0o700)
            .create(&beside)
            .map_err(failed(&beside))?;
        let done = match self.unpack(&beside, told) {
            Ok((id, keys)) => self.open(&beside, &id, &keys).await.map(|done| (done, id)),
            Err(error) => Err(error),
        };
        let placed = done.and_then(|done| {
            take_place(&beside, self.folder).map_err(failed(self.folder))?;
            Ok(done)
        });
        // In place nothing is left in it that matters.
        let _ = fs::remove_dir_all(&beside);
        placed
    }

    /// Unpacks database and settings; gives the keys.
    fn unpack(&self, beside: &Path, told: Told<'_>) -> Result<(KeyId, KioskKeys), BackupError> {
        let database = beside.join(DATABASE_FILE);
        let sealed = File::open(self.file).map_err(failed(self.file))?;
        let mut sealed = Counted {
            all: sealed.metadata().map_err(failed(self.file))?.len(),
            file: sealed,
            done: 0,
            told,
        };
        let mut unpacked = Unpacking {
            first: Zeroizing::new(Vec::with_capacity(
                HEAD + 2 * usize::try_from(MOST_BYTES).unwrap_or(0),
            )),
            database: new_file(&database)?,
        };
        let opened = passphrase::open(Purpose::Backup, self.passphrase, &mut sealed, &mut unpacked);
        opened.map_err(|error| match error {
            // What was unpacked so far isn't what a backup begins with.
            SealedFileError::File(error) if error.kind() == io::ErrorKind::InvalidData => {
                BackupError::Foreign
            }
            error => error.into(),
        })?;
        unpacked.database.sync_all().map_err(failed(&database))?;
        let (id, keys, settings) = unpacked.parts().ok_or(BackupError::Foreign)?;
        if !settings.is_empty() {
            let path = beside.join(SETTINGS_FILE);
            let mut file = new_file(&path)?;
            file.write_all(&settings)
                .and_then(|()| file.sync_all())
                .map_err(failed(&path))?;
        }
        Ok((id, keys))
    }

    /// Puts the keys where they are kept, opens what was unpacked, and erases
    /// again who was erased since.
    async fn open(
        &self,
        beside: &Path,
        id: &KeyId,
        keys: &KioskKeys,
    ) -> Result<Restored, BackupError> {
        let home = keys.kind().kept_at();
        let made = match self.stores.create(home, id, keys) {
            Ok(()) => true,
            Err(KeyError::Exists(_)) => false,
            Err(error) => return Err(error.into()),
        };
        let restored = self.clear(beside).await;
        if restored.is_err()
            && made
            && let Err(error) = self.stores.withdraw(home, id)
        {
            tracing::warn!(%error, "a key that opens nothing stays behind");
        }
        restored
    }

    async fn clear(&self, beside: &Path) -> Result<Restored, BackupError> {
        let opened = match DataFolder::open_with(beside, self.stores).await {
            Err(DataFolderError::Store(StoreError::WrongKey)) => {
                return Err(BackupError::OtherKeys);
            }
            opened => opened?,
        };
        let mut again = 0;
        for (person, reason) in self.erased {
            match opened.store.erase_person(*person, *reason, None).await {
                Ok(_) => again += 1,
                // Enrolled after the backup, or erased before it.
                Err(StoreError::NoSuchPerson) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let note = Note::of(Act::BackupRestored).with("people", again);
        opened.store.note(&note).await?;
        let has_centre = opened.store.membership().await?.is_some();
        // All of it into the one file that is put in place.
        opened.store.close().await;
        Ok(Restored {
            erased_again: again,
            has_centre,
        })
    }
}

/// Whether nothing is in a folder but what a restore left that was killed.
fn require_empty(folder: &Path) -> Result<(), BackupError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed(folder))?,
    };
    for entry in entries {
        let name = entry.map_err(failed(folder))?.file_name();
        if !Store::is_left_over(&name.to_string_lossy()) {
            return Err(BackupError::NotEmpty(folder.to_owned()));
        }
    }
    Ok(())
}

/// Moves settings and database into the folder, the database last: with it the
/// folder is the backup's, before it is what it was.
fn take_place(beside: &Path, folder: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm"] {
        let log = format!("{DATABASE_FILE}{ending}");
        let unpacked = beside.join(&log);
        if unpacked.exists() {
            return Err(io::Error::other("the unpacked database is still in use"));
        }
        match fs::remove_file(folder.join(&log)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    for name in [SETTINGS_FILE, DATABASE_FILE] {
        match fs::rename(beside.join(name), folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && name == SETTINGS_FILE => {}
            moved => moved?,
        }
    }
    File::open(folder)?.sync_all()
}

/// A file that tells how far it was read.
struct Counted<'a> {
    file: File,
    done: u64,
    all: u64,
    told: Told<'a>,
}

impl Read for Counted<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.done += u64::try_from(read).unwrap_or(0);
        (self.told)(self.done, self.all);
        Ok(read)
    }
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
