//! How decisions and lists are written, for people and as JSON.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::domain::{Decision, Session, SessionKind, Timestamp};
use crate::pipeline::Outcome;

/// Whether an answer could not be written, though somebody was reading.
static LOST: AtomicBool = AtomicBool::new(false);

/// Writes a line, or a text without its end, to stdout. Nobody reading any
/// more is no failure; a full disk is one (see [`was_lost`]).
pub fn write(text: std::fmt::Arguments<'_>, end: &str) {
    let mut stdout = std::io::stdout().lock();
    let written = stdout
        .write_fmt(text)
        .and_then(|()| stdout.write_all(end.as_bytes()))
        .and_then(|()| stdout.flush());
    if let Err(error) = written
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// Whether an answer was lost on its way to stdout.
#[must_use]
pub fn was_lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Answers with a line on stdout.
macro_rules! say {
    ($($text:tt)*) => { $crate::commands::output::write(format_args!($($text)*), "\n") };
}
pub(crate) use say;

/// RFC 3339 in UTC, to the millisecond.
#[must_use]
pub fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// A session's result as `verify` and `enrol` print it; scores only where the
/// reader may see them.
#[must_use]
pub fn outcome(outcome: &Outcome, with_scores: bool) -> Value {
    let session = &outcome.session;
    let mut value = json!({
        "session": session.id,
        "decision": session.decision.as_str(),
        "reason": session.reason.as_str(),
        "source": session.source.as_str(),
        "badge": outcome.badge,
        "seconds": seconds(session),
        "quality": session.quality,
        "liveness": {
            "outcome": session.liveness.outcome,
            "p": session.liveness.p,
            "g": session.liveness.g,
            "order": session.liveness.order,
        },
    });
    if let (true, Some(fields)) = (with_scores, value.as_object_mut()) {
        fields.insert("score".to_owned(), json!(session.scores.score));
        fields.insert("threshold".to_owned(), json!(session.scores.threshold));
        fields.insert("liveness".to_owned(), json!(session.liveness));
    }
    value
}

/// The same as a line for people.
#[must_use]
pub fn outcome_line(outcome: &Outcome) -> String {
    let session = &outcome.session;
    let who = outcome
        .name
        .as_ref()
        .map_or(String::new(), |name| format!(": {}", name.as_str()));
    let what = match (session.kind, session.decision) {
        (SessionKind::Enrolment, Decision::Verified) => "enrolled".to_owned(),
        (_, decision) => decision.as_str().replace('_', " "),
    };
    format!(
        "{what}{who} ({}, {:.1} s, session {})",
        session.reason.as_str(),
        seconds(session),
        session.id
    )
}

/// A kept session, with all that a reviewer sees; `mesh` is whether the
/// surface of its face is kept.
#[must_use]
pub fn session(session: &Session, mesh: bool) -> Value {
    json!({
        "id": session.id,
        "kind": session.kind.as_str(),
        "started_at": time(session.started_at),
        "decision": session.decision.as_str(),
        "reason": session.reason.as_str(),
        "source": session.source.as_str(),
        "badge": session.claim,
        "person": session.person,
        "operator": session.operator,
        "vouch_reason": session.vouch_reason,
        "camera": session.camera,
        "tolerance": session.tolerance,
        "tolerance_version": session.tolerance_version,
        "model": session.model.map(|model| model.to_string()),
        "seconds": seconds(session),
        "score": session.scores.score,
        "threshold": session.scores.threshold,
        "consistency": session.scores.consistency,
        "compared": session.scores.compared,
        "frames_fused": session.scores.frames_fused,
        "quality": session.quality,
        "liveness": session.liveness,
        "timings": session.timings,
        "mesh": mesh,
    })
}

/// The exit code of a decision.
#[must_use]
pub fn exit_code(decision: Decision) -> u8 {
    match decision {
        Decision::Verified => 0,
        Decision::NotVerified => 10,
        Decision::Inconclusive => 11,
    }
}

fn seconds(session: &Session) -> f64 {
    crate::domain::Millis(session.timings.total_millis).seconds()
}
