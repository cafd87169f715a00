//! How good the best picture was, component by component: beside its bound,
//! how it compares here, and for what fails the one thing that helps.

use eframe::egui::Ui;

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, MeasureRow};
use crate::kiosk::words;
use crate::pipeline::{QualityLine, SessionDetails};

use super::Scene;
use super::session::heading;

/// Draws the components, those that fail first.
pub fn quality(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    heading(ui, scene, "review-quality");
    if details.quality.is_empty() {
        let words = scene.texts.get("review-no-quality");
        let font = theme::regular(theme::BODY - 1.0);
        widgets::paragraph(ui, &words, font, scene.palette.muted);
        return;
    }
    let mut lines: Vec<&QualityLine> = details.quality.iter().collect();
    lines.sort_by_key(|line| (!line.is_failing(), line.bound.is_none()));
    for line in lines {
        row(ui, scene, line);
    }
}

fn row(ui: &mut Ui, scene: &Scene<'_>, line: &QualityLine) {
    let texts = scene.texts;
    let palette = scene.palette;
    let (icon, ink) = match (line.bound, line.is_failing()) {
        (_, true) => (icons::CROSS, palette.warning),
        (Some(_), false) => (icons::CHECK, palette.success),
        (None, false) => ("", palette.muted),
    };
    let value = format!("{:.0}", line.value);
    let mut says = match line.bound {
        Some(bound) => {
            let values = [
                ("value", value.into()),
                ("bound", format!("{bound:.0}").into()),
            ];
            texts.with("review-at-least", &values)
        }
        None => value,
    };
    if let Some(percent) = line.better_than {
        let usual = texts.with("review-better-than", &[("percent", percent.into())]);
        says = format!("{says} · {usual}");
    }
    let name = texts.get(words::component(line.component));
    let row = MeasureRow {
        icon,
        ink,
        name: &name,
        says: &says,
        value: Some(line.value / 100.0),
        bound: line.bound.map(|bound| bound / 100.0),
    };
    row.show(ui, palette);
    if line.is_failing() {
        let advice = texts.get(words::fix(line.component, false));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            ui.add_space(2.5 * GRID);
            widgets::icon(ui, icons::LIGHTBULB, theme::BODY, palette.warning);
            ui.vertical(|ui| {
                let font = theme::regular(theme::BODY - 1.0);
                widgets::wrapping(ui, &advice, font, palette.text);
            });
        });
        ui.add_space(GRID);
    }
}
