//! Hashing passwords and PINs, only so many at the same time.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::auth::password::PasswordError;
use crate::domain::Secret;

/// Hashes computed at the same time: each takes 64 MiB.
const HASHES_AT_ONCE: usize = 2;

/// The right to hash. Clones share the limit.
#[derive(Clone)]
pub(super) struct Hashing(Arc<Semaphore>);

impl Default for Hashing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HASHES_AT_ONCE)))
    }
}

impl Hashing {
    /// Runs work that hashes a secret on a thread for blocking work, behind
    /// the limit.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        secret: &str,
        work: impl FnOnce(Secret<String>) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _permit = self.0.acquire().await.map_err(|_| PasswordError::Hashing)?;
        let secret = Secret::new(secret.to_owned());
        tokio::task::spawn_blocking(move || work(secret))
            .await
            .map_err(|_| PasswordError::Hashing)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn of_two_hundred_at_once_two_are_hashed() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let hashing = Hashing::default();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all: Vec<_> = (0..200)
            .map(|_| {
                let (hashing, now, most) = (hashing.clone(), Arc::clone(&now), Arc::clone(&most));
                runtime.spawn(async move {
                    let work = move |_: Secret<String>| {
                        let at_once = now.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(at_once, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(2));
                        now.fetch_sub(1, Ordering::SeqCst);
                    };
                    hashing.run("a password", work).await
                })
            })
            .collect();
        for one in all {
            runtime.block_on(one).unwrap().unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), HASHES_AT_ONCE);
    }
}
