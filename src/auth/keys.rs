//! Where keys are kept: never in the data folder, so that a copy of that
//! folder doesn't open. There are three homes: systemd's credentials, a file
//! that a passphrase opens, and, for trying the program out, a plain file.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::key_folder::{KeyFolder, failed, write_private};
use super::passphrase::{self, Purpose, SealedFileError};
use super::{KEY_FOLDER_VARIABLE, KeyError, key_text};
use crate::domain::{KeyHome, KeyId, KioskKeys, Secret, SiteKey};

/// Name of the credential that holds the keys (systemd.exec(5)).
pub const CREDENTIAL: &str = "secure-biometric-keys";
/// Where systemd puts a service's credentials.
const CREDENTIALS_VARIABLE: &str = "CREDENTIALS_DIRECTORY";

/// The homes of the keys of one data folder.
#[derive(Debug)]
pub struct KeyStores {
    folder: KeyFolder,
    credentials: Option<PathBuf>,
    passphrase: Option<Secret<String>>,
}

impl KeyStores {
    /// Homes of the keys of the data folder `data`: files in `folder`, which
    /// is made when it is first needed, and what systemd put into
    /// `credentials`.
    ///
    /// # Errors
    /// `InsideData`.
    pub fn new(
        folder: PathBuf,
        credentials: Option<PathBuf>,
        data: &Path,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            folder: KeyFolder::new(folder, data)?,
            credentials,
            passphrase: None,
        })
    }

    /// Homes of the keys of the data folder `data` where the environment says:
    /// the folder of `SECURE_BIOMETRIC_KEYS`, else `secure-biometric/keys` of
    /// the user's settings (`XDG_CONFIG_HOME`, else `~/.config`), and that of
    /// `CREDENTIALS_DIRECTORY`.
    ///
    /// # Errors
    /// `NoFolder` or `InsideData`.
    pub fn from_environment(data: &Path) -> Result<Self, KeyError> {
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let folder = folder_from(variable).ok_or(KeyError::NoFolder)?;
        let credentials = variable(CREDENTIALS_VARIABLE).map(PathBuf::from);
        Self::new(folder, credentials, data)
    }

    /// The same with the passphrase that sealed keys are opened and written
    /// with.
    #[must_use]
    pub fn with_passphrase(mut self, passphrase: Secret<String>) -> Self {
        self.passphrase = Some(passphrase);
        self
    }

    /// The same homes with another passphrase.
    #[must_use]
    pub fn sealed_with(&self, passphrase: Secret<String>) -> Self {
        Self {
            folder: self.folder.clone(),
            credentials: self.credentials.clone(),
            passphrase: Some(passphrase),
        }
    }

    /// Whether keys are there that only a passphrase opens, and none was given.
    #[must_use]
    pub fn needs_passphrase(&self, id: &KeyId) -> bool {
        self.passphrase.is_none()
            && !self.is_at(KeyHome::Credential, id)
            && self.is_at(KeyHome::Passphrase, id)
    }

    /// The file of keys at a home.
    #[must_use]
    pub fn path(&self, home: KeyHome, id: &KeyId) -> PathBuf {
        match home {
            KeyHome::Credential => self
                .credentials
                .clone()
                .unwrap_or_default()
                .join(CREDENTIAL),
            _ => self.folder.path(&file_name(home, id)),
        }
    }

    /// The keys of that id with their home, from the safest home that has any.
    ///
    /// # Errors
    /// When they are there but can't or mustn't be used.
    pub fn find(&self, id: &KeyId) -> Result<Option<(KeyHome, KioskKeys)>, KeyError> {
        for home in [KeyHome::Credential, KeyHome::Passphrase, KeyHome::File] {
            if let Some(keys) = self.load(home, id)? {
                return Ok(Some((home, keys)));
            }
        }
        Ok(None)
    }

    /// A site key of before the first release, if one is kept for that id.
    ///
    /// # Errors
    /// When it is there but can't or mustn't be used.
    pub fn earlier(&self, id: &KeyId) -> Result<Option<SiteKey>, KeyError> {
        let name = earlier_name(id);
        let Some(content) = self.folder.read(&name, key_text::LIMIT)? else {
            return Ok(None);
        };
        let key = std::str::from_utf8(&content)
            .ok()
            .and_then(key_text::read_earlier);
        key.map(Some)
            .ok_or(KeyError::Malformed(self.folder.path(&name)))
    }

    /// Keeps new keys; they are durable when this returns.
    ///
    /// # Errors
    /// `Exists`, `ReadOnly`, or why they couldn't be kept.
    pub fn create(&self, home: KeyHome, id: &KeyId, keys: &KioskKeys) -> Result<(), KeyError> {
        let content = self.content(home, id, keys)?;
        self.folder.create(&file_name(home, id), &content)
    }

    /// Keeps keys in the place of those that are there.
    ///
    /// # Errors
    /// `ReadOnly`, or why they couldn't be kept; then the earlier ones are.
    pub fn replace(&self, home: KeyHome, id: &KeyId, keys: &KioskKeys) -> Result<(), KeyError> {
        let content = self.content(home, id, keys)?;
        self.folder.replace(&file_name(home, id), &content)
    }

    /// Removes keys that are kept at a less safe home than `home` too.
    ///
    /// # Errors
    /// When they couldn't be removed.
    pub fn keep_only(&self, home: KeyHome, id: &KeyId) -> Result<(), KeyError> {
        self.folder.remove(&earlier_name(id))?;
        match home {
            KeyHome::Credential => {
                self.folder.remove(&file_name(KeyHome::Passphrase, id))?;
                self.folder.remove(&file_name(KeyHome::File, id))
            }
            KeyHome::Passphrase => self.folder.remove(&file_name(KeyHome::File, id)),
            KeyHome::File => Ok(()),
        }
    }

    /// Removes the keys that were just created at a home.
    ///
    /// # Errors
    /// When they couldn't be removed.
    pub fn withdraw(&self, home: KeyHome, id: &KeyId) -> Result<(), KeyError> {
        self.folder.remove(&file_name(home, id))
    }

    /// Removes the keys of a folder that is gone; they open nothing any more.
    ///
    /// # Errors
    /// When they couldn't be removed.
    pub fn forget(&self, id: &KeyId) -> Result<(), KeyError> {
        self.folder.remove(&earlier_name(id))?;
        for home in [KeyHome::Passphrase, KeyHome::File] {
            self.folder.remove(&file_name(home, id))?;
        }
        Ok(())
    }

    /// The text that keys are kept as.
    #[must_use]
    pub fn as_text(id: &KeyId, keys: &KioskKeys) -> Zeroizing<String> {
        key_text::write(id, keys)
    }

    /// The keys in such a text, and which data folder's they are.
    #[must_use]
    pub fn of_text(text: &str) -> Option<(KeyId, KioskKeys)> {
        key_text::read(text)
    }

    /// Writes keys as text into a new file of mode 0600, to be sealed as a
    /// systemd credential.
    ///
    /// # Errors
    /// When there is such a file, or why it couldn't be written.
    pub fn write_out(path: &Path, id: &KeyId, keys: &KioskKeys) -> Result<(), KeyError> {
        write_private(path, key_text::write(id, keys).as_bytes()).map_err(failed(path))
    }

    fn is_at(&self, home: KeyHome, id: &KeyId) -> bool {
        (home != KeyHome::Credential || self.credentials.is_some()) && self.path(home, id).exists()
    }

    fn load(&self, home: KeyHome, id: &KeyId) -> Result<Option<KioskKeys>, KeyError> {
        let path = self.path(home, id);
        let content = match (home, &self.credentials) {
            (KeyHome::Credential, None) => None,
            // systemd guards this folder itself, with other modes than ours.
            (KeyHome::Credential, Some(_)) => match fs::read(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                content => Some(Zeroizing::new(content.map_err(failed(&path))?)),
            },
            _ => self.folder.read(&file_name(home, id), key_text::LIMIT)?,
        };
        let Some(mut content) = content else {
            return Ok(None);
        };
        if home == KeyHome::Passphrase {
            content = self.unsealed(&path, &content)?;
        }
        let read = std::str::from_utf8(&content).ok().and_then(key_text::read);
        let (folder, keys) = read.ok_or_else(|| KeyError::Malformed(path.clone()))?;
        if keys.kind() != home.worth() {
            return Err(KeyError::Malformed(path));
        }
        if folder != *id {
            return Err(KeyError::OfAnotherFolder(path));
        }
        Ok(Some(keys))
    }

    fn unsealed(&self, path: &Path, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let passphrase = self.passphrase.as_ref().ok_or(KeyError::PassphraseNeeded)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        passphrase::open(Purpose::Keys, passphrase, &mut &*sealed, &mut *plain).map_err(
            |error| match error {
                SealedFileError::Wrong => KeyError::PassphraseWrong(path.to_owned()),
                SealedFileError::Foreign => KeyError::Malformed(path.to_owned()),
                other => KeyError::Passphrase(other),
            },
        )?;
        Ok(plain)
    }

    /// What the file of keys at a home holds.
    fn content(
        &self,
        home: KeyHome,
        id: &KeyId,
        keys: &KioskKeys,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let text = key_text::write(id, keys);
        match home {
            KeyHome::Credential => Err(KeyError::ReadOnly),
            KeyHome::File => Ok(Zeroizing::new(text.as_bytes().to_vec())),
            KeyHome::Passphrase => {
                let passphrase = self.passphrase.as_ref().ok_or(KeyError::PassphraseNeeded)?;
                let mut sealed = Zeroizing::new(Vec::new());
                passphrase::seal(
                    Purpose::Keys,
                    passphrase,
                    &mut text.as_bytes(),
                    &mut *sealed,
                )
                .map_err(KeyError::Passphrase)?;
                Ok(sealed)
            }
        }
    }
}

fn file_name(home: KeyHome, id: &KeyId) -> String {
    match home {
        KeyHome::Credential => CREDENTIAL.to_owned(),
        KeyHome::Passphrase => format!("{id}.sealed"),
        KeyHome::File => format!("{id}.keys"),
    }
}

fn earlier_name(id: &KeyId) -> String {
    format!("{id}.key")
}

/// The folder of keys by the environment's variables.
fn folder_from(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    if let Some(folder) = set(KEY_FOLDER_VARIABLE) {
        return Some(folder.into());
    }
    // The XDG base directory specification says to ignore a relative path.
    let config = set("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(set("HOME")?).join(".config")))?;
    Some(config.join("secure-biometric").join("keys"))
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
