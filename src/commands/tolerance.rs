//! `tolerance`: the profiles that decisions are made by.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::commands::output::say;
use crate::domain::{ChangeReason, Operator, Role, Tolerance, ToleranceChange, ToleranceName};
use crate::flow::profiles;
use crate::pipeline::now;
use crate::resources::read_text;

use super::context::{Authority, Common, Desk};
use super::{CommandError, Done};

/// No profile's file is longer, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

#[derive(Args, Debug)]
pub(super) struct ToleranceArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the profiles; the one in force bears a star
    List,
    /// Print a profile as TOML, to edit and save
    Show {
        /// Its name
        name: String,
    },
    /// Save a profile from TOML as a new version
    Save {
        /// The file
        file: PathBuf,
        /// Why it is changed; kept with the version
        #[arg(long, value_name = "TEXT")]
        reason: Option<ChangeReason>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Go back to an earlier version of a profile: its numbers are kept as a
    /// new version
    Restore {
        /// The profile's name
        #[arg(value_parser = profile_name)]
        name: ToleranceName,
        /// Which version; without, the one before the newest
        #[arg(long)]
        version: Option<u32>,
        /// Why; kept with the version
        #[arg(long, value_name = "TEXT")]
        reason: ChangeReason,
        #[command(flatten)]
        authority: Authority,
    },
}

fn profile_name(text: &str) -> Result<ToleranceName, String> {
    ToleranceName::try_from(text.to_owned()).map_err(|error| error.to_string())
}

pub(super) fn run(args: &ToleranceArgs, common: &Common) -> Done {
    let desk = common.open()?;
    match &args.action {
        Action::List => list(&desk, common)?,
        Action::Show { name } => {
            let tolerance = common.with_tolerance(name).tolerance(&desk)?;
            if common.json {
                say!("{}", json!(tolerance));
            } else {
                let text = toml::to_string_pretty(&tolerance)
                    .map_err(|error| CommandError::new("tolerance", error))?;
                super::output::write(format_args!("{text}"), "");
            }
        }
        Action::Save {
            file,
            reason,
            authority,
        } => {
            let operator = authority.require(&desk, &[Role::Administrator])?;
            let change = reason.clone().map(|why| ToleranceChange {
                why,
                by: operator.name.clone(),
                at: now(),
            });
            keep(&desk, common, &operator, (read(file)?, change))?;
        }
        Action::Restore {
            name,
            version,
            reason,
            authority,
        } => {
            let operator = authority.require(&desk, &[Role::Administrator])?;
            let newest = newest(&desk, name)?;
            let wanted = version.unwrap_or(newest.saturating_sub(1));
            let kept = desk.runtime.block_on(desk.store.tolerance(name, wanted))?;
            let built_in = profiles::built_in(name.as_str());
            let built_in = built_in.filter(|profile| profile.version == wanted);
            let earlier = kept.map(|kept| kept.tolerance).or(built_in);
            let earlier = earlier.filter(|earlier| earlier.version < newest);
            let earlier = earlier.ok_or_else(|| {
                CommandError::new(
                    "tolerance",
                    format!("there is no earlier version {wanted} of '{name}'"),
                )
                .fix("see the newest versions with: secure-biometric tolerance list")
            })?;
            let change = ToleranceChange {
                why: reason.clone(),
                by: operator.name.clone(),
                at: now(),
            };
            keep(&desk, common, &operator, (earlier, Some(change)))?;
        }
    }
    Ok(0)
}

/// The newest version of a profile; 0 of one that isn't there yet.
fn newest(desk: &Desk, name: &ToleranceName) -> Result<u32, CommandError> {
    let saved = desk.runtime.block_on(desk.store.load_tolerance(name))?;
    let built_in = profiles::built_in(name.as_str());
    Ok(saved.or(built_in).map_or(0, |newest| newest.version))
}

/// Keeps numbers as the next version of their profile.
fn keep(
    desk: &Desk,
    common: &Common,
    operator: &Operator,
    (mut tolerance, change): (Tolerance, Option<ToleranceChange>),
) -> Result<(), CommandError> {
    tolerance.version = newest(desk, &tolerance.name)? + 1;
    let acting = desk.store.acting(&operator.name);
    desk.runtime
        .block_on(acting.save_tolerance(&tolerance, change.as_ref()))?;
    if common.json {
        say!(
            "{}",
            json!({ "name": tolerance.name, "version": tolerance.version })
        );
    } else {
        say!(
            "saved '{}' as version {}; it is in force where the settings name it",
            tolerance.name,
            tolerance.version
        );
    }
    Ok(())
}

fn list(desk: &Desk, common: &Common) -> Result<(), CommandError> {
    let saved = desk.runtime.block_on(desk.store.tolerances())?;
    let saved: Vec<Tolerance> = saved.into_iter().map(|kept| kept.tolerance).collect();
    let mut all: Vec<Tolerance> = profiles::BUILT_IN
        .iter()
        .filter_map(|name| profiles::built_in(name))
        .filter(|built_in| saved.iter().all(|own| own.name != built_in.name))
        .collect();
    all.extend(saved);
    let in_force: ToleranceName = common.tolerance(desk)?.name;
    if common.json {
        let all: Vec<_> = all
            .iter()
            .map(
                |t| json!({ "name": t.name, "version": t.version, "in_force": t.name == in_force }),
            )
            .collect();
        say!("{}", json!(all));
    } else {
        for tolerance in all {
            let star = if tolerance.name == in_force { '*' } else { ' ' };
            say!(
                "{star} {:20} version {}, match {:.3}",
                tolerance.name,
                tolerance.version,
                tolerance.match_threshold
            );
        }
    }
    Ok(())
}

fn read(file: &std::path::Path) -> Result<Tolerance, CommandError> {
    let wrong = |why: String| {
        CommandError::new(
            "tolerance",
            format!("{} is no tolerance profile: {why}", file.display()),
        )
        .fix("begin from what this prints: secure-biometric tolerance show balanced")
    };
    let text = read_text(file, MAX_BYTES).map_err(|error| wrong(error.to_string()))?;
    let tolerance: Tolerance =
        toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
    tolerance
        .validated()
        .map_err(|error| wrong(error.to_string()))
}
