//! `kiosk join`, `waiting`, `approve` and `accept`: a kiosk comes to a centre
//! and to the key of its site.

use clap::{Args, Subcommand};
use serde_json::json;
use uuid::Uuid;

use crate::access::{Joined, JoiningError};
use crate::central::{JoinCode, Transport};
use crate::commands::output::say;
use crate::domain::ShortCode;

use super::context::{Authority, Common};
use super::keys::require_administrator;
use super::keys_handing_on::typed;
use super::unlocking::{open_folder, runtime};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct KioskArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Join a centre, with a code that its administrator made
    Join {
        /// The central database, at postgres://HOST/DATABASE
        #[arg(long, value_name = "URL")]
        url: String,
        /// The join code
        #[arg(long, value_name = "CODE")]
        code: JoinCode,
        /// Let the URL's sslmode weaken TLS or switch it off, where the way leaves this machine
        #[arg(long)]
        allow_unencrypted: bool,
        #[command(flatten)]
        authority: Authority,
    },
    /// Say which kiosks of the site wait to be approved
    Waiting,
    /// Give a kiosk that waits the site's key, once both screens' codes were compared
    Approve {
        /// The kiosk's id, as `waiting` says it
        kiosk: Uuid,
        /// The code that the other kiosk shows (asked for on a terminal without)
        #[arg(long)]
        code: Option<ShortCode>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Take the site's key, once this kiosk was approved
    Accept {
        /// The code that the approving kiosk shows (asked for on a terminal without)
        #[arg(long)]
        code: Option<ShortCode>,
        #[command(flatten)]
        authority: Authority,
    },
}

pub(super) fn run(args: &KioskArgs, common: &Common) -> Done {
    let folder = common.data_folder()?;
    let runtime = runtime()?;
    let (mut opened, stores) = open_folder(&runtime, &folder)?;
    match &args.action {
        Action::Join {
            url,
            code,
            allow_unencrypted,
            authority,
        } => {
            require_administrator(&runtime, &mut opened, authority)?;
            let transport = match allow_unencrypted {
                true => Transport::AsTheUrlSays,
                false => Transport::Verified,
            };
            let joined = runtime.block_on(opened.join_centre(url, transport, code))?;
            tell_joined(joined, common);
        }
        Action::Waiting => {
            let waiting = runtime.block_on(opened.waiting_kiosks())?;
            if common.json {
                let waiting = waiting
                    .iter()
                    .map(|kiosk| json!({ "kiosk": kiosk.kiosk, "name": kiosk.name }));
                say!("{}", json!({ "waiting": waiting.collect::<Vec<_>>() }));
            } else if waiting.is_empty() {
                say!("no kiosk waits");
            } else {
                for kiosk in &waiting {
                    say!("{}  {}", kiosk.kiosk, kiosk.name);
                }
            }
        }
        Action::Approve {
            kiosk,
            code,
            authority,
        } => {
            require_administrator(&runtime, &mut opened, authority)?;
            let code = typed(*code, "Code that the other kiosk shows: ")?;
            let code = runtime.block_on(opened.approve_kiosk(*kiosk, code))?;
            if common.json {
                let code = code.to_string();
                say!(
                    "{}",
                    json!({ "kiosk": kiosk, "done": "approved", "code": code })
                );
            } else {
                say!("approved; code: {code}");
                say!("type it there: secure-biometric kiosk accept");
            }
        }
        Action::Accept { code, authority } => {
            require_administrator(&runtime, &mut opened, authority)?;
            let code = typed(*code, "Code that the approving kiosk shows: ")?;
            runtime.block_on(opened.accept_from_centre(&stores, code))?;
            match common.json {
                true => say!("{}", json!({ "done": "accepted" })),
                false => say!("the site's key is in place; this kiosk and its centre become equal"),
            }
        }
    }
    Ok(0)
}

fn tell_joined(joined: Joined, common: &Common) {
    match (joined, common.json) {
        (Joined::Founded, true) => say!("{}", json!({ "done": "joined", "waits": false })),
        (Joined::Founded, false) => {
            say!("joined; this is the first kiosk of its site");
        }
        (Joined::Waits(code), true) => {
            let code = code.to_string();
            say!(
                "{}",
                json!({ "done": "joined", "waits": true, "code": code })
            );
        }
        (Joined::Waits(code), false) => {
            say!("joined; code: {code}");
            say!("approve it at another kiosk of the site, and type the code there:");
            say!("  secure-biometric kiosk waiting");
            say!("  secure-biometric kiosk approve KIOSK");
        }
    }
}

impl From<JoiningError> for CommandError {
    fn from(error: JoiningError) -> Self {
        match error {
            JoiningError::Centre(error) => error.into(),
            JoiningError::SiteKey(error) => error.into(),
            JoiningError::Data(error) => error.into(),
            other => Self::told("centre", &other),
        }
    }
}
