//! `centre`: what an administrator of the central database does.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::json;
use uuid::Uuid;

use crate::central::{Administration, CentreAddress};
use crate::commands::output::say;

use super::centre_sessions::{SessionsArgs, sessions};
use super::context::Common;
use super::migrate::CentreUrl;
use super::unlocking::runtime;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct CentreArgs {
    #[command(flatten)]
    url: CentreUrl,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add a site: kiosks of one site share people, of two sites nothing
    AddSite {
        /// What people call it
        name: String,
    },
    /// Make a place for a kiosk, and the code that joins it, to be typed once
    Invite {
        /// The site's id
        #[arg(long, value_name = "ID")]
        site: Uuid,
        /// What people call the kiosk
        #[arg(long, value_name = "NAME")]
        name: String,
        /// For how many hours the code is good
        #[arg(long, value_name = "HOURS", default_value_t = 24,
            value_parser = clap::value_parser!(u32).range(1..=720))]
        hours: u32,
    },
    /// Take nothing from a kiosk any more, and give it nothing
    Disable {
        /// The site's id
        #[arg(long, value_name = "ID")]
        site: Uuid,
        /// The kiosk's id
        #[arg(long, value_name = "ID")]
        kiosk: Uuid,
    },
    /// Let a login of the database read what reviewers may of a site
    AddReviewer {
        /// The site's id
        #[arg(long, value_name = "ID")]
        site: Uuid,
        /// The login
        #[arg(long, value_name = "LOGIN")]
        login: String,
    },
    /// Which sessions kiosks sent, as far as a reviewer's login may see them:
    /// what was decided and why; scores and faces are sealed
    Sessions(SessionsArgs),
}

pub(super) fn run(args: &CentreArgs, common: &Common) -> Done {
    let address: CentreAddress = args.url.address()?;
    let runtime = runtime()?;
    if let Action::Sessions(args) = &args.action {
        runtime.block_on(sessions(args, address, common))?;
        return Ok(0);
    }
    runtime.block_on(async {
        let mut administration = Administration::open(address).await?;
        act(&args.action, &mut administration, common).await
    })?;
    Ok(0)
}

async fn act(
    action: &Action,
    administration: &mut Administration,
    common: &Common,
) -> Result<(), CommandError> {
    match action {
        Action::AddSite { name } => {
            let site = administration.add_site(name).await?;
            match common.json {
                true => say!("{}", json!({ "site": site })),
                false => say!("added site {site}"),
            }
        }
        Action::Invite { site, name, hours } => {
            let valid_for = Duration::from_secs(u64::from(*hours) * 3600);
            let invitation = administration.invite(*site, name, valid_for).await?;
            // It is made to be told: whoever types it joins, once.
            let code = invitation.code.reveal();
            match common.json {
                true => say!(
                    "{}",
                    json!({ "kiosk": invitation.kiosk, "code": code.expose(), "hours": hours })
                ),
                false => {
                    say!("kiosk {}", invitation.kiosk);
                    say!(
                        "join code {}, good for {hours} hours and once",
                        code.expose()
                    );
                }
            }
        }
        Action::Disable { site, kiosk } => {
            administration.disable(*site, *kiosk).await?;
            match common.json {
                true => say!("{}", json!({ "kiosk": kiosk, "done": "disabled" })),
                false => say!("disabled {kiosk}"),
            }
        }
        Action::AddReviewer { site, login } => {
            administration.add_reviewer(login, *site).await?;
            match common.json {
                true => say!("{}", json!({ "login": login, "done": "added" })),
                false => say!("{login} may read what reviewers may of the site"),
            }
        }
        // Asked by another login than an administrator's, above.
        Action::Sessions(_) => {}
    }
    Ok(())
}
