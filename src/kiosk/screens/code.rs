//! A token as a QR code, as large as there is room for. It is dark on light in
//! both themes: readers expect that.

use eframe::egui::epaint::{Mesh, Shape};
use eframe::egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::kiosk::theme::{self, GRID};
use crate::pipeline::Receipt;

use super::Scene;

/// Light squares around a code on each side (ISO/IEC 18004, 9.1).
const QUIET: f32 = 4.0;

/// Draws the code into the middle of `rect`. A square is a whole number of the
/// screen's pixels where there is room for one: what is smeared isn't read.
pub fn code_in(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, receipt: &Receipt) {
    let squares = receipt.rows().fold(0.0, |count, _| count + 1.0) + 2.0 * QUIET;
    let pixels = ui.ctx().pixels_per_point();
    let room = rect.width().min(rect.height()) * pixels;
    let whole = (room / squares).floor();
    let square = if whole >= 1.0 { whole } else { room / squares } / pixels;
    let size = Vec2::splat(square * squares);
    let place = Align2::CENTER_CENTER.align_size_within_rect(size, rect);
    // On the screen's own pixels.
    let corner = pos2(
        (place.left() * pixels).round() / pixels,
        (place.top() * pixels).round() / pixels,
    );
    let place = Rect::from_min_size(corner, size);
    let response = ui.allocate_rect(place, Sense::hover());
    let name = scene.texts.get("code-label");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    // A soft edge around it, which is light as the code's own.
    let corner_radius = CornerRadius::same(theme::RADIUS);
    let around = place.expand(GRID);
    ui.painter()
        .rect_filled(around, corner_radius, theme::CODE_LIGHT);
    let mut mesh = Mesh::default();
    mesh.add_colored_rect(place, theme::CODE_LIGHT);
    let mut top = corner.y + QUIET * square;
    for row in receipt.rows() {
        let mut left = corner.x + QUIET * square;
        for run in row.chunk_by(|one, next| one == next) {
            let width = run.iter().fold(0.0, |width, _| width + square);
            if run.first() == Some(&true) {
                let run = Rect::from_min_size(pos2(left, top), vec2(width, square));
                mesh.add_colored_rect(run, theme::CODE_DARK);
            }
            left += width;
        }
        top += square;
    }
    ui.painter().add(Shape::mesh(mesh));
}
