//! `sessions`: what happened at the kiosk.

use std::collections::HashSet;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::access::Settings;
use crate::commands::output::say;
use crate::domain::{Act, Decision, Note, Operator, Reason, Role, Session, SessionId, Subject};
use crate::pipeline::{now, sessions_listed};
use crate::store::{Retained, SessionFilter};

use super::context::{Authority, Common, Desk};
use super::sessions_export::{ExportArgs, export};
use super::sessions_mark::{MarkArgs, mark, marks, said, told};
use super::sessions_sample::{SampleArgs, sample};
use super::{CommandError, Done, output, session_text};

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
    /// Write a session, or many, to files: report, table, charts, measured face
    Export(ExportArgs),
    /// Say what a session was in truth: rates of errors are reckoned from it
    Mark(MarkArgs),
    /// Make many plausible sessions of those that rehearsals left here, and
    /// measure how quickly reviewers find and open them
    Sample(SampleArgs),
    /// Remove what is kept no longer: sessions, surfaces of faces, unused people
    Clean {
        /// Keep sessions this many days, instead of what the settings say
        #[arg(long, value_name = "DAYS")]
        older_than_days: Option<u32>,
        /// Keep surfaces of faces this many days
        #[arg(long, value_name = "DAYS")]
        meshes_older_than_days: Option<u32>,
        /// Remove people who were neither verified nor enrolled for so many
        /// days; 0 is never
        #[arg(long, value_name = "DAYS")]
        unused_days: Option<u32>,
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
            let operator = authority.require(&desk, &[Role::Reviewer])?;
            let filter = SessionFilter {
                limit: Some(*limit),
                before: *before,
                decision: *decision,
                reason: *reason,
                ..SessionFilter::default()
            };
            list(&desk, &operator, common, &filter)?;
        }
        Action::Show { id, authority } => {
            let operator = authority.require(&desk, &[Role::Reviewer])?;
            find(&desk, *id)?;
            let note = Note::of(Act::SessionViewed).to(Subject::Session(*id));
            let acting = desk.store.acting(&operator.name);
            desk.runtime.block_on(acting.note(&note))?;
            show(&desk, common, *id)?;
        }
        Action::Export(args) => export(args, &desk, common)?,
        Action::Mark(args) => return mark(args, &desk, common),
        Action::Sample(args) => sample(args, &desk, common)?,
        Action::Clean {
            older_than_days,
            meshes_older_than_days,
            unused_days,
            dry_run,
            authority,
        } => {
            let operator = authority.require(&desk, &[Role::Administrator])?;
            let acting = desk.store.acting(&operator.name);
            let kept = &desk.settings;
            let settings = Settings {
                retention_days: older_than_days.unwrap_or(kept.retention_days),
                mesh_days: meshes_older_than_days.unwrap_or(kept.mesh_days),
                unused_days: unused_days.unwrap_or(kept.unused_days),
                ..kept.clone()
            };
            let limits = settings.retention(now());
            let removed = if *dry_run {
                desk.runtime.block_on(acting.retention_due(&limits))?
            } else {
                desk.runtime.block_on(acting.retain(&limits, now()))?
            };
            tell_cleaned(common, &settings, removed, *dry_run);
        }
    }
    Ok(0)
}

fn tell_cleaned(common: &Common, settings: &Settings, removed: Retained, dry_run: bool) {
    if common.json {
        let value = json!({
            "sessions": removed.sessions,
            "older_than_days": settings.retention_days,
            "meshes": removed.meshes,
            "meshes_older_than_days": settings.mesh_days,
            "people": removed.people,
            "unused_days": settings.unused_days,
            "dry_run": dry_run,
        });
        say!("{value}");
        return;
    }
    let what = if dry_run { "would remove" } else { "removed" };
    let (sessions, days) = (removed.sessions, settings.retention_days);
    say!("{what} {sessions} sessions older than {days} days");
    let (meshes, days) = (removed.meshes, settings.mesh_days);
    say!("{what} {meshes} surfaces of faces older than {days} days");
    match (removed.people, settings.unused_days) {
        (_, 0) => say!("people are kept however long they aren't used"),
        (people, days) => say!("{what} {people} people not used for {days} days"),
    }
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
    let (marks, standing) = marks(desk, id)?;
    if !common.json {
        say!("{}", session_text::text(&session, mesh, &exports));
        for kept in &marks {
            let note = kept.note.as_ref().map_or("", |note| note.as_str());
            say!(
                "marked      {} by {}, {}  {note}",
                kept.mark.truth,
                kept.mark.by.as_str(),
                output::time(kept.mark.at)
            );
        }
        if !marks.is_empty() {
            say!("            {}", said(&standing));
        }
        return Ok(());
    }
    let mut value = output::session(&session, mesh);
    if let Some(fields) = value.as_object_mut() {
        let exported = exports.iter().map(|export| {
            json!({
                "at": output::time(export.at),
                "operator": export.operator,
                "reason": export.reason,
            })
        });
        fields.insert("exports".to_owned(), exported.collect());
        fields.insert("marks".to_owned(), told(&marks));
        fields.insert("standing".to_owned(), json!(standing.as_str()));
    }
    say!("{value}");
    Ok(())
}

fn list(
    desk: &Desk,
    operator: &Operator,
    common: &Common,
    filter: &SessionFilter,
) -> Result<(), CommandError> {
    let sessions = desk.runtime.block_on(desk.store.sessions(filter))?;
    desk.note(operator, &sessions_listed(sessions.len()))?;
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
