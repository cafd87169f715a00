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

impl SyncError {
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
