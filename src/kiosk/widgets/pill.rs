//! A short word about the state of something.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::elided;

/// What a pill has beside its words, in points.
const AROUND: f32 = 7.25 * GRID;
/// No pill is wider, in points; longer words end in "…".
const WIDEST: f32 = 34.0 * GRID;
/// Where there is less room, there is no pill, in points.
const LEAST: f32 = 12.0 * GRID;

fn font() -> FontId {
    theme::regular(theme::BODY)
}

/// How wide a pill with these words is, in points.
#[must_use]
pub fn pill_width(ui: &Ui, words: &str) -> f32 {
    let ink = Color32::PLACEHOLDER;
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font(), ink);
    (galley.size().x + AROUND).min(WIDEST)
}

/// A short word about the state of something, with its icon in its colour. It
/// takes what room there is, and stays away where that is too little.
pub fn pill(ui: &mut Ui, palette: &Palette, icon: &str, colour: Color32, words: &str) {
    let whole = pill_width(ui, words);
    let width = whole.min(ui.available_width());
    if width < LEAST.min(whole) {
        return;
    }
    let (rect, _) = ui.allocate_exact_size(vec2(width, 5.0 * GRID), Sense::hover());
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(20),
        palette.surface,
        Stroke::new(1.0, palette.border),
        StrokeKind::Inside,
    );
    painter.text(
        pos2(rect.left() + 2.0 * GRID, rect.center().y),
        Align2::LEFT_CENTER,
        icon,
        theme::icon(theme::BODY),
        colour,
    );
    let place = Rect::from_min_max(
        pos2(rect.left() + 5.25 * GRID, rect.top()),
        pos2(rect.right() - 1.5 * GRID, rect.bottom()),
    );
    elided(ui, place, Align2::LEFT_CENTER, words, font(), palette.text);
}
