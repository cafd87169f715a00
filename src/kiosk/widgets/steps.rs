//! Where one is on a way of several steps.

use std::cmp::Ordering;

use eframe::egui::{Align, Layout, Rect, Ui};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{frame, text};

/// A row of steps: those before `now` are done, those after it come.
pub fn steps(ui: &mut Ui, palette: &Palette, rect: Rect, names: &[String], now: usize) {
    frame::region(ui, rect, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                text::label(ui, "/", theme::regular(theme::BODY), palette.muted);
            }
            let (font, ink) = match index.cmp(&now) {
                Ordering::Less => (theme::regular(theme::BODY), palette.success),
                Ordering::Equal => (theme::semibold(theme::BODY), palette.text),
                Ordering::Greater => (theme::regular(theme::BODY), palette.muted),
            };
            if index < now {
                text::icon(ui, icons::CHECK, theme::BODY, ink);
            }
            text::label(ui, name, font, ink);
        }
    });
}
