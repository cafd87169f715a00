//! A line of a list, to be chosen: lit under the pointer, framed where it is
//! chosen or has the focus. What stands in it its screen draws.

use eframe::egui::{
    CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::focus::into_view;

/// A line as high as what a finger hits; `spoken` is what a screen reader says
/// of it. Returns where its words have room.
pub fn list_row(ui: &mut Ui, palette: &Palette, chosen: bool, spoken: &str) -> (Rect, Response) {
    let size = vec2(ui.available_width() - GRID, theme::TARGET);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, spoken));
    into_view(&response);
    let fill = if chosen {
        palette.surface_hover
    } else if response.hovered() {
        palette.background
    } else {
        palette.surface
    };
    let edge = if response.has_focus() {
        Stroke::new(3.0, palette.text)
    } else if chosen {
        Stroke::new(2.0, palette.accent)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(theme::RADIUS);
    ui.painter()
        .rect(rect, corner, fill, edge, StrokeKind::Inside);
    (rect.shrink2(vec2(1.5 * GRID, 0.75 * GRID)), response)
}
