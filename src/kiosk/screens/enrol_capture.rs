//! A person is captured for enrolment, with an operator beside them.

use eframe::egui::{Align, Align2, Layout, Rect, Stroke, Ui, vec2};

use crate::domain::{Badge, PersonName, PoseName};
use crate::flow::{CaptureView, QualityBar};
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Button};
use crate::kiosk::{icons, words};
use crate::pipeline::Intent;

use super::capture::{live_picture, outline};
use super::{Act, MeshCard, Scene};

/// Draws the capture.
pub fn enrol_capture_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    person: (Option<&PersonName>, Option<&Badge>),
    view: &CaptureView,
    mesh: &mut MeshCard,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let mut act = widgets::top_bar(ui, palette, &texts.get("enrol-title"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let stop = texts.get("enrol-stop");
        let button = Button::secondary(palette, icons::CROSS, &stop);
        let stopped = ui.add(button).clicked();
        if let Some(operator) = &scene.snapshot.operator {
            let name = operator.name.as_str();
            widgets::pill(ui, palette, icons::USER, palette.muted, name);
        }
        stopped.then_some(Act::Send(Intent::Cancel))
    });
    if act.is_none() && super::escaped(ui.ctx()) {
        act = Some(Act::Send(Intent::Cancel));
    }
    let body = widgets::body(ui);
    let (steps, rest) = body.split_top_bottom_at_y(body.top() + 4.0 * GRID);
    step_row(ui, scene, steps, view);
    let rest = rest.with_min_y(rest.top() + GRID);
    let (left, right) = rest.split_left_right_at_fraction(0.6);
    let (picture, poses) = left.split_top_bottom_at_y(left.bottom() - 17.0 * GRID);
    live_picture(ui, scene, picture, view);
    pose_row(ui, scene, poses.with_min_y(poses.top() + 2.0 * GRID), view);
    let right = right.with_min_x(right.left() + 3.0 * GRID);
    let (who, rest) = right.split_top_bottom_at_y(right.top() + 11.0 * GRID);
    let bars_height = (rest.height() * 0.51).min(34.0 * GRID);
    let (bars, face) = rest.split_top_bottom_at_y(rest.top() + bars_height);
    person_card(ui, scene, who, person);
    quality_card(ui, scene, bars.with_min_y(bars.top() + 2.0 * GRID), view);
    mesh.show(ui, scene, face.with_min_y(face.top() + 2.0 * GRID));
    act
}

/// Where the enrolment is: what is done, what is now, what comes.
fn step_row(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let now = if view.verifying_back { 3 } else { 2 };
    let keys = [
        "enrol-step-identity",
        "enrol-step-consent",
        "enrol-step-capture",
        "enrol-step-verify",
        "enrol-step-done",
    ];
    widgets::region(ui, rect, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        for (index, key) in keys.into_iter().enumerate() {
            if index > 0 {
                let slash = theme::regular(theme::BODY);
                widgets::label(ui, "/", slash, palette.muted);
            }
            let words = scene.texts.get(key);
            match index.cmp(&now) {
                std::cmp::Ordering::Less => {
                    widgets::icon(ui, icons::CHECK, theme::BODY, palette.success);
                    let font = theme::regular(theme::BODY);
                    widgets::label(ui, &words, font, palette.success);
                }
                std::cmp::Ordering::Equal => {
                    let font = theme::semibold(theme::BODY);
                    widgets::label(ui, &words, font, palette.text);
                }
                std::cmp::Ordering::Greater => {
                    let font = theme::regular(theme::BODY);
                    widgets::label(ui, &words, font, palette.muted);
                }
            }
        }
    });
}

/// How one pose stands.
struct PoseLook {
    icon: &'static str,
    ink: eframe::egui::Color32,
    line: Stroke,
}

fn pose_look(palette: &Palette, pose: PoseName, view: &CaptureView) -> PoseLook {
    let own_icon = words::pose(pose).icon;
    if view.poses_done.contains(&pose) {
        PoseLook {
            icon: icons::CHECK,
            ink: palette.success,
            line: Stroke::new(2.0, palette.success),
        }
    } else if view.pose == Some(pose) {
        PoseLook {
            icon: own_icon,
            ink: palette.accent,
            line: Stroke::new(3.0, palette.accent),
        }
    } else {
        PoseLook {
            icon: own_icon,
            ink: palette.muted,
            line: Stroke::new(1.0, palette.border),
        }
    }
}

fn pose_row(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let gap = 2.0 * GRID;
    let width = (rect.width() - 4.0 * gap) / 5.0;
    let mut left = rect.left();
    for pose in PoseName::ALL {
        let cell = Rect::from_min_size(
            eframe::egui::pos2(left, rect.top()),
            vec2(width, rect.height()),
        );
        left += width + gap;
        let look = pose_look(palette, pose, view);
        outline(ui, cell, look.line);
        let middle = cell.center() - vec2(0.0, 2.0 * GRID);
        ui.painter().text(
            middle,
            Align2::CENTER_CENTER,
            look.icon,
            theme::icon(theme::TITLE),
            look.ink,
        );
        let words = scene.texts.get(words::pose(pose).key);
        let font = theme::regular(theme::BODY);
        let line = cell.with_min_y(cell.bottom() - 5.0 * GRID);
        widgets::say(ui, line, Align2::CENTER_CENTER, &words, font, look.ink);
    }
}

fn person_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (name, badge): (Option<&PersonName>, Option<&Badge>),
) {
    let palette = scene.palette;
    widgets::card_in(ui, palette, rect, |ui| {
        let name = name.map_or("", PersonName::as_str);
        widgets::label(ui, name, theme::semibold(theme::LEAD), palette.text);
        if let Some(badge) = badge {
            let value = badge.as_str().into();
            let words = scene.texts.with("capture-badge", &[("badge", value)]);
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
    });
}

fn quality_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    widgets::card_in(ui, palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = scene.texts.get("quality-title");
        widgets::label(ui, &title, theme::semibold(theme::BODY), palette.text);
        ui.add_space(GRID);
        if view.bars.is_empty() {
            let words = scene.texts.get("check-no-face");
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
        }
        // Those below their bound come first; what doesn't fit is well.
        let (good, poor): (Vec<&QualityBar>, Vec<_>) =
            view.bars.iter().partition(|bar| bar.value >= bar.bound);
        for bar in poor.into_iter().chain(good) {
            if ui.available_height() < 3.0 * GRID {
                break;
            }
            let name = scene.texts.get(words::component(bar.component));
            widgets::quality_bar(ui, palette, bar, &name);
        }
    });
}
