//! Sessions as a table: what is in each column, whatever it is written as.

use std::collections::HashMap;

use crate::domain::{
    Component, CueKind, CueState, Millis, Session, SessionId, Standing, Timestamp,
};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A word or text; none is unknown.
    Text(Option<String>),
    /// A number as it was measured.
    Single(Option<f32>),
    /// A number that is finer.
    Double(Option<f64>),
    /// A count.
    Whole(i64),
    /// A moment.
    Time(Timestamp),
}

/// What the table is made of.
pub struct Sessions<'a> {
    /// The sessions, in the order of their rows.
    pub sessions: &'a [Session],
    /// What reviewers' marks come to.
    pub standings: &'a HashMap<SessionId, Standing>,
    /// Whether badges and operators' names are asked for.
    pub names: bool,
}

impl Sessions<'_> {
    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> Vec<&'static str> {
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
            "marked",
        ];
        columns.extend(CueKind::ALL.iter().map(|kind| kind.as_str()));
        columns.extend(Component::ALL.iter().map(|component| component.name()));
        if self.names {
            columns.extend(["badge", "operator"]);
        }
        columns
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Cell>> {
        self.sessions.iter().map(|session| self.row(session))
    }

    fn row(&self, session: &Session) -> Vec<Cell> {
        let word = |text: &str| Cell::Text(Some(text.to_owned()));
        let whole = |count: u64| Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX));
        let (scores, timings) = (&session.scores, &session.timings);
        let standing = self.standings.get(&session.id);
        let marked = standing.and_then(|standing| standing.as_str());
        let mut cells = vec![
            Cell::Text(Some(session.id.to_string())),
            Cell::Time(session.started_at),
            word(session.kind.as_str()),
            word(session.decision.as_str()),
            word(session.reason.as_str()),
            word(session.source.as_str()),
            word(&session.camera),
            word(session.tolerance.as_str()),
            whole(session.tolerance_version.into()),
            word(&session.program),
            Cell::Single(scores.score),
            Cell::Single(scores.threshold),
            Cell::Single(scores.consistency),
            whole(scores.compared.into()),
            whole(scores.frames_fused.into()),
            Cell::Double(Some(Millis(timings.total_millis).seconds())),
            whole(timings.deciding_millis),
            whole(timings.frames_analysed),
            whole(timings.frames_dropped),
            whole(timings.engine_restarts.into()),
            Cell::Double(session.liveness.p),
            Cell::Double(session.liveness.g),
            word(&session.liveness.order.join(" ")),
            Cell::Text(marked.map(str::to_owned)),
        ];
        cells.extend(CueKind::ALL.iter().map(|kind| {
            let state = match session.liveness.state(*kind) {
                CueState::Passed => Some("passed"),
                CueState::Failed => Some("failed"),
                CueState::Doubtful => Some("doubtful"),
                CueState::NotMeasured => None,
            };
            Cell::Text(state.map(str::to_owned))
        }));
        let components = Component::ALL.iter();
        cells.extend(components.map(|component| Cell::Single(session.quality.get(*component))));
        if self.names {
            let badge = session.claim.as_ref().map(|one| one.as_str().to_owned());
            let operator = session.operator.as_ref().map(|one| one.as_str().to_owned());
            cells.extend([Cell::Text(badge), Cell::Text(operator)]);
        }
        cells
    }
}
