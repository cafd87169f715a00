//! `backup`: a data folder and its keys in one sealed file, and back.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::json;

use crate::access::{BackupError, DataFolderError, Erased, Operators, Restoring};
use crate::auth::passphrase::new_recovery_key;
use crate::auth::{KeyError, KeyStores, password};
use crate::commands::output::say;
use crate::domain::{ErasureReason, PersonId, RecoveryKey, RecoveryKeyError, Role, Secret};
use crate::resources::read_text;

use super::context::{Authority, Common, read_password};
use super::sync::round;
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
    /// Write the data folder and its keys into one file that a passphrase or a recovery key opens
    Create {
        /// The new file
        file: PathBuf,
        /// A file with the passphrase (asked for on a terminal without)
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// Draw a recovery key instead, and print it: it is kept nowhere
        #[arg(long, conflicts_with = "passphrase_file")]
        recovery_key: bool,
        #[command(flatten)]
        authority: Authority,
    },
    /// Put a backup into a new data folder, and erase again who was erased since
    Restore(RestoreArgs),
}

#[derive(Args, Debug)]
struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// A file with its passphrase (asked for on a terminal without)
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// It was made with a recovery key, which is asked for on a terminal
    #[arg(long, conflicts_with = "passphrase_file")]
    recovery_key: bool,
    /// A file with its recovery key
    #[arg(long, value_name = "FILE", conflicts_with_all = ["passphrase_file", "recovery_key"])]
    recovery_key_file: Option<PathBuf>,
    /// A file with what seals production keys from now on (the backup's passphrase without)
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Who was erased since, as `people erased --json` lists them
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
    /// A data folder of this kiosk that is still there: who was erased in it is erased again
    #[arg(long, value_name = "DIR")]
    replaces: Option<PathBuf>,
}

pub(super) fn run(args: &BackupArgs, common: &Common) -> Done {
    let folder = common.data_folder()?;
    let runtime = runtime()?;
    match &args.action {
        Action::Create {
            file,
            passphrase_file,
            recovery_key,
            authority,
        } => {
            let (mut opened, _) = open_folder(&runtime, &folder)?;
            let operators = Operators::new(opened.store.clone());
            let operator = authority.require_at(&runtime, &operators, &[Role::Administrator])?;
            let key = recovery_key
                .then(new_recovery_key)
                .transpose()
                .map_err(BackupError::from)?;
            let opens = match &key {
                Some(key) => key.secret(),
                None => new_passphrase(passphrase_file.as_deref(), ASKED)?,
            };
            let made = opened.back_up(&operator.name, &folder, &opens, file);
            runtime.block_on(made)?;
            let written = key.map(|key| key.written());
            let written = written.as_ref().map(Secret::expose);
            if common.json {
                say!(
                    "{}",
                    json!({ "done": "backed up", "file": file, "recovery_key": written })
                );
            } else {
                say!("backed up: {}", file.display());
                if let Some(written) = written {
                    say!("recovery key: {written}");
                    say!(
                        "write it down now and keep it apart from the file: it is kept nowhere, and opens all that is in it"
                    );
                }
            }
            Ok(0)
        }
        Action::Restore(args) => restore(args, &runtime, &folder, common),
    }
}

fn restore(
    args: &RestoreArgs,
    runtime: &tokio::runtime::Runtime,
    folder: &Path,
    common: &Common,
) -> Done {
    let mut erased = match &args.erased {
        Some(list) => read_erased(list)?,
        None => Vec::new(),
    };
    if let Some(replaced) = &args.replaces {
        let (opened, _) = open_folder(runtime, replaced)?;
        let tombstones = runtime.block_on(opened.store.tombstones())?;
        erased.extend(tombstones.iter().map(|stone| (stone.person, stone.reason)));
        runtime.block_on(opened.store.close());
    }
    let by_key = args.recovery_key || args.recovery_key_file.is_some();
    let opens = match by_key {
        true => recovery_key(args.recovery_key_file.as_deref())?.secret(),
        false => read_password(args.passphrase_file.as_deref(), ASKED)?,
    };
    let stores = KeyStores::from_environment(folder).map_err(DataFolderError::from)?;
    let new = args.new_passphrase_file.as_deref();
    let stores = match (new, by_key) {
        (Some(new), _) => stores.with_passphrase(new_passphrase(Some(new), ASKED)?),
        (None, false) => stores.with_passphrase(Secret::new(opens.expose().clone())),
        (None, true) => stores,
    };
    let restoring = Restoring {
        file: &args.file,
        passphrase: &opens,
        folder,
        stores: &stores,
        erased: &erased,
    };
    let mut told = |_, _| ();
    let restored = restoring.into_empty(&mut told);
    let restored = runtime.block_on(restored).map_err(|error| match error {
        BackupError::Data(DataFolderError::Key(KeyError::PassphraseNeeded)) => CommandError::new(
            "passphrase",
            "the backup holds production keys, which need a passphrase of their own again",
        )
        .fix("add --new-passphrase-file FILE"),
        other => other.into(),
    })?;
    let centre = restored
        .has_centre
        .then(|| common.open().and_then(|desk| round(&desk)));
    let by_centre = centre.as_ref().and_then(|asked| asked.as_ref().ok());
    let by_centre = by_centre.map(|round| round.erased);
    if let Some(Err(error)) = &centre {
        eprintln!(
            "warning: the centre could not be asked who else was erased ({}); before anybody is verified, run: secure-biometric sync now",
            error.line()
        );
    }
    if common.json {
        let again = restored.erased_again;
        say!(
            "{}",
            json!({ "done": "restored", "erased_again": again, "erased_by_centre": by_centre })
        );
        return Ok(0);
    }
    say!("restored into {}", folder.display());
    say!("erased again: {} people", restored.erased_again);
    if let Some(erased) = by_centre {
        say!("erased again as the centre says: {erased} people");
    }
    say!(
        "who was erased after this backup was made, and is in none of these lists, is back: compare with the receipts of erasures"
    );
    Ok(0)
}

/// What a passphrase is asked for with.
const ASKED: &str = "Passphrase of the backup: ";

/// A passphrase that is good enough to seal with.
fn new_passphrase(file: Option<&Path>, question: &str) -> Result<Secret<String>, CommandError> {
    let passphrase = read_password(file, question)?;
    password::check_policy(&passphrase)
        .map_err(|error| CommandError::told("passphrase", &error))?;
    Ok(passphrase)
}

fn recovery_key(file: Option<&Path>) -> Result<RecoveryKey, CommandError> {
    let typed = read_password(file, "Recovery key of the backup: ")?;
    let key = typed.expose().parse();
    key.map_err(|error: RecoveryKeyError| CommandError::told("recovery_key", &error))
}

/// One of `people erased --json`.
#[derive(Deserialize)]
struct Listed {
    person: PersonId,
    reason: ErasureReason,
}

/// Who was erased, as `people erased --json` lists them.
///
/// # Errors
/// When the file is no such list.
pub(super) fn read_erased(path: &Path) -> Result<Vec<Erased>, CommandError> {
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
