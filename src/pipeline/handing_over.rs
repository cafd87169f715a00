//! Hands tokens of decisions over where the settings say: to a file, to a
//! program that listens; as a code the window shows them itself.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::access::{HandOver, Tokens};
use crate::domain::Token;

use super::courier::{Bring, Courier, CourierTrouble, Courses};
use super::office::{Office, Outcome};
use super::receipt::{Receipt, is_handed_over};

/// Who listens has this long to take the connection, and this long for all.
const CONNECTING: Duration = Duration::from_secs(2);
const ANSWERING: Duration = Duration::from_secs(5);
/// What a token is, to who receives it (RFC 7519, section 10.3.1).
const CONTENT_TYPE: &str = "application/jwt";
/// How often it is looked whether all were brought.
const LOOK: Duration = Duration::from_millis(20);

/// How handing over goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandOverView {
    /// To the file, if there is one.
    pub file: Option<Courses>,
    /// To the address, if there is one.
    pub url: Option<Courses>,
}

impl HandOverView {
    /// What stands in the way of either.
    pub fn troubles(&self) -> impl Iterator<Item = CourierTrouble> {
        let both = [self.file, self.url].into_iter().flatten();
        both.filter_map(|courses| courses.trouble.map(|(trouble, _)| trouble))
    }

    fn waits(&self) -> bool {
        let mut both = [self.file, self.url].into_iter().flatten();
        both.any(|courses| courses.waiting > 0)
    }
}

/// What hands over by the settings in force.
#[derive(Default)]
pub(super) struct Couriers {
    how: HandOver,
    file: Option<Courier>,
    url: Option<Courier>,
}

impl Couriers {
    fn start(how: &HandOver) -> Self {
        let started = |name, newest_only, bring| {
            Courier::start(name, newest_only, bring)
                .inspect_err(|error| tracing::error!(%error, "tokens aren't handed over"))
                .ok()
        };
        Self {
            file: how.file.clone().and_then(|path| {
                let bring: Bring = Box::new(move |token| write(&path, token));
                started("token-file", true, bring)
            }),
            url: how.url.clone().and_then(|url| {
                let agent = agent();
                let bring: Bring = Box::new(move |token| post(&agent, &url, token));
                started("token-post", false, bring)
            }),
            how: how.clone(),
        }
    }

    fn take(&self, token: &Token) {
        let token = Arc::new(token.clone());
        for courier in [&self.file, &self.url].into_iter().flatten() {
            courier.take(&token);
        }
    }

    fn view(&self) -> HandOverView {
        HandOverView {
            file: self.file.as_ref().map(Courier::courses),
            url: self.url.as_ref().map(Courier::courses),
        }
    }
}

impl Office {
    /// What it issues and takes back.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    fn couriers(&self) -> MutexGuard<'_, Couriers> {
        self.couriers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands tokens over as these settings say, from now on.
    pub fn hand_over_by(&self, how: &HandOver) {
        let mut couriers = self.couriers();
        if couriers.how != *how {
            *couriers = Couriers::start(how);
        }
    }

    /// Sends a session's token on its way, if it is handed over; returns at
    /// once.
    pub fn hand_over(&self, outcome: &Outcome) {
        let Some(token) = outcome.token.token() else {
            return;
        };
        if !is_handed_over(&outcome.session) {
            return;
        }
        self.couriers().take(token);
    }

    /// The code that the screen shows of a session's token, where the site
    /// has turned that on.
    #[must_use]
    pub fn receipt(&self, outcome: &Outcome) -> Option<Receipt> {
        let shown = self.couriers().how.qr;
        let token = outcome.token.token().filter(|_| shown)?;
        Receipt::of(&outcome.session, token)
    }

    /// How handing over goes.
    #[must_use]
    pub fn handing_over(&self) -> HandOverView {
        self.couriers().view()
    }

    /// Waits until every token was brought or given up, or this long.
    #[must_use]
    pub fn handed_over(&self, patience: Duration) -> HandOverView {
        let until = Instant::now() + patience;
        loop {
            let view = self.handing_over();
            if !view.waits() || Instant::now() >= until {
                return view;
            }
            std::thread::sleep(LOOK);
        }
    }
}

/// Follows nobody elsewhere, and goes through no proxy: the address is where a
/// token goes, and nowhere else.
fn agent() -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .timeout_connect(Some(CONNECTING))
        .timeout_global(Some(ANSWERING))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .tls_config(tls)
        .build();
    config.into()
}

fn post(agent: &Agent, url: &str, token: &Token) -> Result<(), CourierTrouble> {
    let sent = agent
        .post(url)
        .content_type(CONTENT_TYPE)
        .send(token.text.as_str());
    match sent {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(CourierTrouble::Refused {
            status: answer.status().as_u16(),
        }),
        Err(ureq::Error::Timeout(_)) => Err(CourierTrouble::Slow),
        Err(_) => Err(CourierTrouble::Unreachable),
    }
}

fn write(path: &Path, token: &Token) -> Result<(), CourierTrouble> {
    replace(path, &token.text).map_err(|error| {
        tracing::info!(%error, "the file of tokens can't be written");
        CourierTrouble::File
    })
}

/// Puts a new file in the place of `path`, for its owner alone, whole.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = beside(path);
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

#[cfg(test)]
#[path = "handing_over_tests.rs"]
mod tests;
