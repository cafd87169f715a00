//! What somebody at the window may ask before the data folder is open, or of a
//! kiosk that nobody looks after yet, and how opening it goes.

use std::path::PathBuf;

use crate::domain::Secret;

use super::office::Office;
use super::{Problem, Progress, SignInStatus};

/// What somebody wants done as the data folder is opened.
#[derive(Debug)]
pub enum StartIntent {
    /// Open the keys with this passphrase.
    Unlock {
        /// As typed.
        passphrase: Secret<String>,
    },
    /// An administrator signs for the files that are there now.
    SignFiles {
        /// Login name as typed.
        name: String,
        /// Password as typed.
        password: Secret<String>,
    },
    /// Put a backup in the place of a kiosk that nobody looks after yet.
    Restore(RestoreWish),
}

/// A backup that is to be put back.
#[derive(Debug)]
pub struct RestoreWish {
    /// The backup.
    pub file: PathBuf,
    /// What opens it: a passphrase, or a recovery key as it is sealed with.
    pub opens: Secret<String>,
    /// What seals production keys from now on, where that is another one.
    pub keys: Option<Secret<String>>,
    /// Who was erased since, as `people erased --json` lists them.
    pub erased: Option<PathBuf>,
}

/// How opening goes, as the window draws it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartView {
    /// Whether something that was asked for is under way.
    pub working: bool,
    /// How far a restore is, in bytes.
    pub progress: Option<Progress>,
    /// Why what was asked for last wasn't done.
    pub failure: Option<Problem>,
    /// How many were erased again, once a backup was put back.
    pub restored: Option<u64>,
}

/// What opening the data folder brought.
pub struct Opened {
    /// The office, or why there is none.
    pub office: Result<Office, Problem>,
    /// How what was asked for went.
    pub view: StartView,
    /// How the administrator's signing in went.
    pub sign_in: SignInStatus,
}

impl From<Result<Office, Problem>> for Opened {
    fn from(office: Result<Office, Problem>) -> Self {
        Self {
            office,
            view: StartView::default(),
            sign_in: SignInStatus::Idle,
        }
    }
}

/// Opens the data folder, again and again until it opens.
pub trait Opener: Send {
    /// Opens it, and does before what somebody asked for; `told` hears how far
    /// that is.
    fn open(
        &mut self,
        wish: Option<StartIntent>,
        told: &mut (dyn FnMut(Progress) + Send),
    ) -> Opened;
}

impl<F: FnMut() -> Result<Office, Problem> + Send> Opener for F {
    fn open(&mut self, _: Option<StartIntent>, _: &mut (dyn FnMut(Progress) + Send)) -> Opened {
        self().into()
    }
}
