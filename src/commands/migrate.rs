//! `migrate`: brings a database up to date. Opening a data folder does the
//! same for its own; this does nothing else. The central one is only ever
//! changed by this.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use serde_json::json;

use crate::central::{self, CentreAddress, Transport};
use crate::commands::output::say;
use crate::store::{DATABASE_FILE, Store};

use super::context::Common;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct MigrateArgs {
    /// Not this kiosk's database but the central one, at postgres://LOGIN@HOST/DATABASE; without
    /// a URL that of the variable DATABASE_URL. A password is better kept in PGPASSWORD or
    /// ~/.pgpass: arguments are seen by everybody on the machine
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    database_url: Option<DatabaseUrl>,
    /// Say what would be applied, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Let the URL's sslmode weaken TLS or switch it off, where the way leaves this machine
    #[arg(long, requires = "database_url")]
    allow_unencrypted: bool,
}

/// A URL as it was given. It may hold a password, and doesn't print.
#[derive(Clone)]
pub(super) struct DatabaseUrl(String);

impl FromStr for DatabaseUrl {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(..)")
    }
}

pub(super) fn run(args: &MigrateArgs, common: &Common) -> Done {
    match &args.database_url {
        Some(url) => migrate_centre(url, args, common),
        None if args.dry_run => look_at_folder(common),
        None => migrate_folder(common),
    }
}

/// Opens the data folder, which brings it up to date.
fn migrate_folder(common: &Common) -> Done {
    let desk = common.open()?;
    desk.runtime.block_on(desk.store.clone().close());
    let path = common.data_folder()?.join(DATABASE_FILE);
    if common.json {
        say!("{}", json!({ "database": path, "up_to_date": true }));
    } else {
        say!("up to date: {}", path.display());
    }
    Ok(0)
}

fn look_at_folder(common: &Common) -> Done {
    let folder = common.data_folder()?;
    let pending = runtime()?.block_on(Store::pending(&folder))?;
    let files = pending.into_iter().map(|file| (file.version, file.name));
    let database = folder.join(DATABASE_FILE).display().to_string();
    say_pending(&database, &files.collect::<Vec<_>>(), common);
    Ok(0)
}

fn migrate_centre(url: &DatabaseUrl, args: &MigrateArgs, common: &Common) -> Done {
    let address = address(url, args.allow_unencrypted)?;
    let runtime = runtime()?;
    if args.dry_run {
        let pending = runtime.block_on(central::pending(&address))?;
        let files = pending.into_iter().map(|file| (file.version, file.name));
        say_pending(&address.to_string(), &files.collect::<Vec<_>>(), common);
        return Ok(0);
    }
    let done = runtime.block_on(central::migrate(&address))?;
    if common.json {
        let applied: Vec<i64> = done.applied.iter().map(|file| file.version).collect();
        say!(
            "{}",
            json!({
                "database": address.to_string(),
                "up_to_date": true,
                "applied": applied,
                "partitions": done.partitions,
                "renumbered": done.renumbered,
            })
        );
        return Ok(0);
    }
    for file in &done.applied {
        say!("applied {:04} {}", file.version, file.name);
    }
    if done.partitions > 0 {
        say!("made {} partitions for sessions", done.partitions);
    }
    if done.renumbered {
        say!("changes were numbered anew: kiosks fetch everything again");
    }
    say!("up to date: {address}");
    Ok(0)
}

/// The address that a URL names, or where it is empty the environment.
pub(super) fn address(
    url: &DatabaseUrl,
    allow_unencrypted: bool,
) -> Result<CentreAddress, CommandError> {
    let transport = match allow_unencrypted {
        true => Transport::AsTheUrlSays,
        false => Transport::Verified,
    };
    if !url.0.is_empty() {
        return Ok(CentreAddress::parse(&url.0, transport)?);
    }
    let named = std::env::var("DATABASE_URL").ok();
    let named = named.filter(|url| !url.is_empty()).ok_or_else(|| {
        CommandError::new("database_url", "no central database is named")
            .fix("give its URL after --database-url, or set DATABASE_URL")
    })?;
    Ok(CentreAddress::parse(&named, transport)?)
}

/// The central database that a command is about.
#[derive(Args, Debug)]
pub(super) struct CentreUrl {
    /// The central database, at postgres://LOGIN@HOST/DATABASE; without it that of the variable
    /// DATABASE_URL. A password is better kept in PGPASSWORD or ~/.pgpass: arguments are seen by
    /// everybody on the machine
    #[arg(long, value_name = "URL")]
    database_url: Option<DatabaseUrl>,
    /// Let the URL's sslmode weaken TLS or switch it off, where the way leaves this machine
    #[arg(long)]
    allow_unencrypted: bool,
}

impl CentreUrl {
    /// Where it is.
    pub(super) fn address(&self) -> Result<CentreAddress, CommandError> {
        let url = self.database_url.clone();
        let url = url.unwrap_or_else(|| DatabaseUrl(String::new()));
        address(&url, self.allow_unencrypted)
    }
}

fn say_pending(database: &str, files: &[(i64, String)], common: &Common) {
    if common.json {
        let pending = files
            .iter()
            .map(|(version, name)| json!({ "version": version, "name": name }));
        say!(
            "{}",
            json!({
                "database": database,
                "up_to_date": files.is_empty(),
                "pending": pending.collect::<Vec<_>>(),
            })
        );
        return;
    }
    for (version, name) in files {
        say!("would apply {version:04} {name}");
    }
    match files.len() {
        0 => say!("up to date: {database}"),
        missing => say!("{missing} to apply, nothing changed: {database}"),
    }
}

/// What waits for the database; this command has no other threads.
fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::new("system", error))
}
