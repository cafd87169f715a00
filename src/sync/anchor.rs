//! What the centre knows of this kiosk's audit, for whoever verifies it.

use std::time::Duration;

use tokio::time::timeout;

use super::{Line, SyncError};
use crate::domain::{AuditCheck, AuditFlaw, AuditHead};
use crate::store::{Store, StoreError};

/// How long somebody who verifies waits for the centre (ours).
const ASKING: Duration = Duration::from_secs(5);

/// How the audit here and what the centre knows of it stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAtCentre {
    /// There is no centre, or it never heard of this audit.
    Alone,
    /// The centre can't be asked.
    Away,
    /// What the centre knows is part of this audit.
    Agrees,
    /// It is not: this database was put back.
    Differs,
}

impl AuditAtCentre {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Away => "away",
            Self::Agrees => "agrees",
            Self::Differs => "differs",
        }
    }
}

/// Looks through the whole audit, against this head that was kept elsewhere,
/// or else against what the centre knows, if it can be asked.
///
/// # Errors
/// When the database can't be read.
pub async fn check_audit(
    store: &Store,
    head: Option<AuditHead>,
) -> Result<(AuditCheck, AuditAtCentre), StoreError> {
    let (told, mut standing) = match timeout(ASKING, asked(store)).await {
        Ok(Ok(Some(told))) => (Some(told), AuditAtCentre::Differs),
        Ok(Ok(None)) => (None, AuditAtCentre::Alone),
        Ok(Err(SyncError::Store(error))) => return Err(error),
        Ok(Err(_)) | Err(_) => (None, AuditAtCentre::Away),
    };
    if let Some(told) = told
        && store.has_audit_head(told).await?
    {
        standing = AuditAtCentre::Agrees;
    }
    let mut check = store.check_audit(head.or(told)).await?;
    if let (AuditAtCentre::Differs, Some(told), Some(_)) = (standing, told, head) {
        // The other head may be well all the same.
        let sequence = told.sequence;
        check.flaws.push(AuditFlaw::AnotherChain { sequence });
    }
    Ok((check, standing))
}

async fn asked(store: &Store) -> Result<Option<AuditHead>, SyncError> {
    let Some(line) = Line::of(store).await? else {
        return Ok(None);
    };
    line.audit_at_centre().await
}
