//! `people pin|vouch`: the ways in that need no face.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::commands::output::say;
use crate::domain::{Badge, Pin, Role, VouchReason};
use crate::pipeline::{OtherWays, now};

use super::context::{Authority, Common, Desk, read_password};
use super::people::find;
use super::{CommandError, Done, output};

#[derive(Args, Debug)]
pub(super) struct PinArgs {
    /// The person's badge
    #[arg(long)]
    badge: Badge,
    /// A file with the PIN on one line (asked for on a terminal without)
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
    #[command(flatten)]
    authority: Authority,
}

#[derive(Args, Debug)]
pub(super) struct VouchArgs {
    /// The badge of whoever stands before the operator
    #[arg(long)]
    badge: Badge,
    /// Why their face isn't verified
    #[arg(long, value_name = "TEXT")]
    reason: VouchReason,
    #[command(flatten)]
    authority: Authority,
}

/// Gives a person a PIN, in place of an earlier one.
pub(super) fn set_pin(args: &PinArgs, desk: &Desk, common: &Common) -> Done {
    let operator = args.authority.require(desk, &[Role::FrontDesk])?;
    let person = find(desk, &args.badge)?;
    let typed = read_password(args.pin_file.as_deref(), "PIN: ")
        .map_err(|error| error.fix("add --pin-file FILE"))?;
    let pin =
        Pin::try_from(typed.expose().as_str()).map_err(|error| CommandError::new("pin", error))?;
    let pins = desk.operators.pins();
    desk.runtime
        .block_on(pins.set(&operator, person.id, &pin))?;
    if common.json {
        say!("{}", json!({ "badge": args.badge, "done": "pin_set" }));
    } else {
        say!("the PIN is set: {}", args.badge.as_str());
    }
    Ok(0)
}

/// An operator who looked at the person vouches for them.
pub(super) fn vouch(args: &VouchArgs, common: &Common) -> Done {
    let (office, _) = common.open_office()?;
    let operator = args.authority.sign_in_at(&office)?;
    let tolerance = office.tolerance();
    let ways = OtherWays {
        store: office.store(),
        operators: office.operators(),
        tokens: office.tokens(),
        tolerance: &tolerance,
    };
    let why = args.reason.clone();
    let outcome = office.wait(ways.vouch(args.badge.clone(), &operator, why, now()))?;
    if common.json {
        say!("{}", output::outcome(&outcome, false));
    } else {
        say!("{}", output::outcome_line(&outcome));
    }
    // They have been told.
    super::verify::hand_over(&office, &outcome);
    Ok(output::exit_code(outcome.session.decision))
}
