//! `people consent`: what a person agreed to as a signed page, and checking one.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::access::{ConsentError, check_consent};
use crate::auth::tokens::Verifier;
use crate::commands::output::say;
use crate::domain::{Badge, KeyKind, Role};
use crate::kiosk::consent_words;
use crate::resources::read_text;

use super::context::{Authority, Common, Desk};
use super::people::find;
use super::unlocking::{open_folder, runtime};
use super::{CommandError, Done, output};

/// No page or set of public keys is longer, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

#[derive(Args, Debug)]
pub(super) struct ConsentArgs {
    /// The person's badge
    #[arg(long)]
    badge: Badge,
    /// The new file, a page to print or to show in a browser
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// With the picture of their signature: ask them before
    #[arg(long)]
    with_signature: bool,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct CheckConsentArgs {
    /// The page
    file: PathBuf,
    /// Check by these public keys (from `keys jwks`), without the data folder
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// Take what a trial key signed
    #[arg(long, requires = "jwks")]
    trial: bool,
}

/// Writes a person's consent.
pub(super) fn write(args: &ConsentArgs, desk: &Desk, common: &Common) -> Done {
    let operator = args.authority.require(desk, &[Role::FrontDesk])?;
    let person = find(desk, &args.badge)?;
    let consent = desk.runtime.block_on(desk.store.consent(person.id))?;
    let consent = consent.ok_or_else(|| {
        CommandError::new("consent", "no consent of this person is kept here")
            .fix("look for it on paper")
    })?;
    let given = output::time(consent.given_at);
    let words = consent_words(&person, &consent, (&desk.settings.site_name, &given));
    let consents = desk.tokens.acting(&operator.name).consents();
    let written = consents.write((&person, &consent), &words, args.with_signature, &args.out);
    desk.runtime.block_on(written)?;
    if common.json {
        say!(
            "{}",
            json!({ "badge": args.badge, "done": "written", "file": args.out })
        );
    } else {
        say!("written: {}", args.out.display());
    }
    Ok(0)
}

/// Says what a written consent says, if it counts.
pub(super) fn check(args: &CheckConsentArgs, common: &Common) -> Done {
    let page = read(&args.file)?;
    let verifier = match &args.jwks {
        Some(jwks) => {
            let kind = match args.trial {
                true => KeyKind::Trial,
                false => KeyKind::Production,
            };
            Verifier::of_set(&read(jwks)?, kind).map_err(ConsentError::from)?
        }
        None => {
            let folder = common.data_folder()?;
            let runtime = runtime()?;
            let (opened, _) = open_folder(&runtime, &folder)?;
            Verifier::of_kiosk(&opened.key_id, &opened.keys)
        }
    };
    let claims = check_consent(&verifier, &page)?;
    match common.json {
        true => say!("{}", json!(claims)),
        false => say!("{:#}", json!(claims)),
    }
    Ok(0)
}

fn read(path: &Path) -> Result<String, CommandError> {
    read_text(path, MAX_FILE_BYTES).map_err(|error| {
        CommandError::new(
            "consent",
            format!("{} can't be read ({error})", path.display()),
        )
        .fix("name the page as it was written")
    })
}

impl From<ConsentError> for CommandError {
    fn from(error: ConsentError) -> Self {
        match error {
            ConsentError::Store(error) => error.into(),
            error @ ConsentError::File { .. } => Self::told("consent_file", &error),
            other => Self::told("consent", &other),
        }
    }
}
