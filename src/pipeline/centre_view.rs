//! The line to the centre as staff see it, and what an administrator may ask.

use uuid::Uuid;

use super::Problem;
use crate::central::JoinCode;
use crate::domain::{ShortCode, Timestamp};
use crate::sync::SyncStatus;

/// What an administrator wants of the line to the centre.
#[derive(Debug)]
pub enum CentreIntent {
    /// Say how joining stands.
    Look,
    /// Exchange what waits now.
    Exchange,
    /// Have what was set aside tried once more.
    Retry,
    /// Join a centre.
    Join {
        /// Its address.
        url: String,
        /// The code its administrator made.
        code: JoinCode,
    },
    /// Take the site's key, once this kiosk was approved.
    Accept {
        /// The code that the approving kiosk shows.
        code: ShortCode,
    },
    /// Say which kiosks wait to be approved.
    WhoWaits,
    /// Give one of them the site's key.
    Approve {
        /// Which.
        kiosk: Uuid,
        /// The code that it shows.
        code: ShortCode,
    },
}

/// What was done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CentreDone {
    /// A centre was joined.
    Joined,
    /// The site's key is in place.
    Accepted,
    /// Another kiosk was approved; this code is typed there.
    Approved {
        /// What that kiosk is called.
        name: String,
        /// The code.
        code: ShortCode,
    },
    /// So much is tried once more.
    Retried(u64),
}

/// How joining stands, as an administrator sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CentreView {
    /// The code to compare at another kiosk, while this one waits.
    pub code: Option<ShortCode>,
    /// Who waits to be approved, by id and name, once that was asked.
    pub waiting: Option<Vec<(Uuid, String)>>,
    /// What was done last.
    pub done: Option<CentreDone>,
}

/// The line to the centre, for staff. Empty while nobody has signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineView {
    /// How far this kiosk and its centre are equal.
    pub status: Option<SyncStatus>,
    /// Why the last round wasn't finished.
    pub trouble: Option<Problem>,
    /// Since when the centre wasn't reached, if that is long; none within
    /// where it never was.
    pub long_away: Option<Option<Timestamp>>,
}
