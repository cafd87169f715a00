//! `people`: who is enrolled.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::commands::output::say;
use crate::domain::{AttemptKey, Badge, LookKind, Operator, Person, PersonState, Role};
use crate::pipeline::{LookRequest, carry_through, people_listed, person_viewed};
use crate::server::{ConsentShown, PersonShown};
use crate::store::Store;

use super::context::{Authority, Common, Desk};
use super::people_consent::{self, CheckConsentArgs, ConsentArgs};
use super::people_erasing::{self, CheckReceiptArgs, ReceiptArgs, RemoveArgs};
use super::people_ways::{self, PinArgs, VouchArgs};
use super::{CommandError, Done, output};

#[derive(Args, Debug)]
pub(super) struct PeopleArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List everybody who is enrolled
    List {
        /// Only those in whose badge, name or department all these words are
        #[arg(long, value_name = "WORDS", default_value = "")]
        search: String,
        #[command(flatten)]
        authority: Authority,
    },
    /// Show one person
    Show {
        #[command(flatten)]
        who: Who,
    },
    /// Erase a person and all that was kept of their face; two operators agree
    Remove(RemoveArgs),
    /// List who was erased: ids, reasons and times, nothing personal
    Erased {
        #[command(flatten)]
        authority: Authority,
    },
    /// Sign the receipt of an erasure once more
    Receipt(ReceiptArgs),
    /// Say what a receipt of an erasure says, if it counts
    CheckReceipt(CheckReceiptArgs),
    /// Write what a person agreed to as a signed page, to print or to show
    Consent(ConsentArgs),
    /// Say what a written consent says, if it counts
    CheckConsent(CheckConsentArgs),
    /// Keep a person from verifying
    Disable {
        #[command(flatten)]
        who: Who,
    },
    /// Let a held or disabled person verify, and forget their failures
    Enable {
        #[command(flatten)]
        who: Who,
    },
    /// Give a person a PIN, for verifying by badge and PIN
    Pin(PinArgs),
    /// Let a person in whom an operator has looked at, with a reason
    Vouch(VouchArgs),
    /// Capture another look of a person: with glasses, in another light
    AddLook {
        #[command(flatten)]
        who: Who,
        /// Why they need it: glasses, light or other
        #[arg(long, value_name = "WHY", default_value = "other", value_parser = look_kind)]
        kind: LookKind,
    },
}

fn look_kind(text: &str) -> Result<LookKind, String> {
    LookKind::parse(text).ok_or_else(|| "it is one of glasses, light and other".to_owned())
}

#[derive(Args, Debug)]
struct Who {
    /// The person's badge
    #[arg(long)]
    badge: Badge,
    #[command(flatten)]
    authority: Authority,
}

pub(super) fn run(args: &PeopleArgs, common: &Common) -> Done {
    if let Action::AddLook { who, kind } = &args.action {
        return add_look(who, *kind, common);
    }
    if let Action::Vouch(args) = &args.action {
        return people_ways::vouch(args, common);
    }
    if let Action::CheckReceipt(args) = &args.action {
        return people_erasing::check_receipt(args, common);
    }
    if let Action::CheckConsent(args) = &args.action {
        return people_consent::check(args, common);
    }
    let desk = common.open()?;
    match &args.action {
        Action::List { search, authority } => {
            let operator = authority.require(&desk, &[Role::FrontDesk, Role::Reviewer])?;
            list(&desk, &operator, common, search)?;
        }
        Action::Show { who } => {
            let roles = [Role::FrontDesk, Role::Reviewer];
            let operator = who.authority.require(&desk, &roles)?;
            let person = find(&desk, &who.badge)?;
            desk.note(&operator, &person_viewed(person.id))?;
            show(&desk, common, &person)?;
        }
        Action::Remove(args) => return people_erasing::remove(args, &desk, common),
        Action::Erased { authority } => return people_erasing::erased(authority, &desk, common),
        Action::Receipt(args) => return people_erasing::receipt(args, &desk),
        Action::Consent(args) => return people_consent::write(args, &desk, common),
        Action::Pin(args) => return people_ways::set_pin(args, &desk, common),
        Action::Disable { who } => {
            set_state(&desk, who, PersonState::Disabled)?;
            tell(common, "disabled", &who.badge);
        }
        Action::Enable { who } => {
            let acting = set_state(&desk, who, PersonState::Active)?;
            let key = AttemptKey::Claim(who.badge.clone());
            desk.runtime.block_on(acting.clear_attempts(&key))?;
            tell(common, "enabled", &who.badge);
        }
        // Carried through above: they open the data folder otherwise.
        Action::AddLook { .. }
        | Action::Vouch(_)
        | Action::CheckReceipt(_)
        | Action::CheckConsent(_) => {}
    }
    Ok(0)
}

fn list(
    desk: &Desk,
    operator: &Operator,
    common: &Common,
    search: &str,
) -> Result<(), CommandError> {
    let listed = desk.runtime.block_on(desk.store.listed_people())?;
    desk.note(operator, &people_listed(listed.sound.len()))?;
    for id in &listed.damaged {
        eprintln!(
            "the record of person {id} does not open: it was changed or moved outside this program; restore a backup, or remove it with people remove --id {id} and enrol them anew"
        );
    }
    let mut people = listed.sound;
    let nobody = people.is_empty() && listed.damaged.is_empty();
    people.retain(|person| person.is_found_by(search));
    if common.json {
        let mut people: Vec<Value> = people.iter().map(describe).collect();
        // Of whose record doesn't open nothing is known but that it is there.
        let damaged = |id| json!({ "id": id, "state": "damaged" });
        people.extend(listed.damaged.iter().map(damaged));
        say!("{}", json!(people));
    } else if nobody {
        say!("nobody is enrolled yet; enrol a person at the kiosk or with: secure-biometric enrol");
    } else {
        for person in people {
            say!(
                "{:16}  {:10}  {}",
                person.badge.as_str(),
                person.state.as_str(),
                person.name.as_str()
            );
        }
    }
    Ok(())
}

fn show(desk: &Desk, common: &Common, person: &Person) -> Result<(), CommandError> {
    let consent = desk.runtime.block_on(desk.store.consent(person.id))?;
    let mut value = describe(person);
    if let Some(fields) = value.as_object_mut() {
        let consent = consent.as_ref().map(ConsentShown::from);
        fields.insert("consent".to_owned(), json!(consent));
    }
    if common.json {
        say!("{value}");
    } else {
        say!("{value:#}");
    }
    Ok(())
}

fn describe(person: &Person) -> Value {
    json!(PersonShown::from(person))
}

fn add_look(who: &Who, kind: LookKind, common: &Common) -> Done {
    let (office, settings) = common.open_office()?;
    let operator = who.authority.sign_in_at(&office)?;
    if !operator.role.holds(Role::FrontDesk) {
        return Err(CommandError::new(
            "not_allowed",
            "adding a look needs the role front-desk or administrator",
        )
        .fix("act as an operator who holds it"));
    }
    let camera = common.camera(&settings)?;
    let found = office.wait(office.store().person_by_badge(&who.badge))?;
    let request = LookRequest {
        person: found.ok_or_else(nobody)?.id,
        kind,
        operator: operator.name,
    };
    let open = office.begin_look(request, &camera)?;
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

/// Sets it, and gives back the store for further acts of the same operator.
fn set_state(desk: &Desk, who: &Who, state: PersonState) -> Result<Store, CommandError> {
    let operator = who.authority.require(desk, &[Role::Administrator])?;
    let acting = desk.store.acting(&operator.name);
    let person = find(desk, &who.badge)?;
    let change = acting.set_person_state(person.id, state, person.version);
    desk.runtime.block_on(change)?;
    Ok(acting)
}

/// The person of that badge.
///
/// # Errors
/// When there is nobody.
pub(super) fn find(desk: &Desk, badge: &Badge) -> Result<Person, CommandError> {
    let found = desk.runtime.block_on(desk.store.person_by_badge(badge))?;
    found.ok_or_else(nobody)
}

fn nobody() -> CommandError {
    CommandError::new("not_enrolled", "nobody with this badge is enrolled")
        .fix("see who is with: secure-biometric people list")
}

fn tell(common: &Common, what: &str, badge: &Badge) {
    if common.json {
        say!("{}", json!({ "badge": badge, "done": what }));
    } else {
        say!("{what}: {}", badge.as_str());
    }
}
