//! `selftest`: how this camera and its profile stand up to attacks, tried out
//! and counted.

mod attacks;
mod presented;
mod table;
mod tester;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::commands::output::{self, say};
use crate::domain::{Role, SelfTest, SelfTestId};
use crate::pipeline::{SelfTestFormat, exported, save_selftest};
use crate::report::attacks_export;
use crate::store::Store;

use super::context::{Authority, Common, Desk};
use super::{CommandError, Done};

use attacks::AttacksArgs;

#[derive(Args, Debug)]
pub(super) struct SelfTestArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Hold up attacks and people, count what is accepted, say what that supports
    Attacks(AttacksArgs),
    /// List the self-tests that were made, newest first
    List {
        #[command(flatten)]
        authority: Authority,
    },
    /// Show a self-test with its trials
    Show {
        /// Its id
        id: SelfTestId,
        #[command(flatten)]
        authority: Authority,
    },
    /// Write a self-test to a new file: FILE.json or FILE.csv
    Export {
        /// Its id
        id: SelfTestId,
        /// The file; nothing is overwritten
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        authority: Authority,
    },
}

pub(super) fn run(args: &SelfTestArgs, common: &Common) -> Done {
    match &args.action {
        Action::Attacks(args) => attacks::run(args, common),
        Action::List { authority } => {
            let desk = open(common, authority)?;
            list(common, &desk.runtime.block_on(desk.store.selftests())?);
            Ok(0)
        }
        Action::Show { id, authority } => {
            let test = find(&open(common, authority)?, *id)?;
            if common.json {
                say!("{}", attacks_export::whole(&test));
            } else {
                for (number, trial) in (1..).zip(&test.trials) {
                    say!("{number:>5}  {}", table::trial(trial));
                }
                say!("{}", table::table(&test));
            }
            Ok(0)
        }
        Action::Export { id, out, authority } => {
            let format = SelfTestFormat::of(out).ok_or_else(|| {
                let what = "a self-test is written as .json or .csv";
                CommandError::new("format", what).fix("end the file's name in one of them")
            })?;
            let (desk, acting) = open_as(common, authority)?;
            let test = find(&desk, *id)?;
            // Written down first: an export that isn't must not be possible.
            desk.runtime
                .block_on(acting.note(&exported(test.id, format)))?;
            save_selftest(&test, format, out)?;
            if common.json {
                say!("{}", json!({ "selftest": test.id, "file": out }));
            } else {
                say!("wrote {}", out.display());
            }
            Ok(0)
        }
    }
}

fn open(common: &Common, authority: &Authority) -> Result<Desk, CommandError> {
    open_as(common, authority).map(|(desk, _)| desk)
}

/// The data folder, and its store for acts of the administrator.
fn open_as(common: &Common, authority: &Authority) -> Result<(Desk, Store), CommandError> {
    let desk = common.open()?;
    let operator = authority.require(&desk, &[Role::Administrator])?;
    let acting = desk.store.acting(&operator.name);
    Ok((desk, acting))
}

fn find(desk: &Desk, id: SelfTestId) -> Result<SelfTest, CommandError> {
    let test = desk.runtime.block_on(desk.store.selftest(id))?;
    test.ok_or_else(|| {
        CommandError::new("no_selftest", "there is no self-test of this id")
            .fix("see the ids with: secure-biometric selftest list")
    })
}

fn list(common: &Common, tests: &[SelfTest]) {
    if common.json {
        let all: Vec<Value> = tests.iter().map(attacks_export::summary).collect();
        say!("{}", json!(all));
    } else if tests.is_empty() {
        say!("no self-tests; make one with: secure-biometric selftest attacks");
    } else {
        for test in tests {
            say!(
                "{}  {}  {:10}  {}",
                test.id,
                output::time(test.started_at),
                test.tolerance,
                table::brief(test)
            );
        }
    }
}
