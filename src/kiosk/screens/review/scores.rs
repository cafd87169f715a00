//! A session's scores, each beside what it was compared with.

use eframe::egui::Ui;

use crate::kiosk::icons;
use crate::kiosk::theme;
use crate::kiosk::widgets::{self, MeasureRow};
use crate::pipeline::SessionDetails;

use super::session::heading;
use super::{Scene, grouped};

/// Draws the scores, or says that nothing was compared.
pub fn scores(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let scores = &details.session.scores;
    let palette = scene.palette;
    let texts = scene.texts;
    heading(ui, scene, "review-scores");
    match (scores.score, scores.threshold) {
        (Some(score), Some(threshold)) => {
            let passed = score >= threshold;
            let says = at_least(scene, score.into(), threshold.into());
            score_row(ui, scene, "review-score", &says, passed, (score, threshold));
        }
        (None, Some(threshold)) => {
            let value = scene.texts.decimal(threshold, 2).into();
            let words = texts.with("review-not-compared", &[("threshold", value)]);
            let font = theme::regular(theme::BODY - 1.0);
            widgets::paragraph(ui, &words, font, palette.muted);
        }
        _ => {
            let words = texts.get("review-no-scores");
            let font = theme::regular(theme::BODY - 1.0);
            widgets::paragraph(ui, &words, font, palette.muted);
        }
    }
    if let Some(consistency) = scores.consistency {
        let bound = details.tolerance.as_ref();
        let bound = bound.map(|tolerance| tolerance.consistency_threshold);
        let passed = bound.is_none_or(|bound| consistency >= bound);
        let says = bound.map_or_else(
            || scene.texts.decimal(consistency, 2),
            |bound| at_least(scene, consistency.into(), bound.into()),
        );
        let place = (consistency, bound.unwrap_or_default());
        score_row(ui, scene, "review-consistency", &says, passed, place);
    }
    if scores.compared > 0 {
        let values = [
            ("people", scores.compared.into()),
            ("number", grouped(scores.compared.into()).into()),
            ("frames", scores.frames_fused.into()),
        ];
        let words = texts.with("review-compared", &values);
        let font = theme::regular(theme::SMALL + 1.0);
        widgets::paragraph(ui, &words, font, palette.muted);
    }
}

/// A value and the least that is asked for, in words.
pub fn at_least(scene: &Scene<'_>, value: f64, bound: f64) -> String {
    let values = [
        ("value", scene.texts.decimal(value, 2).into()),
        ("bound", scene.texts.decimal(bound, 2).into()),
    ];
    scene.texts.with("review-at-least", &values)
}

/// Cosines as they are met: most lie between 0 and 1.
fn score_row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    key: &str,
    says: &str,
    passed: bool,
    (value, bound): (f32, f32),
) {
    let name = scene.texts.get(key);
    let (icon, ink) = match passed {
        true => (icons::CHECK, scene.palette.success),
        false => (icons::CROSS, scene.palette.danger),
    };
    let row = MeasureRow {
        icon,
        ink,
        name: &name,
        says,
        value: Some(value),
        bound: Some(bound),
    };
    row.show(ui, scene.palette);
}
