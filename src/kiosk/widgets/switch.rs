//! A switch with a sentence; the whole line is touched.

use eframe::egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

/// Draws the switch and turns it when it is pressed.
pub fn switch(ui: &mut Ui, palette: &Palette, on: &mut bool, title: &str, text: &str) -> Response {
    let width = ui.available_width();
    let words_width = width - 10.0 * GRID;
    let lay = |words: &str, font, colour| {
        ui.painter()
            .layout(words.to_owned(), font, colour, words_width)
    };
    let title_words = lay(title, theme::semibold(theme::BODY), palette.text);
    let words = lay(text, theme::regular(theme::BODY), palette.muted);
    let height = title_words.size().y + words.size().y;
    let size = vec2(width, (height + 1.5 * GRID).max(theme::TARGET));
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, *on, title));
    super::text::describe(ui, &response, text);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let painter = ui.painter();
    let middle = rect.center().y;
    let at = pos2(rect.left(), middle - height / 2.0);
    let words_at = at + vec2(0.0, title_words.size().y);
    painter.galley(at, title_words, palette.text);
    painter.galley(words_at, words, palette.muted);
    let track = Rect::from_center_size(
        pos2(rect.right() - 4.0 * GRID, middle),
        vec2(7.0 * GRID, 4.0 * GRID),
    );
    let (fill, line, knob, knob_x) = if *on {
        let right = track.right() - 2.0 * GRID;
        (palette.accent, palette.accent, palette.on_accent, right)
    } else {
        let left = track.left() + 2.0 * GRID;
        (Color32::TRANSPARENT, palette.muted, palette.muted, left)
    };
    let corner = CornerRadius::same(16);
    painter.rect(
        track,
        corner,
        fill,
        Stroke::new(2.0, line),
        StrokeKind::Inside,
    );
    painter.circle_filled(pos2(knob_x, middle), 1.25 * GRID, knob);
    if response.has_focus() || response.hovered() {
        let ring = Stroke::new(3.0, palette.text);
        painter.rect_stroke(track.expand(4.0), corner, ring, StrokeKind::Inside);
    }
    response
}
