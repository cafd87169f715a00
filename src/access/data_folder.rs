//! Opening a data folder with its keys.

use std::path::Path;

use thiserror::Error;

use crate::auth::{KeyError, KeyStores, key_making};
use crate::domain::{KeyHome, KeyId, KeyKind, KioskKeys};
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

/// A data folder that was opened with its keys.
pub struct DataFolder {
    /// Its database.
    pub store: Store,
    /// Which keys opened it.
    pub key_id: KeyId,
    /// Where they are kept.
    pub key_home: KeyHome,
    /// The keys themselves.
    pub keys: KioskKeys,
    /// Whether they were made just now: the caller says so on stderr.
    pub key_is_new: bool,
}

impl DataFolder {
    /// Opens `folder` (made if it isn't there) with its keys from `stores`. A
    /// new folder gets trial keys; what was begun of putting other keys in
    /// place is finished.
    ///
    /// # Errors
    /// `KeyMissing`, or what the keys or the database say.
    pub async fn open_with(folder: &Path, stores: &KeyStores) -> Result<Self, DataFolderError> {
        let (key_id, nothing_sealed) = Store::key_id(folder).await?;
        let (key_home, keys, key_is_new) = keys_for(stores, &key_id, nothing_sealed)?;
        let mut opened = Self {
            store: Store::open_with(folder, &keys.site).await?,
            key_id,
            key_home,
            keys,
            key_is_new,
        };
        opened.settle(stores)?;
        Ok(opened)
    }

    /// Forgets the site key before today's, now that nothing is wrapped by it
    /// any more, and keys that are kept at a less safe home too.
    pub(super) fn settle(&mut self, stores: &KeyStores) -> Result<(), KeyError> {
        // What systemd hands over stays as it is until the next rotation.
        if self.keys.site.previous().is_some() && self.key_home != KeyHome::Credential {
            let settled = self.keys.with_site(self.keys.site.settled());
            stores.replace(self.key_home, &self.key_id, &settled)?;
            self.keys = settled;
        }
        stores.keep_only(self.key_home, &self.key_id)
    }
}

/// The keys of a folder: those that are kept, those that follow from a site
/// key of before the first release, or new ones where nothing is sealed yet.
/// The flag says that they are new.
fn keys_for(
    stores: &KeyStores,
    id: &KeyId,
    nothing_sealed: bool,
) -> Result<(KeyHome, KioskKeys, bool), DataFolderError> {
    if let Some((home, keys)) = stores.find(id)? {
        return Ok((home, keys, false));
    }
    let (keys, is_new) = match stores.earlier(id)? {
        Some(earlier) => (key_making::keys_after(earlier)?, false),
        None if nothing_sealed => (key_making::new_keys(KeyKind::Trial)?, true),
        None => return Err(DataFolderError::KeyMissing(*id)),
    };
    match stores.create(KeyHome::File, id, &keys) {
        Ok(()) => Ok((KeyHome::File, keys, is_new)),
        // Another process opening the same folder was quicker.
        Err(KeyError::Exists(_)) => {
            let (home, keys) = stores.find(id)?.ok_or(DataFolderError::KeyMissing(*id))?;
            Ok((home, keys, false))
        }
        Err(error) => Err(error.into()),
    }
}
