//! How far a kiosk and its centre are equal, as staff see it.

use serde::{Deserialize, Serialize};

use super::SyncError;
use crate::domain::{Backlog, Quarantined, Timestamp};
use crate::store::Store;

/// How the line to the centre is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// This kiosk has joined no centre.
    #[default]
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
    /// When the audit here was found not to be the one that the centre knows,
    /// if nobody has verified it since.
    #[serde(default)]
    pub audit_parted: Option<Timestamp>,
}

/// Without contact for so long, staff are told (ours: longer than a centre
/// takes to start again).
const LONG_MILLIS: i64 = 15 * 60_000;

impl SyncStatus {
    /// Since when staff should wonder why the centre isn't reached, if they
    /// should; `Some(None)` where it never was.
    #[must_use]
    pub fn long_away(&self, now: Timestamp) -> Option<Option<Timestamp>> {
        let long = |at: Timestamp| now.0.saturating_sub(at.0) >= LONG_MILLIS;
        let away = self.state == SyncState::Behind && self.last_contact.is_none_or(long);
        away.then_some(self.last_contact)
    }

    /// What waits to be sent, of all kinds.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.backlog.iter().map(|of| of.waiting).sum()
    }

    /// Since when the oldest waits.
    #[must_use]
    pub fn oldest(&self) -> Option<Timestamp> {
        self.backlog.iter().filter_map(|of| of.oldest).min()
    }
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
            audit_parted: None,
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
        audit_parted: contact.audit_parted,
    })
}
