//! `operators`: who runs the kiosk.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::commands::output::say;
use crate::domain::{OperatorName, Role};

use super::context::{Authority, Common, read_password};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct OperatorsArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add the first administrator of a new data folder
    Init {
        #[arg(long, value_name = "NAME")]
        name: OperatorName,
        /// A file with the password (asked for on a terminal without)
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Add an operator
    Add {
        #[arg(long, value_name = "NAME")]
        name: OperatorName,
        /// front-desk, reviewer or administrator
        #[arg(long, value_parser = role)]
        role: Role,
        /// A file with the new operator's password
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        #[command(flatten)]
        authority: Authority,
    },
    /// List the operators
    List {
        #[command(flatten)]
        authority: Authority,
    },
    /// Keep an operator from signing in
    Disable {
        #[arg(long, value_name = "NAME")]
        name: OperatorName,
        #[command(flatten)]
        authority: Authority,
    },
    /// Set a password: one's own, or as an administrator anybody's
    Passwd {
        /// Whose (one's own without)
        #[arg(long, value_name = "NAME")]
        name: Option<OperatorName>,
        /// A file with the new password
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        #[command(flatten)]
        authority: Authority,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "a role is front-desk, reviewer or administrator".to_owned())
}

pub(super) fn run(args: OperatorsArgs, common: &Common) -> Done {
    let desk = common.open()?;
    let operators = &desk.operators;
    let anybody = Role::ALL;
    match args.action {
        Action::Init {
            name,
            password_file,
        } => {
            let password = read_password(password_file.as_deref(), "New password: ")?;
            desk.runtime.block_on(operators.init(&name, &password))?;
            tell(common, "added", &name);
        }
        Action::Add {
            name,
            role,
            new_password_file,
            authority,
        } => {
            let actor = authority.require(&desk, &[Role::Administrator])?;
            let password = read_password(new_password_file.as_deref(), "New password: ")?;
            desk.runtime
                .block_on(operators.add(&actor, &name, role, &password))?;
            tell(common, "added", &name);
        }
        Action::List { authority } => {
            let actor = authority.require(&desk, &[Role::Administrator])?;
            let listed = desk.runtime.block_on(operators.list(&actor))?;
            for id in &listed.damaged {
                eprintln!(
                    "the record of operator {id} does not open: it was changed or moved outside this program, and they can't sign in; restore a backup, or add them anew under another name"
                );
            }
            let all = listed.sound;
            if common.json {
                let mut all: Vec<_> = all
                    .iter()
                    .map(|o| json!({"name": o.name, "role": o.role.as_str(), "disabled": o.disabled}))
                    .collect();
                // Of whose record doesn't open nothing is known but that it is there.
                let damaged = |id| json!({ "id": id, "state": "damaged" });
                all.extend(listed.damaged.iter().map(damaged));
                say!("{}", json!(all));
            } else {
                for operator in all {
                    let state = if operator.disabled { "  disabled" } else { "" };
                    say!(
                        "{:24}  {}{state}",
                        operator.name.as_str(),
                        operator.role.as_str()
                    );
                }
            }
        }
        Action::Disable { name, authority } => {
            let actor = authority.require(&desk, &[Role::Administrator])?;
            desk.runtime.block_on(operators.disable(&actor, &name))?;
            tell(common, "disabled", &name);
        }
        Action::Passwd {
            name,
            new_password_file,
            authority,
        } => {
            let actor = authority.require(&desk, &anybody)?;
            let name = name.unwrap_or_else(|| actor.name.clone());
            let password = read_password(new_password_file.as_deref(), "New password: ")?;
            desk.runtime
                .block_on(operators.set_password(&actor, &name, &password))?;
            tell(common, "password set", &name);
        }
    }
    Ok(0)
}

fn tell(common: &Common, what: &str, name: &OperatorName) {
    if common.json {
        say!("{}", json!({ "operator": name, "done": what }));
    } else {
        say!("{what}: {}", name.as_str());
    }
}

impl From<crate::domain::OperatorNameError> for CommandError {
    fn from(error: crate::domain::OperatorNameError) -> Self {
        Self::new("operator", error)
    }
}
