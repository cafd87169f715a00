//! Where one is on a way of several steps.

use std::cmp::Ordering;

use eframe::egui::{Align, CornerRadius, FontId, Layout, Rect, Sense, Ui, vec2};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{frame, text};

/// Between the parts of the row, in points.
const GAP: f32 = 1.5 * GRID;
/// A step that is only a strip.
const STRIP: eframe::egui::Vec2 = vec2(4.0 * GRID, 0.75 * GRID);

fn font(index: usize, now: usize) -> FontId {
    if index == now {
        theme::semibold(theme::BODY)
    } else {
        theme::regular(theme::BODY)
    }
}

/// A row of steps: those before `now` are done, those after it come. Where
/// there is no room for all names, the others are strips.
pub fn steps(ui: &mut Ui, palette: &Palette, rect: Rect, names: &[String], now: usize) {
    frame::region(ui, rect, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        if width(ui, palette, names, now) > rect.width() {
            in_strips(ui, palette, names, now);
        } else {
            in_words(ui, palette, names, now);
        }
    });
}

/// How wide the row is with all names.
fn width(ui: &Ui, palette: &Palette, names: &[String], now: usize) -> f32 {
    let names = names.iter().enumerate().map(|(index, name)| {
        let words = name.clone();
        let galley = ui
            .painter()
            .layout_no_wrap(words, font(index, now), palette.text);
        // A sign before it, and a stroke between.
        galley.size().x + theme::BODY + 3.0 * GAP + GRID
    });
    names.sum()
}

fn in_words(ui: &mut Ui, palette: &Palette, names: &[String], now: usize) {
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            text::label(ui, "/", theme::regular(theme::BODY), palette.muted);
        }
        let ink = match index.cmp(&now) {
            Ordering::Less => palette.success,
            Ordering::Equal => palette.text,
            Ordering::Greater => palette.muted,
        };
        if index < now {
            text::icon(ui, icons::CHECK, theme::BODY, ink);
        }
        text::label(ui, name, font(index, now), ink);
    }
}

fn in_strips(ui: &mut Ui, palette: &Palette, names: &[String], now: usize) {
    for index in 0..names.len() {
        let (place, _) = ui.allocate_exact_size(STRIP, Sense::hover());
        let ink = match index.cmp(&now) {
            Ordering::Less => palette.success,
            Ordering::Equal => palette.accent,
            Ordering::Greater => palette.track,
        };
        ui.painter().rect_filled(place, CornerRadius::same(3), ink);
    }
    // When all is done, the last one says so.
    if let Some(name) = names.get(now).or(names.last()) {
        text::label(ui, name, theme::semibold(theme::BODY), palette.text);
    }
}
