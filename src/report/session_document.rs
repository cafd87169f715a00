//! A session as a report that can be filed: the same facts as its page, with
//! figures that are drawn flat.

use crate::domain::{Measure, Millis, Reconstruction, Replay, ShapeDifference};

use super::document::{Block, Document, Drawn, Figure, Row, Series, Tone, Verdict, facts};
use super::session_html::SessionReport;

/// The report; its foot says who asked for it and why.
#[must_use]
pub fn document(report: &SessionReport<'_>, foot: String) -> Document {
    let mut blocks = vec![
        facts("Session", report.facts()),
        table("Comparison", report.scores()),
        table("Is it a living face?", report.cues()),
        table("Quality of the best picture", report.quality()),
    ];
    if let Some(replay) = report.replay {
        blocks.extend(course(replay).map(Block::Figure));
    }
    if let Some(face) = report.face {
        blocks.push(Block::Figure(surface(face, report.difference)));
    }
    Document {
        title: report.title(),
        foot,
        blocks,
    }
}

fn table(title: &str, rows: Vec<Row>) -> Block {
    if rows.is_empty() {
        return Block::Text {
            text: format!("{title}: nothing was measured."),
        };
    }
    Block::Table {
        title: title.to_owned(),
        columns: Vec::new(),
        rows,
    }
}

/// How the head turned, and what was measured of depth, eyes and likeness
/// meanwhile.
fn course(replay: &Replay) -> [Figure; 2] {
    let x: Vec<f64> = replay
        .moments()
        .iter()
        .map(|one| Millis(one.at_millis.into()).seconds())
        .collect();
    let series = |measure: Measure, name: &str, tone| Series {
        name: name.to_owned(),
        tone,
        values: replay
            .moments()
            .iter()
            .map(|one| one.get(measure).map(f64::from))
            .collect(),
        right: false,
    };
    let figure = |name: &str, title: &str, unit: &str, series: Vec<Series>, note: String| Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        axes: ("seconds".to_owned(), unit.to_owned(), String::new()),
        drawn: Drawn::Lines {
            x: x.clone(),
            logarithmic: false,
            series,
            marks: Vec::new(),
            spots: Vec::new(),
            range: None,
        },
        note,
    };
    let asked = replay.asked().iter().map(|one| {
        let seconds = Millis(one.at_millis.into()).seconds();
        format!("{seconds:.1} s {}", one.word.replace('_', " "))
    });
    let asked = format!("Asked: {}", asked.collect::<Vec<_>>().join(" · "));
    let turned = vec![
        series(Measure::Yaw, "turned to the left", Tone::Accent),
        series(Measure::Pitch, "looked up", Tone::Muted),
    ];
    let measured = vec![
        series(Measure::P, "depth P", Tone::Good),
        series(Measure::G, "depth G", Tone::Accent),
        series(Measure::K, "foreshortening k", Tone::Muted),
        series(Measure::Eyes, "eyes open", Tone::Doubtful),
        series(
            Measure::Likeness,
            "likeness to the first picture",
            Tone::Bad,
        ),
    ];
    [
        figure("turns", "How the head turned", "degrees", turned, asked),
        figure("measured", "What was measured", "", measured, String::new()),
    ]
}

fn surface(face: &Reconstruction, difference: Option<&ShapeDifference>) -> Figure {
    let (values, ends, note) = match difference {
        Some(difference) => {
            let at_landmarks: Vec<[f32; 1]> = difference
                .millimetres()
                .iter()
                .map(|value| [*value])
                .collect();
            let spread = face.spread(&at_landmarks);
            let note = format!(
                "Coloured by how far it lies outside or inside the enrolment's, in millimetres: \
                 half within {:.1}, nearly all within {:.1}.",
                difference.typical(),
                difference.largest()
            );
            let values = spread.iter().map(|[value]| *value).collect();
            (values, Some((-6.0, 6.0)), note)
        }
        None => {
            let depths = face.vertices().iter().map(|[_, _, z]| -z);
            (depths.collect(), None, "Coloured by depth.".to_owned())
        }
    };
    Figure {
        name: "face".to_owned(),
        title: "Face".to_owned(),
        axes: Default::default(),
        drawn: Drawn::Surface {
            vertices: face.vertices().to_vec(),
            triangles: face.triangles().to_vec(),
            values,
            ends,
        },
        note,
    }
}

/// A row of what was measured, beside what was asked for.
pub(super) fn verdict(name: &str, value: String, bound: String, passed: bool) -> Row {
    let (verdict, word) = match passed {
        true => (Verdict::Passed, "passed"),
        false => (Verdict::Failed, "failed"),
    };
    Row {
        cells: vec![name.to_owned(), value, bound, word.to_owned()],
        verdict,
    }
}
