//! A person is captured for enrolment, with an operator beside them.

use eframe::egui::{
    Align, Align2, Color32, Layout, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::domain::{Badge, PersonName, PoseName};
use crate::flow::{CaptureView, Instruction, QualityBar};
use crate::kiosk::screens::capture::{live_picture, outline, step_card};
use crate::kiosk::screens::{escaped, language_button};
use crate::kiosk::texts::Texts;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Button, Room, Tone};
use crate::kiosk::{icons, words};
use crate::pipeline::{EngineStatus, EnrolmentKind, Intent};

use super::{Act, Scene, Stage};

/// Width over height of a pose's picture, as the pipeline cuts it.
const PICTURE_SHAPE: f32 = 192.0 / 224.0;

/// Heights of the row of poses, in points, and of it in a low window.
const POSES: f32 = 19.0 * GRID;
const POSES_LOW: f32 = 15.0 * GRID;
/// Heights of the cards that say who it is and what is waited for.
const WHO: f32 = 11.0 * GRID;
const KEEPING: f32 = 8.0 * GRID;

/// Draws the capture. What the person is told is in `theirs`, their language.
pub fn enrol_capture_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    theirs: &Texts,
    person: (Option<&PersonName>, Option<&Badge>),
    view: &CaptureView,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let is_look = is_look(scene);
    let title = texts.get(if is_look { "look-title" } else { "enrol-title" });
    let mut act = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        super::operator_pill(ui, scene);
        let stop = texts.get("enrol-stop");
        let button = Button::secondary(palette, icons::CROSS, &stop);
        let stopped = ui.add(button).clicked();
        stopped.then_some(Act::Send(Intent::Cancel)).or(spoken)
    });
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(Act::Send(Intent::Cancel));
    }
    let body = widgets::body(ui);
    let rest = super::steps(ui, scene, body, stage(view), is_look);
    let room = Room::of(ui);
    let gap = if room.low { GRID } else { 2.0 * GRID };
    let (left, right) = room.split(rest, 0.61, 0.62, 1.5 * gap);
    let poses_height = if room.low { POSES_LOW } else { POSES };
    let (picture, poses) = left.split_top_bottom_at_y(left.bottom() - poses_height);
    let to_person = Scene {
        texts: theirs,
        ..*scene
    };
    let picture = picture.with_max_y(picture.bottom() - gap);
    act = act.or(live_picture(ui, &to_person, picture, view));
    pose_row(ui, scene, poses, view);
    // In a tall window the bars stand beside who it is, else below.
    let (words, bars) = if room.tall {
        let (words, bars) = right.split_left_right_at_fraction(0.45);
        (words, bars.with_min_x(bars.left() + gap))
    } else {
        let (_, rest) = right.split_top_bottom_at_y(right.top() + WHO + gap);
        (right, rest.with_max_y(rest.bottom() - KEEPING - gap))
    };
    person_card(ui, scene, words.with_max_y(words.top() + WHO), person);
    match stage(view) {
        Stage::Capture => quality_card(ui, scene, bars, view),
        // What is measured of a pose says nothing of what comes after it.
        Stage::VerifyOnce => step_card(ui, &to_person, bars, view),
        _ => {}
    }
    let state = words.with_min_y(if room.tall {
        words.top() + WHO + gap
    } else {
        words.bottom() - KEEPING
    });
    keeping_card(ui, scene, state, view);
    act
}

/// Whether another look is taken, of somebody who is enrolled.
pub fn is_look(scene: &Scene<'_>) -> bool {
    let enrolment = scene.snapshot.enrolment.as_ref();
    enrolment.is_some_and(|enrolment| matches!(enrolment.kind, EnrolmentKind::Look(_)))
}

fn stage(view: &CaptureView) -> Stage {
    if view.verifying_back {
        Stage::VerifyOnce
    } else if view.poses_done.len() >= poses(view).len() {
        Stage::Check
    } else {
        Stage::Capture
    }
}

/// What is taken, in the order in which it is shown.
fn poses(view: &CaptureView) -> Vec<PoseName> {
    let mut poses = view.poses.clone();
    if poses.is_empty() {
        poses = PoseName::ALL.to_vec();
    }
    poses.sort();
    poses
}

/// How one pose stands.
struct PoseLook {
    ink: Color32,
    line: Stroke,
}

fn pose_look(palette: &Palette, is_next: bool, is_done: bool) -> PoseLook {
    let (ink, width) = if is_done {
        (palette.success, 2.0)
    } else if is_next {
        (palette.accent, 3.0)
    } else {
        (palette.muted, 1.0)
    };
    let line = if ink == palette.muted {
        palette.border
    } else {
        ink
    };
    PoseLook {
        ink,
        line: Stroke::new(width, line),
    }
}

fn pose_row(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let width = inner.width() / 5.0;
        let mut left = inner.left();
        let poses = poses(view);
        for (at, pose) in poses.iter().enumerate() {
            let cell = Rect::from_min_size(pos2(left, inner.top()), vec2(width, inner.height()));
            left += width;
            // Who can't turn the head looks ahead several times.
            let before = poses.iter().take(at).filter(|other| *other == pose).count();
            let done = view.poses_done.iter().filter(|done| *done == pose).count();
            let is_next = view.pose == Some(*pose) && before == done && !view.verifying_back;
            pose_cell(ui, scene, cell, *pose, (is_next, before < done));
        }
    });
}

fn pose_cell(
    ui: &Ui,
    scene: &Scene<'_>,
    cell: Rect,
    pose: PoseName,
    (is_next, is_done): (bool, bool),
) {
    let palette = scene.palette;
    let look = pose_look(palette, is_next, is_done);
    let said = words::pose(pose);
    let (picture, name) = cell.split_top_bottom_at_y(cell.bottom() - 4.0 * GRID);
    let size = vec2(picture.height() * PICTURE_SHAPE, picture.height());
    let place = Align2::CENTER_CENTER.align_size_within_rect(size, picture);
    match scene.thumbnails.shape(pose, place).filter(|_| is_done) {
        Some(shape) => {
            ui.painter().add(shape);
        }
        None => {
            let icon = theme::icon(theme::TITLE);
            let middle = Align2::CENTER_CENTER;
            ui.painter()
                .text(place.center(), middle, said.icon, icon, look.ink);
        }
    }
    outline(ui, place, look.line);
    let words = scene.texts.get(said.key);
    let id = ui.scope_id().with((pose.as_str(), cell.left().to_bits()));
    ui.interact(place, id, Sense::hover())
        .widget_info(|| WidgetInfo::selected(Role::Image, true, is_done, &words));
    let font = theme::regular(theme::BODY);
    widgets::elided(ui, name, Align2::CENTER_BOTTOM, &words, font, look.ink);
}

fn person_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (name, badge): (Option<&PersonName>, Option<&Badge>),
) {
    let palette = scene.palette;
    widgets::card_in(ui, palette, rect, |ui| {
        let inner = ui.max_rect();
        let (upper, lower) = inner.split_top_bottom_at_y(inner.center().y + GRID / 2.0);
        let name = name.map_or("", PersonName::as_str);
        let font = theme::semibold(theme::LEAD);
        let at = Align2::LEFT_CENTER;
        widgets::elided(ui, upper, at, name, font, palette.text);
        let badge = badge.map(|badge| {
            let value = badge.as_str().into();
            scene.texts.with("capture-badge", &[("badge", value)])
        });
        let contact = scene.snapshot.enrolment.as_ref().map(|view| &view.contact);
        let department = contact.and_then(|contact| contact.department.as_ref());
        let said: Vec<String> = badge
            .into_iter()
            .chain(department.map(|text| text.as_str().to_owned()))
            .collect();
        let font = theme::regular(theme::BODY);
        widgets::elided(ui, lower, at, &said.join(" · "), font, palette.muted);
    });
}

/// The bars in their order, and the one thing to do about them.
fn quality_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_in(ui, palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let title = texts.get("quality-title");
        widgets::label(ui, &title, theme::semibold(theme::BODY), palette.text);
        ui.add_space(GRID);
        if view.bars.is_empty() {
            let words = texts.get("check-no-face");
            widgets::label(ui, &words, theme::regular(theme::BODY), palette.muted);
            return;
        }
        let (good, poor): (Vec<&QualityBar>, Vec<_>) =
            view.bars.iter().partition(|bar| bar.value >= bar.bound);
        let too_near = view.instruction == Instruction::MoveBack;
        let fix =
            QualityBar::worst(&view.bars).map(|bar| texts.get(words::fix(bar.component, too_near)));
        let for_fix = if fix.is_some() { 9.0 * GRID } else { 0.0 };
        // Where there is no room for all, those above their bound go first; none
        // changes its place.
        let mut room = ui.available_height() - for_fix;
        let name = |bar: &QualityBar| texts.get(words::component(bar.component));
        let mut shown = Vec::new();
        for bar in poor.into_iter().chain(good) {
            room -= widgets::quality_bar_height(ui, &name(bar));
            if room < 0.0 {
                break;
            }
            shown.push(bar.component);
        }
        for bar in &view.bars {
            if shown.contains(&bar.component) {
                widgets::quality_bar(ui, palette, bar, &name(bar));
            }
        }
        if let Some(fix) = fix {
            ui.add_space(GRID);
            let icon = Some(icons::LIGHTBULB);
            widgets::banner(ui, palette, Tone::Care, icon, &fix, None);
        }
    });
}

/// Poses are kept by themselves: what that waits for.
fn keeping_card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, view: &CaptureView) {
    let palette = scene.palette;
    let poor = view.bars.iter().any(|bar| bar.value < bar.bound);
    let (icon, ink, key) = match stage(view) {
        _ if scene.snapshot.engine != EngineStatus::Ready => {
            (icons::HOURGLASS, palette.warning, "instruction-one-moment")
        }
        Stage::Check => (icons::HOURGLASS, palette.accent, "enrol-checking"),
        Stage::VerifyOnce => (icons::USER_FOCUS, palette.accent, "enrol-verifying"),
        _ if view.bars.is_empty() => (icons::HOURGLASS, palette.muted, "enrol-keeps-face"),
        _ if poor => (icons::HOURGLASS, palette.warning, "enrol-keeps-quality"),
        _ => (icons::CHECK, palette.success, "enrol-keeps-pose"),
    };
    widgets::card_in(ui, palette, rect, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 1.5 * GRID;
            widgets::icon(ui, icon, theme::LEAD, ink);
            let room = ui.available_rect_before_wrap();
            let room = room.expand2(vec2(0.0, GRID));
            let words = scene.texts.get(key);
            let font = theme::semibold(theme::BODY);
            widgets::said_in(ui, room, Align::Min, &words, font, palette.text);
        });
    });
}
