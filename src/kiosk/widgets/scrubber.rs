//! A line of time with a knob: dragged, or moved by the arrow keys while it has
//! the focus.

use eframe::egui::{
    CornerRadius, EventFilter, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID, Palette};

use super::focus_ring;

/// Height of the line and radius of the knob, in points.
const LINE: f32 = 6.0;
const KNOB: f32 = 11.0;

/// Draws the line as wide as there is room and moves `at` (0 to 1) along it;
/// a key moves it by `step`. `spoken` says where it is.
pub fn scrubber(ui: &mut Ui, palette: &Palette, at: &mut f32, step: f32, spoken: &str) -> Response {
    let size = vec2(ui.available_width(), theme::TARGET);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let line = Rect::from_min_max(
        pos2(rect.left() + KNOB + GRID, rect.center().y - LINE / 2.0),
        pos2(rect.right() - KNOB - GRID, rect.center().y + LINE / 2.0),
    );
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = (pointer.x - line.left()) / line.width().max(1.0);
        *at = share.clamp(0.0, 1.0);
        response.mark_changed();
    }
    if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input(|input| input.num_presses(key) > 0);
        for (key, by) in [(Key::ArrowLeft, -step), (Key::ArrowRight, step)] {
            if pressed(key) {
                *at = (*at + by).clamp(0.0, 1.0);
                response.mark_changed();
            }
        }
    }
    let value = f64::from(*at);
    response.widget_info(|| WidgetInfo {
        value: Some(value),
        ..WidgetInfo::labeled(Role::Slider, true, spoken)
    });
    focus_ring(ui, palette, &response, rect.shrink2(vec2(4.0, 8.0)));
    let painter = ui.painter();
    let round = CornerRadius::same(3);
    painter.rect_filled(line, round, palette.track);
    let knob = pos2(line.left() + line.width() * *at, line.center().y);
    painter.rect_filled(line.with_max_x(knob.x), round, palette.accent);
    let edge = Stroke::new(3.0, palette.surface);
    painter.circle(knob, KNOB, palette.accent, edge);
    response
}
