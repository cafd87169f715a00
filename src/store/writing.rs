//! Who writes, in this process, and in which order.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Sqlite, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;

use super::opening::BUSY_TIMEOUT;
use super::{Connection, Store, StoreError};

/// Whose turn it is to write. Clones share it.
///
/// SQLite has those who wait look again now and then, so that one who writes
/// without a pause, as a kiosk does that fetches a hundred thousand records,
/// may keep others from writing until it is done. Here they come one after
/// the other, in the order in which they asked: what a person waits for is
/// written after one page at most.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<()>>);

/// A transaction that may write from the start. It is rolled back when it is
/// dropped.
pub(super) struct Writing {
    transaction: Transaction<'static, Sqlite>,
    _turn: OwnedMutexGuard<()>,
}

impl Writing {
    /// Makes what was written last.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
    }
}

impl Deref for Writing {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.transaction
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.transaction
    }
}

impl Store {
    /// Begins a transaction that holds the right to write from the start, so
    /// that what it reads can't be outdated when it writes.
    pub(super) async fn begin(&self) -> Result<Writing, StoreError> {
        let turn = Arc::clone(&self.turns.0).lock_owned();
        // As long as for a connection: another process may hold up all of them.
        let turn = timeout(BUSY_TIMEOUT * 2, turn).await;
        Ok(Writing {
            _turn: turn.map_err(|_| StoreError::Busy)?,
            transaction: self.pool.begin_with("BEGIN IMMEDIATE").await?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::domain::{Act, KeyKind, Note, SiteKey};

    /// Pages that are written without a pause.
    const PAGES: u32 = 40;

    #[test]
    fn who_waits_to_write_waits_for_one_page_of_many() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let key = SiteKey::new(KeyKind::Trial, [7; 32]);
            let store = Store::open(folder.path(), &key).await.unwrap();
            let written = Arc::new(AtomicU32::new(0));
            let (theirs, count) = (store.clone(), Arc::clone(&written));
            let pages = tokio::spawn(async move {
                for _ in 0..PAGES {
                    let page = theirs.begin().await.unwrap();
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    page.commit().await.unwrap();
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
            while written.load(Ordering::SeqCst) == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            for _ in 0..5 {
                let before = written.load(Ordering::SeqCst);
                store.note(&Note::of(Act::AuditParted)).await.unwrap();
                let waited = written.load(Ordering::SeqCst) - before;
                assert!(waited <= 2, "{waited} pages were written before");
            }
            assert!(written.load(Ordering::SeqCst) < PAGES);
            pages.await.unwrap();
        });
    }
}
