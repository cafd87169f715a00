//! Unlocking a data folder with its site key, and putting another site key in
//! its place.

use zeroize::Zeroizing;

use super::opening::{key_id, meta};
use super::renewal::begin_transforms;
use super::sealing::{Kind, Sealer};
use super::taking_over::take_over;
use super::wrapping::{self, Keys};
use super::{Connection, Store, StoreError, id_bytes};
use crate::domain::SiteKeys;

/// Unlocks the folder; its first key is made where it has none. A folder of
/// before the first release is taken over: there, all was sealed under the
/// site key itself (generation 0).
pub(super) async fn unlock(
    connection: &mut Connection,
    site: &SiteKeys,
) -> Result<Keys, StoreError> {
    if let Some(key) = wrapping::folder_key(connection, site).await? {
        let keys = Keys::new(site.clone(), &key);
        begin_transforms(connection, &keys).await?;
        return Ok(keys);
    }
    let key = match meta(connection, "key_check").await? {
        None => wrapping::new_key()?,
        Some(check) => {
            let earlier = site.of(0).ok_or(StoreError::WrongKey)?;
            let id = id_bytes(key_id(connection).await?.0);
            Sealer::new(earlier.expose())
                .open(Kind::KeyCheck, &[&id], &check)
                .map_err(|_| StoreError::WrongKey)?;
            Zeroizing::new(*earlier.expose())
        }
    };
    wrapping::keep_folder_key(connection, site, &key).await?;
    take_over(connection, site, &Sealer::new(&key)).await?;
    sqlx::query("DELETE FROM meta WHERE name = 'key_check'")
        .execute(&mut *connection)
        .await?;
    let keys = Keys::new(site.clone(), &key);
    begin_transforms(connection, &keys).await?;
    Ok(keys)
}

impl Store {
    /// Puts another site key in force: every key of the folder is wrapped by
    /// it, and no record is touched. `told` hears how many are done so far.
    /// What was killed half-way goes on when the folder is opened with both
    /// keys. Nobody else may have the folder open (`exclusively`).
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn rotate_site_key(
        &self,
        site: &SiteKeys,
        told: impl FnMut(u64) + Send,
    ) -> Result<u64, StoreError> {
        self.keys.set_site(site.clone());
        self.wrap_anew(told).await
    }

    /// Wraps all keys that an earlier site key wrapped by the one in force.
    pub(super) async fn wrap_anew(
        &self,
        mut told: impl FnMut(u64) + Send,
    ) -> Result<u64, StoreError> {
        let mut done = 0;
        let mut after = Vec::new();
        loop {
            let mut transaction = self.begin().await?;
            let wrapped = self.keys.wrap_people_anew(&mut transaction, &after);
            let (some, last) = wrapped.await?;
            transaction.commit().await?;
            let Some(last) = last else {
                break;
            };
            after = last;
            done += some;
            told(done);
        }
        let mut transaction = self.begin().await?;
        let named = self.keys.wrap_named_anew(&mut transaction).await?;
        transaction.commit().await?;
        if named > 0 {
            done += named;
            told(done);
        }
        if done > 0 {
            // What the earlier key wrapped isn't left in the log.
            self.empty_log().await?;
        }
        Ok(done)
    }
}

#[cfg(test)]
#[path = "unlocking_tests.rs"]
mod tests;
