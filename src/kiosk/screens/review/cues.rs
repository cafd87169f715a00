//! What each cue of liveness measured, beside what was asked for and when.

use eframe::egui::Ui;

use crate::domain::{Cue, CueState, Millis};
use crate::kiosk::review_words;
use crate::kiosk::theme;
use crate::kiosk::widgets::{self, MeasureRow};
use crate::pipeline::SessionDetails;

use super::Scene;
use super::line::cue_ink;
use super::session::heading;

/// Draws the cues in the order of time.
pub fn cues(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let liveness = &details.session.liveness;
    heading(ui, scene, "review-cues");
    if liveness.cues.is_empty() {
        let words = scene.texts.get("review-no-cues");
        let font = theme::regular(theme::BODY - 1.0);
        widgets::paragraph(ui, &words, font, scene.palette.muted);
    }
    let mut cues: Vec<&Cue> = liveness.cues.iter().collect();
    cues.sort_by_key(|cue| cue.at_millis);
    for cue in cues {
        row(ui, scene, cue);
    }
}

fn state(cue: &Cue) -> CueState {
    match (cue.value, cue.passed, cue.advisory) {
        (None, ..) => CueState::NotMeasured,
        (_, true, _) => CueState::Passed,
        (_, false, true) => CueState::Doubtful,
        (_, false, false) => CueState::Failed,
    }
}

fn row(ui: &mut Ui, scene: &Scene<'_>, cue: &Cue) {
    let texts = scene.texts;
    let state = state(cue);
    let said = review_words::cue_state(state);
    let known = review_words::cue(&cue.name);
    let mut name = known.map_or_else(|| cue.name.clone(), |key| texts.get(key));
    if cue.advisory {
        name = texts.with("review-advisory", &[("cue", name.into())]);
    }
    let (value, bound) = share(cue);
    let seconds = Millis(cue.at_millis).seconds();
    let values = [
        ("says", wanted(scene, cue).into()),
        ("seconds", texts.decimal(seconds, 1).into()),
    ];
    let says = texts.with("review-cue-at", &values);
    let row = MeasureRow {
        icon: said.icon,
        ink: cue_ink(scene.palette, state),
        name: &name,
        says: &says,
        value,
        bound,
    };
    row.show(ui, scene.palette);
}

/// What was measured and what is asked for, in words.
fn wanted(scene: &Scene<'_>, cue: &Cue) -> String {
    let texts = scene.texts;
    let Some(value) = cue.value else {
        return texts.get("review-cue-not-measured");
    };
    let (key, digits) = match cue.name.as_str() {
        "order" if cue.passed => return texts.get("review-order-followed"),
        "order" => return texts.get("review-order-not-followed"),
        "left" | "right" | "up" | "down" => ("review-degrees", 0),
        "k" => ("review-flat-below", 2),
        "blink" => ("review-below", 2),
        "texture" => ("review-at-most", 2),
        _ => ("review-at-least", 2),
    };
    let values = [
        ("value", texts.decimal(value, digits).into()),
        ("bound", texts.decimal(cue.threshold, digits).into()),
    ];
    texts.with(key, &values)
}

/// Where value and bound stand on a bar; none of what is yes or no.
fn share(cue: &Cue) -> (Option<f32>, Option<f32>) {
    let full = match cue.name.as_str() {
        "order" => return (None, None),
        "left" | "right" | "up" | "down" => 45.0,
        _ => 1.0,
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a bar is drawn to a hundredth of its length"
    )]
    let share = |value: f64| (value / full) as f32;
    (
        cue.value.map(share),
        cue.value.map(|_| share(cue.threshold)),
    )
}
