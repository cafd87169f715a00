//! Finding, making and opening a data folder.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, SqlitePool};
use uuid::Uuid;

use super::unlocking::unlock;
use super::wrapping::has_folder_key;
use super::writing::Turns;
use super::{Connection, Store, StoreError, id_bytes, id_from};
use crate::domain::{KeyId, SiteKey, SiteKeys};

/// The database's file name in the data folder.
pub const DATABASE_FILE: &str = "secure-biometric.db";
/// Held while the folder is being opened, so that two processes don't both
/// bring a new database up to date.
const LOCK_FILE: &str = "secure-biometric.lock";
/// Held by everybody who has the folder open, and by one alone who changes
/// what the others keep in memory.
const USE_FILE: &str = "secure-biometric.lock-use";
/// How the names of copies of the database begin that are needed meanwhile. Who
/// makes one holds its lock.
pub const COPY_PREFIX: &str = "secure-biometric.db-copy-";
/// The folder in a data folder that a backup is unpacked into before it is put
/// in place.
pub const RESTORING_FOLDER: &str = "secure-biometric.db-restoring";
/// How the names of the program's files in a data folder begin: SQLite adds
/// `-wal` and `-shm`, and a settings file being written ends in `.new`.
const OUR_FILES: [&str; 3] = [DATABASE_FILE, LOCK_FILE, "settings.toml"];
/// How long one process waits for another's transaction or opening.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// One writes while others read; more would only wait for each other.
const CONNECTIONS: u32 = 4;

/// The schema, embedded in the program.
static SCHEMA: Migrator = sqlx::migrate!("migrations/sqlite");

/// The number of the newest file of the schema, which every opened database
/// has.
#[must_use]
pub fn schema_version() -> i64 {
    SCHEMA.iter().map(|file| file.version).max().unwrap_or(0)
}

/// A file of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaStep {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: String,
}

impl Store {
    /// Which files of the schema the next opening would apply. Changes nothing.
    ///
    /// # Errors
    /// `NewerSchema`, `Migration`, or why the database can't be read.
    pub async fn pending(folder: &Path) -> Result<Vec<SchemaStep>, StoreError> {
        let database = folder.join(DATABASE_FILE);
        let mut applied = HashMap::new();
        if database.exists() {
            let options = SqliteConnectOptions::new()
                .filename(&database)
                .read_only(true)
                .busy_timeout(BUSY_TIMEOUT)
                .disable_statement_logging();
            let mut connection = options.connect().await?;
            let kept = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'";
            let (kept,): (i64,) = sqlx::query_as(kept).fetch_one(&mut connection).await?;
            if kept > 0 {
                let rows = sqlx::query_as::<_, (i64, Vec<u8>)>(
                    "SELECT version, checksum FROM _sqlx_migrations",
                );
                applied.extend(rows.fetch_all(&mut connection).await?);
            }
            connection.close().await?;
        }
        let mut pending = Vec::new();
        for file in SCHEMA.iter() {
            match applied.remove(&file.version) {
                None => pending.push(SchemaStep {
                    version: file.version,
                    name: file.description.to_string(),
                }),
                Some(checksum) if checksum == *file.checksum => {}
                Some(_) => {
                    let edited = format!("file {} was edited after its release", file.version);
                    return Err(StoreError::Migration(edited));
                }
            }
        }
        match applied.is_empty() {
            true => Ok(pending),
            false => Err(StoreError::NewerSchema),
        }
    }

    /// Opens a data folder with the only site key it ever had (`open_with`).
    ///
    /// # Errors
    /// As `open_with`.
    pub async fn open(folder: &Path, key: &SiteKey) -> Result<Self, StoreError> {
        Self::open_with(folder, &SiteKeys::first(key.clone())).await
    }

    /// Opens a data folder, made if it isn't there, and brings its schema up
    /// to date. The first key that opens a folder is its key until another is
    /// put in its place; what was begun of that is finished.
    ///
    /// # Errors
    /// `WrongKey`, `NewerSchema`, `Busy`, `ForeignFolder`, or why the folder
    /// can't be used.
    pub async fn open_with(folder: &Path, site: &SiteKeys) -> Result<Self, StoreError> {
        let _lock = prepare(folder).await?;
        if is_empty(&folder.join(DATABASE_FILE)) {
            // Whoever is killed here leaves a folder that nobody was in.
            connect(folder).await?.close().await;
        }
        let in_use = use_with_others(folder).await?;
        // Whoever has the folder beside others knows that nobody restores.
        remove_left_copies(folder);
        let _ = fs::remove_dir_all(folder.join(RESTORING_FOLDER));
        let pool = connect(folder).await?;
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
        let keys = unlock(&mut transaction, site).await?;
        transaction.commit().await?;
        let store = Self {
            pool,
            keys: Arc::new(keys),
            actor: None,
            in_use: Arc::new(in_use),
            turns: Turns::default(),
            folder: folder.into(),
        };
        if site.previous().is_some() {
            store.wrap_anew(|_| ()).await?;
        }
        Ok(store)
    }

    /// Which key opens the folder; an id is drawn on first use. The flag says
    /// that nothing has been sealed in the folder yet, so that a new key may
    /// be made for it.
    ///
    /// # Errors
    /// As `open`.
    pub async fn key_id(folder: &Path) -> Result<(KeyId, bool), StoreError> {
        let _lock = prepare(folder).await?;
        let pool = connect(folder).await?;
        let mut connection = pool.acquire().await?;
        let id = key_id(&mut connection).await?;
        let new = meta(&mut connection, "key_check").await?.is_none()
            && !has_folder_key(&mut connection).await?;
        drop(connection);
        pool.close().await;
        Ok((id, new))
    }

    /// Keeps everybody out of a folder that holds no data yet, until the guard
    /// is dropped.
    ///
    /// # Errors
    /// `InUse` while another process has it, or why it can't be used.
    pub fn keep_out(folder: &Path) -> Result<Exclusive, StoreError> {
        let path = folder.join(USE_FILE);
        let failed = |source| StoreError::Folder {
            path: path.clone(),
            source,
        };
        let file = private_file(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Exclusive(Arc::new(file))),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Whether a file of a folder is only there to keep others out, or is what
    /// a restore left that was killed.
    #[must_use]
    pub fn is_left_over(name: &str) -> bool {
        name == USE_FILE || name == LOCK_FILE || name == RESTORING_FOLDER
    }

    /// Has the folder for this process alone until the guard is dropped.
    ///
    /// # Errors
    /// `InUse` while another process has it open.
    pub fn exclusively(&self) -> Result<Exclusive, StoreError> {
        if self.in_use.try_lock().is_err() {
            // Trying gave up what was held before (flock(2)).
            let _ = self.in_use.lock_shared();
            return Err(StoreError::InUse);
        }
        Ok(Exclusive(Arc::clone(&self.in_use)))
    }
}

/// The right to have a data folder alone.
pub struct Exclusive(Arc<File>);

impl Drop for Exclusive {
    fn drop(&mut self) {
        // From alone to shared never waits.
        let _ = self.0.lock_shared();
    }
}

pub(super) async fn key_id(connection: &mut Connection) -> Result<KeyId, StoreError> {
    if let Some(bytes) = meta(connection, "key_id").await? {
        return Ok(KeyId(id_from(&bytes)?));
    }
    let id = Uuid::now_v7();
    set_meta(connection, "key_id", id_bytes(id)).await?;
    Ok(KeyId(id))
}

pub(super) async fn meta(
    connection: &mut Connection,
    name: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM meta WHERE name = ?1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|(value,)| value))
}

async fn set_meta(
    connection: &mut Connection,
    name: &str,
    value: Vec<u8>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO meta (name, value) VALUES (?1, ?2)")
        .bind(name)
        .bind(value)
        .execute(connection)
        .await?;
    Ok(())
}

/// Connects to the database in a prepared folder and applies what is missing
/// of the schema.
pub(super) async fn connect(folder: &Path) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join(DATABASE_FILE))
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // Confirmed means durable: the log is synced at each commit.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // What is deleted is overwritten with zeros.
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY_TIMEOUT * 2)
        .connect_with(options)
        .await?;
    SCHEMA.run(&pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) => StoreError::NewerSchema,
        MigrateError::Execute(error) => error.into(),
        other => StoreError::Migration(other.to_string()),
    })?;
    Ok(pool)
}

fn is_empty(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|about| about.len() == 0)
}

/// Makes folder and database file if they aren't there, readable by this user
/// alone (SQLite gives its other files the database's permissions), and waits
/// for the lock. A folder of somebody else's things is left as it is: its
/// permissions aren't changed, and no database is made in it.
async fn prepare(folder: &Path) -> Result<File, StoreError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::Folder { path, source }
    };
    let database = folder.join(DATABASE_FILE);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed(folder))?;
    if holds_only_ours(folder).map_err(failed(folder))? {
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(failed(folder))?;
    } else if !database.exists() {
        return Err(StoreError::ForeignFolder(folder.to_owned()));
    }
    // It gets its schema before anybody is in it: an empty one was cut off, and
    // is no new beginning that anybody could make themselves administrator of.
    if folder.join(USE_FILE).exists() && is_empty(&database) {
        return Err(StoreError::Damaged("its file is empty".to_owned()));
    }
    private_file(&database).map_err(failed(&database))?;
    let lock = folder.join(LOCK_FILE);
    let file = private_file(&lock).map_err(failed(&lock))?;
    wait_for(|| file.try_lock())
        .await
        .map_err(|error| match error {
            TryLockError::WouldBlock => StoreError::Busy,
            TryLockError::Error(source) => failed(&lock)(source),
        })?;
    Ok(file)
}

/// Has a prepared folder beside others, unless somebody has it alone.
async fn use_with_others(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(USE_FILE);
    let failed = |source| StoreError::Folder {
        path: path.clone(),
        source,
    };
    let file = private_file(&path).map_err(failed)?;
    wait_for(|| file.try_lock_shared())
        .await
        .map_err(|error| match error {
            TryLockError::WouldBlock => StoreError::Busy,
            TryLockError::Error(source) => failed(source),
        })?;
    Ok(file)
}

/// Whether nothing is in the folder but what this program puts there.
fn holds_only_ours(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if !OUR_FILES.iter().any(|ours| name.starts_with(ours)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes copies of the database that a program left which was killed: they
/// hold who is erased later. Whoever makes one now holds its lock.
pub(super) fn remove_left_copies(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(COPY_PREFIX) {
            continue;
        }
        let path = entry.path();
        let left = File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if left && let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, "a copy of the database stays behind");
        }
    }
}

fn private_file(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Takes the lock; it is let go when the file is closed, however the process
/// ends.
async fn wait_for(mut lock: impl FnMut() -> Result<(), TryLockError>) -> Result<(), TryLockError> {
    const STEP: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        match lock() {
            Err(TryLockError::WouldBlock) if waited < BUSY_TIMEOUT => {
                tokio::time::sleep(STEP).await;
                waited += STEP;
            }
            outcome => return outcome,
        }
    }
}
