//! `people`: who is enrolled.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::commands::output::say;
use crate::domain::{AttemptKey, Badge, Person, PersonState, Role};

use super::context::{Authority, Common, Desk};
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
        #[command(flatten)]
        authority: Authority,
    },
    /// Show one person
    Show {
        #[command(flatten)]
        who: Who,
    },
    /// Remove a person and all that was kept of their face
    Remove {
        #[command(flatten)]
        who: Who,
    },
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
    let desk = common.open()?;
    match &args.action {
        Action::List { authority } => {
            authority.require(&desk, &[Role::FrontDesk, Role::Reviewer])?;
            list(&desk, common)?;
        }
        Action::Show { who } => {
            who.authority
                .require(&desk, &[Role::FrontDesk, Role::Reviewer])?;
            show(&desk, common, &find(&desk, &who.badge)?)?;
        }
        Action::Remove { who } => {
            who.authority.require(&desk, &[Role::Administrator])?;
            let person = find(&desk, &who.badge)?;
            let removal = desk.runtime.block_on(desk.store.remove_person(person.id))?;
            tell(common, "removed", &who.badge);
            if !removal.log_emptied {
                eprintln!(
                    "another program was reading the database: its log is emptied when that ends"
                );
            }
        }
        Action::Disable { who } => {
            set_state(&desk, who, PersonState::Disabled)?;
            tell(common, "disabled", &who.badge);
        }
        Action::Enable { who } => {
            set_state(&desk, who, PersonState::Active)?;
            let key = AttemptKey::Claim(who.badge.clone());
            desk.runtime.block_on(desk.store.clear_attempts(&key))?;
            tell(common, "enabled", &who.badge);
        }
    }
    Ok(0)
}

fn list(desk: &Desk, common: &Common) -> Result<(), CommandError> {
    let people = desk.runtime.block_on(desk.store.people())?;
    if common.json {
        let people: Vec<Value> = people.iter().map(describe).collect();
        say!("{}", json!(people));
    } else if people.is_empty() {
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
        let consent = consent.map(|consent| {
            json!({
                "notice_version": consent.notice_version,
                "language": consent.language,
                "given_at": output::time(consent.given_at),
            })
        });
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
    json!({
        "id": person.id,
        "badge": person.badge,
        "name": person.name,
        "state": person.state.as_str(),
        "looks_like": person.held_for,
        "enrolled_at": output::time(person.enrolled_at),
        "version": person.version,
    })
}

fn set_state(desk: &Desk, who: &Who, state: PersonState) -> Result<(), CommandError> {
    who.authority.require(desk, &[Role::Administrator])?;
    let person = find(desk, &who.badge)?;
    let change = desk
        .store
        .set_person_state(person.id, state, person.version);
    desk.runtime.block_on(change)?;
    Ok(())
}

fn find(desk: &Desk, badge: &Badge) -> Result<Person, CommandError> {
    let found = desk.runtime.block_on(desk.store.person_by_badge(badge))?;
    found.ok_or_else(|| {
        CommandError::new("not_enrolled", "nobody with this badge is enrolled")
            .fix("see who is with: secure-biometric people list")
    })
}

fn tell(common: &Common, what: &str, badge: &Badge) {
    if common.json {
        say!("{}", json!({ "badge": badge, "done": what }));
    } else {
        say!("{what}: {}", badge.as_str());
    }
}
