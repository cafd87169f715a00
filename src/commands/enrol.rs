//! `enrol`: an enrolment without a window.

use clap::Args;

use crate::commands::output::say;
use crate::domain::{Badge, Consent, Contact, Department, EmailAddress, PersonName, Role};
use crate::pipeline::{self, EnrolRequest, carry_through, now};

use super::attending::Attending;
use super::context::{Authority, Common};
use super::{CommandError, Done, output};

#[derive(Args, Debug)]
pub(super) struct EnrolArgs {
    /// The person's badge
    #[arg(long)]
    badge: Badge,
    /// The person's name
    #[arg(long)]
    name: PersonName,
    /// The person's e-mail address
    #[arg(long)]
    email: Option<EmailAddress>,
    /// The person's department
    #[arg(long)]
    department: Option<Department>,
    /// Version of the notice the person has read and agreed to
    #[arg(long, value_name = "VERSION", value_parser = notice_version)]
    consent_version: String,
    /// Language of that notice
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    consent_language: unic_langid::LanguageIdentifier,
    #[command(flatten)]
    attending: Attending,
    #[command(flatten)]
    authority: Authority,
}

fn notice_version(text: &str) -> Result<String, String> {
    pipeline::notice_version(text)
        .ok_or_else(|| "a notice's version is 1 to 64 characters on one line".to_owned())
}

pub(super) fn run(args: EnrolArgs, common: &Common) -> Done {
    let (office, settings) = common.open_office()?;
    let operator = args.authority.sign_in_at(&office)?;
    if !operator.role.holds(Role::FrontDesk) {
        return Err(CommandError::new(
            "not_allowed",
            "enrolling needs the role front-desk or administrator",
        )
        .fix("act as an operator who holds it"));
    }
    let camera = common.camera(&settings)?;
    let request = EnrolRequest {
        badge: args.badge,
        name: args.name,
        contact: Contact {
            email: args.email,
            department: args.department,
        },
        consent: Consent {
            notice_version: args.consent_version,
            language: args.consent_language.to_string(),
            given_at: now(),
            signature: None,
        },
        allowed: args.attending.allowed(Some(&operator))?,
        operator: operator.name,
    };
    let open = office.begin_enrolment(request, &camera)?;
    let outcome = carry_through(&office, open, &camera)?;
    if common.json {
        let with_scores = operator.role.holds(Role::Reviewer);
        say!("{}", output::outcome(&outcome, with_scores));
    } else {
        say!("{}", output::outcome_line(&outcome));
    }
    // They have been told.
    office.measure_face(&outcome);
    Ok(output::exit_code(outcome.session.decision))
}
