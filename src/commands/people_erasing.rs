//! `people remove` and what is kept of it: erasing a person takes two
//! operators, and leaves a signed receipt.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::access::ErasureError;
use crate::auth::tokens::Verifier;
use crate::commands::output::say;
use crate::domain::{
    Badge, ErasureReason, KeyKind, OperatorName, PersonId, ReceiptClaims, Role, Tombstone,
};
use crate::pipeline::{NewFile, NewFileError, erasures_listed, now};
use crate::resources::read_text;

use super::context::{Authority, Common, Desk, read_password};
use super::people::find;
use super::{CommandError, Done, output};

/// No file of a receipt or of public keys is longer, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024;

#[derive(Args, Debug)]
pub(super) struct RemoveArgs {
    /// The person's badge
    #[arg(long, required_unless_present = "id", conflicts_with = "id")]
    badge: Option<Badge>,
    /// The person's id instead: of one whose record doesn't open
    #[arg(long, value_name = "ID")]
    id: Option<PersonId>,
    /// Why: asked, left, mistake or ordered
    #[arg(long)]
    reason: ErasureReason,
    /// Another operator, who agrees
    #[arg(long, value_name = "NAME")]
    second_operator: OperatorName,
    /// A file with that operator's password (asked for on a terminal without)
    #[arg(long, value_name = "FILE")]
    second_password_file: Option<PathBuf>,
    /// Where the signed receipt is written to; it is printed without
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct ReceiptArgs {
    /// The id of who was erased
    id: PersonId,
    /// Where it is written to; it is printed without
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct CheckReceiptArgs {
    /// The receipt
    receipt: PathBuf,
    /// Check by these public keys (from `keys jwks`), without the data folder
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// Take what a trial key signed
    #[arg(long, requires = "jwks")]
    trial: bool,
}

/// Erases a person.
pub(super) fn remove(args: &RemoveArgs, desk: &Desk, common: &Common) -> Done {
    let first = args.authority.require(desk, &[Role::Administrator])?;
    let person = match (&args.badge, args.id) {
        (Some(badge), _) => find(desk, badge)?.id,
        (None, Some(id)) => id,
        (None, None) => return Err(CommandError::new("usage", "nobody is named")),
    };
    // Before anybody is erased for whom no receipt could be written.
    let receipt = args.receipt.as_deref().map(new_file).transpose()?;
    let question = format!("Password of {}: ", args.second_operator.as_str());
    let password = read_password(args.second_password_file.as_deref(), &question)?;
    let second = desk
        .operators
        .sign_in(&args.second_operator, &password, now());
    let second = desk.runtime.block_on(second)?;
    let erasures = desk.tokens.erasures();
    let erased = erasures.erase(person, args.reason, (&first, &second));
    let removal = desk.runtime.block_on(erased)?;
    let signed = erasures.receipt(&removal.tombstone)?;
    if let (Some(mut file), Some(path)) = (receipt, &args.receipt) {
        writeln!(file, "{signed}")
            .and_then(|()| file.sync_all())
            .map_err(|error| unwritten(path, &error))?;
    }
    if common.json {
        let mut value = json!({
            "badge": args.badge,
            "done": "removed",
            "person": person,
            "sessions_anonymised": removal.sessions_anonymised,
        });
        if let Some(fields) = value.as_object_mut() {
            match &args.receipt {
                Some(path) => fields.insert("receipt_file".to_owned(), json!(path)),
                None => fields.insert("receipt".to_owned(), json!(signed)),
            };
        }
        say!("{value}");
    } else {
        match &args.badge {
            Some(badge) => say!("removed: {}", badge.as_str()),
            None => say!("removed: {person}"),
        }
        match &args.receipt {
            Some(path) => say!("receipt: {}", path.display()),
            None => say!("{signed}"),
        }
    }
    if !removal.log_emptied {
        eprintln!("another program was reading the database: its log is emptied when that ends");
    }
    Ok(0)
}

/// Lists who was erased.
pub(super) fn erased(authority: &Authority, desk: &Desk, common: &Common) -> Done {
    let operator = authority.require(desk, &[Role::Reviewer])?;
    let acting = desk.store.acting(&operator.name);
    let tombstones = desk.runtime.block_on(erasures_listed(&acting))?;
    if common.json {
        let all: Vec<Value> = tombstones.iter().map(describe).collect();
        say!("{}", json!(all));
    } else if tombstones.is_empty() {
        say!("nobody was erased");
    } else {
        for one in &tombstones {
            let at = output::time(one.at);
            say!("{}  {at}  {}", one.person, one.reason);
        }
    }
    Ok(0)
}

/// Signs the receipt of an erasure once more.
pub(super) fn receipt(args: &ReceiptArgs, desk: &Desk) -> Done {
    let operator = args.authority.require(desk, &[Role::Administrator])?;
    let erasures = desk.tokens.acting(&operator.name).erasures();
    let signed = desk.runtime.block_on(erasures.receipt_of(args.id))?;
    let file = args.out.as_deref();
    let file = file.map(|path| NewFile::make(path, format!("{signed}\n").into_bytes()));
    let failed = |error: NewFileError| CommandError::told("receipt_file", &error);
    let file = file.transpose().map_err(failed)?;
    desk.runtime.block_on(erasures.note_receipt(args.id))?;
    match file {
        Some(file) => file.write().map_err(failed)?,
        None => say!("{signed}"),
    }
    Ok(0)
}

/// Says what a receipt says, if it counts.
pub(super) fn check_receipt(args: &CheckReceiptArgs, common: &Common) -> Done {
    let text = read_text(&args.receipt, MAX_FILE_BYTES)
        .map_err(|error| CommandError::new("receipt_file", error))?;
    let claims: ReceiptClaims = match &args.jwks {
        Some(jwks) => {
            let set = read_text(jwks, MAX_FILE_BYTES)
                .map_err(|error| CommandError::new("jwks", error))?;
            let kind = match args.trial {
                true => KeyKind::Trial,
                false => KeyKind::Production,
            };
            let verifier = Verifier::of_set(&set, kind).map_err(ErasureError::from)?;
            let checked = verifier.verify_receipt(text.trim());
            checked.map_err(ErasureError::from)?
        }
        None => common.open()?.tokens.erasures().verify(text.trim())?,
    };
    if common.json {
        say!("{}", json!(claims));
    } else {
        say!("{:#}", json!(claims));
    }
    Ok(0)
}

fn describe(tombstone: &Tombstone) -> Value {
    json!({
        "person": tombstone.person,
        "at": output::time(tombstone.at),
        "reason": tombstone.reason,
        "first_operator": tombstone.first,
        "second_operator": tombstone.second,
        "sessions_anonymised": tombstone.sessions_anonymised,
        "audit": tombstone.audit.to_string(),
    })
}

/// A file that isn't there yet, for this user alone.
fn new_file(path: &Path) -> Result<std::fs::File, CommandError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::new(
        "receipt_file",
        format!("{} can't be written ({error})", path.display()),
    )
    .fix("name a file that isn't there yet, in a folder where this user may write")
}

impl From<ErasureError> for CommandError {
    fn from(error: ErasureError) -> Self {
        let code = match error {
            ErasureError::SameOperator => "second_operator",
            ErasureError::NotErased => "not_erased",
            ErasureError::Receipt(_) => "receipt",
            ErasureError::Store(error) => return error.into(),
        };
        Self::told(code, &error)
    }
}
