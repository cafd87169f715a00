//! Room on the disk. Whoever begins a capture must be able to finish it: what
//! is asked for before is more than a session, an enrolment and their audit
//! take, so that what is written down when nobody can begin any more still fits.

use rustix::fs::statvfs;

use super::{Store, StoreError};

/// With less nothing is begun, in bytes. An enrolment with its session and
/// surface takes some 200 kB, an entry of the audit less than one; the log of
/// the database grows to some 4 MB before it is taken up (ours).
const LEAST_BYTES: u64 = 32_000_000;

impl Store {
    /// Whether there is room to begin something that ends in a decision. Where
    /// the system can't say, there is: SQLite notices a full disk, too.
    ///
    /// # Errors
    /// `Full`.
    pub fn require_room(&self) -> Result<(), StoreError> {
        let options = self.pool.connect_options();
        let free = statvfs(options.get_filename())
            .map(|about| about.f_bavail.saturating_mul(about.f_frsize));
        match free {
            Ok(free) if free < LEAST_BYTES => Err(StoreError::Full),
            _ => Ok(()),
        }
    }
}
