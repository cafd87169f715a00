//! A short word about the state of something.

use eframe::egui::{Align2, Color32, CornerRadius, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

/// A short word about the state of something, with its icon in its colour.
pub fn pill(ui: &mut Ui, palette: &Palette, icon: &str, colour: Color32, words: &str) {
    let font = theme::regular(theme::BODY);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), font, palette.text);
    let size = vec2(galley.size().x + 7.25 * GRID, 5.0 * GRID);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
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
    let words_rect = rect.with_min_x(rect.left() + 5.25 * GRID);
    let font = theme::regular(theme::BODY);
    text::say(
        ui,
        words_rect,
        Align2::LEFT_CENTER,
        words,
        font,
        palette.text,
    );
}
