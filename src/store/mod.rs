//! What the kiosk remembers: one SQLite file in the data folder.
//!
//! Everything about people is sealed record by record (`sealing`); lists
//! filter by the few plain columns. Whatever a person was told is written in
//! one transaction, and is durable when the call returns.

mod answers;
mod arrived;
mod attempts;
mod audit;
mod audit_check;
mod audit_macs;
mod clock;
mod enrolment;
mod erasure;
mod error;
mod incoming;
mod incoming_pages;
mod incoming_people;
mod incoming_records;
mod incoming_templates;
mod joined_centre;
mod key_sets;
mod listed;
mod logins;
mod looks;
mod marks;
mod opening;
mod operators;
mod outbox;
mod outgoing;
mod packing;
mod people;
mod pins;
mod reconstructions;
mod redeeming;
mod renewal;
mod replay_packing;
mod replays;
mod retention;
mod review;
mod rewrapping;
mod room;
mod sealing;
mod selftests;
mod session_rows;
mod session_sharing;
mod sessions;
mod settings;
mod sharing;
mod taking_over;
mod templates;
mod tokens;
mod tolerances;
mod transform;
#[doc(hidden)]
pub mod tried;
mod unlocking;
mod watch;
mod wrapping;
mod writing;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use sqlx::{SqliteConnection, SqlitePool};

pub use answers::{Claimed, Write};
pub use arrived::{Arrived, Opening};
pub use attempts::SignIns;
pub use audit::{AuditFilter, AuditPage, wall_clock};
pub use clock::Clock;
pub use enrolment::NewEnrolment;
pub use erasure::Removal;
pub use error::StoreError;
pub use incoming::{Incoming, Put};
pub use joined_centre::{JoinedCentre, SyncContact};
pub use key_sets::{IncomingKeySet, KeySet};
pub use listed::Listed;
pub use logins::Renewed;
pub use looks::{AddedLook, may_add as may_add_look};
pub use marks::KeptMark;
pub use opening::{
    COPY_PREFIX, DATABASE_FILE, Exclusive, RESTORING_FOLDER, SchemaStep, schema_version,
};
pub use operators::OperatorRecord;
pub use outbox::Settled;
pub use outgoing::Waiting;
pub use people::PeopleStamp;
pub use reconstructions::SurfaceExport;
pub use redeeming::{Redeeming, TokenEnded};
pub use renewal::Renewal;
pub use retention::{Retained, RetentionLimits, RetentionRun};
pub use review::{AuditProof, ReviewFilter, SessionCounts};
pub use sessions::{Attempt, Recorded, SessionFilter, SessionRecord, TooMany};
pub use sharing::Sharing;
pub use tokens::{Issue, TokenChange, TokenRecord};
pub use tolerances::KeptTolerance;
pub use watch::{Seen, Watch};

use crate::domain::OperatorName;

use wrapping::Keys;
use writing::Turns;

/// The open database of a data folder. Clones share it.
#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
    keys: Arc<Keys>,
    /// Who acts, in what is written into the audit.
    actor: Option<OperatorName>,
    in_use: Arc<File>,
    folder: Arc<Path>,
    turns: Turns,
}

impl Store {
    /// Moves everything from the write-ahead log into the database file and
    /// empties the log, where deleted rows could otherwise still be read; what
    /// a backup left that was killed goes, too. False if another process was
    /// reading all the while.
    async fn empty_log(&self) -> Result<bool, StoreError> {
        opening::remove_left_copies(&self.folder);
        let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.pool)
            .await?;
        Ok(busy == 0)
    }

    /// Looks for damage in the database file.
    ///
    /// # Errors
    /// `Damaged` with SQLite's finding, or why it couldn't be read.
    pub async fn check(&self) -> Result<(), StoreError> {
        let (finding,): (String,) = sqlx::query_as("PRAGMA quick_check(1)")
            .fetch_one(&self.pool)
            .await?;
        if finding != "ok" {
            return Err(StoreError::Damaged(finding));
        }
        let broken = sqlx::query("PRAGMA foreign_key_check")
            .fetch_optional(&self.pool)
            .await?;
        match broken {
            Some(_) => Err(StoreError::Damaged("a row without its person".to_owned())),
            None => Ok(()),
        }
    }

    /// Copies the database, as it is at one moment, into an empty file.
    ///
    /// # Errors
    /// Why it couldn't be copied.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO ?1")
            .bind(path.to_string_lossy().into_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Waits for running work and closes the file.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// The 16 bytes of an id, as kept in a column.
fn id_bytes(id: uuid::Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// The id kept in a column.
fn id_from(bytes: &[u8]) -> Result<uuid::Uuid, StoreError> {
    uuid::Uuid::from_slice(bytes).map_err(|_| StoreError::Unreadable("id"))
}

/// A count or version kept in a column.
fn count_from(value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| StoreError::Unreadable("count"))
}

/// A connection inside a transaction, or one lent by the pool.
type Connection = SqliteConnection;
