//! How far a kiosk and its centre are equal, as staff see it.

use serde::{Deserialize, Serialize};

use super::SyncError;
use crate::domain::{Backlog, Quarantined, Timestamp};
use crate::store::Store;

/// How the line to the centre is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// This kiosk has joined no centre.
    Alone,
    /// It has joined, and isn't approved yet or has no key of the site yet.
    Waiting,
    /// All was sent and fetched a moment ago.
    Equal,
    /// Something waits, or the last contact is a while ago.
    Behind,
}

/// Everything about the line to the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// How it is.
    pub state: SyncState,
    /// The centre's URL, without a login.
    pub centre: Option<String>,
    /// When all was sent and fetched last.
    pub last_contact: Option<Timestamp>,
    /// How far the centre's clock is ahead, in milliseconds.
    pub clock_difference_millis: i64,
    /// What waits to be sent, by kind.
    pub backlog: Vec<Backlog>,
    /// What is held back, and why.
    pub quarantine: Vec<Quarantined>,
}

/// A contact older than this is said to be a while ago (ours: a round is made
/// every few seconds).
const FRESH_MILLIS: i64 = 60_000;

/// How far this kiosk and its centre are equal, as the store knows it.
///
/// # Errors
/// When the store can't be read.
pub async fn status(store: &Store, now: Timestamp) -> Result<SyncStatus, SyncError> {
    let Some(membership) = store.membership().await? else {
        return Ok(SyncStatus {
            state: SyncState::Alone,
            centre: None,
            last_contact: None,
            clock_difference_millis: 0,
            backlog: Vec::new(),
            quarantine: Vec::new(),
        });
    };
    let contact = store.contact().await?;
    let backlog = store.backlog().await?;
    let fresh = |at: Timestamp| now.0.saturating_sub(at.0) < FRESH_MILLIS;
    let waits = backlog.iter().any(|of| of.waiting > 0);
    let state = match contact.at {
        None if store.sharing_key(false).await?.is_none() => SyncState::Waiting,
        Some(at) if fresh(at) && !waits => SyncState::Equal,
        _ => SyncState::Behind,
    };
    Ok(SyncStatus {
        state,
        centre: Some(membership.url),
        last_contact: contact.at,
        clock_difference_millis: contact.clock_difference_millis,
        backlog,
        quarantine: store.quarantine().await?,
    })
}
