//! How much of something is there: a line that fills.

use eframe::egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo};

use crate::kiosk::theme::Palette;

/// A line over the whole of `rect`, filled from the left by `share` (0 to 1).
pub fn filled_line(ui: &Ui, palette: &Palette, rect: Rect, share: f32, label: &str) {
    let share = share.clamp(0.0, 1.0);
    let painter = ui.painter();
    let corner = CornerRadius::ZERO;
    painter.rect_filled(rect, corner, palette.track);
    let until = rect.left() + rect.width() * share;
    painter.rect_filled(rect.with_max_x(until), corner, palette.accent);
    ui.interact(rect, ui.scope_id().with("filled line"), Sense::hover())
        .widget_info(|| WidgetInfo {
            value: Some(f64::from(share)),
            ..WidgetInfo::labeled(Role::ProgressIndicator, true, label)
        });
}
