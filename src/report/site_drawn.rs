//! A site report's figures of cues and of quality.

use crate::domain::Component;

use super::document::{Drawn, Figure, Mark, Series, Tone};
use super::site::SiteFigures;
use super::spread::{CueSpread, SPREAD_BARS};

/// A component and its value of each day.
type OfDays<'a> = (&'a Component, Vec<Option<f64>>);

/// The components that were measured, five in a figure.
pub(super) fn quality(figures: &SiteFigures) -> impl Iterator<Item = Figure> {
    const TONES: [Tone; 5] = [
        Tone::Accent,
        Tone::Doubtful,
        Tone::Bad,
        Tone::Good,
        Tone::Muted,
    ];
    let days = &figures.days;
    let measured: Vec<(&Component, Vec<Option<f64>>)> = Component::ALL
        .iter()
        .map(|component| {
            let values = days
                .iter()
                .map(|day| day.quality.get(component).map(|value| f64::from(*value)));
            (component, values.collect())
        })
        .filter(|(_, values): &(_, Vec<_>)| values.iter().any(Option::is_some))
        .collect();
    let x: Vec<f64> = (0..days.len()).map(real).collect();
    let figure = move |(number, some): (usize, &[OfDays<'_>])| Figure {
        name: format!("quality-{}", number + 1),
        title: "Quality of the pictures, half were better".to_owned(),
        axes: axes("days from the first", "0 to 100", ""),
        drawn: Drawn::Lines {
            x: x.clone(),
            logarithmic: false,
            series: some
                .iter()
                .zip(TONES)
                .map(|((component, values), tone)| Series {
                    name: component.name().to_owned(),
                    tone,
                    values: values.clone(),
                    right: false,
                })
                .collect(),
            marks: Vec::new(),
            spots: Vec::new(),
            range: Some((0.0, 105.0)),
        },
        note: String::new(),
    };
    let figures: Vec<Figure> = measured
        .chunks(TONES.len())
        .enumerate()
        .map(figure)
        .collect();
    figures.into_iter()
}

/// A cue's values.
pub(super) fn cue(name: &str, spread: &CueSpread) -> Figure {
    let (low, high) = spread.ends;
    let width = (high - low) / real(SPREAD_BARS);
    let series = |name: &str, tone, counts: &[u64]| Series {
        name: name.to_owned(),
        tone,
        values: counts.iter().map(|count| Some(counted(*count))).collect(),
        right: false,
    };
    Figure {
        name: format!("cue-{name}"),
        title: match spread.advisory {
            true => format!("Liveness cue: {name} (nothing is decided on it)"),
            false => format!("Liveness cue: {name}"),
        },
        axes: axes("value", "sessions", ""),
        drawn: Drawn::Bars {
            x: (0..SPREAD_BARS)
                .map(|bar| low + width * (real(bar) + 0.5))
                .collect(),
            stacked: true,
            series: vec![
                series("passed", Tone::Good, &spread.passed),
                series("failed", Tone::Bad, &spread.failed),
            ],
            marks: vec![Mark {
                x: spread.threshold,
                name: "bound".to_owned(),
            }],
        },
        note: String::new(),
    }
}

/// What is along the axes.
pub(super) fn axes(below: &str, left: &str, right: &str) -> (String, String, String) {
    (below.to_owned(), left.to_owned(), right.to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "counts are exact in a double")]
pub(super) fn counted(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "bars and days are few")]
pub(super) fn real(number: usize) -> f64 {
    number as f64
}
