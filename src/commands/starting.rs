//! What a kiosk starts with: looked at before anybody is decided on, and signed
//! for by an administrator.

use clap::Args;
use serde_json::json;

use crate::access::{Begun, DataFolder, Settings, Standing, StartLists};
use crate::commands::output::{self, say};
use crate::domain::{KeyKind, StartChange, Timestamp};
use crate::resources::Resources;

use super::context::{Authority, Common, Desk};
use super::keys::require_administrator;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct FilesArgs {
    /// Sign for what is there now, after an upgrade that was meant
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    authority: Authority,
}

/// Lets nobody be decided on by files or profiles that weren't signed for.
///
/// # Errors
/// What was exchanged, by name.
pub(super) fn check_start(desk: &Desk, resources: &Resources) -> Result<(), CommandError> {
    let files = resources.start_files()?;
    let lists = desk.tokens.start_lists().with_settings(&desk.settings);
    let begun = desk.runtime.block_on(lists.begin(&files))?;
    match begun {
        Begun::AsSigned | Begun::SignedFirst => {}
        Begun::SignedAnew => eprintln!(
            "what this kiosk starts with has changed since this folder was used last; its trial key signed for it anew"
        ),
    }
    Ok(())
}

/// `keys files`: how what is there stands against what was signed, or signing
/// for it.
pub(super) fn files(
    args: &FilesArgs,
    runtime: &tokio::runtime::Runtime,
    opened: &mut DataFolder,
    common: &Common,
) -> Done {
    let files = Resources::find()?.start_files()?;
    if args.accept {
        require_administrator(runtime, opened, &args.authority)?;
    }
    // What can't be used in the file is told when the kiosk starts.
    let (settings, _) = Settings::load(&common.data_folder()?);
    let lists = StartLists::new(opened.store.clone(), &opened.key_id, &opened.keys)
        .with_settings(&settings);
    if args.accept {
        let changes = runtime.block_on(lists.accept(&files))?;
        return tell(common, "signed", None, &changes, files.len());
    }
    let (state, at, changes) = match runtime.block_on(lists.standing(&files))? {
        Standing::Unsigned => ("unsigned", None, Vec::new()),
        Standing::AsSigned(list) | Standing::LaterProfiles(list) => {
            ("as_signed", Some(list.iat), Vec::new())
        }
        Standing::Changed(list, changes) => ("changed", Some(list.iat), changes),
        Standing::Removed => ("removed", None, Vec::new()),
    };
    tell(common, state, at, &changes, files.len())?;
    let trial = opened.keys.kind() == KeyKind::Trial;
    if trial && state == "changed" && changes.iter().all(StartChange::is_of_a_file) {
        eprintln!("its keys are for trying out: the next start signs for the files anew");
        return Ok(0);
    }
    Ok(u8::from(matches!(state, "changed" | "removed")))
}

fn tell(
    common: &Common,
    state: &'static str,
    at: Option<i64>,
    changes: &[StartChange],
    files: usize,
) -> Done {
    let at = at.map(|seconds| output::time(Timestamp(seconds.saturating_mul(1000))));
    if common.json {
        let answer = json!({ "state": state, "signed_at": at, "files": files, "changes": changes });
        say!("{answer}");
        return Ok(0);
    }
    let words = match state {
        "signed" => "signed for what is there now",
        "unsigned" => "not signed for yet; the next start does",
        "as_signed" => "all is as it was signed",
        "changed" => "not as it was signed",
        _ => "the signed list was removed or changed",
    };
    let since = at.map_or_else(String::new, |at| format!(" ({at})"));
    say!("{files} files: {words}{since}");
    for change in changes {
        say!("  {change}");
    }
    Ok(0)
}
