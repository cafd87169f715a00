//! A pad to sign on, with a finger or a mouse.

use eframe::egui::{
    Align2, CornerRadius, Event, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use crate::domain::{self, Drawing, MAX_POINTS, MAX_STROKES, MIN_INK, PAD_WIDTH};
use crate::kiosk::theme::{self, GRID, Palette};

/// Points nearer than this to the last one are left out, in the pad's units
/// (ours: a sixth of a millimetre on a pad of 15 cm).
const LEAST_STEP: f64 = 4.5;
const INK_WIDTH: f32 = 3.0;

/// What was drawn so far.
#[derive(Debug, Default)]
pub struct Ink {
    strokes: Vec<domain::Stroke>,
    /// Whether the pen is down.
    drawing: bool,
}

impl Ink {
    /// The signature, once there is enough ink for one.
    #[must_use]
    pub fn drawing(&self) -> Option<Drawing> {
        Drawing::try_from(self.strokes.clone()).ok()
    }

    /// Whether nothing was drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// Whether something was drawn, but too little.
    #[must_use]
    pub fn is_too_little(&self) -> bool {
        !self.is_empty() && domain::ink(&self.strokes) < MIN_INK
    }

    /// Wipes it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn pen_down(&mut self, at: [u16; 2]) {
        self.drawing = self.strokes.len() < MAX_STROKES && self.points() < MAX_POINTS;
        if self.drawing {
            self.strokes.push(vec![at]);
        }
    }

    fn pen_moved(&mut self, at: [u16; 2]) {
        let full = self.points() >= MAX_POINTS;
        let Some(stroke) = self.strokes.last_mut().filter(|_| self.drawing && !full) else {
            return;
        };
        let step = stroke.last().map(|last| domain::ink(&[vec![*last, at]]));
        if step.is_none_or(|step| step >= LEAST_STEP) {
            stroke.push(at);
        }
    }

    fn points(&self) -> usize {
        self.strokes.iter().map(Vec::len).sum()
    }
}

/// Draws the pad into `rect` and takes what is drawn on it. `hint` stands on
/// an empty pad.
pub fn signature_pad(
    ui: &mut Ui,
    palette: &Palette,
    rect: Rect,
    ink: &mut Ink,
    label: &str,
    hint: &str,
) -> Response {
    let response = ui.interact(rect, ui.scope_id().with("signature"), Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, label));
    follow_pen(ui, rect, ink, &response);
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect(
        rect,
        CornerRadius::same(theme::RADIUS),
        palette.background,
        Stroke::new(1.0, palette.field_border),
        StrokeKind::Inside,
    );
    let line = rect.bottom() - rect.height() * 0.28;
    let from = rect.left() + 3.0 * GRID;
    let base = Stroke::new(1.0, palette.muted);
    painter.hline(from..=rect.right() - 3.0 * GRID, line, base);
    if ink.is_empty() {
        let middle = pos2(rect.center().x, line - 2.0 * GRID);
        let font = theme::regular(theme::BODY);
        painter.text(middle, Align2::CENTER_BOTTOM, hint, font, palette.muted);
    }
    let pen = Stroke::new(INK_WIDTH, palette.text);
    for stroke in &ink.strokes {
        paint_stroke(&painter, &on_screen(rect, stroke), pen);
    }
    response
}

fn follow_pen(ui: &Ui, rect: Rect, ink: &mut Ink, response: &Response) {
    if response.drag_started() {
        let from = ui.input(|input| input.pointer.press_origin());
        if let Some(from) = from.or_else(|| response.interact_pointer_pos()) {
            ink.pen_down(on_pad(rect, from));
        }
    }
    if response.dragged() {
        // All that came since the last frame: a quick pen is not cut short.
        ui.input(|input| {
            for event in &input.events {
                if let Event::PointerMoved(to) = event {
                    ink.pen_moved(on_pad(rect, *to));
                }
            }
        });
    }
    if response.drag_stopped() {
        ink.drawing = false;
    }
}

fn paint_stroke(painter: &eframe::egui::Painter, points: &[Pos2], pen: Stroke) {
    for end in [points.first(), points.last()].into_iter().flatten() {
        painter.circle_filled(*end, pen.width / 2.0, pen.color);
    }
    painter.add(Shape::line(points.to_vec(), pen));
}

/// A signature as it was drawn, to look at, inside `rect`.
pub fn signature_picture(ui: &Ui, palette: &Palette, rect: Rect, drawing: &Drawing, label: &str) {
    ui.interact(
        rect,
        ui.scope_id().with("signature picture"),
        Sense::hover(),
    )
    .widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    let painter = ui.painter().with_clip_rect(rect);
    let pen = Stroke::new(INK_WIDTH / 2.0, palette.text);
    for stroke in drawing.strokes() {
        paint_stroke(&painter, &on_screen(rect, stroke), pen);
    }
}

/// Units of the pad for a place on the screen; outside counts as the edge.
fn on_pad(rect: Rect, at: Pos2) -> [u16; 2] {
    let units = f32::from(PAD_WIDTH) / rect.width().max(1.0);
    let inside = rect.clamp(at) - rect.min;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the pad"
    )]
    let whole = |value: f32| (value * units).round().clamp(0.0, f32::from(PAD_WIDTH)) as u16;
    [whole(inside.x), whole(inside.y)]
}

/// Places on the screen for a stroke.
fn on_screen(rect: Rect, stroke: &domain::Stroke) -> Vec<Pos2> {
    let scale = rect.width() / f32::from(PAD_WIDTH);
    let place = |[x, y]: &[u16; 2]| -> Vec2 { vec2(f32::from(*x), f32::from(*y)) * scale };
    stroke.iter().map(|point| rect.min + place(point)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pad_keeps_the_shape_and_its_limits() {
        let rect = Rect::from_min_size(pos2(100.0, 50.0), vec2(400.0, 200.0));
        assert_eq!(on_pad(rect, pos2(100.0, 50.0)), [0, 0]);
        assert_eq!(on_pad(rect, pos2(300.0, 150.0)), [2_000, 1_000]);
        assert_eq!(on_pad(rect, pos2(9_000.0, -9.0)), [PAD_WIDTH, 0]);
        let back = on_screen(rect, &vec![[2_000, 1_000]]);
        assert_eq!(back, [pos2(300.0, 150.0)]);

        let mut ink = Ink::default();
        ink.pen_moved([5, 5]);
        assert!(ink.is_empty(), "the pen isn't down");
        ink.pen_down([0, 0]);
        ink.pen_moved([2, 2]);
        assert!(ink.is_too_little());
        ink.pen_moved([700, 0]);
        assert!(ink.drawing().is_some());
        for x in 0..3_000_u16 {
            ink.pen_moved([x % 2 * 100, 0]);
        }
        for _ in 0..100 {
            ink.pen_down([0, 0]);
        }
        assert!(ink.drawing().is_some(), "never more than is kept");
        ink.clear();
        assert!(ink.drawing().is_none() && ink.is_empty());
    }
}
