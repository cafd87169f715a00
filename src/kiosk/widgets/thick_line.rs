//! Lines of rings and arcs.

use eframe::egui::{Color32, Pos2, Shape, Stroke, Ui};

/// A line with round ends.
pub fn thick_line(ui: &Ui, points: Vec<Pos2>, width: f32, colour: Color32) {
    let painter = ui.painter();
    for end in [points.first(), points.last()].into_iter().flatten() {
        painter.circle_filled(*end, width / 2.0, colour);
    }
    painter.add(Shape::line(points, Stroke::new(width, colour)));
}
