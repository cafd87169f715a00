//! What was read of the store, remembered for as long as nobody has committed
//! anything to it: what is asked at each request changes seldom, but who is
//! disabled or revoked must be out at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use crate::store::{Seen, Store, Watch};

/// Things that were read, by their id. Whatever is committed to the database,
/// by whichever process, forgets all of it.
pub(super) struct Remembered<K, V> {
    watch: Watch,
    most: usize,
    kept: Mutex<Kept<K, V>>,
}

struct Kept<K, V> {
    /// What there was to see before the first of them was read.
    seen: Option<Seen>,
    things: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// Things of this store, at most so many.
    pub(super) fn of(store: &Store, most: usize) -> Self {
        Self {
            watch: store.watch(),
            most,
            kept: Mutex::new(Kept {
                seen: None,
                things: HashMap::new(),
            }),
        }
    }

    /// The thing of this id as it is now: as it was read, if nothing was
    /// committed since, else as `read` finds it. That it isn't there is asked
    /// anew each time.
    ///
    /// # Errors
    /// What `read` says.
    pub(super) async fn get<E>(
        &self,
        id: K,
        read: impl Future<Output = Result<Option<V>, E>>,
    ) -> Result<Option<V>, E> {
        // Before anything is read: what is committed meanwhile is seen by the
        // next who asks.
        let seen = self.watch.now();
        if let Some(known) = self.known(seen, &id) {
            return Ok(Some(known));
        }
        let found = read.await?;
        if let Some(thing) = &found {
            self.keep(seen, id, thing.clone());
        }
        Ok(found)
    }

    /// Forgets all of it.
    pub(super) fn forget(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.seen = None;
        kept.things.clear();
    }

    fn known(&self, seen: Option<Seen>, id: &K) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.is_none() || kept.seen != seen {
            kept.seen = seen;
            kept.things.clear();
        }
        kept.things.get(id).cloned()
    }

    fn keep(&self, seen: Option<Seen>, id: K, thing: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody has seen more meanwhile.
        if seen.is_none() || kept.seen != seen {
            return;
        }
        if kept.things.len() >= self.most {
            kept.things.clear();
        }
        kept.things.insert(id, thing);
    }
}

#[cfg(test)]
#[path = "remembered_tests.rs"]
mod tests;
