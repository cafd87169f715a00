//! A data folder asks for another kiosk's site key, seals its own for another,
//! and takes what was sealed for it.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{DataFolder, DataFolderError};
use crate::auth::handing_on::{HandingOnError, KeyGrant, KeyRequest};
use crate::auth::key_making::with_site_key_of;
use crate::auth::{KeyStores, LONGEST_HANDED_ON};
use crate::domain::{Act, KeyHome, KioskKeys, KioskName, Note, ShortCode};
use crate::resources::read_text;
use crate::store::StoreError;

/// Names the setting that holds the request that is open.
const REQUEST: &str = "key request";

/// Why a site key isn't handed on.
#[derive(Debug, Error)]
pub enum SiteKeyError {
    /// The request or the grant can't be used.
    #[error(transparent)]
    HandingOn(#[from] HandingOnError),
    /// There are people under another key, which other kiosks don't have.
    #[error(
        "people are enrolled here under this kiosk's own site key; take the other site's key in a new data folder, and enrol them there"
    )]
    HasPeople,
    /// It is another site's than the one whose key was taken before.
    #[error("this kiosk belongs to another site already; use a new data folder for this one")]
    OtherSite,
    /// A later key of the site is in force here.
    #[error(
        "a later site key is in force here already; have today's written with: secure-biometric keys grant"
    )]
    Earlier,
    /// Both replaced the site's key, each by another.
    #[error(
        "both kiosks replaced the site key since; let one do it once more with: secure-biometric keys rotate, and hand that key on"
    )]
    Parted,
    /// The file that carries it can't be read or written.
    #[error(
        "{path}: {source}; name the file that the other kiosk wrote, or one that isn't there yet to write to"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The data folder or its keys can't be used.
    #[error(transparent)]
    Data(#[from] DataFolderError),
}

impl From<StoreError> for SiteKeyError {
    fn from(error: StoreError) -> Self {
        Self::Data(error.into())
    }
}

/// The request that is open.
#[derive(Serialize, Deserialize)]
struct Open {
    text: String,
}

impl DataFolder {
    /// Asks for another kiosk's site key. An earlier request is answered no
    /// more.
    ///
    /// # Errors
    /// Why it couldn't be kept.
    pub async fn request_site_key(&self, name: KioskName) -> Result<KeyRequest, SiteKeyError> {
        let request = KeyRequest::new(self.key_id, name, &self.keys)?;
        self.keep_request(&request).await?;
        Ok(request)
    }

    /// Keeps a request; an earlier one is answered no more.
    pub(super) async fn keep_request(&self, request: &KeyRequest) -> Result<(), StoreError> {
        let open = Open {
            text: request.to_text(),
        };
        let note = Note::of(Act::KeyAskedFor);
        self.store.change_setting(REQUEST, Some(&open), &note).await
    }

    /// The request that is open here, if one is.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn open_request(&self) -> Result<Option<KeyRequest>, SiteKeyError> {
        let open = self.store.setting::<Open>(REQUEST).await?;
        Ok(open.map(|open| KeyRequest::read(&open.text)).transpose()?)
    }

    /// Seals the site key for a request, of which somebody typed the code that
    /// the other kiosk shows.
    ///
    /// # Errors
    /// `OtherCode`, or why it isn't sealed.
    pub async fn grant_site_key(
        &self,
        request: &KeyRequest,
        typed: ShortCode,
    ) -> Result<KeyGrant, SiteKeyError> {
        let asked = request.clone();
        if worked_out(move || asked.code()).await? != typed {
            return Err(HandingOnError::OtherCode.into());
        }
        let grant = KeyGrant::seal(request, self.key_id, &self.keys)?;
        let note = Note::of(Act::KeyGranted)
            .with("kiosk", request.kiosk.0)
            .with("site", grant.member.site.0)
            .with("site_generation", grant.member.generation);
        self.store.note(&note).await?;
        Ok(grant)
    }

    /// The keys that a grant puts in the place of today's, if somebody typed
    /// the code that the other kiosk shows; none if they are in place already.
    ///
    /// # Errors
    /// Why the grant isn't taken.
    pub async fn keys_of_grant(
        &self,
        grant: &KeyGrant,
        typed: ShortCode,
    ) -> Result<Option<KioskKeys>, SiteKeyError> {
        let request = self.open_request().await?;
        let request = request.ok_or(HandingOnError::NotAskedFor)?;
        let given = grant.clone();
        if worked_out(move || given.code()).await? != typed {
            return Err(HandingOnError::OtherCode.into());
        }
        let key = grant.open(&request, &self.keys)?;
        let own = self.keys.membership(self.key_id);
        if own.site != grant.member.site {
            if self.keys.member.is_some() {
                return Err(SiteKeyError::OtherSite);
            }
            if !self.store.people().await?.is_empty() {
                return Err(SiteKeyError::HasPeople);
            }
        } else if grant.member.generation < own.generation {
            return Err(SiteKeyError::Earlier);
        } else if grant.member.generation == own.generation {
            return match key.expose() == self.keys.site.current().expose() {
                true => Ok(None),
                false => Err(SiteKeyError::Parted),
            };
        }
        Ok(Some(with_site_key_of(&self.keys, grant.member, key)))
    }

    /// Takes a grant, and says how many keys of the folder were wrapped anew.
    /// Killed half-way, the next opening goes on; the grant can then be taken
    /// once more.
    ///
    /// # Errors
    /// Why the grant isn't taken, or the keys couldn't be put in place.
    pub async fn accept_site_key(
        &mut self,
        stores: &KeyStores,
        grant: &KeyGrant,
        typed: ShortCode,
        told: impl FnMut(u64) + Send,
    ) -> Result<u64, SiteKeyError> {
        let home = self.key_home;
        let wrapped = match self.keys_of_grant(grant, typed).await? {
            Some(keys) => self.put_in_place(stores, home, keys, told).await?,
            None => 0,
        };
        self.close_request(grant).await?;
        Ok(wrapped)
    }

    /// Writes down that a grant was taken; its request is answered no more.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn close_request(&self, grant: &KeyGrant) -> Result<(), StoreError> {
        let note = Note::of(Act::KeyAccepted)
            .with("kiosk", grant.by.0)
            .with("site", grant.member.site.0)
            .with("site_generation", grant.member.generation);
        let nothing = None::<&Open>;
        self.store.change_setting(REQUEST, nothing, &note).await
    }

    /// Whether keys are written here, or handed over by systemd.
    #[must_use]
    pub fn keys_are_handed_over(&self) -> bool {
        self.key_home == KeyHome::Credential
    }
}

/// What a file holds that was carried here from another kiosk.
///
/// # Errors
/// `File`.
pub fn read_carried(path: &Path) -> Result<String, SiteKeyError> {
    let limit = u64::try_from(LONGEST_HANDED_ON).unwrap_or(u64::MAX);
    read_text(path, limit).map_err(|source| failed(path, source))
}

/// Writes a file to be carried to another kiosk; none may be there yet.
///
/// # Errors
/// `File`.
pub fn write_carried(path: &Path, text: &str) -> Result<(), SiteKeyError> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let written = file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: io::Error) -> SiteKeyError {
    let path = path.to_owned();
    SiteKeyError::File { path, source }
}

/// A code, which takes as long as a password, beside the store's work.
async fn worked_out(
    code: impl FnOnce() -> Result<ShortCode, HandingOnError> + Send + 'static,
) -> Result<ShortCode, HandingOnError> {
    let done = tokio::task::spawn_blocking(code).await;
    done.map_err(|_| HandingOnError::Hashing)?
}
