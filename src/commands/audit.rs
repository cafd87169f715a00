//! `audit`: what was done here and by whom, and whether that is still as it
//! was written.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::commands::output::{self, say};
use crate::domain::{
    Act, AuditEntry, AuditHead, OperatorId, OperatorName, Role, Subject, Timestamp,
};
use crate::pipeline::audit_verified;
use crate::store::AuditFilter;
use crate::sync::{AuditAtCentre, check_audit};

use super::context::{Authority, Common, Desk};
use super::{CommandError, Done};

/// The audit isn't as it was written.
const FLAWED: u8 = 1;

#[derive(Args, Debug)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Look whether every entry is as it was written; say where not
    Verify {
        /// A head that was kept elsewhere, as an earlier verify printed it
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Option<AuditHead>,
        #[command(flatten)]
        authority: Authority,
    },
    /// List entries, newest first
    List(ListArgs),
}

#[derive(Args, Debug)]
struct ListArgs {
    /// How many at the most
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// Only those before this number: the next page
    #[arg(long, value_name = "NUMBER")]
    before: Option<u64>,
    /// Only these acts, such as decided, signed_in, person_removed
    #[arg(long, value_delimiter = ',', value_parser = act)]
    act: Vec<Act>,
    /// Only what this operator did
    #[arg(long, value_name = "NAME")]
    by: Option<OperatorName>,
    /// Only what was done to the person, session, operator or self-test of this id
    #[arg(long, value_name = "ID")]
    subject: Option<Uuid>,
    /// Only from this time on, such as 2026-11-25T08:00:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<Timestamp>,
    /// Only before this time
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<Timestamp>,
    #[command(flatten)]
    authority: Authority,
}

fn act(text: &str) -> Result<Act, String> {
    Act::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Act::ALL.iter().map(|act| act.as_str()).collect();
        format!("an act is one of {}", all.join(", "))
    })
}

fn time(text: &str) -> Result<Timestamp, String> {
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    parsed
        .map(|time| Timestamp(time.as_millisecond()))
        .map_err(|_| "a time is written like 2026-11-25T08:00:00Z".to_owned())
}

pub(super) fn run(args: &AuditArgs, common: &Common) -> Done {
    let desk = common.open()?;
    match &args.action {
        Action::Verify { head, authority } => {
            let operator = authority.require(&desk, &[Role::Reviewer])?;
            let checked = check_audit(&desk.store, *head);
            let (check, centre) = desk.runtime.block_on(checked)?;
            if centre == AuditAtCentre::Away {
                eprintln!(
                    "warning: the centre can't be asked what it knows of this audit; verify it again when it is back"
                );
            }
            let flaws = check.all_flaws();
            let acting = desk.store.acting(&operator.name);
            desk.runtime
                .block_on(acting.audit_verified(&audit_verified(&check)))?;
            if common.json {
                let value = json!({
                    "entries": check.entries,
                    "sound": flaws == 0,
                    "flaws": check.flaws,
                    "flaws_not_told": check.flaws_not_told,
                    "head": check.head.to_string(),
                    "centre": centre.as_str(),
                });
                say!("{value}");
            } else {
                for flaw in &check.flaws {
                    say!("{flaw}");
                }
                let said = match flaws {
                    0 => "all as they were written".to_owned(),
                    flaws => format!("{flaws} flaws"),
                };
                say!("{} entries, {said}; head {}", check.entries, check.head);
            }
            Ok(if flaws == 0 { 0 } else { FLAWED })
        }
        Action::List(list) => {
            list.authority.require(&desk, &[Role::Reviewer])?;
            print(list, &desk, common)?;
            Ok(0)
        }
    }
}

fn print(list: &ListArgs, desk: &Desk, common: &Common) -> Result<(), CommandError> {
    let names = desk.runtime.block_on(desk.store.operator_ids())?;
    let actor = match &list.by {
        Some(name) => Some(id_of(&names, name)?),
        None => None,
    };
    let filter = AuditFilter {
        limit: Some(list.limit),
        before: list.before,
        acts: list.act.clone(),
        actor,
        subject: list.subject,
        since: list.since,
        until: list.until,
    };
    let page = desk.runtime.block_on(desk.store.audit(&filter))?;
    if page.unreadable > 0 {
        eprintln!(
            "warning: {} entries can't be read; see where with: secure-biometric audit verify",
            page.unreadable
        );
    }
    if common.json {
        let entries: Vec<Value> = page.entries.iter().map(|one| value(one, &names)).collect();
        say!("{}", json!(entries));
    } else if page.entries.is_empty() {
        say!("no such entries");
    } else {
        for entry in &page.entries {
            say!("{}", line(entry, &names));
        }
    }
    Ok(())
}

fn id_of(
    names: &BTreeMap<OperatorId, OperatorName>,
    name: &OperatorName,
) -> Result<OperatorId, CommandError> {
    let found = names.iter().find(|(_, other)| *other == name);
    found.map(|(id, _)| *id).ok_or_else(|| {
        CommandError::new("no_operator", "there is no operator of that name")
            .fix("see the names with: secure-biometric operators list")
    })
}

fn value(entry: &AuditEntry, names: &BTreeMap<OperatorId, OperatorName>) -> Value {
    json!({
        "number": entry.sequence,
        "at": output::time(entry.at),
        "act": entry.act.as_str(),
        "operator": entry.actor.and_then(|id| names.get(&id)),
        "subject": entry.subject.map(Subject::kind),
        "id": entry.subject.map(Subject::id),
        "facts": entry.facts,
        "hash": entry.hash.to_string(),
    })
}

fn line(entry: &AuditEntry, names: &BTreeMap<OperatorId, OperatorName>) -> String {
    let who = entry.actor.and_then(|id| names.get(&id));
    let who = who.map_or("-", |name| name.as_str());
    let what = entry.subject.map_or_else(String::new, |subject| {
        format!("{} {}", subject.kind(), subject.id())
    });
    let facts: Vec<String> = entry
        .facts
        .iter()
        .map(|(name, fact)| format!("{name}={fact}"))
        .collect();
    format!(
        "{:>7}  {}  {:18}  {who:12}  {what}  {}",
        entry.sequence,
        output::time(entry.at),
        entry.act.as_str(),
        facts.join(" ")
    )
}
