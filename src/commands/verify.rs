//! `verify`: a verification without a window.

use clap::Args;

use crate::commands::output::say;
use crate::domain::{Badge, Role};
use crate::pipeline::{Begun, carry_through};

use super::context::{Authority, Common};
use super::{Done, output};

#[derive(Args, Debug)]
pub(super) struct VerifyArgs {
    /// The badge claimed; without it everybody enrolled is compared
    #[arg(long)]
    badge: Option<Badge>,
    /// A reviewer, to see the score
    #[command(flatten)]
    authority: Authority,
}

pub(super) fn run(args: &VerifyArgs, common: &Common) -> Done {
    let (office, settings) = common.open_office()?;
    let with_scores = if args.authority.operator.is_some() {
        let reviewer = args.authority.sign_in_at(&office)?;
        reviewer.role.holds(Role::Reviewer)
    } else {
        false
    };
    let camera = common.camera(&settings)?;
    let outcome = match office.begin_verification(args.badge.clone(), &camera)? {
        Begun::Decided(outcome) => *outcome,
        Begun::Capture(open) => carry_through(&office, *open, &camera)?,
    };
    if common.json {
        say!("{}", output::outcome(&outcome, with_scores));
    } else {
        say!("{}", output::outcome_line(&outcome));
    }
    // They have been told.
    office.measure_face(&outcome);
    Ok(output::exit_code(outcome.session.decision))
}
