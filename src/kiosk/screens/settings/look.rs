//! How the kiosk looks and sounds.

use eframe::egui::{Ui, vec2};

use crate::access::{Appearance, Settings};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button};

use super::super::Scene;

/// Draws the page.
pub fn look_page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    widgets::scrolled(ui, "look", |ui| page(ui, scene, draft));
}

fn page(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Settings) {
    let palette = scene.palette;
    let texts = scene.texts;
    super::heading(ui, scene, "appearance-title");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        for (appearance, icon, key) in [
            (Appearance::System, icons::CPU, "appearance-system"),
            (Appearance::Light, icons::SUN, "appearance-light"),
            (Appearance::Dark, icons::MOON, "appearance-dark"),
        ] {
            let words = texts.get(key);
            let chosen = draft.appearance == appearance;
            let button = Button::choice(palette, icon, &words, chosen);
            if ui.add(button.min_size(vec2(0.0, theme::TARGET))).clicked() {
                draft.appearance = appearance;
            }
        }
    });
    ui.add_space(2.0 * GRID);
    ui.spacing_mut().item_spacing.y = GRID;
    for (on, key) in [
        (&mut draft.high_contrast, "look-contrast"),
        (&mut draft.reduced_motion, "look-motion"),
        (&mut draft.large_text, "look-large"),
        (&mut draft.fullscreen, "look-fullscreen"),
        (&mut draft.sound, "look-sound"),
    ] {
        let (title, advice) = (texts.get(key), texts.advice(key));
        widgets::switch(ui, palette, on, &title, &advice);
    }
}
