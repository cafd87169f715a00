//! Opening a data folder with its key.

use std::path::Path;

use thiserror::Error;

use crate::auth::{FileKeyStore, KeyError, KeyStore};
use crate::domain::{KeyId, KeyKind};
use crate::store::{Store, StoreError};

/// Why a data folder can't be opened.
#[derive(Debug, Error)]
pub enum DataFolderError {
    /// There is data, but not its key. No new key is made: it would open
    /// nothing.
    #[error(
        "the key {0} of this data folder is missing; put its key file back from a backup, or use another data folder"
    )]
    KeyMissing(KeyId),
    /// The key can't be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A data folder that was opened with its key.
pub struct DataFolder {
    /// Its database.
    pub store: Store,
    /// Which key opened it.
    pub key_id: KeyId,
    /// What that key is worth.
    pub key_kind: KeyKind,
    /// Whether the key was made just now: the caller says so on stderr.
    pub key_is_new: bool,
}

impl DataFolder {
    /// Opens `folder` (made if it isn't there) with its key from where the
    /// environment says.
    ///
    /// # Errors
    /// `KeyMissing`, or what the key or the database says.
    pub async fn open(folder: &Path) -> Result<Self, DataFolderError> {
        let keys = FileKeyStore::from_environment(folder)?;
        Self::open_with(folder, &keys).await
    }

    /// Opens `folder` with its key from `keys`.
    ///
    /// # Errors
    /// As `open`.
    pub async fn open_with<K: KeyStore + Sync>(
        folder: &Path,
        keys: &K,
    ) -> Result<Self, DataFolderError> {
        let (key_id, nothing_sealed) = Store::key_id(folder).await?;
        let (key, key_is_new) = match keys.load(&key_id)? {
            Some(key) => (key, false),
            None if nothing_sealed => match keys.create(&key_id) {
                Ok(key) => (key, true),
                // Another process opening the same folder was quicker.
                Err(KeyError::Exists(_)) => {
                    let key = keys.load(&key_id)?;
                    (key.ok_or(DataFolderError::KeyMissing(key_id))?, false)
                }
                Err(error) => return Err(error.into()),
            },
            None => return Err(DataFolderError::KeyMissing(key_id)),
        };
        Ok(Self {
            store: Store::open(folder, &key).await?,
            key_id,
            key_kind: key.kind(),
            key_is_new,
        })
    }
}
