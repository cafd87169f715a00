//! `keys`: what the data folder is sealed with, and what the kiosk signs with.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::access::{DataFolder, DataFolderError, Operators, Renewed};
use crate::auth::key_making::{exchange_public_key, public_key};
use crate::auth::{CREDENTIAL, KeyStores, password, signing};
use crate::commands::output::say;
use crate::domain::{KeyHome, KeyKind, KioskKeys, Role};
use crate::pipeline::now;

use super::context::{Authority, Common, read_password};
use super::keys_handing_on::{AcceptArgs, GrantArgs, RequestArgs, accept, grant, request};
use super::starting::{FilesArgs, files};
use super::unlocking::{open_folder, runtime};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct KeysArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make production keys, for a new data folder or in the place of trial keys
    Init {
        /// Where they are kept: sealed with a passphrase, or with systemd
        #[arg(long, value_enum)]
        home: Home,
        /// A file with the passphrase (asked for on a terminal without)
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
        /// Where keys for systemd are written, to be sealed with systemd-creds
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Say which keys there are and where they are kept; no secret is shown
    Show,
    /// Put another site key (or signing key) in the place of today's
    Rotate {
        /// The signing key instead of the site key
        #[arg(long)]
        signing: bool,
        /// Where keys for systemd are written, to be sealed with systemd-creds
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Ask for the site key of another kiosk: write a request and show its code
    Request(RequestArgs),
    /// Seal the site key for a kiosk that asks, once the code it shows was typed
    Grant(GrantArgs),
    /// Take the site key that another kiosk sealed for this one
    Accept(AcceptArgs),
    /// Say whether what the kiosk starts with is as it was signed, or sign for it
    Files(FilesArgs),
    /// Print the public keys that tokens are checked by, as a JWK set
    Jwks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Home {
    /// A file that a passphrase opens at each start
    Passphrase,
    /// A systemd credential
    Credential,
}

pub(super) fn run(args: &KeysArgs, common: &Common) -> Done {
    let folder = common.data_folder()?;
    let runtime = runtime()?;
    let (mut opened, stores) = open_folder(&runtime, &folder)?;
    match &args.action {
        Action::Show => show(&opened, &stores, common),
        Action::Jwks => say!(
            "{:#}",
            signing::public_key_set(&opened.key_id, &opened.keys, now())
        ),
        Action::Request(args) => return request(args, &runtime, &mut opened, common),
        Action::Grant(args) => return grant(args, &runtime, &mut opened, common),
        Action::Accept(args) => return accept(args, &runtime, &mut opened, &stores, common),
        Action::Files(args) => return files(args, &runtime, &mut opened, common),
        Action::Init {
            home,
            new_passphrase_file,
            out,
            authority,
        } => {
            if opened.keys.kind() == KeyKind::Production {
                return Err(CommandError::new(
                    "keys",
                    "this data folder has production keys already",
                )
                .fix("put others in their place with: secure-biometric keys rotate"));
            }
            require_administrator(&runtime, &mut opened, authority)?;
            let keys = opened.production_keys()?;
            match home {
                Home::Credential => write_out(&runtime, out.as_deref(), &opened, &keys, common)?,
                Home::Passphrase => {
                    let new = read_password(
                        new_passphrase_file.as_deref(),
                        "New passphrase of the keys: ",
                    )?;
                    password::check_policy(&new)
                        .map_err(|error| CommandError::told("passphrase", &error))?;
                    let stores = stores.with_passphrase(new);
                    let home = KeyHome::Passphrase;
                    let done = opened.put_in_place(&stores, home, keys, |_| ());
                    let wrapped = runtime.block_on(done)?;
                    done_line(common, "production keys are in place", wrapped);
                }
            }
        }
        Action::Rotate {
            signing,
            out,
            authority,
        } => {
            require_administrator(&runtime, &mut opened, authority)?;
            let renewed = if *signing {
                Renewed::Signing
            } else {
                Renewed::Site
            };
            let keys = opened.next_keys(renewed)?;
            if opened.key_home == KeyHome::Credential {
                return write_out(&runtime, out.as_deref(), &opened, &keys, common).map(|()| 0);
            }
            let (home, json) = (opened.key_home, common.json);
            let told = move |done: u64| {
                if !json {
                    eprintln!("wrapped anew: {done}");
                }
            };
            let wrapped = runtime.block_on(opened.put_in_place(&stores, home, keys, told))?;
            let what = match renewed {
                Renewed::Site => "another site key is in place",
                Renewed::Signing => "another signing key is in place",
            };
            done_line(common, what, wrapped);
        }
    }
    Ok(0)
}

/// As soon as there are operators, an administrator must ask.
pub(super) fn require_administrator(
    runtime: &tokio::runtime::Runtime,
    opened: &mut DataFolder,
    authority: &Authority,
) -> Result<(), CommandError> {
    if !runtime.block_on(opened.store.has_operators())? {
        return Ok(());
    }
    let operators = Operators::new(opened.store.clone());
    let operator = authority.require_at(runtime, &operators, &[Role::Administrator])?;
    opened.act_as(&operator.name);
    Ok(())
}

fn show(opened: &DataFolder, stores: &KeyStores, common: &Common) {
    let kind = opened.keys.kind();
    let path = stores.path(opened.key_home, &opened.key_id);
    let signing = signing::key_name(kind, public_key(&opened.keys.signing));
    let exchange = hex(&exchange_public_key(&opened.keys.exchange));
    let own = opened.keys.membership(opened.key_id);
    if common.json {
        say!(
            "{}",
            json!({
                "folder": opened.key_id,
                "kind": kind.as_str(),
                "home": opened.key_home.as_str(),
                "path": path,
                "site": own.site,
                "site_generation": own.generation,
                "issuer": signing::issuer(&opened.key_id),
                "signing_key": signing,
                "retired_signing_keys": opened.keys.retired.len(),
                "exchange_public_key": exchange,
            })
        );
        return;
    }
    say!("keys of folder     {}", opened.key_id);
    say!("worth              {}", kind.as_str());
    say!(
        "kept               {} ({})",
        path.display(),
        opened.key_home.as_str()
    );
    say!("site               {}", own.site);
    say!("site key           generation {}", own.generation);
    say!("signing key        {signing}");
    say!("exchange key       {exchange}");
    if kind == KeyKind::Trial {
        eprintln!(
            "who reads that file opens the data, and its signatures are for trying out; make production keys with: secure-biometric keys init"
        );
    }
}

/// Writes keys for systemd, and says how they get there.
pub(super) fn write_out(
    runtime: &tokio::runtime::Runtime,
    out: Option<&Path>,
    opened: &DataFolder,
    keys: &KioskKeys,
    common: &Common,
) -> Result<(), CommandError> {
    let Some(out) = out else {
        return Err(
            CommandError::new("keys", "keys for systemd are written into a file")
                .fix("name one outside the data folder with --out FILE"),
        );
    };
    runtime.block_on(opened.note_keys(KeyHome::Credential, keys))?;
    KeyStores::write_out(out, &opened.key_id, keys).map_err(DataFolderError::from)?;
    if common.json {
        say!("{}", json!({ "done": "written", "out": out }));
        return Ok(());
    }
    let shown = out.display();
    say!("written to {shown}; now, as root:");
    say!(
        "  systemd-creds encrypt --name={CREDENTIAL} {shown} /etc/credstore.encrypted/{CREDENTIAL}"
    );
    say!("  shred -u {shown}");
    say!("  add LoadCredentialEncrypted={CREDENTIAL} to the kiosk's unit, and start it again");
    Ok(())
}

pub(super) fn done_line(common: &Common, what: &str, wrapped: u64) {
    if common.json {
        say!("{}", json!({ "done": what, "wrapped": wrapped }));
    } else {
        say!("{what} ({wrapped} keys wrapped by it)");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
