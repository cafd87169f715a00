//! The centre: one Postgres for many kiosks. Its schema, its functions and the
//! rules they hold are in `migrations/postgres/`; this calls them.
//!
//! A kiosk's login can do nothing else than call those functions, and they
//! take the site from the login. What is about people is sealed before it gets
//! here, and nothing here can open it. Sending or asking the same again is
//! always safe: a connection that is cut after a commit doubles nothing.

mod address;
mod administration;
mod client;
mod copying;
mod error;
mod join_code;
mod joining;
mod key_sets;
mod many_sessions;
mod migrating;
mod pull;
mod push;
mod register;
mod review;
mod scram;
mod tokens;

pub use address::{CentreAddress, Transport};
pub use administration::{Administration, Invitation, KioskSeen};
pub use client::{Centre, Greeting, KioskState};
pub use error::CentralError;
pub use join_code::{JoinCode, JoinCodeError};
pub use joining::{KioskKeys, WaitingKiosk};
pub use key_sets::PulledKeySet;
pub use migrating::{Migrated, SchemaFile, migrate, pending};
pub use pull::{Cursor, Page, PulledRecord, PulledTokenEnd, PulledTombstone, TokenEnd};
pub use push::{Answer, AuditHead, Record, RecordKind, SessionRow, Tombstone};
pub use register::{Register, SessionSeen, SessionsWanted};
pub use review::{KioskSeenFigures, ReviewWanted, ReviewedSession, Reviewing};
pub use tokens::{IssuedToken, Redemption, Revocation, TokenUse};

/// The contract of the centre's functions that this program was written for.
/// It grows when a function changes what it takes or answers.
pub const CONTRACT: i32 = 4;
/// The most rows of one call; more are refused.
pub const MOST_ROWS: usize = 5000;

/// A count or time of Postgres, which has no unsigned ones.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
