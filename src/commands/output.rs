//! How decisions and lists are written, for people and as JSON.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::domain::{Decision, Session, SessionKind, Timestamp};
use crate::pipeline::{Outcome, rfc3339};
use crate::server::{OutcomeShown, SessionShown};

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
    rfc3339(at)
}

/// A session's result as `verify` and `enrol` print it; scores only where the
/// reader may see them.
#[must_use]
pub fn outcome(outcome: &Outcome, with_scores: bool) -> Value {
    json!(OutcomeShown::of(outcome, with_scores))
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
    json!(SessionShown::of(session, mesh))
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
