//! Keeping a kiosk and its centre equal: what the outbox names is sent, what
//! other kiosks of the site sent is put to use. A round can be broken off
//! anywhere and begun again; nothing is lost by it and nothing doubled.

mod anchor;
mod backoff;
mod error;
mod metrics;
mod pulling;
mod pushing;
mod status;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use uuid::Uuid;

pub use anchor::{AuditAtCentre, check_audit};
pub use backoff::pause;
pub use error::{CentreFault, SyncError};
pub use metrics::{KindMetrics, SyncMetrics};
pub use status::{SyncState, SyncStatus, status};

use crate::central::{AuditHead, Centre, CentreAddress, Greeting, KioskState, Transport};
use crate::domain::{Act, AuditHash, AuditHead as AuditEnd, Note, Secret, Timestamp};
use crate::store::{JoinedCentre, Sharing, Store, SyncContact};

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Things that the centre took, or had already.
    pub sent: u64,
    /// Things that it refused, or that can't be read here.
    pub refused: u64,
    /// Records of other kiosks that are in use now.
    pub used: u64,
    /// Records of other kiosks that wait aside.
    pub aside: u64,
    /// People who were erased here, because another kiosk did.
    pub erased: u64,
}

/// A kiosk's line to its centre.
pub struct Line {
    store: Store,
    centre: Arc<Centre>,
    membership: JoinedCentre,
    /// Made of the site's key at first use, which takes long for every round.
    sharing: OnceCell<Sharing>,
    /// What the centre was told last of how much waits here.
    told: Mutex<Option<(u64, u64)>>,
}

impl Line {
    /// The line to the centre that this kiosk has joined; none if it hasn't.
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// When the store can't be read, or what it says of the centre is no
    /// address.
    pub async fn of(store: &Store) -> Result<Option<Self>, SyncError> {
        let Some(membership) = store.membership().await? else {
            return Ok(None);
        };
        let transport = match membership.unencrypted {
            true => Transport::AsTheUrlSays,
            false => Transport::Verified,
        };
        let place = CentreAddress::parse(&membership.url, transport)?;
        let password = Secret::new(membership.password.clone());
        let address = place.with_login(&membership.login, &password);
        Ok(Some(Self {
            store: store.clone(),
            centre: Arc::new(Centre::new(address)),
            membership,
            sharing: OnceCell::new(),
            told: Mutex::default(),
        }))
    }

    /// The centre itself.
    #[must_use]
    pub fn centre(&self) -> &Arc<Centre> {
        &self.centre
    }

    /// Sends what waits and fetches what is new.
    ///
    /// # Errors
    /// Why it couldn't be finished. What was done by then stays done.
    pub async fn round(&self, now: impl Fn() -> Timestamp + Sync) -> Result<Round, SyncError> {
        let asked = now();
        let greeting = self.centre.greeting().await?;
        let answered = now();
        self.check(&greeting)?;
        let sharing = self.sharing().await?;
        let mut round = Round::default();
        self.tell_backlog().await?;
        pushing::push(self, sharing, &mut round).await?;
        let parted = self.compare_audits(now()).await?;
        let entries = self.anchor().await?;
        pulling::pull(self, sharing, greeting.cluster, &mut round).await?;
        // Both ways are taken to be as long.
        let here = asked.0.saturating_add(answered.0) / 2;
        self.store
            .keep_contact(&SyncContact {
                at: Some(now()),
                clock_difference_millis: greeting.now.0.saturating_sub(here),
                audit_entries: entries,
                audit_parted: parted,
            })
            .await?;
        self.tell_backlog().await?;
        Ok(round)
    }

    /// Tells the centre how much waits here, where it doesn't know.
    async fn tell_backlog(&self) -> Result<(), SyncError> {
        let backlog = self.store.backlog().await?;
        let waiting = backlog.iter().map(|of| of.waiting).sum();
        let held_back = backlog.iter().map(|of| of.refused).sum();
        let now = Some((waiting, held_back));
        let known = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if known != now {
            self.centre.tell_backlog(waiting, held_back).await?;
            *self.told.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
        Ok(())
    }

    /// What the kiosks of the site share with. It stays the same for as long as
    /// this kiosk is of the site.
    async fn sharing(&self) -> Result<&Sharing, SyncError> {
        let made = self.sharing.get_or_try_init(async || {
            let sharing = self.store.sharing().await?;
            sharing.ok_or(SyncError::NoSiteKey)
        });
        made.await
    }

    fn check(&self, greeting: &Greeting) -> Result<(), SyncError> {
        if (greeting.site, greeting.kiosk) != (self.membership.site, self.membership.kiosk) {
            return Err(SyncError::AnotherKiosk);
        }
        match greeting.state {
            KioskState::Approved => Ok(()),
            KioskState::Waiting | KioskState::Invited => Err(SyncError::NotApproved),
        }
    }

    /// Where the audit ended when the centre heard of it last; none if it never
    /// did.
    ///
    /// # Errors
    /// When the centre can't be asked.
    pub async fn audit_at_centre(&self) -> Result<Option<AuditEnd>, SyncError> {
        let told = self.centre.newest_audit_head().await?;
        Ok(told.map(|(sequence, head)| AuditEnd {
            sequence,
            hash: AuditHash(head),
        }))
    }

    /// Looks whether the audit here is the one that the centre knows. Where it
    /// isn't, that is written down, and told until somebody has verified it.
    async fn compare_audits(&self, now: Timestamp) -> Result<Option<Timestamp>, SyncError> {
        let known = self.store.contact().await?.audit_parted;
        let Some(told) = self.audit_at_centre().await? else {
            return Ok(known);
        };
        if self.store.has_audit_head(told).await? {
            return Ok(known);
        }
        tracing::error!(
            entry = told.sequence,
            "the audit here isn't the one that the centre knows: this database was put back; verify the audit"
        );
        let note = Note::of(Act::AuditParted).with("entry", told.sequence);
        self.store.note(&note).await?;
        Ok(Some(known.unwrap_or(now)))
    }

    /// Tells the centre where the audit ends, if it grew.
    async fn anchor(&self) -> Result<u64, SyncError> {
        let known = self.store.contact().await?.audit_entries;
        let head = self.store.audit_head().await?;
        if head.sequence > known {
            let head = AuditHead {
                id: Uuid::now_v7(),
                entries: head.sequence,
                head: head.hash.0,
            };
            self.centre.push_audit_heads(&[head]).await?;
        }
        Ok(head.sequence.max(known))
    }
}
