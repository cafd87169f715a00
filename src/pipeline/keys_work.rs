//! Keys and backups for an administrator at the window.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::access::{
    BackupError, DataFolder, FileHashes, Renewed, SiteKeyError, Standing, StartLists, read_carried,
    write_carried,
};
use crate::auth::handing_on::{HandingOnError, KeyGrant, KeyRequest};
use crate::auth::key_making::{exchange_public_key, public_key};
use crate::auth::passphrase::new_recovery_key;
use crate::auth::password::check_policy;
use crate::auth::signing::PublicKeys;
use crate::auth::{KeyStores, signing};
use crate::domain::{Act, KeyHome, KeyId, KeyKind, Operator, Role, Secret, StartChange, Timestamp};
use crate::resources::Resources;
use crate::store::AuditFilter;

use super::desk_work::Site;
use super::keys_view::{FilesView, KeysDone, KeysIntent, KeysView, Progress};
use super::new_file::make_folder;
use super::office::Office;
use super::{Problem, now};

/// The keys of the open data folder, and where they are kept.
pub struct KeyRoom {
    pub(super) opened: DataFolder,
    pub(super) stores: KeyStores,
}

impl KeyRoom {
    /// Of a data folder and the homes of its keys.
    #[must_use]
    pub fn new(opened: DataFolder, stores: KeyStores) -> Mutex<Self> {
        Mutex::new(Self { opened, stores })
    }

    /// The kiosk's public keys.
    #[must_use]
    pub fn public_keys(&self) -> PublicKeys {
        PublicKeys::of(&self.opened.key_id, &self.opened.keys)
    }

    /// The kiosk that tokens name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.opened.key_id
    }

    /// What the keys are worth.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.opened.keys.kind()
    }
}

/// Does what an administrator asks; `told` hears how far it is.
pub(super) fn work(
    office: &Office,
    site: &Site,
    actor: &Operator,
    intent: KeysIntent,
    mut told: impl FnMut(Progress) + Send,
) -> Result<KeysView, Problem> {
    office
        .wait(office.operators().require(actor, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let room = office.keys.as_ref().ok_or(Problem::KeyMissing)?;
    let mut room = room.lock().unwrap_or_else(PoisonError::into_inner);
    room.opened.act_as(&actor.name);
    let wrapped = move |done| told(Progress { done, all: None });
    let done = match intent {
        KeysIntent::Look => None,
        KeysIntent::MakeProduction(passphrase) => {
            room.make_production(office, passphrase, wrapped)?;
            room.sign_by_them(office)?;
            Some(KeysDone::ProductionMade)
        }
        KeysIntent::SignFiles => {
            let tokens = office.tokens().acting(&actor.name);
            let lists = tokens.start_lists().with_settings(&site.settings);
            sign_files(office, &lists)?;
            Some(KeysDone::FilesSigned)
        }
        KeysIntent::Rotate => {
            room.rotate(office, Renewed::Site, wrapped)?;
            Some(KeysDone::Rotated)
        }
        KeysIntent::RotateSigning => {
            room.rotate(office, Renewed::Signing, wrapped)?;
            room.sign_by_them(office)?;
            Some(KeysDone::SigningRotated)
        }
        KeysIntent::Ask => {
            let name = site.settings.site_name.parse();
            let name = name.map_err(|_| Problem::SiteName)?;
            let request = room.opened.request_site_key(name);
            let request = office.wait(request).map_err(|error| Problem::of(&error))?;
            let code = request.code().map_err(|error| Problem::of(&error))?;
            let file = site.exports.join(format!("key-request-{}", now().0));
            write(&site.exports, &file, &request.to_text())?;
            Some(KeysDone::Asked { file, code })
        }
        KeysIntent::Take { file, code } => {
            let text = read_carried(&file).map_err(|error| Problem::of(&error))?;
            let done = if let Ok(request) = KeyRequest::read(&text) {
                let grant = room.opened.grant_site_key(&request, code);
                let grant = office.wait(grant).map_err(|error| Problem::of(&error))?;
                let code = grant.code().map_err(|error| Problem::of(&error))?;
                let file = site.exports.join(format!("site-key-{}", now().0));
                write(&site.exports, &file, &grant.to_text())?;
                let name = request.name.as_str().to_owned();
                KeysDone::Granted { name, file, code }
            } else {
                let grant = KeyGrant::read(&text).map_err(|error| Problem::of(&error))?;
                room.require_written_here()?;
                let KeyRoom { opened, stores } = &mut *room;
                let accepted = opened.accept_site_key(stores, &grant, code, wrapped);
                office.wait(accepted).map_err(|error| Problem::of(&error))?;
                KeysDone::Accepted
            };
            Some(done)
        }
        KeysIntent::BackUp { file, passphrase } => {
            if let Some(folder) = file.parent() {
                make_folder(folder)?;
            }
            let (opens, recovery_key) = match passphrase {
                Some(passphrase) => (passphrase, None),
                None => {
                    let key = new_recovery_key().map_err(BackupError::from);
                    let key = key.map_err(|error| Problem::of(&error))?;
                    (key.secret(), Some(key))
                }
            };
            let backup = room
                .opened
                .back_up(&actor.name, &site.folder, &opens, &file);
            office.wait(backup).map_err(|error| Problem::of(&error))?;
            Some(KeysDone::BackedUp { file, recovery_key })
        }
    };
    room.view(office, site, done)
}

impl Office {
    /// The same with the keys at hand, for an administrator at the window.
    #[must_use]
    pub fn with_keys(mut self, keys: Mutex<KeyRoom>) -> Self {
        self.keys = Some(keys);
        self
    }
}

impl KeyRoom {
    fn rotate(
        &mut self,
        office: &Office,
        renewed: Renewed,
        wrapped: impl FnMut(u64) + Send,
    ) -> Result<(), Problem> {
        self.require_written_here()?;
        let Self { opened, stores } = self;
        let keys = opened
            .next_keys(renewed)
            .map_err(|error| Problem::of(&error))?;
        let home = opened.key_home;
        let rotated = opened.put_in_place(stores, home, keys, wrapped);
        office.wait(rotated).map_err(|error| Problem::of(&error))?;
        Ok(())
    }

    /// Production keys in the place of trial ones, sealed with a passphrase.
    fn make_production(
        &mut self,
        office: &Office,
        passphrase: Secret<String>,
        wrapped: impl FnMut(u64) + Send,
    ) -> Result<(), Problem> {
        check_policy(&passphrase).map_err(|error| Problem::of(&error))?;
        if self.kind() == KeyKind::Production {
            return Err(Problem::KeysMadeAlready);
        }
        self.stores = self.stores.sealed_with(passphrase);
        let Self { opened, stores } = self;
        let keys = opened.production_keys();
        let keys = keys.map_err(|error| Problem::of(&error))?;
        let made = opened.put_in_place(stores, KeyHome::Passphrase, keys, wrapped);
        office.wait(made).map_err(|error| Problem::of(&error))?;
        Ok(())
    }

    /// What is signed from now on is signed by the keys that are in place now.
    fn sign_by_them(&self, office: &Office) -> Result<(), Problem> {
        let DataFolder { key_id, keys, .. } = &self.opened;
        let used = office.wait(office.tokens().use_keys(key_id, keys));
        used.map_err(|error| Problem::of(&error))
    }

    /// What systemd hands over is replaced by a command, which says how.
    fn require_written_here(&self) -> Result<(), Problem> {
        match self.opened.key_home {
            KeyHome::Credential => Err(Problem::KeysHandedOver),
            KeyHome::Passphrase | KeyHome::File => Ok(()),
        }
    }

    fn view(
        &self,
        office: &Office,
        site: &Site,
        done: Option<KeysDone>,
    ) -> Result<KeysView, Problem> {
        let filter = AuditFilter {
            limit: Some(1),
            acts: vec![Act::BackupCreated],
            ..AuditFilter::default()
        };
        let backups = office.wait(office.store().audit(&filter));
        let backups = backups.map_err(|error| Problem::of(&error))?;
        let DataFolder { key_id, keys, .. } = &self.opened;
        let own = keys.membership(*key_id);
        let exchange = exchange_public_key(&keys.exchange);
        Ok(KeysView {
            kind: keys.kind(),
            home: self.opened.key_home,
            site: own.site.to_string(),
            generation: own.generation,
            signing: signing::key_name(keys.kind(), public_key(&keys.signing)),
            files: files_view(office, site)?,
            exchange: exchange.iter().map(|byte| format!("{byte:02x}")).collect(),
            backed_up: backups.entries.first().map(|entry| entry.at),
            backup_file: site.exports.join(format!("backup-{}", now().0)),
            done,
        })
    }
}

/// Signs for the files and profiles that are there now.
fn sign_files(office: &Office, lists: &StartLists) -> Result<(), Problem> {
    let files = start_files()?;
    let signed = office.wait(lists.accept(&files));
    signed.map(|_| ()).map_err(|error| Problem::of(&error))
}

fn start_files() -> Result<FileHashes, Problem> {
    let files = Resources::find().and_then(|resources| resources.start_files());
    files.map_err(|error| Problem::of(&error))
}

fn files_view(office: &Office, site: &Site) -> Result<FilesView, Problem> {
    let files = start_files()?;
    let lists = office.tokens().start_lists();
    let lists = lists.with_settings(&site.settings);
    let standing = office.wait(lists.standing(&files));
    let mut view = FilesView {
        count: files.len(),
        ..FilesView::default()
    };
    let signed = match standing.map_err(|error| Problem::of(&error))? {
        Standing::Unsigned => return Ok(view),
        Standing::Removed => {
            view.removed = true;
            return Ok(view);
        }
        Standing::AsSigned(list) | Standing::LaterProfiles(list) => list,
        Standing::Changed(list, changes) => {
            view.changed = changes.iter().map(StartChange::name).collect();
            list
        }
    };
    view.signed_at = Some(Timestamp(signed.iat.saturating_mul(1000)));
    Ok(view)
}

fn write(exports: &Path, file: &Path, text: &str) -> Result<(), Problem> {
    make_folder(exports)?;
    write_carried(file, text).map_err(|error| Problem::of(&error))
}

impl From<&SiteKeyError> for Problem {
    fn from(error: &SiteKeyError) -> Self {
        match error {
            SiteKeyError::HandingOn(error) => Self::from(error),
            SiteKeyError::HasPeople | SiteKeyError::OtherSite => Self::KeyOfAnotherSite,
            SiteKeyError::Earlier | SiteKeyError::Parted => Self::KeyNotTheNext,
            SiteKeyError::File { path, .. } => Self::File { path: path.clone() },
            SiteKeyError::Data(error) => Self::from(error),
        }
    }
}

impl From<&HandingOnError> for Problem {
    fn from(error: &HandingOnError) -> Self {
        match error {
            HandingOnError::OtherCode => Self::KeyOtherCode,
            HandingOnError::OtherKind => Self::KeyOtherWorth,
            HandingOnError::Hashing | HandingOnError::Random => Self::Threads,
            HandingOnError::NoRequest
            | HandingOnError::NoGrant
            | HandingOnError::Oneself
            | HandingOnError::NotAskedFor
            | HandingOnError::NotForHere => Self::KeyNotForHere,
        }
    }
}

impl From<&BackupError> for Problem {
    fn from(error: &BackupError) -> Self {
        match error {
            BackupError::File { path, .. } | BackupError::NotEmpty(path) => {
                Self::File { path: path.clone() }
            }
            BackupError::FileThere(path) => Self::FileThere { path: path.clone() },
            BackupError::Data(error) => Self::from(error),
            BackupError::Sealed(_)
            | BackupError::Foreign
            | BackupError::NotNew
            | BackupError::OtherKeys => Self::BackupUnmade,
        }
    }
}
