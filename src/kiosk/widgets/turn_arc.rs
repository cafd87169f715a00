//! How far a head is turned.

use eframe::egui::{Color32, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::flow::{TurnAxis, TurnView};
use crate::kiosk::theme::{self, GRID, Palette};

use super::thick_line::thick_line;

/// Dots of a mark to each side of the arc, and points between them.
const DOTS: i8 = 3;
const DOT_GAP: f32 = 5.0;

/// The arc of a turn in `rect`: where the head is, and marks with the degrees
/// to which it should go. The picture is a mirror, so the person's own left is to the left.
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
    for side in [-wanted, wanted] {
        let is_goal = (side > 0.0) == (turn.wanted_degrees > 0.0);
        let ink = if is_goal { palette.text } else { palette.muted };
        let words = format!("{wanted:.0}°");
        mark(ui, at(of(side)), turn.axis, &words, ink, rect);
    }
    thick_line(ui, span(0.0, of(reached)), 1.5 * GRID, palette.accent);
    let painter = ui.painter();
    if reached * turn.wanted_degrees.signum() < wanted {
        let goal = at(of(turn.wanted_degrees));
        painter.circle_stroke(goal, 1.25 * GRID, Stroke::new(2.0, palette.accent));
    }
    painter.circle_filled(at(of(reached)), 1.75 * GRID, palette.text);
    ui.interact(rect, ui.scope_id().with("turn"), Sense::hover())
        .widget_info(|| WidgetInfo {
            value: Some(f64::from(turn.reached_degrees)),
            ..WidgetInfo::labeled(Role::Meter, true, label)
        });
}

/// Where a turn is far enough: dots across the arc, and the degrees, on
/// whichever side `room` has a place for them. Where there is none the words
/// above the arc say them.
fn mark(ui: &Ui, at: Pos2, axis: TurnAxis, words: &str, ink: Color32, room: Rect) {
    let across = match axis {
        TurnAxis::Yaw => vec2(0.0, -1.0),
        TurnAxis::Pitch => vec2(-1.0, 0.0),
    };
    let painter = ui.painter();
    for step in -DOTS..=DOTS {
        let away = f32::from(step) * DOT_GAP;
        painter.circle_filled(at - across * away, 1.0, ink);
    }
    let font = theme::regular(theme::BODY);
    let galley = painter.layout_no_wrap(words.to_owned(), font, ink);
    let clear = f32::from(DOTS) * DOT_GAP + GRID;
    let place = [across, -across].into_iter().find_map(|side| {
        let middle = at + side * clear + side * galley.size() * 0.5;
        let place = Rect::from_center_size(middle, galley.size());
        room.expand(GRID).contains_rect(place).then_some(place)
    });
    if let Some(place) = place {
        painter.galley(place.min, galley, ink);
    }
}
