//! Tolerance profiles in plain words; which one is in force.

use eframe::egui::Ui;

use crate::access::Settings;
use crate::domain::Tolerance;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tile};

use super::super::Scene;

/// Draws the page.
pub fn tolerance_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    let palette = scene.palette;
    let texts = scene.texts;
    super::heading(ui, scene, "settings-tolerance");
    let advice = texts.get("tolerance-advice");
    widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
    ui.add_space(GRID);
    super::scrolling(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.5 * GRID;
        for profile in &scene.snapshot.desk.profiles {
            let (title, text) = said(scene, profile);
            let chosen = draft.tolerance == profile.name.as_str();
            let tile = Tile::choice(palette, icons::SLIDERS, &title, &text, chosen);
            if tile.show(ui).clicked() {
                draft.tolerance = profile.name.as_str().to_owned();
            }
        }
    });
}

/// A profile's name, and what it means with its figures.
fn said(scene: &Scene<'_>, profile: &Tolerance) -> (String, String) {
    let texts = scene.texts;
    let name = profile.name.as_str();
    let known = match name {
        "strict" => Some("tolerance-strict"),
        "balanced" => Some("tolerance-balanced"),
        "lenient" => Some("tolerance-lenient"),
        _ => None,
    };
    let (title, meaning) = match known {
        Some(key) => (texts.get(key), texts.advice(key)),
        None => (name.to_owned(), texts.get("tolerance-own")),
    };
    let strangers = (1.0 / profile.false_positive_target).round();
    let figures = texts.with(
        "tolerance-figures",
        &[
            ("match", format!("{:.2}", profile.match_threshold).into()),
            ("strangers", strangers.into()),
            (
                "seconds",
                profile.verify_timeout_millis.seconds().round().into(),
            ),
        ],
    );
    (title, format!("{meaning}\n{figures}"))
}
