//! `backup`: a data folder and its keys in one sealed file, and back.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::json;

use crate::access::{BackupError, DataFolderError, Erased, Operators, restore_backup};
use crate::auth::{KeyStores, password};
use crate::commands::output::say;
use crate::domain::{ErasureReason, PersonId, Role, Secret};
use crate::resources::read_text;

use super::context::{Authority, Common, read_password};
use super::unlocking::{open_folder, runtime};
use super::{CommandError, Done};

/// No list of who was erased is longer, in bytes.
const MAX_LIST_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Args, Debug)]
pub(super) struct BackupArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write the data folder and its keys into one file that a passphrase opens
    Create {
        /// The new file
        file: PathBuf,
        /// A file with the passphrase (asked for on a terminal without)
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Put a backup into a new data folder, and erase again who was erased since
    Restore {
        /// The backup
        file: PathBuf,
        /// A file with its passphrase (asked for on a terminal without)
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// Who was erased since, as `people erased --json` lists them
        #[arg(long, value_name = "FILE")]
        erased: Option<PathBuf>,
    },
}

pub(super) fn run(args: &BackupArgs, common: &Common) -> Done {
    let folder = common.data_folder()?;
    let runtime = runtime()?;
    match &args.action {
        Action::Create {
            file,
            passphrase_file,
            authority,
        } => {
            let (mut opened, _) = open_folder(&runtime, &folder)?;
            let operators = Operators::new(opened.store.clone());
            let operator = authority.require_at(&runtime, &operators, &[Role::Administrator])?;
            let passphrase = passphrase(passphrase_file.as_deref())?;
            password::check_policy(&passphrase)
                .map_err(|error| CommandError::told("passphrase", &error))?;
            let made = opened.back_up(&operator.name, &folder, &passphrase, file);
            runtime.block_on(made)?;
            if common.json {
                say!("{}", json!({ "done": "backed up", "file": file }));
            } else {
                say!("backed up: {}", file.display());
            }
        }
        Action::Restore {
            file,
            passphrase_file,
            erased,
        } => {
            let erased = erased.as_deref().map(read_erased).transpose()?;
            let passphrase = passphrase(passphrase_file.as_deref())?;
            let stores = KeyStores::from_environment(&folder).map_err(DataFolderError::from)?;
            let stores = stores.with_passphrase(Secret::new(passphrase.expose().clone()));
            let erased = erased.unwrap_or_default();
            let restored = restore_backup(file, &passphrase, &folder, &stores, &erased);
            let again = runtime.block_on(restored)?;
            if common.json {
                say!("{}", json!({ "done": "restored", "erased_again": again }));
            } else {
                say!("restored into {}", folder.display());
                say!("erased again: {again} people");
            }
        }
    }
    Ok(0)
}

fn passphrase(file: Option<&Path>) -> Result<Secret<String>, CommandError> {
    read_password(file, "Passphrase of the backup: ")
}

/// One of `people erased --json`.
#[derive(Deserialize)]
struct Listed {
    person: PersonId,
    reason: ErasureReason,
}

fn read_erased(path: &Path) -> Result<Vec<Erased>, CommandError> {
    let unreadable = |why: String| {
        CommandError::new(
            "erased",
            format!("{} is no list of who was erased ({why})", path.display()),
        )
        .fix("write one with: secure-biometric people erased --json")
    };
    let text = read_text(path, MAX_LIST_BYTES).map_err(|error| unreadable(error.to_string()))?;
    let listed: Vec<Listed> =
        serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    Ok(listed
        .into_iter()
        .map(|one| (one.person, one.reason))
        .collect())
}

impl From<BackupError> for CommandError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Data(error) => error.into(),
            other => Self::told("backup", &other),
        }
    }
}
