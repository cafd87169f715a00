//! Sessions as a table for other programs (RFC 4180): a row each, without names.

use crate::domain::{Component, CueKind, CueState, Millis, Session};

/// The whole table; badges and operators' names only where they were asked for.
#[must_use]
pub fn csv(sessions: &[Session], started_at: impl Fn(&Session) -> String, names: bool) -> String {
    let mut columns: Vec<&str> = vec![
        "id",
        "started_at",
        "kind",
        "decision",
        "reason",
        "source",
        "camera",
        "tolerance",
        "tolerance_version",
        "program",
        "score",
        "threshold",
        "consistency",
        "compared",
        "frames_fused",
        "seconds",
        "deciding_millis",
        "frames_analysed",
        "frames_dropped",
        "engine_restarts",
        "p",
        "g",
        "order",
    ];
    columns.extend(CueKind::ALL.iter().map(|kind| kind.as_str()));
    columns.extend(Component::ALL.iter().map(|component| component.name()));
    if names {
        columns.extend(["badge", "operator"]);
    }
    let mut table = line(columns.into_iter().map(str::to_owned));
    for session in sessions {
        table.push_str(&line(row(session, started_at(session), names).into_iter()));
    }
    table
}

fn row(session: &Session, started_at: String, names: bool) -> Vec<String> {
    let number = |value: Option<f32>| value.map_or(String::new(), |value| value.to_string());
    let double = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.4}"));
    let (scores, timings) = (&session.scores, &session.timings);
    let mut cells = vec![
        session.id.to_string(),
        started_at,
        session.kind.as_str().to_owned(),
        session.decision.as_str().to_owned(),
        session.reason.as_str().to_owned(),
        session.source.as_str().to_owned(),
        session.camera.clone(),
        session.tolerance.as_str().to_owned(),
        session.tolerance_version.to_string(),
        session.program.clone(),
        number(scores.score),
        number(scores.threshold),
        number(scores.consistency),
        scores.compared.to_string(),
        scores.frames_fused.to_string(),
        Millis(timings.total_millis).seconds().to_string(),
        timings.deciding_millis.to_string(),
        timings.frames_analysed.to_string(),
        timings.frames_dropped.to_string(),
        timings.engine_restarts.to_string(),
        double(session.liveness.p),
        double(session.liveness.g),
        session.liveness.order.join(" "),
    ];
    cells.extend(CueKind::ALL.iter().map(|kind| {
        let state = match session.liveness.state(*kind) {
            CueState::Passed => "passed",
            CueState::Failed => "failed",
            CueState::Doubtful => "doubtful",
            CueState::NotMeasured => "",
        };
        state.to_owned()
    }));
    cells.extend(
        Component::ALL
            .iter()
            .map(|component| number(session.quality.get(*component))),
    );
    if names {
        let badge = session
            .claim
            .as_ref()
            .map(|badge| badge.as_str().to_owned());
        let operator = session
            .operator
            .as_ref()
            .map(|name| name.as_str().to_owned());
        cells.extend([badge.unwrap_or_default(), operator.unwrap_or_default()]);
    }
    cells
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            line.push(',');
        }
        line.push_str(&quoted(cell));
    }
    line.push_str("\r\n");
    line
}

/// In quotes where it must be; what a spreadsheet would take for a formula is
/// kept from it.
fn quoted(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '@', '\t']);
    let cell = if formula { format!("'{cell}") } else { cell };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_table_is_quoted() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("-0.25", "-0.25"),
        ] {
            assert_eq!(quoted(cell.to_owned()), written);
        }
        let cells = ["a", "b,c"].map(str::to_owned).into_iter();
        assert_eq!(line(cells), "a,\"b,c\"\r\n");
    }
}
