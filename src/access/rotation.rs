//! Putting other keys in the place of a data folder's.

use super::{DataFolder, DataFolderError};
use crate::auth::{KeyStores, key_making};
use crate::domain::{Act, KeyHome, KeyKind, KioskKeys, Note, OperatorName};
use crate::store::{StoreError, wall_clock};

/// Which key is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The site key, which wraps all others.
    Site,
    /// The key that signs.
    Signing,
}

impl DataFolder {
    /// The keys that a rotation puts in the place of today's.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn next_keys(&self, renewed: Renewed) -> Result<KioskKeys, DataFolderError> {
        Ok(match renewed {
            Renewed::Site => key_making::with_new_site_key(&self.keys)?,
            Renewed::Signing => key_making::with_new_signing_key(&self.keys, wall_clock())?,
        })
    }

    /// The production keys that take the place of trial ones.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn production_keys(&self) -> Result<KioskKeys, DataFolderError> {
        Ok(match self.keys.kind() {
            KeyKind::Trial => key_making::production_after(&self.keys)?,
            KeyKind::Production => key_making::with_new_site_key(&self.keys)?,
        })
    }

    /// This folder for acts of an operator: the audit names them.
    pub fn act_as(&mut self, operator: &OperatorName) {
        self.store = self.store.acting(operator);
    }

    /// Writes down that these keys take the place of today's.
    ///
    /// # Errors
    /// Why it couldn't be written; then they must not.
    pub async fn note_keys(&self, home: KeyHome, keys: &KioskKeys) -> Result<(), StoreError> {
        let note = Note::of(Act::KeysReplaced)
            .with("home", home.as_str())
            .with("worth", keys.kind().as_str())
            .with("site_generation", keys.membership(self.key_id).generation);
        self.store.note(&note).await
    }

    /// Puts other keys in place, kept at `home`, and says how many keys of the
    /// folder were wrapped anew. The new keys are durable before anything is
    /// wrapped by them, with the earlier site key beside them until all is: if
    /// the program is killed in between, the next opening goes on.
    ///
    /// # Errors
    /// `InUse` while another program has the folder open, or why the keys or
    /// the database couldn't be written.
    pub async fn put_in_place(
        &mut self,
        stores: &KeyStores,
        home: KeyHome,
        keys: KioskKeys,
        told: impl FnMut(u64) + Send,
    ) -> Result<u64, DataFolderError> {
        let _alone = self.store.exclusively()?;
        self.note_keys(home, &keys).await?;
        if home == self.key_home {
            stores.replace(home, &self.key_id, &keys)?;
        } else {
            stores.create(home, &self.key_id, &keys)?;
        }
        (self.key_home, self.keys) = (home, keys);
        let done = self.store.rotate_site_key(&self.keys.site, told).await?;
        self.settle(stores)?;
        Ok(done)
    }
}
