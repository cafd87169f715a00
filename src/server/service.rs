//! What the endpoints share.

use std::path::PathBuf;

use actix_web::http::StatusCode;
use tokio::sync::Semaphore;

use super::error::ApiError;
use super::limits::Limit;
use super::metrics::Metrics;
use super::uploads::Uploads;
use crate::access::{Logins, Operators, Settings, Tokens};
use crate::auth::signing::PublicKeys;
use crate::central::Register;
use crate::domain::KeyKind;
use crate::pipeline::Office;
use crate::store::Store;

/// Tries to log in that one address has in a minute (ours). Failures under a
/// name have pauses of their own besides, as at the kiosk.
const TRIES_A_MINUTE: u32 = 10;
/// Uploads of frames that a client has in a minute (ours): captures that send a
/// picture at a time, 20 a second.
const UPLOADS_A_MINUTE: u32 = 1_200;
/// Passwords that wait to be hashed, beside those that are (ours): each waits
/// some tenths of a second for every one before it.
const WAITING_PASSWORDS: usize = 16;

/// The parts that endpoints answer with, open for as long as the service runs.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// Operators and their passwords.
    pub operators: Operators,
    /// Receipts of decisions.
    pub tokens: Tokens,
    /// Operators who are logged in.
    pub logins: Logins,
    /// What the site set when the service was started.
    pub settings: Settings,
    /// The data folder, where it may have been set otherwise since.
    pub folder: PathBuf,
    /// The kiosk's public keys.
    pub public_keys: PublicKeys,
    /// What its keys are worth.
    pub key_kind: KeyKind,
    /// The centre that its kiosks belong to, and a login that owns it.
    pub centre: Option<Register>,
}

/// The parts, and what is counted of the requests.
pub struct Service {
    parts: Parts,
    pub(super) requests: Limit,
    pub(super) tries: Limit,
    pub(super) frames: Limit,
    pub(super) passwords: Semaphore,
    pub(super) metrics: Metrics,
    uploads: Option<Uploads>,
}

impl Service {
    /// A service of these parts, with an engine for uploaded frames in each of
    /// these offices.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(parts: Parts, offices: Vec<Office>) -> std::io::Result<Self> {
        let metrics = Metrics::default();
        let uploads = match offices.is_empty() {
            true => None,
            false => Some(Uploads::start(offices, &metrics)?),
        };
        Ok(Self {
            requests: Limit::new(parts.settings.service.requests_a_minute),
            tries: Limit::new(TRIES_A_MINUTE),
            frames: Limit::new(UPLOADS_A_MINUTE.max(parts.settings.service.requests_a_minute)),
            passwords: Semaphore::new(WAITING_PASSWORDS),
            metrics,
            uploads,
            parts: Parts {
                operators: parts.operators.at_service(),
                ..parts
            },
        })
    }

    /// What the site sets now.
    ///
    /// # Errors
    /// 503 where that can't be read: nothing is removed by a guess.
    pub(super) fn settings_now(&self) -> Result<Settings, ApiError> {
        let (settings, problems) = Settings::load(&self.folder);
        match problems.is_empty() {
            true => Ok(settings),
            false => Err(ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "settings",
                "the settings file can't be used as it is; see what doctor says of it",
            )),
        }
    }

    /// What looks at uploaded frames.
    ///
    /// # Errors
    /// 503 where there is no engine.
    pub(super) fn uploads(&self) -> Result<&Uploads, ApiError> {
        self.uploads.as_ref().ok_or_else(|| {
            ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_engine",
                "this service has no engine that looks at frames; start it with --engines 1",
            )
        })
    }
}

impl std::ops::Deref for Service {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
