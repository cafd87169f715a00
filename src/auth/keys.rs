//! Where site keys are kept: never in the data folder, so that a copy of that
//! folder doesn't open.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::key_file;
use crate::domain::{KeyId, KeyKind, SiteKey};

/// Names the folder of key files.
pub const KEY_FOLDER_VARIABLE: &str = "SECURE_BIOMETRIC_KEYS";

/// Why a key can't be had. Each text says what happened and, after the first
/// semicolon, what to do.
#[derive(Debug, Error)]
pub enum KeyError {
    /// No folder for keys is known.
    #[error(
        "there is no folder for keys; set {KEY_FOLDER_VARIABLE} to one outside the data folder"
    )]
    NoFolder,
    /// Keys would lie beside what they seal.
    #[error(
        "the key folder {0} is inside the data folder; set {KEY_FOLDER_VARIABLE} to one outside it"
    )]
    InsideData(PathBuf),
    /// Others may read the folder or the file.
    #[error("{path} can be reached by other users (mode {mode:03o}); run: chmod {wanted:o} {path}")]
    TooOpen {
        /// The folder or file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
        /// What they must be.
        wanted: u32,
    },
    /// Somebody else's file.
    #[error("the key file {0} belongs to another user; run: chown \"$USER\" {0}")]
    NotOwned(PathBuf),
    /// The file isn't a key.
    #[error("{0} is not a key file of this program; restore it from a backup")]
    Malformed(PathBuf),
    /// A key of that id is there already.
    #[error("there is a key file {0} already; use that key")]
    Exists(PathBuf),
    /// The folder or file can't be read or written.
    #[error("key file {path}: {source}; check that this user may use it")]
    File {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system gave no random numbers.
    #[error("the system gives no random numbers; restart it")]
    Random,
}

/// Keeps site keys. Other kinds than files may come.
pub trait KeyStore {
    /// The key of that id, if it is kept here.
    ///
    /// # Errors
    /// When it is there but can't or mustn't be used.
    fn load(&self, id: &KeyId) -> Result<Option<SiteKey>, KeyError>;

    /// Makes and keeps a new key; it is durable when this returns.
    ///
    /// # Errors
    /// `Exists`, or why it couldn't be kept.
    fn create(&self, id: &KeyId) -> Result<SiteKey, KeyError>;
}

/// Keeps trial keys in files of mode 0600, in a folder of mode 0700.
#[derive(Clone, Debug)]
pub struct FileKeyStore {
    folder: PathBuf,
}

impl FileKeyStore {
    /// Keys of the data folder `data` in `folder`, which is made when it is
    /// first needed.
    ///
    /// # Errors
    /// `InsideData`.
    pub fn new(folder: PathBuf, data: &Path) -> Result<Self, KeyError> {
        let real = |path: &Path| {
            real_path(path).map_err(|source| KeyError::File {
                path: path.to_owned(),
                source,
            })
        };
        if real(&folder)?.starts_with(real(data)?) {
            return Err(KeyError::InsideData(folder));
        }
        Ok(Self { folder })
    }

    /// Keys of the data folder `data` where the environment says: the folder
    /// of `SECURE_BIOMETRIC_KEYS`, else `secure-biometric/keys` of the user's
    /// settings (`XDG_CONFIG_HOME`, else `~/.config`).
    ///
    /// # Errors
    /// `NoFolder` or `InsideData`.
    pub fn from_environment(data: &Path) -> Result<Self, KeyError> {
        let folder = folder_from(|name| env::var_os(name)).ok_or(KeyError::NoFolder)?;
        Self::new(folder, data)
    }

    /// The file of a key.
    #[must_use]
    pub fn path(&self, id: &KeyId) -> PathBuf {
        self.folder.join(format!("{id}.key"))
    }

    /// The key file is written under another name first and linked to its own
    /// only when it is whole, which fails if there is one already.
    fn write_new(&self, path: &Path, text: &str) -> io::Result<()> {
        let unfinished = path.with_extension(format!("key.{}", uuid::Uuid::now_v7()));
        let written = (|| {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&unfinished)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::hard_link(&unfinished, path)
        })();
        // It may never have been made.
        let removed = fs::remove_file(&unfinished);
        written?;
        removed?;
        File::open(&self.folder)?.sync_all()
    }
}

impl KeyStore for FileKeyStore {
    fn load(&self, id: &KeyId) -> Result<Option<SiteKey>, KeyError> {
        let path = self.path(id);
        let failed = |source| KeyError::File {
            path: path.clone(),
            source,
        };
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(failed)?,
        };
        require_private(
            &self.folder,
            &fs::metadata(&self.folder).map_err(failed)?,
            0o700,
        )?;
        let metadata = file.metadata().map_err(failed)?;
        require_private(&path, &metadata, 0o600)?;
        if metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(KeyError::NotOwned(path));
        }
        let mut text = Zeroizing::new(String::with_capacity(
            usize::try_from(key_file::LIMIT).unwrap_or(0),
        ));
        file.take(key_file::LIMIT)
            .read_to_string(&mut text)
            .map_err(failed)?;
        key_file::read(&text)
            .map(Some)
            .ok_or(KeyError::Malformed(path))
    }

    fn create(&self, id: &KeyId) -> Result<SiteKey, KeyError> {
        let path = self.path(id);
        let failed = |path: &Path, source| KeyError::File {
            path: path.to_owned(),
            source,
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(|source| failed(&self.folder, source))?;
        let metadata = fs::metadata(&self.folder).map_err(|source| failed(&self.folder, source))?;
        require_private(&self.folder, &metadata, 0o700)?;

        let mut bytes = [0_u8; SiteKey::LENGTH];
        getrandom::fill(&mut bytes).map_err(|_| KeyError::Random)?;
        let key = SiteKey::new(KeyKind::Trial, bytes);
        bytes.zeroize();
        self.write_new(&path, &key_file::write(&key))
            .map_err(|source| match source.kind() {
                io::ErrorKind::AlreadyExists => KeyError::Exists(path.clone()),
                _ => failed(&path, source),
            })?;
        Ok(key)
    }
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

/// The path without links, of which the last parts may not exist yet.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(real.join(rest));
        }
    }
    Ok(absolute)
}

fn require_private(path: &Path, metadata: &fs::Metadata, wanted: u32) -> Result<(), KeyError> {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(KeyError::TooOpen {
        path: path.to_owned(),
        mode,
        wanted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn stores() -> (tempfile::TempDir, FileKeyStore, KeyId) {
        let place = tempfile::tempdir().unwrap();
        let keys = FileKeyStore::new(place.path().join("keys"), &place.path().join("data"));
        (place, keys.unwrap(), KeyId(Uuid::now_v7()))
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let (_place, keys, id) = stores();
        assert!(keys.load(&id).unwrap().is_none());
        let made = keys.create(&id).unwrap();
        let found = keys.load(&id).unwrap().unwrap();
        assert_eq!(made.expose(), found.expose());
        assert_eq!(found.kind(), KeyKind::Trial);
        assert!(matches!(keys.create(&id), Err(KeyError::Exists(_))));
        assert_eq!(
            keys.load(&id).unwrap().unwrap().expose(),
            made.expose(),
            "a second creation changed the key"
        );
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&keys.path(&id)), mode(&keys.folder)), (0o600, 0o700));
        assert_eq!(fs::read_dir(&keys.folder).unwrap().count(), 1);
        assert_eq!(
            format!("{made:?}"),
            "SiteKey { kind: Trial, bytes: Secret(..) }"
        );
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_what_to_run() {
        let (_place, keys, id) = stores();
        keys.create(&id).unwrap();
        set_mode(&keys.path(&id), 0o640);
        let error = keys.load(&id).unwrap_err();
        assert!(matches!(error, KeyError::TooOpen { mode: 0o640, .. }));
        assert!(error.to_string().contains("chmod 600 "), "{error}");
        set_mode(&keys.path(&id), 0o600);
        set_mode(&keys.folder, 0o755);
        assert!(matches!(keys.load(&id), Err(KeyError::TooOpen { .. })));
        assert!(matches!(
            keys.create(&KeyId(Uuid::now_v7())),
            Err(KeyError::TooOpen { .. })
        ));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let (_place, keys, id) = stores();
        keys.create(&id).unwrap();
        fs::write(keys.path(&id), "no key").unwrap();
        assert!(matches!(keys.load(&id), Err(KeyError::Malformed(_))));
    }

    #[test]
    fn keys_are_never_inside_the_data_folder() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        fs::create_dir(&data).unwrap();
        std::os::unix::fs::symlink(&data, place.path().join("link")).unwrap();
        for inside in ["data", "data/keys", "link/keys", "data/new/keys"] {
            let store = FileKeyStore::new(place.path().join(inside), &data);
            assert!(matches!(store, Err(KeyError::InsideData(_))), "{inside}");
        }
        assert!(FileKeyStore::new(place.path().join("data-keys"), &data).is_ok());
    }

    #[test]
    fn the_environment_says_where() {
        let folder = |set: &[(&str, &str)]| {
            folder_from(|name| {
                let found = set.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| OsString::from(value))
            })
        };
        let home = ("HOME", "/home/ada");
        let expect = |path: &str| Some(PathBuf::from(path));
        assert_eq!(folder(&[(KEY_FOLDER_VARIABLE, "/k"), home]), expect("/k"));
        assert_eq!(
            folder(&[("XDG_CONFIG_HOME", "/x"), home]),
            expect("/x/secure-biometric/keys")
        );
        assert_eq!(
            folder(&[("XDG_CONFIG_HOME", "x"), home]),
            expect("/home/ada/.config/secure-biometric/keys")
        );
        assert_eq!(folder(&[]), None);
    }
}
