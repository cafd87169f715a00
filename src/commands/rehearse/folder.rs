//! A rehearsal's own data folder: never a real one.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::access::DataFolderError;
use crate::auth::KeyStores;
use crate::domain::{Operator, OperatorName, Secret};
use crate::pipeline::now;
use crate::store::Store;

use super::super::CommandError;
use super::super::context::{Common, Desk, read_password};
use super::interrupted::Interrupted;

/// Marks a folder as a rehearsal's; holds its administrator's password.
pub(super) const PASSWORD_FILE: &str = "rehearsal.password";
/// Its administrator.
pub(super) const OPERATOR: &str = "rehearsal";

/// How often, and how long apart, a folder is removed until it is gone.
const REMOVALS: u32 = 100;
const BETWEEN_REMOVALS: Duration = Duration::from_millis(10);

/// A folder for rehearsing, removed at the end unless the user named it.
#[derive(Debug)]
pub struct RehearsalFolder {
    path: PathBuf,
    /// It is removed even when somebody interrupts the rehearsal; none where
    /// the user named it.
    temporary: Option<Interrupted>,
}

impl RehearsalFolder {
    /// The folder named by `--data` if it is empty or a rehearsal's, else a
    /// new one of its own.
    ///
    /// # Errors
    /// When the folder holds anything else, or can't be made.
    pub fn choose(common: &Common) -> Result<Self, CommandError> {
        let Some(path) = common.data.clone() else {
            let name = format!("secure-biometric-rehearsal-{}", uuid::Uuid::now_v7());
            let path = std::env::temp_dir().join(name);
            let theirs = path.clone();
            return Ok(Self {
                temporary: Some(Interrupted::then(move || remove(&theirs))),
                path,
            });
        };
        let empty = std::fs::read_dir(&path).map_or(true, |mut entries| entries.next().is_none());
        if empty || path.join(PASSWORD_FILE).is_file() {
            return Ok(Self {
                path,
                temporary: None,
            });
        }
        Err(CommandError::new(
            "not_a_rehearsal",
            format!("{} holds other data than a rehearsal's", path.display()),
        )
        .fix("name an empty folder, or none"))
    }

    /// The same flags with this folder as the data folder.
    pub fn common(&self, common: &Common) -> Common {
        Common {
            data: Some(self.path.clone()),
            ..common.clone()
        }
    }

    /// Signs its administrator in, making them at first use.
    ///
    /// # Errors
    /// When the password file or the store can't be used.
    pub fn administrator(&self, desk: &Desk) -> Result<Operator, CommandError> {
        let file = self.path.join(PASSWORD_FILE);
        let name: OperatorName = OPERATOR
            .parse()
            .map_err(|error| CommandError::new("operator", error))?;
        if !file.is_file() {
            let password = new_password()?;
            write_secret(&file, &password).map_err(|error| {
                CommandError::new(
                    "rehearsal",
                    format!("{} can't be written ({error})", file.display()),
                )
            })?;
            desk.runtime
                .block_on(desk.operators.init(&name, &password))?;
        }
        let password = self.password()?;
        Ok(desk
            .runtime
            .block_on(desk.operators.sign_in(&name, &password, now()))?)
    }

    /// Its administrator's password.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn password(&self) -> Result<Secret<String>, CommandError> {
        read_password(Some(&self.path.join(PASSWORD_FILE)), "")
    }
}

impl Drop for RehearsalFolder {
    fn drop(&mut self) {
        if self.temporary.is_some() {
            remove(&self.path);
        }
    }
}

/// Removes a folder with its key. What can't be removed from the temporary
/// folder is the system's to clear.
pub(super) fn remove(folder: &Path) {
    if !folder.is_dir() {
        return;
    }
    if let Err(error) = remove_key(folder) {
        tracing::warn!(error = %error.line(), "a rehearsal's key stays behind");
    }
    // Who is interrupted may still be writing there.
    for _ in 0..REMOVALS {
        if std::fs::remove_dir_all(folder).is_ok() && !folder.exists() {
            return;
        }
        std::thread::sleep(BETWEEN_REMOVALS);
    }
}

/// Removes a folder's key, which is kept elsewhere and opens nothing any more
/// once the folder is gone.
fn remove_key(folder: &Path) -> Result<(), CommandError> {
    let system = |error: std::io::Error| CommandError::new("system", error);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(system)?;
    let (key, _) = runtime.block_on(Store::key_id(folder))?;
    let keys = KeyStores::from_environment(folder).map_err(DataFolderError::from)?;
    Ok(keys.forget(&key).map_err(DataFolderError::from)?)
}

/// A password that nobody knows beforehand.
///
/// # Errors
/// When the system has no random numbers.
pub fn new_password() -> Result<Secret<String>, CommandError> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|error| CommandError::new("random", error))?;
    Ok(Secret::new(
        bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    ))
}

fn write_secret(path: &Path, password: &Secret<String>) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{}", password.expose())?;
    file.sync_all()
}
