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
