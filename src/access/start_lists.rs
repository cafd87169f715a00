//! Whether what a kiosk starts with is what was signed for: the files that
//! faces are analysed with, the site's profiles, and of the settings which of
//! them is in force and where tokens are handed over to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{HandOver, Settings};
use crate::auth::signed::Document;
use crate::auth::signing::Signer;
use crate::auth::tokens::{TokenError, Verifier};
use crate::domain::{
    Act, KeyId, KeyKind, KioskKeys, Note, StartChange, StartFiles, StartListClaims, StartSettings,
};
use crate::flow::profiles;
use crate::store::{AuditFilter, Store, StoreError, wall_clock};

/// Names the setting that keeps the signed list.
const LIST: &str = "start list";
/// Where tokens are handed over to if nowhere.
const OFF: &str = "off";
/// Changes that a message names.
const NAMED: usize = 3;

/// Path below the program's folder to SHA-256.
pub type FileHashes = BTreeMap<String, String>;

/// Why a kiosk doesn't start.
#[derive(Debug, Error)]
pub enum StartListError {
    /// Something isn't as it was signed.
    #[error(
        "{}, and what is there now was not signed for; put it back, or, after an upgrade that you meant: secure-biometric keys files --accept",
        named(.0)
    )]
    Changed(Vec<StartChange>),
    /// The list was signed here once, and isn't there or isn't this kiosk's.
    #[error(
        "the signed list of what this kiosk may start with was removed or changed; look into how, then: secure-biometric keys files --accept"
    )]
    Removed,
    /// It couldn't be signed.
    #[error(transparent)]
    Signing(TokenError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn named(changes: &[StartChange]) -> String {
    let mut text = String::new();
    for (at, change) in changes.iter().take(NAMED).enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        // Writing into a text never fails.
        let _ = write!(text, "{comma}{change}");
    }
    if changes.len() > NAMED {
        let _ = write!(text, " ({} in all)", changes.len());
    }
    text
}

/// How what is there stands against the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was signed yet, or only for trying out.
    Unsigned,
    /// All is as it was signed.
    AsSigned(StartListClaims),
    /// The same, but the site has later profiles than the list knows.
    LaterProfiles(StartListClaims),
    /// Something was exchanged.
    Changed(StartListClaims, Vec<StartChange>),
    /// The list was removed, or isn't this kiosk's.
    Removed,
}

/// What begins a kiosk's work brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// All is as it was signed.
    AsSigned,
    /// It was signed now, as nothing was before.
    SignedFirst,
    /// A trial kiosk, whose files were changed: it was signed anew.
    SignedAnew,
}

/// Signed lists of a data folder. Clones share it.
#[derive(Clone)]
pub struct StartLists {
    pub(super) store: Store,
    pub(super) signer: Arc<Signer>,
    pub(super) verifier: Arc<Verifier>,
    /// What the settings say, if they were given.
    pub(super) settings: Option<StartSettings>,
}

impl StartLists {
    /// Of a data folder with these keys.
    #[must_use]
    pub fn new(store: Store, id: &KeyId, keys: &KioskKeys) -> Self {
        Self {
            store,
            signer: Arc::new(Signer::new(id, keys)),
            verifier: Arc::new(Verifier::of_kiosk(id, keys)),
            settings: None,
        }
    }

    /// The same for these settings; without, they are neither looked at nor
    /// signed anew.
    #[must_use]
    pub fn with_settings(self, settings: &Settings) -> Self {
        Self {
            settings: Some(settings_of(settings)),
            ..self
        }
    }

    /// How what is there now stands against the list. Changes nothing.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn standing(&self, files: &FileHashes) -> Result<Standing, StoreError> {
        let (now, damaged) = self.there(files).await?;
        let Some(claims) = self.signed().await? else {
            return Ok(match self.was_signed().await? {
                true => Standing::Removed,
                false if damaged.is_empty() => Standing::Unsigned,
                // A list of nothing: whatever else there is isn't a change of it.
                false => Standing::Changed(self.claims(StartFiles::default()), damaged),
            });
        };
        let mut changes = claims.started.changes_in(&now);
        changes.extend(damaged);
        let signed = claims.started.settings.as_ref();
        if let Some((then, now)) = signed.zip(self.settings.as_ref()) {
            changes.extend(changed_settings(then, now));
        }
        // Earlier releases signed for no settings.
        let later = signed.is_none() && self.settings.is_some();
        Ok(if !changes.is_empty() {
            Standing::Changed(claims, changes)
        } else if claims.started.profiles == now.profiles && !later {
            Standing::AsSigned(claims)
        } else {
            Standing::LaterProfiles(claims)
        })
    }

    /// Lets a kiosk begin its work only if all is as it was signed. What was
    /// never signed is signed now, and later profiles are taken up. A trial
    /// kiosk's files may change: it is for trying out.
    ///
    /// # Errors
    /// `Changed` or `Removed`, or why it couldn't be looked at.
    pub async fn begin(&self, files: &FileHashes) -> Result<Begun, StartListError> {
        match self.standing(files).await? {
            Standing::AsSigned(_) => Ok(Begun::AsSigned),
            Standing::LaterProfiles(signed) => {
                let settings = signed.started.settings.or_else(|| self.settings.clone());
                self.sign(files, 0, settings).await?;
                Ok(Begun::AsSigned)
            }
            Standing::Unsigned => {
                self.sign(files, 0, self.settings.clone()).await?;
                Ok(Begun::SignedFirst)
            }
            Standing::Changed(_, changes) => {
                let of_files = changes.iter().all(StartChange::is_of_a_file);
                if self.signer.kind() == KeyKind::Production || !of_files {
                    return Err(StartListError::Changed(changes));
                }
                self.sign(files, changes.len(), self.settings.clone())
                    .await?;
                Ok(Begun::SignedAnew)
            }
            Standing::Removed => Err(StartListError::Removed),
        }
    }

    /// Signs for what is there now; the audit names who took it for right.
    /// Says what was different before.
    ///
    /// # Errors
    /// `Changed` where a profile was changed past the program, which nobody
    /// can take for right; or why it couldn't be signed.
    pub async fn accept(&self, files: &FileHashes) -> Result<Vec<StartChange>, StartListError> {
        let changes = match self.standing(files).await? {
            Standing::Changed(_, changes) => changes,
            _ => Vec::new(),
        };
        let damaged = |change: &StartChange| matches!(change, StartChange::ProfileChanged { .. });
        if changes.iter().any(damaged) {
            return Err(StartListError::Changed(changes));
        }
        let settings = match &self.settings {
            Some(settings) => Some(settings.clone()),
            None => {
                let signed = self.signed().await?;
                signed.and_then(|signed| signed.started.settings)
            }
        };
        self.sign(files, changes.len(), settings).await?;
        Ok(changes)
    }

    /// Signs for the settings, which the program itself has just saved; for
    /// nothing else that is there. Where nothing was signed yet, the next start
    /// does.
    ///
    /// # Errors
    /// Why it couldn't be signed.
    pub async fn sign_settings(&self) -> Result<(), StartListError> {
        let signed = self.signed().await?;
        let Some(mut started) = signed.map(|signed| signed.started) else {
            return Ok(());
        };
        if started.settings == self.settings {
            return Ok(());
        }
        started.settings.clone_from(&self.settings);
        self.keep(started, 1).await
    }

    async fn sign(
        &self,
        files: &FileHashes,
        changes: usize,
        settings: Option<StartSettings>,
    ) -> Result<(), StartListError> {
        let (now, _) = self.there(files).await?;
        let now = StartFiles { settings, ..now };
        self.keep(now, changes).await
    }

    async fn keep(&self, now: StartFiles, changes: usize) -> Result<(), StartListError> {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let note = Note::of(Act::StartFilesSigned)
            .with("files", count(now.files.len()))
            .with("changes", count(changes));
        let text = self
            .signer
            .sign_document(Document::StartList, &self.claims(now))
            .map_err(StartListError::Signing)?;
        Ok(self.store.change_setting(LIST, Some(&text), &note).await?)
    }

    fn claims(&self, started: StartFiles) -> StartListClaims {
        StartListClaims {
            iss: self.signer.issuer().to_owned(),
            iat: wall_clock().0.div_euclid(1000),
            started,
        }
    }

    /// The list, if one is kept that counts. What a trial key signed doesn't
    /// where production keys are in place: they began anew.
    async fn signed(&self) -> Result<Option<StartListClaims>, StoreError> {
        let Some(Some(text)) = self.kept().await? else {
            return Ok(None);
        };
        let read = self.verifier.verify_document(Document::StartList, &text);
        Ok(read.ok())
    }

    /// The list as it is kept, if one is; none within where it was damaged.
    async fn kept(&self) -> Result<Option<Option<String>>, StoreError> {
        match self.store.setting::<String>(LIST).await {
            Err(error) if error.is_of_one_record() => Ok(Some(None)),
            kept => Ok(kept?.map(Some)),
        }
    }

    /// Whether a list of these keys' worth was ever signed here.
    async fn was_signed(&self) -> Result<bool, StoreError> {
        if let Some(text) = self.kept().await? {
            let Some(text) = text else {
                return Ok(true);
            };
            let read = self
                .verifier
                .verify_document::<StartListClaims>(Document::StartList, &text);
            return Ok(read.err() != Some(TokenError::Trial));
        }
        let filter = AuditFilter {
            limit: Some(1),
            acts: vec![Act::StartFilesSigned],
            ..AuditFilter::default()
        };
        Ok(!self.store.audit(&filter).await?.entries.is_empty())
    }

    /// What is there, and which profiles were changed past the program.
    async fn there(
        &self,
        files: &FileHashes,
    ) -> Result<(StartFiles, Vec<StartChange>), StoreError> {
        let mut damaged = Vec::new();
        let mut profiles = BTreeMap::new();
        for (name, version, sound) in self.store.newest_tolerances().await? {
            if sound {
                profiles.insert(name, version);
            } else {
                damaged.push(StartChange::ProfileChanged { name, version });
            }
        }
        let started = StartFiles {
            files: files.clone(),
            profiles,
            settings: self.settings.clone(),
        };
        Ok((started, damaged))
    }
}

fn settings_of(settings: &Settings) -> StartSettings {
    StartSettings {
        profile: settings.tolerance.clone(),
        hand_over: match settings.handover == HandOver::default() {
            true => OFF.to_owned(),
            // What it says is text, and so is never refused.
            false => hash(&serde_json::to_vec(&settings.handover).unwrap_or_default()),
        },
    }
}

/// Which settings aren't as they were signed. Those that a damaged file falls
/// back to are no change: the strictest profile lets in fewest, and handing
/// nothing over tells nobody.
fn changed_settings(then: &StartSettings, now: &StartSettings) -> Vec<StartChange> {
    let profile = now.profile != then.profile && now.profile != profiles::STRICTEST;
    let hand_over = now.hand_over != then.hand_over && now.hand_over != OFF;
    let named = [("tolerance", profile), ("handover", hand_over)];
    let changed = named.into_iter().filter(|(_, changed)| *changed);
    changed
        .map(|(setting, _)| StartChange::Setting {
            setting: setting.to_owned(),
        })
        .collect()
}

fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
