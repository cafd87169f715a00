//! A box to tick.

use eframe::egui::{
    Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

/// A box to tick, with a sentence; the whole line is touched.
pub fn tick_box(ui: &mut Ui, palette: &Palette, ticked: &mut bool, words: &str) -> Response {
    tick_box_if(ui, palette, true, ticked, words)
}

/// The same, which may not be ticked yet.
pub fn tick_box_if(
    ui: &mut Ui,
    palette: &Palette,
    enabled: bool,
    ticked: &mut bool,
    words: &str,
) -> Response {
    let ink = if enabled { palette.text } else { palette.muted };
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let width = ui.available_width();
    let galley = ui.painter().layout(
        words.to_owned(),
        theme::semibold(theme::BODY),
        ink,
        width - 7.0 * GRID,
    );
    let size = vec2(width, galley.size().y.max(theme::TARGET));
    let (rect, mut response) = ui.allocate_exact_size(size, sense);
    if response.clicked() {
        *ticked = !*ticked;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, *ticked, words));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let painter = ui.painter();
    let middle = pos2(rect.left() + 2.5 * GRID, rect.center().y);
    let square = Rect::from_center_size(middle, Vec2::splat(4.0 * GRID));
    let fill = match (enabled, *ticked) {
        (false, _) => palette.track,
        (true, true) => palette.accent,
        (true, false) => palette.surface,
    };
    let line = if enabled && response.has_focus() {
        Stroke::new(3.0, palette.text)
    } else if enabled && response.hovered() {
        Stroke::new(2.0, palette.text)
    } else {
        Stroke::new(2.0, palette.muted)
    };
    painter.rect(
        square,
        CornerRadius::same(6),
        fill,
        line,
        StrokeKind::Inside,
    );
    if *ticked {
        painter.text(
            middle,
            Align2::CENTER_CENTER,
            icons::CHECK,
            theme::icon(theme::LEAD),
            palette.on_accent,
        );
    }
    let text_at = pos2(
        rect.left() + 6.0 * GRID,
        rect.center().y - galley.size().y / 2.0,
    );
    painter.galley(text_at, galley, ink);
    response
}
