//! `templates`: what is kept of faces, renewed without anybody coming again.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::commands::output::say;
use crate::domain::Role;

use super::Done;
use super::context::{Authority, Common};

#[derive(Args, Debug)]
pub(super) struct TemplatesArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Keep all templates under another secret; those that leaked are worth nothing then
    Renew {
        #[command(flatten)]
        authority: Authority,
    },
}

pub(super) fn run(args: &TemplatesArgs, common: &Common) -> Done {
    let Action::Renew { authority } = &args.action;
    let desk = common.open()?;
    let operator = authority.require(&desk, &[Role::Administrator])?;
    let acting = desk.store.acting(&operator.name);
    let json = common.json;
    let told = move |renewal: crate::store::Renewal| {
        if !json {
            eprintln!("renewed: {} of {}", renewal.done, renewal.all);
        }
    };
    let renewal = desk.runtime.block_on(acting.renew_templates(told))?;
    if common.json {
        say!(
            "{}",
            json!({ "templates": renewal.done, "done": "renewed" })
        );
    } else {
        say!(
            "renewed {} templates; nobody has to come again",
            renewal.done
        );
    }
    Ok(0)
}
