//! Where one is in a short row of steps.

use eframe::egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::kiosk::theme::{GRID, Palette};

/// Draws `count` strips, those before and at `now` (from 0) filled; `label`
/// says it in words.
pub fn step_dots(ui: &mut Ui, palette: &Palette, now: u8, count: u8, label: &str) {
    let (strip, gap) = (vec2(6.0 * GRID, 0.75 * GRID), GRID);
    let width = f32::from(count) * (strip.x + gap) - gap;
    let (rect, response) = ui.allocate_exact_size(vec2(width, strip.y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, label));
    for step in 0..count {
        let left = rect.left() + f32::from(step) * (strip.x + gap);
        let place = Rect::from_min_size(eframe::egui::pos2(left, rect.top()), strip);
        let colour = if step <= now {
            palette.accent
        } else {
            palette.track
        };
        ui.painter()
            .rect_filled(place, CornerRadius::same(3), colour);
    }
}
