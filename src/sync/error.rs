//! Why a kiosk and its centre aren't equal.

use thiserror::Error;

use crate::central::CentralError;
use crate::store::StoreError;

/// Why a round wasn't finished. Each text says what to do.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The centre said no, or nothing.
    #[error(transparent)]
    Central(#[from] CentralError),
    /// The data folder couldn't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody approved this kiosk yet.
    #[error(
        "this kiosk isn't approved yet; let an administrator approve it at another kiosk of the site"
    )]
    NotApproved,
    /// The site's key hasn't come yet.
    #[error(
        "this kiosk doesn't have the site's key yet; let an administrator approve it at another kiosk of the site"
    )]
    NoSiteKey,
    /// The login belongs to another kiosk than this one was.
    #[error("the centre takes this kiosk for another one; join the centre again with a new code")]
    AnotherKiosk,
}

/// What kind of trouble it is, for those who have words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CentreFault {
    /// The centre is out of reach, or busy.
    Away,
    /// Whoever answers can't prove to be the centre.
    Untrusted,
    /// The centre doesn't take this kiosk's login.
    Refuses,
    /// The centre is newer than this kiosk.
    Newer,
    /// The centre is older than this kiosk, or was restored.
    Older,
    /// An administrator has to approve this kiosk.
    Waits,
    /// Something else failed there.
    Failed,
}

impl CentreFault {
    /// What kind of trouble an error of the centre is.
    #[must_use]
    pub fn of(error: &CentralError) -> Self {
        match error {
            CentralError::Unreachable { .. } | CentralError::Busy(_) => Self::Away,
            CentralError::Untrusted { .. }
            | CentralError::NotVerified
            | CentralError::Address(_) => Self::Untrusted,
            CentralError::WrongPassword { .. }
            | CentralError::NotAKiosk
            | CentralError::NoJoinCode
            | CentralError::CodeUsed
            | CentralError::Disabled
            | CentralError::NotAllowed(_) => Self::Refuses,
            CentralError::KioskTooOld => Self::Newer,
            CentralError::CentreTooOld | CentralError::Restored => Self::Older,
            CentralError::NotApproved => Self::Waits,
            _ => Self::Failed,
        }
    }
}

impl SyncError {
    /// What kind of trouble with the centre it is; none where it is the data
    /// folder's.
    #[must_use]
    pub fn fault(&self) -> Option<CentreFault> {
        Some(match self {
            Self::Central(error) => CentreFault::of(error),
            Self::Store(_) => return None,
            Self::NotApproved | Self::NoSiteKey => CentreFault::Waits,
            Self::AnotherKiosk => CentreFault::Refuses,
        })
    }

    /// Whether trying again later may be all that has to be done.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Central(error) => error.may_pass(),
            Self::Store(StoreError::Busy | StoreError::Full)
            | Self::NotApproved
            | Self::NoSiteKey => true,
            Self::Store(_) | Self::AnotherKiosk => false,
        }
    }

    /// Whether nothing is wrong here: the centre is only out of reach.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Central(error) if error.may_pass())
    }
}
