//! Where the data is, and how long sessions are kept.

use eframe::egui::Ui;

use crate::access::{MOST_RETENTION_DAYS, Settings};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, StepperNames};

use super::super::Scene;

/// Days a touch adds or takes.
const STEP_DAYS: u32 = 30;

/// Draws the page.
pub fn data_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    widgets::scrolled(ui, "data", |ui| page(ui, scene, draft));
}

fn page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    let palette = scene.palette;
    let texts = scene.texts;
    let plain = theme::regular(theme::BODY);
    super::heading(ui, scene, "data-folder");
    let folder = scene.snapshot.desk.data_folder.display().to_string();
    widgets::paragraph(ui, &folder, theme::semibold(theme::BODY), palette.text);
    let advice = texts.advice("data-folder");
    widgets::paragraph(ui, &advice, plain.clone(), palette.muted);
    ui.add_space(4.0 * GRID);
    super::heading(ui, scene, "data-retention");
    let days = texts.with("data-days", &[("days", draft.retention_days.into())]);
    let (less, more) = (texts.get("data-less"), texts.get("data-more"));
    let names = StepperNames {
        less: &less,
        more: &more,
    };
    let range = (1..=MOST_RETENTION_DAYS, STEP_DAYS);
    widgets::stepper(ui, palette, &mut draft.retention_days, range, &days, &names);
    ui.add_space(GRID);
    let advice = texts.advice("data-retention");
    widgets::paragraph(ui, &advice, plain, palette.muted);
}
