//! What came of an enrolment: done with its passport, or held for an
//! administrator. Everything else is said by the result screen.

use eframe::egui::{Align, Align2, Color32, Layout, Rect, Sense, Ui, vec2};

use crate::domain::Reason;
use crate::kiosk::icons;
use crate::kiosk::screens::{
    FaceCard, ResultView, entered, escaped, in_the_middle, language_button, result_screen,
    round_sign, time_bar,
};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{EnrolmentView, Intent};

use super::capture::is_look;
use super::{Act, Page, Scene, Stage};

/// Least height of the card with the measured face, in points.
const FACE_LEAST: f32 = 28.0 * GRID;

/// Draws how an enrolment or a look ended.
pub fn enrol_done_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &ResultView<'_>,
    face: &mut FaceCard,
) -> Option<Act> {
    let enrolment = scene.snapshot.enrolment.as_deref();
    match (view.finished.reason, enrolment) {
        (Reason::Enrolled, Some(enrolment)) => enrolled(ui, scene, view, enrolment, face),
        (Reason::DuplicateSuspected, _) => held(ui, scene, view),
        _ => result_screen(ui, scene, view).map(|act| after_failure(act, is_look(scene))),
    }
}

/// A look is tried again from its person's page.
fn after_failure(act: Act, is_look: bool) -> Act {
    match act {
        Act::LeaveFor(Page::EnrolForm) if is_look => Act::LeaveFor(Page::People),
        other => other,
    }
}

/// A sign, a title and what follows from it, one below the other.
struct Ending<'a> {
    icon: &'a str,
    fill: Color32,
    ink: Color32,
    title: String,
    advice: String,
}

fn enrolled(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &ResultView<'_>,
    enrolment: &EnrolmentView,
    face: &mut FaceCard,
) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let look = is_look(scene);
    let name = view.finished.first_name.clone().unwrap_or_default();
    let title = if look { "look-done" } else { "result-enrolled" };
    let ending = Ending {
        icon: icons::CHECK,
        fill: palette.success_soft,
        ink: palette.success,
        title: texts.with(title, &[("name", name.into())]),
        advice: texts.advice(if look { "look-done" } else { "reason-enrolled" }),
    };
    let another = (!look).then_some(("enrol-another", Page::EnrolForm));
    let (rest, spoken) = frame(ui, scene, Stage::Done);
    let (left, right) = Room::of(ui).split(rest, 0.4, 0.45, 3.0 * GRID);
    let act = if scene.snapshot.face.is_some() {
        closing_with_face(ui, scene, left, &ending, another, face)
    } else {
        closing(ui, scene, left, &ending, another)
    };
    let act = act.map(|act| match act {
        Act::Send(Intent::Home) if look => Act::LeaveFor(Page::People),
        other => other,
    });
    super::passport::passport(ui, scene, right, enrolment);
    time_bar(ui, scene, view.time_left);
    act.or(spoken)
}

/// Nothing here says whom they look like: that is for administrators.
fn held(ui: &mut Ui, scene: &Scene<'_>, view: &ResultView<'_>) -> Option<Act> {
    let palette = scene.palette;
    let ending = Ending {
        icon: icons::USERS,
        fill: palette.warning_soft,
        ink: palette.warning,
        title: scene.texts.get("enrol-held"),
        advice: scene.texts.advice("enrol-held"),
    };
    let (rest, spoken) = frame(ui, scene, Stage::Check);
    let width = rest.width().min(880.0);
    let middle = Rect::from_center_size(rest.center(), vec2(width, rest.height()));
    let people = Some(("people-title", Page::People));
    let act = closing(ui, scene, middle, &ending, people);
    time_bar(ui, scene, view.time_left);
    act.or(spoken)
}

/// The bar and the steps; gives the room that is left, and whether another
/// language is asked for.
fn frame(ui: &mut Ui, scene: &Scene<'_>, stage: Stage) -> (Rect, Option<Act>) {
    let look = is_look(scene);
    let title = if look { "look-title" } else { "enrol-title" };
    let spoken = widgets::top_bar(ui, scene.palette, &scene.texts.get(title), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        super::operator_pill(ui, scene);
        spoken
    });
    let body = widgets::body(ui);
    (super::steps(ui, scene, body, stage, look), spoken)
}

/// The same in less room, with the measured face in the middle.
fn closing_with_face(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    ending: &Ending<'_>,
    other: Option<(&str, Page)>,
    face: &mut FaceCard,
) -> Option<Act> {
    let palette = scene.palette;
    let enter = entered(ui.ctx(), &[]) || escaped(ui.ctx());
    let layout = Layout::left_to_right(Align::Min);
    let (rest, act) = widgets::anchored(ui, rect.with_max_y(rect.bottom() - GRID), layout, |ui| {
        let done = scene.texts.get("action-done");
        let primary = Button::primary(palette, icons::CHECK, &done);
        if ui.add(primary).clicked() {
            return Some(Act::Send(Intent::Home));
        }
        let (key, page) = other?;
        let words = scene.texts.get(key);
        let button = Button::secondary(palette, icons::USER_PLUS, &words);
        let button = button.min_size(vec2(theme::TARGET, 11.0 * GRID));
        ui.add(button).clicked().then_some(Act::LeaveFor(page))
    });
    let said = widgets::region(ui, rest, Layout::top_down(Align::Min), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            let (sign, _) = ui.allocate_exact_size(vec2(48.0, 48.0), Sense::hover());
            let painter = ui.painter();
            painter.circle_filled(sign.center(), sign.width() / 2.0, ending.fill);
            let font = theme::icon(theme::LEAD);
            let middle = Align2::CENTER_CENTER;
            painter.text(sign.center(), middle, ending.icon, font, ending.ink);
            let font = theme::bold(theme::LEAD + 4.0);
            widgets::wrapping(ui, &ending.title, font, palette.text);
        });
        let font = theme::regular(theme::BODY);
        widgets::paragraph(ui, &ending.advice, font, palette.muted);
        ui.min_rect().bottom() + 2.0 * GRID
    });
    let card = rest.with_min_y(said);
    if card.height() >= FACE_LEAST {
        face.show(ui, scene, card);
    }
    act.or_else(|| enter.then_some(Act::Send(Intent::Home)))
}

fn closing(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    ending: &Ending<'_>,
    other: Option<(&str, Page)>,
) -> Option<Act> {
    let palette = scene.palette;
    let enter = entered(ui.ctx(), &[]) || escaped(ui.ctx());
    let rect = rect.with_max_y(rect.bottom() - GRID);
    let act = in_the_middle(ui, rect, rect.width(), Align::Min, |ui| {
        let room = Room::of(ui);
        round_sign(ui, ending.icon, ending.fill, ending.ink);
        ui.add_space(if room.low { 1.0 } else { 3.0 } * GRID);
        widgets::title(ui, &ending.title, room.title(), palette.text);
        ui.add_space(GRID);
        let font = theme::regular(theme::BODY + 2.0);
        widgets::paragraph(ui, &ending.advice, font, palette.muted);
        ui.add_space(if room.low { 2.0 } else { 4.0 } * GRID);
        let done = scene.texts.get("action-done");
        let primary = Button::primary(palette, icons::CHECK, &done);
        if ui.add(primary).clicked() {
            return Some(Act::Send(Intent::Home));
        }
        ui.add_space(GRID);
        let (key, page) = other?;
        let words = scene.texts.get(key);
        let icon = if page == Page::People {
            icons::USERS
        } else {
            icons::USER_PLUS
        };
        let button = Button::secondary(palette, icon, &words);
        ui.add(button).clicked().then_some(Act::LeaveFor(page))
    });
    act.or_else(|| enter.then_some(Act::Send(Intent::Home)))
}
