//! `keys request`, `keys grant` and `keys accept`: the site key from one kiosk
//! to another, by two files and two codes that people compare.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::access::{DataFolder, Settings, SiteKeyError, read_carried, write_carried};
use crate::auth::KeyStores;
use crate::auth::handing_on::{KeyGrant, KeyRequest};
use crate::commands::output::say;
use crate::domain::{KioskName, ShortCode};

use super::context::{Authority, Common, ask};
use super::keys::{done_line, require_administrator, write_out};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct RequestArgs {
    /// Where the request is written to
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What the other kiosk shows of this one (without, the site's name)
    #[arg(long)]
    name: Option<KioskName>,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct GrantArgs {
    /// The other kiosk's request
    request: PathBuf,
    /// Where the sealed site key is written to
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The code that the other kiosk shows (asked for on a terminal without)
    #[arg(long)]
    code: Option<ShortCode>,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct AcceptArgs {
    /// The sealed site key
    grant: PathBuf,
    /// The code that the other kiosk shows (asked for on a terminal without)
    #[arg(long)]
    code: Option<ShortCode>,
    /// Where keys for systemd are written, to be sealed with systemd-creds
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    authority: Authority,
}

/// Asks for another kiosk's site key.
pub(super) fn request(
    args: &RequestArgs,
    runtime: &Runtime,
    opened: &mut DataFolder,
    common: &Common,
) -> Done {
    require_administrator(runtime, opened, &args.authority)?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => site_name(common)?,
    };
    let request = runtime.block_on(opened.request_site_key(name))?;
    let code = request.code().map_err(SiteKeyError::from)?;
    write_carried(&args.out, &request.to_text())?;
    if common.json {
        say!(
            "{}",
            json!({ "done": "asked", "out": args.out, "code": code.to_string(), "kiosk": request.kiosk })
        );
        return Ok(0);
    }
    say!("written to {}; code: {code}", args.out.display());
    say!("take the file to a kiosk that has the site key, and type the code there:");
    say!("  secure-biometric keys grant FILE --out FILE");
    Ok(0)
}

/// Seals the site key for another kiosk.
pub(super) fn grant(
    args: &GrantArgs,
    runtime: &Runtime,
    opened: &mut DataFolder,
    common: &Common,
) -> Done {
    require_administrator(runtime, opened, &args.authority)?;
    let request = KeyRequest::read(&read_carried(&args.request)?).map_err(SiteKeyError::from)?;
    if !common.json {
        say!("asks: {} ({})", request.name.as_str(), request.kiosk);
    }
    let typed = typed(args.code, "Code that this kiosk shows: ")?;
    let grant = runtime.block_on(opened.grant_site_key(&request, typed))?;
    let code = grant.code().map_err(SiteKeyError::from)?;
    write_carried(&args.out, &grant.to_text())?;
    if common.json {
        say!(
            "{}",
            json!({
                "done": "granted",
                "out": args.out,
                "code": code.to_string(),
                "kiosk": request.kiosk,
                "name": request.name.as_str(),
                "site": grant.member.site,
                "site_generation": grant.member.generation,
            })
        );
        return Ok(0);
    }
    say!("written to {}; code: {code}", args.out.display());
    say!("take the file back to that kiosk, and type the code there:");
    say!("  secure-biometric keys accept FILE");
    Ok(0)
}

/// Takes the site key that another kiosk sealed for this one.
pub(super) fn accept(
    args: &AcceptArgs,
    runtime: &Runtime,
    opened: &mut DataFolder,
    stores: &KeyStores,
    common: &Common,
) -> Done {
    require_administrator(runtime, opened, &args.authority)?;
    let grant = KeyGrant::read(&read_carried(&args.grant)?).map_err(SiteKeyError::from)?;
    let typed = typed(args.code, "Code that the other kiosk shows: ")?;
    if opened.keys_are_handed_over() {
        if let Some(keys) = runtime.block_on(opened.keys_of_grant(&grant, typed))? {
            write_out(runtime, args.out.as_deref(), opened, &keys, common)?;
        }
        runtime.block_on(opened.close_request(&grant))?;
        return Ok(0);
    }
    let json = common.json;
    let told = move |done: u64| {
        if !json {
            eprintln!("wrapped anew: {done}");
        }
    };
    let accepted = opened.accept_site_key(stores, &grant, typed, told);
    let wrapped = runtime.block_on(accepted)?;
    done_line(common, "the site's key is in place", wrapped);
    Ok(0)
}

fn site_name(common: &Common) -> Result<KioskName, CommandError> {
    let (settings, _) = Settings::load(&common.data_folder()?);
    let name = settings.site_name.parse();
    name.map_err(|error| CommandError::told("keys", &error))
}

/// The code that was given, or is typed now.
pub(super) fn typed(given: Option<ShortCode>, question: &str) -> Result<ShortCode, CommandError> {
    if let Some(code) = given {
        return Ok(code);
    }
    if !std::io::stdin().is_terminal() {
        return Err(
            CommandError::new("keys", "the code that the other kiosk shows is needed")
                .fix("give it with --code CODE"),
        );
    }
    let typed = ask(question)?.parse();
    typed.map_err(|error| CommandError::told("keys", &error))
}

impl From<SiteKeyError> for CommandError {
    fn from(error: SiteKeyError) -> Self {
        match error {
            SiteKeyError::Data(error) => error.into(),
            other => Self::told("keys", &other),
        }
    }
}
