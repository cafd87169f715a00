//! How far something is: the ring around the oval, the arc of a turn, a
//! quality bar.

use std::f32::consts::TAU;

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::flow::{QualityBar, TurnAxis, TurnView};
use crate::kiosk::theme::{self, GRID, Palette};

use super::text;

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

/// A line with round ends.
fn thick_line(ui: &Ui, points: Vec<Pos2>, width: f32, colour: Color32) {
    let painter = ui.painter();
    for end in [points.first(), points.last()].into_iter().flatten() {
        painter.circle_filled(*end, width / 2.0, colour);
    }
    painter.add(Shape::line(points, Stroke::new(width, colour)));
}

/// The arc of a turn in `rect`: where the head is, and how far it should go.
/// The picture is a mirror, so the person's own left is to the left.
pub fn turn_arc(ui: &Ui, rect: Rect, turn: &TurnView, palette: &Palette, label: &str) {
    let wanted = turn.wanted_degrees.abs().max(1.0);
    let reached = turn.reached_degrees.clamp(-1.25 * wanted, 1.25 * wanted);
    // A shallow part of a large circle; upright for nodding.
    let along = match turn.axis {
        TurnAxis::Yaw => vec2(-1.0, 0.0),
        TurnAxis::Pitch => vec2(0.0, -1.0),
    };
    let length = match turn.axis {
        TurnAxis::Yaw => rect.width() * 0.43,
        TurnAxis::Pitch => rect.height() * 0.46,
    };
    let bulge = match turn.axis {
        TurnAxis::Yaw => vec2(0.0, rect.height() * 0.3),
        TurnAxis::Pitch => vec2(rect.height() * 0.3, 0.0),
    };
    let top = rect.center() - bulge * 0.4;
    // `share` is -1 to 1 from one end of the arc to the other.
    let at = |share: f32| top + along * (share * length) + bulge * (share * share);
    let of = |degrees: f32| degrees / (1.25 * wanted);
    let span = |from: f32, to: f32| -> Vec<Pos2> {
        (0..=32_u8)
            .map(|step| at(from + (to - from) * f32::from(step) / 32.0))
            .collect()
    };
    thick_line(ui, span(-1.0, 1.0), 1.5 * GRID, palette.track);
    thick_line(ui, span(0.0, of(reached)), 1.5 * GRID, palette.accent);
    let painter = ui.painter();
    let goal = at(of(turn.wanted_degrees));
    painter.circle(
        goal,
        1.5 * GRID,
        palette.surface,
        Stroke::new(3.0, palette.accent),
    );
    painter.circle_filled(at(of(reached)), 1.25 * GRID, palette.text);
    ui.interact(rect, ui.scope_id().with("turn"), Sense::hover())
        .widget_info(|| WidgetInfo {
            value: Some(f64::from(turn.reached_degrees)),
            ..WidgetInfo::labeled(Role::Meter, true, label)
        });
}

/// A line of the quality card: name, bar with its bound, value.
pub fn quality_bar(ui: &mut Ui, palette: &Palette, bar: &QualityBar, name: &str) {
    let size = vec2(ui.available_width(), 4.0 * GRID);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(bar.value)),
        ..WidgetInfo::labeled(Role::Meter, true, name)
    });
    let good = bar.value >= bar.bound;
    let colour = if good {
        palette.success
    } else {
        palette.warning
    };
    let painter = ui.painter();
    let font = theme::regular(theme::SMALL + 1.0);
    let middle = rect.center().y;
    let value_width = 5.0 * GRID;
    let left = rect.left() + rect.width() * 0.46;
    let right = rect.right() - value_width;
    painter.text(
        pos2(rect.left(), middle),
        Align2::LEFT_CENTER,
        name,
        font.clone(),
        palette.text,
    );
    let share = |value: f32| left + (right - left) * (value / 100.0).clamp(0.0, 1.0);
    let strip = |to: f32| Rect::from_min_max(pos2(left, middle - 4.0), pos2(to, middle + 4.0));
    painter.rect_filled(strip(right), CornerRadius::same(4), palette.track);
    painter.rect_filled(strip(share(bar.value)), CornerRadius::same(4), colour);
    painter.vline(
        share(bar.bound),
        middle - GRID..=middle + GRID,
        Stroke::new(2.0, palette.text),
    );
    let value = format!("{:.0}", bar.value);
    let place = Rect::from_min_max(pos2(right, rect.top()), rect.max);
    text::say(ui, place, Align2::RIGHT_CENTER, &value, font, palette.text);
}
