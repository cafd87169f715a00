//! How a head is held: a dot in a target, as in a mirror.

use eframe::egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::domain::Pose;
use crate::kiosk::theme::{GRID, Palette};

/// Degrees from the middle to the outer circle (ours: more is no longer
/// looking at the camera).
const REACH_DEGREES: f32 = 30.0;
/// The inner circle: straight enough for a first look.
const STRAIGHT_DEGREES: f32 = 12.0;

/// Draws the dial into `rect`: the dot goes left when the head is turned to
/// its own left. Without a pose there is no dot.
pub fn pose_dial(
    ui: &Ui,
    rect: Rect,
    pose: Option<Pose>,
    good: bool,
    palette: &Palette,
    label: &str,
) {
    let painter = ui.painter();
    let middle = rect.center();
    let radius = rect.width().min(rect.height()) / 2.0 - GRID;
    let line = Stroke::new(2.0, palette.field_border);
    painter.circle(middle, radius, palette.surface, line);
    let inner = radius * STRAIGHT_DEGREES / REACH_DEGREES;
    painter.circle_stroke(middle, inner, Stroke::new(2.0, palette.accent));
    painter.hline(
        middle.x - radius..=middle.x + radius,
        middle.y,
        Stroke::new(1.0, palette.border),
    );
    painter.vline(
        middle.x,
        middle.y - radius..=middle.y + radius,
        Stroke::new(1.0, palette.border),
    );
    if let Some(pose) = pose {
        let off = vec2(-pose.yaw_degrees, -pose.pitch_degrees) * (radius / REACH_DEGREES);
        let off = off * (radius / off.length().max(radius));
        let colour = if good {
            palette.success
        } else {
            palette.warning
        };
        painter.circle_filled(middle + off, 1.5 * GRID, colour);
    }
    ui.interact(rect, ui.scope_id().with("pose dial"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Meter, true, label));
}
