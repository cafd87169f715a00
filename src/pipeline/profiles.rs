//! The tolerance profiles of a site: its own newest versions, and the built-in
//! ones that it hasn't changed.

use super::Office;
use crate::domain::{Tolerance, ToleranceName};
use crate::flow::profiles;
use crate::store::{Store, StoreError};

/// The profile of that name, if there is one.
///
/// # Errors
/// When the store can't be read.
pub async fn profile(store: &Store, name: &str) -> Result<Option<Tolerance>, StoreError> {
    let Ok(parsed) = ToleranceName::try_from(name.to_owned()) else {
        return Ok(None);
    };
    let saved = store.load_tolerance(&parsed).await?;
    Ok(saved.or_else(|| profiles::built_in(name)))
}

/// The newest version of every profile.
///
/// # Errors
/// When the store can't be read.
pub async fn all_profiles(store: &Store) -> Result<Vec<Tolerance>, StoreError> {
    let saved = store.tolerances().await?;
    let mut saved: Vec<Tolerance> = saved.into_iter().map(|kept| kept.tolerance).collect();
    // Of each name the newest comes first.
    saved.dedup_by(|later, first| later.name == first.name);
    let mut all: Vec<Tolerance> = profiles::BUILT_IN
        .iter()
        .filter_map(|name| profiles::built_in(name))
        .filter(|built_in| saved.iter().all(|own| own.name != built_in.name))
        .collect();
    all.extend(saved);
    Ok(all)
}

impl Office {
    /// Puts the newest version of the profile in force to use, whoever saved
    /// it, for sessions that begin from now on.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn use_newest_tolerance(&self) -> Result<(), StoreError> {
        let used = self.tolerance();
        let newest = self.wait(self.store().load_tolerance(&used.name))?;
        if let Some(newest) = newest.filter(|newest| newest.version > used.version) {
            self.use_tolerance(newest);
        }
        Ok(())
    }
}
