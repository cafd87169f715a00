//! `verify`: a verification without a window.

use std::time::Duration;

use clap::Args;

use crate::commands::output::say;
use crate::domain::{Attended, Badge, Operator, Role};
use crate::pipeline::{Begun, Office, Outcome, VerifyRequest, carry_through};

use super::attending::Attending;
use super::context::{Authority, Common};
use super::{Done, output};

/// How long the token has to be taken.
const HANDING_OVER: Duration = Duration::from_secs(12);

#[derive(Args, Debug)]
pub(super) struct VerifyArgs {
    /// The badge claimed; without it everybody enrolled is compared
    #[arg(long)]
    badge: Option<Badge>,
    #[command(flatten)]
    attending: Attending,
    /// A reviewer, to see the score
    #[command(flatten)]
    authority: Authority,
}

/// Sends the token where the settings say, and waits a while: this program
/// ends, and what waits with it.
pub(super) fn hand_over(office: &Office, outcome: &Outcome) {
    office.hand_over(outcome);
    let view = office.handed_over(HANDING_OVER);
    let both = [("file", view.file), ("address", view.url)];
    for (place, courses) in both {
        if let Some((trouble, _)) = courses.and_then(|courses| courses.trouble) {
            let why = trouble.in_words();
            eprintln!(
                "warning: the token was not handed over to the {place} in the settings: {why}"
            );
        }
    }
}

pub(super) fn run(args: &VerifyArgs, common: &Common) -> Done {
    let (office, settings) = common.open_office()?;
    let needed = args.attending.is_asked() || args.authority.operator.is_some();
    let operator = match needed {
        true => Some(args.authority.sign_in_at(&office)?),
        false => None,
    };
    let sees_scores = |operator: &Operator| operator.role.holds(Role::Reviewer);
    let with_scores = operator.as_ref().is_some_and(sees_scores);
    let allowed = args.attending.allowed(operator.as_ref())?;
    let camera = common.camera(&settings)?;
    let request = VerifyRequest {
        claim: args.badge.clone(),
        attended: allowed
            .zip(operator)
            .map(|((allowance, why), operator)| Attended {
                allowance,
                operator: operator.name,
                why,
            }),
    };
    let outcome = match office.begin_verification(request, &camera)? {
        Begun::Decided(outcome) => *outcome,
        Begun::Capture(open) => carry_through(&office, *open, &camera)?,
    };
    if common.json {
        say!("{}", output::outcome(&outcome, with_scores));
    } else {
        say!("{}", output::outcome_line(&outcome));
    }
    // They have been told.
    hand_over(&office, &outcome);
    office.measure_face(&outcome);
    Ok(output::exit_code(outcome.session.decision))
}
