//! A verification is captured: the live picture, one instruction, the live
//! mesh. Always dark, so that the screen lights nobody's face unevenly.

use eframe::egui::{Align, Align2, CornerRadius, Layout, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::domain::Badge;
use crate::flow::{CaptureView, Instruction, TurnView};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::kiosk::{icons, picture, words};
use crate::pipeline::{CameraStatus, EngineStatus, Intent};

use super::camera_away::camera_away;
use super::{Act, MeshCard, Scene};

/// Height of a line of the checks, in points.
const CHECK_ROW: f32 = 3.75 * GRID;
/// Least height of the card with the mesh, in points.
const MESH_LEAST: f32 = 18.0 * GRID;
/// Least height of the card with the step, in points: words and arc.
const STEP_LEAST: f32 = 20.0 * GRID;

/// Draws the capture.
pub fn capture_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    badge: Option<&Badge>,
    view: &CaptureView,
    mesh: &mut MeshCard,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let mut act = widgets::top_bar(ui, palette, scene.site, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = super::language_button(ui, scene);
        if let Some(badge) = badge {
            let words = texts.with("capture-badge", &[("badge", badge.as_str().into())]);
            widgets::pill(ui, palette, icons::USER, palette.muted, &words);
        }
        let cancel = texts.get("action-cancel");
        let button = Button::secondary(palette, icons::CROSS, &cancel);
        let cancelled = ui.add(button).clicked();
        cancelled.then_some(Act::Send(Intent::Cancel)).or(spoken)
    });
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Send(Intent::Cancel));
    }
    let room = Room::of(ui);
    let gap = if room.low { 1.5 * GRID } else { 2.0 * GRID };
    if let CameraStatus::Lost { why } = &scene.snapshot.camera {
        let body = widgets::body(ui);
        return act.or(camera_away(ui, scene, body, why));
    }
    let (left, right) = room.split(widgets::body(ui), 0.6, 0.56, 2.0 * gap);
    act = act.or(live_picture(ui, scene, left, view));
    // In a tall window the mesh stands beside the words, else between them.
    let words = if room.tall {
        let (words, mesh_place) = right.split_left_right_at_fraction(0.5);
        let mesh_place = mesh_place.with_min_x(mesh_place.left() + gap);
        mesh.show(ui, scene, mesh_place, view.depth);
        words
    } else {
        right
    };
    let checks_height = checks_height(ui, scene, words.width(), view);
    let (upper, checks) = words.split_top_bottom_at_y(words.bottom() - checks_height);
    let upper = upper.with_max_y(upper.bottom() - gap);
    if room.tall {
        step_card(ui, scene, upper, view);
    } else {
        let step_height = (right.height() * 0.34).max(STEP_LEAST);
        let (step, face) = upper.split_top_bottom_at_y(upper.top() + step_height);
        let face = face.with_min_y(face.top() + gap);
        if face.height() < MESH_LEAST {
            // What is to be done is told before how it looks.
            step_card(ui, scene, upper, view);
        } else {
            step_card(ui, scene, step, view);
            mesh.show(ui, scene, face, view.depth);
        }
    }
    checks_card(ui, scene, checks, view);
    act
}

/// The mirrored picture, dimmed outside the oval, with ring and instruction;
/// or that there is none, and the ways on.
pub fn live_picture(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let corner = CornerRadius::same(theme::RADIUS);
    if let CameraStatus::Lost { why } = &scene.snapshot.camera {
        return camera_away(ui, scene, rect, why);
    }
    match scene.picture.shape(rect) {
        Some(shape) => {
            ui.painter().add(shape);
        }
        None => {
            ui.painter().rect_filled(rect, corner, palette.surface);
        }
    }
    let (centre, half) = picture::oval(rect);
    let progress = texts.get("capture-progress");
    let on_picture = &theme::DARK;
    widgets::ring(ui, centre, half, view.progress, on_picture, &progress);
    instruction_pill(ui, scene, rect, view);
    None
}

/// The one thing to do: to wait, while nothing is analysed.
fn instruction(scene: &Scene<'_>, view: &CaptureView) -> Instruction {
    match scene.snapshot.engine {
        EngineStatus::Ready => view.instruction,
        _ => Instruction::OneMoment,
    }
}

fn instruction_pill(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let said = words::instruction(instruction(scene, view));
    let text = scene.texts.get(said.key);
    let ink = theme::ON_SCRIM;
    let painter = ui.painter();
    let wide = |size: f32| {
        let galley = painter.layout_no_wrap(text.clone(), theme::semibold(size), ink);
        galley.size().x
    };
    let fits = wide(theme::LEAD) + 15.0 * GRID <= rect.width();
    let size = if fits { theme::LEAD } else { theme::BODY };
    let (font, width) = (theme::semibold(size), wide(size));
    let size = vec2(width + 13.0 * GRID, 8.0 * GRID);
    let middle = pos2(rect.center().x, rect.bottom() - 7.0 * GRID);
    let pill = Rect::from_center_size(middle, size);
    painter.rect_filled(pill, CornerRadius::same(32), theme::SCRIM_STRONG);
    painter.text(
        pos2(pill.left() + 4.0 * GRID, middle.y),
        Align2::LEFT_CENTER,
        said.icon,
        theme::icon(theme::LEAD + 4.0),
        theme::DARK.accent,
    );
    let words = pill.with_min_x(pill.left() + 9.0 * GRID);
    widgets::announce(ui, words, "instruction", &text, font, ink);
}

/// The step, the one thing to do, and how far the head has come.
pub fn step_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        // An enrolment has its own steps, above.
        if !view.verifying_back {
            let step = (view.steps_done + 1).min(view.steps.max(1));
            let words = texts.with(
                "capture-step",
                &[("step", step.into()), ("steps", view.steps.max(1).into())],
            );
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
        let instruction = instruction(scene, view);
        let said = words::instruction(instruction);
        let turn = view.turn.as_ref();
        let turn = turn.filter(|_| instruction != Instruction::OneMoment);
        let on_the_way = turn.and_then(degrees_so_far);
        let title = match on_the_way {
            Some((reached, wanted)) => texts.with(
                "capture-further",
                &[("reached", reached.into()), ("wanted", wanted.into())],
            ),
            None => texts.get(said.key),
        };
        widgets::label(ui, &title, theme::semibold(theme::LEAD), palette.text);
        // Who is on the way again has understood it.
        if let Some(hint) = view.hint.filter(|_| on_the_way.is_none()) {
            let words = texts.get(words::hint(hint));
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.warning);
        }
        let room = ui.available_rect_before_wrap();
        match turn {
            Some(turn) => {
                let arc = room.shrink(2.0 * GRID);
                widgets::turn_arc(ui, arc, turn, palette, &texts.get("capture-turn"));
            }
            None => {
                ui.painter().text(
                    room.center(),
                    Align2::CENTER_CENTER,
                    said.icon,
                    theme::icon(theme::DISPLAY),
                    palette.accent,
                );
            }
        }
    });
}

/// Whole degrees reached and wanted, once the head is on its way.
fn degrees_so_far(turn: &TurnView) -> Option<(i32, i32)> {
    let towards = turn.reached_degrees * turn.wanted_degrees.signum();
    let wanted = turn.wanted_degrees.abs();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees of a head's turn are small, and a float cast saturates"
    )]
    let whole = |degrees: f32| degrees.round() as i32;
    (towards > 0.2 * wanted && towards < wanted).then(|| (whole(towards), whole(wanted)))
}

/// Whether the checks stand in one column, for a card of that width, and how
/// many rows there are.
fn checks_rows(ui: &Ui, scene: &Scene<'_>, width: f32, view: &CaptureView) -> (bool, f32) {
    let cell = (width - 6.0 * GRID) / 2.0 - 4.5 * GRID;
    let fits = |words: String| {
        let font = theme::regular(theme::BODY);
        let ink = scene.palette.text;
        let galley = ui.painter().layout_no_wrap(words, font, ink);
        galley.size().x <= cell
    };
    // Each check says one of two things; none moves when it says the other.
    let all_fit = view.checks.iter().all(|(check, _)| {
        [true, false]
            .iter()
            .all(|holds| fits(scene.texts.get(words::check(*check, *holds).key)))
    });
    if all_fit { (false, 2.0) } else { (true, 4.0) }
}

fn checks_height(ui: &Ui, scene: &Scene<'_>, width: f32, view: &CaptureView) -> f32 {
    let (_, rows) = checks_rows(ui, scene, width, view);
    rows * CHECK_ROW + 4.0 * GRID
}

fn checks_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let (one_column, rows) = checks_rows(ui, scene, rect.width(), view);
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        if view.checks.is_empty() {
            let words = scene.texts.get("check-no-face");
            let font = theme::regular(theme::BODY);
            let ink = palette.muted;
            widgets::say(ui, inner, Align2::LEFT_CENTER, &words, font, ink);
            return;
        }
        let columns = if one_column { 1.0 } else { 2.0 };
        let size = inner.size() / vec2(columns, rows);
        let mut at = inner.min;
        for (check, holds) in &view.checks {
            let cell = Rect::from_min_size(at, size);
            at.y += size.y;
            if at.y > inner.bottom() - GRID {
                at = pos2(at.x + size.x, inner.top());
            }
            let said = words::check(*check, *holds);
            let colour = if *holds {
                palette.success
            } else {
                palette.warning
            };
            widgets::region(ui, cell, Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = GRID;
                widgets::icon(ui, said.icon, theme::BODY, colour);
                let words = scene.texts.get(said.key);
                widgets::label(ui, &words, theme::regular(theme::BODY), colour);
            });
        }
    });
}

/// A frame around what is shown now.
pub fn outline(ui: &Ui, rect: Rect, stroke: Stroke) {
    let corner = CornerRadius::same(theme::RADIUS);
    ui.painter()
        .rect_stroke(rect, corner, stroke, StrokeKind::Inside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::TurnAxis;

    #[test]
    fn degrees_are_said_only_on_the_way() {
        let turn = |wanted_degrees: f32, reached_degrees: f32| TurnView {
            axis: TurnAxis::Yaw,
            wanted_degrees,
            reached_degrees,
        };
        assert_eq!(degrees_so_far(&turn(20.0, 12.4)), Some((12, 20)));
        assert_eq!(degrees_so_far(&turn(-20.0, -12.4)), Some((12, 20)));
        assert_eq!(degrees_so_far(&turn(20.0, -12.4)), None, "the wrong way");
        assert_eq!(degrees_so_far(&turn(20.0, 1.0)), None, "not yet");
        assert_eq!(degrees_so_far(&turn(20.0, 21.0)), None, "there");
    }
}
