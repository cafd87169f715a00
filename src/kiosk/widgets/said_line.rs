//! A sentence about how something went, with its icon in its colour.

use eframe::egui::{Color32, Ui};

use crate::kiosk::theme::{self, Palette};

use super::text;

/// Draws icon and sentence; the sentence wraps. Always as high as a line.
pub fn said_line(ui: &mut Ui, palette: &Palette, icon: &str, colour: Color32, words: &str) {
    ui.horizontal_top(|ui| {
        ui.set_min_height(theme::LEAD);
        if !words.is_empty() {
            text::icon(ui, icon, theme::LEAD, colour);
            ui.vertical(|ui| {
                text::paragraph(ui, words, theme::regular(theme::BODY), palette.text);
            });
        }
    });
}
