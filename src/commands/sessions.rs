//! `sessions`: what happened at the kiosk.

use std::collections::HashSet;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::commands::output::say;
use crate::domain::{Decision, Reason, Role, Session, SessionId, Timestamp};
use crate::pipeline::now;
use crate::store::SessionFilter;

use super::context::{Authority, Common, Desk};
use super::sessions_export::{ExportArgs, export};
use super::{CommandError, Done, output, session_text};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

#[derive(Args, Debug)]
pub(super) struct SessionsArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List sessions, newest first
    List {
        /// How many at the most
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// Only those older than this one: the next page
        #[arg(long, value_name = "ID")]
        before: Option<SessionId>,
        /// Only these: verified, not_verified or inconclusive
        #[arg(long, value_parser = decision)]
        decision: Option<Decision>,
        /// Only those that ended for this reason
        #[arg(long, value_parser = reason)]
        reason: Option<Reason>,
        #[command(flatten)]
        authority: Authority,
    },
    /// Show one session with its scores and each cue of liveness
    Show {
        /// The session
        id: SessionId,
        #[command(flatten)]
        authority: Authority,
    },
    /// Write the measured surface of a session's face to a file
    Export(ExportArgs),
    /// Remove sessions that are older than the retention
    Clean {
        /// Keep this many days, instead of what the settings say
        #[arg(long, value_name = "DAYS")]
        older_than_days: Option<u32>,
        /// Only say how many would be removed
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        authority: Authority,
    },
}

fn decision(text: &str) -> Result<Decision, String> {
    Decision::parse(text)
        .ok_or_else(|| "a decision is verified, not_verified or inconclusive".to_owned())
}

fn reason(text: &str) -> Result<Reason, String> {
    Reason::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        format!("a reason is one of {}", all.join(", "))
    })
}

pub(super) fn run(args: &SessionsArgs, common: &Common) -> Done {
    let desk = common.open()?;
    match &args.action {
        Action::List {
            limit,
            before,
            decision,
            reason,
            authority,
        } => {
            authority.require(&desk, &[Role::Reviewer])?;
            let filter = SessionFilter {
                limit: Some(*limit),
                before: *before,
                decision: *decision,
                reason: *reason,
                ..SessionFilter::default()
            };
            list(&desk, common, &filter)?;
        }
        Action::Show { id, authority } => {
            authority.require(&desk, &[Role::Reviewer])?;
            show(&desk, common, *id)?;
        }
        Action::Export(args) => export(args, &desk, common)?,
        Action::Clean {
            older_than_days,
            dry_run,
            authority,
        } => {
            authority.require(&desk, &[Role::Administrator])?;
            let days = older_than_days.unwrap_or(desk.settings.retention_days);
            let before = Timestamp(now().0.saturating_sub(i64::from(days) * DAY_MILLIS));
            let removed = desk
                .runtime
                .block_on(desk.store.clean_sessions(before, *dry_run))?;
            if common.json {
                say!(
                    "{}",
                    json!({ "sessions": removed, "older_than_days": days, "dry_run": dry_run })
                );
            } else {
                let what = if *dry_run { "would remove" } else { "removed" };
                say!("{what} {removed} sessions older than {days} days");
            }
        }
    }
    Ok(0)
}

/// The session of that id.
///
/// # Errors
/// When there is none.
pub(super) fn find(desk: &Desk, id: SessionId) -> Result<Session, CommandError> {
    let session = desk.runtime.block_on(desk.store.session(id))?;
    session.ok_or_else(|| {
        CommandError::new("no_session", "there is no session of this id")
            .fix("see the ids with: secure-biometric sessions list")
    })
}

fn show(desk: &Desk, common: &Common, id: SessionId) -> Result<(), CommandError> {
    let session = find(desk, id)?;
    let mesh = !desk
        .runtime
        .block_on(desk.store.reconstructed(id, id))?
        .is_empty();
    let exports = desk.runtime.block_on(desk.store.exports(id))?;
    if !common.json {
        say!("{}", session_text::text(&session, mesh, &exports));
        return Ok(());
    }
    let mut value = output::session(&session, mesh);
    if let Some(fields) = value.as_object_mut() {
        let told = exports.iter().map(|export| {
            json!({
                "at": output::time(export.at),
                "operator": export.operator,
                "reason": export.reason,
            })
        });
        fields.insert("exports".to_owned(), told.collect());
    }
    say!("{value}");
    Ok(())
}

fn list(desk: &Desk, common: &Common, filter: &SessionFilter) -> Result<(), CommandError> {
    let sessions = desk.runtime.block_on(desk.store.sessions(filter))?;
    if common.json {
        let meshes = match (sessions.last(), sessions.first()) {
            (Some(oldest), Some(newest)) => {
                let kept = desk.store.reconstructed(oldest.id, newest.id);
                desk.runtime.block_on(kept)?
            }
            _ => HashSet::new(),
        };
        let told = |session: &Session| output::session(session, meshes.contains(&session.id));
        let sessions: Vec<Value> = sessions.iter().map(told).collect();
        say!("{}", json!(sessions));
    } else if sessions.is_empty() {
        say!("no sessions; every verification and enrolment at the kiosk makes one");
    } else {
        for session in sessions {
            say!(
                "{}  {}  {:12}  {:20}  {:9}  {}",
                session.id,
                output::time(session.started_at),
                session.decision.as_str(),
                session.reason.as_str(),
                session.source.as_str(),
                session.claim.as_ref().map_or("-", |badge| badge.as_str())
            );
        }
    }
    Ok(())
}
