//! What can go wrong with the store. Texts name no person, badge or operator.

use std::path::PathBuf;

use thiserror::Error;

/// Why the store couldn't do something. Each text says what happened and,
/// after the first semicolon, what to do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The data folder can't be made or used.
    #[error("data folder {path}: {source}; check that this user may write there")]
    Folder {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There are other things in it, and no database.
    #[error(
        "the folder {0} holds other things than this program's data; name a new or empty folder with --data DIR"
    )]
    ForeignFolder(PathBuf),
    /// Another process is using it and doesn't let go.
    #[error("the data folder is in use by another process; try again when it is done")]
    Busy,
    /// What was asked for can't be done beside others.
    #[error(
        "another program has this data folder open; close the kiosk and every other command, then try again"
    )]
    InUse,
    /// The disk is full.
    #[error("the disk of the data folder is full; nothing was saved: free some space")]
    Full,
    /// The key belongs to another data folder.
    #[error(
        "the key does not open this data folder; put back the key that was made with it, from a backup"
    )]
    WrongKey,
    /// Written by a newer program.
    #[error("the data folder was written by a newer version of this program; install that version")]
    NewerSchema,
    /// A schema file failed or was edited after its release.
    #[error(
        "the database could not be brought up to date: {0}; restore the data folder from a backup"
    )]
    Migration(String),
    /// A sealed record doesn't open.
    #[error(
        "a stored {0} record does not open: it was changed or moved outside this program; restore the data folder from a backup"
    )]
    Sealed(&'static str),
    /// A record opens but isn't what this version writes.
    #[error("a stored {0} can't be read; install the version of this program that wrote it")]
    Unreadable(&'static str),
    /// SQLite found damage.
    #[error("the database is damaged ({0}); restore the data folder from a backup")]
    Damaged(String),
    /// Somebody else has that badge.
    #[error(
        "this badge is already enrolled; check the number, or remove the earlier enrolment first"
    )]
    BadgeTaken,
    /// There is no such person.
    #[error("no such person is enrolled; list the people to see who is")]
    NoSuchPerson,
    /// The person was changed by somebody else meanwhile.
    #[error("somebody else changed this person meanwhile; look at the person again")]
    PersonChanged,
    /// The person can't verify, so that no look can be compared with theirs.
    #[error("this person is held or disabled; let them verify first, then add a look")]
    PersonNotActive,
    /// As many looks are kept as may be.
    #[error(
        "this person has as many looks as can be kept; remove and enrol them anew if they changed"
    )]
    TooManyLooks,
    /// There is no such operator.
    #[error("there is no such operator; list the operators to see who is")]
    NoSuchOperator,
    /// An operator of that name is there already.
    #[error("there is already an operator of that name; choose another name")]
    OperatorNameTaken,
    /// A different profile of that name and version is kept.
    #[error(
        "tolerance profile '{name}' has a version {version} already; save the change as the next version"
    )]
    ToleranceVersionTaken {
        /// The profile.
        name: String,
        /// The version.
        version: u32,
    },
    /// The system gave no random numbers, or sealing failed.
    #[error("a record could not be sealed; restart the program")]
    Sealing,
    /// Anything else SQLite says.
    #[error("the database failed: {0}; run the doctor command")]
    Database(sqlx::Error),
}

impl StoreError {
    /// Whether one record can't be read, while others can.
    #[must_use]
    pub fn is_of_one_record(&self) -> bool {
        matches!(self, Self::Sealed(_) | Self::Unreadable(_) | Self::WrongKey)
    }
}

/// SQLite's primary result codes (sqlite3.h).
const SQLITE_BUSY: i64 = 5;
const SQLITE_CORRUPT: i64 = 11;
const SQLITE_FULL: i64 = 13;
const SQLITE_NOTADB: i64 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        let code = error
            .as_database_error()
            .and_then(|error| error.code()?.parse::<i64>().ok());
        // The low byte of an extended code is the primary one.
        match code.map(|code| code & 0xff) {
            Some(SQLITE_BUSY) => Self::Busy,
            Some(SQLITE_FULL) => Self::Full,
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => {
                Self::Damaged("not a sound database".to_owned())
            }
            _ => Self::Database(error),
        }
    }
}
