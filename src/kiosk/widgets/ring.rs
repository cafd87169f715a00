//! How far a capture is: the ring around the oval.

use std::f32::consts::TAU;

use eframe::egui::{Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use crate::kiosk::theme::{self, Palette};

use super::thick_line::thick_line;

/// Width of the ring, in points.
const RING_WIDTH: f32 = 8.0;

/// The ring around an oval, filled clockwise from the top by `progress`
/// (0 to 1).
pub fn ring(ui: &Ui, centre: Pos2, half: Vec2, progress: f32, palette: &Palette, label: &str) {
    // The ring hides the dimmed part's edge.
    let half = half + Vec2::splat(RING_WIDTH / 4.0);
    let points = |until: f32| -> Vec<Pos2> {
        (0..=96_u8)
            .map(|step| until * f32::from(step) / 96.0)
            .map(|turn| centre + Vec2::angled((turn - 0.25) * TAU) * half)
            .collect()
    };
    let painter = ui.painter();
    painter.add(Shape::line(
        points(1.0),
        Stroke::new(RING_WIDTH, theme::RING_TRACK),
    ));
    let progress = progress.clamp(0.0, 1.0);
    if progress > 0.0 {
        thick_line(ui, points(progress), RING_WIDTH, palette.accent);
    }
    let place = Rect::from_center_size(centre, half * 2.0);
    ui.interact(place, ui.scope_id().with("ring"), Sense::hover())
        .widget_info(|| WidgetInfo {
            value: Some(f64::from(progress)),
            ..WidgetInfo::labeled(Role::ProgressIndicator, true, label)
        });
}
