//! Bringing the centre's schema up to date.

use std::collections::HashMap;

use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::{Executor, PgConnection};

use super::client::{connect, limited};
use super::{CentralError, CentreAddress};

/// The schema, embedded in the program.
static SCHEMA: Migrator = sqlx::migrate!("migrations/postgres");
/// What must be there before the schema's files can run as their owner.
const ROLES: &str = include_str!("../../migrations/postgres/roles.sql");
/// Where it is kept which files were applied.
const APPLIED: &str = "centre.applied_migrations";
/// Partitions of sessions are made for so many months ahead. Sessions of later
/// times are kept, too, and moved when this has been run again.
const MONTHS_AHEAD: i32 = 24;

/// A file of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFile {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: String,
}

impl SchemaFile {
    fn of(migration: &Migration) -> Self {
        Self {
            version: migration.version,
            name: migration.description.to_string(),
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The files that were applied.
    pub applied: Vec<SchemaFile>,
    /// How many partitions were made.
    pub partitions: i32,
    /// Whether changes were numbered anew, because the database had been put
    /// into another cluster. Kiosks fetch everything again then.
    pub renumbered: bool,
}

/// Which files are missing. Changes nothing.
///
/// # Errors
/// Why it can't be seen, or `SchemaNewer`, `SchemaEdited`.
pub async fn pending(address: &CentreAddress) -> Result<Vec<SchemaFile>, CentralError> {
    let mut connection = connect(address).await?;
    missing(&mut connection, address).await
}

/// Applies what is missing, one transaction a file, as the role that owns the
/// schema. The first time that needs a login that may make roles.
///
/// # Errors
/// Why it isn't up to date. What was applied before the failure stays.
pub async fn migrate(address: &CentreAddress) -> Result<Migrated, CentralError> {
    let mut connection = connect(address).await?;
    let applied = missing(&mut connection, address).await?;
    limited(address, connection.execute(ROLES)).await?;
    let become_owner = connection.execute("SET ROLE secure_biometric_migrator");
    limited(address, become_owner).await?;
    let mut schema = Migrator::with_migrations(SCHEMA.iter().cloned().collect());
    schema.dangerous_set_table_name(APPLIED);
    // However long a large table takes.
    limited(address, connection.execute("SET statement_timeout = 0")).await?;
    let run = schema.run_direct(None, &mut connection, false).await;
    run.map_err(|error| failed(&error, address))?;
    let (renumbered, partitions) = limited(
        address,
        sqlx::query_as("SELECT centre.renumber(), centre.make_session_partitions($1)")
            .bind(MONTHS_AHEAD)
            .fetch_one(&mut connection),
    )
    .await?;
    Ok(Migrated {
        applied,
        partitions,
        renumbered,
    })
}

/// The files that aren't applied, as seen from the connection.
async fn missing(
    connection: &mut PgConnection,
    address: &CentreAddress,
) -> Result<Vec<SchemaFile>, CentralError> {
    let there = sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL").bind(APPLIED);
    let there: bool = limited(address, there.fetch_one(&mut *connection)).await?;
    let mut applied = HashMap::new();
    if there {
        let rows = sqlx::query_as::<_, (i64, Vec<u8>)>(
            "SELECT version, checksum FROM centre.applied_migrations",
        );
        applied.extend(limited(address, rows.fetch_all(&mut *connection)).await?);
    }
    let mut missing = Vec::new();
    for migration in SCHEMA.iter() {
        match applied.remove(&migration.version) {
            None => missing.push(SchemaFile::of(migration)),
            Some(checksum) if checksum == *migration.checksum => {}
            Some(_) => return Err(CentralError::SchemaEdited(migration.version)),
        }
    }
    // What is left is of a program that knows more than this one.
    match applied.is_empty() {
        true => Ok(missing),
        false => Err(CentralError::SchemaNewer),
    }
}

fn failed(error: &MigrateError, address: &CentreAddress) -> CentralError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            CentralError::of(error, address)
        }
        MigrateError::VersionMissing(_) => CentralError::SchemaNewer,
        MigrateError::VersionMismatch(version) => CentralError::SchemaEdited(*version),
        other => CentralError::Database(other.to_string()),
    }
}
