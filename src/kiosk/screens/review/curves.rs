//! The curves of a replay, one below the other on one line of time, with what
//! was asked above them.

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::domain::{Measure, Replay, Tolerance};
use crate::flow::Instruction;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets;
use crate::kiosk::words;

use super::Scene;
use super::player::millis;

/// Height of a curve and of the line of instructions, in points.
const CURVE: f32 = 4.75 * GRID;
const ASKED: f32 = 4.0 * GRID;
/// The share of the width that names have, and their least and most, in points.
const NAMES: f32 = 0.34;
const LEAST_NAMES: f32 = 15.0 * GRID;
const MOST_NAMES: f32 = 24.0 * GRID;

/// What a curve is of: text, least and greatest value, and what it is read
/// against.
struct Curve {
    measure: Measure,
    key: &'static str,
    range: (f32, f32),
    bound: Option<f32>,
}

fn curves(tolerance: Option<&Tolerance>) -> Vec<Curve> {
    let curve = |measure, key, range, bound| Curve {
        measure,
        key,
        range,
        bound,
    };
    let liveness = tolerance.map(|tolerance| tolerance.liveness);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a bound is drawn to a hundredth"
    )]
    let single = |value: f64| value as f32;
    let p = liveness.map(|bounds| single(bounds.live_p));
    let g = liveness.map(|bounds| single(bounds.live_g));
    let k = liveness.map(|bounds| single(bounds.flat_k));
    let likeness = tolerance.map(|tolerance| tolerance.consistency_threshold);
    vec![
        curve(Measure::Yaw, "review-curve-yaw", (-35.0, 35.0), Some(0.0)),
        curve(
            Measure::Pitch,
            "review-curve-pitch",
            (-25.0, 25.0),
            Some(0.0),
        ),
        curve(Measure::P, "review-curve-p", (0.0, 1.0), p),
        curve(Measure::G, "review-curve-g", (0.0, 1.2), g),
        curve(Measure::K, "review-curve-k", (0.7, 1.0), k),
        curve(Measure::Eyes, "review-curve-eyes", (0.0, 1.0), None),
        curve(
            Measure::Likeness,
            "review-curve-likeness",
            (0.0, 1.0),
            likeness,
        ),
        curve(
            Measure::Quality,
            "review-curve-quality",
            (0.0, 2.0),
            Some(1.0),
        ),
    ]
}

/// Draws the curves up to all of their time, and where `at_millis` is on them.
pub fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    replay: &Replay,
    tolerance: Option<&Tolerance>,
    at_millis: u32,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = ui.available_width();
    let names = (width * NAMES).clamp(LEAST_NAMES, MOST_NAMES);
    let (line, _) = ui.allocate_exact_size(vec2(width, ASKED), Sense::hover());
    asked(ui, scene, line.with_min_x(line.left() + names), replay);
    let top = line.bottom();
    for curve in curves(tolerance) {
        let has_some = |measure| {
            replay
                .moments()
                .iter()
                .any(|one| one.get(measure).is_some())
        };
        if has_some(curve.measure) {
            row(ui, scene, replay, &curve, names, at_millis);
        }
    }
    let bottom = ui.min_rect().bottom();
    let all = Rect::from_min_max(pos2(line.left() + names, top), pos2(line.right(), bottom));
    let x = place_of(all, replay, at_millis);
    let stroke = Stroke::new(1.5, scene.palette.text);
    ui.painter().vline(x, line.top()..=bottom, stroke);
}

/// Where a time is from left to right.
fn place_of(rect: Rect, replay: &Replay, at_millis: u32) -> f32 {
    let share = millis(at_millis) / millis(replay.millis()).max(1.0);
    rect.left() + rect.width() * share.clamp(0.0, 1.0)
}

/// What was asked, as a band of signs; the words are for who reads the screen
/// aloud, and under the pointer.
fn asked(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, replay: &Replay) {
    let band = rect.shrink2(vec2(0.0, 4.0));
    let mut ends: Vec<u32> = replay.asked().iter().map(|one| one.at_millis).collect();
    ends.push(replay.millis());
    for ((number, one), end) in replay.asked().iter().enumerate().zip(ends.iter().skip(1)) {
        let left = place_of(band, replay, one.at_millis);
        let right = place_of(band, replay, *end);
        let part = Rect::from_min_max(
            pos2(left + 1.0, band.top()),
            pos2(right - 1.0, band.bottom()),
        );
        if part.width() < 2.0 {
            continue;
        }
        let fill = scene.palette.surface_hover;
        ui.painter().rect_filled(part, CornerRadius::same(4), fill);
        let said = instruction(&one.word).map(words::instruction);
        let Some(said) = said else {
            continue;
        };
        let name = scene.texts.get(said.key);
        let id = ui.scope_id().with(("asked", number));
        let response = ui.interact(part, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        response.on_hover_text(&name);
        if part.width() > 2.5 * GRID {
            let font = theme::icon(theme::SMALL + 1.0);
            let ink = scene.palette.muted;
            ui.painter()
                .text(part.center(), Align2::CENTER_CENTER, said.icon, font, ink);
        }
    }
}

/// The instruction of that word; one of another version has none.
fn instruction(word: &str) -> Option<Instruction> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn row(ui: &mut Ui, scene: &Scene<'_>, replay: &Replay, curve: &Curve, names: f32, at_millis: u32) {
    let palette = scene.palette;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CURVE), Sense::hover());
    let (left, plot) = rect.split_left_right_at_x(rect.left() + names);
    let plot = plot.shrink2(vec2(0.0, 3.0));
    let now = last_value(replay, curve.measure, at_millis);
    let ink = ink(palette, curve, now);
    let name = scene.texts.get(curve.key);
    let (upper, lower) = left.split_top_bottom_at_fraction(0.5);
    let font = theme::regular(theme::SMALL);
    let at = Align2::LEFT_BOTTOM;
    widgets::elided(ui, upper, at, &name, font, palette.muted);
    let digits = usize::from(!matches!(curve.measure, Measure::Yaw | Measure::Pitch)) * 2;
    let unit = if digits == 0 { "°" } else { "" };
    let value = now.map_or("–".to_owned(), |value| {
        format!("{}{unit}", scene.texts.decimal(value, digits))
    });
    let bound = curve
        .bound
        .filter(|bound| *bound > 0.0 && curve.measure != Measure::Quality);
    let value = bound.map_or(value.clone(), |bound| {
        format!("{value} / {}", scene.texts.decimal(bound, 2))
    });
    let font = theme::semibold(theme::SMALL + 1.0);
    widgets::elided(ui, lower, Align2::LEFT_TOP, &value, font, ink);
    let (low, high) = curve.range;
    let height = |value: f32| {
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        plot.bottom() - plot.height() * share
    };
    let painter = ui.painter();
    if let Some(bound) = curve.bound {
        let y = height(bound);
        let ends = [pos2(plot.left(), y), pos2(plot.right(), y)];
        let stroke = Stroke::new(1.0, palette.muted);
        painter.extend(Shape::dashed_line(&ends, stroke, 4.0, 4.0));
    }
    let mut line: Vec<Pos2> = Vec::new();
    for moment in replay.moments() {
        match moment.get(curve.measure) {
            Some(value) => {
                line.push(pos2(
                    place_of(plot, replay, moment.at_millis),
                    height(value),
                ));
            }
            // What is measured now and then is joined; a face that was lost
            // leaves a gap.
            None if curve.measure == Measure::Likeness => {}
            None => draw(painter, &mut line, ink),
        }
    }
    draw(painter, &mut line, ink);
}

fn draw(painter: &eframe::egui::Painter, line: &mut Vec<Pos2>, ink: Color32) {
    let points = std::mem::take(line);
    match points.as_slice() {
        [] => {}
        [alone] => {
            painter.circle_filled(*alone, 2.0, ink);
        }
        _ => {
            painter.add(Shape::line(points, Stroke::new(2.0, ink)));
        }
    }
}

/// What was measured last up to that time.
fn last_value(replay: &Replay, measure: Measure, at_millis: u32) -> Option<f32> {
    let mut until = replay.moments().iter().rev();
    let mut until = until.by_ref().filter(|one| one.at_millis <= at_millis);
    match measure {
        Measure::Likeness => until.find_map(|one| one.get(measure)),
        _ => until.next()?.get(measure),
    }
}

/// A curve's colour: how it stands to what is asked for.
fn ink(palette: &Palette, curve: &Curve, now: Option<f32>) -> Color32 {
    let (Some(bound), Some(now)) = (curve.bound, now) else {
        return palette.accent;
    };
    match curve.measure {
        Measure::P | Measure::G | Measure::Likeness if now >= bound => palette.success,
        Measure::P | Measure::G | Measure::Likeness => palette.danger,
        Measure::Quality if now < bound => palette.warning,
        _ => palette.accent,
    }
}
