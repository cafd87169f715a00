//! How far a head is turned.

use eframe::egui::{Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::flow::{TurnAxis, TurnView};
use crate::kiosk::theme::{GRID, Palette};

use super::thick_line::thick_line;

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
