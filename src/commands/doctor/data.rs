//! The data folder, its settings, its key and its database. Asking makes no
//! folder, no key and no database.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use tokio::runtime::{Builder, Runtime};

use crate::access::{DataFolder, DataFolderError, Settings, StartLists};
use crate::auth::{KeyError, KeyStores};
use crate::domain::{KeyHome, KeyKind, ToleranceName};
use crate::flow::profiles;
use crate::store::{DATABASE_FILE, Store, StoreError};

use super::super::unlocking::passphrase;
use super::{Check, Report, Subject, listed, nearest_existing, start_files};

const FOLDER: &str = "data_folder";
const KEY: &str = "site_key";
const DATABASE: &str = "database";
const FIX: &str = "check that this user may read and write there";

/// An opened database and what opened it.
pub(super) struct Opened {
    pub(super) runtime: Runtime,
    pub(super) store: Store,
    pub(super) key_kind: KeyKind,
    pub(super) lists: StartLists,
    key_home: KeyHome,
    key_file: PathBuf,
}

/// Why a database isn't open.
pub(super) enum Closed {
    /// There is none yet, or nothing has been sealed in it.
    Unused,
    /// It has no key that may be used.
    Key(String),
    /// Its keys are sealed with a passphrase that the doctor wasn't given.
    Sealed,
    /// It can't be used itself.
    Database(String),
}

pub(super) fn check(subject: &Subject, report: &Report) {
    report.tell(settings(subject));
    let folder = match &subject.folder {
        Ok(folder) => folder,
        Err(error) => {
            let failed = Check::failed(FOLDER, error.message.clone(), error.fix.clone());
            return report.tell(failed);
        }
    };
    let looked_at = data_folder(folder);
    let fix = looked_at.fix.clone();
    report.tell(looked_at);
    if is_anothers(folder) {
        for name in [KEY, start_files::NAME, DATABASE] {
            let why = "not looked at: the data folder belongs to another user";
            report.tell(Check::failed(name, why, fix.clone()));
        }
        return;
    }
    key_and_database(subject, folder, report);
}

fn settings(subject: &Subject) -> Check {
    let mut problems = subject.settings_warnings.clone();
    let name = &subject.settings.tolerance;
    if let Ok(folder) = &subject.folder
        && profiles::built_in(name).is_none()
        && !is_anothers(folder)
        && lacks_profile(folder, name)
    {
        problems.push(format!(
            "there is no tolerance profile '{name}': '{}' is used",
            profiles::STRICTEST
        ));
    }
    if problems.is_empty() {
        return Check::ok("settings", "they can be used").needed(false);
    }
    let fix = "correct settings.toml in the data folder";
    Check::failed("settings", listed(&problems), fix).needed(false)
}

/// Whether the site has saved no profile of that name, as far as its database
/// can be read; if it can't, other checks say so.
fn lacks_profile(folder: &Path, name: &str) -> bool {
    let Ok(name) = ToleranceName::try_from(name.to_owned()) else {
        return true;
    };
    match open(folder) {
        Ok(Opened { runtime, store, .. }) => {
            let saved = runtime.block_on(store.load_tolerance(&name));
            runtime.block_on(store.close());
            matches!(saved, Ok(None))
        }
        Err(Closed::Unused) => true,
        Err(Closed::Key(_) | Closed::Sealed | Closed::Database(_)) => false,
    }
}

/// The folder as it is found: opening it would close it to others.
fn data_folder(folder: &Path) -> Check {
    let shown = folder.display();
    let about = match fs::metadata(folder) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return not_there_yet(folder),
        Err(error) => return Check::failed(FOLDER, format!("{shown}: {error}"), FIX),
    };
    if !about.is_dir() {
        let fix = "name a folder with --data DIR";
        return Check::failed(FOLDER, format!("{shown} is not a folder"), fix);
    }
    if is_anothers(folder) {
        let user = about.uid();
        return Check::failed(
            FOLDER,
            format!("{shown} belongs to another user (number {user})"),
            "run the program as that user, or name another folder with --data DIR",
        );
    }
    let open: Vec<(PathBuf, u32, u32)> = [
        (folder.to_owned(), 0o700),
        (folder.join(DATABASE_FILE), 0o600),
    ]
    .into_iter()
    .filter_map(|(path, wanted)| {
        let mode = fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some((path, mode, wanted))
    })
    .collect();
    if !open.is_empty() {
        return too_open(&open);
    }
    match access(folder, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => Check::ok(FOLDER, format!("{shown}, open to this user alone")),
        Err(error) => Check::failed(FOLDER, format!("{shown}: {error}"), FIX),
    }
}

/// Says which paths others could reach, with their mode and what it must be.
/// A folder that was in use is closed by being opened, as at every start.
fn too_open(open: &[(PathBuf, u32, u32)]) -> Check {
    let (mut problems, mut commands) = (Vec::new(), Vec::new());
    for (path, mode, wanted) in open {
        let path = path.display();
        problems.push(format!("{path} was open to other users (mode {mode:03o})"));
        commands.push(format!("chmod {wanted:o} {path}"));
    }
    let fix = format!(
        "run: {}; then look for what opened it (a restored backup, a copy)",
        commands.join(" && ")
    );
    Check::failed(FOLDER, listed(&problems), fix)
}

fn not_there_yet(folder: &Path) -> Check {
    let shown = folder.display();
    let may_write = |above: &PathBuf| access(above, Access::WRITE_OK | Access::EXEC_OK).is_ok();
    match nearest_existing(folder) {
        Some(above) if above.is_dir() && may_write(&above) => Check::ok(
            FOLDER,
            format!("{shown} isn't there yet; it is made at first use"),
        ),
        above => Check::failed(
            FOLDER,
            format!("{shown} isn't there, and this user can't make it"),
            match above {
                Some(above) => format!("let this user write in {}", above.display()),
                None => "name a folder with --data DIR".to_owned(),
            },
        ),
    }
}

fn is_anothers(folder: &Path) -> bool {
    let mine = rustix::process::geteuid().as_raw();
    fs::metadata(folder).is_ok_and(|about| about.uid() != mine)
}

fn key_and_database(subject: &Subject, folder: &Path, report: &Report) {
    match open(folder) {
        Ok(opened) => {
            report.tell(key(&opened));
            report.tell(start_files::check(subject, &opened));
            report.tell(database(folder, opened));
        }
        Err(Closed::Unused) => {
            report.tell(Check::ok(KEY, "none yet; it is made at first use"));
            report.tell(start_files::unseen("nothing is signed yet"));
            report.tell(Check::ok(DATABASE, "none yet; it is made at first use"));
        }
        Err(Closed::Key(why)) => {
            report.tell(Check::error(
                KEY,
                why,
                "put the key file back from a backup",
            ));
            let closed = "not opened: its key can't be used";
            report.tell(start_files::unseen(closed));
            report.tell(Check::failed(
                DATABASE,
                closed,
                "see the check of the site key",
            ));
        }
        Err(Closed::Sealed) => {
            let sealed = "sealed with a passphrase; not opened, as none was given";
            report.tell(Check::ok(KEY, sealed));
            report.tell(start_files::unseen("not opened: its keys are sealed"));
            report.tell(Check::ok(DATABASE, "not opened: its keys are sealed"));
        }
        Err(Closed::Database(why)) => {
            let unknown = "not looked at: the database doesn't say which key is its own";
            report.tell(Check::failed(KEY, unknown, "see the check of the database"));
            report.tell(start_files::unseen("not looked at: see the database"));
            report.tell(Check::error(DATABASE, why, "restore it from a backup"));
        }
    }
}

fn key(opened: &Opened) -> Check {
    let file = opened.key_file.display();
    let detail = match opened.key_home {
        KeyHome::File => format!(
            "trial keys, open to this user alone, in {file}; who reads that file opens the data: \
             before people rely on this kiosk, run: secure-biometric keys init"
        ),
        KeyHome::Passphrase => format!("sealed with a passphrase, in {file}"),
        KeyHome::Credential => format!("handed over by systemd, in {file}"),
    };
    Check::ok(KEY, detail)
}

fn database(folder: &Path, opened: Opened) -> Check {
    let Opened { runtime, store, .. } = opened;
    let sound = runtime.block_on(store.check());
    runtime.block_on(store.close());
    match sound {
        Ok(()) => {
            let bytes = fs::metadata(folder.join(DATABASE_FILE)).map_or(0, |about| about.len());
            Check::ok(
                DATABASE,
                format!("opens with its key and is sound ({} kB)", bytes / 1000),
            )
        }
        Err(error) => Check::error(DATABASE, error, FIX),
    }
}

/// Opens the database of a folder as every command does, but only where it
/// and its key are there: nothing is made.
///
/// # Errors
/// Why it isn't open.
pub(super) fn open(folder: &Path) -> Result<Opened, Closed> {
    let stores = KeyStores::from_environment(folder).map_err(|error| key_trouble(&error))?;
    if !folder.join(DATABASE_FILE).is_file() {
        return Err(Closed::Unused);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("store")
        .enable_all()
        .build()
        .map_err(|error| Closed::Database(error.to_string()))?;
    let (id, nothing_sealed) = runtime
        .block_on(Store::key_id(folder))
        .map_err(|error| database_trouble(&error))?;
    if nothing_sealed {
        return Err(Closed::Unused);
    }
    let stores = match stores.needs_passphrase(&id) {
        true => match passphrase() {
            Ok(passphrase) => stores.with_passphrase(passphrase),
            Err(_) => return Err(Closed::Sealed),
        },
        false => stores,
    };
    let opened = runtime
        .block_on(DataFolder::open_with(folder, &stores))
        .map_err(|error| match error {
            DataFolderError::Store(StoreError::WrongKey) => key_trouble(&error),
            DataFolderError::Store(error) => database_trouble(&error),
            DataFolderError::Key(KeyError::PassphraseNeeded) => Closed::Sealed,
            other => key_trouble(&other),
        })?;
    Ok(Opened {
        runtime,
        key_file: stores.path(opened.key_home, &id),
        key_home: opened.key_home,
        key_kind: opened.keys.kind(),
        lists: StartLists::new(opened.store.clone(), &opened.key_id, &opened.keys)
            .with_settings(&Settings::load(folder).0),
        store: opened.store,
    })
}

fn key_trouble(error: &impl ToString) -> Closed {
    Closed::Key(error.to_string())
}

fn database_trouble(error: &StoreError) -> Closed {
    Closed::Database(error.to_string())
}
